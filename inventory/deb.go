package inventory

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
)

var debMagic = []byte("!<arch>\ndebian-binary")

func sniffDeb(head []byte) bool { return bytes.HasPrefix(head, debMagic) }

// readDeb reads a package file, which need not be installed. Its control file
// lies in an archive inside it, the second member.
//
// Source: deb(5); ar as in GNU binutils: a head of 60 bytes for each member.
func readDeb(f *file, out *sink) error {
	magic := make([]byte, len(debMagic))
	if _, err := f.ReadAt(magic, 0); err != nil || !sniffDeb(magic) {
		return errors.New("not a Debian package")
	}
	const headSize = 60
	head := make([]byte, headSize)
	for at := int64(8); at+headSize <= f.size; {
		if _, err := f.ReadAt(head, at); err != nil {
			return bare(err)
		}
		size, err := strconv.ParseInt(strings.TrimSpace(string(head[48:58])), 10, 64)
		if err != nil || size < 0 || size > f.size-at-headSize {
			return fmt.Errorf("member at %d of no known size", at)
		}
		name := strings.TrimRight(string(head[:16]), " /")
		if strings.HasPrefix(name, "control.tar") {
			return readControl(name, io.NewSectionReader(f, at+headSize, size), out)
		}
		at += headSize + size + size%2
	}
	return errors.New("a Debian package without a control archive")
}

// smallDictionary is tried first where a dictionary is asked for: the control
// file stands near the beginning, and what is unpacked is a dictionary at a time.
const smallDictionary = 16 << 10

// readControl reads the control file of a control archive.
func readControl(name string, packed *io.SectionReader, out *sink) error {
	limit := out.file.tree.limits.ArchiveMember
	control, err := controlFile(name, packed, limit, smallDictionary)
	if err != nil && path.Ext(name) == ".xz" {
		control, err = controlFile(name, packed, limit, maxDictionary)
	}
	if err != nil {
		return err
	}
	for p := range paragraphs(control, wantedByDpkg, nil) {
		return dpkgRecord(p, &release{}, "", nil, out)
	}
	return errNoName
}

// controlFile returns the control file, unpacked with a dictionary of some size.
func controlFile(name string, packed *io.SectionReader, limit, dictionary int64) ([]byte, error) {
	// xz reads its input byte by byte.
	unpacked, err := unpacker(path.Ext(name), bufio.NewReader(io.NewSectionReader(packed, 0, packed.Size())), packed.Size(), dictionary)
	if err != nil {
		return nil, err
	}
	defer unpacked.Close()
	// Scripts and lists of files may come before the control file.
	archive := tar.NewReader(io.LimitReader(unpacked, limit))
	for {
		m, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("a control archive without a control file")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if path.Clean(m.Name) != "control" {
			continue
		}
		content, err := io.ReadAll(io.LimitReader(archive, metadataBytes))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return content, nil
	}
}

// maxDictionary is the most memory that unpacking may ask for.
const maxDictionary = 64 << 20

// unpacker returns what unpacks a control archive of some size.
func unpacker(ext string, packed io.Reader, size, dictionary int64) (io.ReadCloser, error) {
	switch ext {
	case ".tar":
		return io.NopCloser(packed), nil
	case ".gz":
		return gzip.NewReader(packed)
	case ".zst":
		d, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxDictionary), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	case ".xz":
		d, err := openXZ(packed, size, dictionary)
		if err != nil {
			return nil, err
		}
		return io.NopCloser(d), nil
	}
	return nil, fmt.Errorf("%w: control archive packed as %q", errors.ErrUnsupported, ext)
}
