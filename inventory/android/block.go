package android

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	blockFooter = 24 // size, magic
	maxBlock    = 16 << 20
)

var (
	blockMagic = []byte("APK Sig Block 42")
	errBlock   = errors.New("signing block")
)

// A block lies between the members of an archive and its table of contents. It
// holds values by their identifiers: signatures, and what others put there.
type block struct {
	at     int64
	values map[uint32][]byte
}

// readBlock reads the block, where there is one.
//
// Source: AOSP, "APK Signature Scheme v2", section "APK Signing Block",
// https://source.android.com/docs/security/features/apksigning/v2
func (a *archive) readBlock() (block, error) {
	if a.table < 8+blockFooter {
		return block{}, nil
	}
	footer := make([]byte, blockFooter)
	if _, err := a.r.ReadAt(footer, a.table-blockFooter); err != nil {
		return block{}, fmt.Errorf("%w: %w", errBlock, err)
	}
	if !bytes.Equal(footer[8:], blockMagic) {
		return block{}, nil
	}
	size := binary.LittleEndian.Uint64(footer)
	if size < blockFooter || size > maxBlock || int64(size)+8 > a.table {
		return block{}, fmt.Errorf("%w: %d bytes", errBlock, size)
	}
	b := make([]byte, size+8)
	at := a.table - int64(len(b))
	if _, err := a.r.ReadAt(b, at); err != nil {
		return block{}, fmt.Errorf("%w: %w", errBlock, err)
	}
	if binary.LittleEndian.Uint64(b) != size {
		return block{}, fmt.Errorf("%w: its two sizes differ", errBlock)
	}
	values, err := parsePairs(b[8 : len(b)-blockFooter])
	return block{at, values}, err
}

// parsePairs reads values with their lengths and identifiers. Of two with one
// identifier Android takes the first.
func parsePairs(b []byte) (map[uint32][]byte, error) {
	values := map[uint32][]byte{}
	for len(b) > 0 {
		if len(b) < 12 {
			return nil, fmt.Errorf("%w: %d bytes are left", errBlock, len(b))
		}
		length := binary.LittleEndian.Uint64(b)
		if length < 4 || length > uint64(len(b)-8) {
			return nil, fmt.Errorf("%w: a value of %d bytes in %d", errBlock, length, len(b)-8)
		}
		identifier := binary.LittleEndian.Uint32(b[8:])
		if _, ok := values[identifier]; !ok && isScheme(identifier) {
			values[identifier] = b[12 : 8+length]
		}
		b = b[8+length:]
	}
	return values, nil
}
