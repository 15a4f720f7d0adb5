package extension

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/signature"
)

// ErrNot says that a file is not what it was read as. Its name alone did not
// say that it was: others call their files so, too.
var ErrNot = errors.New("not an extension")

// An Extension is what one says of itself. What it does not say is empty.
type Extension struct {
	// ID is by what it is known: 32 letters from a to p where it follows from a
	// key, what the developer chose where that is the rule, and for an editor
	// "publisher.name".
	ID            string
	Name, Version string
	// Author, Developer and Publisher are as they stand there, a person as
	// "Name <address>".
	Author, Developer, Publisher string
	Homepage, Repository         string
	// Update is the address that later versions come from; empty means the
	// store of whoever makes the browser.
	Update string
	// Proofs are the keys that claim to have signed it.
	Proofs []Proof
	// Signatures are those that come with certificates.
	Signatures []signature.Signature
}

// maxCommonName is the most characters of a common name.
// Source: RFC 5280, appendix A.1, "ub-common-name".
const maxCommonName = 64

// ByStore reports whether a signature was made by the store for whoever sent the
// extension in: its certificate is in the name of the extension. It proves the
// identifier, and names no developer.
//
// Source: Mozilla, "Autograph", "signer/xpi/README.md", section "Signing": the
// common name is the identifier, or its SHA-256 where that is too long.
func (e *Extension) ByStore(s signature.Signature) bool {
	if e.ID == "" {
		return false
	}
	name := e.ID
	if len(name) > maxCommonName {
		sum := sha256.Sum256([]byte(name))
		name = hex.EncodeToString(sum[:])
	}
	return s.Signer.CommonName == name
}

// Proved reports whether a signature that holds proves the identifier: one with
// the key that it is made of, or one of the store that chains to a trusted root.
func (e *Extension) Proved() bool {
	return slices.ContainsFunc(e.Proofs, func(p Proof) bool {
		return p.ID == e.ID && p.Grade == delist.GradeIntact
	}) || slices.ContainsFunc(e.Signatures, func(s signature.Signature) bool {
		return e.ByStore(s) && s.Grade == delist.GradeVerified
	})
}
