package signature_test

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/signature"
)

// message returns the signature of one of package pe's test programs.
func message(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile("../pe/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	const table = 5120 // where the signature of these programs begins
	m := content[table+8:]
	var value asn1.RawValue
	if _, err := asn1.Unmarshal(m, &value); err != nil {
		t.Fatal(err)
	}
	return value.FullBytes
}

func fits(crypto.Hash, []byte) error { return nil }

// indefinite writes the outermost lengths of a message as signers of Apple's do:
// "until the end".
func indefinite(der []byte) []byte {
	var value asn1.RawValue
	if _, err := asn1.Unmarshal(der, &value); err != nil {
		panic(err)
	}
	out := append([]byte{der[0], 0x80}, value.Bytes...)
	return append(out, 0, 0)
}

// TestIndefiniteLengths: a message in BER is read as the same in DER.
func TestIndefiniteLengths(t *testing.T) {
	der := message(t, "signed.dll")
	for name, m := range map[string][]byte{"DER": der, "BER": indefinite(der)} {
		found, err := signature.Authenticode(m, signature.Policy{}, fits)
		if err != nil || len(found) != 1 || found[0].Grade != "intact" || found[0].Signer.Organization != "Example Software GmbH" {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
}

func TestChainIsTold(t *testing.T) {
	found, err := signature.Authenticode(message(t, "signed.dll"), signature.Policy{}, fits)
	if err != nil {
		t.Fatal(err)
	}
	s := found[0]
	if len(s.Chain) != 2 || s.Chain[1].CommonName != "Delist Test Code Signing CA" || s.Signer.Issuer != "Delist Test Code Signing CA" || len(s.Signer.Fingerprint) != 64 {
		t.Errorf("got %+v", s)
	}
}

func TestOtherFile(t *testing.T) {
	found, err := signature.Authenticode(message(t, "signed.dll"), signature.Policy{}, func(crypto.Hash, []byte) error { return signature.ErrOther })
	if err != nil || found[0].Grade != "claimed" || !strings.Contains(found[0].Decided, signature.ErrOther.Error()) {
		t.Errorf("got %+v, %v", found, err)
	}
}

// TestChangedMessage: no byte of the message that is signed can be changed, and
// the result still be intact.
func TestChangedMessage(t *testing.T) {
	der := message(t, "signed.dll")
	digest := bytes.Index(der, []byte("\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"))
	if digest < 0 {
		t.Fatal("no digest in the message")
	}
	for at := digest + 20; at < digest+51; at++ {
		changed := bytes.Clone(der)
		changed[at] ^= 1
		found, err := signature.Authenticode(changed, signature.Policy{}, fits)
		if err == nil && found[0].Grade != "claimed" {
			t.Errorf("byte %d changed: %s", at, found[0].Grade)
		}
	}
}

func TestBadMessages(t *testing.T) {
	deep := bytes.Repeat([]byte{0x30, 0x80}, 100_000)
	for name, m := range map[string][]byte{
		"empty": nil, "text": []byte("x"), "deep": deep, "cut": message(t, "signed.dll")[:500],
		"large": make([]byte, signature.MaxMessage+1), "only a head": {0x30, 0x80}, "a tag without end": bytes.Repeat([]byte{0xff}, 50),
	} {
		if found, err := signature.Authenticode(m, signature.Policy{}, fits); err == nil {
			t.Errorf("%s: no error, and %+v", name, found)
		}
	}
}

// TestManyValues: a message is not parsed where its values would take far more
// memory than its bytes.
func TestManyValues(t *testing.T) {
	wrap := func(class, tag int, parts ...[]byte) []byte {
		b, err := asn1.Marshal(asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: bytes.Join(parts, nil)})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	id := []byte{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}
	empty := bytes.Repeat([]byte{0x05, 0x00}, 60_000)
	signed := wrap(0, 16, []byte{0x02, 0x01, 0x01}, wrap(0, 17), wrap(0, 16, id), wrap(2, 0, empty), wrap(0, 17))
	_, err := signature.Authenticode(wrap(0, 16, id, wrap(2, 0, signed)), signature.Policy{}, fits)
	if err == nil || !strings.Contains(err.Error(), "a message of more than") {
		t.Errorf("error %v, want that there are too many", err)
	}
}

// TestTypeOfContent: what is signed says of what type it is, and that is held to.
func TestTypeOfContent(t *testing.T) {
	der := message(t, "signed.dll")
	kind := []byte("\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x01\x04") // SPC_INDIRECT_DATA
	if bytes.Count(der, kind) != 2 {
		t.Fatal("want the type of the content twice")
	}
	der[bytes.LastIndex(der, kind)+len(kind)-1]++
	found, err := signature.Authenticode(der, signature.Policy{}, fits)
	if err != nil || found[0].Grade != "claimed" || !strings.Contains(found[0].Decided, "content of another type") {
		t.Errorf("got %+v, %v", found, err)
	}
}

// FuzzAuthenticode checks that no message makes the parser panic, and that one
// without roots is never verified.
func FuzzAuthenticode(f *testing.F) {
	for _, name := range []string{"signed.dll", "stamped.dll", "nested.dll", "self-signed.dll"} {
		f.Add(message(f, name))
		f.Add(indefinite(message(f, name)))
	}
	f.Fuzz(func(t *testing.T, m []byte) {
		found, err := signature.Authenticode(m, signature.Policy{}, fits)
		if len(found) == 0 && err == nil {
			t.Fatal(errors.New("neither a signature nor an error"))
		}
		for _, s := range found {
			if s.Grade == "verified" {
				t.Errorf("verified without roots: %+v", s)
			}
		}
	})
}
