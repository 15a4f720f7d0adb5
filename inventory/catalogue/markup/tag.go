package markup

import (
	"bytes"
	"strings"
)

// tag reads <name attributes>, <name attributes/> or </name>.
func (s *scanner) tag(t *token) error {
	n, err := s.tagEnd()
	if err != nil {
		return err
	}
	inner := s.buf[s.pos+1 : s.pos+n]
	t.kind = tokenOpen
	if inner[0] == '/' {
		t.kind, inner = tokenClose, inner[1:]
	} else if inner[len(inner)-1] == '/' {
		t.closed, inner = true, inner[:len(inner)-1]
	}
	length := nameLength(inner)
	t.name, t.attributes = inner[:length], bytes.TrimLeft(inner[length:], " \t\r\n")
	switch {
	case length == 0:
		return faultf("a tag without a name")
	case len(t.attributes) == len(inner)-length && len(t.attributes) > 0:
		return faultf("<%s is followed by %q", clip(t.name), clip(t.attributes))
	case t.kind == tokenClose && len(t.attributes) > 0:
		return faultf("</%s has attributes", clip(t.name))
	}
	for rest := t.attributes; len(rest) > 0; {
		if _, _, rest, err = attribute(rest); err != nil {
			return err
		}
	}
	s.take(n + 1)
	return nil
}

// tagEnd returns how far away the ">" of the tag is.
func (s *scanner) tagEnd() (int, error) {
	quote := byte(0)
	for i := 1; ; i++ {
		for s.pos+i >= s.end {
			if err := s.more(); err != nil {
				return 0, err
			}
		}
		switch c := s.buf[s.pos+i]; {
		case c == '<':
			return 0, faultf("a tag is not closed before the next begins: %q", clip(s.buf[s.pos:s.pos+i]))
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			if i == 1 {
				return 0, faultf("a tag without a name")
			}
			return i, nil
		}
	}
}

// attribute takes one attribute from the front of b; value is raw.
func attribute(b []byte) (name, value, rest []byte, err error) {
	n := nameLength(b)
	if n == 0 {
		return nil, nil, nil, faultf("attributes are malformed: %q", clip(b))
	}
	name, b = b[:n], bytes.TrimLeft(b[n:], " \t\r\n")
	if len(b) == 0 || b[0] != '=' {
		return nil, nil, nil, faultf("attribute %s has no value", clip(name))
	}
	b = bytes.TrimLeft(b[1:], " \t\r\n")
	if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
		return nil, nil, nil, faultf("the value of attribute %s has no quotes", clip(name))
	}
	end := bytes.IndexByte(b[1:], b[0])
	if end < 0 {
		return nil, nil, nil, faultf("the value of attribute %s does not end", clip(name))
	}
	return name, b[1 : end+1], bytes.TrimLeft(b[end+2:], " \t\r\n"), nil
}

// nameLength returns how many bytes at the front of b are a name. Beyond ASCII it
// takes every letter for one of a name.
func nameLength(b []byte) int {
	for i, c := range b {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80:
		case i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.'):
		default:
			return i
		}
	}
	return len(b)
}

// clip shortens what an error quotes.
func clip(b []byte) string {
	const most = 40
	if len(b) > most {
		return strings.ToValidUTF8(string(b[:most]), "") + "…"
	}
	return string(b)
}
