package macho_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sassoftware/relic/v8/lib/pkcs7"

	"github.com/delistdev/delist/inventory/macho"
	"github.com/delistdev/delist/inventory/signature"
)

const info = `<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>
<key>CFBundleIdentifier</key><string>com.example.guard</string><key>CFBundleName</key><string>Example Guard</string>
<key>CFBundleShortVersionString</key><string>3.2</string><key>NSHumanReadableCopyright</key><string>© Example Software GmbH</string>
<key>CFBundlePackageType</key><string>APPL</string></dict></plist>`

// A signer is a key with a certificate of its own, for a team.
type signer struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func newSigner(t testing.TB, team string) signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(3), NotBefore: time.Unix(1577836800, 0), NotAfter: time.Unix(4070908800, 0), IsCA: true, BasicConstraintsValid: true,
		Subject:  pkix.Name{CommonName: "Developer ID Application: Example Software GmbH (" + team + ")", Organization: []string{"Example Software GmbH"}, OrganizationalUnit: []string{team}},
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 1, 13}, Critical: true, Value: []byte{5, 0}}},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signer{key, cert}
}

func (s signer) roots() signature.Roots {
	pool := x509.NewCertPool()
	pool.AddCert(s.cert)
	return signature.Roots{Name: "test root", Pool: pool}
}

const page = 4096

// program makes a program of 64 bits with a property list inside, of a few
// pages, with room for a signature behind it.
func program() (content []byte, commandAt int) {
	var b bytes.Buffer
	le := binary.LittleEndian
	put := func(values ...uint32) {
		for _, v := range values {
			_ = binary.Write(&b, le, v)
		}
	}
	text := func(s string) { b.WriteString(s + strings.Repeat("\x00", 16-len(s))) }
	const end = 3*page + 100
	put(0xfeedfacf, 0x0100000c, 0, 2, 2, 72+80+16, 0, 0)
	put(0x19, 72+80)
	text("__TEXT")
	_ = binary.Write(&b, le, []uint64{0, end, 0, end})
	put(7, 5, 1, 0)
	text("__info_plist")
	text("__TEXT")
	_ = binary.Write(&b, le, []uint64{page, uint64(len(info))})
	put(page, 0, 0, 0, 0, 0, 0, 0)
	commandAt = b.Len()
	put(0x1d, 16, end, 0)
	b.Write(make([]byte, page-b.Len()))
	b.WriteString(info)
	b.Write(make([]byte, end-b.Len()))
	return b.Bytes(), commandAt
}

// directory makes the code directory of content.
func directory(content []byte, team string) []byte {
	const head = 88
	names := "com.example.guard\x00" + team + "\x00"
	count := (len(content) + page - 1) / page
	b := make([]byte, head, head+len(names)+32*count)
	be := binary.BigEndian
	be.PutUint32(b, 0xfade0c02)
	be.PutUint32(b[4:], uint32(head+len(names)+32*count))
	be.PutUint32(b[8:], 0x20400)
	be.PutUint32(b[16:], uint32(head+len(names)))
	be.PutUint32(b[20:], head)
	be.PutUint32(b[28:], uint32(count))
	be.PutUint32(b[32:], uint32(len(content)))
	b[36], b[37], b[39] = 32, 2, 12
	if team != "" {
		be.PutUint32(b[48:], uint32(head+len("com.example.guard\x00")))
	}
	b = append(b, names...)
	for at := 0; at < len(content); at += page {
		sum := sha256.Sum256(content[at:min(at+page, len(content))])
		b = append(b, sum[:]...)
	}
	return b
}

// signed makes a program that s signed for a team; without a signer nobody did.
func signed(t testing.TB, s *signer, team string) []byte {
	t.Helper()
	content, commandAt := program()
	length := 20000
	binary.LittleEndian.PutUint32(content[commandAt+12:], uint32(length))
	cd := directory(content, team)
	parts := [][]byte{cd}
	if s != nil {
		builder := pkcs7.NewBuilder(s.key, []*x509.Certificate{s.cert}, crypto.SHA256)
		if err := builder.SetDetachedContent(pkcs7.OidData, sum(cd)); err != nil {
			t.Fatal(err)
		}
		message, err := builder.Sign()
		if err != nil {
			t.Fatal(err)
		}
		der, err := message.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		wrapped := binary.BigEndian.AppendUint32(nil, 0xfade0b01)
		wrapped = binary.BigEndian.AppendUint32(wrapped, uint32(8+len(der)))
		parts = append(parts, append(wrapped, der...))
	}
	blob := binary.BigEndian.AppendUint32(nil, 0xfade0cc0)
	blob = binary.BigEndian.AppendUint32(blob, 0)
	blob = binary.BigEndian.AppendUint32(blob, uint32(len(parts)))
	at := 12 + 8*len(parts)
	for i, part := range parts {
		blob = binary.BigEndian.AppendUint32(blob, uint32(i*0x10000))
		blob = binary.BigEndian.AppendUint32(blob, uint32(at))
		at += len(part)
	}
	for _, part := range parts {
		blob = append(blob, part...)
	}
	binary.BigEndian.PutUint32(blob[4:], uint32(len(blob)))
	return append(content, append(blob, make([]byte, length-len(blob))...)...)
}

func sum(content []byte) []byte {
	s := sha256.Sum256(content)
	return s[:]
}

func read(content []byte, p signature.Policy) (*macho.Program, error) {
	return macho.Read(bytes.NewReader(content), int64(len(content)), p)
}

func TestSignatures(t *testing.T) {
	s := newSigner(t, "ABCDE12345")
	changed := func(at int) []byte {
		content := signed(t, &s, "ABCDE12345")
		content[at] ^= 1
		return content
	}
	tests := []struct {
		name    string
		content []byte
		p       signature.Policy
		want    string
	}{
		{"verified", signed(t, &s, "ABCDE12345"), signature.Policy{Roots: s.roots()}, "verified Developer ID Application: Example Software GmbH (ABCDE12345), in test root"},
		{"no root", signed(t, &s, "ABCDE12345"), signature.Policy{}, "intact no roots to trust were given"},
		{"another root", signed(t, &s, "ABCDE12345"), signature.Policy{Roots: newSigner(t, "X").roots()}, "intact self-signed"},
		{"a page changed", changed(2 * page), signature.Policy{Roots: s.roots()}, "claimed what is signed is not what is there"},
		{"the last byte changed", changed(3*page + 99), signature.Policy{Roots: s.roots()}, "claimed what is signed is not what is there"},
		{"another team", signed(t, &s, "OTHER67890"), signature.Policy{Roots: s.roots()}, "claimed the certificate is of another team than the code"},
		{"ad hoc", signed(t, nil, ""), signature.Policy{Roots: s.roots()}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			program, err := read(tt.content, tt.p)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if s := program.Signature(); s != nil {
				got = string(s.Grade) + " " + s.Decided
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if program.Identifier != "com.example.guard" || program.AdHoc != (tt.want == "") || program.Bundle.Name != "Example Guard" {
				t.Errorf("got %+v", program)
			}
		})
	}
}

func TestFat(t *testing.T) {
	s := newSigner(t, "ABCDE12345")
	one, two := signed(t, &s, "ABCDE12345"), signed(t, &s, "ABCDE12345")
	two[2*page] ^= 1
	fat := binary.BigEndian.AppendUint32(nil, 0xcafebabe)
	fat = binary.BigEndian.AppendUint32(fat, 2)
	at := uint32(page)
	for _, content := range [][]byte{one, two} {
		for _, v := range []uint32{7, 3, at, uint32(len(content)), 12} {
			fat = binary.BigEndian.AppendUint32(fat, v)
		}
		at += uint32(len(content))
	}
	fat = append(append(append(fat, make([]byte, page-len(fat))...), one...), two...)
	program, err := read(fat, signature.Policy{Roots: s.roots()})
	if err != nil {
		t.Fatal(err)
	}
	if got := program.Signature(); len(program.Signatures) != 2 || got == nil || got.Grade != "claimed" {
		t.Errorf("got %+v: one of two architectures was changed", program.Signatures)
	}
}

func TestNotAProgram(t *testing.T) {
	java := "\xca\xfe\xba\xbe\x00\x00\x00\x34" + strings.Repeat("\x00", 100)
	for _, content := range []string{"", "\xcf\xfa", java, "MZ" + strings.Repeat("\x00", 100)} {
		if _, err := read([]byte(content), signature.Policy{}); !errors.Is(err, macho.ErrNotMachO) {
			t.Errorf("%.8q: error %v, want %v", content, err, macho.ErrNotMachO)
		}
	}
}

func TestTruncated(t *testing.T) {
	s := newSigner(t, "ABCDE12345")
	whole := signed(t, &s, "ABCDE12345")
	for n := 0; n < 3*page+1500; n += 13 {
		program, err := read(whole[:n], signature.Policy{Roots: s.roots()})
		if err == nil {
			t.Fatalf("no error after %d of %d bytes: %+v", n, len(whole), program)
		}
	}
}

func TestInfo(t *testing.T) {
	b, err := macho.Info([]byte(info))
	want := macho.Bundle{Identifier: "com.example.guard", Name: "Example Guard", ShortVersion: "3.2", Copyright: "© Example Software GmbH", Type: "APPL"}
	if diff := cmp.Diff(want, b); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for _, content := range []string{"", "<plist><array/></plist>", strings.Repeat("(", macho.MaxInfo+1)} {
		if _, err := macho.Info([]byte(content)); err == nil {
			t.Errorf("%.20q: no error", content)
		}
	}
	if _, err := macho.Info([]byte(strings.Repeat("(", macho.MaxInfo))); err == nil {
		t.Error("half a million brackets: no error")
	}
}

// FuzzRead checks that no input makes the reader panic, and that nothing is
// verified whose pages are not those that were signed.
func FuzzRead(f *testing.F) {
	s := newSigner(f, "ABCDE12345")
	whole := signed(f, &s, "ABCDE12345")
	f.Add(whole)
	f.Add(signed(f, nil, ""))
	f.Fuzz(func(t *testing.T, content []byte) {
		program, err := read(content, signature.Policy{Roots: s.roots()})
		if program == nil {
			if err == nil {
				t.Fatal("neither a program nor an error")
			}
			return
		}
		for _, found := range program.Signatures {
			if found.Grade == "verified" && !bytes.Contains(content, whole[page:3*page+100]) {
				t.Error("verified, and not what was signed")
			}
		}
	})
}

// FuzzInfo checks that no property list makes the reader panic.
func FuzzInfo(f *testing.F) {
	f.Add([]byte(info))
	f.Add([]byte("bplist00\xd1\x01\x02\x53abc\x53def\x08\x0b\x0f\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x13"))
	f.Fuzz(func(_ *testing.T, content []byte) { _, _ = macho.Info(content) })
}
