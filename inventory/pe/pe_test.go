package pe_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sassoftware/relic/v8/lib/authenticode"

	"github.com/delistdev/delist/inventory/pe"
	"github.com/delistdev/delist/inventory/signature"
)

func program(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// testRoots trusts the root that testdata/make.sh made.
func testRoots(t testing.TB) signature.Roots {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(program(t, "root.pem")) {
		t.Fatal("no certificate in root.pem")
	}
	return signature.Roots{Name: "test root", Pool: pool}
}

func read(content []byte, p signature.Policy) (*pe.Image, error) {
	return pe.Read(bytes.NewReader(content), int64(len(content)), p)
}

func TestVersion(t *testing.T) {
	i, err := read(program(t, "unsigned.dll"), signature.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	want := &pe.Image{
		Machine: 0x8664, Name: "unsigned.dll", Exports: []string{"ExampleGuardInit", "ExampleGuardScan"},
		Version: pe.Version{
			CompanyName: "Example Software GmbH", ProductName: "Example Guard", FileDescription: "Example Guard engine",
			ProductVersion: "3.2", FileVersion: "3.2.1.0", OriginalFilename: "exguard.dll", InternalName: "exguard", Copyright: "© Example Software GmbH",
		},
	}
	if diff := cmp.Diff(want, i); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSignatures: programs that osslsigncode signed, each in one way.
func TestSignatures(t *testing.T) {
	roots := testRoots(t)
	tests := []struct {
		file string
		p    signature.Policy
		want string // GRADE SIGNER: DECIDED
	}{
		{"unsigned.dll", signature.Policy{Roots: roots}, ""},
		{"signed.dll", signature.Policy{Roots: roots}, "verified Example Software GmbH: Delist Test Root, in test root"},
		{"signed.dll", signature.Policy{}, "intact Example Software GmbH: no roots to trust were given"},
		{"signed.dll", signature.Policy{Roots: signature.Roots{Pool: x509.NewCertPool()}}, "intact Example Software GmbH: no chain to a trusted root"},
		{"sha1.dll", signature.Policy{Roots: roots}, "verified Example Software GmbH: Delist Test Root, in test root; digest by SHA-1"},
		{"nested.dll", signature.Policy{Roots: roots}, "verified Example Software GmbH: Delist Test Root, in test root; digest by SHA-1; verified Example Software GmbH: Delist Test Root, in test root"},
		{"expired.dll", signature.Policy{Roots: roots, On: day("2026-11-21")}, "intact Example Software GmbH: certificate expired on 2021-01-01"},
		{"expired.dll", signature.Policy{Roots: roots, On: day("2020-06-12")}, "verified Example Software GmbH: Delist Test Root, in test root"},
		{"stamped.dll", signature.Policy{Roots: roots, On: day("2026-11-21")}, "verified Example Software GmbH: Delist Test Root, in test root"},
		{"stamped.dll", signature.Policy{Roots: signature.Roots{Pool: x509.NewCertPool()}, On: day("2026-11-21")},
			"intact Example Software GmbH: certificate expired on 2021-01-01; its timestamp does not count: no chain to a trusted root"},
		{"wrong-use.dll", signature.Policy{Roots: roots}, "intact Example Web Ltd: certificate is not for this use"},
		{"self-signed.dll", signature.Policy{Roots: roots}, "intact Example Famous Security AO: self-signed"},
		{"tampered.dll", signature.Policy{Roots: roots}, "claimed Example Famous Security AO: what is signed is not what is there"},
		{"moved.dll", signature.Policy{Roots: roots}, "claimed Example Software GmbH: what is signed is not what is there"},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			i, err := read(program(t, tt.file), tt.p)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range i.Signatures {
				got = append(got, fmt.Sprintf("%s %s: %s", s.Grade, s.Signer.Organization, s.Decided))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// TestEveryByteCounts changes each byte that a signature covers, one at a time,
// and expects that none passes.
func TestEveryByteCounts(t *testing.T) {
	roots := testRoots(t)
	whole := program(t, "signed.dll")
	for at := 0; at < len(whole); at += 7 {
		content := bytes.Clone(whole)
		content[at] ^= 0x10
		i, err := read(content, signature.Policy{Roots: roots})
		if err != nil || len(i.Signatures) == 0 || i.Signatures[0].Grade != "verified" {
			continue
		}
		// The checksum and what follows the message are not signed.
		if checksum := 0x80 + 24 + 64; at >= checksum && at < checksum+4 || at >= 5120 {
			continue
		}
		t.Errorf("byte %d changed, and the signature is verified", at)
	}
}

// TestTruncated cuts a program at every length.
func TestTruncated(t *testing.T) {
	roots := testRoots(t)
	whole := program(t, "signed.dll")
	for n := range len(whole) {
		i, err := read(whole[:n], signature.Policy{Roots: roots})
		if err == nil && len(i.Signatures) > 0 && i.Signatures[0].Grade == "verified" {
			t.Fatalf("verified after %d of %d bytes", n, len(whole))
		}
		if err == nil && n < 400 {
			t.Fatalf("no error after %d bytes", n)
		}
	}
}

func TestTrailingData(t *testing.T) {
	content := append(program(t, "signed.dll"), bytes.Repeat([]byte("more"), 10)...)
	i, err := read(content, signature.Policy{Roots: testRoots(t)})
	if err != nil {
		t.Fatal(err)
	}
	if got := i.Signatures[0].Decided; i.Signatures[0].Grade != "claimed" || !strings.Contains(got, "bytes follow") {
		t.Errorf("got %s %q, want claimed for what follows", i.Signatures[0].Grade, got)
	}
}

func TestNotAProgram(t *testing.T) {
	for _, content := range []string{"", "MZ", "MZ" + strings.Repeat("\x00", 100), strings.Repeat("\xff", 4096), "\x7fELF" + strings.Repeat("x", 100)} {
		if _, err := read([]byte(content), signature.Policy{}); !errors.Is(err, pe.ErrNotPE) {
			t.Errorf("%.10q: error %v, want %v", content, err, pe.ErrNotPE)
		}
	}
}

// TestPE32: a program of 32 bits, with a library that it is linked with, and with
// a German version resource before the English one.
func TestPE32(t *testing.T) {
	content := program(t, "unsigned32.dll")
	i, err := read(content, signature.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	i.Version = pe.Version{CompanyName: i.Version.CompanyName}
	want := &pe.Image{
		Machine: 0x14c, Name: "unsigned32.dll", Exports: []string{"ExampleGuardInit", "ExampleGuardScan"}, Imports: []string{"exhelper.dll"},
		Version: pe.Version{CompanyName: "Example Software GmbH"},
	}
	if diff := cmp.Diff(want, i); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDotNet: the directory of the runtime's header is what makes it one.
func TestDotNet(t *testing.T) {
	content := program(t, "unsigned.dll")
	directory(14, 0x2000, 72)(content)
	if i, err := read(content, signature.Policy{}); err != nil || !i.DotNet {
		t.Errorf("got %+v, %v", i, err)
	}
}

// TestDigests compares digests with those of another implementation.
func TestDigests(t *testing.T) {
	for _, name := range []string{"unsigned.dll", "unsigned32.dll", "stamped.dll", "filled up"} {
		content := append(program(t, "unsigned.dll"), 1, 2, 3) // what follows the sections
		if name != "filled up" {
			content = program(t, name)
		}
		for _, h := range []crypto.Hash{crypto.SHA1, crypto.SHA256, crypto.SHA384} {
			want, err := authenticode.DigestPE(bytes.NewReader(content), h, false)
			if err != nil {
				t.Fatal(err)
			}
			got, err := pe.Digest(bytes.NewReader(content), int64(len(content)), h)
			if err != nil || !bytes.Equal(got, want.Imprint) {
				t.Errorf("%s by %v: got %x, %v; want %x", name, h, got, err, want.Imprint)
			}
		}
	}
}

func TestDigest(t *testing.T) {
	unsigned, signed := program(t, "unsigned.dll"), program(t, "signed.dll")
	a, err := pe.Digest(bytes.NewReader(unsigned), int64(len(unsigned)), crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	b, err := pe.Digest(bytes.NewReader(signed), int64(len(signed)), crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Errorf("signing changed the digest: %x, then %x", a, b)
	}
}

// FuzzRead checks that no input makes the reader panic, and that whatever is
// said to be verified is one of the programs that were signed, but for the parts
// that no signature covers.
func FuzzRead(f *testing.F) {
	names, err := filepath.Glob("testdata/*.dll")
	if err != nil || len(names) == 0 {
		f.Fatal("no programs", err)
	}
	for _, name := range names {
		f.Add(program(f, filepath.Base(name)))
	}
	roots := testRoots(f)
	known := map[string]bool{}
	for _, name := range names {
		content := program(f, filepath.Base(name))
		if sum, err := pe.Digest(bytes.NewReader(content), int64(len(content)), crypto.SHA256); err == nil {
			known[string(sum)] = true
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		i, err := read(content, signature.Policy{Roots: roots})
		if i == nil {
			if err == nil {
				t.Fatal("neither an image nor an error")
			}
			return
		}
		for _, s := range i.Signatures {
			sum, err := pe.Digest(bytes.NewReader(content), int64(len(content)), crypto.SHA256)
			if s.Grade == "verified" && (err != nil || !known[string(sum)]) {
				t.Errorf("verified, and none of the programs that were signed: %v", err)
			}
		}
	})
}

// signedOf returns a program with that many bytes after its sections, signed.
func signedOf(t testing.TB, more int) []byte {
	t.Helper()
	content := append(program(t, "unsigned.dll"), make([]byte, more)...)
	digest, err := authenticode.DigestPE(bytes.NewReader(content), crypto.SHA256, false)
	if err != nil {
		t.Fatal(err)
	}
	_, message, err := digest.Sign(context.Background(), selfSigned(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	content = append(content, make([]byte, digest.CertStart-int64(len(content)))...)
	entry := append(make([]byte, 8), message.Raw...)
	entry = append(entry, make([]byte, (8-len(entry)%8)%8)...)
	put32(0, uint32(len(entry)))(entry)
	put32(4, 2<<16|0x200)(entry) // a message, in the table's second form
	directory(4, uint32(len(content)), uint32(len(entry)))(content)
	return append(content, entry...)
}

// BenchmarkSigned reads a signed program of 64 MB: what it costs is its digest.
func BenchmarkSigned(b *testing.B) {
	content := signedOf(b, 64<<20)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if i, err := read(content, signature.Policy{}); err != nil || i.Signatures[0].Grade != "intact" {
			b.Fatal(i, err)
		}
	}
}

// BenchmarkUnsigned reads a program of 64 MB that nobody signed.
func BenchmarkUnsigned(b *testing.B) {
	content := append(program(b, "unsigned.dll"), make([]byte, 64<<20)...)
	for b.Loop() {
		if _, err := read(content, signature.Policy{}); err != nil {
			b.Fatal(err)
		}
	}
}
