package android

import (
	"bytes"
	"crypto"
	"encoding/binary"
	"fmt"
	"io"
)

const chunkSize = 1 << 20

// Contents is what the schemes of version 2 and above sign: all of a file but
// the block that the signatures are in.
type contents struct {
	*archive
	block int64 // where the block begins
	sums  map[crypto.Hash][]byte
}

// digest returns the digest of digests of the chunks of the three parts: what
// lies before the block, the table of contents, and the end record.
//
// Source: AOSP, "APK Signature Scheme v2", section "Integrity-protected
// contents", https://source.android.com/docs/security/features/apksigning/v2
func (c *contents) digest(hash crypto.Hash) ([]byte, error) {
	if sum, ok := c.sums[hash]; ok {
		return sum, nil
	}
	// The end record says where the table begins; signed is where it would
	// begin without the block.
	end := bytes.Clone(c.end)
	binary.LittleEndian.PutUint32(end[16:], uint32(c.block))
	count, sums := uint32(0), []byte(nil)
	for _, part := range []*io.SectionReader{
		io.NewSectionReader(c.r, 0, c.block),
		io.NewSectionReader(c.r, c.table, c.endAt-c.table),
		io.NewSectionReader(bytes.NewReader(end), 0, int64(len(end))),
	} {
		n, err := appendChunks(&sums, part, hash)
		if err != nil {
			return nil, fmt.Errorf("digest: %w", err)
		}
		count += n
	}
	h := hash.New()
	h.Write(binary.LittleEndian.AppendUint32([]byte{0x5a}, count))
	h.Write(sums)
	c.sums[hash] = h.Sum(nil)
	return c.sums[hash], nil
}

// appendChunks adds the digests of the chunks of one part, and counts them.
func appendChunks(sums *[]byte, part *io.SectionReader, hash crypto.Hash) (count uint32, err error) {
	h, buffer := hash.New(), make([]byte, min(chunkSize, part.Size()))
	for left := part.Size(); left > 0; count++ {
		chunk := buffer[:min(left, chunkSize)]
		if _, err := io.ReadFull(part, chunk); err != nil {
			return 0, err
		}
		h.Reset()
		h.Write(binary.LittleEndian.AppendUint32([]byte{0xa5}, uint32(len(chunk))))
		h.Write(chunk)
		*sums = h.Sum(*sums)
		left -= int64(len(chunk))
	}
	return count, nil
}
