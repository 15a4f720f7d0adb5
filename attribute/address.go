package attribute

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/delistdev/delist/register"
)

// An addresses knows on which hosts accounts publish, and so whose address an
// address is.
type addresses struct {
	forges map[string][]register.Forge // by host

	domains memo[string]     // by host
	groups  memo[groupOwner] // by Maven group
}

// A groupOwner is the host that a Maven group is named for, and whose it is.
type groupOwner struct{ host, owner string }

func newAddresses(forges []register.Forge) *addresses {
	a := &addresses{forges: map[string][]register.Forge{}}
	for _, f := range forges {
		a.forges[f.Host] = append(a.forges[f.Host], f)
	}
	return a
}

// split cuts an address into its host and path: that of a URL, of a repository
// (git@host:path), or of a bare "host/path".
func split(address string) (host, path string) {
	address = strings.TrimSpace(address)
	if i := strings.Index(address, "://"); i >= 0 {
		address = address[i+3:]
	} else if rest, ok := strings.CutPrefix(address, "scm:git:"); ok {
		return split(rest)
	}
	if i := strings.IndexAny(address, "?# \t"); i >= 0 {
		address = address[:i]
	}
	end := strings.IndexByte(address, '/')
	if end < 0 {
		end = len(address)
	}
	if at := strings.IndexByte(address[:end], '@'); at >= 0 { // git@host:path, user@host/path
		address = address[at+1:]
	}
	end = strings.IndexAny(address, "/:")
	if end < 0 {
		return strings.TrimSuffix(address, "."), ""
	}
	host, path = address[:end], address[end+1:]
	if slash := strings.IndexByte(path, '/'); address[end] == ':' && slash >= 0 && isNumber(path[:slash]) { // a port
		path = path[slash+1:]
	}
	return strings.TrimSuffix(host, "."), strings.Trim(path, "/")
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// account returns whose account an address on a forge is of. Known reports that
// the host is a forge, whoever is meant.
func (a *addresses) account(host, path string) (name string, known bool) {
	for above := host; ; {
		for i := range a.forges[above] {
			f := &a.forges[above][i]
			known = true
			if name := accountAt(f, host, path); name != "" {
				return name, true
			}
		}
		dot := strings.IndexByte(above, '.')
		if known || dot < 0 {
			return "", known
		}
		above = above[dot+1:]
	}
}

// accountAt returns the account at the place that a forge has for it.
func accountAt(f *register.Forge, host, path string) string {
	switch f.Account {
	case register.InPath:
		if host != f.Host && host != "www."+f.Host {
			return ""
		}
		if f.Below != "" {
			rest, ok := strings.CutPrefix(path, f.Below+"/")
			if !ok {
				return ""
			}
			path = rest
		}
		name, _, _ := strings.Cut(path, "/")
		return strings.TrimSuffix(name, ".git")
	case register.InSubdomain:
		sub, ok := strings.CutSuffix(host, "."+f.Host)
		if !ok || sub == "www" {
			return ""
		}
		return sub[strings.LastIndexByte(sub, '.')+1:]
	}
	return ""
}

// domain returns the domain that somebody registered, under which a host lies,
// or "" for a host of no public domain.
//
// Source: Public Suffix List, https://publicsuffix.org/list/.
func domain(host string) string {
	suffix, icann := publicsuffix.PublicSuffix(host)
	if !icann && !strings.Contains(suffix, ".") {
		return ""
	}
	end := len(host) - len(suffix) - 1
	if end <= 0 {
		return ""
	}
	registered := host[strings.LastIndexByte(host[:end], '.')+1:]
	return strings.TrimPrefix(registered, "www.") // a suffix that holds a site of its own
}

// owner returns who is behind an address: the account on a forge, or else the
// domain that it lies under.
func (a *addresses) owner(host, path string) string {
	if name, known := a.account(host, path); known {
		return name
	}
	return a.domain(host)
}

// domain is [domain], worked out once for each host.
func (a *addresses) domain(host string) string { return a.domains.of(host, domain) }

// group returns the host that a Maven group is named for, as it is registered:
// "org.apache.commons" is commons.apache.org. Groups are few and their packages
// many, so each is turned round once.
//
// Source: Apache Maven, "Guide to naming conventions on groupId, artifactId, and
// version"; Maven Central, "Namespace" (only its owner can publish).
func (a *addresses) group(group string) groupOwner { return a.groups.of(group, a.ownerOfGroup) }

func (a *addresses) ownerOfGroup(group string) groupOwner {
	labels := strings.Split(strings.ToLower(group), ".")
	slices.Reverse(labels)
	host := strings.ReplaceAll(strings.Join(labels, "."), "_", "-")
	owner := a.accountOfGroup(host)
	if owner == "" {
		owner = domain(host)
	}
	return groupOwner{host, owner}
}

// accountOfGroup returns whose account a group is named for: "io.github.NAME",
// and "com.github.NAME", which Maven Central gave out before.
func (a *addresses) accountOfGroup(host string) string {
	for above := host; ; {
		dot := strings.IndexByte(above, '.')
		if dot < 0 {
			return ""
		}
		label := above[:dot]
		label = label[strings.LastIndexByte(label, '.')+1:]
		above = above[dot+1:]
		for i := range a.forges[above] {
			if f := &a.forges[above][i]; f.Account != register.Nowhere {
				return label
			}
		}
	}
}
