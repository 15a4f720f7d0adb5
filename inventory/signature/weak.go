package signature

import (
	"crypto"
	"crypto/x509"
	"errors"
	"strings"

	"github.com/sassoftware/relic/v8/lib/pkcs7"
	"github.com/sassoftware/relic/v8/lib/x509tools"
)

// errMD5: for a digest by MD5, another file with the same one can be made.
var errMD5 = errors.New("digest by MD5")

const bySHA1Digest = "digest by SHA-1"

// weakenedBy returns the signature with a word about a digest that is still
// accepted but no longer good: for SHA-1, two files with the same digest can be
// made together.
func (s Signature) weakenedBy(h crypto.Hash) Signature {
	if h == crypto.SHA1 && !strings.Contains(s.Decided, bySHA1Digest) {
		s.Decided += "; " + bySHA1Digest
	}
	return s
}

// digestOf returns the algorithm by whose digest a message is signed, 0 if it is
// unknown.
func digestOf(info *pkcs7.SignerInfo) crypto.Hash {
	if info == nil {
		return 0
	}
	h, _ := x509tools.PkixDigestToHash(info.DigestAlgorithm)
	return h
}

// bySHA1 reports whether an issuer signed a certificate by a digest of SHA-1,
// which chains are not built on.
func bySHA1(c *x509.Certificate) bool {
	switch c.SignatureAlgorithm {
	case x509.SHA1WithRSA, x509.ECDSAWithSHA1, x509.DSAWithSHA1:
		return string(c.RawIssuer) != string(c.RawSubject)
	}
	return false
}
