package osquery

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/source"
)

const firstRead = 256 << 10

var errLarge = fmt.Errorf("%w: a record that is too large", source.ErrLimit)

// A stream takes JSON values from a reader, one after the other, and holds no
// more than one of them.
type stream struct {
	r   io.Reader
	buf []byte // what was read and not taken, from at on
	at  int
	err error // what ended the reading, io.EOF among others

	lines   int // lines that ended before counted
	counted int
	// indent is what stands before the token at hand on its line; ownLine says
	// that it is blank.
	indent  []byte
	ownLine bool
}

func newStream(r io.Reader) *stream {
	return &stream{r: r, ownLine: true}
}

// line returns the line at offset ahead, 1-based.
func (s *stream) line(ahead int) int {
	to := min(s.at+ahead, len(s.buf))
	if to < s.counted {
		return s.lines + 1 - bytes.Count(s.buf[to:s.counted], newline)
	}
	s.lines += bytes.Count(s.buf[s.counted:to], newline)
	s.counted = to
	return s.lines + 1
}

var newline = []byte{'\n'}

// more reads at least as much as is held, so that a long value is not looked at
// again and again. It is false at the end.
func (s *stream) more() bool {
	if s.err != nil {
		return false
	}
	s.line(0)
	held := copy(s.buf, s.buf[s.at:])
	s.counted -= s.at
	s.buf, s.at = s.buf[:held], 0
	want := held + max(held, firstRead)
	if cap(s.buf) < want {
		s.buf = append(make([]byte, 0, want), s.buf...)
	}
	for len(s.buf) < want && s.err == nil {
		var n int
		n, s.err = s.r.Read(s.buf[len(s.buf):want])
		s.buf = s.buf[:len(s.buf)+n]
	}
	return len(s.buf) > held
}

// fault returns what ended the reading if that was not the end of the file.
func (s *stream) fault() error {
	if s.err == io.EOF {
		return nil
	}
	return s.err
}

// peek returns the next byte that is no space; false at the end.
func (s *stream) peek() (byte, bool) {
	for {
		for s.at < len(s.buf) {
			switch c := s.buf[s.at]; c {
			case '\n':
				s.ownLine, s.indent = true, s.indent[:0]
			case ' ', '\t', '\r':
				if s.ownLine && len(s.indent) < 64 {
					s.indent = append(s.indent, c)
				}
			default:
				return c, true
			}
			s.at++
		}
		if !s.more() {
			return 0, false
		}
	}
}

// take passes over the token of n bytes at hand.
func (s *stream) take(n int) {
	s.at += n
	s.ownLine = false
}

// value parses the value at hand, of no more than limit bytes, into d, whose bytes are good until the next
// call of a method other than line, and passes over its n bytes. After an error
// the value is still at hand, and n is where it is wrong.
func (s *stream) value(d *doc, limit int) (n int, err error) {
	for {
		final := s.err != nil
		n, err = d.parse(s.buf[s.at:], final)
		if err == nil && n <= limit {
			s.take(n)
			d.raw = d.raw[:n]
			return n, nil
		}
		if err == nil || errors.Is(err, errShort) && len(s.buf)-s.at > limit {
			return n, errLarge
		}
		if !errors.Is(err, errShort) || final {
			return n, err
		}
		s.more()
	}
}

// end passes over everything.
func (s *stream) end() {
	for s.at = len(s.buf); s.more(); s.at = len(s.buf) {
	}
}

// skipLine passes over the rest of the line.
func (s *stream) skipLine() {
	for {
		if n := bytes.IndexByte(s.buf[s.at:], '\n'); n >= 0 {
			s.at += n
			return
		}
		s.at = len(s.buf)
		if !s.more() {
			return
		}
	}
}

// skip passes over the value at hand, however large it is, up to its end or to a
// line that ends within a string.
func (s *stream) skip() {
	depth, quoted := 0, false
	for {
		for s.at < len(s.buf) {
			c := s.buf[s.at]
			switch {
			case quoted && c == '\\':
				if s.at+1 == len(s.buf) && !s.more() {
					return
				}
				s.at++
			case c == '"':
				quoted = !quoted
			case quoted && c == '\n':
				return
			case quoted:
			case c == '{' || c == '[':
				depth++
			case c == '}' || c == ']':
				depth--
			}
			s.at++
			if depth <= 0 && !quoted {
				s.ownLine = false
				return
			}
		}
		if !s.more() {
			return
		}
	}
}
