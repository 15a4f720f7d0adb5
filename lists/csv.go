package lists

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/delistdev/delist/tabular"
)

// maxRecord is the most bytes of a record, in any text.
const maxRecord = tabular.MaxRecord

var errLong = fmt.Errorf("a record of more than %d bytes", maxRecord)

// A row is one record of a delimited text.
type row struct {
	line   int // where it begins, 1-based
	fields []string
}

// rows yields the records of a delimited text, each of which may be kept. One
// that could not be read is a *RowError, and reading goes on.
func rows(name string, r io.Reader, comma byte) iter.Seq2[row, error] {
	return kept(name, tabular.Delimited(r, comma))
}

// kept names the file in errors, and gives each row fields of its own.
func kept(name string, all iter.Seq2[tabular.Row, error]) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for r, err := range all {
			var fault *tabular.RowError
			switch {
			case errors.As(err, &fault):
				err = &RowError{name, fault.Line, fault.Err}
			case err != nil && r.Line > 0:
				err = fmt.Errorf("%s:%d: %w", name, r.Line, err)
			case err != nil:
				err = fmt.Errorf("%s: %w", name, err)
			}
			if !yield(row{r.Line, slices.Clone(r.Fields)}, err) {
				return
			}
		}
	}
}

// A record is one row of a table whose columns have names.
type record struct {
	row
	columns map[string]int
}

// get returns the trimmed value in a column, "" where the table has no such
// column or the row ends before it. Columns are named in lower case.
func (r record) get(column string) string {
	if i, ok := r.columns[column]; ok && i < len(r.fields) {
		return strings.TrimSpace(r.fields[i])
	}
	return ""
}

// has reports whether the table has a column of that name.
func (r record) has(column string) bool { _, ok := r.columns[column]; return ok }

// table yields the rows of a delimited text below its header. A header without
// one of the needed columns ends it: whatever this is, it is not that list. A
// row with more values than the header has columns is reported.
func table(name string, r io.Reader, comma byte, needed ...string) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		var columns map[string]int
		for row, err := range rows(name, r, comma) {
			switch {
			case err != nil:
				if !yield(record{row, columns}, err) {
					return
				}
				continue
			case columns == nil:
				var fault error
				if columns, fault = header(row.fields, needed); fault != nil {
					yield(record{row, columns}, fmt.Errorf("%s:%d: %w", name, row.line, fault))
					return
				}
				continue
			case len(row.fields) > len(columns) && strings.Join(row.fields[len(columns):], "") != "":
				err = &RowError{name, row.line, fmt.Errorf("%d values under %d columns", len(row.fields), len(columns))}
			}
			if !yield(record{row, columns}, err) {
				return
			}
		}
		if columns == nil {
			yield(record{}, fmt.Errorf("%s: empty: not even a header", name))
		}
	}
}

// header reads the names of columns, in lower case; of two alike, the first
// counts.
func header(fields, needed []string) (map[string]int, error) {
	columns := make(map[string]int, len(fields))
	for i, field := range fields {
		key := strings.ToLower(strings.TrimSpace(field))
		if _, taken := columns[key]; taken {
			key = fmt.Sprintf("%s#%d", key, i) // keeps the count of columns
		}
		columns[key] = i
	}
	for _, want := range needed {
		if _, ok := columns[want]; !ok {
			return columns, fmt.Errorf("the header has no column %q", want)
		}
	}
	return columns, nil
}
