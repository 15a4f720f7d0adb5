package markup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// A scanner reads the tokens of XML as far as feeds need it: elements with
// attributes, text, CDATA sections, processing instructions and declarations.
// Comments are passed over. It does not look at how elements nest.
//
// It is here because encoding/xml stops at the first fault, behind which the rest
// of a feed would be lost, and holds a token of any size. It is also twice as fast.
type scanner struct {
	in       io.Reader
	buf      []byte
	pos, end int   // buf[pos:end] is what was read and not taken
	err      error // what in said at last
	line     int   // of buf[pos]
	taken    int64 // bytes before buf[pos]
	max      int   // of a token
}

type tokenKind uint8

const (
	tokenEnd   tokenKind = iota // of the document
	tokenText                   // body is raw
	tokenCDATA                  // body
	tokenOpen                   // name, attributes; closed for <name/>
	tokenClose                  // name
	tokenInstruction
	tokenDirective // <!DOCTYPE …>
)

// A token is valid until the next one.
type token struct {
	kind             tokenKind
	closed           bool
	line             int
	begin            int64 // in the text
	name, attributes []byte
	body             []byte
}

// errStopped says that the document ends inside a token.
var errStopped = errors.New("the document stops here")

// A syntaxError is a fault in one token. The scanner has passed the first byte of
// it only.
type syntaxError struct{ what string }

func (e *syntaxError) Error() string { return e.what }

func faultf(format string, args ...any) error { return &syntaxError{fmt.Sprintf(format, args...)} }

func newScanner(in io.Reader, limit int) *scanner {
	return &scanner{in: in, buf: make([]byte, min(256<<10, limit+16)), line: 1, max: limit + 16}
}

// more reads more behind what is there.
func (s *scanner) more() error {
	if s.err != nil {
		if s.err == io.EOF {
			return errStopped
		}
		return s.err
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.pos, s.end = 0, s.end-s.pos
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= s.max {
			return limitf("more than %d bytes without an end", s.max)
		}
		s.buf = append(make([]byte, 0, min(2*len(s.buf), s.max)), s.buf...)
		s.buf = s.buf[:cap(s.buf)]
	}
	n, err := io.ReadAtLeast(s.in, s.buf[s.end:], 1)
	s.end += n
	s.err = err
	if n > 0 {
		return nil
	}
	return s.more()
}

// take passes n bytes.
func (s *scanner) take(n int) []byte {
	taken := s.buf[s.pos : s.pos+n]
	s.line += bytes.Count(taken, newline)
	s.pos += n
	s.taken += int64(n)
	return taken
}

var newline = []byte{'\n'}

// until returns how far away mark is, at from or behind.
func (s *scanner) until(mark string, from int) (int, error) {
	for {
		window := s.buf[s.pos:s.end]
		if from <= len(window) {
			if i := bytes.Index(window[from:], []byte(mark)); i >= 0 {
				return from + i, nil
			}
			from = max(from, len(window)-len(mark)+1)
		}
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// begins reports whether mark comes next.
func (s *scanner) begins(mark string) (bool, error) {
	for s.end-s.pos < len(mark) {
		if !bytes.HasPrefix([]byte(mark), s.buf[s.pos:s.end]) {
			return false, nil
		}
		if err := s.more(); err != nil {
			return false, err
		}
	}
	return string(s.buf[s.pos:s.pos+len(mark)]) == mark, nil
}

// next returns the next token.
func (s *scanner) next(t *token) error {
	for {
		*t = token{line: s.line, begin: s.taken}
		if s.pos == s.end {
			if err := s.more(); err == errStopped {
				return nil
			} else if err != nil {
				return err
			}
		}
		if s.buf[s.pos] != '<' {
			return s.text(t)
		}
		for s.end-s.pos < 2 {
			if err := s.more(); err != nil {
				return err
			}
		}
		switch s.buf[s.pos+1] {
		case '?':
			t.kind = tokenInstruction
			return s.enclosed(t, "<?", "?>")
		case '!':
			if comment, err := s.declaration(t); err != nil || !comment {
				return err
			}
		default:
			return s.tag(t)
		}
	}
}

// text reads up to the next "<" or the end.
func (s *scanner) text(t *token) error {
	t.kind = tokenText
	n, err := s.until("<", 0)
	if err == errStopped {
		n, err = s.end-s.pos, nil
	}
	if err == nil {
		t.body = s.take(n)
	}
	return err
}

// enclosed reads what stands between two marks.
func (s *scanner) enclosed(t *token, open, end string) error {
	n, err := s.until(end, len(open))
	if err != nil {
		return err
	}
	t.body = s.take(n + len(end))[len(open):n]
	return nil
}
