package inventory

import (
	"debug/elf"
	"encoding/binary"
)

// maxSectionNames is the largest table of section names that is read.
const maxSectionNames = 1 << 20

// elfSections returns the names of the sections of an ELF file, each after and
// before a zero byte, and false where there is no such table. It reads the file
// header, one section header and that table, where debug/elf reads every
// section header: most programs have no section that is wanted.
//
// Source: System V ABI, "Object Files".
func elfSections(f *file, head []byte) ([]byte, bool) {
	if len(head) < 64 {
		return nil, false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if elf.Data(head[elf.EI_DATA]) == elf.ELFDATA2MSB {
		order = binary.BigEndian
	}
	wide := elf.Class(head[elf.EI_CLASS]) == elf.ELFCLASS64
	var table uint64
	var entry, count, index uint16
	if wide {
		table = order.Uint64(head[40:])
		entry, count, index = order.Uint16(head[58:]), order.Uint16(head[60:]), order.Uint16(head[62:])
	} else {
		table = uint64(order.Uint32(head[32:]))
		entry, count, index = order.Uint16(head[46:]), order.Uint16(head[48:]), order.Uint16(head[50:])
	}
	if table == 0 || index == 0 || index >= count || int(entry) < sectionSize(wide) {
		return nil, false
	}
	return elfStrings(f, order, wide, table+uint64(index)*uint64(entry))
}

func sectionSize(wide bool) int {
	if wide {
		return 64
	}
	return 40
}

// elfStrings reads the string table whose section header is at an offset.
func elfStrings(f *file, order binary.ByteOrder, wide bool, at uint64) ([]byte, bool) {
	header := make([]byte, sectionSize(wide))
	if at > uint64(f.size) {
		return nil, false
	}
	if _, err := f.ReadAt(header, int64(at)); err != nil {
		return nil, false
	}
	var offset, size uint64
	if wide {
		offset, size = order.Uint64(header[24:]), order.Uint64(header[32:])
	} else {
		offset, size = uint64(order.Uint32(header[16:])), uint64(order.Uint32(header[20:]))
	}
	if size == 0 || size > maxSectionNames || offset > uint64(f.size) || size > uint64(f.size)-offset {
		return nil, false
	}
	names := make([]byte, size)
	if _, err := f.ReadAt(names, int64(offset)); err != nil {
		return nil, false
	}
	return names, true
}
