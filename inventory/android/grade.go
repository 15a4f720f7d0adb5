package android

import (
	"crypto/x509"
	"errors"
	"fmt"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/signature"
)

const (
	maxKey = 4 << 10 // bytes: the cost of a key grows with its square

	debugName = "Android Debug"
	// testKey is the fingerprint of the certificate in the source of Android
	// whose key is there too: anybody can sign with it.
	// Source: AOSP, "build/make/target/product/security/testkey.x509.pem".
	testKey = "a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc"
)

// grade says how far a signature holds by certificates[0], given what is wrong
// with it, if anything is.
func grade(certificates []*x509.Certificate, scheme string, err error, p signature.Policy) signature.Signature {
	if err != nil {
		return signature.Claimed(certificates, fmt.Sprintf("scheme %s: %v", scheme, err))
	}
	s := signature.OfCertificates(certificates, p)
	switch {
	case s.Signer.Fingerprint == testKey:
		s.Grade, s.Decided = delist.GradeClaimed, "scheme "+scheme+": by the test key, which is public"
	case s.Grade == delist.GradeVerified:
	case s.Signer.CommonName == debugName:
		s.Decided = "scheme " + scheme + ": debug certificate, as anybody's tools make one"
	default:
		s.Decided = "scheme " + scheme + ": the certificate stands for itself"
	}
	return s
}

// parseCertificates reads certificates, of which there must be one.
func parseCertificates(list [][]byte) ([]*x509.Certificate, error) {
	var certificates []*x509.Certificate
	for _, b := range list {
		c, err := x509.ParseCertificate(b)
		if err != nil {
			return certificates, fmt.Errorf("certificate: %w", err)
		}
		certificates = append(certificates, c)
	}
	return certificates, checkCertificates(certificates)
}

func checkCertificates(certificates []*x509.Certificate) error {
	if len(certificates) == 0 {
		return errors.New("no certificate")
	}
	for _, c := range certificates {
		if len(c.RawSubjectPublicKeyInfo) > maxKey {
			return fmt.Errorf("a key of %d bytes", len(c.RawSubjectPublicKeyInfo))
		}
	}
	return nil
}
