package inventory

import (
	"strings"

	"github.com/delistdev/delist"
)

func isPacmanRecord(path string) bool { return pacmanPlace(path) != "" }

// pacmanPlace returns where below its root directory a record lies:
// var/lib/pacman/local/NAME-VERSION/desc.
func pacmanPlace(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) < 6 {
		return ""
	}
	place := strings.Join(parts[len(parts)-6:], "/")
	if !strings.HasPrefix(place, "var/lib/pacman/local/") {
		return ""
	}
	return place
}

// readPacman reads the record of a package that pacman has installed: names
// between "%" signs, each followed by its values, one a line.
//
// Source: libalpm, "lib/libalpm/be_local.c".
func readPacman(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	values := map[string]string{}
	last := ""
	for len(content) > 0 {
		var line []byte
		line, content = cutLine(content)
		text := string(line)
		switch {
		case len(text) > 2 && text[0] == '%' && text[len(text)-1] == '%':
			last = text[1 : len(text)-1]
		case text != "" && values[last] == "":
			values[last] = text
		}
	}
	name, version := values["NAME"], values["VERSION"]
	if name == "" {
		return errNoName
	}
	packager := values["PACKAGER"]
	if packager == "Unknown Packager" {
		packager = ""
	}
	system := f.release(pacmanPlace(f.path))
	return out.item(delist.Item{
		Name: name, Version: version,
		PURL:     purl("alpm", system.namespace("arch"), name, version, "arch", values["ARCH"], "distro", system.distro()),
		Declared: declare("packager", packager, "homepage", values["URL"]),
	}, 0)
}
