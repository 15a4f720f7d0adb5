package ledger_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/delistdev/delist/ledger"
)

func TestCheckpoint(t *testing.T) {
	key := newKey(t)
	for _, size := range []int{0, 1, 7, 300} {
		m := keep(t, size, key)
		c, err := ledger.ParseCheckpoint(m.checkpoint, key.Verifier)
		if err != nil {
			t.Fatal(err)
		}
		want := ledger.Checkpoint{Origin: "example.com/ledger", Size: int64(size), Root: m.tree.Root()}
		if c != want {
			t.Errorf("got %v, want %v", c, want)
		}
		theirs, _, _, err := log.ParseCheckpoint(m.checkpoint, key.Name(), key.Verifier)
		if err != nil {
			t.Fatal(err)
		}
		if theirs.Size != uint64(size) || !bytes.Equal(theirs.Hash, want.Root[:]) {
			t.Errorf("another reader: %v, want %v", theirs, want)
		}
	}
	if _, err := ledger.Sign(-1, tlog.Hash{}, key); err == nil {
		t.Error("fewer than no records are signed")
	}
}

func TestCheckpointBits(t *testing.T) {
	key := newKey(t)
	msg := keep(t, 5, key).checkpoint
	for i := range len(msg) * 8 {
		changed := bytes.Clone(msg)
		changed[i/8] ^= 1 << (i % 8)
		if c, err := ledger.ParseCheckpoint(changed, key.Verifier); err == nil {
			t.Fatalf("bit %d of byte %d changes unseen: %q is read as %v", i%8, i/8, changed, c)
		}
	}
}

func TestParseCheckpointRefuses(t *testing.T) {
	key, witness := newKey(t), mustKey(t, "witness.example")
	root := tlog.RecordHash([]byte("a"))
	text := fmt.Sprintf("example.com/ledger\n1\n%s\n", root)
	good := signNote(t, text, key)
	line := good[strings.LastIndex(good, "—"):]
	tests := []struct{ name, msg, want string }{
		{"nothing", "", "not a signed note"},
		{"no signature", text, "not a signed note"},
		{"signed by somebody else", signNote(t, text, witness), "not signed by key"},
		{"signed by a key of the same name", signNote(t, text, newKey(t)), "not signed by key"},
		{"another text", strings.Replace(good, "\n1\n", "\n2\n", 1), "does not belong"},
		{"a signature twice", good + line, "twice"},
		{"another origin", signNote(t, strings.Replace(text, "ledger", "other", 1), key), "origin"},
		{"a size with a leading zero", signNote(t, strings.Replace(text, "\n1\n", "\n01\n", 1), key), "size"},
		{"a size below zero", signNote(t, strings.Replace(text, "\n1\n", "\n-1\n", 1), key), "size"},
		{"a size beyond 63 bits", signNote(t, strings.Replace(text, "\n1\n", "\n9223372036854775808\n", 1), key), "size"},
		{"a short root", signNote(t, "example.com/ledger\n1\nAAAA\n", key), "root"},
		{"two lines", signNote(t, "example.com/ledger\n1\n", key), "three lines"},
		{"no records with a root", signNote(t, strings.Replace(text, "\n1\n", "\n0\n", 1), key), "empty tree"},
		{"more than a checkpoint can be", good + strings.Repeat(" ", 1<<16), "bytes"},
	}
	for _, tt := range tests {
		if c, err := ledger.ParseCheckpoint([]byte(tt.msg), key.Verifier); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, %v; want an error with %q", tt.name, c, err, tt.want)
		}
	}
	both := signNote(t, text, key, witness)
	if _, err := ledger.ParseCheckpoint([]byte(both), key.Verifier); err != nil {
		t.Errorf("signed by a witness, too: %v", err)
	}
	more := signNote(t, text+"an extension\n", key)
	if _, err := ledger.ParseCheckpoint([]byte(more), key.Verifier); err != nil {
		t.Errorf("with an extension: %v", err)
	}
}

func mustKey(t *testing.T, origin string) *ledger.Key {
	t.Helper()
	key, err := ledger.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signNote(t *testing.T, text string, signers ...note.Signer) string {
	t.Helper()
	msg, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		t.Fatal(err)
	}
	return string(msg)
}

// anyone takes every signature, so that fuzzing reaches what is signed.
type anyone struct{}

func (anyone) Name() string               { return "example.com/ledger" }
func (anyone) KeyHash() uint32            { return 1 }
func (anyone) Verify([]byte, []byte) bool { return true }

var anyoneSig = "\n— example.com/ledger " + base64.StdEncoding.EncodeToString([]byte{0, 0, 0, 1, 7}) + "\n"

// FuzzParseCheckpoint checks that no input makes the reader panic, and that
// what it reads holds the three lines that it says.
func FuzzParseCheckpoint(f *testing.F) {
	empty := tlog.Hash(sha256.Sum256(nil))
	f.Add("example.com/ledger\n0\n" + empty.String() + "\n" + anyoneSig)
	f.Add("example.com/ledger\n12\n" + empty.String() + "\nextension\n" + anyoneSig)
	f.Fuzz(func(t *testing.T, msg string) {
		c, err := ledger.ParseCheckpoint([]byte(msg), anyone{})
		if err == nil && !strings.HasPrefix(msg, fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)) {
			t.Errorf("%q is read as %v", msg, c)
		}
	})
}
