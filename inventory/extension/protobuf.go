package extension

import (
	"encoding/binary"
	"errors"
	"iter"
)

var errProtobuf = errors.New("malformed message")

// The ways in which the value of a field is written.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

// fields yields those fields of a message whose value is bytes, each with its
// number, without copying them. An error is the last thing yielded.
//
// Source: Protocol Buffers, "Encoding", https://protobuf.dev/programming-guides/encoding/
func fields(b []byte) iter.Seq2[uint64, fieldValue] {
	return func(yield func(uint64, fieldValue) bool) {
		for len(b) > 0 {
			tag, n := binary.Uvarint(b)
			if n <= 0 {
				yield(0, fieldValue{err: errProtobuf})
				return
			}
			value, rest, err := cutValue(tag&7, b[n:])
			if b = rest; err != nil || tag&7 == wireBytes {
				if !yield(tag>>3, fieldValue{value, err}) || err != nil {
					return
				}
			}
		}
	}
}

// A fieldValue is the value of a field, or why it could not be read.
type fieldValue struct {
	bytes []byte
	err   error
}

// cutValue returns the value that b begins with, and the rest.
func cutValue(wire uint64, b []byte) (value, rest []byte, err error) {
	size, head := uint64(0), 0
	switch wire {
	case wireFixed64:
		size = 8
	case wireFixed32:
		size = 4
	case wireVarint:
		_, head = binary.Uvarint(b)
	case wireBytes:
		size, head = binary.Uvarint(b)
	default:
		head = -1
	}
	varies := wire == wireVarint || wire == wireBytes
	if head < 0 || varies && head == 0 || size > uint64(len(b)-head) {
		return nil, nil, errProtobuf
	}
	return b[head : head+int(size)], b[head+int(size):], nil
}
