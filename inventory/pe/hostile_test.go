package pe_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/pe"
	"github.com/delistdev/delist/inventory/signature"
)

// Where things lie in the test programs of 64 bits.
const (
	header      = 0x80 // of the program: "PE"
	optional    = header + 24
	directories = optional + 112
	sections    = directories + 16*8
	resources   = 0x1000 // the section .rsrc
	exported    = 0xc00  // the section .edata
	table       = 5120   // the signatures, where there are any
)

func put16(at int, v uint16) func([]byte) {
	return func(b []byte) { binary.LittleEndian.PutUint16(b[at:], v) }
}

func put32(at int, v uint32) func([]byte) {
	return func(b []byte) { binary.LittleEndian.PutUint32(b[at:], v) }
}

func directory(n int, at, size uint32) func([]byte) {
	return func(b []byte) {
		put32(directories+8*n, at)(b)
		put32(directories+8*n+4, size)(b)
	}
}

// TestHostile: what a header says is not believed, and what is not spoilt is
// still told.
func TestHostile(t *testing.T) {
	const most = 1<<32 - 1
	tests := []struct {
		name   string
		change func([]byte)
		err    string // "" for none
		says   bool   // the company's name all the same
	}{
		{"65535 sections", put16(header+6, 65535), "65535 sections", false},
		{"no sections", put16(header+6, 0), "lies in no section", false},
		{"optional header of 65535 bytes", put16(header+20, 65535), "ends too early", false},
		{"optional header of nothing", put16(header+20, 0), "ends too early", false},
		{"2^32 data directories", put32(directories-4, most), "", true},
		{"no data directories", put32(directories-4, 0), "", false},
		{"headers without end", put32(optional+60, most), "", true},
		{"sections past the end", func(b []byte) {
			for n := range 7 {
				put32(sections+40*n+20, most-511)(b)
			}
		}, "lies in no section", false},
		{"sections that overlap", func(b []byte) {
			for n := range 6 {
				put32(sections+40*n+12, 0x7000)(b)
				put32(sections+40*n+16, most)(b)
				put32(sections+40*n+20, resources)(b)
			}
		}, "lies in no section", true}, // of the others nothing is left
		{"131070 resources", put32(resources+12, most), "a directory of 131070 resources", false},
		{"resources at the end of memory", directory(2, most-8, 100), "resources: ", false},
		{"resources in a loop", put32(resources+16+4, 1<<31), "more levels", false},
		{"resources of more levels", put32(resources+0x30+16+4, 1<<31), "more levels", false},
		{"version of 2^32 bytes", put32(resources+0x48+4, most), "version resource of 4294967295 bytes", false},
		{"version at no address", put32(resources+0x48, most), "lies in no section", false},
		{"version longer than its resource", put16(resources+0x58, 65535), "ends outside of", false},
		{"2^32 exports", put32(exported+24, most), "", true},
		{"exports of 2^32 bytes", directory(0, 0x5000, most), "", true},
		{"exports at no address", directory(0, most, most), "lies in no section", true},
		{"names of exports at no address", put32(exported+32, most), "", true},
		{"imports at no address", directory(1, most, 20), "lies in no section", true},
		{"imports without end", directory(1, 0x7000, most), "", true},
		{"signature in the headers", directory(4, 8, 1000), "the table lies in the headers", true},
		{"signature past the end", directory(4, 5000, 1000), "ends too early", true},
		{"signature of 2^32 bytes", directory(4, 4096, most), "a table of 4294967295 bytes", true},
		{"signature of no message", directory(4, 4096, 1024), "signature: ", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			content := program(t, "unsigned.dll")
			tt.change(content)
			i, err := read(content, signature.Policy{})
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("error %v, want %q", err, tt.err)
			}
			if says := i != nil && i.Version.CompanyName == "Example Software GmbH"; says != tt.says {
				t.Errorf("names its company: %t, want %t", says, tt.says)
			}
			if i != nil && (len(i.Exports) > pe.MaxExports || len(i.Imports) > pe.MaxImports) {
				t.Errorf("%d exports, %d imports", len(i.Exports), len(i.Imports))
			}
		})
	}
}

// TestSeveralSignatures: each entry of the table is a signature, and one that is
// broken does not hide those before it.
func TestSeveralSignatures(t *testing.T) {
	first, second := program(t, "signed.dll"), program(t, "self-signed.dll")
	both := append(bytes.Clone(first), second[table:]...)
	put32(directories+8*4+4, uint32(len(both)-table))(both)
	broken := bytes.Clone(both)
	put32(len(first), 1<<30)(broken)
	tests := []struct {
		name    string
		content []byte
		want    string
		err     bool
	}{
		{"two", both, "[verified Example Software GmbH intact Example Famous Security AO]", false},
		{"the second is cut", broken, "[verified Example Software GmbH]", true},
	}
	for _, tt := range tests {
		i, err := read(tt.content, signature.Policy{Roots: testRoots(t)})
		if i == nil || (err != nil) != tt.err {
			t.Fatalf("%s: %+v, %v", tt.name, i, err)
		}
		var got []string
		for _, s := range i.Signatures {
			got = append(got, fmt.Sprintf("%s %s", s.Grade, s.Signer.CommonName))
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, got, tt.want)
		}
	}
}

// TestManyEntries: a table of nothing but the same signature is read to a bound.
func TestManyEntries(t *testing.T) {
	content := program(t, "signed.dll")
	entry := content[table:]
	content = append(bytes.Clone(content), bytes.Repeat(entry, 100)...)
	put32(directories+8*4+4, uint32(len(content)-table))(content)
	i, err := read(content, signature.Policy{})
	if err != nil || len(i.Signatures) != 16 {
		t.Errorf("%d signatures, error %v; want 16", len(i.Signatures), err)
	}
}

// counting counts the bytes that are read.
type counting struct {
	io.ReaderAt
	n int64
}

func (c *counting) ReadAt(b []byte, at int64) (int, error) {
	c.n += int64(len(b))
	return c.ReaderAt.ReadAt(b, at)
}

// TestReadsLittle: a program without a signature is not read to its end.
func TestReadsLittle(t *testing.T) {
	content := append(program(t, "unsigned.dll"), make([]byte, 8<<20)...)
	c := &counting{ReaderAt: bytes.NewReader(content)}
	if _, err := pe.Read(c, int64(len(content)), signature.Policy{}); err != nil {
		t.Fatal(err)
	}
	if c.n > 64<<10 {
		t.Errorf("%d bytes read of a program of %d", c.n, len(content))
	}
}

// TestSignedOnce: a program is read once for all its signatures by the same
// algorithm.
func TestSignedOnce(t *testing.T) {
	content := signedOf(t, 8<<20)
	entry := content[len(content)-int(le32(content, directories+8*4+4)):]
	at := le32(content, directories+8*4)
	content = append(bytes.Clone(content), bytes.Repeat(entry, 4)...)
	put32(directories+8*4+4, uint32(len(content))-at)(content)
	c := &counting{ReaderAt: bytes.NewReader(content)}
	i, err := pe.Read(c, int64(len(content)), signature.Policy{})
	if err != nil || len(i.Signatures) != 5 {
		t.Fatalf("%+v, %v", i, err)
	}
	if c.n > int64(len(content))+64<<10 {
		t.Errorf("%d bytes read of a program of %d", c.n, len(content))
	}
}

func le32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
