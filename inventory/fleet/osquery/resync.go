package osquery

import (
	"bytes"
)

// resync goes on after a broken value to where another may begin: on a line of
// its own as the broken one was, at the same depth, or else behind "},".
func (s *stream) resync(broken int) {
	own, indent := s.ownLine, bytes.Clone(s.indent)
	if own {
		broken = 1 // a line may have been cut, and the next one be whole
	}
	s.at = min(s.at+broken, len(s.buf))
	for {
		n, ok := next(s.buf[s.at:], own, indent)
		if ok {
			s.at += n
			s.ownLine, s.indent = own, append(s.indent[:0], indent...)
			return
		}
		s.at += n
		if !s.more() {
			s.at = len(s.buf)
			return
		}
	}
}

// next looks for the beginning of a value in b. Without one it says how much of
// b need not be looked at again.
func next(b []byte, own bool, indent []byte) (int, bool) {
	mark := byte('}')
	if own {
		mark = '\n'
	}
	for i := 0; ; i++ {
		n := bytes.IndexByte(b[i:], mark)
		if n < 0 {
			return len(b), false
		}
		i += n
		at, short := begins(b[i+1:], own, indent)
		if short {
			return i, false
		}
		if at >= 0 {
			return i + 1 + at, true
		}
	}
}

// begins reports where in b an object begins that is the next one, or -1.
func begins(b []byte, own bool, indent []byte) (at int, short bool) {
	if own {
		rest, ok := bytes.CutPrefix(b, indent)
		if !ok {
			return -1, len(b) < len(indent) && bytes.HasPrefix(indent, b)
		}
		if len(rest) > 0 && rest[0] == '{' {
			return len(indent), false
		}
		return -1, len(rest) == 0
	}
	comma := false
	for i, c := range b {
		switch {
		case c == '{' && comma:
			return i, false
		case c == ',' && !comma:
			comma = true
		case c != ' ' && c != '\n' && c != '\r' && c != '\t':
			return -1, false
		}
	}
	return -1, true
}
