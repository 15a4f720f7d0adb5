package osquery

import (
	"errors"
	"io"
	"slices"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

var (
	errNoTable = errors.New("neither JSON nor a table with a heading")
	errColumns = errors.New("the row has not as many columns as its heading")
)

// table reads rows as osqueryi --csv prints them, with "|" or another separator,
// and reports as Fleet exports them. Tables may follow one another: a row of
// which each field is the name of a column begins another one.
func (r *reader) table(head []byte, rest io.Reader) {
	dialect, ok := tabular.Sniff(head)
	if !ok {
		r.fault(1, "", errNoTable)
		return
	}
	r.form = dialect.String()
	var p *plan
	for row, err := range dialect.Rows(rest) {
		var bad *tabular.RowError
		switch {
		case r.stopped:
			return
		case errors.As(err, &bad):
			r.fault(bad.Line, "", bad.Err)
		case err != nil:
			r.fault(row.Line, "", err)
			return
		case p == nil || isHeading(row.Fields, p):
			p = planFor(slices.Clone(row.Fields), nil, false)
		case len(row.Fields) != len(p.names):
			r.fault(row.Line, "", errColumns)
		default:
			r.fields(p, row)
		}
	}
	if p == nil {
		r.fault(0, "", errNothing)
	}
}

// isHeading reports whether a row is a heading again: the same, or that of
// another table.
func isHeading(fields []string, p *plan) bool {
	if slices.Equal(fields, p.names) {
		return true
	}
	return isKnown(fields[0]) && choose(fields, nil, false) != nil && !slices.ContainsFunc(fields, func(f string) bool { return !isKnown(f) })
}

func isKnown(column string) bool {
	_, ok := allColumns[column]
	return ok
}

// allColumns are the columns that any table has, as far as they are known here.
var allColumns = func() map[string]bool {
	all := map[string]bool{}
	for name := range common {
		all[name] = true
	}
	for _, t := range tables {
		for name := range t.as {
			all[name] = true
		}
		for _, name := range slices.Concat(t.must...) {
			all[name] = true
		}
	}
	return all
}()

// fields makes an item of a row.
func (r *reader) fields(p *plan, row tabular.Row) {
	if p.source >= 0 {
		p = p.from(tableNamed[row.Fields[p.source]])
	}
	if p.table == nil {
		r.counts.add(whyNone, p.label)
		return
	}
	b := &r.builder
	b.reset()
	r.scratch = r.scratch[:0]
	for _, field := range row.Fields {
		r.scratch = append(r.scratch, field...)
	}
	at := 0
	for i, field := range row.Fields {
		if w := p.as[i]; w != unused {
			b.set(w, r.scratch[at:at+len(field)], true)
		}
		at += len(field)
	}
	it, ok, why := b.item(p.table)
	if !ok {
		r.counts.add(why, p.label)
		return
	}
	r.tell(p)
	asset := ""
	if c := b.cells[wHost]; len(c.b) > 0 {
		asset = r.intern(c)
	}
	r.emit(it, delist.Location{Path: r.in.Name, Line: row.Line, Asset: asset})
}
