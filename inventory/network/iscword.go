package network

import (
	"bufio"
	"errors"
)

const (
	maxWords    = 32
	maxWordSize = 4 << 10
)

var errWords = errors.New("a declaration of more words, or longer ones, than are read, or a quote that does not end")

// An iscWordReader cuts a dhcpd.leases into declarations.
type iscWordReader struct {
	in    *bufio.Reader
	line  int // 1-based
	began int // where the last declaration did
	words []string
	word  []byte
	large bool
}

// declaration reads the words up to ";", "{" or "}", and which of them it was;
// a new line where there was none.
func (r *iscWordReader) declaration() (words []string, end byte, err error) {
	r.words, r.large, r.began = r.words[:0], false, r.line
	fresh := false // at the beginning of a line
	for {
		c, err := r.in.ReadByte()
		if err != nil {
			return r.words, 0, err
		}
		switch {
		case c == '\n':
			r.line++
			fresh = true
			continue
		case fresh && len(r.words) > 0 && 'a' <= c && c <= 'z':
			// Only what stands for itself is written there: this one was cut off.
			return r.words, '\n', r.in.UnreadByte()
		case c == ' ' || c == '\t' || c == '\r':
		case c == '#':
			err = r.comment()
		case c == ';' || c == '{' || c == '}':
			if len(r.words) == 0 {
				r.began = r.line
			}
			if r.large {
				err = errWords
			}
			return r.words, c, err
		default:
			if len(r.words) == 0 {
				r.began = r.line
			}
			if c == '"' {
				err = r.quoted()
			} else {
				r.plain(c)
			}
		}
		if err != nil {
			return r.words, 0, err
		}
		fresh = false
	}
}

func (r *iscWordReader) comment() error {
	for {
		c, err := r.in.ReadByte()
		if err != nil {
			return err
		}
		if c == '\n' {
			return r.in.UnreadByte()
		}
	}
}

// plain reads a word that stands without quotes.
func (r *iscWordReader) plain(c byte) {
	r.word = append(r.word[:0], c)
	for {
		c, err := r.in.ReadByte()
		if err != nil {
			break
		}
		if c <= ' ' || c == ';' || c == '{' || c == '}' || c == '"' {
			r.in.UnreadByte()
			break
		}
		r.letter(c)
	}
	r.keep()
}

// quoted reads a word in quotes, with what is escaped in it as in C.
func (r *iscWordReader) quoted() error {
	r.word = r.word[:0]
	for {
		c, err := r.in.ReadByte()
		switch {
		case err != nil:
			return err
		case c == '"':
			r.keep()
			return nil
		case c == '\n': // a new line is written as an escape: the quote was lost
			r.large = true
			r.keep()
			return r.in.UnreadByte()
		case c == '\\':
			if c, err = r.escaped(); err != nil {
				return err
			}
		}
		r.letter(c)
	}
}

// escaped reads what stands behind a backslash.
func (r *iscWordReader) escaped() (byte, error) {
	c, err := r.in.ReadByte()
	if err != nil {
		return 0, err
	}
	switch c {
	case 't':
		return '\t', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 'b':
		return '\b', nil
	case '\n':
		return c, r.in.UnreadByte()
	}
	value, digits := byte(0), 0
	for ; digits < 3 && '0' <= c && c <= '7'; digits++ {
		value = value<<3 | (c - '0')
		if c, err = r.in.ReadByte(); err != nil {
			return 0, err
		}
	}
	if digits == 0 {
		return c, nil
	}
	return value, r.in.UnreadByte()
}

func (r *iscWordReader) letter(c byte) {
	if len(r.word) < maxWordSize {
		r.word = append(r.word, c)
	} else {
		r.large = true
	}
}

func (r *iscWordReader) keep() {
	if len(r.words) < maxWords {
		r.words = append(r.words, string(r.word))
	} else {
		r.large = true
	}
}
