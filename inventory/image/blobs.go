package image

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// Blobs are the named parts of an image as it is stored.
type blobs interface {
	// open returns a part with its size.
	open(name string) (part, error)
}

// A part is one of them; close may be nil.
type part struct {
	io.ReaderAt
	size  int64
	close func() error
}

func (p part) done() {
	if p.close != nil {
		p.close()
	}
}

// inDirectory are the files of a layout.
type inDirectory struct{ root *os.Root }

func (d inDirectory) open(name string) (part, error) {
	f, err := d.root.Open(name) // which nothing leads out of
	if err != nil {
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		return part{}, fmt.Errorf("%s: %w", name, err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: not a regular file", name)
	}
	if err != nil {
		f.Close()
		return part{}, err
	}
	return part{f, info.Size(), f.Close}, nil
}

// inArchive are the members of a tar archive.
type inArchive struct {
	r       io.ReaderAt
	members map[string]span
	links   map[string]string
}

type span struct{ at, size int64 }

const (
	maxMembers = 100_000
	maxLinks   = 10
)

// readArchive looks through an archive without reading what is in its members.
func readArchive(r io.ReaderAt, size int64) (*inArchive, error) {
	a := &inArchive{r: r, members: map[string]span{}, links: map[string]string{}}
	section := io.NewSectionReader(r, 0, size)
	archive := tar.NewReader(section)
	for n := 0; ; n++ {
		h, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF):
			return a, nil
		case err != nil && len(a.members) > 0:
			return a, fmt.Errorf("the archive is damaged or cut: %w", err)
		case err != nil:
			return nil, err
		case n >= maxMembers:
			return nil, fmt.Errorf("more than %d members", maxMembers)
		}
		name := path.Clean(h.Name)
		switch h.Typeflag {
		case tar.TypeReg:
			at, err := section.Seek(0, io.SeekCurrent)
			if err != nil {
				return nil, err
			}
			if h.Size > size-at {
				return a, fmt.Errorf("%s: the archive ends in the middle of it", name)
			}
			a.members[name] = span{at, h.Size}
		case tar.TypeLink:
			a.links[name] = path.Clean(h.Linkname)
		case tar.TypeSymlink:
			a.links[name] = path.Join(path.Dir(name), h.Linkname)
		}
	}
}

func (a *inArchive) open(name string) (part, error) {
	at := path.Clean(name)
	for range maxLinks {
		if s, ok := a.members[at]; ok {
			return part{io.NewSectionReader(a.r, s.at, s.size), s.size, nil}, nil
		}
		next, ok := a.links[at]
		if !ok || strings.HasPrefix(next, "../") || path.IsAbs(next) {
			break
		}
		at = next
	}
	return part{}, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

// maxDocument is the largest manifest, index or configuration that is read.
const maxDocument = 8 << 20

func document(b blobs, name string) ([]byte, error) {
	p, err := b.open(name)
	if err != nil {
		return nil, err
	}
	defer p.done()
	if p.size > maxDocument {
		return nil, fmt.Errorf("%s: %d bytes, at most %d are read", name, p.size, maxDocument)
	}
	content := make([]byte, p.size)
	if _, err := p.ReadAt(content, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return content, nil
}
