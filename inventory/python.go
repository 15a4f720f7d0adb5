package inventory

import (
	"bytes"
	"errors"
	"path"
	"regexp"
	"strings"

	"github.com/delistdev/delist"
)

// isPythonMetadata reports whether a path is that of the metadata of an
// installed distribution.
func isPythonMetadata(file string) bool {
	dir := path.Base(path.Dir(file))
	switch path.Base(file) {
	case "METADATA":
		return strings.HasSuffix(dir, ".dist-info")
	case "PKG-INFO":
		return strings.HasSuffix(dir, ".egg-info") || dir == "EGG-INFO"
	}
	return strings.HasSuffix(file, ".egg-info")
}

func sniffPython(head []byte) bool { return bytes.HasPrefix(head, []byte("Metadata-Version:")) }

func wantedByPython(key []byte) bool {
	switch strings.ToLower(string(key)) {
	case "name", "version", "author", "author-email", "maintainer", "maintainer-email", "home-page", "project-url":
		return true
	}
	return false
}

// readPythonMetadata reads METADATA, PKG-INFO and .egg-info files.
//
// Source: Python packaging, "Core metadata specifications".
func readPythonMetadata(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	it, line := pythonItem(content)
	if it.Name == "" {
		return errNoDistribution
	}
	return out.item(it, line)
}

var errNoDistribution = errors.New("metadata without the name of a distribution")

// pythonItem returns what metadata describes, and the line of its name.
func pythonItem(content []byte) (delist.Item, int) {
	for p := range paragraphs(trimBOM(content), wantedByPython, nil) { // the first is the header, the rest a description
		name, version := p.get("Name"), p.get("Version")
		it := delist.Item{Name: name, Version: version, PURL: purl("pypi", "", normalPython(name), version)}
		for _, f := range p.fields {
			it.Declared = append(it.Declared, pythonDeclaration(f)...)
		}
		return it, p.line
	}
	return delist.Item{}, 0
}

// pythonDeclaration turns one field of metadata into what it declares.
func pythonDeclaration(f field) []delist.Declaration {
	if f.value == "UNKNOWN" { // written by old setuptools for what is not given
		return nil
	}
	switch strings.ToLower(f.key) {
	case "author", "author-email":
		return declare("author", f.value)
	case "maintainer", "maintainer-email":
		return declare("maintainer", f.value)
	case "home-page":
		return declare("homepage", f.value)
	case "project-url":
		label, address, _ := strings.Cut(f.value, ",")
		return projectURL(strings.ToLower(strings.TrimSpace(label)), strings.TrimSpace(address))
	}
	return nil
}

// projectURLs are the labels of addresses that tell of parties. Source:
// Python packaging, "Well-known Project URLs in Metadata", and common use.
var projectURLs = map[string]string{
	"homepage": "homepage", "home": "homepage",
	"repository": "repository", "source": "repository", "sourcecode": "repository", "source code": "repository",
	"code": "repository", "github": "repository",
}

var pythonSeparators = regexp.MustCompile(`[-_.]+`)

// normalPython returns the name of a distribution as the index compares it.
// Source: PEP 503.
func normalPython(name string) string {
	return strings.ToLower(pythonSeparators.ReplaceAllString(name, "-"))
}

func projectURL(label, address string) []delist.Declaration {
	field, ok := projectURLs[label]
	if !ok {
		return nil // documentation, funding and the like
	}
	return declare(field, address)
}
