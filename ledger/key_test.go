package ledger_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/delistdev/delist/ledger"
)

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	key := newKey(t)
	if err := key.Write(path); err != nil {
		t.Fatal(err)
	}
	if err := newKey(t).Write(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written over a key: %v", err)
	}
	read, err := ledger.ReadKey(path)
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{}
	verifier, err := note.NewVerifier(key.Public)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.ParseCheckpoint(m.sign(t, read), verifier); err != nil {
		t.Error(err)
	}
}

// Whoever can read the key can sign another history.
func TestKeyFileIsItsOwnersOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no modes here")
	}
	path := filepath.Join(t.TempDir(), "key")
	if err := newKey(t).Write(path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o620, 0o610} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		var open *ledger.ModeError
		if _, err := ledger.ReadKey(path); !errors.As(err, &open) || open.Mode != mode {
			t.Errorf("mode %#o: %v", mode, err)
		}
	}
}

func TestReadKeyRefuses(t *testing.T) {
	lines := func(k *ledger.Key) (secret, public string) {
		path := filepath.Join(t.TempDir(), "key")
		if err := k.Write(path); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		secret, rest, _ := strings.Cut(string(text), "\n")
		return secret, strings.TrimSpace(rest)
	}
	secret, public := lines(newKey(t))
	_, other := lines(newKey(t))
	for name, text := range map[string]string{
		"nothing":               "",
		"a line":                secret + "\n",
		"cut off":               secret + "\n" + public,
		"more":                  secret + "\n" + public + "\n\n",
		"of two keys":           secret + "\n" + other + "\n",
		"the other way round":   public + "\n" + secret + "\n",
		"a megabyte of nothing": strings.Repeat("\n", 1<<20),
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.ReadKey(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(err.Error(), "PRIVATE") {
			t.Errorf("%s: the error tells the key: %v", name, err)
		}
	}
	if _, err := ledger.ReadKey(t.TempDir()); err == nil {
		t.Error("a directory is a key")
	}
	if _, err := ledger.ReadKey(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestNewKeyRefuses(t *testing.T) {
	for _, origin := range []string{"", "a b", "a+b", "a\nb", "\xff"} {
		if _, err := ledger.NewKey(origin); err == nil {
			t.Errorf("origin %q is taken", origin)
		}
	}
}
