package hive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
)

const (
	valueHead  = 20 // the length of a value before its name
	maxSpelled = 32 // longer than any name that is asked for
	plainValue = 1  // flag: the name is Latin-1
)

// A value is one value of a key, whose data were not read yet.
//
// Source: Suhanov, "Key value".
type value struct {
	spelled [maxSpelled]byte // its name, lower case
	named   int
	kind    uint32
	size    uint32
	data    uint32 // offset, or the data themselves
	raw     [4]byte
}

// is returns the name in lower case; empty for those that are not in ASCII or too
// long to be one that is asked for.
func (v *value) is() []byte { return v.spelled[:v.named] }

// valuesOf yields the values of a key, in its order. One that cannot be read is
// yielded as an error, and the sequence goes on. The value is valid until the
// next.
func (b *bins) valuesOf(k key) iter.Seq2[*value, error] {
	return func(yield func(*value, error) bool) {
		if k.values == 0 {
			if k.valueList != noCell && k.valueList != 0 {
				yield(nil, errors.New("it has no values, and a list of them"))
			}
			return
		}
		list, err := b.cell(k.valueList)
		if err != nil {
			yield(nil, fmt.Errorf("list of values: %w", err))
			return
		}
		var v value
		for i := range int64(k.values) {
			offset, err := b.number(list, 4*i)
			if err != nil {
				yield(nil, fmt.Errorf("list of values, entry %d of %d: %w", i+1, k.values, err))
				return
			}
			if err := b.value(offset, &v); err != nil {
				if !yield(nil, err) {
					return
				}
			} else if !yield(&v, nil) {
				return
			}
		}
	}
}

// value reads the value at an offset.
func (b *bins) value(offset uint32, v *value) error {
	c, err := b.cell(offset)
	if err != nil {
		return fmt.Errorf("value: %w", err)
	}
	head, err := b.part(c, 0, valueHead)
	if err != nil {
		return fmt.Errorf("value: %w", err)
	}
	if string(head[:2]) != "vk" {
		return fmt.Errorf("the cell at offset %#x holds %q and no value", offset, head[:2])
	}
	le := binary.LittleEndian
	n, plain := int64(le.Uint16(head[2:])), head[16]&plainValue != 0
	v.size, v.data, v.kind = le.Uint32(head[4:]), le.Uint32(head[8:]), le.Uint32(head[12:])
	copy(v.raw[:], head[8:])
	v.named = 0
	if valueHead+n > c.n {
		return fmt.Errorf("the name of the value at offset %#x has %d bytes and its cell %d", offset, n, c.n)
	}
	if n > 2*maxSpelled {
		return nil
	}
	spelled, err := b.part(c, valueHead, n)
	if err != nil {
		return fmt.Errorf("name of a value: %w", err)
	}
	v.spell(spelled, plain)
	return nil
}

// spell keeps the name of a value.
func (v *value) spell(name []byte, plain bool) {
	step := 2
	if plain {
		step = 1
	}
	if len(name)/step > maxSpelled {
		return
	}
	for i := 0; i+step <= len(name); i += step {
		if name[i] >= 0x80 || step == 2 && name[i+1] != 0 {
			v.named = 0
			return
		}
		v.spelled[v.named] = lower(name[i])
		v.named++
	}
}
