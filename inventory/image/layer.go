package image

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// An entry is one record of a layer.
type entry struct {
	path string
	size int64
	mode fs.FileMode
	kind byte
	// whiteout takes the path away, opaque all that lower layers have below it.
	whiteout, opaque bool
	// content is good until the next entry. At is where it lies in a layer that
	// is not compressed, -1 elsewhere.
	content io.Reader
	at      int64
}

const (
	maxPath       = 4096
	maxDictionary = 64 << 20

	whiteoutPrefix = ".wh."
	opaqueName     = ".wh..wh..opq"
)

var (
	errClimbs = errors.New("a path that leads out of the image")
	errLong   = fmt.Errorf("a path of more than %d bytes", maxPath)
)

// walk calls each with every record of a layer. An error about one record is
// passed to bad, and the next is read; any other ends it.
func (im *Image) walk(l *Layer, limits Limits, each func(entry) error, bad func(path string, err error)) error {
	p, err := im.blobs.open(l.name)
	if err != nil {
		return err
	}
	defer p.done()
	r, section, closing, err := unpacked(p, limits)
	if err != nil {
		return err
	}
	defer closing()
	archive := tar.NewReader(r)
	for n := 0; ; n++ {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the layer is damaged or cut: %w", err)
		}
		if n >= limits.Entries {
			return fmt.Errorf("%w: more than %d files in a layer", ErrLimit, limits.Entries)
		}
		name, err := clean(h.Name)
		if err != nil {
			bad(h.Name[:min(len(h.Name), 200)], err)
			continue
		}
		e := entry{path: name, size: h.Size, mode: h.FileInfo().Mode(), kind: h.Typeflag, content: archive, at: -1}
		if section != nil {
			if e.at, err = section.Seek(0, io.SeekCurrent); err != nil {
				return err
			}
			if e.size > section.Size()-e.at { // some tools leave out what pads the last one
				return errors.New("the layer ends in the middle of " + name)
			}
		}
		if name == "" && e.kind != tar.TypeDir {
			bad("/", errors.New("a file in place of the root"))
			continue
		}
		dir, base := path.Split(name)
		switch {
		case base == opaqueName:
			e.path, e.opaque = strings.TrimSuffix(dir, "/"), true
		case strings.Contains("/"+name, "/"+whiteoutPrefix+whiteoutPrefix):
			continue // of the storage driver, and in no file system
		case strings.HasPrefix(base, whiteoutPrefix):
			e.path, e.whiteout = dir+strings.TrimPrefix(base, whiteoutPrefix), true
		}
		if err := each(e); err != nil {
			return err
		}
	}
}

// clean returns a path below the root of the image.
func clean(name string) (string, error) {
	if len(name) > maxPath {
		return "", errLong
	}
	if strings.ContainsRune(name, 0) {
		return "", errors.New("a path with a zero byte")
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return "", errClimbs
		}
	}
	return strings.TrimPrefix(path.Clean("/"+name), "/"), nil
}

// unpacked returns the tar archive of a layer; section is that of a layer that
// is not compressed, and can be looked into anywhere.
func unpacked(p part, limits Limits) (r io.Reader, section *io.SectionReader, closing func(), err error) {
	section = io.NewSectionReader(p, 0, p.size)
	head := make([]byte, 4)
	n, err := p.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, nil, err
	}
	head = head[:n]
	buffered := func() io.Reader { return bufio.NewReaderSize(section, 256<<10) }
	none := func() {}
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(buffered())
		if err != nil {
			return nil, nil, nil, err
		}
		return limited(z, p.size, limits), nil, none, nil
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		z, err := zstd.NewReader(buffered(), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxDictionary))
		if err != nil {
			return nil, nil, nil, err
		}
		return limited(z, p.size, limits), nil, z.Close, nil
	}
	return section, section, none, nil
}

// limited bounds what a compressed layer unpacks to.
func limited(r io.Reader, size int64, limits Limits) io.Reader {
	return &limitedReader{r: r, left: min(limits.LayerBytes, max(size, 1<<20)*limits.Ratio)}
}

type limitedReader struct {
	r    io.Reader
	left int64
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("%w: the layer unpacks to more than is read", ErrLimit)
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}
