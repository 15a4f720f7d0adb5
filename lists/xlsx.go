package lists

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

// maxWorkbook is the most bytes of a workbook, which is held as it is packed.
const maxWorkbook = 256 << 20

// sheetRows yields the rows of one sheet of an Excel workbook: the one that the
// mapping names, which may be hidden, or the first that is not.
func sheetRows(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error] {
	return func(yield func(mappedRow, error) bool) {
		book, sheet, err := openSheet(r, m.Sheet)
		if err != nil {
			yield(mappedRow{}, fmt.Errorf("%s: %w", name, err))
			return
		}
		epoch := delist.NewDate(1899, time.December, 30)
		if book.From1904 {
			epoch = delist.NewDate(1904, time.January, 1)
		}
		for row, err := range headed(name, kept(name, book.Rows(sheet)), m) {
			row.epoch = epoch
			if !yield(row, err) {
				return
			}
		}
	}
}

// openSheet opens a workbook and finds the sheet of that title, or the first
// that is not hidden.
func openSheet(r io.Reader, title string) (*tabular.Workbook, tabular.Sheet, error) {
	packed, err := io.ReadAll(io.LimitReader(r, maxWorkbook+1))
	if err != nil {
		return nil, tabular.Sheet{}, err
	}
	if len(packed) > maxWorkbook {
		return nil, tabular.Sheet{}, fmt.Errorf("a workbook of more than %d bytes", maxWorkbook)
	}
	book, err := tabular.OpenWorkbook(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, tabular.Sheet{}, err
	}
	var names []string
	for _, sheet := range book.Sheets {
		if sheet.Name == title || title == "" && !sheet.Hidden {
			return book, sheet, nil
		}
		names = append(names, sheet.Name)
	}
	if title == "" {
		return nil, tabular.Sheet{}, errors.New("every sheet is hidden: name one")
	}
	return nil, tabular.Sheet{}, noSuch("sheet", title, names)
}
