package extension

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"fmt"
	"strings"
)

const maxSections = 1 << 17

// A section is a part of a list of digests: attributes by their names in lower
// case. The first is about the list, the others are about members.
//
// Source: Oracle, "JAR File Specification", sections "JAR Manifest" and "Signed
// JAR File", https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html,
// which Mozilla took over.
type section map[string]string

// digests are the attributes that hold one, the strongest first.
var digests = []struct {
	name string
	hash crypto.Hash
}{
	{"sha256-digest", crypto.SHA256}, {"sha1-digest", crypto.SHA1},
}

// parseSections reads a list: lines, of which an empty one ends a section. The
// first section is there even if it is empty.
func parseSections(b []byte) ([]section, error) {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	b = bytes.ReplaceAll(b, []byte("\n "), nil) // a line goes on in the next
	all, ended := []section{{}}, false
	for line := range strings.SplitSeq(string(b), "\n") {
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
		name, value, _ := strings.Cut(line, ":")
		all[len(all)-1][strings.ToLower(name)] = strings.TrimSpace(value)
	}
	return all, nil
}

// digest returns the strongest digest whose attribute's name ends so.
func (s section) digest(suffix string) (h crypto.Hash, sum []byte, ok bool) {
	for _, d := range digests {
		if text, there := s[d.name+suffix]; there {
			sum, err := base64.StdEncoding.DecodeString(text)
			return d.hash, sum, err == nil
		}
	}
	return 0, nil, false
}
