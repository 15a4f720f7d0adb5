package ledger

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// A Personal is a value about people that belongs to a record and is kept
// outside of its leaf, so that it can be erased. The leaf holds its hash: as
// long as salt and value are there, they prove what was recorded; once they are
// gone, the hash tells nothing, for nobody can try 2²⁵⁶ salts.
type Personal struct {
	Field string
	Salt  [32]byte
	Value string
}

// Commit takes value out of a record. It returns what to keep outside, with a
// salt of its own, and the hash for [Record.Personal].
func Commit(field, value string) (p Personal, hash string) {
	p = Personal{Field: field, Value: value}
	rand.Read(p.Salt[:]) // never fails, as crypto/rand promises
	return p, p.Hash()
}

// Hash returns SHA-256(Salt ‖ Value) in lower-case hexadecimal, as a leaf
// holds it.
func (p Personal) Hash() string {
	digest := sha256.Sum256(append(p.Salt[:], p.Value...))
	return hex.EncodeToString(digest[:])
}
