package inventory

import (
	"strings"

	packageurl "github.com/package-url/packageurl-go"
)

// purl returns the canonical package URL, or nothing for what has no name.
// Qualifiers are pairs of key and value; those without a value are left out.
func purl(kind, namespace, name, version string, qualifiers ...string) string {
	if name == "" {
		return ""
	}
	pairs := make(map[string]string, len(qualifiers)/2)
	for i := 0; i+1 < len(qualifiers); i += 2 {
		if qualifiers[i+1] != "" {
			pairs[qualifiers[i]] = qualifiers[i+1]
		}
	}
	url := packageurl.NewPackageURL(kind, namespace, name, version, packageurl.QualifiersFromMap(pairs), "")
	_ = url.Normalize() // a name against the rules of its type stays as it is
	return url.ToString()
}

// splitLast splits a path such as "github.com/org/name" into what stands before
// and after its last slash.
func splitLast(path string) (namespace, name string) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path
	}
	return path[:i], path[i+1:]
}
