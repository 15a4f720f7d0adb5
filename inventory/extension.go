package inventory

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/extension"
)

func sniffCRX(head []byte) bool { return extension.IsCRX(head) }

// readExtensionManifest reads an extension that lies unpacked. Other files of
// that name are something else, and give nothing.
func readExtensionManifest(f *file, out *sink) error {
	if f.size > metadataBytes {
		return nil
	}
	content, err := f.whole()
	if err != nil || !bytes.Contains(content, []byte(`"manifest_version"`)) {
		return err
	}
	folder := strings.TrimSuffix(f.path, "manifest.json")
	e, err := extension.Manifest(content, func(name string) ([]byte, error) {
		return f.tree.small(folder+name, metadataBytes)
	})
	if e == nil {
		if errors.Is(err, extension.ErrNot) {
			return nil
		}
		return err
	}
	return out.item(browserItem(e), 0)
}

// readCRX reads an extension as Chromium installs it. Its identifier is made of a
// key, so that only who has the key can publish another version; that key names
// nobody.
func readCRX(f *file, out *sink) error {
	e, err := extension.ReadCRX(f, f.size, func(r io.ReaderAt, size int64) (*zip.Reader, error) { return f.openArchive(r, size) })
	if e == nil || e.Name == "" {
		return err
	}
	return errors.Join(out.item(browserItem(e), 0), err)
}

// readXPI reads an extension as Firefox installs it, and who signed it: the
// store signs for the extension's identifier, and so vouches for that and not
// for the developer's name.
func readXPI(f *file, out *sink) error {
	z, err := f.openArchive(f, f.size)
	if err != nil {
		return err
	}
	e, err := extension.ReadXPI(z, f.tree.signatures())
	if e == nil {
		return err
	}
	it := browserItem(e)
	observeSigners(&it, e.Signatures)
	return errors.Join(out.item(it, 0), err)
}

// readVSIX reads an extension of an editor.
func readVSIX(f *file, out *sink) error {
	z, err := f.openArchive(f, f.size)
	if err != nil {
		return err
	}
	e, err := extension.ReadVSIX(z)
	if e == nil {
		return err
	}
	it := extensionItem(e)
	if name, ok := strings.CutPrefix(e.ID, e.Publisher+"."); ok && e.Publisher != "" {
		it.PURL = purl("vscode-extension", e.Publisher, name, e.Version)
	}
	observeSigners(&it, e.Signatures)
	return errors.Join(out.item(it, 0), err)
}

func (f *file) openArchive(r io.ReaderAt, size int64) (*zip.Reader, error) {
	z, err := openZip(f.path, r, size, 0, &spending{limits: f.tree.limits})
	if err != nil {
		return nil, err
	}
	return z.Reader, nil
}

func extensionItem(e *extension.Extension) delist.Item {
	return delist.Item{
		Kind: delist.Application, Name: firstOf(e.Name, e.ID), Version: e.Version,
		Declared: declare("publisher", e.Publisher, "author", e.Author, "developer", e.Developer, "homepage", e.Homepage, "repository", e.Repository),
	}
}

// browserItem adds the identifier, with what the proof of its key is worth.
func browserItem(e *extension.Extension) delist.Item {
	it := extensionItem(e)
	if e.ID == "" {
		return it
	}
	o := delist.Observed{Kind: delist.ExtensionID, Value: e.ID}
	if len(e.Proofs) > 0 {
		o.Signature, o.Decided = delist.GradeClaimed, "no proof by the key that it is named for"
	}
	for _, p := range e.Proofs {
		if p.ID == e.ID {
			o.Signature, o.Decided = p.Grade, firstOf(p.Decided, "signed by the key that it is named for")
		}
	}
	it.Identifiers = append(it.Identifiers, o)
	return it
}
