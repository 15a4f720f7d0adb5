// Package files keeps lists and small state in a data directory, as files: the
// bytes of every version of a list as they came, which are never changed or
// removed, and beside them an account of the versions.
//
//	DIR/lists/PUBLICATION/versions.json   the account, see [Version]
//	DIR/lists/PUBLICATION/SHA256.zst      the bytes of one [Part], compressed
//	DIR/lists/lock/                       who writes, see [Dir.Lock]
//	DIR/tmp/                              what does not count yet
//	DIR/NAME                              small state, see [Dir.WriteFile]
//
// A write is complete or has not happened: everything is written elsewhere,
// brought to the disk, and then renamed. One process writes at a time; any
// number may read, without a lock. The package knows nothing of what the bytes
// mean, and opens no connections.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Dir is a data directory.
type Dir struct {
	path     string
	lockWait time.Duration
}

// Open returns the data directory at path. It need not exist yet, and nothing
// is made until something is written. A path that is not a directory is an
// error.
func Open(path string) (*Dir, error) {
	if path == "" {
		return nil, errors.New("data directory: no path given")
	}
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s: not a directory", path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return &Dir{path, 10 * time.Second}, nil
}

// Path returns where the directory is, as it was given to [Open].
func (d *Dir) Path() string { return d.path }

// Publications returns the names of all publications, sorted; none where
// nothing is kept.
func (d *Dir) Publications() ([]string, error) {
	entries, err := os.ReadDir(d.in("lists"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && checkName(e.Name()) == nil {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// checkName refuses what cannot be the name of a publication.
func checkName(name string) error {
	switch {
	case name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return fmt.Errorf("%q is no name of a publication: want lower-case letters, digits and -", name)
	case name == "lock" || !filepath.IsLocal(name): // the latter for Windows: "con"
		return fmt.Errorf("%q is no name of a publication: the name is reserved", name)
	}
	return nil
}

func (d *Dir) in(parts ...string) string {
	return filepath.Join(append([]string{d.path}, parts...)...)
}
