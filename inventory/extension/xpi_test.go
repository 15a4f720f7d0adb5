package extension_test

import (
	"archive/zip"
	"bytes"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/extension"
	"github.com/delistdev/delist/inventory/signature"
)

const firefox = `{"manifest_version": 2, "name": "Name", "version": "4.5", "author": "An Author", "homepage_url": "https://example.org",
	"developer": {"name": "A Company", "url": "https://company.example"}, "browser_specific_settings": {"gecko": {"id": "name@example.org"}}}`

var files = map[string]string{"manifest.json": firefox, "background.js": "run()", "icons/": "", "icons/48.png": "picture"}

func readXPI(t testing.TB, files map[string]string, p signature.Policy) (*extension.Extension, error) {
	t.Helper()
	return extension.ReadXPI(unzip(t, pack(t, files)), p)
}

func TestReadXPI(t *testing.T) {
	got, err := readXPI(t, files, signature.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	want := &extension.Extension{
		ID: "name@example.org", Name: "Name", Version: "4.5", Author: "An Author", Developer: "A Company", Homepage: "https://example.org",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The identifiers of the programs that an extension is for are not its own.
func TestOldManifest(t *testing.T) {
	got, err := extension.ReadXPI(unzip(t, read(t, "old.xpi")), signature.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	want := &extension.Extension{ID: "sample@seleniumhq.org", Name: "Sample Extension", Version: "1.0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOldManifestInAttributes(t *testing.T) {
	const rdf = `<?xml version="1.0" encoding="iso-8859-1"?><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:em="http://www.mozilla.org/2004/em-rdf#">
		<r:Description r:about="urn:mozilla:extension:other" em:id="other"/>
		<r:Description r:about="urn:mozilla:install-manifest" em:id="a@b" em:version="2" em:creator="Andr` + "\xe9" + `"><em:name>N</em:name></r:Description></r:RDF>`
	got, err := readXPI(t, map[string]string{"install.rdf": rdf}, signature.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	want := &extension.Extension{ID: "a@b", Name: "N", Version: "2", Author: "André"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A signature holds for exactly the members that are there.
func TestSignedXPI(t *testing.T) {
	s := newSigner(t, "name@example.org")
	trusted := signature.Policy{Roots: signature.Roots{Name: "roots of tests", Pool: s.roots}}
	set := func(name, content string) func(map[string]string) {
		return func(m map[string]string) { m[name] = content }
	}
	tests := []struct {
		name    string
		policy  signature.Policy
		change  func(map[string]string)
		grade   delist.Grade
		decided string
	}{
		{"a chain to a trusted root", trusted, nil, delist.GradeVerified, "Root of tests, in roots of tests"},
		{"no root is trusted", signature.Policy{}, nil, delist.GradeIntact, "no roots to trust were given"},
		{"a member was changed", trusted, set("background.js", "steal()"), delist.GradeClaimed, `member "background.js" is not what was signed`},
		{"a member was added", trusted, set("more.js", "x"), delist.GradeClaimed, `member "more.js" is not signed`},
		{"a member was added beside the signature", trusted, set("META-INF/more.js", "x"), delist.GradeClaimed, `member "META-INF/more.js" is not signed`},
		{"a member was taken out", trusted, func(m map[string]string) { delete(m, "icons/48.png") }, delist.GradeClaimed, `member "icons/48.png" is missing`},
		{"the list was changed", trusted, func(m map[string]string) { m["META-INF/manifest.mf"] += "\n" }, delist.GradeClaimed, "the list of digests is not what was signed"},
		{"the file with its digest was changed", trusted, func(m map[string]string) { m["META-INF/mozilla.sf"] += "\n" }, delist.GradeClaimed, "the signature does not hold: "},
		{"digests by MD5 alone are none", trusted, func(m map[string]string) {
			m["META-INF/mozilla.sf"] = "Signature-Version: 1.0\nMD5-Digest-Manifest: 1B2M2Y8AsgTpgAmY7PhCfg==\n"
			m["META-INF/mozilla.rsa"] = s.message(t, m["META-INF/mozilla.sf"])
		}, delist.GradeClaimed, "the list of digests is not what was signed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			signed := s.sign(t, withoutFolders(files))
			if test.change != nil {
				test.change(signed)
			}
			e, err := readXPI(t, signed, test.policy)
			if err != nil || len(e.Signatures) != 1 {
				t.Fatalf("%v, %+v", err, e)
			}
			got := e.Signatures[0]
			if got.Grade != test.grade || !strings.HasPrefix(got.Decided, test.decided) {
				t.Errorf("%s: %q, want %s: %q", got.Grade, got.Decided, test.grade, test.decided)
			}
			if !e.ByStore(got) || e.Proved() != (test.grade == delist.GradeVerified) {
				t.Errorf("by store %v, proved %v", e.ByStore(got), e.Proved())
			}
		})
	}
}

func withoutFolders(files map[string]string) map[string]string {
	kept := maps.Clone(files)
	maps.DeleteFunc(kept, func(name, _ string) bool { return strings.HasSuffix(name, "/") })
	return kept
}

// The store's signature over a real extension: the message holds, but the list
// that it is over is not this one.
func TestRealSignatureOverSomethingElse(t *testing.T) {
	e, err := readXPI(t, map[string]string{
		"manifest.json":        `{"manifest_version": 2, "name": "TabScope", "applications": {"gecko": {"id": "tabscope@xuldev.org"}}}`,
		"META-INF/manifest.mf": "Manifest-Version: 1.0\n", "META-INF/mozilla.sf": string(read(t, "store.sf")), "META-INF/mozilla.rsa": string(read(t, "store.rsa")),
	}, signature.Policy{})
	if err != nil || len(e.Signatures) != 1 {
		t.Fatalf("%v, %+v", err, e)
	}
	s := e.Signatures[0]
	if s.Grade != delist.GradeClaimed || s.Decided != "the list of digests is not what was signed" {
		t.Errorf("%s: %q", s.Grade, s.Decided)
	}
	if !e.ByStore(s) || s.Signer.Organization != "Addons" || e.Proved() {
		t.Errorf("signer %+v, by store %v, proved %v", s.Signer, e.ByStore(s), e.Proved())
	}
}

func TestOneNameTwiceIsRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add(t, z, "manifest.json", firefox)
	add(t, z, "manifest.json", plain)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := extension.ReadXPI(unzip(t, b.Bytes()), signature.Policy{}); err == nil || !strings.Contains(err.Error(), "is there twice") {
		t.Errorf("error %v", err)
	}
}
