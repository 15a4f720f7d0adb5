package fleet

import (
	"bytes"
	"errors"
	"io"

	"github.com/delistdev/delist/tabular"
)

// A table is delimited text with headings, one row an item of its device.
type table struct {
	kind     string
	headings *Headings
	// signs are headings of which one at least stands in a table that is of this
	// kind for sure. One of together does it where the name's heading is the
	// kind's first.
	signs, together *Headings
	// null is what stands in a field without a value.
	null string
}

const (
	// preamble is how many rows may stand before the headings: a report has its
	// title there.
	preamble = 20
	// maxTold is of how many rows of headings the meaning is told.
	maxTold = 50
)

// separators are tried where the first rows do not tell which one it is.
const separators = "\t,;|"

// is reports whether the first rows of a file are such a table.
func (t *table) is(head []byte) bool {
	d, ok := tabular.Sniff(head)
	if !ok {
		return false
	}
	row := t.find(d, head)
	if row == nil {
		return false
	}
	c, _ := t.headings.Match(row)
	if c.Count() < 3 {
		return false
	}
	for _, heading := range row {
		if t.signs.Know(heading) || t.together != nil && t.together.Know(heading) && t.headings.first(row) {
			return true
		}
	}
	return false
}

func newSigns(headings ...string) *Headings { return NewHeadings(Meaning{"sign", headings}) }

// first reports whether a row has the first of all headings.
func (h *Headings) first(row []string) bool {
	for _, heading := range row {
		if r, ok := h.find(heading); ok && r == (rank{}) {
			return true
		}
	}
	return false
}

// find returns the row of headings, if it is among the first.
func (t *table) find(d tabular.Dialect, head []byte) []string {
	seen := 0
	for row, err := range d.Rows(bytes.NewReader(head)) {
		if seen++; seen > preamble || err != nil && !isRow(err) {
			return nil
		}
		if _, ok := t.headingsIn(row.Fields); err == nil && ok {
			return row.Fields
		}
	}
	return nil
}

func isRow(err error) bool {
	var row *tabular.RowError
	return errors.As(err, &row)
}

// headingsIn takes a row for headings if it has a name's and one more.
func (t *table) headingsIn(row []string) (Columns, bool) {
	c, ok := t.headings.Match(row)
	return c, ok && c.Count() >= 2
}

// dialect says how the table is written. Titles above it can hide that.
func (t *table) dialect(head []byte) (tabular.Dialect, bool) {
	d, ok := tabular.Sniff(head)
	if ok && t.find(d, head) != nil {
		return d, true
	}
	for _, comma := range []byte(separators) {
		other := d
		if other.Comma = comma; other.Encoding != "" && t.find(other, head) != nil {
			return other, true
		}
	}
	return d, false
}

func (t *table) read(r *reader, in io.Reader, head []byte) {
	d, ok := t.dialect(head)
	if !ok {
		r.faultf(1, "", "no row of headings: none of the first rows names a column of applications and another that is known")
		return
	}
	rows := &tableReader{reader: r, table: t, dialect: d}
	for row, err := range d.Rows(in) {
		var at *tabular.RowError
		switch {
		case errors.As(err, &at):
			r.fault(at.Line, "", at.Err)
		case err != nil:
			r.fault(row.Line, "", err)
		default:
			rows.row(row.Line, row.Fields)
		}
		if r.done {
			return
		}
	}
}
