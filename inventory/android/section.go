package android

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // old applications are signed with nothing better
	"encoding/base64"
	"fmt"
	"iter"
	"strings"
)

const (
	manifestSuffix    = "-manifest"
	strongerAttribute = "x-android-apk-signed"

	maxSections = 1 << 16 // an archive has no more members
)

// A section is a part of a manifest of an archive: attributes by their names in
// lower case. The first is about the archive, the others are about members.
//
// Source: Oracle, "JAR File Specification", sections "JAR Manifest" and "Signed
// JAR File", https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html
type section map[string]string

// digests are the attributes that hold one, the strongest first.
var digests = []struct {
	name string
	hash crypto.Hash
}{
	{"sha-512-digest", crypto.SHA512}, {"sha-384-digest", crypto.SHA384}, {"sha-256-digest", crypto.SHA256},
	{"sha1-digest", crypto.SHA1}, {"sha-1-digest", crypto.SHA1},
}

// parseSections reads a manifest: lines, of which an empty one ends a section.
// The first section is there even if it is empty.
func parseSections(b []byte) ([]section, error) {
	all, ended := []section{{}}, false
	for line := range lines(b) {
		if line == "" {
			ended = true
			continue
		}
		if ended {
			all, ended = append(all, section{}), false
		}
		if len(all) > maxSections {
			return nil, fmt.Errorf("more than %d sections", maxSections)
		}
		all[len(all)-1].set(line)
	}
	return all, nil
}

// lines yields the lines of a manifest. One that begins with a space goes on
// with the one before it.
func lines(b []byte) iter.Seq[string] {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	b = bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
	b = bytes.ReplaceAll(b, []byte("\n "), nil)
	return strings.SplitSeq(string(b), "\n")
}

// set adds an attribute, if it is one that is asked for.
func (s section) set(line string) {
	name, value, ok := strings.Cut(line, ":")
	if name = strings.ToLower(name); ok && isKept(name) {
		s[name] = strings.TrimSpace(value)
	}
}

func isKept(name string) bool {
	if name == "name" || name == strongerAttribute {
		return true
	}
	for _, d := range digests {
		if strings.TrimSuffix(name, manifestSuffix) == d.name {
			return true
		}
	}
	return false
}

// digest returns the strongest digest of a section.
func (s section) digest(suffix string) (hash crypto.Hash, sum []byte, ok bool) {
	for _, d := range digests {
		if text, there := s[d.name+suffix]; there {
			sum, err := base64.StdEncoding.DecodeString(text)
			return d.hash, sum, err == nil
		}
	}
	return 0, nil, false
}
