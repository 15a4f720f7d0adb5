package android

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
)

// The kinds of chunk that are read.
//
// Source: AOSP, "frameworks/base/libs/androidfw/include/androidfw/
// ResourceTypes.h",
// https://android.googlesource.com/platform/frameworks/base/+/refs/heads/main/libs/androidfw/include/androidfw/ResourceTypes.h
const (
	chunkPool        = 0x0001
	chunkXML         = 0x0003
	chunkIdentifiers = 0x0180
	chunkStart       = 0x0102
	chunkEnd         = 0x0103

	chunkNodes = 0x0100 // this and above

	chunkHeader   = 8
	nodeHeader    = 16 // that of a chunk, line, comment
	nodeSize      = 20 // of the beginning of an element, without attributes
	attributeSize = 20
	maxAttributes = 256
)

// The types of value that are read.
const (
	typeString  = 0x03
	typeDecimal = 0x10
	typeHex     = 0x11
)

// elements yields the beginnings of the elements of a document. Every chunk that
// is looked at lies within the bytes given and is not empty, so that it ends.
func elements(b []byte) iter.Seq2[element, error] {
	return func(yield func(element, error) bool) {
		rest, err := children(b)
		if err != nil {
			yield(element{}, err)
			return
		}
		for d := (document{}); len(rest) >= chunkHeader; {
			size := uint64(binary.LittleEndian.Uint32(rest[4:]))
			if size < chunkHeader || size > uint64(len(rest)) {
				yield(element{}, fmt.Errorf("chunk of %d bytes in %d", size, len(rest)))
				return
			}
			e, ok, err := d.take(rest[:size])
			if (ok || err != nil) && !yield(e, err) || err != nil {
				return
			}
			rest = rest[size:]
		}
	}
}

// children returns the chunks within that of the document.
func children(b []byte) ([]byte, error) {
	le := binary.LittleEndian
	if len(b) < chunkHeader || le.Uint16(b) != chunkXML {
		return nil, errors.New("not compiled XML")
	}
	header, size := uint64(le.Uint16(b[2:])), uint64(le.Uint32(b[4:]))
	if header < chunkHeader || size < header || size > uint64(len(b)) {
		return nil, fmt.Errorf("document of %d bytes in %d", size, len(b))
	}
	return b[header:size], nil
}

// A document is what the chunks so far have given.
type document struct {
	pool        *pool
	identifiers []byte
	depth       int
	begun       bool
}

// take reads one chunk; ok reports that it was the beginning of an element. The
// last strings before the first element are the ones that count.
func (d *document) take(chunk []byte) (e element, ok bool, err error) {
	kind := binary.LittleEndian.Uint16(chunk)
	switch {
	case kind == chunkPool && !d.begun:
		d.pool, err = parsePool(chunk)
	case kind == chunkIdentifiers && !d.begun:
		d.identifiers = chunk[chunkHeader:]
	case kind == chunkStart:
		d.depth++
		e, err = d.element(chunk)
		ok = err == nil
	case kind == chunkEnd:
		d.depth--
	}
	d.begun = d.begun || kind >= chunkNodes && kind != chunkIdentifiers
	return e, ok, err
}

// An element is the beginning of one.
type element struct {
	name  string
	depth int // 1 for the outermost
	attributes
}

// Attributes are the names and values of an element.
type attributes struct {
	*document
	list []byte
	size int // of each
}

func (d *document) element(chunk []byte) (element, error) {
	le := binary.LittleEndian
	header := int(le.Uint16(chunk[2:]))
	if header < nodeHeader || header+nodeSize > len(chunk) {
		return element{}, fmt.Errorf("element of %d bytes", len(chunk))
	}
	body := chunk[header:]
	start, size, count := int(le.Uint16(body[8:])), int(le.Uint16(body[10:])), int(le.Uint16(body[12:]))
	if count > maxAttributes || count > 0 && size < attributeSize || start+count*size > len(body) {
		return element{}, fmt.Errorf("%d attributes of %d bytes in %d", count, size, len(body))
	}
	list := attributes{d, body[start : start+count*size], size}
	return element{d.pool.text(le.Uint32(body[4:]), maxName), d.depth, list}, nil
}

// An attribute is a value, with a name of its own or an identifier of Android's.
type attribute []byte

// named returns the first attribute without a namespace that has a name.
func (a attributes) named(name string) (attribute, bool) {
	le := binary.LittleEndian
	for list := a.list; len(list) > 0; list = list[a.size:] {
		if le.Uint32(list) == noString && a.pool.text(le.Uint32(list[4:]), maxName) == name {
			return list, true
		}
	}
	return nil, false
}

// identified returns the first attribute with an identifier of Android, whatever
// it is called: Android does not look at the names of its own.
func (a attributes) identified(identifier uint32) (attribute, bool) {
	le := binary.LittleEndian
	for list := a.list; len(list) > 0; list = list[a.size:] {
		at := 4 * uint64(le.Uint32(list[4:]))
		if at+4 <= uint64(len(a.identifiers)) && le.Uint32(a.identifiers[at:]) == identifier {
			return list, true
		}
	}
	return nil, false
}

// text returns the value of an attribute that is a literal text.
func (a attributes) text(value attribute, ok bool) string {
	if !ok || value[15] != typeString {
		return ""
	}
	return a.pool.text(binary.LittleEndian.Uint32(value[16:]), maxText)
}

// number returns the value of an attribute that is a literal number.
func (a attributes) number(value attribute, ok bool) int64 {
	if !ok || value[15] != typeDecimal && value[15] != typeHex {
		return 0
	}
	return int64(binary.LittleEndian.Uint32(value[16:]))
}
