package inventory

import (
	"bytes"
	"errors"
	"go/version"
	"os"
	"path"
	"strings"

	"github.com/delistdev/delist"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

func sniffGoMod(head []byte) bool {
	return bytes.HasPrefix(head, []byte("module ")) || bytes.Contains(head, []byte("\nmodule "))
}

func goPURL(path, version string) string {
	namespace, name := splitLast(path)
	return purl("golang", namespace, name, version)
}

// readGoMod reads the module that a go.mod describes and those that it
// requires, as replaced. A module before Go 1.17 lists only what it requires
// itself; the rest stands in go.sum.
//
// Source: "Go Modules Reference".
func readGoMod(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	mod, err := modfile.Parse(f.path, content, nil)
	if err != nil {
		if err := failGoMod(out, err); err != nil {
			return err
		}
		// A later Go may know more directives than this one.
		if mod, err = modfile.ParseLax(f.path, content, nil); err != nil {
			return nil // reported above
		}
	}
	if mod.Module != nil {
		if err := goItem(out, mainModule(f.path, mod.Module.Mod), mod.Module.Syntax.Start.Line); err != nil {
			return err
		}
	}
	for _, r := range mod.Require {
		if err := goItem(out, replaced(mod, r.Mod), r.Syntax.Start.Line); err != nil {
			return err
		}
	}
	if mod.Go != nil && version.Compare("go"+mod.Go.Version, "go1.17") >= 0 {
		return nil
	}
	for _, r := range mod.Replace { // of a module that something else requires
		if r.New.Version != "" {
			if err := goItem(out, r.New, r.Syntax.Start.Line); err != nil {
				return err
			}
		}
	}
	return readGoSum(f, out)
}

// failGoMod reports each error of a go.mod with its line.
func failGoMod(out *sink, err error) error {
	var list modfile.ErrorList
	if !errors.As(err, &list) {
		return out.fail(0, err)
	}
	for _, e := range list {
		if err := out.fail(e.Pos.Line, e.Err); err != nil {
			return err
		}
	}
	return nil
}

func goItem(out *sink, m module.Version, line int) error {
	return out.item(delist.Item{Name: m.Path, Version: m.Version, PURL: goPURL(m.Path, m.Version)}, line)
}

// mainModule gives the module that a go.mod describes the version that its
// directory has in a module cache: "easyjson@v0.7.7".
func mainModule(file string, m module.Version) module.Version {
	_, at, ok := strings.Cut(path.Base(path.Dir(file)), "@")
	if ok && strings.HasPrefix(at, "v") {
		m.Version = at
	}
	return m
}

// replaced returns the module that is used in place of m. A directory that
// replaces it is still that module by name, of no known version.
func replaced(mod *modfile.File, m module.Version) module.Version {
	for _, r := range mod.Replace {
		if r.Old.Path == m.Path && (r.Old.Version == "" || r.Old.Version == m.Version) {
			if r.New.Version == "" {
				return module.Version{Path: m.Path}
			}
			return r.New
		}
	}
	return m
}

// readGoSum reads the modules of the go.sum beside a go.mod.
func readGoSum(f *file, out *sink) error {
	place := path.Join(path.Dir(f.path), "go.sum")
	opened, info, err := f.tree.open(place)
	if errors.Is(err, os.ErrNotExist) {
		return nil // it requires nothing, or was never built
	}
	if err != nil {
		return out.failAt(place, 0, err)
	}
	defer opened.Close()
	content, err := (&file{tree: f.tree, size: info.Size(), ReaderAt: opened}).whole()
	if err != nil {
		return out.failAt(place, 0, err)
	}
	for number := 1; len(content) > 0; number++ {
		var line []byte
		line, content = cutLine(content)
		fields := bytes.Fields(line)
		if len(fields) != 3 || bytes.HasSuffix(fields[1], []byte("/go.mod")) {
			continue // empty, or only the go.mod was needed to resolve versions
		}
		m := module.Version{Path: string(fields[0]), Version: string(fields[1])}
		it := delist.Item{Name: m.Path, Version: m.Version, PURL: goPURL(m.Path, m.Version)}
		if err := out.itemAt(it, delist.Location{Path: place, Line: number}); err != nil {
			return err
		}
	}
	return nil
}
