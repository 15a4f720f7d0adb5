package attribute

import (
	"strings"

	"github.com/delistdev/delist"
)

// roleOf returns what a field of metadata says about whoever stands in it, and
// false for a field that names no maker.
func roleOf(field string) (delist.Role, bool) {
	switch field {
	case "maintainer", "packager", "vendor", "supplier", "publisher", "distributor":
		return delist.Supplier, true
	case "author", "authors", "originator", "original-maintainer", "manufacturer", "organization", "company-name":
		return delist.Developer, true
	case "maintainers":
		return delist.Maintainer, true
	}
	return "", false
}

// declared matches one declaration of the item's metadata: the words of a name,
// the domain of an address, the host and organisation of a repository.
func (a *Attributer) declared(dst []delist.Attribution, item *delist.Item, d delist.Declaration) []delist.Attribution {
	switch d.Field {
	case "repository":
		return a.repository(dst, d.Value)
	case "homepage":
		// Whoever writes about a product links to its maker, too.
		o := delist.Observed{Kind: delist.Domain, Value: host(d.Value)}
		return a.domain(dst, o.Value, o, "", delist.Named)
	}
	role, ok := roleOf(d.Field)
	if !ok {
		return dst
	}
	o := delist.Observed{Kind: delist.CompanyName, Value: d.Value}
	dst = a.phrase(dst, delist.CompanyName, d.Value, o, role)
	if role == delist.Maintainer {
		return dst
	}
	if at := strings.LastIndexByte(d.Value, '@'); at >= 0 {
		o := delist.Observed{Kind: delist.Domain, Value: host(d.Value[at+1:])}
		dst = a.domain(dst, o.Value, o, role, delist.Declared)
	}
	return dst
}

// phrase matches the words of a text with the names that identify parties.
func (a *Attributer) phrase(dst []delist.Attribution, kind delist.IdentifierKind, text string, o delist.Observed, role delist.Role) []delist.Attribution {
	var buffer [maxWords]uint64
	all := words(buffer[:0], text)
	for i, first := range all {
		for _, n := range a.phrases[first] {
			id := &a.ids[n]
			if id.Kind != kind || len(id.words) > len(all)-i || id.wholeText && (i > 0 || len(id.words) != len(all)) {
				continue
			}
			if equal(id.words, all[i:i+len(id.words)]) {
				dst = a.found(dst, n, o, role, delist.Unknown)
			}
		}
	}
	return dst
}

func equal(a, b []uint64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// repository matches the address of a source repository as a Go module path of
// the same host and organisation would match.
func (a *Attributer) repository(dst []delist.Attribution, address string) []delist.Attribution {
	path := address
	if i := strings.Index(path, "://"); i >= 0 {
		path = path[i+3:]
	} else if rest, ok := strings.CutPrefix(path, "github:"); ok {
		path = rest
	}
	if at := strings.IndexByte(path, '@'); at >= 0 { // git@host:org/name
		path = path[at+1:]
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	path = strings.TrimSuffix(path, ".git")
	h := mixString(seed(delist.PURL), goModules)
	o := delist.Observed{Kind: "repository", Value: address}
	for i := 0; i <= len(path); i++ {
		end := i == len(path)
		if end || path[i] == '/' || path[i] == ':' {
			for _, n := range a.below[h] {
				if strings.EqualFold(strings.TrimPrefix(a.ids[n].Value, goModules), strings.ReplaceAll(path[:i], ":", "/")) {
					dst = a.found(dst, n, o, "", delist.Declared)
				}
			}
		}
		if !end {
			c := path[i]
			if c == ':' {
				c = '/'
			}
			h = mix(h, c)
		}
	}
	return dst
}

const goModules = "pkg:golang/"

// host returns the host name of an address, which may be a URL, an e-mail
// address's end, or a bare name.
func host(address string) string {
	if i := strings.Index(address, "://"); i >= 0 {
		address = address[i+3:]
	}
	if i := strings.IndexAny(address, "/>:?# \t"); i >= 0 {
		address = address[:i]
	}
	return strings.TrimSuffix(address, ".")
}

// undeclared appends what the metadata declares about parties that no identifier
// knows, if the register has nobody in that role: the name as it stands, and
// whom it resembles.
func (a *Attributer) undeclared(dst []delist.Attribution, start int, item *delist.Item) []delist.Attribution {
	for _, d := range item.Declared {
		role, ok := roleOf(d.Field)
		if !ok || !worthKeeping(d.Value) {
			continue
		}
		taken := false
		for i := start; i < len(dst); i++ {
			taken = taken || dst[i].Role == role && (dst[i].Party != "" || dst[i].Name == d.Value)
		}
		if !taken {
			dst = a.resembling(dst, d, role)
			dst = append(dst, delist.Attribution{
				Name: d.Value, Role: role, Strength: delist.Declared,
				Identifier: delist.Observed{Kind: delist.IdentifierKind(d.Field), Value: d.Value},
			})
		}
	}
	return dst
}

// worthKeeping reports whether a declaration says anything: formats have words
// for saying that they do not.
func worthKeeping(value string) bool {
	switch strings.TrimSpace(value) {
	case "", "NOASSERTION", "NONE", "UNKNOWN", "unknown":
		return false
	}
	return true
}
