package extension

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha1" // version 2 has nothing better
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/signature"
)

// The ways of signing.
const (
	sha1WithRSA     = "sha1-rsa"
	sha256WithRSA   = "sha256-rsa"
	sha256WithECDSA = "sha256-ecdsa"
)

const maxKey = 4 << 10 // bytes: the cost of a key grows with its square

// A Proof is a key that claims to have signed an extension.
type Proof struct {
	// Key is the SHA-256 of the public key, in lower-case hexadecimal. A store
	// has one key for all extensions.
	Key string
	// ID is the identifier that the key gives; if it is the extension's, this is
	// the key of its developer, or the one that the store keeps in its place.
	ID string
	// Algorithm is how it signed: "sha256-rsa", "sha256-ecdsa" or "sha1-rsa".
	Algorithm string
	// Grade is intact if the signature holds; there is no certificate that could
	// chain to a root.
	Grade delist.Grade
	// Decided says why it does not hold; else it is empty.
	Decided string
}

// A claim is a proof as it stands in the file.
type claim struct {
	algorithm      string
	key, signature []byte
}

func (p claim) id() string {
	sum := sha256.Sum256(p.key)
	return letters(sum[:idSize])
}

// letters writes bytes as hexadecimal digits from a to p.
func letters(b []byte) string {
	text := make([]byte, 0, 2*len(b))
	for _, c := range b {
		text = append(text, 'a'+c>>4, 'a'+c&15)
	}
	return string(text)
}

// prove checks all proofs. The error says that the file could not be read.
func (c *container) prove() ([]Proof, error) {
	hash := crypto.SHA256
	if c.signedData == nil {
		hash = crypto.SHA1
	}
	h := hash.New()
	h.Write(c.signedData)
	if _, err := io.Copy(h, c.archive()); err != nil {
		return nil, err
	}
	digest := h.Sum(nil)
	var all []Proof
	for _, p := range c.claims {
		all = append(all, p.prove(hash, digest))
	}
	return all, nil
}

func (p claim) prove(h crypto.Hash, digest []byte) Proof {
	sum := sha256.Sum256(p.key)
	proof := Proof{Key: hex.EncodeToString(sum[:]), ID: p.id(), Algorithm: p.algorithm, Grade: delist.GradeIntact}
	if err := p.verify(h, digest); err != nil {
		proof.Grade, proof.Decided = delist.GradeClaimed, err.Error()
	}
	return proof
}

func (p claim) verify(h crypto.Hash, digest []byte) error {
	if len(p.key) > maxKey {
		return fmt.Errorf("a key of %d bytes, at most %d are read", len(p.key), maxKey)
	}
	parsed, err := x509.ParsePKIXPublicKey(p.key)
	if err != nil {
		return fmt.Errorf("key: %w", err)
	}
	holds := false
	switch key := parsed.(type) {
	case *rsa.PublicKey:
		holds = p.algorithm != sha256WithECDSA && rsa.VerifyPKCS1v15(key, h, digest, p.signature) == nil
	case *ecdsa.PublicKey:
		holds = p.algorithm == sha256WithECDSA && ecdsa.VerifyASN1(key, digest, p.signature)
	}
	if !holds {
		return signature.ErrOther
	}
	return nil
}
