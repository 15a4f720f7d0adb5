package rpm

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

const (
	leadSize  = 96
	introSize = 16 // magic number, reserved, count of entries, size of data
)

var (
	leadMagic   = []byte{0xed, 0xab, 0xee, 0xdb}
	headerMagic = []byte{0x8e, 0xad, 0xe8, 0x01}
)

// IsFile reports whether head is the beginning of an RPM package file.
func IsFile(head []byte) bool { return bytes.HasPrefix(head, leadMagic) }

// ReadFile returns the header of an RPM package file.
//
// Source: rpm, "docs/manual/format_v4.md": a lead, a header with signatures
// that is filled up to a multiple of eight bytes, the header.
func ReadFile(r io.ReaderAt, size int64) (*Header, error) {
	s := source{r, size}
	lead, err := s.read(0, leadSize)
	if err != nil || !IsFile(lead) {
		return nil, fmt.Errorf("%w: no lead", errHeader)
	}
	signatures, err := s.headerSize(leadSize)
	if err != nil {
		return nil, err
	}
	at := leadSize + introSize + (signatures+7)/8*8
	length, err := s.headerSize(at)
	if err != nil {
		return nil, err
	}
	b, err := s.read(at+introSize-8, 8+length)
	if err != nil {
		return nil, err
	}
	return parseHeader(b)
}

// headerSize returns how many bytes of entries and data follow the introduction
// of the header at an offset.
func (s source) headerSize(at int64) (int64, error) {
	intro, err := s.read(at, introSize)
	if err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(intro, headerMagic) {
		return 0, fmt.Errorf("%w: at %d", errHeader, at)
	}
	size := int64(binary.BigEndian.Uint32(intro[8:]))*entrySize + int64(binary.BigEndian.Uint32(intro[12:]))
	if size > maxBlob {
		return 0, fmt.Errorf("%w: %d bytes", ErrTooLarge, size)
	}
	return size, nil
}
