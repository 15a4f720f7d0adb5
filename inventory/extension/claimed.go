package extension

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/xml"
	"maps"
	"slices"
	"strings"

	"github.com/delistdev/delist/inventory/signature"
)

const (
	signatureFolder = "package/services/digital-signature/xml-signature/"
	maxCertificates = 16
)

// claimed returns the signers that the signatures of a package name. They are
// written in XML, and are not checked.
//
// Source: ECMA-376, part 2, "Open Packaging Conventions", clause 10 "Digital
// Signatures"; W3C, "XML Signature Syntax and Processing", section 4.5.4.
func (m members) claimed() (all []signature.Signature) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !strings.HasPrefix(name, signatureFolder) || !strings.HasSuffix(name, ".psdsxs") || len(all) >= maxSigners {
			continue
		}
		content, err := m.metadata(name)
		if err != nil {
			continue // it proves nothing anyway
		}
		if certificates := certificatesIn(content); len(certificates) > 0 {
			all = append(all, signature.Claimed(certificates, "a signature in XML, which is not checked"))
		}
	}
	return all
}

// certificatesIn returns the certificates that an XML signature holds.
func certificatesIn(content []byte) (all []*x509.Certificate) {
	d := xml.NewDecoder(bytes.NewReader(content))
	inside := false
	for len(all) < maxCertificates {
		token, err := d.Token()
		if err != nil {
			return all // the end, or what is not XML
		}
		switch t := token.(type) {
		case xml.StartElement:
			inside = t.Name.Local == "X509Certificate"
		case xml.EndElement:
			inside = false
		case xml.CharData:
			if inside {
				all = appendCertificate(all, t)
			}
		}
	}
	return all
}

// appendCertificate appends what is written in base64, if it is a certificate.
func appendCertificate(all []*x509.Certificate, text []byte) []*x509.Certificate {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		return all
	}
	c, err := x509.ParseCertificate(b)
	if err != nil || len(c.RawSubjectPublicKeyInfo) > maxKey {
		return all
	}
	return append(all, c)
}
