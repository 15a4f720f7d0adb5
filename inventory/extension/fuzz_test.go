package extension_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/extension"
	"github.com/delistdev/delist/inventory/signature"
)

// FuzzReadCRX checks that no input makes the reader panic, and that a proof that
// holds for a file does not hold for the same file with its last byte changed.
func FuzzReadCRX(f *testing.F) {
	f.Add(read(f, "crx2.crx"))
	f.Add(read(f, "crx3.crx"))
	f.Fuzz(func(t *testing.T, content []byte) {
		e, _ := readCRX(content)
		if e == nil || !e.Proved() {
			return
		}
		changed := bytes.Clone(content)
		changed[len(changed)-1]++
		if e, _ := readCRX(changed); e != nil && e.Proved() {
			t.Error("a change of the last byte was not seen")
		}
	})
}

// FuzzReadArchive checks that no archive makes a reader panic, and that nobody is
// a verified signer where no root is trusted.
func FuzzReadArchive(f *testing.F) {
	f.Add(read(f, "code.vsix"))
	f.Add(read(f, "old.xpi"))
	f.Add(pack(f, newSigner(f, "name@example.org").sign(f, withoutFolders(files))))
	f.Fuzz(func(t *testing.T, content []byte) {
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return
		}
		_, _ = extension.ReadVSIX(z)
		e, _ := extension.ReadXPI(z, signature.Policy{})
		if e == nil {
			return
		}
		for _, s := range e.Signatures {
			if s.Grade == delist.GradeVerified {
				t.Errorf("verified: %+v", s)
			}
		}
	})
}

// FuzzManifest checks that no manifest makes the reader panic, and that what is
// asked for beside it lies below its directory.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(firefox), []byte(`{}`))
	f.Add([]byte(`{"manifest_version": 2, "name": "__MSG_a__", "default_locale": "../x"}`), []byte(`{"a": {"message": "A"}}`))
	f.Fuzz(func(t *testing.T, content, texts []byte) {
		_, _ = extension.Manifest(content, func(path string) ([]byte, error) {
			if !bytes.HasPrefix([]byte(path), []byte("_locales/")) || bytes.Contains([]byte(path), []byte("..")) {
				t.Errorf("asked for %q", path)
			}
			return texts, nil
		})
	})
}
