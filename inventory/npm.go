package inventory

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// A manifest is what is read of a package.json. A field of another type than
// usual is not an error of the package: npm itself takes it.
//
// Source: npm, "package.json"; Visual Studio Code, "Extension Manifest".
type manifest struct {
	Name        text            `json:"name"`
	Version     text            `json:"version"`
	Author      person          `json:"author"`
	Maintainers people          `json:"maintainers"`
	Publisher   text            `json:"publisher"`
	Homepage    text            `json:"homepage"`
	Repository  repository      `json:"repository"`
	Engines     engines         `json:"engines"`
	Contributes json.RawMessage `json:"contributes"`
	Unity       text            `json:"unity"`
}

func readPackageJSON(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	var m manifest
	if err := json.Unmarshal(trimBOM(content), &m); err != nil {
		return jsonError(out, content, err)
	}
	it := m.item()
	if it.Name == "" {
		return nil // not a package: settings of a directory, such as {"type": "module"}
	}
	it.Declared = m.declared()
	return out.item(it, 0)
}

// item returns what the manifest is of. Visual Studio Code and Unity call their
// manifests package.json, too.
func (m *manifest) item() delist.Item {
	name, version := string(m.Name), string(m.Version)
	switch {
	case name == "":
		return delist.Item{}
	case m.Engines.vscode || m.Contributes != nil && m.Publisher != "":
		publisher := string(m.Publisher)
		return delist.Item{
			Kind: delist.Application, Name: strings.TrimPrefix(publisher+"."+name, "."), Version: version,
			PURL: purl("vscode-extension", publisher, name, version),
		}
	case m.Unity != "":
		return delist.Item{Name: name, Version: version}
	case version == "" && !isNPMName(name):
		return delist.Item{} // part of a package, such as "rxjs/operators"
	}
	return delist.Item{Name: name, Version: version, PURL: npmPURL(name, version)}
}

func (m *manifest) declared() []delist.Declaration {
	declared := declare("author", string(m.Author), "publisher", string(m.Publisher))
	for _, p := range m.Maintainers {
		declared = append(declared, declare("maintainers", string(p))...)
	}
	return append(declared, declare("homepage", string(m.Homepage), "repository", string(m.Repository))...)
}

func npmPURL(name, version string) string {
	namespace, name := splitLast(name)
	return purl("npm", namespace, name, version)
}

// isNPMName reports whether a name can be that of a package: with a slash only
// after a scope.
func isNPMName(name string) bool {
	slashes := strings.Count(name, "/")
	return slashes == 0 || slashes == 1 && name[0] == '@'
}

// jsonError reports where a JSON document breaks off.
func jsonError(out *sink, content []byte, err error) error {
	return out.fail(lineAt(content, jsonOffset(err)), fmt.Errorf("not valid JSON: %w", err))
}
