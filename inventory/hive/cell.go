package hive

import (
	"encoding/binary"
	"fmt"
)

// noCell stands for the offset of a cell that is not there.
const noCell = 0xffffffff

// A cell is a place in the data that was checked to lie inside it.
//
// Source: Suhanov, "Cell".
type cell struct {
	at int64 // of its content
	n  int64 // length of its content
}

// cell finds the content of a cell that is in use.
func (b *bins) cell(offset uint32) (cell, error) {
	at := int64(offset)
	if offset == noCell || at < 32 || at%8 != 0 {
		return cell{}, fmt.Errorf("no cell is at offset %#x", offset)
	}
	head, err := b.view(at, 4)
	if err != nil {
		return cell{}, fmt.Errorf("cell: %w", err)
	}
	size := -int64(int32(binary.LittleEndian.Uint32(head)))
	switch {
	case size <= 0:
		return cell{}, fmt.Errorf("the cell at offset %#x is not in use", offset)
	case size < 8 || at+size > b.size:
		return cell{}, fmt.Errorf("the cell at offset %#x has %d bytes; the data ends at %#x", offset, size, b.size)
	}
	return cell{at: at + 4, n: size - 4}, nil
}

// part returns some of the content of a cell, valid until the next view.
func (b *bins) part(c cell, from, n int64) ([]byte, error) {
	if from+n > c.n {
		return nil, fmt.Errorf("the cell at offset %#x has %d bytes; %d are wanted", c.at-4, c.n, from+n)
	}
	return b.view(c.at+from, n)
}

// number returns a number of four bytes in a cell.
func (b *bins) number(c cell, from int64) (uint32, error) {
	v, err := b.part(c, from, 4)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(v), nil
}
