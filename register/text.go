package register

import (
	"io/fs"
	"regexp"
	"strings"
)

// Text returns the YAML of the fact with that id as it stands in its file, and
// the file's name below fsys: the whole document of a party or measure, also
// for a product or claim in it.
func Text(fsys fs.FS, id string) (file, text string, ok bool) {
	if !idForm.MatchString(id) {
		return "", "", false
	}
	at := regexp.MustCompile(`(?m)^[ \t]*(- )?[ \t]*\{?[ \t]*id:[ \t]*` + regexp.QuoteMeta(id) + `[ \t]*(,|#|$)`)
	top := regexp.MustCompile(`(?m)^id:[ \t]*` + regexp.QuoteMeta(id) + `[ \t]*(#|$)`)
	best := 0
	fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || best == 2 {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		for _, document := range strings.Split("\n"+string(data), "\n---") {
			switch {
			case best < 2 && top.MatchString(document):
				file, text, best = name, document, 2
			case best < 1 && at.MatchString(document):
				file, text, best = name, document, 1
			}
		}
		return nil
	})
	return file, text, best > 0
}
