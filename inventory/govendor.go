package inventory

import (
	"bytes"
	"strings"

	"golang.org/x/mod/module"
)

func isVendorModules(path string) bool { return below(path, "vendor/modules.txt") }

// readVendorModules reads the modules whose packages a vendor directory holds.
//
// Source: "Go Modules Reference", "vendor/modules.txt": "# path version", with
// "=> path version" if replaced, then one line for each package that is there.
func readVendorModules(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	var current module.Version
	at := 0
	for number := 1; len(content) > 0; number++ {
		var line []byte
		line, content = cutLine(content)
		switch {
		case bytes.HasPrefix(line, []byte("# ")):
			current, at = vendored(strings.Fields(string(line[2:]))), number
		case len(line) == 0 || line[0] == '#' || current.Path == "":
		default: // a package: the module is there
			if err := goItem(out, current, at); err != nil {
				return err
			}
			current = module.Version{}
		}
	}
	return nil
}

// vendored returns the module of a header line.
func vendored(fields []string) module.Version {
	var m module.Version
	for i, field := range fields {
		if field == "=>" {
			if rest := fields[i+1:]; len(rest) == 2 {
				return module.Version{Path: rest[0], Version: rest[1]}
			}
			return module.Version{Path: m.Path} // a directory, of no known version
		}
		switch i {
		case 0:
			m.Path = field
		case 1:
			m.Version = field
		}
	}
	return m
}
