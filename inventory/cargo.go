package inventory

import (
	"github.com/BurntSushi/toml"

	"github.com/delistdev/delist"
)

// readCrate reads the crate that a Cargo.toml describes, with its authors; what
// it depends on is read by another reader.
//
// Source: "The Cargo Book", "The Manifest Format". A value may be inherited
// from a workspace ({workspace = true}), and is then not known here.
func readCrate(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	if len(content) > metadataBytes {
		return errLimit
	}
	var manifest struct {
		Package map[string]any
	}
	if _, err := toml.Decode(string(content), &manifest); err != nil {
		return nil //nolint:nilerr // the reader of its dependencies reports it
	}
	value := func(key string) string {
		s, _ := manifest.Package[key].(string)
		return s
	}
	name, version := value("name"), value("version")
	if name == "" {
		return nil // a workspace
	}
	it := delist.Item{Name: name, Version: version, PURL: purl("cargo", "", name, version)}
	authors, _ := manifest.Package["authors"].([]any)
	for _, a := range authors {
		if author, ok := a.(string); ok {
			it.Declared = append(it.Declared, declare("author", author)...)
		}
	}
	it.Declared = append(it.Declared, declare("homepage", value("homepage"), "repository", value("repository"))...)
	return out.item(it, 0)
}
