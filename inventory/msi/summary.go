package msi

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

const maxSummary = 1 << 20

// The properties of the summary that are read, and the types of their values.
//
// Source: Microsoft, [MS-OLEPS] "Object Linking and Embedding (OLE) Property
// Set Data Structures", sections 2.15 and 2.21; "Summary Property Descriptions",
// https://learn.microsoft.com/windows/win32/msi/summary-property-descriptions
const (
	summaryPage    = 1
	summarySubject = 3
	summaryAuthor  = 4

	typeInt16   = 2
	typeText    = 30 // in the code page
	typeUnicode = 31 // in UTF-16
)

var errSummary = errors.New("summary information: not a set of properties")

// A summary is a set of properties: a list of identifiers and where the values
// stand, then the values.
type summary struct {
	list, set []byte
	page      uint32
}

// parseSummary reads the first set of properties of a stream.
func parseSummary(b []byte) (*summary, error) {
	le := binary.LittleEndian
	if len(b) < 48 || le.Uint16(b) != 0xfffe || le.Uint32(b[24:]) == 0 {
		return nil, errSummary
	}
	at := uint64(le.Uint32(b[44:]))
	if at+8 > uint64(len(b)) {
		return nil, errSummary
	}
	s := &summary{set: b[at:]}
	count := uint64(le.Uint32(s.set[4:]))
	if 8+8*count > uint64(len(s.set)) {
		return nil, errSummary
	}
	s.list = s.set[8 : 8+8*count]
	if kind, value := s.find(summaryPage); kind == typeInt16 && len(value) >= 2 {
		s.page = uint32(le.Uint16(value))
	}
	return s, nil
}

// find returns the type of a property, and everything from its value on.
func (s *summary) find(identifier uint32) (kind uint32, value []byte) {
	le := binary.LittleEndian
	for list := s.list; len(list) > 0; list = list[8:] {
		at := uint64(le.Uint32(list[4:]))
		if le.Uint32(list) == identifier && at+4 <= uint64(len(s.set)) {
			return le.Uint32(s.set[at:]), s.set[at+4:]
		}
	}
	return 0, nil
}

// text returns a property that is a text, and nothing if it is not.
func (s *summary) text(identifier uint32) string {
	kind, value := s.find(identifier)
	if len(value) < 4 {
		return ""
	}
	length, value := uint64(binary.LittleEndian.Uint32(value)), value[4:]
	switch {
	case kind == typeText && length <= uint64(len(value)):
		return decodeText(bytes.TrimRight(value[:length], "\x00"), s.page)
	case kind == typeUnicode && 2*length <= uint64(len(value)):
		return decodeWide(value[:2*length])
	}
	return ""
}

func decodeWide(b []byte) string {
	var units []uint16
	for ; len(b) >= 2 && (b[0] != 0 || b[1] != 0); b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}
