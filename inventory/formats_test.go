package inventory_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

const debianRelease = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n"

// declared makes declarations from pairs.
func declared(pairs ...string) []delist.Declaration {
	var all []delist.Declaration
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, delist.Declaration{Field: pairs[i], Value: pairs[i+1]})
	}
	return all
}

func at(path string, line int) []delist.Location {
	return []delist.Location{{Path: path, Line: line}}
}

// TestFormats reads one tree for each row. Records are as real files have them,
// shortened; those marked so are made up.
func TestFormats(t *testing.T) {
	tests := []struct {
		name   string
		files  map[string]string
		want   []delist.Item
		faults []string // as "path:line: …", the beginning
	}{
		{
			name: "dpkg gives the maintainer, and passes over what was removed",
			files: map[string]string{
				"etc/os-release": debianRelease,
				"var/lib/dpkg/status": "Package: adduser\nStatus: install ok installed\nArchitecture: all\nVersion: 3.134\n" +
					"Maintainer: Debian Adduser Developers <adduser@packages.debian.org>\nDescription: add and remove users\n This is\n .\n the rest\nHomepage: https://salsa.debian.org/debian/adduser\n\n" +
					"Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n" +
					"Package: kesl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:12.1.0-1508+x\nMaintainer: Kaspersky Lab <support@kaspersky.com>\n",
			},
			want: []delist.Item{
				{
					Kind: delist.Package, Name: "adduser", Version: "3.134", PURL: "pkg:deb/debian/adduser@3.134?arch=all&distro=debian-12",
					Declared:  declared("maintainer", "Debian Adduser Developers <adduser@packages.debian.org>", "homepage", "https://salsa.debian.org/debian/adduser"),
					Locations: at("var/lib/dpkg/status", 1), Reader: "dpkg",
				},
				{
					Kind: delist.Package, Name: "kesl", Version: "1:12.1.0-1508+x", PURL: "pkg:deb/debian/kesl@1:12.1.0-1508%2Bx?arch=amd64&distro=debian-12",
					Declared:  declared("maintainer", "Kaspersky Lab <support@kaspersky.com>"),
					Locations: at("var/lib/dpkg/status", 16), Reader: "dpkg",
				},
			},
		},
		{
			name: "dpkg reports a record without a name and a line that is no field, and goes on",
			files: map[string]string{
				"img/var/lib/dpkg/status": "Version: 1\nStatus: install ok installed\n\nPackage: a\nVersion: 2\nhalf a line\n",
			},
			want: []delist.Item{{
				Kind: delist.Package, Name: "a", Version: "2", PURL: "pkg:deb/debian/a@2", Locations: at("img/var/lib/dpkg/status", 4), Reader: "dpkg",
			}},
			faults: []string{"img/var/lib/dpkg/status:1: a package without a name", "img/var/lib/dpkg/status:6: neither a field"},
		},
		{
			name: "distroless keeps a file for each package",
			files: map[string]string{
				"usr/lib/os-release":                       debianRelease,
				"var/lib/dpkg/status.d/base-files":         "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n",
				"var/lib/dpkg/status.d/base-files.md5sums": "d41d8cd98f00b204e9800998ecf8427e  etc/passwd\n",
			},
			want: []delist.Item{{
				Kind: delist.Package, Name: "base-files", Version: "12.4", PURL: "pkg:deb/debian/base-files@12.4?arch=amd64&distro=debian-12",
				Locations: at("var/lib/dpkg/status.d/base-files", 1), Reader: "dpkg",
			}},
		},
		{
			name: "apk",
			files: map[string]string{
				"etc/os-release":       "ID=alpine\nVERSION_ID=3.20.3\n",
				"lib/apk/db/installed": "C:Q1Ux6z=\nP:busybox\nV:1.36.1-r29\nA:x86_64\nU:https://busybox.net/\nm:Sören Tempel <soeren+alpine@soeren-tempel.net>\nF:bin\nR:busybox\n\n",
			},
			want: []delist.Item{{
				Kind: delist.Package, Name: "busybox", Version: "1.36.1-r29", PURL: "pkg:apk/alpine/busybox@1.36.1-r29?arch=x86_64&distro=alpine-3.20.3",
				Declared:  declared("maintainer", "Sören Tempel <soeren+alpine@soeren-tempel.net>", "homepage", "https://busybox.net/"),
				Locations: at("lib/apk/db/installed", 1), Reader: "apk",
			}},
		},
		{
			name: "pacman",
			files: map[string]string{
				"usr/lib/os-release":                        "ID=arch\n",
				"var/lib/pacman/local/bash-5.2.037-1/desc":  "%NAME%\nbash\n\n%VERSION%\n5.2.037-1\n\n%URL%\nhttps://www.gnu.org/software/bash/bash.html\n\n%ARCH%\nx86_64\n\n%PACKAGER%\nTobias Powalowski <tpowa@archlinux.org>\n",
				"var/lib/pacman/local/bash-5.2.037-1/files": "%FILES%\nusr/\n",
			},
			want: []delist.Item{{
				Kind: delist.Package, Name: "bash", Version: "5.2.037-1", PURL: "pkg:alpm/arch/bash@5.2.037-1?arch=x86_64&distro=arch",
				Declared:  declared("packager", "Tobias Powalowski <tpowa@archlinux.org>", "homepage", "https://www.gnu.org/software/bash/bash.html"),
				Locations: at("var/lib/pacman/local/bash-5.2.037-1/desc", 0), Reader: "pacman",
			}},
		},
		{
			name: "npm gives author, maintainers and addresses in every form that they have",
			files: map[string]string{
				"node_modules/@kaspersky/hexa-ui/package.json": `{"name": "@kaspersky/hexa-ui", "version": "6.198.2", "author": {"name": "A B", "email": "a@kaspersky.com"},
					"maintainers": [{"name": "kl", "email": "x@kaspersky.com"}, "C <c@example.org>"], "repository": {"type": "git", "url": "git+https://github.com/x/y.git"}, "homepage": "https://example.org"}`,
				"node_modules/old/package.json":           "\ufeff" + `{"name": "old", "version": "1.0.0", "author": "D <d@example.org>", "repository": "x/old", "engines": ["node >= 0.2.0"], "homepage": ["odd"]}`,
				"node_modules/old/esm/package.json":       `{"type": "module"}`,
				"node_modules/old/esm/inner/package.json": `{"name": "old/esm/inner"}`,
			},
			want: []delist.Item{
				{
					Kind: delist.Package, Name: "@kaspersky/hexa-ui", Version: "6.198.2", PURL: "pkg:npm/%40kaspersky/hexa-ui@6.198.2",
					Declared: declared("author", "A B <a@kaspersky.com>", "maintainers", "kl <x@kaspersky.com>", "maintainers", "C <c@example.org>",
						"homepage", "https://example.org", "repository", "git+https://github.com/x/y.git"),
					Locations: at("node_modules/@kaspersky/hexa-ui/package.json", 0), Reader: "npm",
				},
				{
					Kind: delist.Package, Name: "old", Version: "1.0.0", PURL: "pkg:npm/old@1.0.0",
					Declared:  declared("author", "D <d@example.org>", "repository", "x/old"),
					Locations: at("node_modules/old/package.json", 0), Reader: "npm",
				},
			},
		},
		{
			name:  "an editor's extension is an application of its publisher, not an npm package",
			files: map[string]string{"ext/package.json": `{"name": "python", "publisher": "ms-python", "version": "2024.1.0", "engines": {"vscode": "^1.79.0"}}`},
			want: []delist.Item{{
				Kind: delist.Application, Name: "ms-python.python", Version: "2024.1.0", PURL: "pkg:vscode-extension/ms-python/python@2024.1.0",
				Declared: declared("publisher", "ms-python"), Locations: at("ext/package.json", 0), Reader: "npm",
			}},
		},
		{
			name:   "a broken package.json is an error with its line",
			files:  map[string]string{"package.json": "{\n\"name\": \"x\",\n}"},
			faults: []string{"package.json:3: not valid JSON"},
		},
		{
			name: "package-lock.json gives each package once with its line",
			files: map[string]string{"package-lock.json": `{
  "name": "app", "version": "1.0.0", "lockfileVersion": 2,
  "packages": {
    "": {"name": "app", "version": "1.0.0"},
    "node_modules/@a/b": {
      "version": "2.0.0", "resolved": "https://registry.npmjs.org/@a/b/-/b-2.0.0.tgz"
    },
    "node_modules/c/node_modules/@a/b": {"version": "2.0.0"},
    "node_modules/alias": {"name": "real", "version": "3.0.0"},
    "node_modules/linked": {"resolved": "packages/linked", "link": true},
    "packages/linked": {"name": "linked", "version": "0.1.0"},
    "node_modules/odd": "1.0.0"
  },
  "dependencies": {"ignored": {"version": "1.0.0"}}
}`},
			want: []delist.Item{
				{Kind: delist.Package, Name: "app", Version: "1.0.0", PURL: "pkg:npm/app@1.0.0", Locations: at("package-lock.json", 4), Reader: "npm-lock"},
				{Kind: delist.Package, Name: "@a/b", Version: "2.0.0", PURL: "pkg:npm/%40a/b@2.0.0", Locations: at("package-lock.json", 5), Reader: "npm-lock"},
				{Kind: delist.Package, Name: "real", Version: "3.0.0", PURL: "pkg:npm/real@3.0.0", Locations: at("package-lock.json", 9), Reader: "npm-lock"},
				{Kind: delist.Package, Name: "linked", Version: "0.1.0", PURL: "pkg:npm/linked@0.1.0", Locations: at("package-lock.json", 11), Reader: "npm-lock"},
			},
			faults: []string{"package-lock.json:12: "},
		},
		{
			name: "a lockfile of version 1 has packages inside each other",
			files: map[string]string{"npm-shrinkwrap.json": `{"lockfileVersion": 1, "dependencies": {
"a": {"version": "1.0.0", "requires": {"b": "2"}, "dependencies": {
"b": {"version": "2.0.0"}}},
"c": {"version": "npm:string-width@4.2.0"},
"d": {"version": "git+ssh://git@github.com/x/d.git#0123456789012345678901234567890123456789"},
"e": 7}}`},
			want: []delist.Item{
				{Kind: delist.Package, Name: "b", Version: "2.0.0", PURL: "pkg:npm/b@2.0.0", Locations: at("npm-shrinkwrap.json", 3), Reader: "npm-lock"},
				{Kind: delist.Package, Name: "a", Version: "1.0.0", PURL: "pkg:npm/a@1.0.0", Locations: at("npm-shrinkwrap.json", 2), Reader: "npm-lock"},
				{Kind: delist.Package, Name: "string-width", Version: "4.2.0", PURL: "pkg:npm/string-width@4.2.0", Locations: at("npm-shrinkwrap.json", 4), Reader: "npm-lock"},
				{
					Kind: delist.Package, Name: "d", PURL: "pkg:npm/d", Declared: declared("repository", "git+ssh://git@github.com/x/d.git#0123456789012345678901234567890123456789"),
					Locations: at("npm-shrinkwrap.json", 5), Reader: "npm-lock",
				},
			},
			faults: []string{"npm-shrinkwrap.json:6: no object"},
		},
		{
			name: "go.mod gives the line of each module, as replaced",
			files: map[string]string{"go.mod": `module example.org/app

go 1.24

require (
	github.com/mailru/easyjson v0.7.7 // indirect
	github.com/Azure/go-autorest v14.2.0+incompatible
	k8s.io/api v0.0.0
)

replace github.com/Azure/go-autorest => github.com/fork/go-autorest v1.0.0

replace k8s.io/api => ./staging/api
`, "go.sum": "github.com/other/thing v1.0.0 h1:x=\n"},
			want: []delist.Item{
				{Kind: delist.Package, Name: "example.org/app", PURL: "pkg:golang/example.org/app", Locations: at("go.mod", 1), Reader: "go-mod"},
				{Kind: delist.Package, Name: "github.com/mailru/easyjson", Version: "v0.7.7", PURL: "pkg:golang/github.com/mailru/easyjson@v0.7.7", Locations: at("go.mod", 6), Reader: "go-mod"},
				{Kind: delist.Package, Name: "github.com/fork/go-autorest", Version: "v1.0.0", PURL: "pkg:golang/github.com/fork/go-autorest@v1.0.0", Locations: at("go.mod", 7), Reader: "go-mod"},
				{Kind: delist.Package, Name: "k8s.io/api", PURL: "pkg:golang/k8s.io/api", Locations: at("go.mod", 8), Reader: "go-mod"},
			},
		},
		{
			name: "before Go 1.17 go.sum has what go.mod leaves out",
			files: map[string]string{
				"easyjson@v0.7.7/go.mod": "module github.com/mailru/easyjson\n\ngo 1.12\n\nrequire github.com/josharian/intern v1.0.0\n",
				"easyjson@v0.7.7/go.sum": "github.com/josharian/intern v1.0.0 h1:x=\ngithub.com/josharian/intern v1.0.0/go.mod h1:y=\ngithub.com/More/more v1.1.0 h1:z=\n",
			},
			want: []delist.Item{
				{Kind: delist.Package, Name: "github.com/mailru/easyjson", Version: "v0.7.7", PURL: "pkg:golang/github.com/mailru/easyjson@v0.7.7", Locations: at("easyjson@v0.7.7/go.mod", 1), Reader: "go-mod"},
				{Kind: delist.Package, Name: "github.com/josharian/intern", Version: "v1.0.0", PURL: "pkg:golang/github.com/josharian/intern@v1.0.0", Locations: at("easyjson@v0.7.7/go.mod", 5), Reader: "go-mod"},
				{Kind: delist.Package, Name: "github.com/josharian/intern", Version: "v1.0.0", PURL: "pkg:golang/github.com/josharian/intern@v1.0.0", Locations: at("easyjson@v0.7.7/go.sum", 1), Reader: "go-mod"},
				{Kind: delist.Package, Name: "github.com/More/more", Version: "v1.1.0", PURL: "pkg:golang/github.com/more/more@v1.1.0", Locations: at("easyjson@v0.7.7/go.sum", 3), Reader: "go-mod"},
			},
		},
		{
			name:  "a directive of a later Go is reported, and the rest is read",
			files: map[string]string{"go.mod": "module m\n\ngo 1.30\n\nfuture thing\n\nrequire a.b/c v1.0.0\n"},
			want: []delist.Item{
				{Kind: delist.Package, Name: "m", PURL: "pkg:golang/m", Locations: at("go.mod", 1), Reader: "go-mod"},
				{Kind: delist.Package, Name: "a.b/c", Version: "v1.0.0", PURL: "pkg:golang/a.b/c@v1.0.0", Locations: at("go.mod", 7), Reader: "go-mod"},
			},
			faults: []string{"go.mod:5: unknown directive"},
		},
		{
			name: "of a vendor directory only what is there",
			files: map[string]string{"vendor/modules.txt": "# github.com/a/b v1.0.0\n## explicit; go 1.20\ngithub.com/a/b/c\ngithub.com/a/b/d\n# github.com/not/there v1.0.0\n## explicit\n" +
				"# github.com/e/f v1.0.0 => github.com/g/h v2.0.0\ngithub.com/e/f\n# k8s.io/api v0.0.0 => ./staging/api\nk8s.io/api/core/v1\n"},
			want: []delist.Item{
				{Kind: delist.Package, Name: "github.com/a/b", Version: "v1.0.0", PURL: "pkg:golang/github.com/a/b@v1.0.0", Locations: at("vendor/modules.txt", 1), Reader: "go-vendor"},
				{Kind: delist.Package, Name: "github.com/g/h", Version: "v2.0.0", PURL: "pkg:golang/github.com/g/h@v2.0.0", Locations: at("vendor/modules.txt", 7), Reader: "go-vendor"},
				{Kind: delist.Package, Name: "k8s.io/api", PURL: "pkg:golang/k8s.io/api", Locations: at("vendor/modules.txt", 9), Reader: "go-vendor"},
			},
		},
		{
			name: "Python metadata of every form",
			files: map[string]string{
				"site-packages/Zope.Interface-6.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: zope.interface\nVersion: 6.0\nHome-page: https://github.com/zopefoundation/zope.interface\n" +
					"Author: Zope Foundation and Contributors\nAuthor-email: zope-dev@zope.dev\nProject-URL: Source, https://github.com/zopefoundation/zope.interface\nProject-URL: Documentation, https://x\nDescription: a\n        b\n\nName: not this\n",
				"site-packages/six.egg-info": "Metadata-Version: 1.0\nName: six\nVersion: 1.16.0\nAuthor: UNKNOWN\n",
				"site-packages/x/METADATA":   "Name: not-this\n",
			},
			want: []delist.Item{
				{
					Kind: delist.Package, Name: "zope.interface", Version: "6.0", PURL: "pkg:pypi/zope-interface@6.0",
					Declared: declared("homepage", "https://github.com/zopefoundation/zope.interface", "author", "Zope Foundation and Contributors",
						"author", "zope-dev@zope.dev", "repository", "https://github.com/zopefoundation/zope.interface"),
					Locations: at("site-packages/Zope.Interface-6.0.dist-info/METADATA", 1), Reader: "python",
				},
				{Kind: delist.Package, Name: "six", Version: "1.16.0", PURL: "pkg:pypi/six@1.16.0", Locations: at("site-packages/six.egg-info", 1), Reader: "python"},
			},
		},
		{
			name: "a crate and what it depends on are each given once",
			files: map[string]string{
				"Cargo.toml": "[package]\nname = \"serde\"\nversion = \"1.0.200\"\nauthors = [\"Erick Tryzelaar <erick.tryzelaar@gmail.com>\"]\nrepository = \"https://github.com/serde-rs/serde\"\n\n[dependencies]\nserde_derive = \"1.0.200\"\n",
			},
			want: []delist.Item{
				{
					Kind: delist.Package, Name: "serde", Version: "1.0.200", PURL: "pkg:cargo/serde@1.0.200",
					Declared:  declared("author", "Erick Tryzelaar <erick.tryzelaar@gmail.com>", "repository", "https://github.com/serde-rs/serde"),
					Locations: at("Cargo.toml", 0), Reader: "cargo",
				},
				{Kind: delist.Package, Name: "serde_derive", Version: "1.0.200", PURL: "pkg:cargo/serde_derive@1.0.200", Locations: at("Cargo.toml", 0), Reader: "cargo"},
			},
		},
		{
			name: "NuGet gives authors and owners",
			files: map[string]string{"packages/a/a.nuspec": `<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Newtonsoft.Json</id><version>13.0.3</version>
<authors>James Newton-King</authors><owners>Newtonsoft</owners><projectUrl>https://www.newtonsoft.com/json</projectUrl><repository type="git" url="https://github.com/JamesNK/Newtonsoft.Json"/></metadata></package>`},
			want: []delist.Item{{
				Kind: delist.Package, Name: "Newtonsoft.Json", Version: "13.0.3", PURL: "pkg:nuget/Newtonsoft.Json@13.0.3",
				Declared: declared("authors", "James Newton-King", "owners", "Newtonsoft", "homepage", "https://www.newtonsoft.com/json",
					"repository", "https://github.com/JamesNK/Newtonsoft.Json"),
				Locations: at("packages/a/a.nuspec", 0), Reader: "nuget",
			}},
		},
		{
			name: "a gem's specification is read and not run",
			files: map[string]string{"specifications/rake-13.0.6.gemspec": "# -*- encoding: utf-8 -*-\n\nGem::Specification.new do |s|\n  s.name = \"rake\".freeze\n  s.version = \"13.0.6\"\n" +
				"  s.authors = [\"Hiroshi SHIBATA\".freeze, \"Eric Hodel\".freeze]\n  s.email = [\"hsbt@ruby-lang.org\".freeze]\n  s.homepage = \"https://github.com/ruby/rake\".freeze\nend\n"},
			want: []delist.Item{{
				Kind: delist.Package, Name: "rake", Version: "13.0.6", PURL: "pkg:gem/rake@13.0.6",
				Declared:  declared("author", "Hiroshi SHIBATA", "author", "Eric Hodel", "author", "hsbt@ruby-lang.org", "homepage", "https://github.com/ruby/rake"),
				Locations: at("specifications/rake-13.0.6.gemspec", 4), Reader: "gem",
			}},
		},
		{
			name: "Composer gives authors, from the lockfile and from what is installed",
			files: map[string]string{"composer.lock": `{"packages": [{"name": "monolog/monolog", "version": "3.5.0", "authors": [{"name": "Jordi Boggiano", "email": "j.boggiano@seld.be"}],
				"homepage": "https://github.com/Seldaek/monolog", "source": {"type": "git", "url": "https://github.com/Seldaek/monolog.git"}}], "packages-dev": [{"name": "psr/log", "version": "3.0.0"}]}`,
				"vendor/composer/installed.json": `[{"name": "psr/log", "version": "1.0.0"}]`},
			want: []delist.Item{
				{
					Kind: delist.Package, Name: "monolog/monolog", Version: "3.5.0", PURL: "pkg:composer/monolog/monolog@3.5.0",
					Declared:  declared("author", "Jordi Boggiano <j.boggiano@seld.be>", "homepage", "https://github.com/Seldaek/monolog", "repository", "https://github.com/Seldaek/monolog.git"),
					Locations: at("composer.lock", 0), Reader: "composer-lock",
				},
				{Kind: delist.Package, Name: "psr/log", Version: "3.0.0", PURL: "pkg:composer/psr/log@3.0.0", Locations: at("composer.lock", 0), Reader: "composer-lock"},
				{Kind: delist.Package, Name: "psr/log", Version: "1.0.0", PURL: "pkg:composer/psr/log@1.0.0", Locations: at("vendor/composer/installed.json", 0), Reader: "composer"},
			},
		},
		{
			name: "Maven's project whose versions stand in the project above it, or elsewhere",
			files: map[string]string{
				"pom.xml": "<project><groupId>com.example</groupId><artifactId>all</artifactId><version>7</version><properties><junit>4.12</junit></properties>" +
					"<dependencyManagement><dependencies><dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.1</version></dependency></dependencies></dependencyManagement></project>",
				"app/pom.xml": "<project><parent><groupId>com.example</groupId><artifactId>all</artifactId><version>7</version></parent><artifactId>${prefix}</artifactId>" +
					"<properties><prefix>app</prefix></properties><dependencies>\n<dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>${junit}</version></dependency>\n" +
					"<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId></dependency>\n" +
					"<dependency><groupId>${project.groupId}</groupId><artifactId>lib</artifactId><version>${in.repository}</version></dependency>\n" +
					"<dependency><groupId>${unknown}</groupId><artifactId>x</artifactId></dependency></dependencies></project>",
			},
			want: []delist.Item{
				{Kind: delist.Package, Name: "com.example:app", Version: "7", PURL: "pkg:maven/com.example/app@7", Locations: at("app/pom.xml", 0), Reader: "maven"},
				{Kind: delist.Package, Name: "junit:junit", Version: "4.12", PURL: "pkg:maven/junit/junit@4.12", Locations: at("app/pom.xml", 2), Reader: "maven"},
				{Kind: delist.Package, Name: "org.slf4j:slf4j-api", Version: "2.0.1", PURL: "pkg:maven/org.slf4j/slf4j-api@2.0.1", Locations: at("app/pom.xml", 3), Reader: "maven"},
				{Kind: delist.Package, Name: "com.example:lib", PURL: "pkg:maven/com.example/lib", Locations: at("app/pom.xml", 4), Reader: "maven"},
				{Kind: delist.Package, Name: "com.example:all", Version: "7", PURL: "pkg:maven/com.example/all@7", Locations: at("pom.xml", 0), Reader: "maven"},
			},
			faults: []string{"app/pom.xml:5: a dependency whose group"},
		},
		{
			name: "Maven's project and what it depends on",
			files: map[string]string{"pom.xml": "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<project>\n<parent><groupId>org.apache</groupId><artifactId>apache</artifactId><version>23</version></parent>\n" +
				"<artifactId>commons-io</artifactId><version>2.11.0</version>\n<organization><name>M\xfcller AG</name></organization>\n" +
				"<dependencies><dependency>\n<groupId>junit</groupId>\n<artifactId>junit</artifactId>\n<version>4.13</version>\n</dependency></dependencies></project>"},
			want: []delist.Item{
				{
					Kind: delist.Package, Name: "org.apache:commons-io", Version: "2.11.0", PURL: "pkg:maven/org.apache/commons-io@2.11.0",
					Declared: declared("organization", "Müller AG"), Locations: at("pom.xml", 0), Reader: "maven",
				},
				{Kind: delist.Package, Name: "junit:junit", Version: "4.13", PURL: "pkg:maven/junit/junit@4.13", Locations: at("pom.xml", 6), Reader: "maven"},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			items, faults := read(t, write(t, tt.files), nil, inventory.Options{})
			if diff := cmp.Diff(tt.want, items); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if len(faults) != len(tt.faults) {
				t.Errorf("errors %v, want %q", faults, tt.faults)
				return
			}
			for i, fault := range faults {
				if !strings.HasPrefix(fault.Error(), tt.faults[i]) {
					t.Errorf("error %v, want %q…", fault, tt.faults[i])
				}
			}
		})
	}
}
