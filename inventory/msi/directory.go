package msi

import (
	"encoding/binary"
	"fmt"
)

const (
	entrySize  = 128
	maxEntries = 1 << 14
	maxDepth   = 16
)

// The kinds of entry.
const (
	kindStorage = 1
	kindStream  = 2
	kindRoot    = 5
)

// An entry is one of the directory. Source: [MS-CFB], section 2.6.1.
type entry struct {
	raw                []byte
	name               []byte // in UTF-16, without the zero at its end
	kind               byte
	left, right, child uint32
	first              uint32
	size               int64
}

// readDirectory reads all entries. The directory has no size: it ends where its
// chain ends, or with the limit.
func (c *compound) readDirectory(first uint32) error {
	for number := first; number <= maxSector; {
		if len(c.entries) >= maxEntries {
			return fmt.Errorf("more than %d entries", maxEntries)
		}
		b, err := c.sector(number)
		if err != nil {
			return err
		}
		for ; len(b) > 0; b = b[entrySize:] {
			c.entries = append(c.entries, c.parseEntry(b[:entrySize]))
		}
		if number, err = c.next(number); err != nil {
			return err
		}
	}
	if len(c.entries) == 0 || c.entries[0].kind != kindRoot {
		return fmt.Errorf("no root")
	}
	return nil
}

func (c *compound) parseEntry(b []byte) entry {
	le := binary.LittleEndian
	e := entry{raw: b, kind: b[66], left: le.Uint32(b[68:]), right: le.Uint32(b[72:]), child: le.Uint32(b[76:]), first: le.Uint32(b[116:])}
	if length := le.Uint16(b[64:]); length >= 2 && length <= 64 {
		e.name = b[:length-2]
	}
	e.size = int64(le.Uint32(b[120:]))
	if c.shift == 12 { // older files have any value in the upper half
		e.size = int64(le.Uint64(b[120:]) & (1<<62 - 1))
	}
	return e
}

// A storage is a folder: its own entry, and what is in it.
type storage struct {
	entry
	streams  []entry
	storages []*storage
}

// tree returns the root with everything below it. An entry that is reached
// twice, or streams that together are larger than the file, are refused: a file
// of honest making has neither, and both cost more than their bytes.
func (c *compound) tree() (*storage, error) {
	w := walk{compound: c, seen: make([]bool, len(c.entries))}
	root, err := w.storage(0, 0)
	if err != nil {
		return nil, fmt.Errorf("%w: directory: %w", errCompound, err)
	}
	return root, nil
}

type walk struct {
	*compound
	seen  []bool
	total int64
}

func (w *walk) storage(number uint32, depth int) (*storage, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("more than %d folders deep", maxDepth)
	}
	s := &storage{entry: w.entries[number]}
	for pending := []uint32{s.child}; len(pending) > 0; {
		at := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if at > maxSector {
			continue
		}
		e, err := w.visit(at)
		if err != nil {
			return nil, err
		}
		if err := w.add(s, at, e, depth); err != nil {
			return nil, err
		}
		pending = append(pending, e.left, e.right)
	}
	return s, s.distinct()
}

// distinct refuses two entries of one name: which of them is meant would be a
// guess.
func (s *storage) distinct() error {
	names := map[string]bool{}
	for _, e := range s.streams {
		if names[string(e.name)] {
			return fmt.Errorf("two entries %q", e.text())
		}
		names[string(e.name)] = true
	}
	return nil
}

// visit returns an entry, once.
func (w *walk) visit(number uint32) (entry, error) {
	if number == 0 || number >= uint32(len(w.entries)) {
		return entry{}, fmt.Errorf("no entry %d", number)
	}
	if w.seen[number] {
		return entry{}, fmt.Errorf("entry %d is there twice", number)
	}
	w.seen[number] = true
	return w.entries[number], nil
}

func (w *walk) add(s *storage, number uint32, e entry, depth int) error {
	switch e.kind {
	case kindStream:
		if w.total += e.size; e.size > w.size || w.total > w.size {
			return fmt.Errorf("streams of more bytes than the file")
		}
		s.streams = append(s.streams, e)
	case kindStorage:
		below, err := w.storage(number, depth+1)
		if err != nil {
			return err
		}
		s.storages = append(s.storages, below)
	default:
		return fmt.Errorf("entry %d of kind %d", number, e.kind)
	}
	return nil
}
