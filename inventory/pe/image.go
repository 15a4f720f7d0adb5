package pe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/signature"
)

// An Image is what a program says of itself.
type Image struct {
	Machine uint16 // IMAGE_FILE_MACHINE_…
	DotNet  bool
	Version Version
	// Name is what the program is called in its own table of exports, and
	// Exports what it offers, at most [MaxExports].
	Name    string
	Exports []string
	// Imports are the libraries that it is linked with, at most [MaxImports].
	Imports []string
	// Signatures are in the order of the file; empty for a program that is not
	// signed, or whose signature lies in a catalogue.
	Signatures []signature.Signature
}

const (
	maxSections    = 1024 // Windows loads no more than 96
	maxDirectories = 16

	directoryExport    = 0
	directoryImport    = 1
	directoryResource  = 2
	directorySecurity  = 4
	directoryCLRHeader = 14
)

// ErrNotPE says that a file only begins like a program.
var ErrNotPE = errors.New("not a Windows program")

var errShort = errors.New("the file ends too early")

// A layout is where things lie in a file.
type layout struct {
	r           io.ReaderAt
	size        int64
	machine     uint16
	checksum    int64 // offset of the checksum
	security    int64 // offset of the entry of the security directory, 0 if there is none
	headers     uint32
	directories [maxDirectories]directory
	sections    []section
}

type directory struct{ at, size uint32 }

type section struct{ address, virtual, offset, size uint32 }

// Read reads a program of some size. What could be read is returned with the
// error about what could not.
func Read(r io.ReaderAt, size int64, p signature.Policy) (*Image, error) {
	l, err := readLayout(r, size)
	if err != nil {
		return nil, err
	}
	i := &Image{Machine: l.machine, DotNet: l.directories[directoryCLRHeader].size > 0}
	version, versionErr := l.version()
	exportErr := l.exports(i)
	imports, importErr := l.imports()
	signatures, signatureErr := l.signatures(p)
	i.Version, i.Imports, i.Signatures = version, imports, signatures
	return i, errors.Join(versionErr, exportErr, importErr, signatureErr)
}

// readLayout reads the headers.
func readLayout(r io.ReaderAt, size int64) (*layout, error) {
	l := &layout{r: r, size: size}
	dos, err := l.bytes(0, 64)
	if err != nil || dos[0] != 'M' || dos[1] != 'Z' {
		return nil, ErrNotPE
	}
	at := int64(binary.LittleEndian.Uint32(dos[60:]))
	head, err := l.bytes(at, 24)
	if err != nil || string(head[:4]) != "PE\x00\x00" {
		return nil, ErrNotPE // a program for DOS
	}
	l.machine = binary.LittleEndian.Uint16(head[4:])
	count, optional := binary.LittleEndian.Uint16(head[6:]), binary.LittleEndian.Uint16(head[20:])
	if err := l.readOptional(at+24, int(optional)); err != nil {
		return nil, err
	}
	return l, l.readSections(at+24+int64(optional), int(count))
}

// readOptional reads the header that every program has.
func (l *layout) readOptional(at int64, size int) error {
	head, err := l.bytes(at, size)
	if err != nil {
		return fmt.Errorf("optional header: %w", err)
	}
	first := 96 // of the data directories
	if size < 2 {
		return fmt.Errorf("optional header: %w", errShort)
	}
	switch magic := binary.LittleEndian.Uint16(head); magic {
	case 0x10b:
	case 0x20b:
		first = 112
	default:
		return fmt.Errorf("optional header: unknown magic %#x", magic)
	}
	if size < first {
		return fmt.Errorf("optional header: %w", errShort)
	}
	l.checksum = at + 64
	l.headers = binary.LittleEndian.Uint32(head[60:])
	count := min(int(binary.LittleEndian.Uint32(head[first-4:])), maxDirectories, (size-first)/8)
	for i := range max(count, 0) {
		entry := head[first+8*i:]
		l.directories[i] = directory{binary.LittleEndian.Uint32(entry), binary.LittleEndian.Uint32(entry[4:])}
	}
	if count > directorySecurity {
		l.security = at + int64(first) + 8*directorySecurity
	}
	return nil
}

func (l *layout) readSections(at int64, count int) error {
	if count > maxSections {
		return fmt.Errorf("%d sections, at most %d are read", count, maxSections)
	}
	const entry = 40
	table, err := l.bytes(at, count*entry)
	if err != nil {
		return fmt.Errorf("section table: %w", err)
	}
	for ; len(table) >= entry; table = table[entry:] {
		l.sections = append(l.sections, section{
			virtual: binary.LittleEndian.Uint32(table[8:]), address: binary.LittleEndian.Uint32(table[12:]),
			size: binary.LittleEndian.Uint32(table[16:]), offset: binary.LittleEndian.Uint32(table[20:]),
		})
	}
	return nil
}

// bytes returns n bytes at an offset of the file.
func (l *layout) bytes(at int64, n int) ([]byte, error) {
	if at < 0 || n < 0 || at > l.size || int64(n) > l.size-at {
		return nil, errShort
	}
	b := make([]byte, n)
	if _, err := l.r.ReadAt(b, at); err != nil {
		return nil, err
	}
	return b, nil
}

// at returns up to n bytes at an address of the loaded program, as far as the
// file holds them.
func (l *layout) at(address uint32, n int) ([]byte, error) {
	offset, left, ok := l.offset(address)
	if !ok {
		return nil, fmt.Errorf("address %#x lies in no section", address)
	}
	return l.bytes(offset, int(min(int64(n), left)))
}

// whole returns n bytes at an address of the loaded program.
func (l *layout) whole(address uint32, n int) ([]byte, error) {
	b, err := l.at(address, n)
	if err == nil && len(b) < n {
		err = errShort
	}
	return b, err
}

// offset returns where in the file an address lies, and how much follows it
// there. A section is loaded over the headers, whatever they say of their size.
func (l *layout) offset(address uint32) (offset, left int64, ok bool) {
	for _, s := range l.sections {
		if address < s.address || address-s.address >= s.size {
			continue
		}
		offset = int64(s.offset) + int64(address-s.address)
		left = min(int64(s.size-(address-s.address)), l.size-offset)
		return offset, left, left > 0
	}
	left = min(int64(l.headers), l.size) - int64(address)
	return int64(address), left, left > 0
}
