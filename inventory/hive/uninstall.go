package hive

import (
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// programColumns are the values of a program that are taken.
var programColumns = []delist.Column{
	{Name: "DisplayName", As: "name"}, {Name: "DisplayVersion", As: "version"}, {Name: "Publisher", As: "publisher"},
	{Name: "URLInfoAbout", As: "homepage"}, {Name: "HelpLink", As: "homepage"},
}

// A program is what its key says of an installed program.
//
// Source: Microsoft, "Uninstall Registry Key",
// https://learn.microsoft.com/windows/win32/msi/uninstall-registry-key
type program struct {
	name, version, publisher, about, help string
	// isOne: something is there that only a program has, if it has no name.
	isOne bool
}

// programs reads the keys below Uninstall, of which each is a program, and
// reports whether there is such a list.
func (r *reader) programs(microsoft place) bool {
	uninstall, ok := r.find(microsoft, "Windows", "CurrentVersion", "Uninstall")
	if ok {
		r.each(uninstall, r.program)
	}
	return ok
}

// program reads one. Some keys below Uninstall only hold settings of parts of
// Windows: they have neither a name nor a way to be uninstalled.
func (r *reader) program(at place, name string) {
	var p program
	for v, err := range r.bins.valuesOf(at.key) {
		if err == nil {
			err = r.programValue(&p, v)
		}
		if !r.fault(at.path, err) {
			return
		}
	}
	if p.name == "" {
		if !p.isOne {
			return
		}
		p.name = name
	}
	it := delist.Item{Kind: delist.Application, Name: p.name, Version: p.version, Declared: make([]delist.Declaration, 0, 4)}
	declare(&it, "publisher", p.publisher)
	declare(&it, "homepage", p.about)
	if p.help != p.about {
		declare(&it, "homepage", p.help)
	}
	if isGUID(name) {
		declare(&it, "product-code", name)
	}
	r.item(it, at.path)
}

// programValue takes one value of a program.
func (r *reader) programValue(p *program, v *value) error {
	var to *string
	switch string(v.is()) {
	case "displayname":
		to = &p.name
	case "displayversion":
		to = &p.version
	case "publisher":
		to = &p.publisher
	case "urlinfoabout":
		to = &p.about
	case "helplink":
		to = &p.help
	case "uninstallstring", "quietuninstallstring", "modifypath", "installlocation", "installsource", "installdate",
		"windowsinstaller", "systemcomponent", "parentkeyname", "parentdisplayname", "releasetype", "estimatedsize":
		p.isOne = true
		return nil
	default:
		return nil
	}
	text, err := r.text(v)
	if err != nil {
		p.isOne = true
		return fmt.Errorf("value %s: %w", v.is(), err)
	}
	if *to = text; text != "" {
		p.isOne = true
	}
	return nil
}

// text returns the text of a value.
func (r *reader) text(v *value) (string, error) { return r.bins.textOf(v, r.limit) }

func declare(it *delist.Item, field, value string) {
	if value != "" {
		it.Declared = append(it.Declared, delist.Declaration{Field: field, Value: value})
	}
}

// isGUID reports whether a key is named for a product code:
// "{8-4-4-4-12 hexadecimal digits}".
func isGUID(name string) bool {
	const form = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}"
	if len(name) != len(form) {
		return false
	}
	for i := range len(form) {
		if form[i] == 'x' && !strings.ContainsRune("0123456789abcdefABCDEF", rune(name[i])) || form[i] != 'x' && name[i] != form[i] {
			return false
		}
	}
	return true
}
