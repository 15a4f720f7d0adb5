package attribute

import (
	"net/url"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/register"
)

// accountTypes are the types of package URL whose namespace is the name of an
// account, with which only its holder can publish.
//
// Source: https://github.com/package-url/purl-spec, the definitions of types.
var accountTypes = map[string]bool{
	"pkg:npm": true, "pkg:composer": true, "pkg:github": true, "pkg:gitlab": true, "pkg:bitbucket": true,
	"pkg:docker": true, "pkg:huggingface": true, "pkg:luarocks": true, "pkg:vscode-extension": true, "pkg:openvsx": true,
}

// namespace says who is behind the namespace of a package URL, by the convention
// of its type; "" where the type has none. The strength is what the convention
// is worth.
func (a *Attributer) namespace(purl string) (found delist.Attribution, host string) {
	p := parsePURL(purl)
	if p.path == "" {
		return found, ""
	}
	role, strength, name, end := delist.Developer, delist.Controlled, "", strings.IndexByte(p.path, '/')
	switch {
	case p.kind == "pkg:golang" || p.kind == "pkg:swift":
		name, host, end = a.module(p.path)
	case p.kind == "pkg:maven":
		if end > 0 {
			group := a.addresses.group(p.path[:end])
			host, name = group.host, group.owner
		}
	case p.kind == "pkg:docker" && strings.HasPrefix(p.path, "library/"):
		// The registry's own selection, of many makers.
	case accountTypes[p.kind] && end > 0:
		name = strings.TrimPrefix(strings.TrimPrefix(p.path[:end], "%40"), "@")
	case isDistribution(p.kind):
		name, role, strength, end = distribution(purl), delist.Supplier, delist.Declared, -1
	}
	if strings.IndexByte(name, '%') >= 0 {
		if plain, err := url.PathUnescape(name); err == nil {
			name = plain
		}
	}
	value := purl
	if end >= 0 {
		value = purl[:len(p.kind)+1+end]
	}
	return delist.Attribution{
		Name: name, Role: role, Strength: strength, Identifier: delist.Observed{Kind: delist.PURL, Value: value},
	}, host
}

// namespaceHost appends the parties whose domain a namespace is named for: only
// who holds the domain can publish there.
func (a *Attributer) namespaceHost(dst []delist.Attribution, start int, host string, o delist.Observed) []delist.Attribution {
	if host == "" || len(dst) > start {
		return dst
	}
	dst = a.domain(dst, host, o, delist.Developer, delist.Unknown)
	for i := range dst[start:] {
		dst[start+i].Strength = delist.Controlled
	}
	return dst
}

// module returns who is behind the path of a Go module, the host that it lies
// on, and where in the path the name of the holder ends.
//
// Source: Go Modules Reference, "Module paths"; for gopkg.in
// https://labix.org/gopkg.in: PKG.vN is that of the account go-PKG, USER/PKG.vN
// that of USER.
func (a *Attributer) module(path string) (name, host string, end int) {
	host, rest, _ := strings.Cut(path, "/")
	if !strings.Contains(host, ".") {
		return "", "", 0 // of the standard library, or of no registry
	}
	if host == "gopkg.in" {
		first, _, more := strings.Cut(rest, "/")
		if more {
			return first, host, len(host) + 1 + len(first)
		}
		pkg, _, _ := strings.Cut(first, ".v")
		return "go-" + pkg, host, len(path)
	}
	if name, known := a.addresses.account(host, rest); known && name != "" {
		return name, host, min(len(host)+1+len(name), len(path))
	}
	return a.addresses.domain(host), host, len(host)
}

func isDistribution(kind string) bool {
	return kind == "pkg:deb" || kind == "pkg:rpm" || kind == "pkg:apk" || kind == "pkg:alpm"
}

// distribution returns the vendor that a package URL of a distribution names:
// its namespace or, as some tools write it, only the qualifier "distro".
func distribution(purl string) string {
	_, rest, _ := strings.Cut(purl, "/")
	path, qualifiers, _ := strings.Cut(rest, "?")
	if i := strings.IndexAny(path, "#@"); i >= 0 {
		path = path[:i]
	}
	if vendor, _, ok := strings.Cut(path, "/"); ok {
		return vendor
	}
	for len(qualifiers) > 0 {
		var pair string
		pair, qualifiers, _ = strings.Cut(qualifiers, "&")
		if value, ok := strings.CutPrefix(pair, "distro="); ok {
			vendor, _, _ := strings.Cut(value, "-")
			return vendor
		}
	}
	return ""
}

// conventional appends who is behind the namespace of an item that the register
// knows nobody behind. A distribution supplies what nobody else is said to.
func conventional(dst []delist.Attribution, start int, item *delist.Item, found delist.Attribution) []delist.Attribution {
	known := holds(dst[start:], delist.Developer, delist.Declared)
	if found.Role == delist.Supplier {
		known = known || holds(dst[start:], delist.Supplier, delist.Declared) || hasRole(item, delist.Supplier)
	}
	if found.Name == "" || known {
		return dst
	}
	return append(dst, found)
}

// holds reports whether somebody of the register stands in a role, at least that
// strongly.
func holds(list []delist.Attribution, role delist.Role, strength delist.Strength) bool {
	for i := range list {
		if list[i].Party != "" && list[i].Role == role && list[i].Strength >= strength {
			return true
		}
	}
	return false
}

// hasRole reports whether the item's metadata names somebody in a role.
func hasRole(item *delist.Item, role delist.Role) bool {
	for _, d := range item.Declared {
		if r, ok := roleOf(d.Field); ok && r == role && worthKeeping(d.Value) {
			return true
		}
	}
	return false
}

// addressed appends whose address the metadata gives for the item's source or
// home. An address on a forge names the account; another home page says only on
// which host it lies, and whoever writes about a thing has one, too.
func (a *Attributer) addressed(dst []delist.Attribution, start int, item *delist.Item) []delist.Attribution {
	for _, d := range item.Declared {
		var name string
		strength := delist.Declared
		switch d.Field {
		case "repository", "source":
			name = a.repositoryOwner(item, d.Value)
		case "homepage":
			host, path := split(d.Value)
			var known bool
			if name, known = a.addresses.account(host, path); !known && a.addresses.domain(host) != "" {
				name, strength = strings.TrimPrefix(host, "www."), delist.Named
			}
		}
		if name == "" || named(dst[start:], name, delist.Developer) || holds(dst[start:], delist.Developer, strength) {
			continue
		}
		dst = append(dst, delist.Attribution{
			Name: name, Role: delist.Developer, Strength: strength,
			Identifier: delist.Observed{Kind: delist.IdentifierKind(d.Field), Value: d.Value},
		})
	}
	return dst
}

// repositoryOwner returns who is behind the address of a source repository.
//
// Source: npm, "package.json", section "repository": "NAME/REPOSITORY" is on
// GitHub, "gitlab:NAME/REPOSITORY" elsewhere.
func (a *Attributer) repositoryOwner(item *delist.Item, address string) string {
	if strings.HasPrefix(item.PURL, "pkg:npm/") && !strings.Contains(address, "://") {
		forge, rest, ok := strings.Cut(address, ":")
		if !ok {
			rest = address
		}
		owner, _, two := strings.Cut(rest, "/")
		if two && !strings.ContainsAny(owner, ".@") && !strings.ContainsAny(forge, "@") {
			return owner
		}
	}
	return a.addresses.owner(split(address))
}

func named(list []delist.Attribution, name string, role delist.Role) bool {
	for i := range list {
		if list[i].Role == role && strings.EqualFold(list[i].Name, name) {
			return true
		}
	}
	return false
}

// registered appends whom the registry of the item's ecosystem names, if nobody
// else is known.
func (a *Attributer) registered(dst []delist.Attribution, start int, item *delist.Item) []delist.Attribution {
	for i := range dst[start:] {
		if dst[start+i].Role == delist.Developer {
			return dst
		}
	}
	p := parsePURL(item.PURL)
	if p.path == "" || strings.IndexByte(p.path, '/') >= 0 {
		return dst
	}
	maker := register.Maker(strings.TrimPrefix(p.kind, "pkg:"), p.path)
	if maker == "" {
		return dst
	}
	return append(dst, delist.Attribution{
		Name: maker[strings.LastIndexByte(maker, '/')+1:], Role: delist.Developer, Strength: delist.Declared,
		Identifier: delist.Observed{Kind: "registry", Value: maker},
	})
}
