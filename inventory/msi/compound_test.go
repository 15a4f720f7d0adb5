package msi_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist/inventory/msi"
	"github.com/delistdev/delist/inventory/signature"
)

// compound writes a compound file of sectors of 4096 bytes, which large packages
// have and the tools of the other tests do not write. Each stream is one sector;
// its name is given as it is stored.
func compound(names []string, contents [][]byte) []byte {
	const size = 4096
	le := binary.LittleEndian
	header, table, directory := make([]byte, size), bytes.Repeat([]byte{0xff}, size), make([]byte, size)
	copy(header, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le.PutUint32(header[24:], 4<<16|0x3e)
	le.PutUint32(header[28:], 12<<16|0xfffe)
	le.PutUint32(header[32:], 6)
	le.PutUint32(header[48:], 1)
	le.PutUint32(header[56:], 4096)
	copy(header[60:], "\xfe\xff\xff\xff\x00\x00\x00\x00\xfe\xff\xff\xff")
	copy(header[76:], bytes.Repeat([]byte{0xff}, 4*109))
	le.PutUint32(header[76:], 0)
	le.PutUint32(table[4:], 0xfffffffe)
	entry := func(at int, name string, kind byte, right, child int, first, length uint32) {
		b := directory[128*at:]
		n := copy(b, wide(name))
		le.PutUint16(b[64:], uint16(n+2))
		b[66] = kind
		le.PutUint32(b[68:], 0xffffffff)
		le.PutUint32(b[72:], uint32(right))
		le.PutUint32(b[76:], uint32(child))
		le.PutUint32(b[116:], first)
		le.PutUint32(b[120:], length)
	}
	entry(0, "Root Entry", 5, -1, 1, 0xfffffffe, 0)
	b := []byte(nil)
	for i, name := range names {
		right := i + 2
		if i == len(names)-1 {
			right = -1
		}
		entry(i+1, name, 2, right, -1, uint32(i+2), size)
		le.PutUint32(table[4*(i+2):], 0xfffffffe)
		b = append(b, contents[i]...)
		b = append(b, make([]byte, size-len(contents[i]))...)
	}
	return bytes.Join([][]byte{header, table, directory, b}, nil)
}

func TestLargeSectors(t *testing.T) {
	table := make([]byte, 4096) // 1024 rows, of which the first is used
	table[0], table[2048] = 1, 2
	b := compound(
		[]string{"\u4840\u3f3f\u4577\u446c\u3e6a\u44b2\u482f", "\u4840\u3f3f\u4577\u446c\u3b6a\u45e4\u4824", "\u4840\u4559\u44f2\u4568\u4737"},
		[][]byte{[]byte("\xe9\xfd\x00\x00\x0c\x00\x01\x00\x0e\x00\x01\x00"), []byte("ManufacturerExample Charts"), table},
	)
	got, err := msi.Read(bytes.NewReader(b), int64(len(b)), signature.Policy{})
	want := &msi.Package{Manufacturer: "Example Charts"}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err == nil {
		t.Errorf("error %v, want one for the missing summary; package (-want +got):\n%s", err, diff)
	}
}
