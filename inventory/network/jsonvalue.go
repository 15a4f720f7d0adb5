package network

import (
	"errors"
	"fmt"

	"github.com/delistdev/delist/inventory/source"
)

var (
	errObject = fmt.Errorf("an object: %w", source.ErrLimit)
	errJSON   = errors.New("not JSON of its form")
)

// object reads one JSON object of at most so many bytes, from its brace on; what
// is in it is checked by whoever decodes it. It returns how many lines it has
// more than one. The bytes are good until the next.
func (d *document) object(most int) (text []byte, lines int, err error) {
	d.long = d.long[:0]
	depth, quoted, escaped, large := 0, false, false, false
	for {
		c, err := d.text.ReadByte()
		if err != nil {
			if err == errEnd {
				err = errShort
			}
			return nil, lines, err
		}
		switch {
		case c == '\n':
			lines++
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if large = large || len(d.long) >= most; !large {
			d.long = append(d.long, c)
		}
		if depth == 0 {
			if large {
				return nil, lines, errObject
			}
			return d.long, lines, nil
		}
	}
}

// space goes over white space and commas and returns what is next, which stays
// unread, and how many lines it went down.
func (d *document) space() (next byte, lines int, err error) {
	for {
		c, err := d.text.ReadByte()
		switch {
		case err != nil:
			return 0, lines, err
		case c == '\n':
			lines++
		case c != ' ' && c != '\t' && c != '\r' && c != ',':
			return c, lines, d.text.UnreadByte()
		}
	}
}
