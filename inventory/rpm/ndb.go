package rpm

import (
	"encoding/binary"
	"fmt"
	"iter"
)

// NDB is what SUSE uses. Source: rpm, "lib/backend/ndb/rpmpkg.c".

var ndbMagic = []byte("RpmP")

const (
	ndbSlotMagic = 'S' | 'l'<<8 | 'o'<<16 | 't'<<24
	ndbBlobMagic = 'B' | 'l'<<8 | 'b'<<16 | 'S'<<24
	ndbPageSize  = 4096
	ndbBlockSize = 16 // also the size of a slot and of the head of a blob
)

func ndbBlobs(s source, head []byte) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if len(head) < 2*ndbBlockSize {
			yield(nil, ErrUnknown)
			return
		}
		pages := int64(binary.LittleEndian.Uint32(head[12:]))
		for page := range min(pages, s.size/ndbPageSize) {
			slots, err := s.read(page*ndbPageSize, ndbPageSize)
			if err != nil {
				yield(nil, err)
				return
			}
			if page == 0 {
				slots = slots[2*ndbBlockSize:] // the head of the database
			}
			for ; len(slots) > 0; slots = slots[ndbBlockSize:] {
				blob, err := ndbBlob(s, slots)
				if (blob != nil || err != nil) && !yield(blob, err) {
					return
				}
			}
		}
	}
}

// ndbBlob reads the blob that a slot points at; nothing if the slot is free.
func ndbBlob(s source, slot []byte) ([]byte, error) {
	if magic := binary.LittleEndian.Uint32(slot); magic != ndbSlotMagic {
		return nil, fmt.Errorf("%w: slot with magic %#x", ErrUnknown, magic)
	}
	index := binary.LittleEndian.Uint32(slot[4:])
	if index == 0 {
		return nil, nil
	}
	at := int64(binary.LittleEndian.Uint32(slot[8:])) * ndbBlockSize
	head, err := s.read(at, ndbBlockSize)
	if err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(head) != ndbBlobMagic || binary.LittleEndian.Uint32(head[4:]) != index {
		return nil, fmt.Errorf("no blob of package %d at %d", index, at)
	}
	size := int64(binary.LittleEndian.Uint32(head[12:]))
	if size > maxBlob {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, size)
	}
	return s.read(at+ndbBlockSize, size)
}
