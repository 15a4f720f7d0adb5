package withdraw

import (
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// wanted are the places that are still to be found.
type wanted struct {
	places map[place]bool // true once it was found
	left   int
	twice  *place // where several records stand
}

// A place is a line or an object. The object says all; a line alone is that of a
// table or of JSON lines.
type place struct {
	line   int
	object string
}

func newWanted(list []delist.Location) *wanted {
	w := &wanted{places: make(map[place]bool, len(list))}
	for _, l := range list {
		w.places[placeOf(l.Line, l.Object)] = false
	}
	w.left = len(w.places)
	return w
}

// placeOf returns the place of a record. An object of a feed or a page and a
// pointer into a list are unique in the file; other objects are parts of a line.
func placeOf(line int, object string) place {
	if object != "" && !strings.HasPrefix(object, variantsOf) {
		line = 0
	}
	return place{line, object}
}

// take reports whether a place is wanted, and notes that it was found.
func (w *wanted) take(line int, object string) bool {
	p := placeOf(line, object)
	found, ok := w.places[p]
	switch {
	case ok && found:
		w.twice = &p
	case ok:
		w.places[p] = true
		w.left--
	}
	return ok
}

// missed returns an error that names a place that was not found, or at which
// several records stand that nothing tells apart.
func (w *wanted) missed() error {
	if w.twice != nil {
		return fmt.Errorf("several records stand in %s, and only some may be meant: put each in a line of its own", *w.twice)
	}
	if w.left == 0 {
		return nil
	}
	first := place{}
	for p, found := range w.places {
		if !found && (first == place{} || p.line < first.line || p.line == first.line && p.object < first.object) {
			first = p
		}
	}
	return fmt.Errorf("%d offers are not where they were found, such as that of %s", w.left, first)
}

func (p place) String() string {
	if p.line > 0 {
		return strings.TrimSpace(fmt.Sprintf("line %d %s", p.line, p.object))
	}
	return p.object
}
