package network

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/source"
)

// The markup is read here and not by encoding/xml because that holds a value of
// any size, ends at the first fault, and takes four times as long. What it takes for
// sound, it and [markup] read alike; see FuzzMarkup.

// A markup reads XML as it comes: tags, text, nothing else. It does not check
// that tags match, so that runs that were cut off, and documents one behind the
// other, can be read. It refuses declarations in a DOCTYPE.
type markup struct {
	in   io.Reader
	buf  []byte
	from int // what is unread is buf[from:to]
	to   int
	most int // bytes of one tag or text
	end  error
	line int // 1-based, of what is unread

	kind  tokenKind
	at    int    // the line where the token begins
	name  []byte // of a tag, without its prefix
	raw   []byte // what stands behind the name, or the text
	cdata bool
	empty bool // the tag is its own end, which is yet to come
	depth int
}

type tokenKind byte

const (
	openTag tokenKind = iota + 1
	closeTag
	characters
	prologue // an XML declaration: a document begins
)

var (
	errTag      = errors.New("a tag that is not well formed")
	errEntities = errors.New("a document type with declarations of its own is refused")
	errTagSize  = fmt.Errorf("a tag or a text: %w", source.ErrLimit)
	errDepth    = fmt.Errorf("elements are nested more than %d deep: %w", maxDepth, source.ErrLimit)
)

const maxDepth = 256

func newMarkup(in io.Reader, most int) *markup {
	return &markup{in: in, buf: make([]byte, 64<<10), most: most, line: 1}
}

// next reads the next token, which is good until it is called again; io.EOF at
// the end. It can be called again after each error that [markup.fatal] does not
// call one.
func (m *markup) next() error {
	if m.empty {
		m.empty = false
		m.kind, m.raw = closeTag, nil
		m.depth--
		return nil
	}
	for {
		m.at = m.line
		if m.from == m.to && !m.more() {
			return m.ended()
		}
		if m.buf[m.from] != '<' {
			return m.text()
		}
		if m.to-m.from < len("<![CDATA[") {
			m.more()
		}
		rest := m.buf[m.from:m.to]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			if _, err := m.through("<!--", "-->"); err != nil {
				return err
			}
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			raw, err := m.through("<![CDATA[", "]]>")
			m.kind, m.raw, m.cdata = characters, raw, true
			return err
		case bytes.HasPrefix(rest, []byte("<?")):
			raw, err := m.through("<?", "?>")
			if err != nil {
				return err
			}
			if bytes.HasPrefix(raw, []byte("xml ")) {
				m.kind, m.raw = prologue, raw
				return nil
			}
		case bytes.HasPrefix(rest, []byte("<!")):
			if err := m.doctype(); err != nil {
				return err
			}
		default:
			return m.tag()
		}
	}
}

// ended is the error at the end.
func (m *markup) ended() error {
	if m.end == nil || m.end == io.EOF {
		return io.EOF
	}
	return m.end
}

// more makes more of the input known, and room for it; false at the end, or when
// the token is as large as one may be.
func (m *markup) more() bool {
	if m.end != nil || m.to-m.from >= m.most {
		return false
	}
	if m.from > 0 {
		m.to = copy(m.buf, m.buf[m.from:m.to])
		m.from = 0
	}
	if m.to == len(m.buf) {
		m.buf = append(m.buf, make([]byte, min(len(m.buf), m.most))...)
	}
	had := m.to
	for m.to < len(m.buf) && m.end == nil {
		var n int
		n, m.end = m.in.Read(m.buf[m.to:])
		m.to += n
	}
	return m.to > had
}

// take returns the next n bytes and goes behind them.
func (m *markup) take(n int) []byte {
	taken := m.buf[m.from : m.from+n]
	m.from += n
	m.line += bytes.Count(taken, []byte("\n"))
	return taken
}
