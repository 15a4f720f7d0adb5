package hive

import (
	"encoding/binary"
	"math/bits"
)

// A marvin is the state of a Marvin32 hash over words of four bytes, which is
// what all that is hashed in a log consists of.
//
// Source: Microsoft, SymCrypt, "marvin32.c", https://github.com/microsoft/SymCrypt
type marvin struct{ low, high uint32 }

// newMarvin begins with the seed of transaction logs.
//
// Source: Suhanov, "Log entries", note 3.
func newMarvin() marvin { return marvin{low: 0x7a4e55c5, high: 0x82ef4d88} }

func (m *marvin) mix(word uint32) {
	m.low += word
	m.high ^= m.low
	m.low = bits.RotateLeft32(m.low, 20) + m.high
	m.high = bits.RotateLeft32(m.high, 9) ^ m.low
	m.low = bits.RotateLeft32(m.low, 27) + m.high
	m.high = bits.RotateLeft32(m.high, 19)
}

func (m *marvin) write(words []byte) {
	for ; len(words) >= 4; words = words[4:] {
		m.mix(binary.LittleEndian.Uint32(words))
	}
}

func (m *marvin) sum() uint64 {
	m.mix(0x80)
	m.mix(0)
	return uint64(m.high)<<32 | uint64(m.low)
}
