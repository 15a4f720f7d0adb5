package register

import (
	"slices"

	"github.com/delistdev/delist"
)

// WithClaims returns a register that has more claims, and what they rest on. The
// one it is called on stays as it is. No claim changes a level.
func (r *Register) WithClaims(claims []delist.Claim, origins []delist.Origin, documents []delist.Document) *Register {
	more := *r
	more.Claims = append(slices.Clone(r.Claims), claims...)
	more.Origins = append(slices.Clone(r.Origins), origins...)
	more.Documents = append(slices.Clone(r.Documents), documents...)
	more.index()
	return &more
}
