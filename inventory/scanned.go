package inventory

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/delistdev/delist/inventory/scan"
)

// scanned returns the readers of package scan.
func scanned() []*reader {
	var all []*reader
	for _, r := range scan.Readers {
		all = append(all, &reader{name: r.Name, names: r.Names, exts: r.Exts, wants: r.Wants, read: scanning(r)})
	}
	return all
}

// scannedBytes is the largest file that package scan gets: its parsers hold all
// of a file in memory, in several forms.
const scannedBytes = 16 << 20

// scanning returns a function that reads a file with a reader of package scan.
func scanning(r *scan.Reader) func(*file, *sink) error {
	return func(f *file, out *sink) error {
		if f.size > scannedBytes {
			return fmt.Errorf("%w: file of %d bytes, at most %d are read", errLimit, f.size, scannedBytes)
		}
		content, err := f.whole()
		if err != nil {
			return err
		}
		system, err := f.tree.system()
		if err != nil {
			return err
		}
		found, failure := r.Read(out.ctx, system, f.path, content)
		for _, p := range found {
			if err := out.item(p.Item, p.Line); err != nil {
				return err
			}
		}
		if errors.Is(failure, scan.ErrNesting) {
			return fmt.Errorf("%w: %w", errLimit, failure)
		}
		return failure
	}
}

// system returns the tree as a file system that nothing leads out of.
func (t *tree) system() (scan.FileSystem, error) {
	if t.beside != nil {
		return t.beside, nil
	}
	t.rootOnce.Do(func() {
		if t.dir != "" {
			t.root, t.rootErr = os.OpenRoot(t.dir)
		}
	})
	switch {
	case t.rootErr != nil:
		return nil, bare(t.rootErr)
	case t.root == nil:
		return nowhere{}, nil
	}
	return t.root.FS().(scan.FileSystem), nil
}

// close lets go of what system opened.
func (t *tree) close() {
	if t.root != nil {
		t.root.Close()
	}
}

// nowhere is the file system around standard input.
type nowhere struct{}

func (nowhere) Open(string) (fs.File, error)          { return nil, fs.ErrNotExist }
func (nowhere) Stat(string) (fs.FileInfo, error)      { return nil, fs.ErrNotExist }
func (nowhere) ReadDir(string) ([]fs.DirEntry, error) { return nil, fs.ErrNotExist }
