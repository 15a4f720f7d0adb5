package inventory

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
)

func sniffZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("JM\x01\x00PK"))
}

// A zipFile is one zip archive, maybe inside others.
type zipFile struct {
	*zip.Reader
	place  string // its path; "!" leads into an archive
	depth  int
	source io.ReaderAt
	spent  *spending
}

// A spending counts what was unpacked of one file, with all that is in it.
type spending struct {
	limits   Limits
	unpacked int64
	held     int64 // in memory at the moment
}

// openZip opens an archive. Its table of contents is bounded; archive/zip holds
// all of it in memory.
func openZip(place string, source io.ReaderAt, size int64, depth int, spent *spending) (*zipFile, error) {
	if depth >= spent.limits.ArchiveDepth {
		return nil, fmt.Errorf("%w: more than %d archives inside each other", errLimit, spent.limits.ArchiveDepth)
	}
	guard := &directoryGuard{source: source, left: spent.limits.ArchiveDirectory}
	z, err := zip.NewReader(guard, size)
	if err != nil {
		if guard.left <= 0 {
			err = errDirectory
		}
		return nil, err
	}
	guard.left = math.MaxInt64
	return &zipFile{Reader: z, place: place, depth: depth, source: source, spent: spent}, nil
}

var errDirectory = fmt.Errorf("%w: the archive's table of contents is too large", errLimit)

// A directoryGuard bounds what is read while an archive is opened.
type directoryGuard struct {
	source io.ReaderAt
	left   int64
}

func (g *directoryGuard) ReadAt(p []byte, off int64) (int, error) {
	if g.left <= 0 {
		return 0, errDirectory
	}
	n, err := g.source.ReadAt(p, off)
	if g.left != math.MaxInt64 {
		g.left -= int64(n)
	}
	return n, err
}

// isBomb reports whether an archive says that it unpacks to far more than any
// real one does. What can be read of it without unpacking is still read.
func (z *zipFile) isBomb(size int64) error {
	var total uint64
	for _, m := range z.File {
		total += m.UncompressedSize64
		if total < m.UncompressedSize64 {
			total = math.MaxUint64
			break
		}
	}
	if total > uint64(z.spent.limits.ArchiveBytes) && total/uint64(max(size, 1)) >= uint64(z.spent.limits.ArchiveRatio) {
		return fmt.Errorf("%w: the archive of %d bytes would unpack to %d", errLimit, size, total)
	}
	return nil
}

// metadataBytes is the largest member that is read for what it says.
const metadataBytes = 4 << 20

// content unpacks a member that holds metadata.
func (z *zipFile) content(m *zip.File) ([]byte, error) {
	if m.UncompressedSize64 > metadataBytes {
		return nil, fmt.Errorf("%w: %s has %d bytes, at most %d are read", errLimit, m.Name, m.UncompressedSize64, metadataBytes)
	}
	return z.unpack(m)
}

// unpack unpacks a member, as far as the limits allow and no further than the
// size that it says it has.
func (z *zipFile) unpack(m *zip.File) ([]byte, error) {
	if err := z.spent.take(m); err != nil {
		return nil, err
	}
	r, err := m.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.Name, err)
	}
	defer r.Close()
	content := make([]byte, m.UncompressedSize64)
	if _, err := io.ReadFull(r, content); err != nil {
		return nil, fmt.Errorf("%s: %w", m.Name, unexpectedEnd(err))
	}
	// The end has to be read for the checksum to be compared.
	if _, err := r.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", m.Name, zip.ErrFormat)
	}
	return content, nil
}

// take counts a member that is about to be unpacked.
func (s *spending) take(m *zip.File) error {
	size, packed := m.UncompressedSize64, max(m.CompressedSize64, 1)
	switch {
	case size > 1<<20 && size/packed >= uint64(s.limits.ArchiveRatio):
		return fmt.Errorf("%w: %s of %d bytes would unpack to %d", errLimit, m.Name, m.CompressedSize64, size)
	case size > uint64(s.limits.ArchiveBytes) || s.unpacked+int64(size) > s.limits.ArchiveBytes:
		return fmt.Errorf("%w: %s: the archive unpacks to more than %d bytes", errLimit, m.Name, s.limits.ArchiveBytes)
	}
	s.unpacked += int64(size)
	return nil
}

// large is held while a large archive inside another is in memory: one at a
// time, whatever the number of workers.
var large sync.Mutex

const largeBytes = 4 << 20

// inside calls read with an archive that is a member of this one. What is
// stored as it is needs no memory; anything else is unpacked for that time.
func (z *zipFile) inside(m *zip.File, read func(*zipFile, int64) error) error {
	place := z.place + "!/" + m.Name
	if m.Method == zip.Store && m.CompressedSize64 == m.UncompressedSize64 {
		at, err := m.DataOffset()
		if err != nil {
			return err
		}
		size := int64(m.UncompressedSize64)
		return z.open(place, io.NewSectionReader(z.source, at, size), size, read)
	}
	size := int64(min(m.UncompressedSize64, math.MaxInt64))
	if size > z.spent.limits.ArchiveMember-z.spent.held {
		return fmt.Errorf("%w: %d bytes, at most %d are held in memory", errLimit, size, z.spent.limits.ArchiveMember)
	}
	if size > largeBytes && z.spent.held <= largeBytes {
		large.Lock()
		defer large.Unlock()
	}
	content, err := z.unpack(m)
	if err != nil {
		return err
	}
	z.spent.held += size
	defer func() { z.spent.held -= size }()
	return z.open(place, bytes.NewReader(content), size, read)
}

func (z *zipFile) open(place string, source io.ReaderAt, size int64, read func(*zipFile, int64) error) error {
	inner, err := openZip(place, source, size, z.depth+1, z.spent)
	if err != nil {
		return err
	}
	return read(inner, size)
}

// base returns the last part of the path of a member.
func base(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }
