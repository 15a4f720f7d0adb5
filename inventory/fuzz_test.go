package inventory_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

// law checks what holds for every reader and any input: it ends, without a
// fault of its own, every item has a name and a place, and every error is one
// about a place. It returns the items and whether anything was reported.
func law(t *testing.T, input string, content []byte) (items []delist.Item, reported bool) {
	t.Helper()
	seq, err := inventory.Read(context.Background(), "-", bytes.NewReader(content), inventory.Options{Input: input})
	if err != nil {
		t.Fatalf("%s: %v", input, err)
	}
	for item, err := range seq {
		var fault *delist.ReadError
		switch {
		case err == nil:
			if item.Name == "" || item.Kind == "" || len(item.Locations) != 1 || item.Reader == "" {
				t.Errorf("%s: incomplete item %+v", input, item)
			}
			if item.PURL != "" && !strings.HasPrefix(item.PURL, "pkg:") {
				t.Errorf("%s: package URL %q", input, item.PURL)
			}
			items = append(items, item)
		case !errors.As(err, &fault):
			t.Errorf("%s: %v is no ReadError", input, err)
		case strings.Contains(err.Error(), "the reader has a fault"):
			t.Errorf("%s: %v", input, err)
		case fault.Path == "" || fault.Reader == "":
			t.Errorf("%s: error without a place: %+v", input, fault)
		default:
			reported = true
		}
	}
	return items, reported
}

// last checks that whatever comes before it, a final good record is read.
func last(t *testing.T, input string, content []byte, record, name string) {
	t.Helper()
	items, _ := law(t, input, append(content, record...))
	if bytes.Contains(bytes.ToLower(content), []byte("last")) {
		return // what has the same package URL is the same package, and given once
	}
	for _, item := range items {
		if item.Name == name {
			return
		}
	}
	t.Errorf("%s: %q after %q is lost: %v", input, name, content, names(items))
}

// FuzzDpkg checks the law, and that a final good record is never lost.
func FuzzDpkg(f *testing.F) {
	f.Add([]byte("Package: a\nStatus: install ok installed\nVersion: 1\n x\n\nno field\n"))
	f.Add([]byte("Version: 1\r\n\r\n\t\n: \n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		last(t, "dpkg", content, "\n\nPackage: the-last\nVersion: 1\n", "the-last")
	})
}

// FuzzApk checks the law, and that a final good record is never lost.
func FuzzApk(f *testing.F) {
	f.Add([]byte("C:Q1x=\nP:a\nV:1\nm:A <a@b>\n\nP\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		last(t, "apk", content, "\n\nP:the-last\nV:1\n", "the-last")
	})
}

// FuzzVendorModules checks the law, and that a final good record is never lost.
func FuzzVendorModules(f *testing.F) {
	f.Add([]byte("# a v1 => b v2\n## explicit\na/x\n# => \n# a => b"))
	f.Fuzz(func(t *testing.T, content []byte) {
		last(t, "go-vendor", content, "\n# the/last v1.0.0\nthe/last\n", "the/last")
	})
}

// FuzzText checks the law for the readers of text, and that the readers of JSON
// report what is no JSON.
func FuzzText(f *testing.F) {
	inputs := []string{
		"npm", "npm-lock", "composer", "go-mod", "python", "pacman", "nuget", "gem", "cargo", "maven",
		"requirements", "yarn-lock", "cargo-lock", "gem-lock", "github-actions", "python-setup",
		"browser-extension", "flatpak", "snap", "macos-app",
	}
	for i, seed := range []string{
		`{"name": "a", "version": "1", "author": {"name": "b"}, "maintainers": ["c"], "engines": {"vscode": "1"}}`,
		`{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1"}}, "dependencies": {"b": {"version": "1", "dependencies": {}}}}`,
		`{"packages": [{"name": "a/b", "version": "1", "authors": [{"name": "c"}]}]}`,
		"module a\ngo 1.12\nrequire b v1.0.0\nreplace b => c v1.0.0\n",
		"Metadata-Version: 2.1\nName: a\nVersion: 1\nAuthor: b\n\ntext",
		"%NAME%\na\n\n%VERSION%\n1\n",
		`<package><metadata><id>a</id><version>1</version></metadata></package>`,
		"Gem::Specification.new do |s|\n s.name = \"a\"\n s.version = '1'\n s.authors = ['b', \"c\"]\nend",
		"[package]\nname = \"a\"\nauthors = [\"b\"]\n",
		`<project><groupId>a</groupId><artifactId>b</artifactId><version>1</version></project>`,
		"a==1\n-r other.txt\n", "# yarn lockfile v1\n\"a@^1\":\n  version \"1.0.0\"\n", "[[package]]\nname = \"a\"\nversion = \"1\"\n",
		"GEM\n  specs:\n    a (1)\n", "jobs:\n  a:\n    steps:\n    - uses: a/b@v1\n", "setup(install_requires=['a==1'])\n",
		`{"manifest_version": 3, "name": "a", "author": {"email": "b"}}`, `<component><id>a</id><name>b</name><developer><name>c</name></developer></component>`,
		"name: a\nversion: '1'\n", `<plist><dict><key>CFBundleName</key><string>a</string></dict></plist>`,
	} {
		f.Add(uint8(i), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		input := inputs[int(which)%len(inputs)]
		_, reported := law(t, input, content)
		if (input == "npm" || input == "composer") && !json.Valid(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))) && !reported && len(content) > 0 {
			t.Errorf("%s: %q is no JSON, which is not reported", input, content)
		}
	})
}

// FuzzBinary checks the law for the readers of archives, programs and databases.
func FuzzBinary(f *testing.F) {
	inputs := []string{"java", "python", "nuget", "deb", "rpm", "program", "android", "xpi", "crx", "vsix", "msi"}
	f.Add(uint8(0), []byte(zipOf(f, member{name: "META-INF/MANIFEST.MF", content: "Bundle-Vendor: a\n b\n"},
		member{name: "x.jar", content: zipOf(f, member{name: "META-INF/maven/a/b/pom.properties", content: guavaProperties})})))
	f.Add(uint8(1), []byte(zipOf(f, member{name: "a-1.dist-info/METADATA", content: "Name: a\nVersion: 1\n"})))
	f.Add(uint8(2), []byte(zipOf(f, member{name: "a.nuspec", content: `<package><metadata><id>a</id></metadata></package>`})))
	for _, name := range []string{"control.tar", "control.tar.gz", "control.tar.xz", "control.tar.zst"} {
		f.Add(uint8(3), []byte(debOf(f, name, "Package: a\nVersion: 1\n")))
	}
	f.Add(uint8(4), []byte("SQLite format 3\x00"))
	f.Add(uint8(5), []byte(elfOf(".dep-v0", zlibOf(`{"packages":[{"name":"a","version":"1"}]}`))))
	f.Add(uint8(5), []byte(elfOf(".go.buildinfo", buildInfo("go1.24", "mod\ta\tv1.0.0\n"))))
	f.Add(uint8(5), []byte("MZ"))
	packed := zipOf(f, member{name: "manifest.json", content: extensionJSON}, member{name: "install.rdf", content: "<RDF><a><b>c</b></a></RDF>"},
		member{name: "extension.vsixmanifest", content: "<a/>"}, member{name: "AndroidManifest.xml", content: "\x03\x00\x08\x00"})
	for _, which := range []uint8{6, 7, 9} {
		f.Add(which, []byte(packed))
	}
	chromium, _ := crx(f, []byte(packed))
	f.Add(uint8(8), chromium)
	f.Add(uint8(7), xpi(f, ""))
	for _, name := range []string{"pe/testdata/signed.dll", "msi/testdata/signed.msi", "android/testdata/v12.apk"} {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(map[string]uint8{".dll": 5, ".apk": 6, ".msi": 10}[filepath.Ext(name)], content)
	}
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		law(t, inputs[int(which)%len(inputs)], content)
	})
}
