package withdraw

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/source"
)

// A Request says what is to be withdrawn.
type Request struct {
	// Kind is the kind of catalogue, as it was recognised.
	Kind string
	// Places are those of the offers, each a line or an object of this one file.
	// They may come in any order, and twice.
	Places []delist.Location
	// Set are fields, by their headings, with the values that withdraw an offer
	// where the format has no way of its own. With none, a record is left out.
	Set map[string]string
}

// A Result says what was done.
type Result struct {
	// Records is how many records of the catalogue were changed or left out.
	Records int
	// How is in words by what offers are withdrawn.
	How string
	// Added are columns that the table did not have.
	Added []string
	// Whole is how many products were withdrawn with all of their variants though
	// not every variant was asked for, because the format knows none apart.
	Whole int
}

// ErrForm is wrapped by the errors that say that a form cannot be written again.
var ErrForm = errors.New("cannot be written again")

// Write writes the catalogue that is src, of size bytes, with the offers of a
// request withdrawn. An offer that is not where the request says ends it, as does
// what cannot be written without touching anything else; w has then part of the
// text.
func Write(w io.Writer, src io.ReaderAt, size int64, req Request) (Result, error) {
	head := make([]byte, min(size, source.HeadSize))
	if _, err := src.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return Result{}, err
	}
	job := &job{req: req, wanted: newWanted(req.Places)}
	form := catalogue.FormOf(req.Kind, head)
	patches, err := job.patches(form, head)
	if err != nil {
		return Result{}, err
	}
	job.text, err = openText(src, size, form, head)
	if err != nil {
		return Result{}, err
	}
	defer job.text.close()
	if err := job.text.write(w, patches); err != nil {
		return Result{}, err
	}
	return job.result, job.wanted.missed()
}

// A job is a request as it is carried out.
type job struct {
	req    Request
	wanted *wanted
	text   *text
	result Result
}

// patches returns what finds the patches of a form.
func (j *job) patches(form catalogue.Form, head []byte) (patches, error) {
	switch {
	case strings.HasPrefix(string(head), "\x1f\x8b"):
		return nil, fmt.Errorf("a file packed by gzip %w: unpack it first", ErrForm)
	case form == catalogue.FormDelimited:
		return j.table, nil
	case form == catalogue.FormJSON:
		return j.objects, nil
	case form == catalogue.FormFeed:
		return j.feed, nil
	case form == catalogue.FormPage:
		return j.page, nil
	case form == catalogue.FormWorkbook:
		return nil, fmt.Errorf("a workbook %w: save its sheet as CSV", ErrForm)
	}
	return nil, errors.New("is empty")
}

// marks returns how offers of a kind are withdrawn: by the fields that were asked
// for, else in the kind's own way.
func (j *job) marks(kind string) []catalogue.Mark {
	if len(j.req.Set) == 0 {
		marks, _ := catalogue.Withdrawal(kind)
		return marks
	}
	var marks []catalogue.Mark
	for field, value := range j.req.Set {
		marks = append(marks, catalogue.Mark{Field: field, Values: []string{value}})
	}
	slices.SortFunc(marks, func(a, b catalogue.Mark) int { return strings.Compare(a.Field, b.Field) })
	return marks
}

// how writes marks in words.
func how(marks []catalogue.Mark) string {
	var words []string
	for i := range marks {
		words = append(words, marks[i].Field+"="+strings.Join(marks[i].Values, ","))
	}
	if len(words) == 0 {
		return "left out"
	}
	return strings.Join(words, " ")
}
