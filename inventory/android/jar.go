package android

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/sassoftware/relic/v8/lib/pkcs7"

	"github.com/delistdev/delist/inventory/signature"
)

const (
	metaFolder  = "META-INF/"
	jarManifest = metaFolder + "MANIFEST.MF"

	maxJarManifest = 16 << 20
	maxMessage     = 128 << 10
	maxUnpacked    = int64(2 << 30) // of all members together
)

var md5 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}

// jarSignatures grades the signatures of version 1, those of Java: a message
// signs a file, which has the digest of the manifest, which has those of the
// members. What lies between members is signed by nobody.
//
// Source: Oracle, "JAR File Specification", section "Signed JAR File"; AOSP,
// "frameworks/base/core/java/android/util/jar/StrictJarVerifier.java".
func (a *archive) jarSignatures(p signature.Policy) ([]signature.Signature, error) {
	messages := a.messages()
	if len(messages) == 0 {
		return nil, nil
	}
	if len(messages) > maxSigners {
		return nil, fmt.Errorf("signature v1: %d signers, the limit is %d", len(messages), maxSigners)
	}
	j := &jar{archive: a}
	errManifest := j.readManifest()
	var all []signature.Signature
	for _, name := range messages {
		certificates, err := j.verify(name)
		if err == nil {
			err = errManifest
		}
		all = append(all, grade(certificates, j.scheme(), err, p))
	}
	return all, nil
}

// messages returns the names of the members that sign, in order.
func (a *archive) messages() (names []string) {
	for _, name := range slices.Sorted(maps.Keys(a.members)) {
		rest, ok := strings.CutPrefix(name, metaFolder)
		if ok && !strings.Contains(rest, "/") && slices.Contains([]string{".RSA", ".DSA", ".EC"}, path.Ext(name)) {
			names = append(names, name)
		}
	}
	return names
}

// A jar is an archive with its manifest.
type jar struct {
	*archive
	manifest []byte
	weak     bool // a digest is by SHA-1
}

func (j *jar) scheme() string {
	if j.weak {
		return "v1 with SHA-1"
	}
	return "v1"
}

// readManifest reads the manifest, and checks all members by it.
func (j *jar) readManifest() error {
	m, ok := j.members[jarManifest]
	if !ok {
		return errors.New("no " + jarManifest)
	}
	var err error
	if j.manifest, err = j.content(m, maxJarManifest); err != nil {
		return err
	}
	return j.checkMembers()
}

// checkMembers checks that every member is in the manifest, with its digest,
// and that there is none in it that is not a member.
func (j *jar) checkMembers() error {
	expected, err := j.expected()
	if err != nil {
		return err
	}
	left := maxUnpacked
	for _, name := range slices.Sorted(maps.Keys(j.members)) {
		if strings.HasPrefix(name, metaFolder) || strings.HasSuffix(name, "/") {
			continue
		}
		if left -= j.members[name].size; left < 0 {
			return fmt.Errorf("more than %d bytes in all members", maxUnpacked)
		}
		if err := j.checkMember(j.members[name], expected[name]); err != nil {
			return err
		}
	}
	return nil
}

// expected returns what the manifest says of members.
func (j *jar) expected() (map[string]section, error) {
	sections, err := parseSections(j.manifest)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", jarManifest, err)
	}
	byName := make(map[string]section, len(sections))
	for _, s := range sections[1:] {
		name, ok := s["name"]
		if _, there := j.members[name]; ok && !there {
			return nil, fmt.Errorf("member %q is missing", name)
		}
		byName[name] = s
	}
	return byName, nil
}

func (j *jar) checkMember(m member, s section) error {
	r, err := j.open(m)
	if err != nil {
		return err
	}
	return j.compare(s, "", r, fmt.Sprintf("member %q", m.name))
}

// compare compares what is there with the digest that a section has of it.
func (j *jar) compare(s section, suffix string, r io.Reader, what string) error {
	hash, want, ok := s.digest(suffix)
	if !ok {
		return fmt.Errorf("%s is not signed", what)
	}
	j.weak = j.weak || hash == crypto.SHA1
	h := hash.New()
	if _, err := io.Copy(h, r); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if !bytes.Equal(h.Sum(nil), want) {
		return fmt.Errorf("%s is not what was signed", what)
	}
	return nil
}

// verify checks one message and the file that it signs. The certificates are
// returned even with an error, the signer's first.
func (j *jar) verify(name string) ([]*x509.Certificate, error) {
	signed, certificates, err := j.message(name)
	if err != nil {
		return certificates, err
	}
	m, ok := j.members[strings.TrimSuffix(name, path.Ext(name))+".SF"]
	if !ok {
		return certificates, errors.New("nothing that it signs")
	}
	file, err := j.content(m, maxJarManifest)
	if err != nil {
		return certificates, err
	}
	if err := verifyMessage(signed, file); err != nil {
		return certificates, err
	}
	sections, err := parseSections(file)
	if err != nil {
		return certificates, fmt.Errorf("%s: %w", m.name, err)
	}
	return certificates, j.checkFile(sections[0])
}

// message reads a message, and its certificates.
func (j *jar) message(name string) (signed *pkcs7.SignedData, certificates []*x509.Certificate, err error) {
	defer signature.RecoverAs(&err)
	b, err := j.content(j.members[name], maxMessage)
	if err != nil {
		return nil, nil, err
	}
	parsed, err := pkcs7.Unmarshal(b)
	if err != nil {
		return nil, nil, err
	}
	signed = &parsed.Content
	if certificates, err = signed.Certificates.Parse(); err != nil {
		return nil, nil, err
	}
	if len(signed.SignerInfos) != 1 {
		return nil, certificates, fmt.Errorf("%d signers in one message", len(signed.SignerInfos))
	}
	if signed.SignerInfos[0].DigestAlgorithm.Algorithm.Equal(md5) {
		return nil, certificates, errors.New("digest by MD5")
	}
	if signer, err := signed.SignerInfos[0].FindCertificate(certificates); err == nil {
		certificates = append([]*x509.Certificate{signer}, certificates...)
	}
	return signed, certificates, checkCertificates(certificates)
}

func verifyMessage(signed *pkcs7.SignedData, content []byte) (err error) {
	defer signature.RecoverAs(&err)
	if _, err := signed.Verify(content, false); err != nil {
		return fmt.Errorf("%w: %w", errSignature, err)
	}
	return nil
}

// checkFile checks the digest of the manifest, and that no stronger signature
// was taken out: the file says which ones there were.
func (j *jar) checkFile(s section) error {
	if strings.ContainsAny(s[strongerAttribute], "23") {
		return errors.New("a stronger signature was taken out")
	}
	return j.compare(s, manifestSuffix, bytes.NewReader(j.manifest), "the manifest")
}
