package inventory

import (
	"bytes"
	"encoding/xml"
	"errors"
	"path"
	"strings"

	"github.com/delistdev/delist"
)

// A nuspec is what is read of a package's manifest.
// Source: NuGet, ".nuspec reference".
type nuspec struct {
	Metadata struct {
		ID         string `xml:"id"`
		Version    string `xml:"version"`
		Authors    string `xml:"authors"`
		Owners     string `xml:"owners"`
		ProjectURL string `xml:"projectUrl"`
		Repository struct {
			URL string `xml:"url,attr"`
		} `xml:"repository"`
	} `xml:"metadata"`
}

func readNuspec(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	it, err := nuspecItem(content)
	if err != nil || it.Name == "" {
		return err
	}
	return out.item(it, 0)
}

// nuspecItem returns what a manifest describes; nothing if it is a template,
// whose values a build fills in.
func nuspecItem(content []byte) (delist.Item, error) {
	var n nuspec
	d := xml.NewDecoder(bytes.NewReader(trimBOM(content)))
	d.CharsetReader = latin1
	if err := d.Decode(&n); err != nil {
		return delist.Item{}, err
	}
	m := &n.Metadata
	name, version := strings.TrimSpace(m.ID), strings.TrimSpace(m.Version)
	if name == "" {
		return delist.Item{}, errNoName
	}
	if strings.ContainsAny(name+version, "$ ") {
		return delist.Item{}, nil
	}
	return delist.Item{
		Name: name, Version: version, PURL: purl("nuget", "", name, version),
		Declared: declare("authors", strings.TrimSpace(m.Authors), "owners", strings.TrimSpace(m.Owners),
			"homepage", strings.TrimSpace(m.ProjectURL), "repository", strings.TrimSpace(m.Repository.URL)),
	}, nil
}

// readNupkg reads the manifest in a package file.
func readNupkg(f *file, out *sink) error {
	z, err := openZip(f.path, f, f.size, 0, &spending{limits: f.tree.limits})
	if err != nil {
		return err
	}
	for _, m := range z.File {
		if path.Ext(m.Name) != ".nuspec" || strings.Contains(m.Name, "/") {
			continue
		}
		content, err := z.content(m)
		if err != nil {
			return err
		}
		it, err := nuspecItem(content)
		if err != nil || it.Name == "" {
			return err
		}
		return out.item(it, 0)
	}
	return errors.New("a package without a manifest")
}
