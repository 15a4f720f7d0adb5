package osquery

import (
	"iter"
	"strconv"
)

// members yields the nodes right below an array or object.
func (d *doc) members(i uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		if d.nodes[i].kind < array {
			return
		}
		for k := i + 1; k < d.nodes[i].next; k = d.nodes[k].next {
			if !yield(k) {
				return
			}
		}
	}
}

// member returns the member of that name, or 0.
func (d *doc) member(i uint32, name string) uint32 {
	for k := range d.members(i) {
		if string(d.key(k)) == name {
			return k
		}
	}
	return 0
}

// key returns the name of a member as it is written; osquery escapes none.
func (d *doc) key(i uint32) []byte { return d.raw[d.nodes[i].key:d.nodes[i].keyEnd] }

// scalarOf returns what stands for a text or number; nothing for other values.
func (d *doc) scalarOf(i uint32) []byte {
	n := &d.nodes[i]
	if n.kind != text && n.kind != number {
		return nil
	}
	return d.raw[n.val:n.valEnd]
}

func (d *doc) integer(i uint32) int64 {
	n, _ := strconv.ParseInt(string(d.scalarOf(i)), 10, 64)
	return n
}
