package android

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"errors"
	"slices"
)

var errSignature = errors.New("the signature does not hold")

// An algorithm is a way to make a signature, with the digest that it is over.
// The digest of the contents is made with the same one.
type algorithm struct {
	hash crypto.Hash
	kind byte
}

const (
	kindPSS = iota
	kindPKCS1
	kindECDSA
)

// algorithms are those that are checked; DSA and the digests by hash trees are
// not.
//
// Source: AOSP, "APK Signature Scheme v2", section "Signature Algorithm IDs".
var algorithms = map[uint32]algorithm{
	0x0101: {crypto.SHA256, kindPSS},
	0x0102: {crypto.SHA512, kindPSS},
	0x0103: {crypto.SHA256, kindPKCS1},
	0x0104: {crypto.SHA512, kindPKCS1},
	0x0201: {crypto.SHA256, kindECDSA},
	0x0202: {crypto.SHA512, kindECDSA},
}

// strongest returns that with the longest digest, and of those the first.
func strongest(values map[uint32][]byte) (uint32, bool) {
	var known []uint32
	for identifier := range values {
		if _, ok := algorithms[identifier]; ok {
			known = append(known, identifier)
		}
	}
	if len(known) == 0 {
		return 0, false
	}
	return slices.MinFunc(known, func(x, y uint32) int {
		if longer := algorithms[y].hash.Size() - algorithms[x].hash.Size(); longer != 0 {
			return longer
		}
		return int(x) - int(y)
	}), true
}

// check checks a signature over data.
func (a algorithm) check(key crypto.PublicKey, data, signature []byte) error {
	h := a.hash.New()
	h.Write(data)
	sum := h.Sum(nil)
	ok := false
	switch key := key.(type) {
	case *rsa.PublicKey:
		if a.kind == kindPSS {
			ok = rsa.VerifyPSS(key, a.hash, sum, signature, &rsa.PSSOptions{SaltLength: a.hash.Size()}) == nil
		} else {
			ok = a.kind == kindPKCS1 && rsa.VerifyPKCS1v15(key, a.hash, sum, signature) == nil
		}
	case *ecdsa.PublicKey:
		ok = a.kind == kindECDSA && ecdsa.VerifyASN1(key, sum, signature)
	}
	if !ok {
		return errSignature
	}
	return nil
}
