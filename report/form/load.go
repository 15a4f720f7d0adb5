package form

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed data
var embedded embed.FS

// Forms returns the forms that the binary carries, in the order of their ids.
func Forms() []Form { return loaded() }

var loaded = sync.OnceValue(func() []Form {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the directory is part of the binary
	}
	forms, problems := Check(data)
	if len(problems) > 0 {
		panic(problems[0]) // a test holds that there is none
	}
	return forms
})

// A Problem is a fault of a form's file.
type Problem struct {
	File string // below the directory that was read
	Text string
}

func (p Problem) Error() string { return p.File + ": " + p.Text }

const maxFile = 1 << 20 // bytes; the largest form is far smaller

// Check reads calendars/*.yaml and forms/*.yaml and returns the forms together
// with every fault found. They may be used only if there is none.
func Check(fsys fs.FS) ([]Form, []Problem) {
	c := &checker{calendars: map[string]*Calendar{}}
	for name, calendar := range readAll[Calendar](c, fsys, "calendars") {
		c.checkCalendar(name, calendar)
	}
	var forms []Form
	for name, f := range readAll[formFile](c, fsys, "forms") {
		c.checkForm(name, f)
		forms = append(forms, f.Form)
	}
	return forms, c.problems
}

// A formFile is a form as it is written.
type formFile struct {
	Form     `yaml:",inline"`
	Calendar string
}

// readAll yields each file of a directory, in the order of names.
func readAll[T any](c *checker, fsys fs.FS, dir string) func(yield func(string, *T) bool) {
	return func(yield func(string, *T) bool) {
		entries, err := fs.ReadDir(fsys, dir)
		if err != nil {
			c.say(dir, "%v", err)
			return
		}
		for _, entry := range entries {
			name := path.Join(dir, entry.Name())
			var value T
			if !strings.HasSuffix(name, ".yaml") {
				c.say(name, "not a .yaml file")
			} else if err := decode(fsys, name, &value); err != nil {
				c.say(name, "%v", err)
			} else if !yield(name, &value) {
				return
			}
		}
	}
}

// decode reads one document; a key that the type does not have is a fault.
func decode(fsys fs.FS, name string, value any) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return err
	case len(data) > maxFile:
		return fmt.Errorf("larger than %d bytes", maxFile)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(value); err != nil {
		return err
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return errors.New("more than one document")
	}
	return nil
}
