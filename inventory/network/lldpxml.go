package network

import "strings"

// readLLDPXML reads the same in XML: "interface" is a neighbour, and in it the
// names of elements are those of the keys.
func readLLDPXML(d *document) {
	m := newMarkup(d.text, d.limits.Record)
	var p peer
	var path []string // from below "interface"
	var text strings.Builder
	kind, closed := "", true
	for !d.stopped {
		err := m.next()
		if err != nil {
			if m.fatal(err) {
				d.peer(&p)
				if err == errEnd && !closed {
					err = errShort
				}
				if err != errEnd {
					d.fault(m.at, "", err)
				}
				return
			}
			if err == errShort {
				closed = false // which the end tells
				continue
			}
			d.fault(m.at, "", err)
			continue
		}
		name := string(m.name)
		switch {
		case m.kind == characters && len(path) > 0 && text.Len() < maxElement:
			text.WriteString(m.content())
		case m.kind == openTag && name == "lldp":
			closed = false
		case m.kind == closeTag && name == "lldp":
			closed = true
		case m.kind == openTag && name == "interface":
			d.peer(&p)
			p = peer{open: true, object: "interface " + m.attribute("name")}
			path = path[:0]
		case m.kind == closeTag && name == "interface":
			d.peer(&p)
			path = path[:0]
		case m.kind == openTag && p.open:
			path = append(path, short(name, 32))
			kind = m.attribute("type")
			text.Reset()
		case m.kind == closeTag && len(path) > 0:
			if path[len(path)-1] == "id" && len(path) > 1 {
				path[len(path)-1] = kind
			}
			if len(path) <= maxBelow {
				p.put(strings.Join(path, "."), strings.TrimSpace(text.String()))
			}
			path = path[:len(path)-1]
			text.Reset()
		}
	}
}
