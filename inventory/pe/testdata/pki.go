// Command pki makes the keys and certificates with which make.sh signs: a root,
// an intermediate, signers of several kinds and an authority for timestamps.
// All names are made up.
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"log"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

type party struct {
	cert *x509.Certificate
	key  *rsa.PrivateKey
}

func main() {
	dir := os.Args[1]
	root := issue(dir, "root", nil, "Delist Test Root", "Delist Test", "2010-01-01", "2099-12-31", true)
	between := issue(dir, "between", &root, "Delist Test Code Signing CA", "Delist Test", "2010-01-01", "2099-12-31", true)
	code, stamps := x509.ExtKeyUsageCodeSigning, x509.ExtKeyUsageTimeStamping
	issue(dir, "signer", &between, "Example Software GmbH", "Example Software GmbH", "2020-01-01", "2099-12-31", false, code)
	issue(dir, "expired", &between, "Example Software GmbH", "Example Software GmbH", "2020-01-01", "2021-01-01", false, code)
	issue(dir, "server", &between, "www.example.com", "Example Web Ltd", "2020-01-01", "2099-12-31", false, x509.ExtKeyUsageServerAuth)
	issue(dir, "famous", nil, "Example Famous Security AO", "Example Famous Security AO", "2020-01-01", "2099-12-31", false, code)
	issue(dir, "stamps", &root, "Delist Test Timestamps", "Delist Test", "2010-01-01", "2099-12-31", false, stamps)
}

func issue(dir, name string, by *party, common, organization, from, until string, authority bool, usages ...x509.ExtKeyUsage) party {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	check(err)
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 100))
	check(err)
	t := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: common, Organization: []string{organization}},
		NotBefore: day(from), NotAfter: day(until), BasicConstraintsValid: true, IsCA: authority, ExtKeyUsage: usages,
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if len(usages) == 1 && usages[0] == x509.ExtKeyUsageTimeStamping {
		t.ExtKeyUsage = nil // RFC 3161, section 2.3: the only use, and critical
		t.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: []byte("\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x08")}}
	}
	if authority {
		t.KeyUsage = x509.KeyUsageCertSign
	}
	parent, signer := t, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, t, parent, &key.PublicKey, signer)
	check(err)
	cert, err := x509.ParseCertificate(der)
	check(err)
	write(filepath.Join(dir, name+".pem"), "CERTIFICATE", der)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	check(err)
	write(filepath.Join(dir, name+".key"), "PRIVATE KEY", private)
	return party{cert, key}
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	check(err)
	return t
}

func write(name, kind string, der []byte) {
	check(os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
