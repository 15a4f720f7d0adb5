package markup

import (
	"unicode"
	"unicode/utf8"
)

// appendCollapsed appends text to dst with white space at its ends removed and
// inside it made one space. Bytes that are not UTF-8, and characters that no
// document may hold, become U+FFFD and are counted.
func appendCollapsed(dst, text []byte) (_ []byte, bad int) {
	begin, space := len(dst), false
	for i := 0; i < len(text); {
		c, size := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(text[i:])
		}
		if isSpace(c) {
			space = true
			i += size
			continue
		}
		if space && len(dst) > begin {
			dst = append(dst, ' ')
		}
		space = false
		if !isText(c) || c == utf8.RuneError && size == 1 {
			bad++
			dst = utf8.AppendRune(dst, utf8.RuneError)
		} else {
			dst = append(dst, text[i:i+size]...)
		}
		i += size
	}
	return dst, bad
}

// collapsed is appendCollapsed for a value of a page, where such bytes are common
// and no fault of the record.
func collapsed(text string) string {
	if isCollapsed(text) {
		return text
	}
	out, _ := appendCollapsed(make([]byte, 0, len(text)), []byte(text))
	return string(out)
}

// isCollapsed reports whether text is plain and needs nothing done.
func isCollapsed(text string) bool {
	before := byte(' ')
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c >= utf8.RuneSelf || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return text == "" || before != ' '
}

func isSpace(c rune) bool {
	if c < utf8.RuneSelf {
		return c == ' ' || c >= '\t' && c <= '\r'
	}
	return unicode.IsSpace(c)
}

// isText reports whether XML 1.0 lets a document hold c (section 2.2, Char).
func isText(c rune) bool {
	switch {
	case c < ' ':
		return c == '\t' || c == '\n' || c == '\r'
	case c < 0xD800:
		return true
	}
	return c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 && c <= unicode.MaxRune
}
