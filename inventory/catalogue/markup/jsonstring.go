package markup

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads a string, which begins with quote.
func (r *jsonReader) quoted(quote byte) string {
	if quote == '\'' {
		r.fault("single quotes")
	}
	r.pos++
	var text []byte
	for begin := r.pos; r.pos < len(r.data); {
		switch c := r.data[r.pos]; {
		case c == quote && r.ends():
			text = append(text, r.data[begin:r.pos]...)
			r.pos++
			return string(text)
		case c == quote:
			r.fault("a quote in a string without a backslash before it")
			r.pos++
		case c == '\\':
			text = append(text, r.data[begin:r.pos]...)
			text = r.escape(text)
			begin = r.pos
		case c < ' ':
			r.fault("a line break or control character in a string")
			if c == '\n' {
				r.line++
			}
			r.pos++
		default:
			r.pos++
		}
		if r.pos == len(r.data) {
			text = append(text, r.data[begin:]...)
		}
	}
	r.stops()
	return string(text)
}

// ends reports whether the quote at r.pos ends a string: what follows must be able
// to follow one. A quote before anything else is part of the text, as in
// "24" monitor".
func (r *jsonReader) ends() bool {
	rest := r.data[r.pos+1:]
	behind := bytes.TrimLeft(rest, " \t\r\n")
	if len(behind) == 0 {
		return true
	}
	switch behind[0] {
	case ',', ':', ']', '}':
		return true
	case '/', '<', '-':
		return isWrapped(behind) || bytes.HasPrefix(behind, []byte("//")) || bytes.HasPrefix(behind, []byte("/*"))
	case '"', '\'':
		// A comma is missing at the end of a line.
		return bytes.IndexByte(rest[:len(rest)-len(behind)], '\n') >= 0
	}
	return false
}

// escape reads what begins with a backslash.
func (r *jsonReader) escape(text []byte) []byte {
	if r.pos+1 == len(r.data) {
		r.pos++
		return text
	}
	c := r.data[r.pos+1]
	r.pos += 2
	switch c {
	case '"', '\\', '/':
		return append(text, c)
	case 'b', 'f':
		return append(text, ' ')
	case 'n':
		return append(text, '\n')
	case 'r':
		return append(text, '\r')
	case 't':
		return append(text, '\t')
	case 'u':
		if high, ok := r.hexadecimal(4); ok {
			return utf8.AppendRune(text, r.joined(high))
		}
	case 'x':
		if value, ok := r.hexadecimal(2); ok {
			r.fault("a backslash before what needs none")
			return utf8.AppendRune(text, value)
		}
	}
	r.fault("a backslash before what needs none")
	if c == '\'' {
		return append(text, c)
	}
	// The byte is read again, as itself.
	r.pos--
	return append(text, '\\')
}

// hexadecimal takes that many digits.
func (r *jsonReader) hexadecimal(digits int) (rune, bool) {
	if r.pos+digits > len(r.data) {
		return 0, false
	}
	value, err := strconv.ParseUint(string(r.data[r.pos:r.pos+digits]), 16, 32)
	if err != nil {
		return 0, false
	}
	r.pos += digits
	return rune(value), true
}

// joined returns the character of a pair of surrogates, whose second is taken.
func (r *jsonReader) joined(high rune) rune {
	if !utf16.IsSurrogate(high) {
		return high
	}
	before := r.pos
	if bytes.HasPrefix(r.data[r.pos:], []byte(`\u`)) {
		r.pos += 2
		if low, ok := r.hexadecimal(4); ok {
			if both := utf16.DecodeRune(high, low); both != utf8.RuneError {
				return both
			}
		}
	}
	r.pos = before
	return utf8.RuneError
}
