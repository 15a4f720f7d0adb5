package tables

import (
	"slices"
	"strings"

	"github.com/package-url/packageurl-go"
)

// canonical returns a package URL in the one form that its specification has
// (https://github.com/package-url/purl-spec), so that "pkg:npm/@a/b" finds what an
// SBOM calls "pkg:npm/%40a/b". What is no package URL stays as it is.
func canonical(purl string) string {
	if purl = plain(purl); purl == "" {
		return ""
	}
	parsed, err := packageurl.FromString(purl)
	if err != nil {
		return filed(purl)
	}
	return filed(parsed.ToString())
}

// A purlQuery is a package URL that is looked for, taken apart: without a version
// it is any version, and its qualifiers are some of those that are found.
type purlQuery struct {
	base, subpath string
	qualifiers    []string
}

func newPURLQuery(purl string) purlQuery {
	purl, subpath, _ := strings.Cut(canonical(purl), "#")
	base, qualifiers, _ := strings.Cut(purl, "?")
	q := purlQuery{base: base, subpath: subpath}
	if qualifiers != "" {
		q.qualifiers = strings.Split(qualifiers, "&")
	}
	return q
}

// ranges are those of the texts that may match, from each first up to its second
// without it: the base itself, and what goes on with a version, qualifiers or a
// subpath. Each second is the first with the sign that comes after its last.
func (q purlQuery) ranges() [][2]string {
	return [][2]string{{q.base, q.base + "\x01"}, {q.base + "@", q.base + "A"}, {q.base + "?", q.base + "@"}, {q.base + "#", q.base + "$"}}
}

// matches reports whether a text of the ranges is meant.
func (q purlQuery) matches(purl string) bool {
	purl, subpath, _ := strings.Cut(purl, "#")
	_, qualifiers, _ := strings.Cut(purl, "?")
	has := strings.Split(qualifiers, "&")
	return (q.subpath == "" || q.subpath == subpath) && !slices.ContainsFunc(q.qualifiers, func(want string) bool { return !slices.Contains(has, want) })
}
