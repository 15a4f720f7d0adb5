package fleet

import "strings"

// purl returns the canonical package URL of a distribution's package; which
// distribution it is a list does not say. It is written here, and not by the
// library, which takes forty allocations for it; a test compares the two.
//
// Source: https://github.com/package-url/purl-spec, rules for each component;
// names of deb are in lower case.
func purl(kind, name, version, arch, epoch string) string {
	if kind == "deb" {
		name = strings.ToLower(name)
	}
	b := make([]byte, 0, 32+len(name)+len(version)+len(arch))
	b = append(append(append(b, "pkg:"...), kind...), '/')
	b = escape(b, name)
	if version != "" {
		b = escape(append(b, '@'), version)
	}
	comma := byte('?')
	if arch != "" {
		b, comma = escape(append(append(b, comma), "arch="...), arch), '&'
	}
	if epoch != "" && epoch != "0" {
		b = escape(append(append(b, comma), "epoch="...), epoch)
	}
	return string(b)
}

func escape(b []byte, text string) []byte {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '-', c == '_', c == '~', c == ':':
			b = append(b, c)
		default:
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return b
}
