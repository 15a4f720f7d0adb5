package attribute

import (
	"strings"

	"github.com/delistdev/delist"
)

// purl matches a package URL, without its version, qualifiers and subpath, with
// the identifiers that are it or a namespace above it. Of several that say whose
// the package is, the longest decides: a project may sit in another's namespace.
//
// Source: https://github.com/package-url/purl-spec, sections "Rules for each
// purl component" and, for names that ignore letter case and signs, the types.
func (a *Attributer) purl(dst []delist.Attribution, purl string, o delist.Observed, atMost delist.Strength) []delist.Attribution {
	p := parsePURL(purl)
	if p.path == "" {
		return dst
	}
	longest, start := 0, len(dst)
	h := mixString(mixString(seed(delist.PURL), p.kind), "/")
	for i := 0; i <= len(p.path); {
		end := i == len(p.path)
		if end || p.separator(p.path[i]) {
			dst = a.purlAt(dst, a.below[h], p, i, o, atMost, &longest, start)
		}
		if end {
			break
		}
		c, n := p.char(i)
		h, i = mix(h, c), i+n
	}
	return a.purlAt(dst, a.whole[h], p, len(p.path), o, atMost, &longest, start)
}

// purlAt appends the identifiers that are the first n bytes of the package URL's
// path. Those that say whose it is replace shorter ones.
func (a *Attributer) purlAt(dst []delist.Attribution, ids []int32, p parsed, n int, o delist.Observed, atMost delist.Strength, longest *int, start int) []delist.Attribution {
	for _, id := range ids {
		if !p.is(a.ids[id].Value, n) {
			continue
		}
		if a.ids[id].Role.MakesIt() && n >= *longest {
			kept := dst[:start]
			for _, d := range dst[start:] {
				if !d.Role.MakesIt() || n == *longest {
					kept = append(kept, d)
				}
			}
			dst, *longest = kept, n
		}
		dst = a.found(dst, id, o, "", atMost)
	}
	return dst
}

// A parsed package URL: its kind with "pkg:" and the path to its name, as
// written. A distribution's namespace is left out: "pkg:deb/debian/x" is
// "pkg:deb/x".
type parsed struct {
	kind, path string
	dots, dash bool // "." separates names; "_" and "." are "-"
}

func parsePURL(s string) parsed {
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	if at, slash := strings.LastIndexByte(s, '@'), strings.LastIndexByte(s, '/'); at > slash+1 {
		s = s[:at]
	}
	if !strings.HasPrefix(s, "pkg:") {
		return parsed{}
	}
	slash := strings.IndexByte(s, '/')
	if slash < 0 {
		return parsed{}
	}
	p := parsed{kind: s[:slash], path: strings.Trim(s[slash:], "/")}
	switch p.kind {
	case "pkg:deb", "pkg:rpm", "pkg:apk":
		p.path = p.path[strings.LastIndexByte(p.path, '/')+1:]
	case "pkg:maven", "pkg:nuget":
		p.dots = true
	case "pkg:pypi":
		p.dash = true
	}
	return p
}

func (p parsed) separator(c byte) bool { return c == '/' || c == '.' && p.dots }

// char returns the character at i as it counts for comparing, and how many
// bytes it takes: percent-encoded ones are decoded, letter case is ignored, and
// so is the difference of "_", "." and "-" where the type says so.
func (p parsed) char(i int) (byte, int) {
	c, n := p.path[i], 1
	if c == '%' && i+2 < len(p.path) {
		if hi, lo := unhex(p.path[i+1]), unhex(p.path[i+2]); hi < 16 && lo < 16 {
			c, n = hi<<4|lo, 3
		}
	}
	if p.dash && (c == '_' || c == '.') {
		c = '-'
	}
	return lower(c), n
}

// is reports whether value is the package URL up to the first n bytes of its
// path, which guards against two values with one hash.
func (p parsed) is(value string, n int) bool {
	other := parsePURL(value)
	if !strings.EqualFold(other.kind, p.kind) {
		return false
	}
	i, k := 0, 0
	for i < n && k < len(other.path) {
		c, ci := p.char(i)
		d, dk := other.char(k)
		if c != d {
			return false
		}
		i, k = i+ci, k+dk
	}
	return i == n && k == len(other.path)
}

func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= lower(c) && lower(c) <= 'f':
		return lower(c) - 'a' + 10
	}
	return 255
}
