package markup

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// items are the things that a page describes by microdata and RDFa Lite, followed
// from tag to tag without a tree.
//
// An element closed as <span/> counts as empty, as its author meant it, though
// HTML does not close it. An itemref is followed to properties that stand in no
// other item, and only from a product itself.
//
// Sources: HTML, section 5 "Microdata"
// (https://html.spec.whatwg.org/multipage/microdata.html); W3C, "RDFa Lite 1.1"
// (https://www.w3.org/TR/rdfa-lite/).
type items struct {
	page    *page
	stack   []element
	named   openCount
	beyond  int   // elements that are open beyond mostElements
	deep    bool  // reported
	current *item // the innermost
	content []byte
	texts   int // properties that content is the text of
	counts  [2]int
	loose   loose
}

func newItems(p *page) *items { return &items{page: p} }

// open opens an element.
func (m *items) open(t *pageTag) {
	h := habits[t.atom]
	if h&block == 0 || t.atom == atom.Li || t.atom == atom.Dd || t.atom == atom.Dt || *m.named.of(uint32(atom.P)) > 0 {
		if i := implied(m.stack, t.atom, h); i >= 0 {
			m.pop(i, m.page.at.begin)
		}
	}
	if h&block != 0 || t.atom == atom.Br || t.atom == atom.Td {
		m.space()
	}
	e := element{atom: t.atom, key: nameKey(t.atom, t.name), habit: h, line: t.line, owner: m.current, begin: len(m.content)}
	if len(t.id) > 0 {
		e.id = string(t.id)
	}
	names := m.properties(t)
	if m.beyond > 0 && (names != nil || t.scope) && !m.deep {
		m.deep = true
		m.page.report(t.line, "", limitf("more than %d elements are open", mostElements))
	}
	if len(m.stack) >= mostElements {
		if h&void == 0 && !t.closed {
			m.beyond++
		}
		return
	}
	m.stack = append(m.stack, e)
	*m.named.of(e.key)++
	top := &m.stack[len(m.stack)-1]
	if t.scope {
		m.begin(t, names)
		top.item = m.current
	} else if names != nil {
		m.property(t, top, names)
	}
	if h&void != 0 || t.closed {
		m.pop(len(m.stack)-1, m.page.at.end)
	}
}

// begin begins an item with the innermost element.
func (m *items) begin(t *pageTag, names []string) {
	i := &item{parent: m.current, names: names, rdfa: t.rdfa, line: t.line, begin: m.page.at.begin}
	types := schemaNames(t.types)
	product := slices.ContainsFunc(types, func(name string) bool { return productTypes[name] })
	if i.parent != nil {
		i.depth = i.parent.depth + 1
		i.within = i.parent.within || i.parent.record
	}
	i.record = product && (len(names) == 0 || !i.within || slices.Contains(names, "hasVariant"))
	i.root = i
	switch {
	case i.record:
		i.keep = true
	case len(names) == 0:
	case i.depth > mostNesting && i.parent.keep:
		i.parent.root.overflow(m.page, limitf("items nest deeper than %d", mostNesting))
	case i.depth > mostNesting:
	case i.parent == nil:
		i.keep = m.hasID()
	case i.parent.keep:
		i.keep, i.root = true, i.parent.root
	}
	m.current = i
	if !i.record {
		return
	}
	which, count := "microdata ", &m.counts[0]
	if i.rdfa {
		which, count = "rdfa ", &m.counts[1]
	}
	*count++
	i.object = which + strconv.Itoa(*count)
	i.refs = strings.Fields(string(t.refs))
	i.size += 2*len(t.refs) + weight
	for _, name := range types {
		i.add(m.page, "@type", name)
	}
}

// close reads an end tag.
func (m *items) close(name []byte) {
	if m.beyond > 0 {
		m.beyond--
		return
	}
	a := atom.Lookup(name)
	h := habits[a]
	if h&block != 0 || a == atom.Td {
		m.space()
	}
	key := nameKey(a, name)
	if *m.named.of(key) == 0 {
		return
	}
	if i := closes(m.stack, a, h, key); i >= 0 {
		m.pop(i, m.page.at.end)
	}
}

// pop closes the elements from i on, the innermost first, which end at a place.
func (m *items) pop(i int, end int64) {
	for n := len(m.stack) - 1; n >= i; n-- {
		e := m.stack[n]
		if e.names != nil {
			value := string(m.content[e.begin:])
			if m.texts--; m.texts == 0 {
				m.content = m.content[:0]
			}
			if collapsed(value) == "" {
				value, e.link = e.link, ""
			}
			m.add(e.owner, e.names, "", value)
			m.add(e.owner, e.names, "url", e.link)
		}
		if e.item != nil {
			e.item.end = end
			m.end(e.item)
		}
		m.stack = m.stack[:n]
		*m.named.of(e.key)--
	}
}

// end ends the innermost item.
func (m *items) end(i *item) {
	m.current = i.parent
	switch {
	case !i.record && i.keep:
		for _, f := range i.fields {
			for _, name := range i.names {
				if i.parent != nil {
					i.parent.add(m.page, join(name, f.Name), f.Value)
				} else {
					m.loose.add(m.page, m.stack, Field{join(name, f.Name), f.Value})
				}
			}
		}
	case !i.record:
	case slices.Contains(i.names, "hasVariant") && i.owner() != nil && i.owner().root.size+i.size <= m.page.most:
		of := i.owner()
		of.root.size += i.size
		of.variants = append(of.variants, i)
	case len(i.refs) > 0 && m.loose.wait(m.page, i):
	default:
		i.yield(m.page)
	}
}

// finish ends what is open at the end of the page.
func (m *items) finish() {
	for _, e := range m.stack {
		if e.item != nil && e.item.record && e.atom != atom.Html && e.atom != atom.Body {
			m.page.report(e.item.line, e.item.object, faultf("the page ends before the product does"))
		}
	}
	m.pop(0, m.page.at.end)
	m.loose.finish(m.page)
}
