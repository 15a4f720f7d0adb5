package extension_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/extension"
)

// The files that tools wrote, whose proofs hold.
func TestReadCRX(t *testing.T) {
	tests := []struct {
		name, file string
		want       extension.Extension
	}{
		{"version 3, with a name for each language and comments", "crx3.crx", extension.Extension{
			ID: "daojmfkenogkcbolopflgnnmmkpblmgm", Name: "Made for tests", Version: "1.2.3", Author: "<dev@example.org>", Homepage: "https://example.org/web",
			Proofs: []extension.Proof{{
				Key: "30e9c5a4de6a21ebef5b6ddccaf1bc6c18c64919a7b759651c785140265af27f", ID: "daojmfkenogkcbolopflgnnmmkpblmgm",
				Algorithm: "sha256-rsa", Grade: delist.GradeIntact,
			}},
		}},
		{"version 2", "crx2.crx", extension.Extension{
			ID: "boiiolnmikbeakjccnghihhpgjadogia", Name: "Fixture1", Version: "1",
			Proofs: []extension.Proof{{
				Key: "1e88ebdc8a140a922d67877f6903e680183eec5d39eed06b351a74734276528d", ID: "boiiolnmikbeakjccnghihhpgjadogia",
				Algorithm: "sha1-rsa", Grade: delist.GradeIntact,
			}},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := readCRX(read(t, test.file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Errorf("%s: -want +got:\n%s", test.file, diff)
			}
			if !got.Proved() {
				t.Errorf("%s: the identifier is not proved", test.file)
			}
		})
	}
}

// A key signs packed extensions.
type key struct {
	crypto.Signer
	field byte // of the header
}

func newKeys(t testing.TB) (one, other key) {
	t.Helper()
	first, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	second, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key{first, 2}, key{second, 3}
}

func (k key) public(t testing.TB) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// message writes a field whose value is bytes.
func message(number uint64, value []byte) []byte {
	b := binary.AppendUvarint(nil, number<<3|2)
	return append(binary.AppendUvarint(b, uint64(len(value))), value...)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// wrap writes version 3: the identifier is that of the first key.
func wrap(t testing.TB, archive []byte, keys ...key) []byte {
	t.Helper()
	id := sha256.Sum256(keys[0].public(t))
	signed := message(1, id[:16])
	size := binary.LittleEndian.AppendUint32(nil, uint32(len(signed)))
	sum := sha256.Sum256(join([]byte("CRX3 SignedData\x00"), size, signed, archive))
	var header []byte
	for _, k := range keys {
		proof, err := k.Sign(rand.Reader, sum[:], crypto.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		header = append(header, message(uint64(k.field), join(message(1, k.public(t)), message(2, proof)))...)
	}
	header = append(header, message(10000, signed)...)
	intro := binary.LittleEndian.AppendUint32([]byte("Cr24\x03\x00\x00\x00"), uint32(len(header)))
	return join(intro, header, archive)
}

const plain = `{"manifest_version": 3, "name": "Plain", "version": "1"}`

// What is signed is the archive with the identifier: a change of either is told.
func TestProofs(t *testing.T) {
	developer, store := newKeys(t)
	archive := pack(t, map[string]string{"manifest.json": plain})
	tests := []struct {
		name   string
		keys   []key
		change func([]byte) []byte
		grades []delist.Grade
		proved bool
	}{
		{"the developer's key", []key{developer}, nil, []delist.Grade{"intact"}, true},
		{"a second key beside it", []key{developer, store}, nil, []delist.Grade{"intact", "intact"}, true},
		{"an elliptic curve", []key{store}, nil, []delist.Grade{"intact"}, true},
		{"an archive that was changed", []key{developer, store}, func(b []byte) []byte {
			b[len(b)-9]++ // the time in the table of contents is signed, too
			return bytes.Replace(b, []byte("Plain"), []byte("Other"), 1)
		}, []delist.Grade{"claimed", "claimed"}, false},
		{"an identifier of another key", []key{developer}, func(b []byte) []byte {
			at := bytes.LastIndex(b, []byte{0x0a, 16})
			b[at+2]++
			return b
		}, []delist.Grade{"claimed"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := wrap(t, archive, test.keys...)
			if test.change != nil {
				b = test.change(b)
			}
			e, _ := readCRX(b)
			if e == nil {
				t.Fatal("nothing was read")
			}
			var grades []delist.Grade
			for _, p := range e.Proofs {
				grades = append(grades, p.Grade)
			}
			if diff := cmp.Diff(test.grades, grades); diff != "" || e.Proved() != test.proved {
				t.Errorf("proved %v, want %v; grades -want +got:\n%s", e.Proved(), test.proved, diff)
			}
		})
	}
}

// What cannot be read is an error that says where, and takes no memory.
func TestBrokenCRX(t *testing.T) {
	developer, _ := newKeys(t)
	good := wrap(t, pack(t, map[string]string{"manifest.json": plain}), developer)
	tests := []struct {
		name, want string
		content    []byte
	}{
		{"another file", "not an extension: no magic number", []byte("PK\x03\x04 and some more bytes")},
		{"a version of the future", "version 4", []byte("Cr24\x04\x00\x00\x00\x00\x00\x00\x00")},
		{"a header beyond the end", "header: 1000 bytes at 12 of 12", []byte("Cr24\x03\x00\x00\x00\xe8\x03\x00\x00")},
		{"a header beyond all limits", "header: 4294967295 bytes", []byte("Cr24\x03\x00\x00\x00\xff\xff\xff\xff")},
		{"a key beyond all limits", "key and signature: 8589934590 bytes", []byte("Cr24\x02\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff")},
		{"no identifier", "no identifier", []byte("Cr24\x03\x00\x00\x00\x00\x00\x00\x00")},
		{"a field beyond the header", "malformed message", []byte("Cr24\x03\x00\x00\x00\x02\x00\x00\x00\x12\x7f")},
		{"too many proofs", "more than 32 proofs", join([]byte("Cr24\x03\x00\x00\x00\x42\x00\x00\x00"), bytes.Repeat([]byte{0x12, 0}, 33))},
		{"half an archive", "zip: ", good[:len(good)-30]},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := readCRX(test.content); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
	if _, err := readCRX([]byte("PK\x03\x04 and some more bytes")); !errors.Is(err, extension.ErrNot) {
		t.Errorf("another file: error %v, want ErrNot", err)
	}
}
