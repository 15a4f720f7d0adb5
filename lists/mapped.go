package lists

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
)

// mappedFormats are the file formats that a mapping may name.
var mappedFormats = map[string]func(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error]{
	"csv":    csvRows,
	"xlsx":   sheetRows,
	"json":   jsonRows,
	"ndjson": jsonLineRows,
	"yaml":   yamlRows,
}

// A mappedRow is one record of a list in a layout of its own.
type mappedRow struct {
	line int
	// get returns what stands in a column, or at the path of a field.
	get func(column string) []string
	// text is all of the record, to tell it from others.
	text func() []byte
	// epoch is from which day a workbook counts; zero for other formats.
	epoch delist.Date
}

// readMapped yields the entries of a list in whatever layout m describes. A row
// is an entry: what belongs to one party in several rows has to be joined before.
// The day in the column of until is the last one on the list, so that the entry
// ends on the day after.
func readMapped(name string, r io.Reader, m *Mapping) entries {
	return func(yield func(delist.Entry, error) bool) {
		read, ok := mappedFormats[m.Format]
		if !ok {
			yield(delist.Entry{}, noSuch("format", m.Format, slices.Sorted(maps.Keys(mappedFormats))))
			return
		}
		b, count := newMapper(m), 0
		for row, err := range read(name, r, m) {
			if err != nil && (!yield(delist.Entry{}, err) || !isRowError(err)) {
				return
			}
			if row.get == nil {
				continue
			}
			entry, faults := b.build(row)
			if entry.ID != "" {
				count++
			}
			if !yieldBoth(yield, name, entry, faults) {
				return
			}
		}
		if count == 0 {
			yield(delist.Entry{}, fmt.Errorf("%s: %w", name, errNoEntries))
		}
	}
}

// A mapper makes entries after a mapping.
type mapper struct {
	*Mapping
	kinds  []delist.NumberKind // of Numbers, in the order of numberKinds
	seen   once
	row    mappedRow
	faults []error
}

func newMapper(m *Mapping) *mapper {
	kinds := slices.DeleteFunc(slices.Clone(numberKinds), func(k delist.NumberKind) bool { return !m.Numbers[k].given() })
	return &mapper{Mapping: m, kinds: kinds, seen: once{seed: maphash.MakeSeed()}}
}

func (b *mapper) fault(format string, args ...any) {
	b.faults = append(b.faults, fmt.Errorf(format, args...))
}

// build makes the entry of one row.
func (b *mapper) build(row mappedRow) (delist.Entry, []error) {
	b.row, b.faults = row, nil
	e := delist.Entry{List: b.List, ID: b.one(b.ID), Kind: delist.LegalEntity, Line: row.line}
	main := b.one(b.Name)
	if main == "" {
		return delist.Entry{Line: row.line}, []error{errors.New("no name in " + b.Name.Column)}
	}
	if e.ID == "" {
		if e.ID = main; b.Mapping.ID.given() {
			b.fault("no id in %s: the name stands for it", b.Mapping.ID.Column)
		}
	}
	first, same, twice := b.seen.again(e.ID, row.line, row.text())
	switch {
	case same:
		return delist.Entry{}, nil
	case twice:
		b.faults = append(b.faults, errTwice(e.ID, first))
	}
	e.Names = []delist.ListedName{{Kind: delist.MainName, Name: main}}
	for _, alias := range b.all(b.Aliases) {
		e.Names = appendName(e.Names, delist.AlsoKnown, alias)
	}
	b.kind(&e)
	b.details(&e)
	return e, b.faults
}

// kind reads what sort of party it is.
func (b *mapper) kind(e *delist.Entry) {
	switch kind := delist.PartyKind(b.one(b.Kind)); {
	case kind == "":
	case slices.Contains(partyKinds, kind):
		e.Kind = kind
	default:
		b.fault("kind: %w", noSuch("kind", string(kind), texts(partyKinds)))
	}
}

// details reads everything but id, names and kind.
func (b *mapper) details(e *delist.Entry) {
	for _, name := range b.all(b.Country) {
		e.Countries = appendNew(e.Countries, country(name))
	}
	for _, text := range b.all(b.Address) {
		addAddress(e, delist.Address{Text: text})
	}
	for _, kind := range b.kinds {
		for _, value := range b.all(b.Numbers[kind]) {
			addNumber(e, kind, value, "")
		}
	}
	e.Programmes, e.Products = b.all(b.Programme), b.all(b.Product)
	e.Scope, e.Remarks, e.URL = b.one(b.Scope), b.one(b.Remarks), b.one(b.URL)
	e.From = b.date("from", b.Mapping.From)
	if last := b.date("until", b.Mapping.Until); !last.IsZero() {
		e.Until = last.AddDays(1)
	}
	if !e.Until.IsZero() && !e.From.Before(e.Until) {
		b.fault("until %s is before from %s: until is left out", e.Until.AddDays(-1), e.From)
		e.Until = delist.Date{}
	}
}

// all returns the values of a column, none of them blank.
func (b *mapper) all(c Column) (values []string) {
	if !c.given() {
		return nil
	}
	if c.Column != "" {
		for _, cell := range b.row.get(c.Column) {
			parts := []string{cell}
			if c.Separator != "" {
				parts = strings.Split(cell, c.Separator)
			}
			for _, part := range parts {
				part = strings.TrimSpace(part)
				if to, ok := c.Values[part]; ok {
					part = to
				}
				values = appendNew(values, part)
			}
		}
	}
	if len(values) == 0 && c.Fixed != "" {
		values = []string{c.Fixed}
	}
	return values
}

// one returns the values of a column as one text.
func (b *mapper) one(c Column) string { return strings.Join(b.all(c), "; ") }

// date reads a day; of one that cannot be read it says so and returns none.
func (b *mapper) date(part string, c Column) delist.Date {
	text := b.one(c)
	if text == "" {
		return delist.Date{}
	}
	for _, layout := range c.Layouts {
		in, err := goLayout(layout)
		if day, bad := parseDate(text, in); err == nil && bad == nil {
			return day
		}
	}
	workbook := !b.row.epoch.IsZero()
	if day, ok := serialDay(b.row.epoch, text); ok && workbook {
		return day
	}
	if day, err := parseISO(text); err == nil && (len(c.Layouts) == 0 || workbook) {
		return day
	}
	layouts := c.Layouts
	if len(layouts) == 0 {
		layouts = []string{"YYYY-MM-DD"}
	}
	b.fault("%s: %q is not a day written as %s", part, text, strings.Join(layouts, " or "))
	return delist.Date{}
}

// serialDay returns the day that a workbook counts from an epoch. Days before
// 1927 are not taken for days: a year, or a number that stands in the wrong
// column, would be one.
func serialDay(epoch delist.Date, text string) (delist.Date, bool) {
	days, err := strconv.ParseFloat(text, 64)
	if err != nil || !(days >= 10000 && days < 2958466) { // 9999-12-31 is the last
		return delist.Date{}, false
	}
	return epoch.AddDays(int(days)), true
}

// csvRows yields the records of a delimited text.
func csvRows(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error] {
	comma := byte(',')
	switch {
	case m.Separator == "tab":
		comma = '\t'
	case m.Separator != "":
		comma = m.Separator[0]
	}
	return headed(name, rows(name, r, comma), m)
}

// headed yields the rows below the header, once it has all columns of m.
func headed(name string, all iter.Seq2[row, error], m *Mapping) iter.Seq2[mappedRow, error] {
	return func(yield func(mappedRow, error) bool) {
		var columns map[string]int
		for row, err := range all {
			switch {
			case err != nil:
				if !yield(mappedRow{}, err) || !isRowError(err) {
					return
				}
				continue
			case columns == nil && row.line >= m.Header:
				if columns, err = m.header(row.fields); err != nil {
					yield(mappedRow{}, fmt.Errorf("%s:%d: %w", name, row.line, err))
					return
				}
				continue
			}
			if columns == nil || strings.Join(row.fields, "") == "" {
				continue
			}
			if !yield(tableRow(row, columns), overfull(name, row, columns)) {
				return
			}
		}
		if columns == nil {
			yield(mappedRow{}, fmt.Errorf("%s: no header", name))
		}
	}
}

// overfull reports values that stand under no heading.
func overfull(name string, row row, columns map[string]int) error {
	if len(row.fields) > len(columns) && strings.Join(row.fields[len(columns):], "") != "" {
		return &RowError{name, row.line, fmt.Errorf("%d values under %d columns", len(row.fields), len(columns))}
	}
	return nil
}

func tableRow(row row, columns map[string]int) mappedRow {
	return mappedRow{
		line: row.line,
		get: func(column string) []string {
			i, ok := columns[strings.ToLower(column)]
			if !ok || i >= len(row.fields) {
				return nil
			}
			return row.fields[i : i+1]
		},
		text: func() []byte { return []byte(strings.Join(row.fields, "\x00")) },
	}
}

// header reads the headings; it is an error if a column of m is missing.
func (m *Mapping) header(fields []string) (map[string]int, error) {
	columns, err := header(fields, nil)
	if err != nil {
		return nil, err
	}
	var there []string
	for _, field := range fields {
		there = appendNew(there, field)
	}
	has := func(column string) bool { _, ok := columns[strings.ToLower(column)]; return ok }
	return columns, m.missing(has, there)
}

// missing reports the columns of m that a file does not have, given those that
// it has.
func (m *Mapping) missing(has func(column string) bool, there []string) error {
	var faults []error
	for part, c := range m.columns() {
		if c.Column != "" && !has(c.Column) {
			faults = append(faults, fmt.Errorf("%s: %w", part, noSuch("column", c.Column, there)))
		}
	}
	return errors.Join(faults...)
}
