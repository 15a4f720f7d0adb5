package register

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/delistdev/delist"
)

// With returns a register that has more parties and measures. The one it is
// called on stays as it is.
func (r *Register) With(parties []delist.Party, measures []delist.Measure) *Register {
	more := *r
	more.Parties = append(slices.Clone(r.Parties), parties...)
	more.Measures = append(slices.Clone(r.Measures), measures...)
	more.index()
	return &more
}

// Fingerprint tells one state of the facts that the binary carries from another.
func (r *Register) Fingerprint() string { return snapshotDigest() }

var snapshotDigest = sync.OnceValue(func() string {
	sum := sha256.Sum256(snapshot)
	return hex.EncodeToString(sum[:8])
})
