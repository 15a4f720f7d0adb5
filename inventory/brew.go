package inventory

import (
	"encoding/json"
	"path"
	"regexp"
	"strings"

	"github.com/delistdev/delist"
)

// isBrewReceipt reports whether a file is the receipt of a package that Homebrew
// installed: Cellar/NAME/VERSION/INSTALL_RECEIPT.json.
func isBrewReceipt(place string) bool {
	return path.Base(path.Dir(path.Dir(path.Dir(place)))) == "Cellar"
}

// readBrew reads a package of Homebrew: who supplies it is the tap that it came
// from, who made it stands in its formula.
//
// Source: Homebrew, "Tab" (INSTALL_RECEIPT.json, source.tap) and "Formula
// Cookbook" (homepage, url, head).
func readBrew(f *file, out *sink) error {
	if f.size > metadataBytes {
		return errLimit
	}
	content, err := f.whole()
	if err != nil {
		return err
	}
	var receipt struct{ Source struct{ Tap text } }
	if err := json.Unmarshal(content, &receipt); err != nil {
		return err
	}
	dir := path.Dir(f.path)
	name, version := path.Base(path.Dir(dir)), path.Base(dir)
	it := delist.Item{
		Name: name, Version: version, PURL: purl("brew", "", name, version),
		Declared: declare("supplier", string(receipt.Source.Tap)),
	}
	if formula, err := f.tree.small(path.Join(dir, ".brew", name+".rb"), metadataBytes); err == nil {
		it.Declared = append(it.Declared, formulaOf(string(formula))...)
	}
	return out.item(it, 0)
}

var formulaField = regexp.MustCompile(`(?m)^\s{0,4}(homepage|head|url) "([^"]+)"`)

// formulaOf returns the addresses in a formula, which is a program and is not
// run.
func formulaOf(formula string) []delist.Declaration {
	found := map[string]string{}
	for _, m := range formulaField.FindAllStringSubmatch(formula, 20) {
		if found[m[1]] == "" {
			found[m[1]] = m[2]
		}
	}
	repository := found["head"]
	if repository == "" && strings.Contains(found["url"], "/archive/") {
		repository = found["url"]
	}
	return declare("homepage", found["homepage"], "repository", repository)
}
