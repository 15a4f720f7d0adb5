package osquery

import (
	"unicode/utf16"
	"unicode/utf8"
)

// appendText appends what a JSON string says, given what stands between its
// quotes. As in encoding/json, each byte that is not UTF-8 and each surrogate
// without its pair becomes U+FFFD.
func appendText(dst, quoted []byte) []byte {
	for i := 0; i < len(quoted); {
		switch c := quoted[i]; {
		case c == '\\':
			r, n := unescape(quoted[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
		default:
			r, n := utf8.DecodeRune(quoted[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
		}
	}
	return dst
}

// unescape reads the escape that b begins with, which the parser has checked.
func unescape(b []byte) (rune, int) {
	switch b[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r := unit(b)
		if !utf16.IsSurrogate(r) {
			return r, 6
		}
		if len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
			if pair := utf16.DecodeRune(r, unit(b[6:])); pair != utf8.RuneError {
				return pair, 12
			}
		}
		return utf8.RuneError, 6
	}
	return rune(b[1]), 2
}

// unit returns the UTF-16 unit of an escape "\uXXXX".
func unit(b []byte) rune {
	return rune(hex(b[2])<<12 | hex(b[3])<<8 | hex(b[4])<<4 | hex(b[5]))
}

// hex returns the value of a hexadecimal digit, or -1.
func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
