package pe

import (
	"bytes"
	"encoding/binary"
)

// MaxImports is how many libraries are told.
const MaxImports = 256

// imports reads the names of the libraries that the program is linked with. A
// name that lies outside of the file is left out; packed programs have such.
//
// Source: "PE Format", section "The .idata Section": descriptors of 20 bytes, up
// to one that is empty.
func (l *layout) imports() (names []string, err error) {
	d := l.directories[directoryImport]
	if d.at == 0 {
		return nil, nil
	}
	// What the directory says of its size is not to be relied on.
	const descriptor = 20
	table, err := l.at(d.at, MaxImports*descriptor)
	if err != nil {
		return nil, wrap("imports", err)
	}
	for ; len(table) >= descriptor; table = table[descriptor:] {
		at := binary.LittleEndian.Uint32(table[12:])
		if at == 0 {
			break
		}
		if name := l.name(at); name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}

// name returns the text at an address, or nothing.
func (l *layout) name(at uint32) string {
	b, err := l.at(at, maxName)
	if err != nil {
		return ""
	}
	return upToZero(b)
}

// upToZero returns the text at the beginning of b, which has to end there.
func upToZero(b []byte) string {
	end := bytes.IndexByte(b[:min(len(b), maxName)], 0)
	if end < 0 {
		return ""
	}
	return trimmed(string(b[:end]))
}
