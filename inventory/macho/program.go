package macho

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/signature"
)

// A Program is what a Mach-O file says of itself.
type Program struct {
	// Identifier and TeamID are those of the code signature; a signature that
	// nobody made ("ad hoc") has the first alone.
	Identifier, TeamID string
	AdHoc              bool
	// Bundle is what the property list inside the program says, if there is one.
	Bundle Bundle
	// Go reports that Go's build information is in it. (Package debug/macho, with
	// which that is read, holds all symbols of a program.)
	Go bool
	// Signatures has the signature of each architecture that has one.
	Signatures []signature.Signature
}

// ErrNotMachO says that a file only begins like a program.
var ErrNotMachO = errors.New("not a Mach-O program")

const (
	maxArchitectures = 32
	maxCommands      = 10_000
	maxCommandBytes  = 4 << 20

	commandSegment   = 0x1
	commandSegment64 = 0x19
	commandSignature = 0x1d
)

// Read reads a program of some size. What could be read is returned with the
// error about what could not.
func Read(r io.ReaderAt, size int64, p signature.Policy) (*Program, error) {
	slices, err := slicesOf(r, size)
	if err != nil {
		return nil, err
	}
	program := &Program{}
	var faults []error
	for _, s := range slices {
		faults = append(faults, s.read(program, p))
	}
	return program, errors.Join(faults...)
}

// A slice is the program for one architecture.
type slice struct {
	r    io.ReaderAt
	size int64
}

// slicesOf returns the programs in a file: one, or for each architecture one.
func slicesOf(r io.ReaderAt, size int64) ([]slice, error) {
	var head [8]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return nil, ErrNotMachO
	}
	count := binary.BigEndian.Uint32(head[4:])
	wide := false
	switch binary.BigEndian.Uint32(head[:]) {
	case 0xcafebabf:
		wide = true
	case 0xcafebabe: // of Java's classes, too, whose version follows: 45 and more
	default:
		return []slice{{r, size}}, nil
	}
	if count == 0 || count > maxArchitectures {
		return nil, ErrNotMachO
	}
	entry := 20
	if wide {
		entry = 32
	}
	table := make([]byte, int(count)*entry)
	if _, err := r.ReadAt(table, 8); err != nil {
		return nil, errShort
	}
	var all []slice
	for ; len(table) > 0; table = table[entry:] {
		offset, length := uint64(binary.BigEndian.Uint32(table[8:])), uint64(binary.BigEndian.Uint32(table[12:]))
		if wide {
			offset, length = binary.BigEndian.Uint64(table[8:]), binary.BigEndian.Uint64(table[16:])
		}
		if offset < 8 || offset > uint64(size) || length > uint64(size)-offset {
			return all, errors.New("an architecture that lies outside of the file")
		}
		all = append(all, slice{io.NewSectionReader(r, int64(offset), int64(length)), int64(length)})
	}
	return all, nil
}

var errShort = errors.New("the file ends too early")

// read reads one architecture.
func (s slice) read(program *Program, p signature.Policy) error {
	order, wide, err := s.order()
	if err != nil {
		return err
	}
	headSize := int64(28)
	if wide {
		headSize = 32
	}
	head, err := s.bytes(0, headSize)
	if err != nil {
		return err
	}
	count, length := order.Uint32(head[16:]), order.Uint32(head[20:])
	if count > maxCommands || length > maxCommandBytes {
		return fmt.Errorf("%d load commands of %d bytes: more than are read", count, length)
	}
	commands, err := s.bytes(headSize, int64(length))
	if err != nil {
		return fmt.Errorf("load commands: %w", err)
	}
	var faults []error
	for range count {
		if len(commands) < 8 {
			return errors.Join(append(faults, errors.New("fewer load commands than the header says"))...)
		}
		kind, n := order.Uint32(commands), order.Uint32(commands[4:])
		if n < 8 || uint64(n) > uint64(len(commands)) {
			return errors.Join(append(faults, errors.New("a load command that ends outside of the others"))...)
		}
		switch kind {
		case commandSignature:
			faults = append(faults, s.signature(commands[:n], order, program, p))
		case commandSegment, commandSegment64:
			faults = append(faults, s.sections(commands[:n], order, kind == commandSegment64, program))
		}
		commands = commands[n:]
	}
	return errors.Join(faults...)
}

func (s slice) order() (order binary.ByteOrder, wide bool, err error) {
	magic, err := s.bytes(0, 4)
	if err != nil {
		return nil, false, ErrNotMachO
	}
	switch binary.BigEndian.Uint32(magic) {
	case 0xfeedface:
		return binary.BigEndian, false, nil
	case 0xfeedfacf:
		return binary.BigEndian, true, nil
	case 0xcefaedfe:
		return binary.LittleEndian, false, nil
	case 0xcffaedfe:
		return binary.LittleEndian, true, nil
	}
	return nil, false, ErrNotMachO
}

// bytes returns n bytes at an offset.
func (s slice) bytes(at, n int64) ([]byte, error) {
	if at < 0 || n < 0 || at > s.size || n > s.size-at {
		return nil, errShort
	}
	b := make([]byte, n)
	_, err := s.r.ReadAt(b, at)
	if n > 0 && err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b, nil
}

// sections looks at the sections of a segment: for the property list that lies in
// __info_plist of a program that is no bundle, and for Go's build information.
func (s slice) sections(command []byte, order binary.ByteOrder, wide bool, program *Program) error {
	head, entry, countAt := 56, 68, 48
	if wide {
		head, entry, countAt = 72, 80, 64
	}
	if len(command) < head {
		return errors.New("a segment that is too short")
	}
	count := order.Uint32(command[countAt:])
	var faults []error
	for sections := command[head:]; len(sections) >= entry && count > 0; sections, count = sections[entry:], count-1 {
		switch name(sections[:16]) {
		case "__go_buildinfo":
			program.Go = true
		case "__info_plist":
			faults = append(faults, s.propertyList(sections, order, wide, program))
		}
	}
	return errors.Join(faults...)
}

func (s slice) propertyList(section []byte, order binary.ByteOrder, wide bool, program *Program) error {
	length, offset := uint64(order.Uint32(section[36:])), order.Uint32(section[40:])
	if wide {
		length, offset = order.Uint64(section[40:]), order.Uint32(section[48:])
	}
	if length > MaxInfo {
		return errInfo
	}
	content, err := s.bytes(int64(offset), int64(length))
	if err != nil {
		return fmt.Errorf("__info_plist: %w", err)
	}
	program.Bundle, err = Info(content)
	return err
}

func name(field []byte) string {
	for i, c := range field {
		if c == 0 {
			return string(field[:i])
		}
	}
	return string(field)
}

// weakest returns the grade that all signatures reach.
func (p *Program) weakest() delist.Grade {
	grade := delist.Grade("")
	for _, s := range p.Signatures {
		if grade == "" || s.Grade == delist.GradeClaimed || s.Grade == delist.GradeIntact && grade == delist.GradeVerified {
			grade = s.Grade
		}
	}
	return grade
}

// Signature returns the signature that counts for the file as a whole: of
// several architectures the one that is worth least. Nil is none.
func (p *Program) Signature() *signature.Signature {
	for i := range p.Signatures {
		if p.Signatures[i].Grade == p.weakest() {
			return &p.Signatures[i]
		}
	}
	return nil
}
