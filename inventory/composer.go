package inventory

import (
	"encoding/json"

	"github.com/delistdev/delist"
)

func isComposerInstalled(path string) bool { return below(path, "vendor/composer/installed.json") }

// A composerPackage is one entry of composer.lock or installed.json.
// Source: Composer, "The composer.json schema".
type composerPackage struct {
	Name     text       `json:"name"`
	Version  text       `json:"version"`
	Authors  people     `json:"authors"`
	Homepage text       `json:"homepage"`
	Source   repository `json:"source"`
}

// composerLists holds the packages of either file: a lockfile has two lists.
// Composer 1 wrote installed.json as a bare list.
type composerLists struct {
	Packages    []composerPackage `json:"packages"`
	PackagesDev []composerPackage `json:"packages-dev"`
}

func readComposer(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	var lists composerLists
	content = trimBOM(content)
	if len(content) > 0 && content[0] == '[' {
		err = json.Unmarshal(content, &lists.Packages)
	} else {
		err = json.Unmarshal(content, &lists)
	}
	if err != nil {
		return jsonError(out, content, err)
	}
	for _, p := range append(lists.Packages, lists.PackagesDev...) {
		if err := out.item(p.item(), 0); err != nil {
			return err
		}
	}
	return nil
}

func (p *composerPackage) item() delist.Item {
	vendor, name := splitLast(string(p.Name))
	it := delist.Item{Name: string(p.Name), Version: string(p.Version), PURL: purl("composer", vendor, name, string(p.Version))}
	for _, author := range p.Authors {
		it.Declared = append(it.Declared, declare("author", string(author))...)
	}
	it.Declared = append(it.Declared, declare("homepage", string(p.Homepage), "repository", string(p.Source))...)
	return it
}
