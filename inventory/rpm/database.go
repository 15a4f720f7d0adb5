package rpm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
)

// maxBlob is the largest header that is read. The largest in use, of packages
// with 100,000 files, take some 20 MiB.
const maxBlob = 64 << 20

// ErrTooLarge is wrapped by the error about a header that is larger.
var ErrTooLarge = errors.New("header too large")

// ErrUnknown says that a file is no RPM database of a known kind.
var ErrUnknown = errors.New("not an RPM database of a known kind")

// A source is a file of known size.
type source struct {
	io.ReaderAt
	size int64
}

// read returns n bytes at an offset.
func (s source) read(off, n int64) ([]byte, error) {
	if off < 0 || n < 0 || off > s.size || n > s.size-off {
		return nil, fmt.Errorf("%d bytes at %d: %w", n, off, io.ErrUnexpectedEOF)
	}
	b := make([]byte, n)
	if _, err := s.ReadAt(b, off); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b, nil
}

// ReadDatabase yields the headers in an RPM database, in the order of the file.
// A header that cannot be read is yielded as an error, and iteration continues
// as far as the file can be followed.
func ReadDatabase(r io.ReaderAt, size int64) iter.Seq2[*Header, error] {
	return func(yield func(*Header, error) bool) {
		for blob, err := range blobs(source{r, size}) {
			var h *Header
			if err == nil {
				h, err = parseHeader(blob)
			}
			if !yield(h, err) {
				return
			}
		}
	}
}

// blobs yields the headers of a database as they are stored.
func blobs(s source) iter.Seq2[[]byte, error] {
	head, err := s.read(0, min(512, s.size))
	if err == nil {
		switch {
		case bytes.HasPrefix(head, sqliteMagic):
			return sqliteBlobs(s, head)
		case bytes.HasPrefix(head, ndbMagic):
			return ndbBlobs(s, head)
		case len(head) >= 512 && isHash(head, binary.LittleEndian):
			return hashBlobs(s, head, binary.LittleEndian)
		case len(head) >= 512 && isHash(head, binary.BigEndian):
			return hashBlobs(s, head, binary.BigEndian)
		}
		err = ErrUnknown
	}
	return func(yield func([]byte, error) bool) { yield(nil, err) }
}
