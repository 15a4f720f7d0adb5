package attribute_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/attribute"
	"github.com/delistdev/delist/register"
)

// TestConventions: who is behind an item that the register knows nothing of.
// The names are real; see the definitions of the types of package URL.
func TestConventions(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := attribute.New(reg)
	says := func(purl string, pairs ...string) delist.Item {
		item := delist.Item{PURL: purl}
		for i := 0; i < len(pairs); i += 2 {
			item.Declared = append(item.Declared, delist.Declaration{Field: pairs[i], Value: pairs[i+1]})
		}
		return item
	}
	tests := []struct {
		name string
		item delist.Item
		want string // NAME ROLE STRENGTH, more after ";"
	}{
		{"a Go module's account", says("pkg:golang/github.com/spf13/cobra@v1.8.1"), "spf13 developer controlled"},
		{"a Go module's group", says("pkg:golang/gitlab.com/gitlab-org/api/client-go@v0.1.0"), "gitlab-org developer controlled"},
		{"a Go module on a domain of its own", says("pkg:golang/pault.ag/go/debian@v0.1.0"), "pault.ag developer controlled"},
		{"a Go module below a domain", says("pkg:golang/go.example.co.uk/x@v1"), "example.co.uk developer controlled"},
		{"gopkg.in with an account", says("pkg:golang/gopkg.in/jcmturner/aescts.v1@v1.0.1"), "jcmturner developer controlled"},
		{"gopkg.in without one", says("pkg:golang/gopkg.in/no-such-package.v3@v3.0.1"), "go-no-such-package developer controlled"},
		{"a path of no host", says("pkg:golang/fake/import/path"), ""},
		{"an npm scope, encoded", says("pkg:npm/%40babel/core@7"), "babel developer controlled"},
		{"an npm scope, plain", says("pkg:npm/@babel/core@7"), "babel developer controlled"},
		{"an npm name is in no namespace", says("pkg:npm/no-such-name-in-the-table@1"), ""},
		{"but has a repository", says("pkg:npm/no-such-name-in-the-table@1", "repository", "git+https://github.com/someone/thing.git"), "someone developer declared"},
		{"in npm's short form", says("pkg:npm/no-such-name-in-the-table@1", "repository", "someone/thing"), "someone developer declared"},
		{"on another forge", says("pkg:npm/no-such-name-in-the-table@1", "repository", "gitlab:someone/thing"), "someone developer declared"},
		{"which elsewhere is no address", says("pkg:pypi/x@1", "repository", "someone/thing"), ""},
		{"what the registry says", says("pkg:npm/lodash@4.17.21"), "lodash developer declared"},
		{"is not asked where the package says it", says("pkg:npm/minimatch@3", "author", "Somebody"), "Somebody developer declared"},
		{"a Maven group is a domain", says("pkg:maven/org.example.parts/x@1"), "example.org developer controlled"},
		{"of two labels below the suffix", says("pkg:maven/uk.co.example.parts/x@1"), "example.co.uk developer controlled"},
		{"or an account", says("pkg:maven/io.github.someone/x@1"), "someone developer controlled"},
		{"as Maven Central gave them out before", says("pkg:maven/com.github.someone.parts/x@1"), "someone developer controlled"},
		{"or a project of SourceForge", says("pkg:maven/net.sf.example/x@1"), "example developer controlled"},
		{"or nobody's", says("pkg:maven/no-domain-at-all/x@1"), ""},
		{"a Composer vendor", says("pkg:composer/monolog/monolog@3"), "monolog developer controlled"},
		{"an action", says("pkg:github/coverallsapp/github-action@v2"), "coverallsapp developer controlled"},
		{"a model", says("pkg:huggingface/distilbert/distilbert-base-uncased@1"), "distilbert developer controlled"},
		{"an image of an account", says("pkg:docker/grafana/loki@3"), "grafana developer controlled"},
		{"an image of the registry's selection", says("pkg:docker/library/redis@7"), ""},
		{"a distribution supplies", says("pkg:deb/debian/hello@2.10"), "debian supplier declared"},
		{"also where only a qualifier names it", says("pkg:deb/hello@2.10?arch=all&distro=debian-12.1"), "debian supplier declared"},
		{"unless somebody else does", says("pkg:deb/debian/hello@2.10", "maintainer", "Some Body <some@body.test>"), "Some Body <some@body.test> supplier declared"},
		{"upstream is apart from the packager", says("pkg:deb/debian/hello@2.10", "maintainer", "Some Body <some@body.test>", "homepage", "https://github.com/upstream/hello"),
			"Some Body <some@body.test> supplier declared; upstream developer declared"},
		{"a home page on a host only resembles", says("pkg:deb/debian/hello@2.10", "homepage", "https://www.hello.example.org/x"), "debian supplier declared; hello.example.org developer named"},
		{"a page of a registry is nobody's", says("pkg:pypi/x@1", "homepage", "https://pypi.org/project/x/"), ""},
		{"pages of an account", says("pkg:pypi/x@1", "homepage", "https://someone.github.io/x/"), "someone developer declared"},
		{"a repository by ssh", says("pkg:cargo/x@1", "repository", "git@github.com:someone/x.git"), "someone developer declared"},
		{"a repository with a port and a name", says("pkg:cargo/x@1", "repository", "ssh://git@gitlab.com:22/someone/x"), "someone developer declared"},
		{"a repository on a host of its own", says("pkg:cargo/x@1", "repository", "https://git.example.org/x.git"), "example.org developer declared"},
		{"an address in a private network", says("pkg:cargo/x@1", "repository", "https://10.0.0.1/x.git"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, found := range a.Attribute(nil, &tt.item) {
				if found.Party == "" {
					got = append(got, fmt.Sprintf("%s %s %s", found.Name, found.Role, found.Strength))
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", tt.item, diff)
			}
		})
	}
}
