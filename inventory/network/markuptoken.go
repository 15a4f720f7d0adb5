package network

import (
	"bytes"
	"io"
)

// text reads what stands before the next tag.
func (m *markup) text() error {
	m.kind, m.cdata = characters, false
	seen := 0
	for {
		n := bytes.IndexByte(m.buf[m.from+seen:m.to], '<')
		if n >= 0 {
			m.raw = m.take(seen + n)
			return nil
		}
		seen = m.to - m.from
		if !m.more() {
			m.raw = m.take(seen)
			if m.end == nil {
				return errTagSize
			}
			return nil
		}
	}
}

// through reads what stands between a beginning, which is there, and an end.
func (m *markup) through(begin, end string) ([]byte, error) {
	seen := len(begin)
	for {
		if m.to-m.from > seen {
			if n := bytes.Index(m.buf[m.from+seen:m.to], []byte(end)); n >= 0 {
				all := m.take(seen + n + len(end))
				return all[len(begin) : len(all)-len(end)], nil
			}
			seen = max(len(begin), m.to-m.from-len(end)+1)
		}
		if !m.more() {
			return nil, m.skip()
		}
	}
}

// doctype goes over a document type that only names itself or another file,
// which is not fetched.
func (m *markup) doctype() error {
	for seen := 0; ; {
		rest := m.buf[m.from:m.to]
		if n := bytes.IndexAny(rest[seen:], "[>"); n >= 0 && rest[seen+n] == '>' {
			m.take(seen + n + 1)
			return nil
		} else if n >= 0 {
			return errEntities
		}
		seen = len(rest)
		if !m.more() {
			return m.skip()
		}
	}
}

// tag reads a tag. No value in one may have a "<", so that where one is lost
// the next is found.
func (m *markup) tag() error {
	n, quote := 1, byte(0)
	for {
		rest := m.buf[m.from:m.to]
		for n < len(rest) {
			c := rest[n]
			switch {
			case quote != 0:
				k := bytes.IndexByte(rest[n:], quote)
				inside := rest[n:]
				if k >= 0 {
					inside, quote = rest[n:n+k], 0
				}
				if lost := bytes.IndexByte(inside, '<'); lost >= 0 {
					m.take(n + lost)
					return errTag
				}
				n += len(inside)
				if k < 0 {
					continue
				}
			case c == '<':
				m.take(n)
				return errTag
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				return m.named(m.take(n + 1))
			}
			n++
		}
		if !m.more() {
			return m.skip()
		}
	}
}

// named takes a tag apart: "<", name, the rest, ">".
func (m *markup) named(tag []byte) error {
	tag = tag[1 : len(tag)-1]
	m.kind, m.empty = openTag, false
	if len(tag) > 0 && tag[0] == '/' {
		m.kind, tag = closeTag, tag[1:]
	} else if len(tag) > 0 && tag[len(tag)-1] == '/' {
		m.empty, tag = true, tag[:len(tag)-1]
	}
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	m.raw = tag[end:]
	m.name = tag[:end]
	if i := bytes.IndexByte(m.name, ':'); i >= 0 {
		m.name = m.name[i+1:]
	}
	if len(m.name) == 0 || bytes.ContainsAny(m.name, "\"'=<>&") {
		m.empty = false
		return errTag
	}
	if m.kind == closeTag {
		m.depth = max(m.depth-1, 0)
		return nil
	}
	if m.depth++; m.depth == maxDepth+1 {
		return errDepth
	}
	return nil
}

// skip gives up what has no end: all that is known of it.
func (m *markup) skip() error {
	m.take(m.to - m.from)
	switch m.end {
	case nil:
		return errTagSize
	case io.EOF:
		return errShort
	}
	return m.end
}

// fatal reports whether an error ends the reading.
func (m *markup) fatal(err error) bool {
	return err != errTag && err != errTagSize && err != errDepth && err != errShort
}
