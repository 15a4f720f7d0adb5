package withdraw

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/inventory/source"
)

// page finds the patches of a product page. They are held until all are known: a
// product can stand in another.
func (j *job) page(text *text) iter.Seq2[patch, error] {
	return func(yield func(patch, error) bool) {
		all, err := j.pagePatches(text)
		if err != nil {
			yield(patch{}, err)
			return
		}
		for _, p := range all {
			if !yield(p, nil) {
				return
			}
		}
	}
}

var errPlace = errors.New("where it stands in the page is not known: its script is escaped as HTML, or larger than what is read at a time")

func (j *job) pagePatches(text *text) (all []patch, _ error) {
	if len(j.req.Set) > 0 {
		return nil, errors.New("a page is marked by the availability of its offers, and has no columns to set")
	}
	marks, _ := catalogue.Withdrawal(catalogue.Page)
	j.result.How = how(marks)
	discontinued := marks[0].Values[0]
	in, mark := text.reader(), int64(0)
	if text.coding != nil {
		in, mark = io.MultiReader(strings.NewReader(utf8Mark), in), int64(len(utf8Mark))
	}
	for rec, err := range markup.Page(in, source.Limits{}) {
		if err != nil || !j.wanted.take(rec.Line, rec.Object) {
			continue // what cannot be read is none of what is wanted
		}
		begin := rec.Begin - mark
		if rec.End == 0 {
			return nil, fmt.Errorf("%s: %w", rec.Object, errPlace)
		}
		raw, err := text.bytes(begin, rec.End-mark)
		if err != nil {
			return nil, err
		}
		var found []patch
		if strings.HasPrefix(rec.Object, "script ") {
			found, err = linked(raw, discontinued)
		} else {
			found, err = tagged(raw, discontinued)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", rec.Object, err)
		}
		j.result.Records++
		for _, p := range found {
			all = append(all, patch{p.begin + begin, p.end + begin, p.text})
		}
	}
	slices.SortStableFunc(all, func(a, b patch) int { return int(a.begin - b.begin) })
	return slices.CompactFunc(all, func(a, b patch) bool { return a.begin == b.begin && a.end == b.end && string(a.text) == string(b.text) }), nil
}
