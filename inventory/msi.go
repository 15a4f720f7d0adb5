package inventory

import (
	"errors"
	"path"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/msi"
)

// readMSI reads what a package of Windows Installer says of who made it, and who
// signed it.
func readMSI(f *file, out *sink) error {
	p, err := msi.Read(f, f.size, f.tree.signatures())
	if p == nil {
		return err
	}
	it := delist.Item{
		Kind: delist.Application, Name: firstOf(p.ProductName, p.Subject, path.Base(f.path)), Version: p.ProductVersion,
		Declared: declare("manufacturer", p.Manufacturer, "author", otherThan(p.Author, p.Manufacturer), "homepage", p.AboutURL),
	}
	observe(&it, delist.FileName, path.Base(f.path))
	observeSigners(&it, p.Signatures)
	return errors.Join(out.item(it, 0), err)
}

func otherThan(value, known string) string {
	if value == known {
		return ""
	}
	return value
}
