package msi

import (
	"encoding/binary"
	"fmt"
)

const (
	maxPool = 16 << 20 // four million strings
	maxData = 32 << 20
)

// A pool holds all strings of a database: a table has their numbers only.
type pool struct {
	page    uint32
	long    bool   // numbers have three bytes instead of two
	lengths []byte // of each string, with the count of its uses
	data    []byte // all strings, one behind the other
}

// newPool takes the content of the streams "_StringPool", which begins with the
// code page, and "_StringData".
//
// Source: Wine, "dlls/msi/string.c", msi_load_string_table.
func newPool(lengths, data []byte) (*pool, error) {
	if len(lengths) < 4 {
		return nil, fmt.Errorf("string pool: %d bytes", len(lengths))
	}
	page := binary.LittleEndian.Uint32(lengths)
	return &pool{page: page &^ (1 << 31), long: page>>31 == 1, lengths: lengths[4:], data: data}, nil
}

// width is how many bytes the number of a string has.
func (p *pool) width() int {
	if p.long {
		return 3
	}
	return 2
}

// numbers reads numbers of strings, the lowest byte first.
func (p *pool) numbers(b []byte) (all []uint32) {
	for width := p.width(); len(b) >= width; b = b[width:] {
		n := uint32(b[0]) | uint32(b[1])<<8
		if p.long {
			n |= uint32(b[2]) << 16
		}
		all = append(all, n)
	}
	return all
}

// texts returns the strings with the numbers that are wanted, but none that has
// more bytes than a limit. The first string has the number 1. A string whose end
// would be past the end of the data is missing, as are all after it.
func (p *pool) texts(wanted []uint32, limit uint64) map[uint32]string {
	found := make(map[uint32]string, len(wanted))
	for _, number := range wanted {
		found[number] = ""
	}
	rest, lengths := p.data, p.lengths
	for number := uint32(1); len(lengths) >= 4; number++ {
		var length uint64
		length, lengths = nextLength(lengths)
		if length > uint64(len(rest)) {
			break
		}
		if _, ok := found[number]; ok && length <= limit {
			found[number] = decodeText(rest[:length], p.page)
		}
		rest = rest[length:]
	}
	return found
}

// nextLength reads the length of one string. It has 16 bits, and 16 bits with
// the count of uses follow; for a string of 64 KiB and more the length is zero
// and the true one follows in 32 bits.
func nextLength(b []byte) (length uint64, rest []byte) {
	length, uses := uint64(binary.LittleEndian.Uint16(b)), binary.LittleEndian.Uint16(b[2:])
	b = b[4:]
	if length == 0 && uses != 0 && len(b) >= 4 {
		return uint64(binary.LittleEndian.Uint32(b)), b[4:]
	}
	return length, b
}
