package extension_test

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/sassoftware/relic/v8/lib/pkcs7"

	"github.com/delistdev/delist/inventory/extension"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func open(r io.ReaderAt, size int64) (*zip.Reader, error) { return zip.NewReader(r, size) }

func readCRX(content []byte) (*extension.Extension, error) {
	return extension.ReadCRX(bytes.NewReader(content), int64(len(content)), open)
}

func unzip(t testing.TB, content []byte) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// pack writes an archive, its members in the order of their names.
func pack(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		add(t, z, name, files[name])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func add(t testing.TB, z *zip.Writer, name, content string) {
	t.Helper()
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
}

// A signer has a certificate that its own root issued.
type signer struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
	roots       *x509.CertPool
}

func newSigner(t testing.TB, name string) signer {
	t.Helper()
	root, rootKey := issue(t, "Root of tests", nil, nil)
	leaf, key := issue(t, name, root, rootKey)
	pool := x509.NewCertPool()
	pool.AddCert(root)
	return signer{key, leaf, pool}
}

func issue(t testing.TB, name string, above *x509.Certificate, aboveKey *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name}, BasicConstraintsValid: true, IsCA: above == nil,
		NotBefore: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
	}
	if above == nil {
		above, aboveKey = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, above, &key.PublicKey, aboveKey)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c, key
}

// message signs content that lies elsewhere.
func (s signer) message(t testing.TB, content string) string {
	t.Helper()
	b := pkcs7.NewBuilder(s.key, []*x509.Certificate{s.certificate}, crypto.SHA256)
	digest := sha256.Sum256([]byte(content))
	if err := b.SetDetachedContent(pkcs7.OidData, digest[:]); err != nil {
		t.Fatal(err)
	}
	signed, err := b.Sign()
	if err != nil {
		t.Fatal(err)
	}
	der, err := signed.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return string(der)
}

// sign returns the files with those that sign them.
func (s signer) sign(t testing.TB, files map[string]string) map[string]string {
	t.Helper()
	list := "Manifest-Version: 1.0\n"
	for _, name := range slices.Sorted(maps.Keys(files)) {
		list += fmt.Sprintf("\nName: %s\nDigest-Algorithms: SHA256\nSHA256-Digest: %s\n", name, digest(files[name]))
	}
	signed := maps.Clone(files)
	signed["META-INF/manifest.mf"] = list
	signed["META-INF/mozilla.sf"] = "Signature-Version: 1.0\nSHA256-Digest-Manifest: " + digest(list) + "\n\n"
	signed["META-INF/mozilla.rsa"] = s.message(t, signed["META-INF/mozilla.sf"])
	return signed
}

func digest(content string) string {
	sum := sha256.Sum256([]byte(content))
	return base64.StdEncoding.EncodeToString(sum[:])
}
