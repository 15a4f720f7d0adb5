package lists

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// Limits of one record; what is larger is reported and left out.
const (
	maxField   = 1 << 20 // bytes; the longest on any list is below 20 KB
	maxColumns = 1000    // the widest list has 90
	maxRecord  = 4 << 20 // bytes
)

var (
	errQuote   = errors.New("a quoted field does not end")
	errLong    = fmt.Errorf("a record of more than %d bytes", maxRecord)
	errField   = fmt.Errorf("a field of more than %d bytes", maxField)
	errColumns = fmt.Errorf("more than %d columns", maxColumns)
)

// A row is one record of a delimited text.
type row struct {
	line   int // where it begins, 1-based
	fields []string
}

// rows yields the records of a delimited text after RFC 4180, with any
// separator. Blank lines are passed over. A record that breaks a limit, or whose
// quote never ends, is yielded as a *RowError, and reading goes on at the next
// line: a lost quote must not swallow the rest of the file.
func rows(name string, r io.Reader, comma byte) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		s := &splitter{in: bufio.NewReaderSize(r, 256<<10), comma: comma}
		for {
			begin := s.line + 1
			fields, err := s.record()
			switch {
			case errors.Is(err, io.EOF):
				return
			case isRowFault(err):
				if !yield(row{line: begin}, &RowError{name, begin, err}) {
					return
				}
			case err != nil:
				yield(row{line: begin}, fmt.Errorf("%s:%d: %w", name, begin, err))
				return
			case len(fields) > 0 && !yield(row{begin, fields}, nil):
				return
			}
		}
	}
}

func isRowFault(err error) bool {
	return err == errQuote || err == errLong || err == errField || err == errColumns
}

// A splitter cuts a text into records. Lines that were read ahead for a quote
// that did not end are kept in again, to be read anew as lines of their own.
type splitter struct {
	in    *bufio.Reader
	comma byte
	line  int // lines taken so far
	again []byte
	buf   []byte // of the current record
	ends  []int  // of its fields
}

// record returns the fields of the next record; none for a blank line.
func (s *splitter) record() ([]string, error) {
	s.buf, s.ends = s.buf[:0], s.ends[:0]
	raw, err := s.next(nil)
	if err != nil {
		return nil, err
	}
	first := len(raw)
	if len(bytes.TrimRight(raw, "\r\n")) == 0 {
		return nil, nil
	}
	scanned, quoted, sound := len(raw), false, true
	quoted, _ = open(raw, s.comma, false)
	for quoted {
		if len(raw) > maxRecord {
			return nil, s.giveBack(raw, first, errLong)
		}
		longer, err := s.next(raw)
		if errors.Is(err, io.EOF) {
			return nil, s.giveBack(raw, first, errQuote)
		}
		if err != nil {
			return nil, err
		}
		raw = longer
		if quoted, sound = open(raw[scanned:], s.comma, true); !sound {
			return nil, s.giveBack(raw, first, errQuote)
		}
		scanned = len(raw)
	}
	return s.fields(raw)
}

// giveBack keeps all but the first line of raw to be read again.
func (s *splitter) giveBack(raw []byte, first int, fault error) error {
	rest := raw[first:]
	s.line -= bytes.Count(rest, []byte{'\n'})
	if len(rest) > 0 && rest[len(rest)-1] != '\n' {
		s.line--
	}
	s.again = append(bytes.Clone(rest), s.again...)
	return fault
}

// next appends the next line, with its end, to dst. A line of more than
// maxRecord bytes is passed over and reported.
func (s *splitter) next(dst []byte) ([]byte, error) {
	if len(s.again) > 0 {
		n := bytes.IndexByte(s.again, '\n') + 1
		if n == 0 {
			n = len(s.again)
		}
		dst = append(dst, s.again[:n]...)
		s.again = s.again[n:]
		s.line++
		return dst, nil
	}
	taken := len(dst)
	for {
		part, err := s.in.ReadSlice('\n')
		if len(dst)-taken <= maxRecord {
			dst = append(dst, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (len(part) == 0 && len(dst) == taken || !errors.Is(err, io.EOF)):
			return nil, err
		}
		s.line++
		if len(dst)-taken > maxRecord {
			return nil, errLong
		}
		return dst, nil
	}
}

// open reports whether a line ends inside a quoted field, given whether it
// begins inside one. It is not sound if a quote that was opened on an earlier
// line closes in the middle of something: then that quote was lost.
func open(raw []byte, comma byte, quoted bool) (open, sound bool) {
	start, before := !quoted, quoted
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted:
			n := bytes.IndexByte(raw[i:], '"')
			if n < 0 {
				return true, true
			}
			i += n
			if i+1 < len(raw) && raw[i+1] == '"' {
				i++
				continue
			}
			if before && i+1 < len(raw) && raw[i+1] != comma && raw[i+1] != '\r' && raw[i+1] != '\n' {
				return false, false
			}
			quoted, before = false, false
		case c == '"' && start:
			quoted, start = true, false
		case c == comma:
			start = true
		default:
			start = false
			n := bytes.IndexByte(raw[i:], comma)
			if n < 0 {
				return false, true
			}
			i += n - 1
		}
	}
	return quoted, true
}

// fields cuts one whole record.
func (s *splitter) fields(raw []byte) ([]string, error) {
	raw = bytes.TrimRight(raw, "\r\n")
	for {
		if len(s.ends) == maxColumns {
			return nil, errColumns
		}
		from := len(s.buf)
		rest := s.field(raw)
		if len(s.buf)-from > maxField {
			return nil, errField
		}
		s.ends = append(s.ends, len(s.buf))
		if rest == nil {
			break
		}
		raw = rest
	}
	// One allocation holds the text of all fields.
	text, fields, from := string(s.buf), make([]string, len(s.ends)), 0
	for i, end := range s.ends {
		fields[i], from = text[from:end], end
	}
	return fields, nil
}

// field appends the first field of raw to s.buf and returns what follows its
// separator, or nil at the end.
func (s *splitter) field(raw []byte) []byte {
	if len(raw) > 0 && raw[0] == '"' {
		raw = raw[1:]
		for {
			n := bytes.IndexByte(raw, '"')
			if n < 0 { // open said that it ends; a lone quote at the very end
				s.buf = append(s.buf, raw...)
				return nil
			}
			s.buf = append(s.buf, raw[:n]...)
			raw = raw[n+1:]
			if len(raw) == 0 || raw[0] != '"' {
				break
			}
			s.buf = append(s.buf, '"')
			raw = raw[1:]
		}
	}
	n := bytes.IndexByte(raw, s.comma)
	if n < 0 {
		s.buf = append(s.buf, raw...)
		return nil
	}
	s.buf = append(s.buf, raw[:n]...)
	return raw[n+1:]
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
