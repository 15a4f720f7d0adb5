package exchange

import (
	"bytes"
	"encoding/json"
	"iter"
)

// members goes through the members of an object without decoding it: most objects of a
// bundle are passed over for their type alone. Names and values come as they stand,
// with their quotation marks. Of what is no JSON it gives what looks like a member;
// whoever keeps the object decodes it and is told.
func members(raw []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		raw = bytes.TrimLeft(raw, " \t\r\n")
		if len(raw) == 0 || raw[0] != '{' {
			return
		}
		for i := 1; i < len(raw); {
			if raw[i] != '"' {
				i++
				continue
			}
			end := quoted(raw, i)
			name := raw[i:end]
			if i = bytes.IndexByte(raw[end:], ':') + end + 1; i == end {
				return
			}
			end = over(raw, i)
			if !yield(name, bytes.TrimSpace(raw[i:end])) {
				return
			}
			i = end
		}
	}
}

// quoted returns the end of the string that begins at i.
func quoted(raw []byte, i int) int {
	for i++; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(raw)
}

// over returns the end of the value that begins at i: the next comma, or the bracket
// that closes the object.
func over(raw []byte, i int) int {
	for depth := 0; i < len(raw); {
		switch raw[i] {
		case '"':
			i = quoted(raw, i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth < 0 || depth == 0 && raw[i] == ',' {
			return i
		}
		i++
	}
	return len(raw)
}

// plainText returns the text of a JSON string, and "" for what is none.
func plainText(value []byte) string {
	if len(value) < 2 || value[0] != '"' || quoted(value, 0) != len(value) || value[len(value)-1] != '"' {
		return ""
	}
	if bytes.IndexByte(value, '\\') < 0 {
		return string(value[1 : len(value)-1])
	}
	var text string
	if json.Unmarshal(value, &text) != nil {
		return ""
	}
	return text
}
