package msi_test

import (
	"bytes"
	"compress/gzip"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/msi"
	"github.com/delistdev/delist/inventory/signature"
)

func load(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func policy(t testing.TB) signature.Policy {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(load(t, "root.pem")) {
		t.Fatal("no root")
	}
	return signature.Policy{Roots: signature.Roots{Name: "test roots", Pool: pool}}
}

func read(b []byte, p signature.Policy) (*msi.Package, error) {
	return msi.Read(bytes.NewReader(b), int64(len(b)), p)
}

func chart(manufacturer string) *msi.Package {
	return &msi.Package{
		Manufacturer: manufacturer, ProductName: "Sea Chart", ProductVersion: "4.2.1",
		ProductCode: "{11111111-2222-4333-8444-555555555555}", UpgradeCode: "{66666666-7777-4888-8999-AAAAAAAAAAAA}",
		AboutURL: "https://charts.example/", Contact: "help@charts.example",
		Author: manufacturer, Subject: "Charts of the sea",
	}
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, file, manufacturer string
	}{
		{"a package in UTF-8", "plain.msi", "Example Charts Ltd"},
		{"a package in a Cyrillic code page", "cyrillic.msi", "Пример Карты"},
		{"a package in a Chinese code page", "chinese.msi", "示例海图公司"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(load(t, test.file), policy(t))
			if diff := cmp.Diff(chart(test.manufacturer), got, cmpopts.EquateEmpty()); diff != "" || err != nil {
				t.Errorf("error %v, package (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestLongText reads a property that stands after one of 70000 bytes, whose
// length does not fit where lengths stand.
func TestLongText(t *testing.T) {
	r, err := gzip.NewReader(bytes.NewReader(load(t, "long.msi.gz")))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(b, signature.Policy{})
	want := &msi.Package{Manufacturer: "Example After Long", Author: "Example Author", Subject: "Long"}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		t.Errorf("error %v, package (-want +got):\n%s", err, diff)
	}
}

func TestSignature(t *testing.T) {
	tests := []struct {
		name, file string
		grade      delist.Grade
		signer     string
	}{
		{"a chain to the root is verified", "signed.msi", delist.GradeVerified, "Example Charts Ltd"},
		{"names and times are signed too", "extended.msi", delist.GradeVerified, "Example Charts Ltd"},
		{"a timestamp", "stamped.msi", delist.GradeVerified, "Example Charts Ltd"},
		{"anybody can sign under any name", "famous.msi", delist.GradeIntact, "Example Famous Security AO"},
		{"a signature over another package is a claim", "moved.msi", delist.GradeClaimed, "Example Charts Ltd"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(load(t, test.file), policy(t))
			if err != nil || len(got.Signatures) != 1 {
				t.Fatalf("%d signatures, error %v", len(got.Signatures), err)
			}
			s := got.Signatures[0]
			if s.Grade != test.grade || s.Signer.CommonName != test.signer {
				t.Errorf("%s by %q (%s), want %s by %q", s.Grade, s.Signer.CommonName, s.Decided, test.grade, test.signer)
			}
		})
	}
}

// find returns where the only copy of a text stands.
func find(t *testing.T, b []byte, text string) int {
	t.Helper()
	at := bytes.Index(b, []byte(text))
	if at < 0 || bytes.LastIndex(b, []byte(text)) != at {
		t.Fatalf("%q is not there once", text)
	}
	return at
}

// wide returns a text in UTF-16.
func wide(text string) (b []byte) {
	for _, r := range text {
		b = binary.LittleEndian.AppendUint16(b, uint16(r))
	}
	return b
}

func TestChangedAfterSigning(t *testing.T) {
	tests := []struct {
		name, file string
		change     func(t *testing.T, b []byte)
		want       delist.Grade
	}{
		{"a text", "signed.msi", func(t *testing.T, b []byte) { b[find(t, b, "ProductLanguage1033")]++ }, delist.GradeClaimed},
		{"a file to be installed", "signed.msi", func(t *testing.T, b []byte) { b[find(t, b, "MSCF")+2000]++ }, delist.GradeClaimed},
		{"the class", "signed.msi", func(t *testing.T, b []byte) { b[find(t, b, string(wide("Root Entry")))+80]++ }, delist.GradeClaimed},
		{"a state bit, where the metadata is not signed", "signed.msi", func(t *testing.T, b []byte) { b[find(t, b, string(wide("\x05Summary")))+96]++ }, delist.GradeVerified},
		{"a state bit, where it is", "extended.msi", func(t *testing.T, b []byte) { b[find(t, b, string(wide("\x05Summary")))+96]++ }, delist.GradeClaimed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := load(t, test.file)
			test.change(t, b)
			got, err := read(b, policy(t))
			if err != nil || len(got.Signatures) != 1 || got.Signatures[0].Grade != test.want {
				t.Errorf("signatures %+v, error %v; want one that is %s", got.Signatures, err, test.want)
			}
		})
	}
}

// TestBrokenSignature checks that a message that cannot be read is reported, and
// that the rest is read.
func TestBrokenSignature(t *testing.T) {
	b := load(t, "signed.msi")
	b[find(t, b, "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")-2]++
	got, err := read(b, policy(t))
	if err == nil || got == nil || got.Manufacturer != "Example Charts Ltd" || len(got.Signatures) != 0 {
		t.Errorf("package %+v, error %v; want all but the signature, and an error", got, err)
	}
}

func TestBroken(t *testing.T) {
	number := func(at int, value uint32) func(b []byte) {
		return func(b []byte) { binary.LittleEndian.PutUint32(b[at:], value) }
	}
	directory := func(b []byte) int { return 512 * (1 + int(binary.LittleEndian.Uint32(b[48:]))) }
	entry := func(at int, value uint32) func(b []byte) {
		return func(b []byte) { binary.LittleEndian.PutUint32(b[directory(b)+at:], value) }
	}
	tests := []struct {
		name   string
		change func(b []byte)
		want   string
	}{
		{"no magic number", number(0, 0), "no magic number"},
		{"a sector size that is not one", number(30, 0x0006001f), "sectors of 1<<31 bytes"},
		{"the directory past the end", number(48, 0x7ffffff0), "directory: sector 2147483632 is past the end"},
		{"the table of sectors past the end", number(76, 0x7ffffff0), "table of sectors"},
		{"the root below itself", entry(76, 0), "no entry 0"},
		{"an entry past the end", entry(76, 0x00ffffff), "no entry 16777215"},
		{"small streams of four gigabytes", entry(120, 0xffffffff), "small streams: 4294967295 bytes, the limit"},
		{"a directory in a circle", func(b []byte) {
			table := 512 * (1 + int(binary.LittleEndian.Uint32(b[76:])))
			first := binary.LittleEndian.Uint32(b[48:])
			binary.LittleEndian.PutUint32(b[table+4*int(first):], first)
		}, "more than 16384 entries"},
		{"siblings in a circle", func(b []byte) {
			for at := directory(b) + 128; at < directory(b)+512; at += 128 {
				binary.LittleEndian.PutUint32(b[at+68:], 1)
			}
		}, "is there twice"},
		{"a stream larger than the file", func(b []byte) {
			binary.LittleEndian.PutUint32(b[directory(b)+128+120:], 0xfffffff0)
		}, "streams of more bytes than the file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := load(t, "plain.msi")
			test.change(b)
			if _, err := read(b, signature.Policy{}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// TestOther reads a compound file that holds no database.
func TestOther(t *testing.T) {
	b := load(t, "plain.msi")
	name := []byte{0x40, 0x48, 0x3f, 0x3f} // the first characters of "!_StringPool"
	for at := bytes.Index(b, name); at >= 0; at = bytes.Index(b, name) {
		b[at]++
	}
	if _, err := read(b, signature.Policy{}); !errors.Is(err, msi.ErrNoDatabase) {
		t.Errorf("error %v, want %v", err, msi.ErrNoDatabase)
	}
}

// TestTruncated checks that no beginning of a signed package is more than a
// claim: part of what is signed is missing.
func TestTruncated(t *testing.T) {
	b, p := load(t, "stamped.msi"), policy(t)
	for length := 0; length < len(b)-512; length += 64 {
		got, _ := read(b[:length], p)
		if got != nil && len(got.Signatures) > 0 && got.Signatures[0].Grade != delist.GradeClaimed {
			t.Errorf("%d of %d bytes are %s", length, len(b), got.Signatures[0].Grade)
		}
	}
}

// FuzzRead checks that no input makes the reader panic or run for ever, that
// whatever is read is text, and that a changed package is verified only with the
// name that was signed.
func FuzzRead(f *testing.F) {
	p := policy(f)
	for _, name := range []string{"plain.msi", "chinese.msi", "extended.msi", "stamped.msi", "moved.msi"} {
		f.Add(load(f, name))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := read(b, p)
		if got == nil {
			if err == nil {
				t.Fatal("neither a package nor an error")
			}
			return
		}
		if strings.ToValidUTF8(got.Manufacturer, "") != got.Manufacturer {
			t.Errorf("manufacturer %q is no text", got.Manufacturer)
		}
		for _, s := range got.Signatures {
			if s.Grade == delist.GradeVerified && got.Manufacturer != "Example Charts Ltd" {
				t.Errorf("verified, and by %q", got.Manufacturer)
			}
		}
	})
}
