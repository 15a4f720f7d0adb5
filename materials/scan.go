package materials

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// A copier goes through a JSON document byte by byte and copies it, so that all
// that is not changed stays as it was.
type copier struct {
	r    *bufio.Reader
	w    *bufio.Writer
	read int64
	line int
	// keep takes what is read, in place of w, while one value is held.
	keep  []byte
	hold  bool
	limit int
}

var (
	errEnd      = errors.New("the document ends in the middle")
	errForm     = errors.New("not JSON")
	errTooLarge = errors.New("one component is larger than the limit")
)

func newCopier(r io.Reader, w io.Writer, limit int) *copier {
	return &copier{r: bufio.NewReaderSize(r, 64<<10), w: bufio.NewWriterSize(w, 64<<10), limit: limit, line: 1}
}

// next takes one byte.
func (c *copier) next() (byte, error) {
	b, err := c.r.ReadByte()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = errEnd
		}
		return 0, err
	}
	c.read++
	if b == '\n' {
		c.line++
	}
	if !c.hold {
		return b, c.w.WriteByte(b)
	}
	if len(c.keep) >= c.limit {
		return 0, errTooLarge
	}
	c.keep = append(c.keep, b)
	return b, nil
}

// peek returns the next byte that is not white space, which it takes.
func (c *copier) peek() (byte, error) {
	for {
		b, err := c.r.Peek(1)
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = errEnd
			}
			return 0, err
		}
		switch b[0] {
		case ' ', '\t', '\r', '\n':
			if _, err := c.next(); err != nil {
				return 0, err
			}
		default:
			return b[0], nil
		}
	}
}

// want takes one byte of a kind, after white space.
func (c *copier) want(wanted byte) error {
	b, err := c.peek()
	if err != nil {
		return err
	}
	if b != wanted {
		return fmt.Errorf("%w: %q where %q is wanted", errForm, b, wanted)
	}
	_, err = c.next()
	return err
}

// text takes a string and returns what stands between its quotes, as written; of
// a long one only the beginning.
func (c *copier) text() (string, error) {
	if err := c.want('"'); err != nil {
		return "", err
	}
	var s []byte
	for escaped := false; ; {
		b, err := c.next()
		if err != nil {
			return "", err
		}
		switch {
		case escaped:
			escaped = false
		case b == '\\':
			escaped = true
		case b == '"':
			return string(s), nil
		}
		if len(s) < 256 {
			s = append(s, b)
		}
	}
}

// value takes a whole value, without looking at what it is made of.
func (c *copier) value() error {
	for depth := 0; ; {
		b, err := c.peek()
		if err != nil {
			return err
		}
		switch b {
		case '"':
			_, err = c.text()
		case '{', '[':
			depth++
			_, err = c.next()
		case '}', ']':
			depth--
			_, err = c.next()
		case ',', ':':
			_, err = c.next()
		default:
			err = c.word()
		}
		if err != nil {
			return err
		}
		if depth < 0 {
			return errForm
		}
		if depth == 0 && b != ',' && b != ':' {
			return nil
		}
	}
}

// word takes a number, true, false or null.
func (c *copier) word() error {
	for n := 0; ; n++ {
		b, err := c.r.Peek(1)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err != nil || !isWord(b[0]) {
			if n == 0 {
				return errForm
			}
			return nil
		}
		if _, err := c.next(); err != nil {
			return err
		}
	}
}

func isWord(b byte) bool {
	return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '-' || b == '+' || b == '.' || b == 'E'
}

// held takes a value without writing it and returns it; it is good until the
// next call.
func (c *copier) held() ([]byte, error) {
	c.hold, c.keep = true, c.keep[:0]
	err := c.value()
	c.hold = false
	return c.keep, err
}

// rest takes what follows the document: white space.
func (c *copier) rest() error {
	_, err := c.peek()
	if errors.Is(err, errEnd) {
		return c.w.Flush()
	}
	if err == nil {
		err = fmt.Errorf("%w: more follows the end", errForm)
	}
	return err
}
