package pe_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/sassoftware/relic/v8/lib/authenticode"
	"github.com/sassoftware/relic/v8/lib/certloader"
	"github.com/sassoftware/relic/v8/lib/x509tools"

	"github.com/delistdev/delist/inventory/pe"
	"github.com/delistdev/delist/inventory/signature"
)

// selfSigned makes a key and a certificate that names itself.
func selfSigned(t testing.TB) *certloader.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Example Drivers", Organization: []string{"Example Drivers"}},
		NotBefore: day("2020-01-01"), NotAfter: day("2099-12-31"), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &certloader.Certificate{Leaf: cert, Certificates: []*x509.Certificate{cert}, PrivateKey: key}
}

// catalogue makes one that signs the digests, as relic does, and the pool that
// trusts its signer.
func catalogue(t testing.TB, digests ...[]byte) ([]byte, *x509.CertPool) {
	t.Helper()
	signer := selfSigned(t)
	c := authenticode.NewCatalog(crypto.SHA256)
	algorithm, _ := x509tools.PkixDigestAlgorithm(crypto.SHA256)
	for _, digest := range digests {
		var content authenticode.SpcIndirectDataContentPe
		content.Data.Type = authenticode.OidSpcPeImageData
		content.Data.Value.File.File = authenticode.NewSpcString("")
		content.MessageDigest.Digest, content.MessageDigest.DigestAlgorithm = digest, algorithm
		if err := c.Add(content); err != nil {
			t.Fatal(err)
		}
	}
	signed, err := c.Sign(context.Background(), signer, nil)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(signer.Leaf)
	return signed.Raw, pool
}

func TestCatalogue(t *testing.T) {
	driver := program(t, "unsigned.dll")
	digest, err := pe.Digest(bytes.NewReader(driver), int64(len(driver)), crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	content, pool := catalogue(t, bytes.Repeat([]byte{1}, 32), digest)
	p := signature.Policy{Roots: signature.Roots{Name: "test", Pool: pool}, On: time.Now()}
	c, err := pe.ReadCatalogue(content, p)
	if err != nil {
		t.Fatal(err)
	}
	if c.Signature.Grade != "verified" || c.Signature.Signer.CommonName != "Example Drivers" {
		t.Errorf("got %s by %q: %s", c.Signature.Grade, c.Signature.Signer.CommonName, c.Signature.Decided)
	}
	if !c.Has(digest) || c.Has(bytes.Repeat([]byte{2}, 32)) {
		t.Errorf("the driver is in it: %t; another file is: %t", c.Has(digest), c.Has(bytes.Repeat([]byte{2}, 32)))
	}
	// The list of digests is what is signed: one more digest breaks it.
	i := bytes.Index(content, digest)
	content[i] ^= 1
	c, err = pe.ReadCatalogue(content, p)
	if err == nil && c.Signature.Grade != "claimed" {
		t.Errorf("got %s for a changed catalogue, want claimed", c.Signature.Grade)
	}
}

// FuzzReadCatalogue checks that no input makes the reader panic.
func FuzzReadCatalogue(f *testing.F) {
	content, pool := catalogue(f, bytes.Repeat([]byte{1}, 32))
	f.Add(content)
	f.Fuzz(func(t *testing.T, content []byte) {
		c, err := pe.ReadCatalogue(content, signature.Policy{Roots: signature.Roots{Pool: pool}})
		if (c == nil) == (err == nil) {
			t.Error("want either a catalogue or an error")
		}
	})
}
