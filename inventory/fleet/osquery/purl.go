package osquery

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A purlType is a type of package URL, with how its names are written.
type purlType uint8

const (
	noPURL purlType = iota
	debPURL
	rpmPURL
	alpmPURL
	npmPURL
	pypiPURL
	brewPURL
	vscodePURL
	dockerPURL
	snapPURL
	flatpakPURL
)

var purlNames = [...]string{debPURL: "deb", rpmPURL: "rpm", alpmPURL: "alpm", npmPURL: "npm", pypiPURL: "pypi",
	brewPURL: "brew", vscodePURL: "vscode-extension", dockerPURL: "docker",
	snapPURL: "snap", flatpakPURL: "flatpak"}

// lowers reports whether names of the type ignore letter case.
func (t purlType) lowers() bool { return t == debPURL || t == alpmPURL || t == pypiPURL }

// A purlParts is what a package URL is made of. No distribution is known, so
// that packages of one have no namespace.
type purlParts struct{ namespace, name, version, arch, epoch, repository []byte }

// appendPURL appends the package URL in its canonical form, as packageurl-go
// writes it, without its allocations; nothing for what has no name.
//
// Source: https://github.com/package-url/purl-spec, "Rules for each purl
// component", "Character encoding" and the types.
func appendPURL(dst []byte, t purlType, p purlParts) []byte {
	if t == noPURL || len(p.name) == 0 {
		return dst
	}
	dst = append(append(append(dst, "pkg:"...), purlNames[t]...), '/')
	for segment := range bytes.SplitSeq(p.namespace, []byte{'/'}) {
		if len(segment) > 0 {
			dst = append(appendEncoded(dst, segment), '/')
		}
	}
	dst = appendEncoded(dst, t.canonical(p.name))
	if len(p.version) > 0 {
		dst = appendEncoded(append(dst, '@'), p.version)
	}
	mark := byte('?')
	for _, q := range [...]struct {
		key   string
		value []byte
	}{{"arch=", p.arch}, {"epoch=", p.epoch}, {"repository_url=", p.repository}} {
		if len(q.value) > 0 {
			dst = appendEncoded(append(append(dst, mark), q.key...), q.value)
			mark = '&'
		}
	}
	return dst
}

// canonical writes a name as its type wants it; of Python's, all signs between
// its words are one "-" (PEP 503).
func (t purlType) canonical(name []byte) []byte {
	if !t.lowers() {
		return name
	}
	plain := true
	for _, c := range name {
		if c >= utf8.RuneSelf {
			name, plain = []byte(strings.ToLower(string(name))), false
			break
		}
		plain = plain && (c < 'A' || c > 'Z') && (t != pypiPURL || c != '_' && c != '.' && c != '-')
	}
	if plain {
		return name
	}
	lower := make([]byte, 0, len(name))
	for _, c := range name {
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case t == pypiPURL && (c == '_' || c == '.' || c == '-'):
			if n := len(lower); n > 0 && lower[n-1] == '-' {
				continue
			}
			c = '-'
		}
		lower = append(lower, c)
	}
	return lower
}

// appendEncoded percent-encodes.
func appendEncoded(dst, s []byte) []byte {
	const digits = "0123456789ABCDEF"
	for _, c := range s {
		if plainInPURL[c] {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', digits[c>>4], digits[c&15])
		}
	}
	return dst
}

var plainInPURL = func() (plain [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:") {
		plain[c] = true
	}
	return plain
}()

// partsOf cuts a name as a table has it into namespace and name.
func (t purlType) partsOf(name []byte) (namespace, rest []byte) {
	switch t {
	case npmPURL:
		if i := bytes.IndexByte(name, '/'); i > 0 && name[0] == '@' {
			return name[:i], name[i+1:]
		}
	case vscodePURL:
		if i := bytes.IndexByte(name, '.'); i > 0 {
			return name[:i], name[i+1:]
		}
		return nil, nil
	}
	return nil, name
}

// imageParts cuts a reference to an image: registry, path, name and tag.
//
// Source: https://docs.docker.com/reference/cli/docker/image/tag; the type
// "docker" of package URLs.
func imageParts(reference []byte) (p purlParts) {
	reference, p.version, _ = bytes.Cut(reference, []byte{'@'})
	slash := bytes.LastIndexByte(reference, '/')
	if colon := bytes.LastIndexByte(reference, ':'); colon > slash {
		if len(p.version) == 0 {
			p.version = reference[colon+1:]
		}
		reference = reference[:colon]
	}
	if slash < 0 {
		p.name = reference
		return p
	}
	p.namespace, p.name = reference[:slash], reference[slash+1:]
	host, path, _ := bytes.Cut(p.namespace, []byte{'/'})
	if bytes.ContainsAny(host, ".:") || string(host) == "localhost" {
		p.repository, p.namespace = host, path
	}
	return p
}
