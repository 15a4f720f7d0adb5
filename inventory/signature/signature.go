// Package signature says how far a code signature holds, and who the signer is.
//
// Three things are kept apart. Whether what is signed is what is there: the
// digest. Whether the signer's certificate chains to a root that somebody
// trusts: the chain, and then also which pool of roots that was. And when it
// was signed: a timestamp counts only if its own signature and chain hold.
// A signature that fails the first names nobody; it is a claim.
//
// The formats of files have packages of their own; what they share is here.
package signature

import (
	"crypto/x509"
	"time"

	"github.com/delistdev/delist"
)

// Roots are certificates in which a chain may end.
type Roots struct {
	// Name is how results call the pool, such as "given roots (corp.pem)".
	Name string
	// Pool holds them; nil trusts nobody.
	Pool *x509.CertPool
}

// A Policy is what decides about chains.
type Policy struct {
	Roots Roots
	// On is the time at which certificates must be valid where no timestamp
	// says when the signature was made. The zero time means that a certificate
	// is judged at the end of its validity: it is never too old.
	On time.Time
}

// A Signature is one signature over a file.
type Signature struct {
	Grade delist.Grade
	// Decided says in a few words what decided the grade: the pool's name for
	// a verified one, else why it is no better.
	Decided string
	Signer  Certificate
	// Chain begins with the signer and goes up as far as certificates were
	// found.
	Chain []Certificate
	// Signed is when a timestamp that holds says it was made; else zero.
	Signed time.Time
}

// A Certificate is what matters of one.
type Certificate struct {
	CommonName, Organization, Country string
	Issuer                            string // common name or organisation
	Serial                            string // in lower-case hexadecimal
	Fingerprint                       string // SHA-256 in lower-case hexadecimal
	NotBefore, NotAfter               time.Time
}
