package osquery

import (
	"encoding/binary"
	"math/bits"
)

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// quoted takes a string, eight bytes at a time where nothing in them needs care.
func (d *doc) quoted() (from, to uint32, plain bool, err error) {
	raw, i := d.raw, d.at+1
	from, plain = uint32(i), true
	for {
		for len(raw)-i >= 8 {
			w := binary.LittleEndian.Uint64(raw[i:])
			quote, slash := w^(ones*'"'), w^(ones*'\\')
			care := ((w - ones*0x20) | (quote - ones) | (slash - ones) | w) & highs
			if care != 0 {
				i += bits.TrailingZeros64(care) / 8
				break
			}
			i += 8
		}
		if i >= len(raw) {
			d.at = len(raw)
			return from, from, false, errShort
		}
		switch c := raw[i]; {
		case c == '"':
			d.at = i + 1
			return from, uint32(i), plain, nil
		case c == '\\':
			n, ok := escapeLen(raw[i:])
			if n == 0 && ok {
				d.at = len(raw)
				return from, from, false, errShort
			}
			if !ok {
				d.at = i
				return from, from, false, &syntaxError{i, "an unknown escape"}
			}
			i, plain = i+n, false
		case c < 0x20:
			d.at = i
			return from, from, false, &syntaxError{i, "a string does not end on its line"}
		default:
			plain = plain && c < 0x80
			i++
		}
	}
}

// escapeLen returns the length of the escape that b begins with; 0 and true if b
// is too short to tell.
func escapeLen(b []byte) (int, bool) {
	if len(b) < 2 {
		return 0, true
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2, true
	case 'u':
		for i := 2; i < 6; i++ {
			if i >= len(b) {
				return 0, true
			}
			if hex(b[i]) < 0 {
				return 0, false
			}
		}
		return 6, true
	}
	return 0, false
}

// scalar takes a number, true, false or null.
func (d *doc) scalar(c byte, final bool) (nodeKind, error) {
	for _, word := range [...]string{"true", "false", "null"} {
		if c == word[0] {
			return literal, d.word(word)
		}
	}
	n, ok := numberLen(d.raw[d.at:])
	if d.at+n == len(d.raw) && !final {
		d.at = len(d.raw)
		return number, errShort
	}
	if !ok {
		if d.at+n == len(d.raw) && n > 0 {
			return number, errShort
		}
		return number, &syntaxError{d.at, "a value is missing"}
	}
	d.at += n
	return number, nil
}

func (d *doc) word(word string) error {
	rest := d.raw[d.at:]
	if len(rest) >= len(word) && string(rest[:len(word)]) == word {
		d.at += len(word)
		return nil
	}
	if len(rest) < len(word) && string(rest) == word[:len(rest)] {
		return errShort
	}
	return &syntaxError{d.at, "a value is missing"}
}

// numberLen returns how far b goes on as a number, and whether it may end there.
func numberLen(b []byte) (n int, ok bool) {
	digits := func() bool {
		from := n
		for n < len(b) && b[n] >= '0' && b[n] <= '9' {
			n++
		}
		return n > from
	}
	if n < len(b) && b[n] == '-' {
		n++
	}
	if n < len(b) && b[n] == '0' {
		n++
	} else if !digits() {
		return n, false
	}
	if n < len(b) && b[n] == '.' {
		n++
		if !digits() {
			return n, false
		}
	}
	if n < len(b) && (b[n] == 'e' || b[n] == 'E') {
		n++
		if n < len(b) && (b[n] == '+' || b[n] == '-') {
			n++
		}
		if !digits() {
			return n, false
		}
	}
	return n, true
}
