package inventory

import (
	"bytes"
	"io"
	"io/fs"
	"time"
)

// small returns the beginning of another file of the tree, at most limit bytes,
// for what it says about the one that is being read. Links are followed as long
// as they stay inside the tree.
func (t *tree) small(path string, limit int64) ([]byte, error) {
	system, err := t.system()
	if err != nil {
		return nil, err
	}
	f, err := system.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	return io.ReadAll(io.LimitReader(f, limit))
}

// kept are files that are looked at beside others, where there is no directory
// to look into: those of an image.
type kept map[string][]byte

// Open opens a file for reading.
func (k kept) Open(name string) (fs.File, error) {
	content, ok := k[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return &keptFile{bytes.NewReader(content), name}, nil
}

// Stat tells its size.
func (k kept) Stat(name string) (fs.FileInfo, error) {
	f, err := k.Open(name)
	if err != nil {
		return nil, err
	}
	return f.Stat()
}

// ReadDir knows of no directories.
func (k kept) ReadDir(string) ([]fs.DirEntry, error) { return nil, fs.ErrNotExist }

type keptFile struct {
	*bytes.Reader
	name string
}

func (f *keptFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *keptFile) Close() error               { return nil }
func (f *keptFile) Name() string               { return base(f.name) }
func (f *keptFile) Mode() fs.FileMode          { return 0o444 }
func (f *keptFile) ModTime() time.Time         { return time.Time{} }
func (f *keptFile) IsDir() bool                { return false }
func (f *keptFile) Sys() any                   { return nil }
