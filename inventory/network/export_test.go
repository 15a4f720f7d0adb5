package network

import (
	"fmt"
	"io"
	"strings"
)

// Tokens reads markup to its end, one text a token; empty ones left out. It
// returns the faults apart.
func Tokens(r io.Reader, most int) (tokens []string, faults []error) {
	m := newMarkup(r, most)
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			tokens = append(tokens, fmt.Sprintf("%q", text.String()))
		}
		text.Reset()
	}
	for {
		err := m.next()
		if err == io.EOF {
			flush()
			return tokens, faults
		}
		if err != nil {
			faults = append(faults, err)
			if m.fatal(err) {
				return tokens, faults
			}
			continue
		}
		switch m.kind {
		case openTag:
			flush()
			tag := "<" + string(m.name)
			for rest := m.raw; ; {
				var key, value []byte
				if key, value, rest = cutAttribute(rest); key == nil {
					break
				}
				tag += fmt.Sprintf(" %s=%q", key, unescaped(value))
			}
			tokens = append(tokens, tag)
		case closeTag:
			flush()
			tokens = append(tokens, "/"+string(m.name))
		case characters:
			text.WriteString(m.content())
		}
	}
}
