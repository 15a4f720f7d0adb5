package document

import (
	"bytes"
	"errors"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page reads a page: its main text, and what its head says of it. The bytes become
// tokens as browsers read them (HTML Living Standard, section 13.2.5), and the
// tokens a flat list of paragraphs, each with the elements around it. No tree of
// the page is built, so that no nesting can be too deep. charset is the encoding
// that was named around the page, or "".
func (d *draft) page(data []byte, charset string) error {
	if charset == "" {
		charset = declaredCharset(data)
	}
	text, notes := decode(data, charset)
	d.note(notes...)
	set(&d.doc.MediaType, "text/html")
	p := readPage(text)
	p.meta.headings = p.headings()
	d.head(&p.meta)
	for _, b := range p.main() {
		d.paras = append(d.paras, para{b.text, b.kind})
	}
	if p.deep {
		d.note("elements nest too deep: those below the limit are read as if side by side")
	}
	if len(d.paras) == 0 {
		return errors.New("a page without text")
	}
	return nil
}

// headings returns the first headings of a page.
func (p *page) headings() []string {
	var out []string
	for i := range p.blocks {
		if p.blocks[i].top && len(out) < 10 {
			out = append(out, oneLine(p.blocks[i].text))
		}
	}
	return out
}

// declaredCharset returns the encoding that a page names in its first 2048 bytes.
func declaredCharset(data []byte) string {
	start := bytes.ToLower(data[:min(len(data), 2048)])
	for _, key := range []string{"charset=", "encoding="} {
		if i := bytes.Index(start, []byte(key)); i >= 0 {
			rest := bytes.TrimLeft(start[i+len(key):], " \"'")
			if end := bytes.IndexAny(rest, " \"'/>;?"); end > 0 {
				return string(rest[:end])
			}
		}
	}
	return ""
}

const (
	// maxOpen bounds how many elements are open at once.
	maxOpen = 256
	// maxBlocks bounds the paragraphs of a page.
	maxBlocks = 200_000
)

// A block is one paragraph of a page.
type block struct {
	text   string
	kind   kind
	letter int  // characters, spaces not counted
	linked int  // of them inside links
	top    bool // a heading of the first rank
	in     int  // the container it stands in
}

// A container is an element that holds blocks.
type container struct {
	parent int
	tag    atom.Atom
	// outside: it, or one around it, is no part of the main text; doubtful: its
	// name says so.
	outside, doubtful bool
	wanted            bool // it says that it is the main text
	value             int  // what its blocks are worth, see main.go
	text              int  // characters of good paragraphs in it
}

// A page is read token by token.
type page struct {
	meta   meta
	blocks []block
	boxes  []container
	open   []element
	count  map[atom.Atom]int // of open elements
	deep   bool              // more elements were open than may be

	text   []byte
	linked int
	links  int // how many are open
}

// An element is open.
type element struct {
	tag     atom.Atom
	box     int // the container around and in it
	skipped bool
	author  bool // it names who wrote the text
	kind    kind
}

// readPage reads all tokens of a page.
func readPage(text string) *page {
	p := &page{boxes: []container{{parent: -1}}, count: map[atom.Atom]int{}}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			p.flush()
			return p
		case html.TextToken:
			p.characters(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			p.start(z, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(atom.Lookup(name))
		}
	}
}

// characters adds text to the current paragraph.
func (p *page) characters(text []byte) {
	if n := len(p.open); n > 0 && p.open[n-1].skipped {
		p.meta.raw(p.open[n-1].tag, text)
		return
	}
	if n := len(p.open); n > 0 && p.open[n-1].author {
		p.meta.writer(text)
	}
	if p.links > 0 {
		p.linked += letters(text)
	}
	p.text = append(p.text, text...)
}

// letters counts the characters of a text without spaces. One of Chinese, Japanese
// or Korean says as much as two of others.
func letters(text []byte) int {
	n := 0
	for _, c := range text {
		if c > ' ' && c&0xC0 != 0x80 {
			n++
		}
		if c >= 0xE3 && c <= 0xED {
			n++
		}
	}
	return n
}

// flush ends the current paragraph.
func (p *page) flush() {
	n := letters(p.text)
	if n > 0 && len(p.blocks) < maxBlocks {
		p.blocks = append(p.blocks, block{
			text: collapse(p.text), kind: p.current(), letter: n, linked: min(n, p.linked), in: p.box(), top: p.within(atom.H1),
		})
	}
	p.text, p.linked = p.text[:0], 0
}

// collapse returns a text as one line, with the lines that <br> made.
func collapse(text []byte) string {
	out := make([]byte, 0, len(text))
	space := true
	for _, c := range text {
		switch {
		case c == lineBreak:
			out = bytes.TrimRight(out, " ")
			if len(out) > 0 {
				out = append(out, '\n')
			}
			space = true
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f':
			if !space {
				out = append(out, ' ')
			}
			space = true
		default:
			out = append(out, c)
			space = false
		}
	}
	return string(bytes.TrimRight(out, " \n"))
}

// lineBreak stands for <br> until a paragraph is flushed. No text has it: controls
// were left out.
const lineBreak = 0x01

// current returns the kind of the paragraph.
func (p *page) current() kind {
	if n := len(p.open); n > 0 {
		return p.open[n-1].kind
	}
	return body
}

// within reports whether one of the innermost elements is of a tag.
func (p *page) within(tag atom.Atom) bool {
	for i := len(p.open) - 1; i >= 0 && i >= len(p.open)-4; i-- {
		if p.open[i].tag == tag {
			return true
		}
	}
	return false
}

// box returns the innermost container.
func (p *page) box() int {
	if n := len(p.open); n > 0 {
		return p.open[n-1].box
	}
	return 0
}
