package inventory

import (
	"bytes"
	"iter"
	"strings"
)

// A field is one line of a paragraph of "Key: value" lines.
type field struct {
	key   string
	value string
}

// A paragraph is a block of such lines between empty ones: a record of dpkg or
// apk, the header of Python metadata, a section of a Java manifest.
type paragraph struct {
	line   int // 1-based, of its first field
	fields []field
}

// get returns the value of the first field with the key, in any letter case.
func (p *paragraph) get(key string) string {
	for _, f := range p.fields {
		if strings.EqualFold(f.key, key) {
			return f.value
		}
	}
	return ""
}

// paragraphs yields the paragraphs of text. Only fields whose key is wanted are
// kept, without the lines that continue them. A line that is neither a field
// nor a continuation is passed to odd, which may be nil.
func paragraphs(text []byte, wanted func(key []byte) bool, odd func(line int, text []byte)) iter.Seq[*paragraph] {
	return func(yield func(*paragraph) bool) {
		var p paragraph
		started := false
		number := 0
		for len(text) > 0 {
			var line []byte
			line, text = cutLine(text)
			number++
			switch {
			case len(bytes.TrimSpace(line)) == 0:
				if started && !yield(&p) {
					return
				}
				p, started = paragraph{fields: p.fields[:0]}, false
			case line[0] == ' ' || line[0] == '\t':
			default:
				if !started {
					p.line, started = number, true
				}
				key, value, ok := bytes.Cut(line, []byte{':'})
				if !ok {
					if odd != nil {
						odd(number, line)
					}
				} else if wanted(key) {
					p.fields = append(p.fields, field{string(key), string(bytes.TrimSpace(value))})
				}
			}
		}
		if started {
			yield(&p)
		}
	}
}

// cutLine returns the first line of text without its end, and the rest.
func cutLine(text []byte) (line, rest []byte) {
	i := bytes.IndexByte(text, '\n')
	if i < 0 {
		return text, nil
	}
	return bytes.TrimSuffix(text[:i], []byte{'\r'}), text[i+1:]
}
