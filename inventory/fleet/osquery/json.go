package osquery

import (
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/source"
)

// Bounds of one JSON value that is held.
const (
	maxDepth = 32      // the deepest of Fleet's bodies has 7
	maxNodes = 2 << 20 // values; 48 MiB of nodes
)

var (
	// errShort: the bytes end before the value does.
	errShort = io.ErrUnexpectedEOF
	errDepth = fmt.Errorf("%w: nested deeper than %d", source.ErrLimit, maxDepth)
	errNodes = fmt.Errorf("%w: more than %d values in one record", source.ErrLimit, maxNodes)
	errJSON  = errors.New("not JSON")
)

// A nodeKind is a kind of JSON value.
type nodeKind uint8

const (
	literal nodeKind = iota // true, false, null
	number
	text
	array
	object
)

// A node is one value in a [doc]. What is below an array or object follows it,
// up to next.
type node struct {
	key, keyEnd uint32 // between the quotes; both 0 without a key
	val, valEnd uint32 // of a text between the quotes
	next        uint32
	kind        nodeKind
	plainKey    bool // no escapes, ASCII only
	plain       bool
}

// A doc is one JSON value as a list of nodes over its bytes. It allocates
// nothing once its lists have grown.
type doc struct {
	raw   []byte
	nodes []node
	at    int
	open  [maxDepth]uint32
	depth int
}

// A syntaxError says where a text is no JSON.
type syntaxError struct {
	at  int // offset in what was parsed
	why string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%v: %s", errJSON, e.why) }
func (e *syntaxError) Unwrap() error { return errJSON }

// parse reads the value that raw begins with, and returns its length. It fails
// with errShort if raw ends first; final says that nothing follows raw, which
// ends a number. Grammar: RFC 8259; nothing laxer.
func (d *doc) parse(raw []byte, final bool) (int, error) {
	d.raw, d.nodes, d.at, d.depth = raw, d.nodes[:0], 0, 0
	var n node
	for {
		if err := d.value(n, final); err != nil {
			return d.at, err
		}
		more, err := d.after(&n)
		if err != nil || !more {
			return d.at, err
		}
	}
}

// value appends the value at d.at to the nodes; n has its key. Of an array or
// object that is not empty, it goes on to the first value.
func (d *doc) value(n node, final bool) error {
	for {
		c, err := d.peek()
		if err != nil {
			return err
		}
		if len(d.nodes) == maxNodes {
			return errNodes
		}
		switch c {
		case '"':
			n.kind = text
			n.val, n.valEnd, n.plain, err = d.quoted()
		case '{', '[':
			inside, err := d.enter(&n, c)
			if err != nil {
				return err
			}
			if inside {
				continue
			}
		default:
			n.val = uint32(d.at)
			n.kind, err = d.scalar(c, final)
			n.valEnd, n.plain = uint32(d.at), true
		}
		if err != nil {
			return err
		}
		n.next = uint32(len(d.nodes) + 1)
		d.nodes = append(d.nodes, n)
		return nil
	}
}

// enter opens an array or object; an empty one is left as the value n.
func (d *doc) enter(n *node, c byte) (inside bool, err error) {
	n.kind = array
	if c == '{' {
		n.kind = object
	}
	n.val, n.plain = uint32(d.at), false
	d.at++
	next, err := d.peek()
	if err != nil {
		return false, err
	}
	if next == c+2 { // ']' and '}'
		d.at++
		n.valEnd = uint32(d.at)
		return false, nil
	}
	if d.depth == maxDepth {
		return false, errDepth
	}
	d.open[d.depth] = uint32(len(d.nodes))
	d.depth++
	d.nodes = append(d.nodes, *n)
	*n = node{}
	if c == '{' {
		return true, d.name(n)
	}
	return true, nil
}

// after takes what follows a value: ends of arrays and objects, or the comma and
// the name before the next value.
func (d *doc) after(n *node) (more bool, err error) {
	for d.depth > 0 {
		c, err := d.peek()
		if err != nil {
			return false, err
		}
		open := &d.nodes[d.open[d.depth-1]]
		switch {
		case c == ',':
			d.at++
			*n = node{}
			if open.kind == object {
				return true, d.name(n)
			}
			return true, nil
		case c == ']' && open.kind == array, c == '}' && open.kind == object:
			d.at++
			open.valEnd, open.next = uint32(d.at), uint32(len(d.nodes))
			d.depth--
		default:
			return false, &syntaxError{d.at, "a comma or an end is missing"}
		}
	}
	return false, nil
}

// name takes the name of a member and its colon.
func (d *doc) name(n *node) error {
	c, err := d.peek()
	if err != nil {
		return err
	}
	if c != '"' {
		return &syntaxError{d.at, "a name is missing"}
	}
	if n.key, n.keyEnd, n.plainKey, err = d.quoted(); err != nil {
		return err
	}
	if c, err = d.peek(); err != nil {
		return err
	}
	if c != ':' {
		return &syntaxError{d.at, "no colon after a name"}
	}
	d.at++
	return nil
}

// peek returns the next byte that is no space.
func (d *doc) peek() (byte, error) {
	for d.at < len(d.raw) {
		switch c := d.raw[d.at]; c {
		case ' ', '\t', '\n', '\r':
			d.at++
		default:
			return c, nil
		}
	}
	return 0, errShort
}
