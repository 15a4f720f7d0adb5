package signature

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"

	"github.com/sassoftware/relic/v8/lib/pkcs7"
	"github.com/sassoftware/relic/v8/lib/pkcs9"
	"github.com/sassoftware/relic/v8/lib/x509tools"
)

const (
	// MaxMessage is the largest message that is parsed; those with a hash for
	// each page of a large program have some hundred kilobytes.
	MaxMessage = 8 << 20

	maxKey    = 2200     // bytes, of a key with 16384 bits: its cost grows with its square
	maxStamp  = 32 << 10 // bytes of a timestamp, which brings keys of its own
	maxNested = 8        // signatures in one message
)

var (
	indirectData    = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 2, 1, 4}
	nestedSignature = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 2, 4, 1}
)

// indirect is what an Authenticode message holds in place of the file: its
// digest.
type indirect struct {
	Data   asn1.RawValue
	Digest struct {
		Algorithm pkix.AlgorithmIdentifier
		Value     []byte
	}
}

// Authenticode grades a message over the digest of a file, and those nested in
// it. Check says whether a digest is that of the file, with an error that says
// what is there instead.
//
// An error means that the message could not be parsed, and names nobody.
//
// Source: Microsoft, "Windows Authenticode Portable Executable Signature Format"
// (2008), sections "SpcIndirectDataContent" and "Authenticode Signature
// Verification"; nested ones are an attribute that is not signed.
func Authenticode(message []byte, p Policy, check func(h crypto.Hash, digest []byte) error) ([]Signature, error) {
	return authenticode(message, p, check, 0)
}

func authenticode(message []byte, p Policy, check func(crypto.Hash, []byte) error, depth int) ([]Signature, error) {
	if len(message) > MaxMessage {
		return nil, fmt.Errorf("a signature of %d bytes: at most %d are read", len(message), MaxMessage)
	}
	signed, certs, err := Parse(message)
	if err != nil {
		return nil, err
	}
	all := []Signature{one(signed, certs, p, check)}
	if depth > 0 {
		return all, nil
	}
	for _, inner := range nested(signed) {
		more, err := authenticode(inner, p, check, depth+1)
		if err != nil {
			return all, fmt.Errorf("nested signature: %w", err)
		}
		all = append(all, more...)
	}
	return all, nil
}

func one(signed *pkcs7.SignedData, certs []*x509.Certificate, p Policy, check func(crypto.Hash, []byte) error) Signature {
	verified, hash, err := verifyIndirect(signed, check)
	if err != nil {
		return Claimed(certs, err.Error())
	}
	return Of(verified, p).weakenedBy(hash)
}

// Parse reads a message and the certificates that come with it, the signer's
// first.
func Parse(message []byte) (signed *pkcs7.SignedData, certs []*x509.Certificate, err error) {
	defer RecoverAs(&err)
	if message, err = der(message); err != nil {
		return nil, nil, err
	}
	if err := countable(message); err != nil {
		return nil, nil, err
	}
	parsed, err := pkcs7.Unmarshal(message)
	if err != nil {
		return nil, nil, err
	}
	signed = &parsed.Content
	certs, err = signed.Certificates.Parse()
	if len(certs) == 0 {
		return nil, nil, errors.Join(errors.New("no certificate"), err)
	}
	if slices.ContainsFunc(certs, hugeKey) {
		return nil, nil, fmt.Errorf("a key of more than %d bytes", maxKey)
	}
	if len(signed.SignerInfos) > 0 {
		certs = signerFirst(certs, &signed.SignerInfos[0])
	}
	return signed, certs, nil
}

func hugeKey(c *x509.Certificate) bool { return len(c.RawSubjectPublicKeyInfo) > maxKey }

func signerFirst(certs []*x509.Certificate, info *pkcs7.SignerInfo) []*x509.Certificate {
	signer, err := info.FindCertificate(certs)
	if err != nil {
		return certs
	}
	ordered := []*x509.Certificate{signer}
	for _, other := range certs {
		if other != signer {
			ordered = append(ordered, other)
		}
	}
	return ordered
}

// verifyIndirect checks that the message is whole, and that what it signs is the
// file. The chain of certificates is not its business.
func verifyIndirect(signed *pkcs7.SignedData, check func(crypto.Hash, []byte) error) (_ *pkcs9.TimestampedSignature, hash crypto.Hash, err error) {
	defer RecoverAs(&err)
	if !signed.ContentInfo.ContentType.Equal(indirectData) {
		return nil, 0, errors.New("the message is not a signature over a file")
	}
	checked, err := verifyWhole(signed)
	if err != nil {
		return nil, 0, err
	}
	var content indirect
	if err := signed.ContentInfo.Unmarshal(&content); err != nil {
		return nil, 0, err
	}
	hash, err = x509tools.PkixDigestToHashE(content.Digest.Algorithm)
	if err != nil {
		return nil, 0, err
	}
	if hash == crypto.MD5 {
		return nil, 0, errMD5
	}
	if err := check(hash, content.Digest.Value); err != nil {
		return nil, 0, err
	}
	return Stamped(checked), hash, nil
}

// verifyWhole checks that a message with one signer is whole. What is signed
// names the type of the content: else a signature over something of another type
// could be made to fit.
//
// Source: RFC 5652, section 11.1.
func verifyWhole(signed *pkcs7.SignedData) (checked pkcs7.Signature, err error) {
	if len(signed.SignerInfos) != 1 {
		return checked, fmt.Errorf("the signature does not hold: %d signers", len(signed.SignerInfos))
	}
	var kind asn1.ObjectIdentifier
	err = signed.SignerInfos[0].AuthenticatedAttributes.GetOne(pkcs7.OidAttributeContentType, &kind)
	if err != nil || !kind.Equal(signed.ContentInfo.ContentType) {
		return checked, errors.New("the signature does not hold: it is over content of another type")
	}
	if checked, err = signed.Verify(nil, false); err != nil {
		return checked, fmt.Errorf("the signature does not hold: %w", err)
	}
	return checked, nil
}

// Stamped returns a signature with its timestamp, if it has one that holds: one
// that is broken is none.
func Stamped(checked pkcs7.Signature) *pkcs9.TimestampedSignature {
	plain := &pkcs9.TimestampedSignature{Signature: checked}
	for _, attribute := range checked.SignerInfo.UnauthenticatedAttributes {
		if !attribute.Type.Equal(nestedSignature) && len(attribute.Values.Bytes) > maxStamp {
			return plain
		}
	}
	stamped, err := pkcs9.VerifyOptionalTimestamp(checked)
	if err != nil {
		return plain
	}
	return &stamped
}

// ErrOther says that a signature is over something else.
var ErrOther = errors.New("what is signed is not what is there")

// nested returns the messages in the attributes of a signature.
func nested(signed *pkcs7.SignedData) (messages [][]byte) {
	if len(signed.SignerInfos) == 0 {
		return nil
	}
	for _, attribute := range signed.SignerInfos[0].UnauthenticatedAttributes {
		if !attribute.Type.Equal(nestedSignature) {
			continue
		}
		for rest := attribute.Values.Bytes; len(rest) > 0 && len(messages) < maxNested; {
			var value asn1.RawValue
			var err error
			if rest, err = asn1.Unmarshal(rest, &value); err != nil {
				break
			}
			messages = append(messages, value.FullBytes)
		}
	}
	return messages
}

// RecoverAs makes an error of a panic, when deferred: messages are parsed by
// code that was not written for hostile ones.
func RecoverAs(err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("malformed: %v", fault)
	}
}

// Message grades a message that holds what it signs, of a type, and returns
// that as it was encoded.
func Message(message []byte, kind asn1.ObjectIdentifier, p Policy) (s Signature, content []byte, err error) {
	defer RecoverAs(&err)
	signed, certs, err := Parse(message)
	if err != nil {
		return s, nil, err
	}
	if !signed.ContentInfo.ContentType.Equal(kind) {
		return s, nil, fmt.Errorf("a message about %v", signed.ContentInfo.ContentType)
	}
	var body asn1.RawValue
	if err := signed.ContentInfo.Unmarshal(&body); err != nil {
		return s, nil, err
	}
	checked, err := verifyWhole(signed)
	if err != nil {
		return Claimed(certs, err.Error()), body.FullBytes, nil
	}
	return Of(Stamped(checked), p), body.FullBytes, nil
}
