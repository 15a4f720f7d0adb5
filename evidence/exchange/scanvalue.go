package exchange

import (
	"errors"
	"io"
)

var errNoValue = errors.New("nothing stands where a value belongs")

// next reads one byte and keeps count of lines.
func (s *scanner) next() (byte, error) {
	c, err := s.r.ReadByte()
	if err != nil {
		return 0, err
	}
	s.offset++
	if c == '\n' {
		s.line++
	}
	return c, nil
}

// peek returns the next byte that is no white space, without reading it.
func (s *scanner) peek() (byte, error) {
	for {
		c, err := s.next()
		if err != nil {
			return 0, err
		}
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			s.offset--
			return c, s.r.UnreadByte()
		}
	}
}

// value reads one value into buf: to the bracket that closes it, to the end of a
// string, or to the end of a word. It says whether the value is too large or too deep
// to be kept; it is read past all the same.
func (s *scanner) value() error {
	s.buf = s.buf[:0]
	depth, deepest := 0, 0
	for {
		c, err := s.next()
		if err != nil {
			return err
		}
		s.keep(c)
		switch c {
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth--
		case '"':
			err = s.text()
		default:
			if depth == 0 {
				err = s.word(c)
			}
		}
		if err != nil {
			return err
		}
		if depth <= 0 {
			break
		}
	}
	switch {
	case deepest > s.limits.depth:
		return errTooDeep
	case len(s.buf) > s.limits.record:
		return errTooLarge
	}
	return nil
}

// keep appends c, up to one byte more than what is allowed.
func (s *scanner) keep(c byte) {
	if len(s.buf) <= s.limits.record {
		s.buf = append(s.buf, c)
	}
}

// text reads a string to its closing mark. A string never runs over the end of a
// line: where it does, a mark is missing, and what follows is saved by stopping.
func (s *scanner) text() error {
	for {
		c, err := s.next()
		if err != nil {
			return err
		}
		s.keep(c)
		switch c {
		case '"', '\n':
			return nil
		case '\\':
			if c, err = s.next(); err != nil {
				return err
			}
			s.keep(c)
		}
	}
}

// word reads a number or a name such as true.
func (s *scanner) word(c byte) error {
	if c == ',' || c == ':' {
		s.offset--
		if err := s.r.UnreadByte(); err != nil {
			return err
		}
		return errNoValue
	}
	for {
		c, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch c {
		case ',', ']', '}', ':', ' ', '\t', '\n', '\r', '"':
			if c == '\n' {
				s.line--
			}
			s.offset--
			return s.r.UnreadByte()
		}
		s.keep(c)
	}
}
