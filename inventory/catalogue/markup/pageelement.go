package markup

import (
	"hash/fnv"
	"slices"

	"golang.org/x/net/html/atom"
)

// mostElements bounds how many elements of a page are open at a time.
const mostElements = 512

// An element is open.
type element struct {
	atom  atom.Atom
	key   uint32 // of its name
	habit habit
	id    string
	line  int
	item  *item    // that it is
	names []string // of the property whose value its text is
	owner *item    // of that property; nil for none
	link  string   // address of a link whose text is the value
	begin int      // of its text
}

// What an element does to those around it, as far as it changes to which item a
// property belongs (HTML, section 13.2.6 "Tree construction").
type habit uint8

const (
	void    habit = 1 << iota // has no end
	special                   // an end tag of an inline element does not reach beyond it
	scope                     // an end tag from within does not reach beyond it
	block                     // ends a paragraph
	list                      // of entries, which do not reach beyond it
)

var habits = map[atom.Atom]habit{}

func init() {
	for h, atoms := range map[habit][]atom.Atom{
		void: {atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Img, atom.Input, atom.Link, atom.Meta,
			atom.Param, atom.Source, atom.Track, atom.Wbr},
		special | block: {atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Dd, atom.Details,
			atom.Dialog, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form,
			atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Li, atom.Main, atom.Nav,
			atom.P, atom.Pre, atom.Section, atom.Summary},
		special | block | list:  {atom.Ul, atom.Ol, atom.Menu},
		special | block | scope: {atom.Table},
		special | scope:         {atom.Td, atom.Th, atom.Caption, atom.Html, atom.Template, atom.Object},
		special:                 {atom.Body, atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot},
		void | block:            {atom.Hr},
	} {
		for _, a := range atoms {
			habits[a] = h
		}
	}
}

// An openCount says of which names no element is open, for less than looking at
// all that are.
type openCount [256]uint16

func (c *openCount) of(key uint32) *uint16 { return &c[byte(key^key>>8^key>>16^key>>24)] }

// nameKey returns a key for the name of an element. Two unknown names with the
// same key are taken for one.
func nameKey(a atom.Atom, name []byte) uint32 {
	if a != 0 {
		return uint32(a)
	}
	h := fnv.New32a()
	_, _ = h.Write(name)
	return h.Sum32()
}

// closes returns which open element an end tag closes; -1 for none.
func closes(stack []element, a atom.Atom, h habit, key uint32) int {
	for i := len(stack) - 1; i >= 0; i-- {
		e := &stack[i]
		if e.key == key {
			return i
		}
		switch a {
		case atom.Table, atom.Body, atom.Html, atom.Template:
			continue
		case atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Tfoot, atom.Caption:
			if e.atom == atom.Table {
				return -1
			}
			continue
		}
		if e.habit&scope != 0 || e.habit&special != 0 && h&special == 0 {
			return -1
		}
	}
	return -1
}

// implied returns which open element ends because a begins, as <li> ends where the
// next one begins; -1 for none.
func implied(stack []element, a atom.Atom, h habit) int {
	switch a {
	case atom.Li:
		return innermost(stack, list|scope, atom.Li)
	case atom.Dd, atom.Dt:
		return innermost(stack, list|scope, atom.Dd, atom.Dt)
	case atom.Td, atom.Th:
		return within(stack, atom.Tr, atom.Td, atom.Th)
	case atom.Tr:
		return within(stack, atom.Table, atom.Tr)
	case atom.Tbody, atom.Thead, atom.Tfoot:
		return within(stack, atom.Table, atom.Tbody, atom.Thead, atom.Tfoot)
	}
	if h&block != 0 {
		return innermost(stack, scope, atom.P)
	}
	return -1
}

// innermost returns the innermost of some elements that is not beyond one with a
// habit of stop.
func innermost(stack []element, stop habit, of ...atom.Atom) int {
	for i := len(stack) - 1; i >= 0; i-- {
		if slices.Contains(of, stack[i].atom) {
			return i
		}
		if stack[i].habit&stop != 0 {
			return -1
		}
	}
	return -1
}

// within returns the outermost of some elements inside of the innermost container.
func within(stack []element, container atom.Atom, of ...atom.Atom) int {
	found := -1
	for i := len(stack) - 1; i >= 0; i-- {
		if stack[i].atom == container || stack[i].atom == atom.Table {
			return found
		}
		if slices.Contains(of, stack[i].atom) {
			found = i
		}
	}
	return -1
}
