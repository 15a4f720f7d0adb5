package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
)

// Limits of one record; what is larger is reported and left out.
const (
	maxField   = 1 << 20 // bytes; the longest on any list is below 20 KB
	maxColumns = 1000    // the widest list has 90
	// MaxRecord is the most bytes of a record.
	MaxRecord = 4 << 20
)

var (
	// ErrQuote: a quoted field does not end.
	ErrQuote   = errors.New("a quoted field does not end")
	errLong    = fmt.Errorf("a record of more than %d bytes", MaxRecord)
	errField   = fmt.Errorf("a field of more than %d bytes", maxField)
	errColumns = fmt.Errorf("more than %d columns", maxColumns)
)

// A Row is one record.
type Row struct {
	Line int // where it begins, 1-based; the row's number in a sheet
	// Fields are good until the next row is asked for; the texts in them for
	// ever.
	Fields []string
}

// A RowError reports a record that could not be read. The reader goes on to the
// next: one bad row must not hide the rest.
type RowError struct {
	Line int // 1-based
	Err  error
}

func (e *RowError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *RowError) Unwrap() error { return e.Err }

// Delimited yields the records of a text in UTF-8 after RFC 4180, with any
// separator. Blank lines are passed over. A record that breaks a limit, or whose
// quote never ends, is yielded as a [*RowError], and reading goes on at the next
// line: a lost quote must not swallow the rest of the file. Any other error ends
// it; its row has the line.
func Delimited(r io.Reader, comma byte) iter.Seq2[Row, error] { return delimited(r, comma, 1, nil) }

// delimited is Delimited for a text whose first line has a number, with fix to
// mend the encoding of a record.
func delimited(r io.Reader, comma byte, first int, fix func([]byte) []byte) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		s := &splitter{in: newReader(r), comma: comma, line: first - 1, fix: fix}
		for {
			begin := s.line + 1
			fields, err := s.record()
			switch {
			case errors.Is(err, io.EOF):
				return
			case isRowFault(err):
				if !yield(Row{Line: begin}, &RowError{begin, err}) {
					return
				}
			case err != nil:
				yield(Row{Line: begin}, err)
				return
			case len(fields) > 0 && !yield(Row{begin, fields}, nil):
				return
			}
		}
	}
}

func newReader(r io.Reader) *bufio.Reader { return bufio.NewReaderSize(r, 256<<10) }

func isRowFault(err error) bool {
	return err == ErrQuote || err == errLong || err == errField || err == errColumns
}

// A splitter cuts a text into records. Lines that were read ahead for a quote
// that did not end are kept in again, to be read anew as lines of their own.
type splitter struct {
	in    *bufio.Reader
	comma byte
	line  int // lines taken so far
	again []byte
	raw   []byte // lines of the current record; none where they were passed over
	buf   []byte // its fields, one after the other
	ends  []int  // of its fields
	cut   []string
	fix   func([]byte) []byte // mends the encoding of a record; nil for UTF-8
}

// record returns the fields of the next record; none for a blank line.
func (s *splitter) record() ([]string, error) {
	s.buf, s.ends = s.buf[:0], s.ends[:0]
	raw, err := s.next(s.raw[:0])
	if err != nil {
		s.raw = s.raw[:0]
		return nil, err
	}
	s.raw = raw
	first := len(raw)
	if len(bytes.TrimRight(raw, "\r\n")) == 0 {
		return nil, nil
	}
	scanned, quoted, sound := len(raw), false, true
	quoted, _ = open(raw, s.comma, false)
	for quoted {
		if len(raw) > MaxRecord {
			return nil, s.giveBack(raw, first, errLong)
		}
		longer, err := s.next(raw)
		if errors.Is(err, io.EOF) {
			return nil, s.giveBack(raw, first, ErrQuote)
		}
		if err != nil {
			s.raw = s.raw[:0]
			return nil, err
		}
		raw = longer
		s.raw = raw
		if quoted, sound = open(raw[scanned:], s.comma, true); !sound {
			return nil, s.giveBack(raw, first, ErrQuote)
		}
		scanned = len(raw)
	}
	if s.fix != nil {
		raw = s.fix(raw)
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
	s.again, s.raw = append(bytes.Clone(rest), s.again...), raw[:first]
	return fault
}

// next appends the next line, with its end, to dst. A line of more than
// MaxRecord bytes is passed over and reported.
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
		if len(dst)-taken <= MaxRecord {
			dst = append(dst, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (len(part) == 0 && len(dst) == taken || !errors.Is(err, io.EOF)):
			return nil, err
		}
		s.line++
		if len(dst)-taken > MaxRecord {
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
	text, from := string(s.buf), 0
	s.cut = s.cut[:0]
	for _, end := range s.ends {
		s.cut, from = append(s.cut, text[from:end]), end
	}
	return s.cut, nil
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

// Split cuts one record, given without what follows its line.
func Split(record []byte, comma byte) ([]string, error) {
	return (&splitter{comma: comma}).fields(record)
}
