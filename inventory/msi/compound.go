package msi

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The numbers of sectors that mean something else.
// Source: [MS-CFB], section 2.1.
const maxSector = 0xfffffffa // the last number that may be a sector

const (
	headerSize   = 512
	inHeader     = 109 // sectors of the table of sectors that the header names
	smallShift   = 6   // small sectors have 64 bytes
	smallStream  = 4096
	maxSmallSize = 32 << 20 // of all small streams together
)

var (
	compoundMagic = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}
	errCompound   = errors.New("compound file")
)

// A compound is a compound file.
//
// Source: Microsoft, [MS-CFB] "Compound File Binary File Format", section 2,
// https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb
type compound struct {
	r          io.ReaderAt
	size       int64
	shift      uint   // the sector size is 1 << shift
	sectors    uint32 // that a file of this size has
	tables     []uint32
	table      []byte // the part of the table of sectors that was read last
	tableAt    uint32 // and its place in tables
	entries    []entry
	small      []byte // the content of all small sectors
	smallTable []byte
}

// openCompound reads the header, the directory, and the small streams.
func openCompound(r io.ReaderAt, size int64) (*compound, error) {
	head := make([]byte, headerSize)
	if size < headerSize {
		return nil, fmt.Errorf("%w: %d bytes are no header", errCompound, size)
	}
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("%w: header: %w", errCompound, err)
	}
	c := &compound{r: r, size: size}
	if err := c.readHeader(head); err != nil {
		return nil, err
	}
	if err := c.readTables(head); err != nil {
		return nil, fmt.Errorf("%w: table of sectors: %w", errCompound, err)
	}
	if err := c.readDirectory(binary.LittleEndian.Uint32(head[48:])); err != nil {
		return nil, fmt.Errorf("%w: directory: %w", errCompound, err)
	}
	if err := c.readSmall(binary.LittleEndian.Uint32(head[60:])); err != nil {
		return nil, fmt.Errorf("%w: small streams: %w", errCompound, err)
	}
	return c, nil
}

// readHeader checks the few values that the format leaves no choice in.
func (c *compound) readHeader(head []byte) error {
	le := binary.LittleEndian
	c.shift = uint(le.Uint16(head[30:]))
	switch {
	case !bytes.HasPrefix(head, compoundMagic):
		return fmt.Errorf("%w: no magic number", errCompound)
	case le.Uint16(head[28:]) != 0xfffe:
		return fmt.Errorf("%w: byte order %#x", errCompound, le.Uint16(head[28:]))
	case c.shift != 9 && c.shift != 12:
		return fmt.Errorf("%w: sectors of 1<<%d bytes", errCompound, c.shift)
	case le.Uint16(head[32:]) != smallShift || le.Uint32(head[56:]) != smallStream:
		return fmt.Errorf("%w: small sectors of 1<<%d bytes below %d", errCompound, le.Uint16(head[32:]), le.Uint32(head[56:]))
	}
	sectors := (c.size+c.sectorSize()-1)>>c.shift - 1
	c.sectors = uint32(max(0, min(sectors, maxSector)))
	return nil
}

func (c *compound) sectorSize() int64 { return 1 << c.shift }

// numbers is how many numbers of sectors stand in a sector.
func (c *compound) numbers() uint32 { return 1 << (c.shift - 2) }

// readTables finds the sectors that hold the table of sectors: the first stand
// in the header, the others in a chain of sectors whose last number leads on.
// It stops as soon as all sectors of the file are described, so that a chain
// in a circle ends.
func (c *compound) readTables(head []byte) error {
	want := int((uint64(c.sectors) + uint64(c.numbers()) - 1) / uint64(c.numbers()))
	c.tables = appendNumbers(nil, head[76:76+4*inHeader])
	next := binary.LittleEndian.Uint32(head[68:])
	for len(c.tables) < want && next <= maxSector {
		b, err := c.sector(next)
		if err != nil {
			return err
		}
		last := len(b) - 4
		c.tables = appendNumbers(c.tables, b[:last])
		next = binary.LittleEndian.Uint32(b[last:])
	}
	c.tables = c.tables[:min(want, len(c.tables))]
	return nil
}

func appendNumbers(to []uint32, b []byte) []uint32 {
	for ; len(b) >= 4; b = b[4:] {
		to = append(to, binary.LittleEndian.Uint32(b))
	}
	return to
}

// sector reads one whole sector.
func (c *compound) sector(number uint32) ([]byte, error) {
	b := make([]byte, c.sectorSize())
	return b, c.readAt(b, number)
}

// readAt reads from the beginning of a sector, into those that follow it as far
// as b reaches.
func (c *compound) readAt(b []byte, number uint32) error {
	at := (int64(number) + 1) << c.shift
	if number >= c.sectors || at+int64(len(b)) > c.size {
		return fmt.Errorf("sector %d is past the end", number)
	}
	if n, err := c.r.ReadAt(b, at); n < len(b) {
		return fmt.Errorf("sector %d: %w", number, err)
	}
	return nil
}

// next returns the number of the sector that follows another in its chain.
func (c *compound) next(number uint32) (uint32, error) {
	i := number / c.numbers()
	if number >= c.sectors || i >= uint32(len(c.tables)) {
		return 0, fmt.Errorf("sector %d is not in the table of sectors", number)
	}
	if c.table == nil || c.tableAt != i {
		b, err := c.sector(c.tables[i])
		if err != nil {
			return 0, fmt.Errorf("table of sectors: %w", err)
		}
		c.table, c.tableAt = b, i
	}
	return binary.LittleEndian.Uint32(c.table[4*(number%c.numbers()):]), nil
}
