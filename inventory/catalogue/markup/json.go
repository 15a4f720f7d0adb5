package markup

import (
	"bytes"
	"html"
	"regexp"
)

// Bounds of the JSON in one script.
const (
	mostJSONDepth  = 64
	mostJSONValues = 1 << 18
)

type nodeKind uint8

const (
	nodeNull nodeKind = iota
	nodeText          // a string, a number or a Boolean, as it is written
	nodeArray
	nodeObject
)

// A node is a value of JSON with what is in it, in the order of the document.
type node struct {
	kind  nodeKind
	line  int
	begin int // in the data
	end   int
	text  string
	keys  []string // of an object, as many as nodes
	nodes []*node
}

// get returns the first value of a key, or nil.
func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k == key {
			return n.nodes[i]
		}
	}
	return nil
}

// A jsonFault is one kind of fault in a script.
type jsonFault struct {
	line  int // of the first
	count int
	err   error
}

// A jsonReader reads the JSON that stands in pages. Valid JSON (RFC 8259) is read
// as encoding/json reads it. Beyond that it reads the common faults as they were
// meant, and keeps an account of them: templates of shops write JSON by hand.
type jsonReader struct {
	data   []byte
	pos    int
	line   int
	values int
	over   bool // a limit was met; nothing more is read
	faults []jsonFault
}

// readJSON returns the values of a script, of which there should be one, and
// whether they stand elsewhere than in data, which was unescaped first.
func readJSON(data []byte, line int) (_ []*node, _ []jsonFault, moved bool) {
	r := &jsonReader{data: data, line: line}
	moved = r.unescapeWhole()
	var all []*node
	for {
		c, ok := r.next()
		switch {
		case !ok:
			return all, r.faults, moved
		case c == ']' || c == '}' || c == ',' || c == ':' || c == ';':
			r.fault("stray punctuation")
			r.pos++
		default:
			if len(all) > 0 {
				r.fault("more than one value")
			}
			all = append(all, r.value(0))
		}
	}
}

// unescapeWhole undoes the escaping of a whole script for HTML, which does not
// unescape what is in scripts.
func (r *jsonReader) unescapeWhole() bool {
	begin := bytes.TrimLeft(r.data, " \t\r\n{[")
	for _, quote := range []string{"&quot;", "&#34;", "&#034;", "&#x22;"} {
		if bytes.HasPrefix(begin, []byte(quote)) {
			r.fault("quotes written as entities of HTML")
			r.data = []byte(html.UnescapeString(string(r.data)))
			return true
		}
	}
	return false
}

func (r *jsonReader) fault(what string) {
	if r.over {
		return
	}
	for i := range r.faults {
		if r.faults[i].err.Error() == what {
			r.faults[i].count++
			return
		}
	}
	r.faults = append(r.faults, jsonFault{line: r.line, count: 1, err: faultf("%s", what)})
}

// limit ends the reading of the script.
func (r *jsonReader) limit(err error) {
	if !r.over {
		r.faults = append(r.faults, jsonFault{line: r.line, count: 1, err: err})
	}
	r.over, r.pos = true, len(r.data)
}

// value reads a value, which begins with the next byte.
func (r *jsonReader) value(depth int) *node {
	n := &node{line: r.line}
	if r.values++; r.values > mostJSONValues {
		r.limit(limitf("more than %d values in a script", mostJSONValues))
	} else if depth > mostJSONDepth {
		r.limit(limitf("JSON nests deeper than %d", mostJSONDepth))
	}
	c, ok := r.next()
	n.begin = r.pos
	defer func() { n.end = r.pos }()
	switch {
	case !ok:
		r.stops()
	case c == '{':
		n.kind = nodeObject
		r.object(n, depth)
	case c == '[':
		n.kind = nodeArray
		r.array(n, depth)
	case c == '"' || c == '\'':
		n.kind, n.text = nodeText, r.quoted(c)
	case c == ',' || c == ']' || c == '}':
		r.fault("a value is missing")
	default:
		if n.text = r.bare("\n,]}{[\"'"); n.text == "null" {
			n.text = ""
			break
		}
		n.kind = nodeText
		if n.text != "true" && n.text != "false" && !number.MatchString(n.text) {
			r.fault("a value without quotes")
		}
	}
	return n
}

var number = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

func (r *jsonReader) stops() { r.fault("the script stops in the middle") }

// members reads up to the end of an object or an array, calling one where another
// member begins.
func (r *jsonReader) members(end, other byte, one func(c byte)) {
	r.pos++
	needsComma, comma := false, false
	for {
		c, ok := r.next()
		switch {
		case !ok:
			r.stops()
			return
		case c == end:
			if comma {
				r.fault("a comma before " + string(end))
			}
			r.pos++
			return
		case c == other:
			// It may be the end of what this is in.
			r.fault(string(end) + " is missing")
			return
		case c == ',':
			if !needsComma {
				r.fault("a comma too many")
			}
			r.pos++
			needsComma, comma = false, true
			continue
		case needsComma:
			r.fault("a comma is missing")
		}
		one(c)
		needsComma, comma = true, false
	}
}

func (r *jsonReader) array(n *node, depth int) {
	r.members(']', '}', func(byte) {
		n.nodes = append(n.nodes, r.value(depth+1))
	})
}

func (r *jsonReader) object(n *node, depth int) {
	r.members('}', ']', func(c byte) {
		key := ""
		switch {
		case c == '"' || c == '\'':
			key = r.quoted(c)
		case c == '{' || c == '[' || c == ':':
			r.fault("a key is missing")
		default:
			r.fault("a key without quotes")
			key = r.bare("\n,]}{[\"':")
		}
		if c, ok := r.next(); ok && c == ':' {
			r.pos++
		} else {
			r.fault("a colon is missing")
		}
		n.keys, n.nodes = append(n.keys, key), append(n.nodes, r.value(depth+1))
	})
}

// bare reads up to one of stop.
func (r *jsonReader) bare(stop string) string {
	rest := r.data[r.pos:]
	end := bytes.IndexAny(rest, stop)
	if end < 0 {
		end = len(rest)
	}
	r.pos += end
	return string(bytes.Trim(rest[:end], " \t\r\n"))
}
