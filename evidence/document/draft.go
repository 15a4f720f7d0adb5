package document

import (
	"net/url"
	"slices"
	"strings"

	"github.com/delistdev/delist/evidence"
)

// A draft is a document that is being read: its paragraphs are not joined yet.
type draft struct {
	doc   evidence.Document
	paras []para
	// updated is when the document says that it was changed; it counts as printed
	// where nothing else does.
	updated moment
	// attached: it need not have a text, others hang on it.
	attached bool
}

// A para is one paragraph.
type para struct {
	text string
	kind kind
}

// A kind is what a form says that a paragraph is.
type kind int

const (
	body kind = iota
	heading
	caption
	item // of a list
)

// maxNotes bounds the notes of one document.
const maxNotes = 50

func (d *draft) note(notes ...string) {
	for _, n := range notes {
		if len(d.doc.Notes) < maxNotes && !slices.Contains(d.doc.Notes, n) {
			d.doc.Notes = append(d.doc.Notes, n)
		}
	}
}

func (d *draft) empty() bool {
	for _, p := range d.paras {
		if strings.TrimSpace(p.text) != "" {
			return false
		}
	}
	return true
}

// finish mends the paragraphs, makes the text of them, and marks what stands in it.
func (d *draft) finish() {
	d.mend()
	size := 0
	for _, p := range d.paras {
		size += len(p.text) + 2
	}
	var text strings.Builder
	text.Grow(size)
	f := furniture{draft: d, at: make([]int, len(d.paras))}
	for i, p := range d.paras {
		if i > 0 {
			text.WriteString("\n\n")
		}
		f.at[i] = text.Len()
		text.WriteString(p.text)
	}
	d.doc.Text = text.String()
	f.find()
	d.settle()
}

// settle fills in what follows from the rest.
func (d *draft) settle() {
	doc := &d.doc
	if doc.Printed.IsZero() && !d.updated.date.IsZero() {
		d.printed(d.updated)
	}
	if m := dateOfAddress(doc.URL); doc.Printed.IsZero() && !m.date.IsZero() {
		d.printed(m)
		d.note("the printed date is that of its address")
	}
	if doc.Language == "" {
		doc.Language = guessLanguage(doc.Text)
	}
	if doc.Publisher == "" && doc.MediaType != "message/rfc822" {
		doc.Publisher = host(doc.URL)
	}
	slices.SortStableFunc(doc.Marks, func(a, b evidence.Mark) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	doc.Marks = slices.Compact(doc.Marks)
}

// printed sets the printed date, unless one is known that is at least as precise.
func (d *draft) printed(m moment) {
	if m.date.IsZero() || rank(d.doc.Precision) >= rank(m.precision) && !d.doc.Printed.IsZero() {
		return
	}
	d.doc.Printed, d.doc.Precision = m.date, m.precision
}

func rank(precision string) int { return slices.Index([]string{"", "year", "month", "day"}, precision) }

// set sets a field that nothing set before.
func set(field *string, value string) {
	if *field == "" {
		*field = oneLine(value)
	}
}

// maxField bounds what a document says of itself in one field.
const maxField = 1000

// oneLine returns a text with single spaces, and no longer than a field may be.
func oneLine(s string) string {
	if len(s) > 4*maxField {
		s = strings.ToValidUTF8(s[:4*maxField], "")
	}
	s = strings.Join(strings.Fields(clean(strings.ToValidUTF8(s, "\uFFFD"))), " ")
	if len(s) > maxField {
		s = strings.ToValidUTF8(s[:maxField], "")
	}
	return s
}

// host returns the host of a web address without "www."; "" for anything else.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// dateOfAddress returns the day in the path of a web address, as newspapers have it:
// "/2017/09/09/", "/2017/sep/09/".
func dateOfAddress(address string) moment {
	u, err := url.Parse(address)
	if err != nil {
		return moment{}
	}
	for i := range len(u.Path) {
		if u.Path[i] != '/' {
			continue
		}
		if m, n := dateAt(u.Path[i+1:]); n > 0 && m.precision == "day" && strings.Count(u.Path[i+1:i+1+n], "/") == 2 {
			return m
		}
	}
	return moment{}
}

// isWeb reports whether a value is a web address.
func isWeb(value string) bool {
	return strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://")
}
