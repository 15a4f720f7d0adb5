package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxCheckpoint is how many bytes a checkpoint may have: room for a hundred
// signatures of others, which is as many as package note reads.
const maxCheckpoint = 1 << 16

// A Checkpoint is what a ledger's key signs: that the tree of its first Size
// records has this Root.
type Checkpoint struct {
	Origin string    `json:"origin"` // the name of the key
	Size   int64     `json:"size"`
	Root   tlog.Hash `json:"root"`
}

// Sign writes a checkpoint as c2sp.org/tlog-checkpoint has it: lines with
// origin, size and root, an empty one, and one with the signature. The origin
// is the name of the signer.
func Sign(size int64, root tlog.Hash, signer note.Signer) ([]byte, error) {
	if size < 0 {
		return nil, fmt.Errorf("checkpoint of %d records", size)
	}
	msg, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", signer.Name(), size, root)}, signer)
	if err != nil {
		return nil, fmt.Errorf("checkpoint of %d records: %w", size, err)
	}
	return msg, nil
}

// ParseCheckpoint reads a checkpoint that the key of verifier has signed.
// Signatures of others, such as witnesses, may stand beside, and are not
// checked. Whatever does not look as [Sign] writes it is refused, so that no
// bit of it can change unseen.
func ParseCheckpoint(msg []byte, verifier note.Verifier) (Checkpoint, error) {
	c, err := parseCheckpoint(msg, verifier)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	return c, nil
}

func parseCheckpoint(msg []byte, verifier note.Verifier) (c Checkpoint, err error) {
	if len(msg) > maxCheckpoint {
		return c, fmt.Errorf("%d bytes, and at most %d are possible", len(msg), maxCheckpoint)
	}
	n, err := note.Open(msg, note.VerifierList(verifier))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified):
		return c, fmt.Errorf("not signed by key %s+%08x", verifier.Name(), verifier.KeyHash())
	case errors.As(err, &invalid):
		return c, fmt.Errorf("the signature of key %s+%08x does not belong to this text", verifier.Name(), verifier.KeyHash())
	case err != nil:
		return c, errors.New("not a signed note")
	}
	if err := checkSignatures(msg, n); err != nil {
		return c, err
	}
	lines := strings.Split(strings.TrimSuffix(n.Text, "\n"), "\n")
	if len(lines) < 3 {
		return c, errors.New("fewer than three lines")
	}
	if c.Origin = lines[0]; c.Origin != verifier.Name() {
		return c, fmt.Errorf("of origin %q, not %q", c.Origin, verifier.Name())
	}
	if c.Size, err = parseNumber(lines[1]); err != nil {
		return c, fmt.Errorf("size: %w", err)
	}
	if c.Root, err = parseHash(lines[2]); err != nil {
		return c, fmt.Errorf("root: %w", err)
	}
	if c.Size == 0 && c.Root != sha256.Sum256(nil) {
		return c, errors.New("no records, and a root that is not that of the empty tree")
	}
	return c, nil
}

// checkSignatures refuses signature lines that package note takes, and that
// differ from what it writes: base64 with unused bits, and a line twice.
func checkSignatures(msg []byte, n *note.Note) error {
	lines := bytes.Count(msg[len(n.Text):], []byte("\n")) - 1
	if lines != len(n.Sigs)+len(n.UnverifiedSigs) {
		return errors.New("a signature stands twice")
	}
	for _, sigs := range [][]note.Signature{n.Sigs, n.UnverifiedSigs} {
		for _, sig := range sigs {
			if _, err := decodeBase64(sig.Base64); err != nil {
				return fmt.Errorf("signature of %s: %w", sig.Name, err)
			}
		}
	}
	return nil
}

// parseNumber reads a decimal number without sign and leading zeroes.
func parseNumber(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, errors.New("not a decimal number without leading zeroes")
	}
	return n, nil
}

func parseHash(s string) (tlog.Hash, error) {
	data, err := decodeBase64(s)
	if err != nil || len(data) != tlog.HashSize {
		return tlog.Hash{}, errors.New("not a SHA-256 in base64")
	}
	return tlog.Hash(data), nil
}

// decodeBase64 takes the one form that encoding gives, and no other: no line
// ends within, and no bits that are not used.
func decodeBase64(s string) ([]byte, error) {
	data, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || base64.StdEncoding.EncodeToString(data) != s {
		return nil, errors.New("not base64 as it is written")
	}
	return data, nil
}
