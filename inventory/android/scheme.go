package android

import (
	"bytes"
	"cmp"
	"crypto"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/delistdev/delist/inventory/signature"
)

const (
	maxSigners = 10 // as in Android
	maxValues  = 64

	// strippedAttribute says which stronger scheme was used together with
	// that of version 2.
	strippedAttribute = 0xbeeff00d
)

// A scheme is a way to sign an application.
type scheme struct {
	name       string
	identifier uint32
	// versions reports that signers say for which versions of Android they are.
	versions bool
}

// schemes holds the strongest first. Those in one line are asked together: each
// is for other versions of Android.
//
// Source: AOSP, "APK Signature Scheme v2" and "v3",
// https://source.android.com/docs/security/features/apksigning/v3
var schemes = [][]scheme{
	{{"v3.1", 0x1b93ad61, true}, {"v3", 0xf05368c0, true}},
	{{"v2", 0x7109871a, false}},
}

func isScheme(identifier uint32) bool {
	for _, line := range schemes {
		if slices.ContainsFunc(line, func(s scheme) bool { return s.identifier == identifier }) {
			return true
		}
	}
	return false
}

// signatures grades the signatures of the strongest scheme that there is. It is
// the only one that Android asks: one that fails does not fall back on a weaker
// one, or else breaking a few bytes would be enough to get past it.
func (a *archive) signatures(p signature.Policy) (all []signature.Signature, err error) {
	block, err := a.readBlock()
	if err != nil {
		return nil, err
	}
	c := &contents{a, block.at, map[crypto.Hash][]byte{}}
	for _, line := range schemes {
		for _, s := range line {
			if value, ok := block.values[s.identifier]; ok {
				some, errScheme := c.graded(s, value, p)
				all, err = append(all, some...), errors.Join(err, errScheme)
			}
		}
		if len(all) > 0 || err != nil {
			return all, err
		}
	}
	return a.jarSignatures(p)
}

// graded grades the signatures of one scheme.
func (c *contents) graded(s scheme, value []byte, p signature.Policy) ([]signature.Signature, error) {
	r := reader{b: value}
	signers := r.list(maxSigners)
	if r.err != nil {
		return nil, fmt.Errorf("signature %s: %w", s.name, r.err)
	}
	if len(signers) == 0 {
		return nil, fmt.Errorf("signature %s: no signer", s.name)
	}
	var all []signature.Signature
	for _, b := range signers {
		signer, err := parseSigner(s, b)
		if err == nil {
			err = c.verify(signer)
		}
		all = append(all, grade(signer.certificates, s.name, err, p))
	}
	return all, nil
}

// A signer is one who signed, with several algorithms perhaps.
type signer struct {
	data         []byte
	digests      map[uint32][]byte
	signatures   map[uint32][]byte
	certificates []*x509.Certificate
	key          []byte
	stripped     bool
}

// parseSigner reads a signer. The certificates are returned even with an error.
func parseSigner(s scheme, b []byte) (*signer, error) {
	r := reader{b: b}
	v := &signer{data: r.next()}
	if s.versions {
		r.uint32()
		r.uint32()
	}
	signatures := r.list(maxValues)
	v.key = r.next()
	errData := v.parseData(s)
	var errSignatures error
	v.signatures, errSignatures = byAlgorithm(signatures)
	return v, errors.Join(r.err, errData, errSignatures)
}

// parseData reads what is signed: digests, certificates, attributes.
func (v *signer) parseData(s scheme) error {
	r := reader{b: v.data}
	digests := r.list(maxValues)
	certificates := r.list(maxValues)
	if s.versions {
		r.uint32()
		r.uint32()
	}
	attributes := r.list(maxValues)
	for _, b := range attributes {
		v.stripped = v.stripped || !s.versions && len(b) >= 4 && binary.LittleEndian.Uint32(b) == strippedAttribute
	}
	var errDigests, errCertificates error
	v.digests, errDigests = byAlgorithm(digests)
	v.certificates, errCertificates = parseCertificates(certificates)
	return errors.Join(r.err, errDigests, errCertificates)
}

// byAlgorithm reads values that have the identifier of an algorithm before them.
func byAlgorithm(list [][]byte) (map[uint32][]byte, error) {
	values := map[uint32][]byte{}
	for _, b := range list {
		r := reader{b: b}
		identifier, value := r.uint32(), r.next()
		if _, ok := values[identifier]; ok || r.err != nil {
			return nil, cmp.Or(r.err, errors.New("an algorithm is there twice"))
		}
		values[identifier] = value
	}
	return values, nil
}

// verify checks the signature by the strongest algorithm, and the digest that
// goes with it.
func (c *contents) verify(v *signer) error {
	if v.stripped {
		return errors.New("a stronger signature was taken out")
	}
	if !maps.EqualFunc(v.digests, v.signatures, func(_, _ []byte) bool { return true }) {
		return errors.New("digests and signatures are by different algorithms")
	}
	identifier, ok := strongest(v.signatures)
	if !ok {
		return errors.New("no algorithm that is known")
	}
	if !bytes.Equal(v.certificates[0].RawSubjectPublicKeyInfo, v.key) {
		return errors.New("the certificate is for another key")
	}
	by := algorithms[identifier]
	if err := by.check(v.certificates[0].PublicKey, v.data, v.signatures[identifier]); err != nil {
		return err
	}
	sum, err := c.digest(by.hash)
	if err != nil {
		return err
	}
	if !bytes.Equal(sum, v.digests[identifier]) {
		return errors.New("what is signed is not what is there")
	}
	return nil
}
