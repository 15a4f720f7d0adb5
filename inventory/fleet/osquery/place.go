package osquery

import "strconv"

// A place is where a value stands in its document: in the list of a name, and
// within that in another. It becomes a pointer (RFC 6901) only where one is
// wanted.
type place struct {
	list  string
	index int
	below string
	inner int
}

func (p place) String() string {
	if p.list == "" && p.below == "" && p.index < 0 {
		return ""
	}
	at := make([]byte, 0, 32)
	if p.list != "" {
		at = append(append(at, '/'), p.list...)
	}
	if p.index >= 0 {
		at = strconv.AppendInt(append(at, '/'), int64(p.index), 10)
	}
	if p.below != "" {
		at = append(append(at, '/'), p.below...)
		if p.inner >= 0 {
			at = strconv.AppendInt(append(at, '/'), int64(p.inner), 10)
		}
	}
	return string(at)
}

// alone is the place of what is a document itself.
var alone = place{index: -1, inner: -1}

// in is the place of an element of a list below p.
func (p place) in(list string, index int) place {
	p.below, p.inner = list, index
	return p
}

// locate returns the place of node i as an item has it: the line where it says
// something, and a pointer where the line has more than this.
func (r *reader) locate(i uint32, at place) (line int, object string) {
	begin := int(r.d.nodes[i].val)
	own := r.lined
	for k := begin - 1; k >= 0; k-- {
		c := r.d.raw[k]
		if own = c == '\n'; own || c != ' ' && c != '\t' && c != '\r' {
			break
		}
	}
	if own {
		return r.s.line(begin - r.taken), ""
	}
	object = at.String()
	if r.lined && (r.kind == kindOsquery || object == "") {
		line = r.s.line(begin - r.taken)
	}
	return line, object
}
