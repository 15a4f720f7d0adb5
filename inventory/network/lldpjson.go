package network

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// A lldpJSON reads the two forms in JSON, one document or several: "json0", in
// which all but the leaves are arrays, and "json", which has arrays only where
// there are several, and names ports and chassis by their keys. It takes one token
// after the other, so that of what stops in the middle the first part counts.
type lldpJSON struct {
	*document
	tokens *json.Decoder
	bound  *bound
	stack  []level
	peer   peer
	depth  int    // of the neighbour that is read
	kind   string // of the identifier that follows
}

// A level is an object or an array that is being read.
type level struct {
	array bool
	n     int    // elements of an array before this one
	key   string // of an object: the last
	value bool   // a value follows, not a key
}

// maxBelow is how deep a neighbour lies, and how deep in one lies what is read:
// neither more than eight.
const maxBelow = 8

// A bound reads so many bytes at most since it was last set.
type bound struct {
	in   io.Reader
	left int
}

func (b *bound) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("a value: %w", source.ErrLimit)
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

func readLLDPJSON(d *document) {
	r := &lldpJSON{document: d, bound: &bound{in: d.text}}
	r.tokens = json.NewDecoder(r.bound)
	for !d.stopped {
		r.bound.left = d.limits.Record
		token, err := r.tokens.Token()
		if err == nil {
			err = r.token(token)
		}
		if err != nil {
			r.give()
			if !errors.Is(err, io.EOF) || len(r.stack) > 0 {
				r.end(err)
			}
			return
		}
	}
}

// end reports what ended the reading.
func (r *lldpJSON) end(err error) {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errShort
	}
	fault := r.Fault(r.document.kind, 0, r.pointer(), err)
	fault.Offset = r.tokens.InputOffset()
	r.document.give(delist.Item{}, fault)
}

func (r *lldpJSON) token(token json.Token) error {
	top := len(r.stack) - 1
	switch t := token.(type) {
	case json.Delim:
		if t == '}' || t == ']' {
			if r.stack = r.stack[:top]; r.peer.open && len(r.stack) <= r.depth {
				r.give()
			}
			r.went()
			return nil
		}
		if len(r.stack) == maxDepth {
			return errDepth
		}
		r.enter(t == '{')
		r.stack = append(r.stack, level{array: t == '['})
		return nil
	case string:
		if top >= 0 && !r.stack[top].array && !r.stack[top].value {
			r.stack[top].key, r.stack[top].value = t, true
			return nil
		}
		r.leaf(t)
	}
	if top < 0 {
		return errJSON
	}
	r.went()
	return nil
}

// went goes on behind a value.
func (r *lldpJSON) went() {
	if top := len(r.stack) - 1; top >= 0 {
		r.stack[top].n++
		r.stack[top].value = false
	}
}

// keys returns the keys that lead here from below "interface".
func (r *lldpJSON) keys() []string {
	var keys []string
	for i := range r.stack {
		if !r.stack[i].array {
			keys = append(keys, r.stack[i].key)
		}
	}
	if len(keys) < 2 || keys[0] != "lldp" || keys[1] != "interface" {
		return nil
	}
	return keys[1:]
}

// enter begins a neighbour, where what is entered is one: in "json" an object
// below the name of a port, in "json0" one of the array "interface". What is in
// that array in "json" is none, and says nothing before its ports begin.
func (r *lldpJSON) enter(object bool) {
	top := len(r.stack) - 1
	if !object || top < 0 || top > maxBelow {
		return
	}
	keys := r.keys()
	if len(keys) == 2 && !r.stack[top].array || len(keys) == 1 && r.stack[top].array {
		r.give()
		r.peer = peer{open: true, object: r.pointer()}
		r.depth = len(r.stack)
	}
}

// give gives the neighbour that was read, if it was one.
func (r *lldpJSON) give() {
	if p := &r.peer; p.mac+p.port+p.name+p.chassis+p.address != "" {
		r.document.peer(p)
	}
	r.peer = peer{}
}

// leaf keeps one value.
func (r *lldpJSON) leaf(value string) {
	if !r.peer.open || len(r.stack) > r.depth+maxBelow {
		return
	}
	keys := r.below()
	if n := len(keys); n > 0 && keys[n-1] == "value" && !(n > 1 && keys[n-2] == "id") {
		keys = keys[:n-1]
	}
	if len(keys) > 2 && keys[0] == "chassis" && !chassisKeys[keys[1]] {
		r.peer.put("chassis.name", keys[1])
		keys = append([]string{keys[0]}, keys[2:]...)
	}
	switch n := len(keys); {
	case n == 3 && keys[1] == "id" && keys[2] == "type":
		r.kind = value
	case n == 3 && keys[1] == "id" && keys[2] == "value":
		r.peer.put(keys[0]+"."+r.kind, value)
	default:
		r.peer.put(strings.Join(keys, "."), value)
	}
}

// chassisKeys are those of a chassis that have an object or an array.
var chassisKeys = map[string]bool{"id": true, "name": true, "descr": true, "mgmt-ip": true, "mgmt-iface": true, "capability": true}

// below returns the keys that lead here from the neighbour.
func (r *lldpJSON) below() []string {
	var keys []string
	for _, l := range r.stack[min(r.depth, len(r.stack)):] {
		if !l.array {
			keys = append(keys, l.key)
		}
	}
	return keys
}

// pointer leads to what is being read (RFC 6901).
func (r *lldpJSON) pointer() string {
	var b strings.Builder
	for _, l := range r.stack {
		b.WriteByte('/')
		if l.array {
			b.WriteString(strconv.Itoa(l.n))
		} else {
			b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(l.key))
		}
	}
	return b.String()
}
