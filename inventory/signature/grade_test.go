package signature_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sassoftware/relic/v8/lib/pkcs7"
	"github.com/sassoftware/relic/v8/lib/pkcs9"
	"github.com/sassoftware/relic/v8/lib/x509tools"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/signature"
)

// A party has a certificate and the key to issue others.
type party struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// issue makes a certificate of a name, valid from 2020 to 2022, after change.
func issue(t testing.TB, by *party, name string, change func(*x509.Certificate)) *party {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(255), Subject: pkix.Name{CommonName: name, Organization: []string{name + " Ltd"}},
		NotBefore: day("2020-01-01"), NotAfter: day("2022-01-01"), BasicConstraintsValid: true,
	}
	if change != nil {
		change(template)
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &party{cert, key}
}

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func authority(c *x509.Certificate) {
	c.IsCA, c.KeyUsage, c.NotAfter = true, x509.KeyUsageCertSign, day("2040-01-01")
}

func use(usages ...x509.ExtKeyUsage) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.ExtKeyUsage = usages }
}

var marked = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 1, 13}

func mark(c *x509.Certificate) {
	use(x509.ExtKeyUsageCodeSigning)(c)
	c.ExtraExtensions = []pkix.Extension{{Id: marked, Critical: true, Value: []byte{5, 0}}}
}

// signed is a signature whose digest is right, by a hash.
func signed(by *party, hash asn1.ObjectIdentifier, more ...*x509.Certificate) pkcs7.Signature {
	return pkcs7.Signature{
		SignerInfo:  &pkcs7.SignerInfo{DigestAlgorithm: pkix.AlgorithmIdentifier{Algorithm: hash}},
		Certificate: by.cert, Intermediates: more,
	}
}

// TestOf: what grades a signature whose digest is that of the file.
func TestOf(t *testing.T) {
	root := issue(t, nil, "Root", authority)
	between := issue(t, root, "Between", authority)
	other := issue(t, nil, "Other root", authority)
	code, stamping := use(x509.ExtKeyUsageCodeSigning), use(x509.ExtKeyUsageTimeStamping)
	signer := issue(t, between, "Signer", code)
	pool := x509.NewCertPool()
	pool.AddCert(root.cert)
	stampBy := func(by *party, hash asn1.ObjectIdentifier, at string, more ...*x509.Certificate) *pkcs9.CounterSignature {
		return &pkcs9.CounterSignature{Signature: signed(by, hash, more...), SigningTime: day(at)}
	}
	good := issue(t, root, "Stamps", stamping)
	sha256, sha1, md5 := x509tools.OidDigestSHA256, x509tools.OidDigestSHA1, x509tools.OidDigestMD5
	const verified = "verified: Root, in the pool"
	tests := []struct {
		name  string
		by    *party
		hash  asn1.ObjectIdentifier
		stamp *pkcs9.CounterSignature
		on    string
		want  string
	}{
		{"chain on the day", signer, sha256, nil, "2021-01-01", verified},
		{"no day: never too old", signer, sha256, nil, "", verified},
		{"the day after", signer, sha256, nil, "2022-01-02", "intact: certificate expired on 2022-01-01"},
		{"the day before", signer, sha256, nil, "2019-12-31", "intact: certificate was not valid before 2020-01-01"},
		{"SHA-1 is told", signer, sha1, nil, "2021-01-01", verified + "; digest by SHA-1"},
		{"MD5 proves nothing", signer, md5, nil, "2021-01-01", "claimed: digest by MD5"},
		{"of another root", issue(t, other, "Stranger", code), sha256, nil, "2021-01-01", "intact: no chain to a trusted root"},
		{"self-signed", issue(t, nil, "Self", code), sha256, nil, "2021-01-01", "intact: self-signed"},
		{"for servers", issue(t, between, "Server", use(x509.ExtKeyUsageServerAuth)), sha256, nil, "2021-01-01", "intact: certificate is not for this use"},
		{"timestamp", signer, sha256, stampBy(good, sha256, "2021-06-01"), "2026-01-01", verified},
		{"timestamp after the end", signer, sha256, stampBy(issue(t, root, "Late", func(c *x509.Certificate) { stamping(c); c.NotAfter = day("2030-01-01") }), sha256, "2023-01-01"), "2021-01-01",
			"intact: certificate expired on 2022-01-01"},
		{"timestamp of another root", signer, sha256, stampBy(issue(t, other, "Stamps", stamping), sha256, "2021-06-01", other.cert), "2026-01-01",
			"intact: certificate expired on 2022-01-01; its timestamp does not count: no chain to a trusted root"},
		{"timestamp by a signer of code", signer, sha256, stampBy(signer, sha256, "2021-06-01", between.cert), "2026-01-01",
			"intact: certificate expired on 2022-01-01; its timestamp does not count: certificate is not for this use"},
		{"timestamp by a certificate for any use", signer, sha256, stampBy(issue(t, root, "Any", nil), sha256, "2021-06-01"), "2026-01-01",
			"intact: certificate expired on 2022-01-01; its timestamp does not count: certificate is not for this use"},
		{"timestamp by MD5", signer, sha256, stampBy(good, md5, "2021-06-01"), "2026-01-01",
			"intact: certificate expired on 2022-01-01; its timestamp does not count: digest by MD5"},
		{"bad timestamp of a good chain", signer, sha256, stampBy(good, md5, "2021-06-01"), "2021-01-01", verified},
		{"extension that nobody knows", issue(t, between, "Marked", mark), sha256, nil, "2021-01-01", "intact: chain does not hold: x509: unhandled critical extension"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := signature.Policy{Roots: signature.Roots{Name: "the pool", Pool: pool}}
			if tt.on != "" {
				p.On = day(tt.on)
			}
			s := signature.Of(&pkcs9.TimestampedSignature{Signature: signed(tt.by, tt.hash, between.cert), CounterSignature: tt.stamp}, p)
			if got := string(s.Grade) + ": " + s.Decided; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if s.Signer.CommonName != tt.by.cert.Subject.CommonName {
				t.Errorf("the signer is %q, want %q", s.Signer.CommonName, tt.by.cert.Subject.CommonName)
			}
			p.Roots.Pool = nil
			if s := signature.Of(&pkcs9.TimestampedSignature{Signature: signed(tt.by, tt.hash, between.cert)}, p); s.Grade == delist.GradeVerified {
				t.Error("verified without roots")
			}
		})
	}
	ours := &pkcs9.TimestampedSignature{Signature: signed(issue(t, between, "Marked", mark), sha256, between.cert)}
	if s := signature.OfAllowing(ours, signature.Policy{Roots: signature.Roots{Pool: pool}}, marked); s.Grade != delist.GradeVerified {
		t.Errorf("an extension that is allowed: %s, %s", s.Grade, s.Decided)
	}
}

// TestWithoutCertificates: nobody is named, and nothing is proven.
func TestWithoutCertificates(t *testing.T) {
	for name, s := range map[string]signature.Signature{
		"Of": signature.Of(nil, signature.Policy{}), "OfCertificates": signature.OfCertificates(nil, signature.Policy{}), "Claimed": signature.Claimed(nil, "why"),
	} {
		if s.Grade != delist.GradeClaimed || len(s.Names()) > 0 || s.Decided == "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestCertificate(t *testing.T) {
	signer := issue(t, issue(t, nil, "Root", authority), "Signer", nil)
	s := signature.OfCertificates([]*x509.Certificate{signer.cert}, signature.Policy{})
	want := signature.Certificate{
		CommonName: "Signer", Organization: "Signer Ltd", Issuer: "Root", Serial: "ff", Fingerprint: s.Signer.Fingerprint,
		NotBefore: day("2020-01-01"), NotAfter: day("2022-01-01"),
	}
	if diff := cmp.Diff(want, s.Signer); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Signer Ltd", "Signer"}, s.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// TestIssuersInACircle: the chain that is told has an end.
func TestIssuersInACircle(t *testing.T) {
	a := issue(t, nil, "A", authority)
	b := issue(t, a, "B", authority)
	back := issue(t, b, "A", authority)
	s := signature.Claimed([]*x509.Certificate{back.cert, b.cert}, "why")
	if len(s.Chain) != 2 {
		t.Errorf("a chain of %d, want 2", len(s.Chain))
	}
}
