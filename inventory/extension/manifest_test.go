package extension_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist/inventory/extension"
)

// Manifests are read as they lie in a directory; the texts lie beside them.
func TestManifest(t *testing.T) {
	texts := map[string]string{
		"_locales/en/messages.json": `{"Name": {"message": "The name"}, "author": {"message": 7}}`,
		"messages.json":             `{"name": {"message": "from elsewhere"}}`,
	}
	beside := func(path string) ([]byte, error) {
		if text, ok := texts[path]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
	tests := []struct {
		name, content string
		want          extension.Extension
	}{
		{
			"a key gives the identifier", `{"manifest_version": 2, "name": "N", "key": "AAAA", "update_url": "https://example.org/u"}`,
			extension.Extension{ID: "hajoiamiieihkcebbobooenpljpcckig", Name: "N", Update: "https://example.org/u"},
		},
		{
			"keys of texts are the same in any letter case", `{"manifest_version": 3, "name": "__MSG_NAME__", "author": "__MSG_author__", "default_locale": "en"}`,
			extension.Extension{Name: "The name", Author: "__MSG_author__"},
		},
		{
			"a locale that is a path leads nowhere", `{"manifest_version": 3, "name": "__MSG_name__", "default_locale": ".."}`,
			extension.Extension{Name: "__MSG_name__"},
		},
		{
			"the older name of a browser's settings", `{"manifest_version": 2, "name": "N", "applications": {"gecko": {"id": "{0}"}}}`,
			extension.Extension{ID: "{0}", Name: "N"},
		},
		{
			"an unexpected type is as good as none", `{"manifest_version": 2, "name": ["N"], "version": 1, "author": {"name": "A", "email": "a@example.org"}, "developer": 3}`,
			extension.Extension{Author: "A <a@example.org>"},
		},
		{
			"comments, but not in strings", "\ufeff{/* \" */ \"manifest_version\": 2, // one\n \"name\": \"a // b \\\" /* c\", \"homepage_url\": \"https://example.org\"}",
			extension.Extension{Name: `a // b " /* c`, Homepage: "https://example.org"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := extension.Manifest([]byte(test.content), beside)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Errorf("%s: -want +got:\n%s", test.content, diff)
			}
		})
	}
}

// Pages that can be installed have a manifest.json, too.
func TestManifestOfSomethingElse(t *testing.T) {
	_, err := extension.Manifest([]byte(`{"name": "App", "short_name": "App", "start_url": "/", "display": "standalone"}`), nil)
	if !errors.Is(err, extension.ErrNot) {
		t.Errorf("error %v, want ErrNot", err)
	}
	if _, err = extension.Manifest([]byte(`{"manifest_version": 2,`), nil); err == nil || errors.Is(err, extension.ErrNot) {
		t.Errorf("half a manifest: error %v", err)
	}
}
