package osquery_test

import (
	"strings"
	"testing"

	packageurl "github.com/package-url/packageurl-go"

	"github.com/delistdev/delist/inventory/fleet/osquery"
)

// FuzzPURL checks that a package URL is the one that packageurl-go writes for the
// same parts.
func FuzzPURL(f *testing.F) {
	f.Add("libstdc++6", "1:12.3.0-1ubuntu1~22.04", "amd64")
	f.Add("@scope/name", "1.0 beta", "")
	f.Add("Zope_Interface", "", "x86_64")
	f.Add("İ Ünïcode/a?b#c%", "é&=", "\xff")
	f.Fuzz(func(t *testing.T, name, version, arch string) {
		if name == "" {
			return
		}
		for table, kind := range map[string]string{"deb_packages": "deb", "rpm_packages": "rpm", "npm_packages": "npm", "homebrew_packages": "brew"} {
			namespace, rest := "", name
			if i := strings.IndexByte(name, '/'); kind == "npm" && i > 0 && name[0] == '@' {
				namespace, rest = name[:i], name[i+1:]
			}
			if rest == "" {
				continue
			}
			qualifiers := map[string]string{}
			if arch != "" {
				qualifiers["arch"] = arch
			}
			url := packageurl.NewPackageURL(kind, namespace, rest, version, packageurl.QualifiersFromMap(qualifiers), "")
			_ = url.Normalize()
			if got, want := osquery.PURL(table, name, version, arch), url.ToString(); got != want {
				t.Errorf("%s %q %q %q: %s, want %s", kind, name, version, arch, got, want)
			}
		}
	})
}
