package hive

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/source"
)

const (
	logHead   = 512 // of a log before its first entry
	entryHead = 40
	reference = 8   // of one page
	sector    = 512 // which pages consist of
	// maxLog is how far a log is read; Windows writes a hive out long before.
	maxLog = 1 << 30
)

// An entry is one entry of a transaction log: pages that were written together.
//
// Source: Suhanov, "Format of transaction log files", "New format".
type entry struct {
	at       int64
	size     int64
	sequence uint32
	dataSize uint32
	pages    int64
}

// replayEntries applies the entries of a log that come after what the hive has
// and follow each other, and reports whether another log may go on from there.
// The first that does not follow is what is left of an older round.
//
// Source: Suhanov, "Log entries", notes 4 to 9.
func (b *bins) replayEntries(j journal, done *replay) bool {
	if done.applied > 0 && j.base.primary != done.last+1 {
		return false
	}
	hive := done.base
	if !hive.checked {
		done.base.root, done.base.dataSize = j.base.root, j.base.dataSize
	}
	for at, expected := int64(logHead), j.base.primary; ; expected++ {
		e, ok, err := j.entry(at, expected)
		if err != nil && done.err == nil {
			done.err = fmt.Errorf("transaction log, entry %d at offset %d: %w", expected, at, err)
		}
		if !ok {
			return err == nil
		}
		at += e.size
		if hive.checked && int32(e.sequence-hive.secondary) < 0 {
			continue // it reached the hive
		}
		if hive.checked && done.applied == 0 && int32(e.sequence-hive.primary) > 0 {
			done.err = fmt.Errorf("its transaction logs begin at change %d and it ends at %d; what lies between is missing", e.sequence, hive.secondary)
		}
		if !b.replayEntry(j, e, done) {
			return false
		}
	}
}

// replayEntry applies the pages of one entry.
func (b *bins) replayEntry(j journal, e entry, done *replay) bool {
	from := e.at + entryHead + e.pages*reference
	for i := range e.pages {
		var ref [reference]byte
		if n, err := j.ReadAt(ref[:], e.at+entryHead+i*reference); n < len(ref) {
			done.err = fmt.Errorf("transaction log: %w", err)
			return false
		}
		to, n := int64(binary.LittleEndian.Uint32(ref[:])), int64(binary.LittleEndian.Uint32(ref[4:]))
		if from+n > e.at+e.size || to%sector != 0 || n%sector != 0 {
			done.err = fmt.Errorf("transaction log, entry %d: page %d of %d has %d bytes at offset %d", e.sequence, i+1, e.pages, n, to)
			return false
		}
		if !b.take(done, j, from, to, n) {
			return false
		}
		from += n
	}
	done.size, done.last = int64(e.dataSize), e.sequence
	done.applied++
	return true
}

// entry reads the head of an entry and checks its hashes; !ok without an error
// says that the log holds no more.
func (j journal) entry(at int64, expected uint32) (e entry, ok bool, err error) {
	var head [entryHead]byte
	if n, _ := j.ReadAt(head[:], at); n < len(head) || string(head[:4]) != "HvLE" {
		return entry{}, false, nil
	}
	le := binary.LittleEndian
	e = entry{at: at, size: int64(le.Uint32(head[4:])), sequence: le.Uint32(head[12:]), dataSize: le.Uint32(head[16:]), pages: int64(le.Uint32(head[20:]))}
	if e.sequence != expected {
		return entry{}, false, nil
	}
	header := newMarvin()
	header.write(head[:32])
	switch {
	case e.size < logHead || e.size%logHead != 0 || e.pages == 0 || entryHead+e.pages*reference > e.size:
		return entry{}, false, fmt.Errorf("%d bytes with %d pages", e.size, e.pages)
	case e.dataSize == 0 || e.dataSize%binAlign != 0:
		return entry{}, false, fmt.Errorf("a hive of %d bytes", e.dataSize)
	case at+e.size > maxLog:
		return entry{}, false, fmt.Errorf("%w: at most %d bytes of a log are read", source.ErrLimit, maxLog)
	case header.sum() != le.Uint64(head[32:]):
		return entry{}, false, fmt.Errorf("the hash of its head does not hold")
	}
	switch sum, err := j.hash(at+entryHead, e.size-entryHead); {
	case err != nil:
		return entry{}, false, err
	case sum != le.Uint64(head[24:]):
		return entry{}, false, fmt.Errorf("the hash of its pages does not hold")
	}
	return e, true, nil
}

// hash hashes n bytes of a log.
func (j journal) hash(at, n int64) (uint64, error) {
	m, buffer := newMarvin(), make([]byte, min(n, 64<<10))
	for n > 0 {
		part := buffer[:min(n, int64(len(buffer)))]
		if got, err := j.ReadAt(part, at); got < len(part) {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		m.write(part)
		at, n = at+int64(len(part)), n-int64(len(part))
	}
	return m.sum(), nil
}
