package hive_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
)

// A node is a key as the tests write it.
type node struct {
	name   string
	values []val
	subs   []*node
}

// A val is a value; data are a string, a number, several strings, or bytes with
// the type behind them.
type val struct {
	name string
	data any
}

type typed struct {
	kind uint32
	data []byte
}

// key makes a node; parts are values and nodes.
func key(name string, parts ...any) *node {
	n := &node{name: name}
	for _, p := range parts {
		switch p := p.(type) {
		case val:
			n.values = append(n.values, p)
		case *node:
			n.subs = append(n.subs, p)
		case []*node:
			n.subs = append(n.subs, p...)
		}
	}
	return n
}

// path makes keys inside each other.
func path(names string, parts ...any) *node {
	first, rest, deeper := strings.Cut(names, `\`)
	if !deeper {
		return key(first, parts...)
	}
	return key(first, path(rest, parts...))
}

// A builder writes hives. Its cells lie one behind the other in one large bin.
type builder struct {
	data []byte
	leaf string // "lf", "lh" or "li"
	most int    // keys in a leaf, above which there is a root of leaves
	wide bool   // names in UTF-16

	security uint32 // the descriptor that all keys share
}

var le = binary.LittleEndian

// cell adds a cell and returns its offset.
func (b *builder) cell(content []byte) uint32 {
	at := len(b.data)
	size := (4 + len(content) + 7) &^ 7
	b.data = le.AppendUint32(b.data, uint32(-size))
	b.data = append(b.data, content...)
	b.data = append(b.data, make([]byte, size-4-len(content))...)
	return uint32(at)
}

func utf16le(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = le.AppendUint16(out, u)
	}
	return out
}

// spell returns a name as it is stored, and whether it is Latin-1.
func (b *builder) spell(name string) (stored []byte, latin bool) {
	for _, r := range name {
		if r > 0xff || b.wide {
			return utf16le(name), false
		}
		stored = append(stored, byte(r))
	}
	return stored, true
}

func (b *builder) key(n *node, parent uint32, root bool) uint32 {
	name, latin := b.spell(n.name)
	flags := uint16(0)
	if latin {
		flags |= 0x20
	}
	if root {
		flags |= 0xc
	}
	head := make([]byte, 76)
	copy(head, "nk")
	le.PutUint16(head[2:], flags)
	le.PutUint32(head[16:], parent)
	for _, at := range []int{28, 32, 40, 48} {
		le.PutUint32(head[at:], 0xffffffff)
	}
	le.PutUint32(head[44:], b.security)
	le.PutUint16(head[72:], uint16(len(name)))
	at := b.cell(append(head, name...))
	put := func(field int, v uint32) { le.PutUint32(b.data[int(at)+4+field:], v) }
	if len(n.values) > 0 {
		var list []byte
		for _, v := range n.values {
			list = le.AppendUint32(list, b.value(v))
		}
		put(36, uint32(len(n.values)))
		put(40, b.cell(list))
	}
	if len(n.subs) > 0 {
		put(20, uint32(len(n.subs)))
		put(28, b.list(n.subs, at))
	}
	return at
}

// list writes the keys below one and the lists that name them.
func (b *builder) list(subs []*node, parent uint32) uint32 {
	slices.SortFunc(subs, func(x, y *node) int { return strings.Compare(strings.ToUpper(x.name), strings.ToUpper(y.name)) })
	most := b.most
	if most == 0 {
		most = 1000
	}
	var leaves []uint32
	for part := range slices.Chunk(subs, most) {
		leaf := b.leaf
		if leaf == "" {
			leaf = "lh"
		}
		list := le.AppendUint16([]byte(leaf), uint16(len(part)))
		for _, sub := range part {
			list = le.AppendUint32(list, b.key(sub, parent, false))
			switch leaf {
			case "lf":
				list = append(list, (sub.name + "\x00\x00\x00\x00")[:4]...)
			case "lh":
				var hash uint32
				for _, u := range utf16.Encode([]rune(strings.ToUpper(sub.name))) {
					hash = hash*37 + uint32(u)
				}
				list = le.AppendUint32(list, hash)
			}
		}
		leaves = append(leaves, b.cell(list))
	}
	if len(leaves) == 1 {
		return leaves[0]
	}
	list := le.AppendUint16([]byte("ri"), uint16(len(leaves)))
	for _, leaf := range leaves {
		list = le.AppendUint32(list, leaf)
	}
	return b.cell(list)
}

func (b *builder) value(v val) uint32 {
	name, latin := b.spell(v.name)
	var kind uint32
	var data []byte
	switch d := v.data.(type) {
	case string:
		kind, data = 1, utf16le(d+"\x00")
	case []string:
		kind, data = 7, utf16le(strings.Join(d, "\x00")+"\x00\x00")
	case int:
		kind, data = 4, le.AppendUint32(nil, uint32(d))
	case typed:
		kind, data = d.kind, d.data
	}
	head := make([]byte, 20)
	copy(head, "vk")
	le.PutUint16(head[2:], uint16(len(name)))
	le.PutUint32(head[4:], uint32(len(data)))
	le.PutUint32(head[12:], kind)
	if latin {
		head[16] = 1
	}
	switch {
	case len(data) <= 4:
		le.PutUint32(head[4:], uint32(len(data))|1<<31)
		copy(head[8:], data)
	case len(data) > 16344:
		var list []byte
		for part := range slices.Chunk(data, 16344) {
			list = le.AppendUint32(list, b.cell(part))
		}
		big := le.AppendUint32(le.AppendUint16([]byte("db"), uint16(len(list)/4)), b.cell(list))
		le.PutUint32(head[8:], b.cell(big))
	default:
		le.PutUint32(head[8:], b.cell(data))
	}
	return b.cell(append(head, name...))
}

// secure writes a security descriptor that says nothing. Keys cannot be added by
// other programs where there is none.
func (b *builder) secure() {
	head := make([]byte, 40)
	copy(head, "sk")
	b.security = uint32(len(b.data))
	le.PutUint32(head[4:], b.security)
	le.PutUint32(head[8:], b.security)
	le.PutUint32(head[12:], 1)
	le.PutUint32(head[16:], 20)
	copy(head[20:], "\x01\x00\x00\x80")
	b.cell(head)
}

// build writes a hive.
func (b *builder) build(root *node) []byte {
	b.data = make([]byte, 32, 4096)
	copy(b.data, "hbin")
	b.secure()
	at := b.key(root, 0xffffffff, true)
	free := 4096 - len(b.data)%4096
	if free < 8 {
		free += 4096
	}
	b.data = le.AppendUint32(b.data, uint32(free))
	b.data = append(b.data, make([]byte, free-4)...)
	le.PutUint32(b.data[8:], uint32(len(b.data)))
	head := make([]byte, 4096)
	copy(head, "regf")
	for at, v := range map[int]uint32{4: 7, 8: 7, 20: 1, 24: 5, 32: 1, 36: at, 40: uint32(len(b.data)), 44: 1} {
		le.PutUint32(head[at:], v)
	}
	return seal(append(head, b.data...))
}

// seal writes the checksum of the base block.
func seal(file []byte) []byte {
	var sum uint32
	for i := 0; i < 508; i += 4 {
		sum ^= le.Uint32(file[i:])
	}
	le.PutUint32(file[508:], sum)
	return file
}

func build(root *node) []byte { return new(builder).build(root) }

// numbered sets both sequence numbers of a hive or a log.
func numbered(file []byte, primary, secondary uint32) []byte {
	file = bytes.Clone(file)
	le.PutUint32(file[4:], primary)
	le.PutUint32(file[8:], secondary)
	return seal(file)
}
