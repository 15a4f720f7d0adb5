package inventory

import (
	"errors"
	"path"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/macho"
)

// readMachO reads what a program for Apple's systems says of who made it, and
// who signed it. The program of a bundle is told with the bundle.
func readMachO(f *file, out *sink) (err error) {
	program, err := macho.Read(f, f.size, f.tree.signatures())
	if program == nil {
		if errors.Is(err, macho.ErrNotMachO) {
			return nil
		}
		return err
	}
	if program.Go {
		defer func() { err = errors.Join(err, readGoBinary(f, out)) }()
	}
	if strings.HasSuffix(path.Dir(f.path), ".app/Contents/MacOS") {
		return err
	}
	out.reader = "macos-program"
	it := delist.Item{Kind: delist.Binary, Name: path.Base(f.path)}
	describeBundle(&it, program.Bundle)
	it.Name = path.Base(f.path)
	observe(&it, delist.FileName, it.Name)
	observeProgram(&it, program)
	return errors.Join(out.item(it, 0), err)
}

// readBundle reads the property list of a bundle, with the signature of its
// program.
//
// Source: Apple, "Bundle Programming Guide": NAME.app/Contents/Info.plist, and
// on a telephone NAME.app/Info.plist.
func readBundle(f *file, out *sink) error {
	if f.size > macho.MaxInfo {
		return errLimit
	}
	content, err := f.whole()
	if err != nil {
		return err
	}
	b, err := macho.Info(content)
	if err != nil {
		return err
	}
	if b.Identifier == "" && b.Name == "" {
		return nil
	}
	it := delist.Item{Kind: delist.Application, Name: firstOf(b.DisplayName, b.Name, b.Identifier)}
	describeBundle(&it, b)
	program, err := f.programOf(b)
	if program != nil {
		observeProgram(&it, program)
	}
	return errors.Join(out.item(it, 0), err)
}

func isBundle(place string) bool {
	dir := path.Dir(place)
	return bundleDir(dir) || path.Base(dir) == "Contents" || path.Base(dir) == "Resources" && strings.Contains(dir, ".framework")
}

func bundleDir(dir string) bool {
	switch path.Ext(dir) {
	case ".app", ".appex", ".framework", ".kext", ".bundle", ".plugin", ".xpc", ".prefPane", ".saver", ".qlgenerator", ".component", ".systemextension", ".dext":
		return true
	}
	return false
}

// programOf returns the program of the bundle that a property list is of, if it
// lies where it should.
func (f *file) programOf(b macho.Bundle) (*macho.Program, error) {
	if b.Executable == "" || b.Executable != path.Base(b.Executable) {
		return nil, nil
	}
	dir := path.Dir(f.path)
	for _, place := range []string{path.Join(dir, "MacOS", b.Executable), path.Join(dir, b.Executable)} {
		opened, info, err := f.tree.open(place)
		if err != nil {
			continue
		}
		defer opened.Close()
		program, err := macho.Read(opened, info.Size(), f.tree.signatures())
		if errors.Is(err, macho.ErrNotMachO) {
			return nil, nil
		}
		return program, err
	}
	return nil, nil
}

func describeBundle(it *delist.Item, b macho.Bundle) {
	it.Version = firstOf(b.ShortVersion, b.Version)
	it.Declared = append(it.Declared, declare("product-name", b.Name, "copyright", cleanHolder(b.Copyright))...)
	observe(it, delist.BundleID, b.Identifier)
}

// observeProgram adds the identifier, team and signers of a signature.
func observeProgram(it *delist.Item, program *macho.Program) {
	if strings.Contains(program.Identifier, ".") {
		observe(it, delist.BundleID, program.Identifier)
	}
	s := program.Signature()
	if s == nil {
		return
	}
	if program.TeamID != "" {
		it.Identifiers = append(it.Identifiers, delist.Observed{
			Kind: delist.TeamID, Value: program.TeamID, Verified: s.Grade == delist.GradeVerified, Signature: s.Grade, Decided: s.Decided,
		})
	}
	observeSigners(it, program.Signatures)
}
