package inventory

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

var errXZ = errors.New("not xz of a known form")

// openXZ unpacks the first block of an xz file, which is all of it unless it
// was packed by several processors.
//
// An xz file says how large a dictionary it was packed with: usually 8 MiB,
// also for the 2 KiB of a control file, and package xz takes that memory at
// once. Here it is bounded by what a file of that size can need.
//
// Source: "The .xz File Format", 2.1.1, 3.1 and 5.3.1.
// With most it can be bounded further: what refers back further than that is then
// an error.
func openXZ(packed io.Reader, size, most int64) (io.Reader, error) {
	head := make([]byte, 13)
	if _, err := io.ReadFull(packed, head); err != nil {
		return nil, unexpectedEnd(err)
	}
	if !bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")) || head[12] == 0 {
		return nil, errXZ
	}
	block := make([]byte, int(head[12])*4+3) // the head of the block, without its first byte
	if _, err := io.ReadFull(packed, block); err != nil {
		return nil, unexpectedEnd(err)
	}
	dictionary, err := xzDictionary(block)
	if err != nil {
		return nil, err
	}
	if dictionary = min(dictionary, max(64*size, lzma.MinDictCap<<4)); dictionary > maxDictionary {
		return nil, fmt.Errorf("%w: unpacking it takes more than %d bytes of memory", errLimit, maxDictionary)
	}
	return lzma.Reader2Config{DictCap: int(min(dictionary, most))}.NewReader2(packed)
}

// xzDictionary returns the size of the dictionary that the head of a block
// asks for: flags, maybe two sizes, and one filter, LZMA2.
func xzDictionary(block []byte) (int64, error) {
	flags, rest := block[0], block[1:]
	if flags&0x3f != 0 {
		return 0, fmt.Errorf("%w: more than one filter", errXZ)
	}
	for _, given := range []byte{flags & 0x40, flags & 0x80} {
		if given == 0 {
			continue
		}
		i := bytes.IndexFunc(rest, func(r rune) bool { return r < 0x80 })
		if i < 0 {
			return 0, errXZ
		}
		rest = rest[i+1:]
	}
	if len(rest) < 3 || rest[0] != 0x21 || rest[1] != 1 || rest[2] > 40 {
		return 0, fmt.Errorf("%w: filter %#x", errXZ, rest[:min(1, len(rest))])
	}
	bits := int64(rest[2])
	if bits == 40 {
		return 1<<32 - 1, nil
	}
	return (2 | bits&1) << (bits/2 + 11), nil
}
