package withdraw

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/tabular"
)

// A table is a delimited text in which rows are withdrawn.
type table struct {
	*job
	dialect tabular.Dialect
	layout  *catalogue.Layout // nil until headings are met
	sets    []setting
	added   int // columns that the headings get
	product *product
	out     []patch
}

// A setting is a mark with the column that it goes to, the last ones new.
type setting struct {
	column int
	value  string
}

// table finds the patches of a delimited text.
func (j *job) table(text *text) iter.Seq2[patch, error] {
	return func(yield func(patch, error) bool) {
		dialect, _ := tabular.Sniff(text.head)
		t := &table{job: j, dialect: dialect, product: &product{}}
		for row, err := range dialect.RawRows(text.reader()) {
			if err == nil {
				err = t.row(&row)
			}
			if err != nil {
				yield(patch{}, err)
				return
			}
			if !t.flush(yield) {
				return
			}
		}
		if err := t.product.end(t); err != nil {
			yield(patch{}, err)
			return
		}
		t.flush(yield)
	}
}

func (t *table) flush(yield func(patch, error) bool) bool {
	for _, p := range t.out {
		if !yield(p, nil) {
			return false
		}
	}
	t.out = t.out[:0]
	return true
}

// row finds the patches of one row.
func (t *table) row(row *tabular.RawRow) error {
	wanted := t.wanted.take(row.Line, "")
	switch {
	case len(row.Fields) == 0 && wanted:
		return fmt.Errorf("line %d cannot be read", row.Line)
	case len(row.Fields) == 0:
		return nil
	case !wanted:
		if isNew, err := t.headings(row); isNew || err != nil {
			return err
		}
	}
	if t.layout == nil && len(t.req.Set) > 0 && wanted {
		return fmt.Errorf("line %d: no headings are known above it, and so no column to set", row.Line)
	}
	if t.layout != nil && t.layout.Kind == catalogue.Shopify && len(t.sets) > 0 {
		return t.product.row(t, row, wanted)
	}
	if !wanted {
		t.pad(row)
		return nil
	}
	t.result.Records++
	if len(t.sets) == 0 {
		t.result.How = how(nil)
		t.out = append(t.out, patch{begin: row.Offset, end: row.Offset + int64(len(row.Raw))})
		return nil
	}
	return t.mark(row, false)
}

// headings takes a row for headings, if it is.
func (t *table) headings(row *tabular.RawRow) (isNew bool, err error) {
	layout := t.layout
	if layout == nil {
		layout = catalogue.LayoutOf(row.Fields)
	} else {
		layout = layout.Again(row.Fields)
	}
	if layout == t.layout {
		return false, nil
	}
	if err := t.product.end(t); err != nil {
		return true, err
	}
	t.layout = layout
	names, err := t.settings(layout)
	if err != nil || len(names) == 0 {
		return true, err
	}
	for _, name := range names {
		if !slices.Contains(t.result.Added, name) {
			t.result.Added = append(t.result.Added, name)
		}
	}
	return true, t.widen(row, len(layout.Names), names)
}

// settings finds the columns of the marks, and returns the headings of those that
// are to be added.
func (t *table) settings(layout *catalogue.Layout) (names []string, err error) {
	t.sets = t.sets[:0]
	marks := t.marks(layout.Kind)
	var missing []catalogue.Mark
	for i := range marks {
		if at := layout.Columns(marks[i].Field); len(at) > 0 {
			t.sets = append(t.sets, setting{at[0], strings.Join(marks[i].Values, ",")})
		} else {
			missing = append(missing, marks[i])
		}
	}
	if len(marks) > 0 {
		t.result.How = how(marks)
	}
	switch {
	case len(missing) > 0 && len(t.req.Set) > 0:
		return nil, fmt.Errorf("no column is called %q: they are called %s", missing[0].Field, strings.Join(layout.Names, ", "))
	case layout.Kind == catalogue.Shopify && len(t.sets) > 0:
		missing = nil // either suffices
	case layout.Kind == catalogue.Shopify:
		missing = missing[:1]
	}
	for i := range missing {
		t.sets = append(t.sets, setting{len(layout.Names) + i, strings.Join(missing[i].Values, ",")})
		names = append(names, missing[i].Field)
	}
	t.added = len(names)
	return names, nil
}

// pad gives a row that is not withdrawn the columns that the headings got.
func (t *table) pad(row *tabular.RawRow) {
	if t.added == 0 || t.layout == nil {
		return
	}
	end := row.Offset + int64(len(bytes.TrimRight(row.Raw, "\r\n")))
	have := len(tabular.RawFields(row.Raw, t.dialect.Comma))
	if n := len(t.layout.Names) + t.added - have; n > 0 {
		t.out = append(t.out, patch{end, end, bytes.Repeat([]byte{t.dialect.Comma}, n)})
	}
}

// widen writes values behind the last field of a row, as columns from one on.
func (t *table) widen(row *tabular.RawRow, from int, values []string) error {
	if len(values) == 0 {
		return nil
	}
	end := row.Offset + int64(len(bytes.TrimRight(row.Raw, "\r\n")))
	have := len(tabular.RawFields(row.Raw, t.dialect.Comma))
	text := bytes.Repeat([]byte{t.dialect.Comma}, max(from-have, 0))
	for _, value := range values {
		field, err := t.dialect.Field(value, false)
		if err != nil {
			return err
		}
		text = append(append(text, t.dialect.Comma), field...)
	}
	t.out = append(t.out, patch{end, end, text})
	return nil
}

// mark sets the fields of a row; of a row that goes on with another, only those
// that say something.
func (t *table) mark(row *tabular.RawRow, goesOn bool) error {
	fields := tabular.RawFields(row.Raw, t.dialect.Comma)
	switch {
	case len(fields) != len(row.Fields):
		return fmt.Errorf("line %d: bytes that are no letters of %s stand beside a separator: save the table in UTF-8", row.Line, t.dialect.Encoding)
	case len(fields) == 1 && len(t.layout.Names) > 2:
		return fmt.Errorf("line %d is separated otherwise than the headings", row.Line)
	}
	var behind []string
	sets := slices.Clone(t.sets)
	slices.SortFunc(sets, func(a, b setting) int { return a.column - b.column })
	for _, s := range sets {
		if s.column >= len(fields) {
			for len(behind) < s.column-len(fields) {
				behind = append(behind, "")
			}
			behind = append(behind, s.value)
			continue
		}
		if err := t.set(row, fields, s, goesOn); err != nil {
			return err
		}
	}
	if goesOn {
		t.pad(row)
		return nil
	}
	return t.widen(row, len(fields), behind)
}

// set replaces one field.
func (t *table) set(row *tabular.RawRow, fields [][]byte, s setting, goesOn bool) error {
	old := row.Fields[s.column]
	if goesOn && strings.TrimSpace(old) == "" {
		return nil
	}
	if old != "" && strings.ToLower(old) == old {
		s.value = lowered(s.value)
	}
	raw := fields[s.column]
	field, err := t.dialect.Field(s.value, len(raw) > 0 && raw[0] == '"')
	if err != nil {
		return err
	}
	if bytes.Equal(field, raw) {
		return nil
	}
	begin := row.Offset
	for _, before := range fields[:s.column] {
		begin += int64(len(before)) + 1
	}
	t.out = append(t.out, patch{begin, begin + int64(len(raw)), field})
	return nil
}

// lowered writes a word of capitals in small letters, as those in its place were.
func lowered(value string) string {
	if strings.ToUpper(value) == value {
		return strings.ToLower(value)
	}
	return value
}
