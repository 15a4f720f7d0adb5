package catalogue

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
	"github.com/delistdev/delist/tabular"
)

// headerWithin is within how many rows the headings are looked for: people put
// titles and dates above them.
const headerWithin = 20

// peek returns the beginning of the input, which stays to be read.
func (r *reading) peek() ([]byte, error) {
	in := bufio.NewReaderSize(r.in.Reader, source.HeadSize)
	r.in.Reader = in
	head, err := in.Peek(source.HeadSize)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return head, err
}

// delimited reads a delimited text.
func (r *reading) delimited(head []byte) {
	d, ok := tabular.Sniff(head)
	if !ok {
		r.broken(0, "", errors.New("no table: no separator cuts its first lines into columns"))
		return
	}
	t := &table{reading: r, form: d.String(), comma: d.Comma}
	for row, err := range d.Rows(r.in.Reader) {
		var fault *tabular.RowError
		switch {
		case errors.As(err, &fault):
			r.fault(fault.Line, "", fault.Err)
		case err != nil:
			t.end()
			r.broken(row.Line, "", err)
			return
		default:
			t.row(row)
		}
		if r.over {
			return
		}
	}
	t.end()
}

// workbook reads the sheets of a workbook that are not hidden.
func (r *reading) workbook() {
	at, size, err := r.whole()
	if err != nil {
		r.broken(0, "", err)
		return
	}
	book, err := tabular.OpenWorkbook(at, size)
	if err != nil {
		r.broken(0, "", err)
		return
	}
	for _, sheet := range book.Sheets {
		r.sheet = sheet.Name
		if sheet.Hidden {
			r.report("hidden", &delist.ReadError{Reader: r.kind, Path: r.path(), Undecided: true, Err: errors.New("the sheet is hidden, and not read: show it, and save the workbook")})
			continue
		}
		t := &table{reading: r, form: "workbook", comma: 0}
		for row, err := range book.Rows(sheet) {
			var fault *tabular.RowError
			switch {
			case errors.As(err, &fault):
				r.fault(fault.Line, "", fault.Err)
			case err != nil:
				r.broken(row.Line, "", err)
			default:
				t.row(row)
			}
			if r.over {
				return
			}
		}
		t.end()
	}
}

// whole returns the input so that any place of it can be read.
func (r *reading) whole() (io.ReaderAt, int64, error) {
	if r.in.At != nil {
		return r.in.At, r.in.Size, nil
	}
	content, err := io.ReadAll(io.LimitReader(r.in.Reader, r.in.Limits.Whole+1))
	if err != nil {
		return nil, 0, err
	}
	if int64(len(content)) > r.in.Limits.Whole {
		return nil, 0, fmt.Errorf("%w: a workbook of more than %d bytes has to be a file and no stream", source.ErrLimit, r.in.Limits.Whole)
	}
	return bytes.NewReader(content), int64(len(content)), nil
}

// A table is one table as it is read: rows above the headings, the headings,
// and records below them.
type table struct {
	*reading
	form    string
	shop    string // the kind whose headings it has
	comma   byte   // 0 in a workbook
	above   []tabular.Row
	columns *columns // nil until the headings are known
	rec     record   // of the current row
	last    record   // before it, for rows that go on with it
	brands  map[string]string
	product product // of a Shopify export
	sale    *saleColumns
}

// row takes one row.
func (t *table) row(row tabular.Row) {
	switch {
	case t.columns == nil:
		t.search(row)
	case t.columns.again(row.Fields):
		t.head(row)
	default:
		t.record(row)
	}
}

// search looks for the headings.
func (t *table) search(row tabular.Row) {
	if isHeading(row.Fields) {
		t.passedOver()
		t.head(row)
		return
	}
	t.above = append(t.above, tabular.Row{Line: row.Line, Fields: slices.Clone(row.Fields)})
	if len(t.above) == headerWithin {
		t.guess()
	}
}

// end ends a table, which may be shorter than headings are looked for.
func (t *table) end() {
	if t.columns == nil && len(t.above) > 0 && !t.over {
		t.guess()
	}
}

// passedOver says which rows above the headings were not read.
func (t *table) passedOver() {
	if n := len(t.above); n > 0 {
		t.report("above", &delist.ReadError{Reader: t.kind, Path: t.path(), Line: t.above[0].Line, Mended: true,
			Err: fmt.Errorf("%d lines above the headings were passed over", n)})
	}
	t.above = nil
}

// head takes a row for the headings from here on.
func (t *table) head(row tabular.Row) {
	if t.columns != nil {
		t.report("headings", &delist.ReadError{Reader: t.kind, Path: t.path(), Line: row.Line, Mended: true,
			Err: errors.New("new headings: from here on the columns are read by them")})
	}
	t.columns, t.shop, t.sale = columnsOf(row.Fields), kindOf(row.Fields), nil
	t.tell()
	for r, list := range t.columns.of {
		if len(list) > 1 && role(r) != rolePrice && role(r) != roleID && role(r) != rolePart {
			t.report("doubled", &delist.ReadError{Reader: t.kind, Path: t.path(), Line: row.Line, Mended: true,
				Err: fmt.Errorf("%d columns say the %s: the first with a value counts", len(list), roleNames[r])})
		}
	}
}

// guess reads a table without headings that are known: by numbers that are
// GTINs, and the longest texts as titles.
func (t *table) guess() {
	rows := t.above
	t.above = nil
	t.columns = guessed(rows)
	err := errors.New("no headings are known: only what is a GTIN by its check digit, and the longest text as the title, was read")
	if t.columns.none() {
		err = errors.New("no headings are known, and no column is certain by what is in it: put headings such as title, brand and gtin above them")
	}
	t.broken(rows[0].Line, "", err)
	t.tell()
	if t.columns.none() {
		return
	}
	for _, row := range rows {
		if t.record(row); t.over {
			return
		}
	}
}

// tell says what each column was taken for.
func (t *table) tell() {
	told := delist.Input{Path: t.path(), Reader: t.kind, Form: t.form, Columns: t.columns.told}
	if t.in.Told != nil {
		t.in.Told(told)
	}
}

// record reads a row below the headings.
func (t *table) record(row tabular.Row) {
	if t.columns.none() {
		return
	}
	fields := row.Fields
	if len(fields) == 1 && t.columns.count > 2 && t.comma != 0 {
		fields = t.cutOtherwise(row)
	}
	if len(fields) > t.columns.count && strings.Join(fields[t.columns.count:], "") != "" {
		t.fault(row.Line, "", fmt.Errorf("%d values under %d columns", len(fields), t.columns.count))
		return
	}
	t.rec.line, t.rec.object = row.Line, ""
	for r := range t.rec.values {
		t.rec.values[r] = t.columns.value(role(r), fields)
	}
	switch t.shop {
	case Shopify:
		if !t.variant(fields) {
			return
		}
	case WooCommerce:
		t.variation(fields)
	}
	t.rec.sale = t.saleOf(fields)
	t.offer(&t.rec)
}

// cutOtherwise cuts a row that was written with another separator than the rest.
func (t *table) cutOtherwise(row tabular.Row) []string {
	for _, comma := range []byte{',', ';', '\t', '|'} {
		fields, err := tabular.Split([]byte(row.Fields[0]), comma)
		if err == nil && comma != t.comma && len(fields) == t.columns.count {
			t.report("separator", &delist.ReadError{Reader: t.kind, Path: t.path(), Line: row.Line, Mended: true,
				Err: fmt.Errorf("separated by %q, unlike the lines above", comma)})
			return fields
		}
	}
	return row.Fields
}
