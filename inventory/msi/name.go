package msi

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// letters are what a name of a stream is written with, two to a character.
const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"

// is reports whether an entry has a name. The stored forms are compared: two of
// them can be decoded to the same name, and only one of them is meant.
func (e entry) is(name string) bool { return string(e.name) == string(encodeName(name)) }

func (e entry) text() string { return decodeName(e.name) }

// encodeName returns the stored form of the name of a stream; that of a table
// begins with "!".
func encodeName(name string) []byte {
	table, isTable := strings.CutPrefix(name, "!")
	if !isTable {
		return appendUnits(nil, utf16.Encode([]rune(name))...)
	}
	b := appendUnits(nil, 0x4840)
	for ; len(table) >= 2; table = table[2:] {
		b = appendUnits(b, 0x3800+letter(table[0])+letter(table[1])<<6)
	}
	if table != "" {
		b = appendUnits(b, 0x4800+letter(table[0]))
	}
	return b
}

func letter(c byte) uint16 { return uint16(strings.IndexByte(letters, c)) }

func appendUnits(b []byte, units ...uint16) []byte {
	for _, unit := range units {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

// decodeName returns the name of a stream. Names of tables are twice as long as
// a compound file allows, so two letters share one character from U+3800 to
// U+47FF, and one alone stands at U+4800 to U+483F. U+4840 marks a table; here
// it becomes "!".
//
// Source: Wine, "dlls/msi/table.c", decode_streamname.
func decodeName(name []byte) string {
	units := make([]uint16, 0, len(name)/2)
	for ; len(name) >= 2; name = name[2:] {
		units = append(units, binary.LittleEndian.Uint16(name))
	}
	var b strings.Builder
	for _, r := range utf16.Decode(units) {
		switch {
		case r >= 0x3800 && r < 0x4800:
			b.WriteByte(letters[(r-0x3800)&0x3f])
			b.WriteByte(letters[(r-0x3800)>>6])
		case r >= 0x4800 && r < 0x4840:
			b.WriteByte(letters[r-0x4800])
		case r == 0x4840:
			b.WriteByte('!')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
