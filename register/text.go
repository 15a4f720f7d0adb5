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
	best := 0
	fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || best == whole {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if document, how := find(data, id); how > best {
			file, text, best = name, document, how
		}
		return nil
	})
	return file, text, best > 0
}

// TextIn returns the document of a file in which the fact with that id stands.
func TextIn(data []byte, id string) (string, bool) {
	text, how := find(data, id)
	return text, how > 0
}

// whole is how a document is found that is the fact itself, and does not only hold
// it.
const whole = 2

func find(data []byte, id string) (text string, how int) {
	if !idForm.MatchString(id) {
		return "", 0
	}
	at := regexp.MustCompile(`(?m)^[ \t]*(- )?[ \t]*\{?[ \t]*id:[ \t]*` + regexp.QuoteMeta(id) + `[ \t]*(,|#|$)`)
	top := regexp.MustCompile(`(?m)^id:[ \t]*` + regexp.QuoteMeta(id) + `[ \t]*(#|$)`)
	for _, document := range strings.Split("\n"+string(data), "\n---") {
		switch {
		case top.MatchString(document):
			return document, whole
		case how == 0 && at.MatchString(document):
			text, how = document, 1
		}
	}
	return text, how
}
