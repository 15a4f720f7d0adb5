package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// blocksOf are the elements that begin and end a paragraph.
var blocksOf = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Article: true, atom.Section: true, atom.Main: true, atom.Header: true, atom.Footer: true, atom.Aside: true,
	atom.Nav: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Ul: true, atom.Ol: true, atom.Li: true,
	atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Table: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Tbody: true, atom.Caption: true,
	atom.Blockquote: true, atom.Pre: true, atom.Figure: true, atom.Figcaption: true, atom.Form: true, atom.Fieldset: true, atom.Address: true,
	atom.Hr: true, atom.Body: true, atom.Html: true, atom.Head: true, atom.Center: true, atom.Details: true, atom.Summary: true, atom.Option: true,
	atom.Select: true, atom.Button: true, atom.Iframe: true, atom.Dialog: true, atom.Template: true, atom.Svg: true, atom.Noscript: true,
}

// boxesOf are those of them that hold paragraphs.
var boxesOf = map[atom.Atom]bool{
	atom.Div: true, atom.Article: true, atom.Section: true, atom.Main: true, atom.Header: true, atom.Footer: true, atom.Aside: true, atom.Nav: true,
	atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Table: true, atom.Td: true, atom.Tr: true, atom.Blockquote: true, atom.Figure: true, atom.Form: true,
	atom.Body: true, atom.Center: true, atom.Details: true, atom.P: true, atom.Span: true, atom.Li: true, atom.H1: true, atom.H2: true, atom.H3: true,
}

// never are elements whose text is not shown, or is no text.
var never = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Title: true, atom.Textarea: true, atom.Select: true, atom.Button: true, atom.Svg: true, atom.Iframe: true,
	atom.Template: true, atom.Object: true, atom.Video: true, atom.Audio: true, atom.Canvas: true, atom.Math: true, atom.Noscript: true, atom.Noembed: true,
	atom.Noframes: true, atom.Datalist: true, atom.Map: true,
}

// void are elements without an end (HTML Living Standard, section 13.1.2).
var void = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Link: true,
	atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true, atom.Param: true,
}

// closes says which open elements a start tag ends, up to one that holds it.
var closes = map[atom.Atom][]atom.Atom{
	atom.Li: {atom.Li}, atom.Dt: {atom.Dt, atom.Dd}, atom.Dd: {atom.Dt, atom.Dd}, atom.Tr: {atom.Td, atom.Th, atom.Tr},
	atom.Td: {atom.Td, atom.Th}, atom.Th: {atom.Td, atom.Th}, atom.Option: {atom.Option},
}

// start opens an element.
func (p *page) start(z *html.Tokenizer, selfClosing bool) {
	name, more := z.TagName()
	tag := atom.Lookup(name)
	parent := element{}
	if n := len(p.open); n > 0 {
		parent = p.open[n-1]
	}
	if parent.skipped {
		if !void[tag] && !selfClosing {
			p.push(element{tag: tag, skipped: true, box: parent.box})
		}
		return
	}
	var a attributes
	if more {
		a.read(z)
	}
	switch tag {
	case atom.Br:
		p.text = append(p.text, lineBreak)
	case atom.Meta:
		p.meta.tag(&a)
	case atom.Link:
		p.meta.link(&a)
	case atom.Html:
		p.meta.language(a.lang)
	case atom.Time:
		p.meta.time(&a)
	}
	if blocksOf[tag] {
		p.flush()
		p.autoClose(tag)
		if n := len(p.open); n > 0 {
			parent = p.open[n-1]
		} else {
			parent = element{}
		}
	}
	if void[tag] {
		return
	}
	e := element{tag: tag, box: parent.box, kind: parent.kind, skipped: never[tag]}
	e.author = parent.author || p.meta.nextWriter(tag, &a)
	if tag == atom.Script || tag == atom.Title {
		p.meta.begin(tag, a.typ)
	}
	if kind, ok := kindOf(tag, a.class); ok {
		e.kind = kind
	}
	if boxesOf[tag] && !e.skipped && (blocksOf[tag] || a.hidden) {
		e.box = p.contain(tag, parent.box, &a)
	}
	if tag == atom.A {
		p.links++
	}
	p.push(e)
}

// kindOf says what the paragraphs of an element are.
func kindOf(tag atom.Atom, class string) (kind, bool) {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return heading, true
	case atom.Figcaption:
		return caption, true
	case atom.Li, atom.Dd, atom.Dt:
		return item, true
	case atom.P, atom.Div, atom.Span:
		if strings.Contains(class, "caption") && !strings.Contains(class, "no-caption") {
			return caption, true
		}
	}
	return body, false
}

// contain adds a container.
func (p *page) contain(tag atom.Atom, parent int, a *attributes) int {
	if len(p.boxes) >= maxBlocks {
		return parent
	}
	c := container{parent: parent, tag: tag, outside: p.boxes[parent].outside, doubtful: p.boxes[parent].doubtful}
	c.wanted = a.wanted(tag)
	if tag != atom.Body && !c.wanted {
		c.outside = c.outside || a.unwanted(tag)
		c.doubtful = c.doubtful || a.doubtful()
	}
	p.boxes = append(p.boxes, c)
	return len(p.boxes) - 1
}

// push opens an element; beyond the limit it is as if it were not there.
func (p *page) push(e element) {
	if len(p.open) >= maxOpen {
		p.deep = true
		return
	}
	p.open = append(p.open, e)
	p.count[e.tag]++
}

// autoClose ends what a start tag ends without an end tag.
func (p *page) autoClose(tag atom.Atom) {
	// A block ends an open paragraph (section 13.2.6.4.7).
	for i := len(p.open) - 1; i >= 0 && i >= len(p.open)-8; i-- {
		if p.open[i].tag == atom.P {
			p.cut(i)
			break
		}
		if blocksOf[p.open[i].tag] {
			break
		}
	}
	ended := closes[tag]
	for i := len(p.open) - 1; ended != nil && i >= 0; i-- {
		open := p.open[i].tag
		if open == atom.Ul || open == atom.Ol || open == atom.Dl || open == atom.Table || open == atom.Tbody {
			return
		}
		for _, e := range ended {
			if open == e {
				p.cut(i)
				break
			}
		}
	}
}

// cut closes the elements from the i-th on.
func (p *page) cut(i int) {
	for _, e := range p.open[min(i, len(p.open)):] {
		p.count[e.tag]--
		if e.tag == atom.A {
			p.links = max(0, p.links-1)
		}
	}
	p.open = p.open[:min(i, len(p.open))]
}

// maxInline bounds how many elements inside a block are looked through for the one
// that an end tag closes.
const maxInline = 32

// end closes an element, and those in it that were left open. A tag that closes
// nothing is passed over.
func (p *page) end(tag atom.Atom) {
	if blocksOf[tag] && (len(p.open) == 0 || !p.open[len(p.open)-1].skipped) {
		p.flush()
	}
	if p.count[tag] == 0 {
		return
	}
	last := 0
	if !blocksOf[tag] {
		last = max(0, len(p.open)-maxInline)
	}
	for i := len(p.open) - 1; i >= last; i-- {
		if p.open[i].tag == tag {
			if tag == atom.Script {
				p.meta.finish()
			}
			p.cut(i)
			return
		}
		// An inline element does not end the block that it stands in.
		if !blocksOf[tag] && blocksOf[p.open[i].tag] {
			return
		}
	}
}
