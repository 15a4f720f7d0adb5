package inventory

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

func sniffNPMLock(head []byte) bool {
	return bytes.Contains(head, []byte(`"lockfileVersion"`))
}

// A locked package is one entry of package-lock.json.
type locked struct {
	Name     text `json:"name"`
	Version  text `json:"version"`
	Resolved text `json:"resolved"`
	Link     bool `json:"link"`
}

// readNPMLock reads package-lock.json of any version, and what has its form.
// Version 1 has only "dependencies", inside each other; version 2 has the same
// again beside "packages"; version 3 has only "packages".
//
// Source: npm, "package-lock.json".
func readNPMLock(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	content = trimBOM(content)
	r := &lockReader{content: content, out: out, Decoder: json.NewDecoder(bytes.NewReader(content))}
	err = r.document()
	if sent := (sinkError{}); errors.As(err, &sent) {
		return sent.error
	}
	if err != nil {
		return out.fail(r.line(), fmt.Errorf("not a valid lockfile: %w", err))
	}
	return nil
}

// A sinkError is one that a method of the sink returned: it ends the reading
// and says nothing about the lockfile.
type sinkError struct{ error }

// A lockReader walks a lockfile token by token, for the line of each entry.
type lockReader struct {
	*json.Decoder
	content []byte
	out     *sink

	counted, lines int // content[:counted] has so many line ends
}

// line returns the line of the token that was read last.
func (r *lockReader) line() int {
	at := min(int(r.InputOffset()), len(r.content))
	r.lines += bytes.Count(r.content[r.counted:at], []byte{'\n'})
	r.counted = at
	return r.lines + 1
}

func (r *lockReader) document() error {
	packages := false
	return r.object(func(key string, _ int) error {
		switch {
		case key == "packages":
			packages = true
			return r.object(r.entry)
		case key == "dependencies" && !packages:
			return r.object(r.dependency(0))
		}
		return r.skip()
	})
}

// object calls each for every key of the object that comes next; each has to
// read the value.
func (r *lockReader) object(each func(key string, line int) error) error {
	start, err := r.Token()
	if err != nil {
		return unexpectedEnd(err)
	}
	if start != json.Delim('{') {
		return r.notObject(start)
	}
	for r.More() {
		key, err := r.Token()
		if err != nil {
			return unexpectedEnd(err)
		}
		if err := each(key.(string), r.line()); err != nil {
			return err
		}
	}
	_, err = r.Token()
	return unexpectedEnd(err)
}

var errNotObject = errors.New("no object where one belongs")

// notObject reads the rest of a value that is no object.
func (r *lockReader) notObject(start json.Token) error {
	if start != json.Delim('[') {
		return errNotObject
	}
	for r.More() {
		if err := r.skip(); err != nil {
			return err
		}
	}
	if _, err := r.Token(); err != nil {
		return unexpectedEnd(err)
	}
	return errNotObject
}

func unexpectedEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (r *lockReader) skip() error {
	var value json.RawMessage
	return unexpectedEnd(r.Decode(&value))
}

// entry reads one entry of "packages". Its key is the directory.
func (r *lockReader) entry(dir string, line int) error {
	var p locked
	if err := r.Decode(&p); err != nil {
		return r.odd(line, err)
	}
	if p.Link {
		return nil // the directory that it points at has an entry of its own
	}
	name := string(p.Name)
	if name == "" {
		i := strings.LastIndex(dir, "node_modules/")
		if i < 0 {
			return nil // a directory of this project that is not a package
		}
		name = dir[i+len("node_modules/"):]
	}
	return r.send(name, string(p.Version), line)
}

// maxLockDepth is how far "dependencies" may lie inside each other.
const maxLockDepth = 200

// dependency returns a function that reads one entry of "dependencies".
func (r *lockReader) dependency(depth int) func(name string, line int) error {
	return func(name string, line int) error {
		if depth >= maxLockDepth {
			return fmt.Errorf("%w: dependencies more than %d levels deep", errLimit, maxLockDepth)
		}
		var version text
		err := r.object(func(key string, _ int) error {
			switch key {
			case "version":
				return r.Decode(&version)
			case "dependencies":
				return r.object(r.dependency(depth + 1))
			}
			return r.skip()
		})
		if err != nil {
			return r.odd(line, err)
		}
		return r.send(name, string(version), line)
	}
}

// odd reports an entry of an unexpected type and goes on; any other error ends
// the reading.
func (r *lockReader) odd(line int, err error) error {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) && !errors.Is(err, errNotObject) {
		return unexpectedEnd(err)
	}
	if err := r.out.fail(line, err); err != nil {
		return sinkError{err}
	}
	return nil
}

// send passes on one package. An alias gives the real name in its version, as
// "npm:name@1.0.0"; a version that is an address is not one.
func (r *lockReader) send(name, version string, line int) error {
	if alias, ok := strings.CutPrefix(version, "npm:"); ok {
		if i := strings.LastIndexByte(alias, '@'); i > 0 {
			name, version = alias[:i], alias[i+1:]
		}
	}
	var declared []delist.Declaration
	if strings.ContainsAny(version, ":/") {
		declared = declare("repository", version)
		version = ""
	}
	err := r.out.item(delist.Item{Name: name, Version: version, PURL: npmPURL(name, version), Declared: declared}, line)
	if err != nil {
		return sinkError{err}
	}
	return nil
}
