package markup

import (
	"slices"

	"golang.org/x/net/html/atom"
)

// properties returns which properties the element is; nil for none of use.
func (m *items) properties(t *pageTag) []string {
	switch {
	case t.properties == nil, t.rdfa && (m.current == nil || !m.current.rdfa):
		// Without an item, "property" is Open Graph's.
		return nil
	case m.current != nil && !m.current.keep && !t.scope:
		return nil
	}
	names := schemaNames(t.properties)
	within := len(names)
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" || len(name) > mostName })
	if len(names) < within || within > mostProperties {
		m.page.report(t.line, "", limitf("the names of properties have no or more than %d bytes, or are more than %d", mostName, mostProperties))
	}
	return names[:min(len(names), mostProperties)]
}

// mostProperties bounds how many properties an element can be.
const mostProperties = 16

// property notes a property that is no item.
func (m *items) property(t *pageTag, e *element, names []string) {
	value, ok := t.attributeValue()
	isName := slices.ContainsFunc(names, func(name string) bool { return named[name] })
	switch {
	case ok && t.content == nil && isName && t.atom == atom.A:
		e.link = string(value)
	case ok && t.content == nil && isName && t.atom == atom.Img && len(t.alt) > 0:
		m.add(e.owner, names, "", string(t.alt))
		m.add(e.owner, names, "image", string(value))
		return
	case ok:
		m.add(e.owner, names, "", string(value))
		return
	}
	e.names = names
	m.texts++
}

// add adds a value, or where below is given, a property of the thing.
func (m *items) add(owner *item, names []string, below, value string) {
	value = collapsed(value)
	if value == "" {
		return
	}
	for _, name := range names {
		if below != "" {
			name = join(name, below)
		}
		if owner != nil {
			owner.add(m.page, name, value)
		} else {
			m.loose.add(m.page, m.stack, Field{name, value})
		}
	}
}

// text adds to the text of the properties that are open.
func (m *items) text(text []byte) {
	if m.texts == 0 {
		return
	}
	if room := m.page.most - len(m.content); len(text) > room {
		text = text[:max(room, 0)]
		if m.current != nil {
			m.current.root.tooLarge(m.page)
		}
	}
	m.content = append(m.content, text...)
}

func (m *items) space() {
	if m.texts > 0 {
		m.text([]byte{' '})
	}
}
