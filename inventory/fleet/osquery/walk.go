package osquery

import (
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/source"
)

var (
	errStops   = fmt.Errorf("the file stops in the middle: %w", io.ErrUnexpectedEOF)
	errNothing = errors.New("nothing in it")
	errGarbage = fmt.Errorf("%w: no object begins here", errJSON)
)

// A visitor is given each record: node i of the reader's doc, and its place.
type visitor func(i uint32, at place)

// documents visits the records of all documents: the elements of arrays, and
// objects that stand alone.
func (r *reader) documents(visit visitor) {
	empty := true
	for !r.stopped {
		c, ok := r.s.peek()
		if !ok {
			break
		}
		empty = false
		switch c {
		case '[':
			r.s.take(1)
			r.elements("", visit)
		case '{':
			r.document(visit)
		default:
			r.garbage()
		}
	}
	if err := r.s.fault(); err != nil {
		r.fault(r.s.line(0), "", err)
	} else if empty {
		r.fault(0, "", errNothing)
	}
}

// document visits an object that stands alone. A body of Fleet that is too
// large, or broken somewhere, is gone through member by member.
func (r *reader) document(visit visitor) {
	line := r.s.line(0)
	limit := r.whole
	if r.kind == kindFleet {
		limit = r.limit
	}
	n, err := r.parse(limit)
	switch {
	case err == nil:
		visit(0, alone)
	case r.kind == kindFleet:
		r.s.take(1)
		r.members(visit)
	default:
		r.broken(line, n, alone, err)
	}
}

// elements visits what stands in an array, behind its bracket, which is the
// list of a name.
func (r *reader) elements(list string, visit visitor) {
	for index := 0; !r.stopped; {
		c, ok := r.s.peek()
		switch {
		case !ok:
			r.stops()
			return
		case c == ']':
			r.s.take(1)
			return
		case c == ',':
			r.s.take(1)
		case c == '{':
			r.element(place{list: list, index: index, inner: -1}, visit)
			index++
		default:
			r.garbage()
		}
	}
}

func (r *reader) element(at place, visit visitor) {
	line := r.s.line(0)
	if n, err := r.parse(r.whole); err != nil {
		r.broken(line, n, at, err)
		return
	}
	visit(0, at)
}

// members goes through an object of Fleet, behind its brace, whose lists are
// visited as they come.
func (r *reader) members(visit visitor) {
	for !r.stopped {
		c, ok := r.s.peek()
		switch {
		case !ok:
			r.stops()
			return
		case c == '}':
			r.s.take(1)
			return
		case c == ',':
			r.s.take(1)
		case c != '"' || !r.member(visit):
			r.garbage()
			return
		}
	}
}

// member takes one member; false if it is none.
func (r *reader) member(visit visitor) bool {
	if _, err := r.s.value(&r.d, r.limit); err != nil {
		return false
	}
	name := sections[string(r.d.scalarOf(0))]
	if c, ok := r.s.peek(); !ok || c != ':' {
		return false
	}
	r.s.take(1)
	switch c, _ := r.s.peek(); {
	case c == '[' && name != "":
		r.s.take(1)
		r.elements(name, visit)
	case c == '{' && name != "":
		r.element(place{list: name, index: -1, inner: -1}, visit)
	case c == '[' || c == '{':
		r.s.skip()
	default:
		_, err := r.s.value(&r.d, r.limit)
		return err == nil
	}
	return true
}

// parse parses the value at hand.
func (r *reader) parse(limit int) (int, error) {
	r.lined = r.s.ownLine
	n, err := r.s.value(&r.d, limit)
	if err == nil {
		r.taken, r.spoilt = n, false
	}
	return n, err
}

// broken reports the value at hand, which is wrong at its byte n, and goes on to
// where another may begin.
func (r *reader) broken(line, n int, at place, err error) {
	object := ""
	if !r.lined {
		line, object = 0, at.String()
	}
	switch {
	case errors.Is(err, errShort):
		err = errStops
		r.fault(line, object, err)
		r.s.end()
	case errors.Is(err, source.ErrLimit):
		r.fault(line, object, err)
		r.s.skip()
	default:
		if r.lined {
			line = r.s.line(n)
		}
		r.fault(line, object, err)
		r.s.resync(n)
	}
	r.spoilt = true
}

// garbage passes over a line that begins with no value. One report is made for
// all that follow one another.
func (r *reader) garbage() {
	if !r.spoilt {
		r.fault(r.s.line(0), "", errGarbage)
	}
	r.spoilt = true
	r.s.skipLine()
}

func (r *reader) stops() {
	if r.s.fault() == nil && !r.spoilt {
		r.fault(r.s.line(0), "", errStops)
	}
}
