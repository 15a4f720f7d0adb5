package android

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
)

const (
	poolHeader = 28
	flagUTF8   = 1 << 8
	noString   = 0xffffffff

	maxName = 256 // bytes: every element has one, and many may share a long one
	maxText = 64 << 10
)

var errPool = errors.New("string pool: larger than its chunk")

// A pool holds the strings of a document: where each begins, and all of them,
// each with its length before it.
//
// Source: AOSP, "frameworks/base/libs/androidfw/include/androidfw/
// ResourceTypes.h", ResStringPool_header.
type pool struct {
	offsets, strings []byte
	utf8             bool
}

func parsePool(chunk []byte) (*pool, error) {
	le := binary.LittleEndian
	if len(chunk) < poolHeader {
		return nil, errPool
	}
	header, count, start := uint64(le.Uint16(chunk[2:])), uint64(le.Uint32(chunk[8:])), uint64(le.Uint32(chunk[20:]))
	if header < poolHeader || header+4*count > uint64(len(chunk)) || start > uint64(len(chunk)) {
		return nil, errPool
	}
	return &pool{chunk[header : header+4*count], chunk[start:], le.Uint32(chunk[16:])&flagUTF8 != 0}, nil
}

// text returns a string by its number, and nothing for one that is not there or
// is longer than the limit.
func (p *pool) text(number uint32, limit int) string {
	if p == nil || uint64(number)*4+4 > uint64(len(p.offsets)) {
		return ""
	}
	at := uint64(binary.LittleEndian.Uint32(p.offsets[4*number:]))
	if at > uint64(len(p.strings)) {
		return ""
	}
	if p.utf8 {
		return narrow(p.strings[at:], limit)
	}
	return wide(p.strings[at:], limit)
}

// narrow reads a string in UTF-8: its length in characters, then in bytes, each
// of one byte, or two if the first has its highest bit set.
func narrow(b []byte, limit int) string {
	_, b = shortLength(b)
	length, b := shortLength(b)
	if length > limit || length > len(b) {
		return ""
	}
	return strings.ToValidUTF8(string(b[:length]), "\uFFFD")
}

func shortLength(b []byte) (int, []byte) {
	switch {
	case len(b) >= 2 && b[0]&0x80 != 0:
		return int(b[0]&0x7f)<<8 | int(b[1]), b[2:]
	case len(b) >= 1:
		return int(b[0]), b[1:]
	}
	return 0, nil
}

// wide reads a string in UTF-16: its length in units of two bytes, or four if
// the first has its highest bit set.
func wide(b []byte, limit int) string {
	le := binary.LittleEndian
	if len(b) < 4 {
		return ""
	}
	length, b := int(le.Uint16(b)), b[2:]
	if length&0x8000 != 0 {
		length, b = (length&0x7fff)<<16|int(le.Uint16(b)), b[2:]
	}
	if length > limit/2 || 2*length > len(b) {
		return ""
	}
	units := make([]uint16, length)
	for i := range units {
		units[i] = le.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}
