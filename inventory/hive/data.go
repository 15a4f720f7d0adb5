package hive

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/delistdev/delist/inventory/source"
)

// The types of value that are read.
//
// Source: Suhanov, "Data types".
const (
	typeString  = 1
	typeExpand  = 2
	typeNumber  = 4
	typeStrings = 7
)

const (
	inPlace = 1 << 31 // of the size: the data are where their offset would be
	segment = 16344   // the most of long data that one cell holds
)

// textOf returns the data of a value as text: strings, several of them with
// "; " between, and numbers.
func (b *bins) textOf(v *value, limit int64) (string, error) {
	switch v.kind {
	case typeString, typeExpand, typeStrings:
	case typeNumber:
		n, err := b.numberOf(v)
		return strconv.FormatUint(uint64(n), 10), err
	default:
		if v.size&^inPlace == 0 {
			return "", nil
		}
		return "", fmt.Errorf("data of type %d, which is no text", v.kind)
	}
	data, err := b.dataOf(v, limit)
	if err != nil {
		return "", err
	}
	if v.kind == typeStrings {
		all := strings.FieldsFunc(wide(data), func(r rune) bool { return r == 0 })
		return strings.Join(all, "; "), nil
	}
	for i := 0; i+1 < len(data); i += 2 {
		if data[i] == 0 && data[i+1] == 0 {
			data = data[:i] // what stands behind it was left there
		}
	}
	return strings.TrimSpace(wide(data)), nil
}

// numberOf returns the data of a value that is a number of 32 bits.
func (b *bins) numberOf(v *value) (uint32, error) {
	data, err := b.dataOf(v, 4)
	if err != nil || v.kind != typeNumber {
		return 0, err
	}
	if len(data) < 4 {
		return 0, fmt.Errorf("a number of %d bytes", len(data))
	}
	return binary.LittleEndian.Uint32(data), nil
}

// dataOf returns the data of a value, valid until the next view.
func (b *bins) dataOf(v *value, limit int64) ([]byte, error) {
	n := int64(v.size &^ inPlace)
	switch {
	case v.size&inPlace != 0:
		if n > 4 {
			return nil, fmt.Errorf("%d bytes of data in a place for four", n)
		}
		return v.raw[:n], nil
	case n == 0:
		return nil, nil
	case n > limit:
		return nil, fmt.Errorf("%w: %d bytes of data, at most %d are read", source.ErrLimit, n, limit)
	}
	c, err := b.cell(v.data)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	if n > segment {
		head, err := b.part(c, 0, min(8, c.n))
		if err != nil {
			return nil, fmt.Errorf("data: %w", err)
		}
		if len(head) == 8 && bytes.HasPrefix(head, []byte("db")) && c.n < n {
			return b.segments(int64(binary.LittleEndian.Uint16(head[2:])), binary.LittleEndian.Uint32(head[4:]), n)
		}
	}
	return b.part(c, 0, n)
}

// segments joins long data that lie in several cells.
//
// Source: Suhanov, "Big data".
func (b *bins) segments(count int64, offset uint32, n int64) ([]byte, error) {
	list, err := b.cell(offset)
	if err != nil {
		return nil, fmt.Errorf("list of segments: %w", err)
	}
	var whole []byte
	for i := range count {
		at, err := b.number(list, 4*i)
		if err != nil {
			return nil, fmt.Errorf("list of segments: %w", err)
		}
		c, err := b.cell(at)
		if err != nil {
			return nil, fmt.Errorf("segment: %w", err)
		}
		part, err := b.part(c, 0, min(segment, c.n, n-int64(len(whole))))
		if err != nil {
			return nil, fmt.Errorf("segment: %w", err)
		}
		if whole = append(whole, part...); int64(len(whole)) == n {
			return whole, nil
		}
	}
	return nil, fmt.Errorf("%d bytes of data, of which the segments hold %d", n, len(whole))
}
