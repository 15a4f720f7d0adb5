package inventory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/delistdev/delist"
)

// A file is one regular file that readers are asked to read.
type file struct {
	tree *tree
	path string // below the target, with "/"
	size int64
	io.ReaderAt

	content []byte              // of whole, once read
	seen    map[string]struct{} // what readers found in it
}

// whole returns the content of the file, which readers share and must not
// change.
func (f *file) whole() ([]byte, error) {
	if f.content != nil || f.size == 0 {
		return f.content, nil
	}
	if limit := f.tree.limits.FileBytes; f.size > limit {
		return nil, fmt.Errorf("%w: file of %d bytes, at most %d are read", errLimit, f.size, limit)
	}
	content := make([]byte, f.size)
	n, err := f.ReadAt(content, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	f.content = content[:n]
	return f.content, nil
}

// open opens a regular file without following a symbolic link and without
// waiting for the other end of a FIFO that may have taken its place.
func (t *tree) open(path string) (*os.File, fs.FileInfo, error) {
	if t.dir == "" { // standard input has nothing beside it
		return nil, nil, fs.ErrNotExist
	}
	f, err := os.OpenFile(t.native(path), os.O_RDONLY|openFlags, 0)
	if err != nil {
		return nil, nil, bare(err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("no longer a regular file")
	}
	if err != nil {
		f.Close()
		return nil, nil, bare(err)
	}
	return f, info, nil
}

// bare takes the operation and the path from an error: the path is in the
// [delist.ReadError], relative to the target.
func bare(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// A sink takes what one reader finds in one file.
type sink struct {
	ctx    context.Context
	file   *file
	reader string
	send   func(result) error
}

// A result is an item, or an error about one that could not be read.
type result struct {
	item delist.Item
	err  error
}

// errNoName says that a record does not name its package.
var errNoName = errors.New("a package without a name")

// errFull ends a reader that found more items than the limits allow.
var errFull = fmt.Errorf("%w: too many items in one file", errLimit)

// item passes an item on, unless the same one was found in this file before.
// An error means that the reader has to return it at once.
func (s *sink) item(it delist.Item, line int) error {
	return s.itemAt(it, delist.Location{Path: s.file.path, Line: line})
}

func (s *sink) itemAt(it delist.Item, at delist.Location) error {
	if it.Name == "" {
		return s.failAt(at.Path, at.Line, errNoName)
	}
	key := it.PURL
	if key == "" {
		key = it.Name + "\x00" + it.Version
	}
	if at.Path != s.file.path {
		key += "\x00" + at.Path
	}
	if at.Object != "" { // a record of its own, whatever it is called
		key += "\x00" + at.Object
	}
	if _, ok := s.file.seen[key]; ok {
		return nil
	}
	if len(s.file.seen) >= s.file.tree.limits.Items {
		return errFull
	}
	if s.file.seen == nil {
		s.file.seen = map[string]struct{}{}
	}
	s.file.seen[key] = struct{}{}
	if it.Kind == "" {
		it.Kind = delist.Package
	}
	it.Reader = s.reader
	it.Locations = []delist.Location{at}
	return s.send(result{item: it})
}

// fail reports one record that could not be read.
func (s *sink) fail(line int, err error) error { return s.failAt(s.file.path, line, err) }

func (s *sink) failAt(path string, line int, err error) error {
	return s.send(result{err: &delist.ReadError{
		Reader: s.reader, Path: path, Line: line, Undecided: errors.Is(err, errLimit), Err: err,
	}})
}
