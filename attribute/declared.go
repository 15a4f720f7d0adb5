package attribute

import (
	"strings"

	"github.com/delistdev/delist"
)

// roleOf returns what a field of metadata says about whoever stands in it, and
// false for a field that names no maker.
func roleOf(field string) (delist.Role, bool) {
	switch field {
	case "maintainer", "packager", "vendor", "supplier", "publisher", "distributor", "owners":
		return delist.Supplier, true
	case "author", "authors", "developer", "originator", "original-maintainer", "manufacturer", "organization", "company-name",
		"upstream-contact", "copyright":
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
	if role == delist.Maintainer || d.Field == "upstream-contact" || d.Field == "copyright" {
		return dst // a person's address tells the employer, who did not make it
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
		if !ok || !worthKeeping(d.Value) || d.Field == "copyright" || d.Field == "upstream-contact" && !isName(d.Value) {
			continue
		}
		taken := false
		for i := start; i < len(dst); i++ {
			taken = taken || dst[i].Role == role && (dst[i].Party != "" || dst[i].Name == d.Value)
		}
		if !taken || a.isStrange(item, d) && !named(dst[start:], d.Value, role) {
			dst = a.resembling(dst, d, role)
			dst = append(dst, delist.Attribution{
				Name: d.Value, Role: role, Strength: delist.Declared,
				Identifier: delist.Observed{Kind: delist.IdentifierKind(d.Field), Value: d.Value},
			})
		}
	}
	return dst
}

// isName reports whether a contact is somebody, and not only an address or a
// mailing list.
func isName(contact string) bool {
	name, _, _ := strings.Cut(contact, "<")
	if strings.Contains(name, "@") || strings.Contains(name, "://") {
		return false
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '-' }) {
		if word == "list" || word == "lists" {
			return false
		}
	}
	return strings.TrimSpace(name) != ""
}

// copyrighted appends who holds the copyright, where nobody else is known to
// have developed the item: often it is the first of many.
func copyrighted(dst []delist.Attribution, start int, item *delist.Item) []delist.Attribution {
	for i := range dst[start:] {
		if dst[start+i].Role == delist.Developer {
			return dst
		}
	}
	for _, d := range item.Declared {
		if d.Field == "copyright" && worthKeeping(d.Value) {
			return append(dst, delist.Attribution{
				Name: d.Value, Role: delist.Developer, Strength: delist.Named,
				Identifier: delist.Observed{Kind: delist.IdentifierKind(d.Field), Value: d.Value},
			})
		}
	}
	return dst
}

// signed appends the signers whom no identifier knows. Whoever signs publishes:
// that can be the developer, a store, or the maker of the operating system. Only
// a signature that was verified says more than a name in the metadata does.
func signed(dst []delist.Attribution, start int, item *delist.Item) []delist.Attribution {
	for _, o := range item.Identifiers {
		if o.Kind != delist.Signer || named(dst[start:], o.Value, delist.Supplier) || observedBy(dst[start:], o) {
			continue
		}
		strength := delist.Declared
		if o.Verified {
			strength = delist.Verified
		}
		dst = append(dst, delist.Attribution{Name: o.Value, Role: delist.Supplier, Strength: strength, Identifier: o})
	}
	return dst
}

// bundled appends whose domain an application's identifier is named for, turned
// round like a Maven group. Anybody can write one; the store that publishes it
// asks for the domain.
func (a *Attributer) bundled(dst []delist.Attribution, start int, item *delist.Item) []delist.Attribution {
	for _, o := range item.Identifiers {
		if o.Kind != delist.BundleID || holds(dst[start:], delist.Developer, delist.Declared) {
			continue
		}
		if owner := a.addresses.group(o.Value).owner; owner != "" && !named(dst[start:], owner, delist.Developer) {
			dst = append(dst, delist.Attribution{Name: owner, Role: delist.Developer, Strength: delist.Declared, Identifier: o})
		}
	}
	return dst
}

// observedBy reports whether a party of the register was found by o.
func observedBy(list []delist.Attribution, o delist.Observed) bool {
	for i := range list {
		if list[i].Party != "" && list[i].Identifier.Kind == o.Kind && list[i].Identifier.Value == o.Value {
			return true
		}
	}
	return false
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
