package android

import (
	"encoding/binary"
	"errors"
)

var errPrefixed = errors.New("a length reaches past the end")

// A reader reads values that have their length before them, in 32 bits. Its
// first error stays.
type reader struct {
	b   []byte
	err error
}

// next returns the bytes of the next value.
func (r *reader) next() []byte {
	length := uint64(r.uint32())
	if r.err == nil && length > uint64(len(r.b)) {
		r.err = errPrefixed
	}
	if r.err != nil {
		return nil
	}
	value := r.b[:length]
	r.b = r.b[length:]
	return value
}

func (r *reader) uint32() uint32 {
	if r.err == nil && len(r.b) < 4 {
		r.err = errPrefixed
	}
	if r.err != nil {
		return 0
	}
	n := binary.LittleEndian.Uint32(r.b)
	r.b = r.b[4:]
	return n
}

// list returns the values that are in the next value, at most so many.
func (r *reader) list(limit int) [][]byte {
	inner := reader{b: r.next()}
	var values [][]byte
	for len(inner.b) > 0 && inner.err == nil && r.err == nil {
		if len(values) == limit {
			inner.err = errors.New("too many values")
			break
		}
		values = append(values, inner.next())
	}
	if r.err == nil {
		r.err = inner.err
	}
	return values
}
