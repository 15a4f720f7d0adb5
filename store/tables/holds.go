package tables

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Numbers of items are kept as each one's distance to the one before it, as
// unsigned varints: of a store with some ten thousand items, one byte each.

// pack writes sorted numbers without repetition.
func pack(numbers []int64) []byte {
	packed := make([]byte, 0, len(numbers)+len(numbers)/4)
	last := int64(0)
	for _, n := range numbers {
		packed = binary.AppendUvarint(packed, uint64(n-last))
		last = n
	}
	return packed
}

var errPacked = errors.New("damaged: no list of items")

// distance reads a distance of more than one byte; the place after it is negative
// where there is none.
func distance(packed []byte, at int) (n int64, next int) {
	value, size := binary.Uvarint(packed[at:])
	if size <= 0 || value > 1<<40 {
		return 0, -1
	}
	return int64(value), at + size
}

// unpack reads what pack wrote, at the end of dst.
func unpack(dst []int64, packed []byte) ([]int64, error) {
	last := int64(0)
	for at := 0; at < len(packed); {
		n, next := int64(packed[at]), at+1
		if n >= 0x80 {
			n, next = distance(packed, at)
		}
		if n == 0 || next < 0 {
			return dst, errPacked
		}
		last, at = last+n, next
		dst = append(dst, last)
	}
	return dst, nil
}

// A set is a set of numbers, a bit for each.
type set []uint64

func setOf(numbers []int64) set {
	var s set
	for _, n := range numbers {
		for int(n>>6) >= len(s) {
			s = append(s, make(set, len(s)+1)...)
		}
		s[n>>6] |= 1 << (n & 63)
	}
	return s
}

func (s set) has(n int64) bool { return uint64(n>>6) < uint64(len(s)) && s[n>>6]>>(n&63)&1 != 0 }

// pick appends to dst those of the packed numbers that are in s, without
// unpacking the others.
func (s set) pick(dst []int64, packed []byte) ([]int64, error) {
	last := int64(0)
	for at := 0; at < len(packed); {
		n, next := int64(packed[at]), at+1
		if n >= 0x80 {
			n, next = distance(packed, at)
		}
		if next < 0 {
			return dst, errPacked
		}
		if last, at = last+n, next; s.has(last) {
			dst = append(dst, last)
		}
	}
	return dst, nil
}

// without returns the numbers of a that are not in b; both sorted.
func without(a, b []int64) []int64 {
	var left []int64
	for _, n := range a {
		if _, found := slices.BinarySearch(b, n); !found {
			left = append(left, n)
		}
	}
	return left
}

// undo returns what was held before a change.
func undo(held, added, removed []int64) []int64 {
	before := append(without(held, added), removed...)
	slices.Sort(before)
	return slices.Compact(before)
}
