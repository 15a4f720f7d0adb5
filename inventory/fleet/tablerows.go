package fleet

import (
	"fmt"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

// A tableReader reads rows under the headings that it met last.
type tableReader struct {
	*reader
	table   *table
	dialect tabular.Dialect
	columns Columns
	told    int
}

func (r *tableReader) row(line int, fields []string) {
	width := len(r.columns.Told)
	if len(fields) == 1 && width > 1 {
		fields = r.otherwise(fields)
	}
	if r.maybeHeadings(fields) {
		if columns, ok := r.table.headingsIn(fields); ok {
			r.start(line, columns)
			return
		}
	}
	if width == 0 { // titles above the table
		return
	}
	fields = r.fit(line, fields)
	it, ok := rowItem(r.columns, fields)
	switch {
	case ok:
		r.items(it, fields, line)
	case strings.TrimSpace(strings.Join(fields, "")) != "":
		r.faultf(line, "", "a row without a name")
	}
}

// maybeHeadings reports whether a row can be headings: before the first, and
// where a second export was put behind the first one, perhaps with others.
func (r *tableReader) maybeHeadings(fields []string) bool {
	width := len(r.columns.Told)
	if width == 0 || len(fields) != width {
		return true
	}
	at := r.columns.of["name"][0]
	return r.table.headings.Know(fields[0]) || r.table.headings.Know(fields[at])
}

func (r *tableReader) start(line int, columns Columns) {
	again := len(r.columns.Told) > 0
	r.columns, r.columns.Null = columns, r.table.null
	for _, name := range columns.Doubled {
		r.faultf(line, "", "the heading %.80q stands here twice: the first is used", name)
	}
	if r.told++; r.told == maxTold+1 {
		r.faultf(line, "", "headings for the %dth time: what they are taken for is told no more", r.told)
	}
	if r.told > maxTold {
		return
	}
	form := r.dialect.String()
	if again || line > 1 {
		form += fmt.Sprintf(", headings in line %d", line)
	}
	r.in.Tell(delist.Input{Reader: r.kind, Form: form, Columns: columns.Told})
}

// otherwise cuts a row that the table's separator does not cut by the one that
// cuts it into as many fields as there are headings, if there is one.
func (r *tableReader) otherwise(fields []string) []string {
	for _, comma := range []byte(separators) {
		if comma == r.dialect.Comma || strings.IndexByte(fields[0], comma) < 0 {
			continue
		}
		if cut, err := tabular.Split([]byte(fields[0]), comma); err == nil && len(cut) == len(r.columns.Told) {
			return cut
		}
	}
	return fields
}

// fit reports a row that has not as many fields as there are headings; empty
// ones at the end do not count.
func (r *tableReader) fit(line int, fields []string) []string {
	width := len(r.columns.Told)
	for len(fields) > width && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	switch {
	case len(fields) > width:
		r.faultf(line, "", "%d fields under %d headings: a separator without quotes? what follows it may be taken for something else", len(fields), width)
	case len(fields) < width:
		r.faultf(line, "", "%d fields under %d headings: the row ends in the middle", len(fields), width)
	}
	return fields
}
