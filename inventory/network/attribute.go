package network

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// attribute returns the value of an attribute of the tag that was read, "" where
// it has none. Names are given with their prefix, if any.
func (m *markup) attribute(name string) string {
	for rest := m.raw; ; {
		var key, value []byte
		if key, value, rest = cutAttribute(rest); key == nil {
			return ""
		}
		if string(key) == name {
			return unescaped(value)
		}
	}
}

// cutAttribute cuts the first attribute from what stands behind a tag's name; the
// key is nil where there is none.
func cutAttribute(text []byte) (key, value, rest []byte) {
	text = bytes.TrimLeft(text, " \t\r\n")
	i := bytes.IndexByte(text, '=')
	if i <= 0 {
		return nil, nil, nil
	}
	key = bytes.TrimRight(text[:i], " \t\r\n")
	text = bytes.TrimLeft(text[i+1:], " \t\r\n")
	if len(text) == 0 || text[0] != '"' && text[0] != '\'' {
		return nil, nil, nil
	}
	end := bytes.IndexByte(text[1:], text[0])
	if end < 0 {
		return nil, nil, nil
	}
	return key, text[1 : end+1], text[end+2:]
}

// content returns the text that was read.
func (m *markup) content() string {
	if m.cdata {
		return string(m.raw)
	}
	return unescaped(m.raw)
}

// unescaped resolves the entities that XML itself has; others stay as they are,
// because nothing can declare them.
func unescaped(raw []byte) string {
	i := bytes.IndexByte(raw, '&')
	if i < 0 {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i >= 0 {
		b.Write(raw[:i])
		raw = raw[i:]
		end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if end < 0 {
			b.WriteByte('&')
			raw = raw[1:]
		} else {
			b.WriteString(entity(string(raw[1:end])))
			raw = raw[end+1:]
		}
		i = bytes.IndexByte(raw, '&')
	}
	b.Write(raw)
	return b.String()
}

func entity(name string) string {
	switch name {
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "amp":
		return "&"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if !strings.HasPrefix(name, "#") || err != nil {
		return fmt.Sprintf("&%s;", name)
	}
	return string(rune(n))
}
