package extension

import (
	"archive/zip"
	"bytes"
	"crypto"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/sassoftware/relic/v8/lib/pkcs7"
	"github.com/sassoftware/relic/v8/lib/pkcs9"

	"github.com/delistdev/delist/inventory/signature"
)

const (
	metaFolder = "META-INF/"
	digestList = metaFolder + "manifest.mf"
	maxSigners = 8
)

var md5 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}

// signatures grades the signatures over an archive: a message signs a file, which
// has the digest of a list, which has those of the members.
//
// Source: Mozilla, "security/manager/ssl/AppSignatureVerification.cpp",
// https://searchfox.org/mozilla-central/source/security/manager/ssl/AppSignatureVerification.cpp.
// The second signature that it knows, by COSE, is left: the first must be there
// with it.
func (m members) signatures(p signature.Policy) ([]signature.Signature, error) {
	messages := m.messages()
	if len(messages) == 0 {
		return nil, nil
	}
	if len(messages) > maxSigners {
		return nil, fmt.Errorf("%d signatures, at most %d are read", len(messages), maxSigners)
	}
	list, fault := m.checkedList()
	var all []signature.Signature
	var faults []error
	for _, name := range messages {
		s, err := m.grade(name, list, fault, p)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		all = append(all, s)
	}
	return all, errors.Join(faults...)
}

// messages returns the names of the members that sign, in order.
func (m members) messages() (names []string) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if kind := signingKind(name); kind == ".rsa" || kind == ".dsa" || kind == ".ec" {
			names = append(names, name)
		}
	}
	return names
}

// signingKind returns the ending, in lower case, of the name of a member beside
// the list of digests.
func signingKind(name string) string {
	folder, file := path.Split(name)
	if !strings.EqualFold(folder, metaFolder) {
		return ""
	}
	return strings.ToLower(path.Ext(file))
}

// checkedList returns the list of digests, and what is wrong with the members by
// it.
func (m members) checkedList() ([]byte, error) {
	list, err := m.content(m.fold(digestList), maxSigned)
	if err != nil {
		return nil, err
	}
	sections, err := parseSections(list)
	if err != nil {
		return list, fmt.Errorf("%s: %w", digestList, err)
	}
	return list, m.check(sections[1:])
}

// check compares every member with its digest; none may be missing, and none may
// be without one.
func (m members) check(sections []section) error {
	expected := make(map[string]section, len(sections))
	for _, s := range sections {
		name := s["name"]
		if _, ok := m[name]; !ok {
			return fmt.Errorf("member %q is missing", name)
		}
		if _, twice := expected[name]; twice {
			return fmt.Errorf("member %q has digests twice", name)
		}
		expected[name] = s
	}
	left := int64(maxUnpacked)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		s, listed := expected[name]
		if strings.HasSuffix(name, "/") || !listed && isSigning(name) {
			continue
		}
		if err := s.compare(m[name], &left); err != nil {
			return fmt.Errorf("member %q %w", name, err)
		}
	}
	return nil
}

// isSigning reports whether a member is part of a signature, which cannot have
// its own digest.
func isSigning(name string) bool {
	switch signingKind(name) {
	case ".rsa", ".dsa", ".ec", ".sf", ".mf", ".sig", ".manifest":
		return true
	}
	return false
}

var (
	errUnsigned = errors.New("is not signed")
	errOther    = errors.New("is not what was signed")
)

// compare compares a member with the digest that a section has of it.
func (s section) compare(f *zip.File, left *int64) error {
	h, want, ok := s.digest("")
	if !ok {
		return errUnsigned
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	digest := h.New()
	n, err := io.Copy(digest, io.LimitReader(r, *left+1))
	if *left -= n; *left < 0 {
		return fmt.Errorf("is beyond %d bytes of members, which are compared", maxUnpacked)
	}
	if err != nil {
		return err
	}
	if !bytes.Equal(digest.Sum(nil), want) {
		return errOther
	}
	return nil
}

// grade grades one message. The error says that it could not be parsed, and names
// nobody.
func (m members) grade(name string, list []byte, fault error, p signature.Policy) (signature.Signature, error) {
	message, err := m.content(name, maxMessage)
	if err != nil {
		return signature.Signature{}, err
	}
	signed, certificates, err := signature.Parse(message)
	if err != nil {
		return signature.Signature{}, err
	}
	stamped, err := m.verify(name, signed, list)
	if err == nil {
		err = fault
	}
	if err != nil {
		return signature.Claimed(certificates, err.Error()), nil
	}
	return signature.Of(stamped, p), nil
}

// verify checks a message, the file that it signs, and the digest of the list in
// that.
func (m members) verify(name string, signed *pkcs7.SignedData, list []byte) (*pkcs9.TimestampedSignature, error) {
	file, err := m.content(m.fold(strings.TrimSuffix(name, path.Ext(name))+".sf"), maxSigned)
	if err != nil {
		return nil, err
	}
	stamped, err := verifyMessage(signed, file)
	if err != nil {
		return nil, fmt.Errorf("the signature does not hold: %w", err)
	}
	sections, err := parseSections(file)
	if err != nil {
		return nil, err
	}
	h, want, ok := sections[0].digest("-manifest")
	if !ok || !bytes.Equal(sum(h, list), want) {
		return nil, errors.New("the list of digests is not what was signed")
	}
	return stamped, nil
}

func sum(h crypto.Hash, b []byte) []byte {
	digest := h.New()
	digest.Write(b)
	return digest.Sum(nil)
}

// verifyMessage checks that a message is over some content, by one signer.
func verifyMessage(signed *pkcs7.SignedData, content []byte) (_ *pkcs9.TimestampedSignature, err error) {
	defer signature.RecoverAs(&err)
	if len(signed.SignerInfos) != 1 {
		return nil, fmt.Errorf("%d signers in one message", len(signed.SignerInfos))
	}
	if signed.SignerInfos[0].DigestAlgorithm.Algorithm.Equal(md5) {
		return nil, errors.New("digest by MD5")
	}
	checked, err := signed.Verify(content, false)
	if err != nil {
		return nil, err
	}
	return signature.Stamped(checked), nil
}
