package scan_test

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist/inventory/scan"
)

// wanting returns the readers that want a path, found by name as package
// inventory finds them.
func wanting(file string) []*scan.Reader {
	var found []*scan.Reader
	for _, r := range scan.Readers {
		if (slices.Contains(r.Names, path.Base(file)) || slices.Contains(r.Exts, strings.ToLower(path.Ext(file)))) && r.Wants(file) {
			found = append(found, r)
		}
	}
	return found
}

// TestRead reads one small file of each of the more common kinds.
func TestRead(t *testing.T) {
	tests := []struct {
		file, content string
		want          []string // package URLs, in order
	}{
		{"yarn.lock", "# yarn lockfile v1\n\n\"@a/b@^1.0.0\":\n  version \"1.2.3\"\n  resolved \"https://registry.yarnpkg.com/@a/b/-/b-1.2.3.tgz#x\"\n", []string{"pkg:npm/%40a/b@1.2.3"}},
		{"pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  lodash@4.17.21:\n    resolution: {integrity: sha512-x}\n", []string{"pkg:npm/lodash@4.17.21"}},
		{"bun.lock", `{"lockfileVersion": 1, "packages": {"a": ["a@1.0.0", "", {}, "sha512-x"]}}`, []string{"pkg:npm/a@1.0.0"}},
		{"requirements.txt", "Flask_Login==0.6.3\nrequests>=2\n", []string{"pkg:pypi/flask-login@0.6.3", "pkg:pypi/requests@2"}},
		{"poetry.lock", "[[package]]\nname = \"jinja2\"\nversion = \"3.1.4\"\noptional = false\n", []string{"pkg:pypi/jinja2@3.1.4"}},
		{"Pipfile.lock", `{"default": {"six": {"version": "==1.16.0"}}}`, []string{"pkg:pypi/six@1.16.0"}},
		{"uv.lock", "version = 1\n[[package]]\nname = \"six\"\nversion = \"1.16.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n", []string{"pkg:pypi/six@1.16.0"}},
		{"pdm.lock", "[[package]]\nname = \"six\"\nversion = \"1.16.0\"\n", []string{"pkg:pypi/six@1.16.0"}},
		{"setup.py", "setup(name='x', install_requires=['six==1.16.0'])\n", []string{"pkg:pypi/six@1.16.0"}},
		{"Cargo.lock", "[[package]]\nname = \"serde\"\nversion = \"1.0.200\"\n", []string{"pkg:cargo/serde@1.0.200"}},
		{"Gemfile.lock", "GEM\n  remote: https://rubygems.org/\n  specs:\n    rake (13.0.6)\n\nDEPENDENCIES\n  rake\n", []string{"pkg:gem/rake@13.0.6"}},
		{"packages.lock.json", `{"version": 1, "dependencies": {"net6.0": {"Core.Dep": {"type": "Direct", "resolved": "1.24.0"}}}}`, []string{"pkg:nuget/Core.Dep@1.24.0"}},
		{"app.deps.json", `{"libraries": {"app/1.0.0": {"type": "project"}, "Serilog/3.1.1": {"type": "package"}}}`, []string{"pkg:nuget/Serilog@3.1.1", "pkg:nuget/app@1.0.0"}},
		{"packages.config", `<packages><package id="Serilog" version="3.1.1"/></packages>`, []string{"pkg:nuget/Serilog@3.1.1"}},
		{"gradle.lockfile", "com.google.guava:guava:31.1-jre=compileClasspath\nempty=\n", []string{"pkg:maven/com.google.guava/guava@31.1-jre"}},
		{".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n", []string{"pkg:github/actions/checkout@v4"}},
		{"Podfile.lock", "PODS:\n  - AFNetworking (4.0.1)\n", []string{"pkg:cocoapods/AFNetworking@4.0.1"}},
		{"pubspec.lock", "packages:\n  http:\n    dependency: \"direct main\"\n    description: {name: http}\n    source: hosted\n    version: \"1.1.0\"\n", []string{"pkg:pub/http@1.1.0"}},
		{"conan.lock", `{"version": "0.5", "requires": ["zlib/1.2.13#r"]}`, []string{"pkg:conan/zlib@1.2.13"}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			readers := wanting(tt.file)
			if len(readers) != 1 {
				t.Fatalf("%d readers want %s, want 1", len(readers), tt.file)
			}
			found, err := readers[0].Read(context.Background(), fstest.MapFS{}, tt.file, []byte(tt.content))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				got = append(got, f.Item.PURL)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestReaders checks that each extractor can be made, and that none is asked
// for a file that has nothing to do with it.
func TestReaders(t *testing.T) {
	for _, r := range scan.Readers {
		if len(r.Names)+len(r.Exts) == 0 {
			t.Errorf("%s: is never asked", r.Name)
		}
		for _, file := range []string{"readme.md", "src/main.c", "data.json", "notes.txt", "a/config.yml", "b.toml", "c.xml"} {
			if r.Wants(file) {
				t.Errorf("%s wants %s", r.Name, file)
			}
		}
	}
}

func TestBadInput(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	for _, file := range []string{"Cargo.lock", "pnpm-lock.yaml", "bun.lock", "packages.lock.json", "poetry.lock"} {
		r := wanting(file)[0]
		if _, err := r.Read(context.Background(), fstest.MapFS{}, file, []byte(deep)); !errors.Is(err, scan.ErrNesting) {
			t.Errorf("%s: 100,000 brackets: error %v, want %v", file, err, scan.ErrNesting)
		}
		if _, err := r.Read(context.Background(), fstest.MapFS{}, file, []byte("\x00{[ :")); err == nil {
			t.Errorf("%s: no error for what is not of that form", file)
		}
	}
}
