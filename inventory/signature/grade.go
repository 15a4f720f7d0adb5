package signature

import (
	"cmp"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sassoftware/relic/v8/lib/pkcs9"

	"github.com/delistdev/delist"
)

// Of grades a signature whose digest was found to be that of the file: by the
// chain of the signer's certificate, at the time that a timestamp proves or else
// at that of the policy.
func Of(s *pkcs9.TimestampedSignature, p Policy) Signature { return OfAllowing(s, p) }

// OfAllowing is [Of] where the format's certificates hold critical extensions
// that the caller knows how to take.
func OfAllowing(s *pkcs9.TimestampedSignature, p Policy, extensions ...asn1.ObjectIdentifier) Signature {
	if s == nil || s.Certificate == nil {
		return Claimed(nil, "no certificate of the signer")
	}
	certs := append([]*x509.Certificate{s.Certificate}, s.Intermediates...)
	hash := digestOf(s.SignerInfo)
	if hash == crypto.MD5 {
		return Claimed(certs, errMD5.Error())
	}
	stamp, why := timestamp(s.CounterSignature, certs, p)
	sig := grade(certs, p, stamp, x509.ExtKeyUsageCodeSigning, extensions)
	if sig.Grade != delist.GradeVerified && why != "" {
		sig.Decided += "; " + why
	}
	return sig.weakenedBy(hash)
}

// OfCertificates grades a signature over bare data, that certs[0] was found to
// have made.
func OfCertificates(certs []*x509.Certificate, p Policy) Signature {
	if len(certs) == 0 {
		return Claimed(nil, "no certificate of the signer")
	}
	return grade(certs, p, time.Time{}, x509.ExtKeyUsageCodeSigning, nil)
}

// Claimed is a signature that proves nothing, over something else or broken, and
// still names somebody. The certificates begin with the signer's.
func Claimed(certs []*x509.Certificate, why string) Signature {
	s := Signature{Grade: delist.GradeClaimed, Decided: why, Chain: described(climb(certs))}
	if len(s.Chain) > 0 {
		s.Signer = s.Chain[0]
	}
	return s
}

// timestamp returns when a countersignature proves that the signature was there,
// or why it proves nothing.
func timestamp(c *pkcs9.CounterSignature, more []*x509.Certificate, p Policy) (at time.Time, why string) {
	if c == nil {
		return at, ""
	}
	if c.Certificate == nil {
		return at, "its timestamp has no certificate"
	}
	if c.Hash == crypto.MD5 || digestOf(c.SignerInfo) == crypto.MD5 {
		return at, "its timestamp does not count: " + errMD5.Error()
	}
	// A certificate that does not limit its use is not for timestamps.
	if !slices.Contains(c.Certificate.ExtKeyUsage, x509.ExtKeyUsageTimeStamping) {
		return at, "its timestamp does not count: certificate is not for this use"
	}
	certs := append(append([]*x509.Certificate{c.Certificate}, c.Intermediates...), more...)
	if _, err := verify(certs, p.Roots.Pool, c.SigningTime, x509.ExtKeyUsageTimeStamping, nil); err != nil {
		return at, "its timestamp does not count: " + reason(err, c.Certificate, c.SigningTime)
	}
	return c.SigningTime, ""
}

func grade(certs []*x509.Certificate, p Policy, stamp time.Time, usage x509.ExtKeyUsage, extensions []asn1.ObjectIdentifier) Signature {
	leaf := certs[0]
	s := Signature{Grade: delist.GradeIntact, Signed: stamp, Chain: described(climb(certs))}
	s.Signer = s.Chain[0]
	at := stamp
	if at.IsZero() {
		if at = p.On; at.IsZero() {
			at = leaf.NotAfter
		}
	}
	root, err := verify(certs, p.Roots.Pool, at, usage, extensions)
	if err != nil {
		s.Decided = reason(err, leaf, at)
		if errors.As(err, new(x509.UnknownAuthorityError)) && slices.ContainsFunc(climb(certs), bySHA1) {
			s.Decided += ": a certificate is signed by SHA-1"
		}
		return s
	}
	s.Grade, s.Decided = delist.GradeVerified, cmp.Or(p.Roots.Name, "the given roots")
	if name := cmp.Or(root.Subject.CommonName, first(root.Subject.Organization)); name != "" {
		s.Decided = name + ", in " + s.Decided
	}
	return s
}

var errNoRoots = errors.New("no roots to trust")

// verify returns the root in which a chain ends.
func verify(certs []*x509.Certificate, roots *x509.CertPool, at time.Time, usage x509.ExtKeyUsage, extensions []asn1.ObjectIdentifier) (*x509.Certificate, error) {
	if roots == nil {
		return nil, errNoRoots
	}
	between := x509.NewCertPool()
	for _, c := range certs[1:] {
		between.AddCert(handled(c, extensions))
	}
	chains, err := handled(certs[0], extensions).Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{usage},
	})
	if err != nil {
		return nil, err
	}
	return chains[0][len(chains[0])-1], nil
}

// handled returns the certificate without those of its critical extensions that
// the caller takes care of.
func handled(c *x509.Certificate, extensions []asn1.ObjectIdentifier) *x509.Certificate {
	if len(extensions) == 0 || len(c.UnhandledCriticalExtensions) == 0 {
		return c
	}
	own := *c
	own.UnhandledCriticalExtensions = slices.DeleteFunc(slices.Clone(c.UnhandledCriticalExtensions), func(id asn1.ObjectIdentifier) bool {
		return slices.ContainsFunc(extensions, id.Equal)
	})
	return &own
}

// reason says in a few words why a chain does not hold.
func reason(err error, leaf *x509.Certificate, at time.Time) string {
	const day = "2006-01-02"
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.Is(err, errNoRoots):
		return "no roots to trust were given"
	case at.After(leaf.NotAfter):
		return "certificate expired on " + leaf.NotAfter.UTC().Format(day)
	case at.Before(leaf.NotBefore):
		return "certificate was not valid before " + leaf.NotBefore.UTC().Format(day)
	case isSelfSigned(leaf):
		return "self-signed"
	case errors.As(err, &invalid) && invalid.Reason == x509.IncompatibleUsage:
		return "certificate is not for this use"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		return "certificate of the issuer " + invalid.Cert.Subject.CommonName + " was not valid on " + at.UTC().Format(day)
	case errors.As(err, &unknown):
		return "no chain to a trusted root"
	}
	return fmt.Sprintf("chain does not hold: %v", err)
}

func isSelfSigned(c *x509.Certificate) bool {
	return string(c.RawIssuer) == string(c.RawSubject) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// maxChain is how many certificates of one chain are told.
const maxChain = 10

// climb returns the certificates from the first one up, as far as their issuers
// are among them.
func climb(certs []*x509.Certificate) []*x509.Certificate {
	if len(certs) == 0 {
		return nil
	}
	chain := certs[:1:1]
	for len(chain) < maxChain {
		last := chain[len(chain)-1]
		if string(last.RawIssuer) == string(last.RawSubject) {
			break
		}
		i := slices.IndexFunc(certs, func(c *x509.Certificate) bool { return string(c.RawSubject) == string(last.RawIssuer) })
		if i < 0 || slices.Contains(chain, certs[i]) {
			break
		}
		chain = append(chain, certs[i])
	}
	return chain
}

func described(certs []*x509.Certificate) []Certificate {
	list := make([]Certificate, len(certs))
	for i, c := range certs {
		sum := sha256.Sum256(c.Raw)
		list[i] = Certificate{
			CommonName: c.Subject.CommonName, Organization: first(c.Subject.Organization), Country: first(c.Subject.Country),
			Issuer: cmp.Or(c.Issuer.CommonName, first(c.Issuer.Organization)), Serial: c.SerialNumber.Text(16),
			Fingerprint: hex.EncodeToString(sum[:]), NotBefore: c.NotBefore, NotAfter: c.NotAfter,
		}
	}
	return list
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// Names returns what the signer is called: organisation and common name, each
// once.
func (s Signature) Names() []string {
	var names []string
	for _, name := range []string{s.Signer.Organization, s.Signer.CommonName} {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
