package rpm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// A Header is what is read of the header of one package. All fields but Name
// may be empty.
type Header struct {
	Name, Version, Release string
	Epoch                  string // empty if it has none
	Arch                   string
	SourceRPM              string
	Vendor, Packager, URL  string
}

// The tags that are read. Source: rpm, "include/rpm/rpmtag.h".
const (
	tagName      = 1000
	tagVersion   = 1001
	tagRelease   = 1002
	tagEpoch     = 1003
	tagVendor    = 1011
	tagPackager  = 1015
	tagURL       = 1020
	tagArch      = 1022
	tagSourceRPM = 1044
)

// The types of value that are read.
const (
	typeInt32       = 4
	typeString      = 6
	typeStringArray = 8
	typeI18NString  = 9
)

const entrySize = 16

var errHeader = errors.New("not an RPM header")

// parseHeader reads a header without its magic number: the count of entries,
// the size of the data, the entries, the data.
//
// Source: rpm, "docs/manual/format_header.md".
func parseHeader(b []byte) (*Header, error) {
	if len(b) < 8 {
		return nil, errHeader
	}
	count, size := uint64(binary.BigEndian.Uint32(b)), uint64(binary.BigEndian.Uint32(b[4:]))
	if count == 0 || 8+count*entrySize+size > uint64(len(b)) {
		return nil, fmt.Errorf("%w: %d entries and %d bytes of data in %d bytes", errHeader, count, size, len(b))
	}
	entries := b[8 : 8+count*entrySize]
	data := b[8+count*entrySize:][:size]
	h := &Header{}
	for ; len(entries) > 0; entries = entries[entrySize:] {
		h.set(entries, data)
	}
	if h.Name == "" {
		return nil, fmt.Errorf("%w: without a name", errHeader)
	}
	return h, nil
}

// set sets the field of one entry.
func (h *Header) set(entry, data []byte) {
	kind, offset := binary.BigEndian.Uint32(entry[4:]), uint64(binary.BigEndian.Uint32(entry[8:]))
	if offset >= uint64(len(data)) {
		return
	}
	value := data[offset:]
	tag := binary.BigEndian.Uint32(entry)
	if tag == tagEpoch && kind == typeInt32 && len(value) >= 4 {
		h.Epoch = fmt.Sprint(binary.BigEndian.Uint32(value))
		return
	}
	if kind != typeString && kind != typeStringArray && kind != typeI18NString {
		return
	}
	if field := h.field(tag); field != nil {
		text, _, _ := bytes.Cut(value, []byte{0})
		*field = string(text)
	}
}

func (h *Header) field(tag uint32) *string {
	switch tag {
	case tagName:
		return &h.Name
	case tagVersion:
		return &h.Version
	case tagRelease:
		return &h.Release
	case tagArch:
		return &h.Arch
	case tagSourceRPM:
		return &h.SourceRPM
	case tagVendor:
		return &h.Vendor
	case tagPackager:
		return &h.Packager
	case tagURL:
		return &h.URL
	}
	return nil
}
