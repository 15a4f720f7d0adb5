package hive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
)

// keyHead is the length of a key before its name.
const keyHead = 76

// A key is one key of the registry.
//
// Source: Suhanov, "Key node".
type key struct {
	offset           uint32
	subkeys, values  uint32
	lists, valueList uint32 // offsets
	name             name
}

// key reads the key at an offset.
func (b *bins) key(offset uint32) (key, error) {
	c, err := b.cell(offset)
	if err != nil {
		return key{}, err
	}
	v, err := b.part(c, 0, keyHead)
	if err != nil {
		return key{}, err
	}
	if string(v[:2]) != "nk" {
		return key{}, fmt.Errorf("the cell at offset %#x holds %q and no key", offset, v[:2])
	}
	le := binary.LittleEndian
	k := key{
		offset: offset, subkeys: le.Uint32(v[20:]), lists: le.Uint32(v[28:]), values: le.Uint32(v[36:]), valueList: le.Uint32(v[40:]),
		name: name{at: c.at + keyHead, n: int64(le.Uint16(v[72:])), latin: v[2]&0x20 != 0},
	}
	if v[2]&0x40 != 0 {
		k.values, k.valueList = 0, noCell // a handle of the system stands there
	}
	if keyHead+k.name.n > c.n {
		return key{}, fmt.Errorf("the name of the key at offset %#x has %d bytes and its cell %d", offset, k.name.n, c.n)
	}
	return k, nil
}

// below yields the keys directly below one, in the order of its lists, which is
// that of their names. A key that cannot be read is yielded as an error, and the
// sequence goes on.
//
// Source: Suhanov, "Index leaf", "Fast leaf", "Hash leaf", "Index root".
func (b *bins) below(k key) iter.Seq2[key, error] {
	return func(yield func(key, error) bool) {
		if k.subkeys == 0 {
			if k.lists != noCell && k.lists != 0 {
				yield(key{}, errors.New("it has no keys below it, and a list of them"))
			}
			return
		}
		left, whole := k.subkeys, true
		ok := b.list(k.lists, true, func(offset uint32, err error) bool {
			if err != nil {
				whole = false
				return yield(key{}, err)
			}
			if left == 0 {
				yield(key{}, fmt.Errorf("its lists name more than the %d keys that it has", k.subkeys))
				return false
			}
			left--
			return yield(b.key(offset))
		})
		if ok && whole && left > 0 {
			yield(key{}, fmt.Errorf("it has %d keys below it; its lists do not name %d of them", k.subkeys, left))
		}
	}
}

// list hands the offsets of a list of keys to a function until it wants no more,
// and reports whether it never did. A root of lists may only stand at the top.
func (b *bins) list(offset uint32, top bool, each func(uint32, error) bool) bool {
	c, err := b.cell(offset)
	if err != nil {
		return each(0, fmt.Errorf("list of keys: %w", err))
	}
	head, err := b.part(c, 0, 4)
	if err != nil {
		return each(0, fmt.Errorf("list of keys: %w", err))
	}
	sign, count, size := string(head[:2]), int64(binary.LittleEndian.Uint16(head[2:])), int64(4)
	switch {
	case sign == "lf" || sign == "lh":
		size = 8
	case sign == "li" || sign == "ri" && top:
	default:
		return each(0, fmt.Errorf("the cell at offset %#x holds %q and no list of keys", offset, sign))
	}
	for i := range count {
		at, err := b.number(c, 4+i*size)
		switch {
		case err != nil:
			return each(0, fmt.Errorf("list of keys, entry %d of %d: %w", i+1, count, err))
		case sign == "ri":
			if !b.list(at, false, each) {
				return false
			}
		case !each(at, nil):
			return false
		}
	}
	return true
}

// child finds the key of a name, in any letter case, directly below another. The
// error says that it may be there and could not be read.
func (b *bins) child(k key, name string) (found key, ok bool, err error) {
	var unread error
	for sub, err := range b.below(k) {
		if err != nil {
			if unread == nil {
				unread = err
			}
			continue
		}
		same, err := b.named(sub.name, name)
		if err != nil {
			return key{}, false, err
		}
		if same {
			return sub, true, nil
		}
	}
	if unread != nil {
		unread = fmt.Errorf("no key %s was found, and not all could be read: %w", name, unread)
	}
	return key{}, false, unread
}
