package files

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// schema is the form of versions.json; a change of any field is a new one.
const schema = "delist/lists/1"

// A Version is one state of a publication.
type Version struct {
	Number      int    `json:"number"` // from 1, in the order in which they came
	Publication string `json:"publication"`
	Parts       []Part `json:"parts"`

	// Format says how the parts are read, and Mapping (any JSON) holds what a
	// reader that follows a mapping needs; empty for others.
	Format  string          `json:"format,omitempty"`
	Mapping json.RawMessage `json:"mapping,omitempty"`

	// AsOf is the day that the publication speaks for; zero if it names none.
	AsOf delist.Date `json:"as_of,omitzero"`

	// Retrieved is when it came here, and Checked when its source was last
	// found to have nothing newer; zero if that was never asked. Both in UTC,
	// to the second.
	Retrieved time.Time `json:"retrieved"`
	Checked   time.Time `json:"checked,omitzero"`

	Source string `json:"source,omitempty"` // a URL, or "import"

	// Entries and Unread count what was read and what could not be.
	Entries int `json:"entries"`
	Unread  int `json:"unread"`

	Note string `json:"note,omitempty"`
}

// A Part is one file of a version.
type Part struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of the bytes as they came, in lower-case hexadecimal
	Size   int64  `json:"size"`   // in bytes, as they came

	// Source is where this part came from, if that is not the Source of its
	// version: a URL, or the name of a file.
	Source string `json:"source,omitempty"`
	// ETag and LastModified are those of the server, word for word; empty if
	// the part was not fetched.
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// check refuses what cannot have been written by this package.
func (p Part) check() error {
	switch {
	case p.Name == "":
		return errors.New("a part without a name")
	case len(p.SHA256) != 64 || strings.Trim(p.SHA256, "0123456789abcdef") != "":
		return fmt.Errorf("part %q: %q is no SHA-256", p.Name, p.SHA256)
	case p.Size < 0:
		return fmt.Errorf("part %q: size %d", p.Name, p.Size)
	}
	return nil
}

func (v Version) check() error {
	if len(v.Parts) == 0 {
		return errors.New("no parts")
	}
	if v.Retrieved.IsZero() {
		return errors.New("no time of retrieval")
	}
	names := map[string]bool{}
	for _, p := range v.Parts {
		if err := p.check(); err != nil {
			return err
		}
		if names[p.Name] {
			return fmt.Errorf("two parts with the name %q", p.Name)
		}
		names[p.Name] = true
	}
	return nil
}

// sameBytes reports whether two versions hold the same bytes in the same order,
// under whatever names.
func (v Version) sameBytes(w Version) bool {
	return slices.EqualFunc(v.Parts, w.Parts, func(a, b Part) bool { return a.SHA256 == b.SHA256 })
}

// Versions returns the versions of a publication, oldest first; none where
// nothing is kept. An account that is damaged, or was written by a newer
// delist, is an error: it is never begun anew.
func (d *Dir) Versions(publication string) ([]Version, error) {
	if err := checkName(publication); err != nil {
		return nil, err
	}
	name := d.in(account(publication))
	data, err := readSmall(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	versions, err := decodeVersions(data, publication)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return versions, nil
}

// Known returns the newest version that had come by the end of a day, in UTC;
// false if none had.
func (d *Dir) Known(publication string, day delist.Date) (Version, bool, error) {
	versions, err := d.Versions(publication)
	if err != nil {
		return Version{}, false, err
	}
	end := day.AddDays(1).Time()
	for _, v := range slices.Backward(versions) {
		if v.Retrieved.Before(end) {
			return v, true, nil
		}
	}
	return Version{}, false, nil
}

// account is the file, below the directory, that holds the versions.
func account(publication string) string {
	return filepath.Join("lists", publication, "versions.json")
}

// accountFile is the form of versions.json.
type accountFile struct {
	Schema   string    `json:"schema"`
	Versions []Version `json:"versions"`
}

// decodeVersions reads an account. It refuses what it does not know, because a
// later write would lose it.
func decodeVersions(data []byte, publication string) ([]Version, error) {
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("damaged: %w", err)
	}
	if err := checkSchema(head.Schema); err != nil {
		return nil, err
	}
	var file accountFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("damaged: %w", err)
	}
	for i, v := range file.Versions {
		if v.Number != i+1 || v.Publication != publication {
			return nil, fmt.Errorf("damaged: version %d of %q where %d of %q belongs", v.Number, v.Publication, i+1, publication)
		}
		if err := v.check(); err != nil {
			return nil, fmt.Errorf("damaged: version %d: %w", v.Number, err)
		}
	}
	return file.Versions, nil
}

func checkSchema(s string) error {
	switch {
	case s == schema:
		return nil
	case strings.HasPrefix(s, "delist/lists/"):
		return fmt.Errorf("schema %q: written by a newer delist; this one reads %q", s, schema)
	}
	return fmt.Errorf("damaged: schema %q, want %q", s, schema)
}

func encodeVersions(versions []Version) ([]byte, error) {
	data, err := json.MarshalIndent(accountFile{schema, versions}, "", "  ")
	return append(data, '\n'), err
}

func (d *Dir) writeVersions(publication string, versions []Version) error {
	data, err := encodeVersions(versions)
	if err != nil {
		return fmt.Errorf("%s: %w", d.in(account(publication)), err)
	}
	return d.write(account(publication), data)
}
