package inventory

import (
	"crypto"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/pe"
	"github.com/delistdev/delist/inventory/signature"
)

// readWindows reads what a Windows program says of who made it, and who signed
// it. A program that says nothing is an item all the same: somebody made it.
func readWindows(f *file, out *sink) error {
	image, err := pe.Read(f, f.size, f.tree.signatures())
	if image == nil {
		if errors.Is(err, pe.ErrNotPE) {
			return nil
		}
		return err
	}
	v, name := image.Version, path.Base(f.path)
	it := delist.Item{
		Kind: delist.Binary, Name: name, Version: firstOf(v.ProductVersion, v.FileVersion),
		Declared: declare("company-name", v.CompanyName, "product-name", v.ProductName, "copyright", copyrightHolder(v)),
	}
	observe(&it, delist.FileName, name, v.OriginalFilename, image.Name)
	for _, export := range image.Exports {
		if f.tree.exports != nil && f.tree.exports(export) {
			observe(&it, delist.ExportedName, export)
		}
	}
	signatures := image.Signatures
	if len(signatures) == 0 {
		var fault error
		signatures, fault = f.catalogued()
		err = errors.Join(err, fault)
	}
	observeSigners(&it, signatures)
	out.reader = "windows-program"
	return errors.Join(out.item(it, 0), err)
}

// copyrightHolder returns who holds the copyright, where no company is named.
func copyrightHolder(v pe.Version) string {
	if v.CompanyName != "" {
		return ""
	}
	return cleanHolder(v.Copyright)
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// observe adds values to what can be observed of an item, each once.
func observe(it *delist.Item, kind delist.IdentifierKind, values ...string) {
	for _, v := range values {
		o := delist.Observed{Kind: kind, Value: v}
		if v != "" && !slices.ContainsFunc(it.Identifiers, func(k delist.Observed) bool { return k.Kind == kind && strings.EqualFold(k.Value, v) }) {
			it.Identifiers = append(it.Identifiers, o)
		}
	}
}

// observeSigners adds the names of signers with what their signatures are
// worth: of several that say the same, the best.
func observeSigners(it *delist.Item, signatures []signature.Signature) {
	for _, s := range signatures {
		for _, name := range s.Names() {
			o := delist.Observed{
				Kind: delist.Signer, Value: name, Verified: s.Grade == delist.GradeVerified, Signature: s.Grade, Decided: s.Decided,
			}
			i := slices.IndexFunc(it.Identifiers, func(k delist.Observed) bool { return k.Kind == delist.Signer && k.Value == name })
			switch {
			case i < 0:
				it.Identifiers = append(it.Identifiers, o)
			case gradeRank(o.Signature) > gradeRank(it.Identifiers[i].Signature):
				it.Identifiers[i] = o
			}
		}
	}
}

func gradeRank(g delist.Grade) int {
	return slices.Index([]delist.Grade{delist.GradeClaimed, delist.GradeIntact, delist.GradeVerified}, g)
}

// maxCatalogues is how many catalogues of one directory are read.
const maxCatalogues = 64

// catalogued returns the signatures of the catalogues beside a program that sign
// it. Those that Windows keeps for itself, in System32/CatRoot, are not looked
// at.
//
// Source: Microsoft, "Catalog Files and Digital Signatures": a driver's catalogue
// lies in its package.
func (f *file) catalogued() ([]signature.Signature, error) {
	catalogues, err := f.tree.cataloguesIn(path.Dir(f.path))
	if len(catalogues) == 0 {
		return nil, err
	}
	var found []signature.Signature
	for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA1} {
		digest, fault := pe.Digest(f, f.size, h)
		if fault != nil {
			return nil, errors.Join(err, fault)
		}
		for _, c := range catalogues {
			if c.Has(digest) {
				found = append(found, c.Signature)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return found, err
}

// cataloguesIn returns the catalogues of a directory, read once for all that
// lies in it.
func (t *tree) cataloguesIn(dir string) ([]*pe.Catalogue, error) {
	kept, _ := t.catalogues.LoadOrStore(dir, &catalogues{})
	c := kept.(*catalogues)
	var err error
	c.once.Do(func() { c.all, err = t.readCatalogues(dir) })
	return c.all, err
}

func (t *tree) readCatalogues(dir string) (all []*pe.Catalogue, err error) {
	system, err := t.system()
	if err != nil {
		return nil, err
	}
	entries, err := system.ReadDir(dir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil // of a single file nothing else is known
		}
		return nil, err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.EqualFold(path.Ext(e.Name()), ".cat") || len(all) >= maxCatalogues {
			continue
		}
		content, fault := t.small(path.Join(dir, e.Name()), pe.MaxCatalogue)
		if fault == nil {
			var c *pe.Catalogue
			if c, fault = pe.ReadCatalogue(content, t.signatures()); fault == nil {
				all = append(all, c)
			}
		}
		_ = fault // a file of that name may be anything
	}
	return all, nil
}
