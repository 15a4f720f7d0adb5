package ledger

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A Key signs checkpoints: an Ed25519 key in the form of c2sp.org/signed-note.
type Key struct {
	note.Signer
	// Verifier checks what the key signed.
	Verifier note.Verifier
	// Public is the text by which others check it ([note.NewVerifier] reads
	// it). It may be shown to anybody.
	Public string
	secret string
}

// NewKey makes a key. Its name, the origin, is the first line of every
// checkpoint and tells ledgers apart: by custom an address without scheme,
// such as example.com/ledger. It has neither spaces nor plus signs.
func NewKey(origin string) (*Key, error) {
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return nil, fmt.Errorf("key for %q: %w", origin, err)
	}
	k, err := newKey(secret, public)
	if err != nil {
		return nil, fmt.Errorf("origin %q: empty, not UTF-8, or with a space or a plus sign", origin)
	}
	return k, nil
}

func newKey(secret, public string) (*Key, error) {
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, errors.New("not a key")
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return nil, errors.New("not a public key")
	}
	// A pair that was put together by hand would sign what nobody can check.
	trial := []byte("trial\n")
	sig, err := signer.Sign(trial)
	if err != nil || signer.Name() != verifier.Name() || signer.KeyHash() != verifier.KeyHash() || !verifier.Verify(trial, sig) {
		return nil, errors.New("its two lines are of different keys")
	}
	return &Key{Signer: signer, Verifier: verifier, Public: public, secret: secret}, nil
}

// Write creates the file with the key, readable and writable by its owner
// only: a line with the secret and one with the public key. It is on the disk
// when Write returns. A file that is there already is never overwritten: the
// error then wraps [fs.ErrExist].
func (k *Key) Write(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(k.secret + "\n" + k.Public + "\n")
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		os.Remove(path) // else it would be in the way of the next try
		return fmt.Errorf("key %s: %w", path, err)
	}
	return nil
}

// A ModeError reports a key file that others than its owner can read or write.
type ModeError struct {
	Path string
	Mode fs.FileMode
}

func (e *ModeError) Error() string {
	return fmt.Sprintf("key %s: open to others than its owner (mode %#o)", e.Path, e.Mode)
}

// ReadKey reads a file that [Key.Write] wrote. Where files have owners and
// modes, it refuses a key that others can read or write, with a [*ModeError]:
// they could have signed, too.
func ReadKey(path string) (*Key, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("key %s: not a file", path)
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&0o077 != 0 {
		return nil, &ModeError{path, mode}
	}
	text, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return nil, err
	}
	secret, rest, _ := strings.Cut(string(text), "\n")
	public, rest, ended := strings.Cut(rest, "\n")
	if !ended || rest != "" {
		return nil, fmt.Errorf("key %s: not a key: two lines expected, in %d bytes", path, len(text))
	}
	k, err := newKey(secret, public)
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", path, err)
	}
	return k, nil
}
