package lists

import (
	"hash/maphash"
	"strings"
	"unicode"

	"github.com/delistdev/delist"
)

// madeID makes a number for an entry of a list that gives none, from what tells
// it apart: the words in lower case, joined by hyphens, as in
// "air-freight-ltd-2022-05-13".
func madeID(parts ...string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(strings.Join(parts, " ")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), "-")
}

// firstWords returns the first n words of a text, from which a number is made
// where no party is named.
func firstWords(text string, n int) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(n, len(words))], " ")
}

// firstOf returns the main name, or what stands for it where there is none.
func firstOf(names []delist.ListedName, otherwise string) string {
	if len(names) > 0 {
		return names[0].Name
	}
	return firstWords(otherwise, 8)
}

// eachRow makes entries of each row of a table. A row that is there twice, word
// for word, is read once.
func eachRow(name string, table func(yield func(record, error) bool), of func(record, *[]error) []delist.Entry) entries {
	return func(yield func(delist.Entry, error) bool) {
		seen, rows := newOnceOnly(name), newRowsRead()
		for r, err := range table {
			if err != nil {
				if !yield(delist.Entry{}, err) {
					return
				}
				if !isRowError(err) {
					break
				}
				if len(r.fields) == 0 {
					continue
				}
			}
			var faults []error
			for _, e := range of(r, &faults) {
				e.Line = r.line
				if rows.again(e, r.fields) {
					continue
				}
				if !seen.give(e, faults, yield) {
					return
				}
				faults = nil
			}
		}
		seen.end(yield)
	}
}

// eachElement makes an entry of each element of a JSON array, and reports
// whether more may be yielded.
func eachElement(name string, array func(yield func(element, error) bool), of func([]byte, *[]error) (delist.Entry, error), yield func(delist.Entry, error) bool) bool {
	seen, rows := newOnceOnly(name), newRowsRead()
	for raw, err := range array {
		var e delist.Entry
		var faults []error
		if err == nil {
			if e, err = of(raw.json, &faults); err != nil {
				err = &RowError{name, raw.line, err}
			}
		}
		if err != nil {
			if !yield(delist.Entry{}, err) || !isRowError(err) {
				return false
			}
			continue
		}
		e.Line = raw.line
		if !rows.again(e, []string{string(raw.json)}) && !seen.give(e, faults, yield) {
			return false
		}
	}
	seen.end(yield)
	return true
}

// rowsRead knows which rows have been read.
type rowsRead struct{ once }

func newRowsRead() *rowsRead { return &rowsRead{once{seed: maphash.MakeSeed()}} }

// again reports whether an entry of that number came from the same row before.
func (rows *rowsRead) again(e delist.Entry, fields []string) bool {
	_, same, _ := rows.once.again(string(e.List)+"/"+e.ID, e.Line, []byte(strings.Join(fields, "\x00")))
	return same && e.ID != ""
}
