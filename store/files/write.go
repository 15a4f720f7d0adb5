package files

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// maxState is the most bytes that a state file or an account may have.
const maxState = 2 << 30

// leftOver is the age at which something in DIR/tmp belongs to nobody any more:
// whoever wrote it has crashed.
const leftOver = 24 * time.Hour

// ReadFile returns a small state file (at most 2 GiB) by its name below the
// directory, with slashes. A missing file is an error that wraps
// [fs.ErrNotExist].
func (d *Dir) ReadFile(name string) ([]byte, error) {
	if err := checkLocal(name); err != nil {
		return nil, err
	}
	return readSmall(d.in(filepath.FromSlash(name)))
}

// WriteFile replaces a small state file (at most 2 GiB) as a whole: a reader,
// and a crash, find the old content or the new one. It makes the folders that
// it needs, and takes no lock. The folders "lists" and "tmp" are not for it.
func (d *Dir) WriteFile(name string, data []byte) error {
	if err := checkLocal(name); err != nil {
		return err
	}
	first, _, _ := strings.Cut(filepath.ToSlash(filepath.Clean(name)), "/")
	if strings.EqualFold(first, "lists") || strings.EqualFold(first, "tmp") {
		return fmt.Errorf("%q: the folder %q is no place for state", name, first)
	}
	return d.write(filepath.FromSlash(name), data)
}

func checkLocal(name string) error {
	if !filepath.IsLocal(filepath.FromSlash(name)) || filepath.Clean(name) == "." {
		return fmt.Errorf("%q is no file below the data directory", name)
	}
	return nil
}

func readSmall(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > maxState {
		return nil, fmt.Errorf("%s: larger than %d bytes", name, int64(maxState))
	}
	data := make([]byte, info.Size())
	_, err = io.ReadFull(f, data)
	return data, err
}

// write replaces a file of the directory as a whole.
func (d *Dir) write(name string, data []byte) error {
	if len(data) > maxState {
		return fmt.Errorf("%s: larger than %d bytes", d.in(name), maxState)
	}
	if err := errors.Join(d.makeFolder(filepath.Dir(name)), d.makeFolder("tmp")); err != nil {
		return err
	}
	f, err := os.CreateTemp(d.in("tmp"), "state-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // in vain once it is renamed
	_, err = f.Write(data)
	if err := finish(f, err); err != nil {
		return fmt.Errorf("%s: %w", d.in(name), err)
	}
	return replace(f.Name(), d.in(name))
}

// finish brings a temporary file to the disk and closes it.
func finish(f *os.File, err error) error {
	if err == nil && runtime.GOOS != "windows" {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// replace renames a finished file and brings the name to the disk.
func replace(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(to))
}

// makeFolder makes a folder of the directory, and brings its name to the disk.
func (d *Dir) makeFolder(name string) error {
	if info, err := os.Stat(d.in(name)); err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(d.in(name), 0o755); err != nil {
		return err
	}
	for ; name != "."; name = filepath.Dir(name) {
		if err := SyncFolder(filepath.Dir(d.in(name))); err != nil {
			return err
		}
	}
	return nil
}

// SyncFolder brings the names in a folder to the disk, where the system can: what
// was made or renamed in it is there after a crash.
func SyncFolder(name string) error {
	if runtime.GOOS == "windows" { // which has no such thing
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	err = f.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) { // some network file systems
		return nil
	}
	return err
}

// sweep removes what crashed processes have left in DIR/tmp. It is a courtesy:
// what cannot be removed harms nobody.
func (d *Dir) sweep() {
	entries, err := os.ReadDir(d.in("tmp"))
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > leftOver {
			os.Remove(d.in("tmp", e.Name()))
		}
	}
}
