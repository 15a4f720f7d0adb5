package ledger

import (
	"crypto/sha256"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// A Frontier is the right edge of a tree: enough to append to it without
// reading anything. The zero value is the empty tree. A copy is a copy of the
// tree, so that a transaction that fails is undone by keeping the old one.
type Frontier struct {
	size int64
	// peaks has the root of the full tree of 1<<level records that stands at
	// the right, wherever size has that bit.
	peaks [63]tlog.Hash
}

// OpenFrontier returns the frontier of a tree of size records whose hashes are
// kept. It reads at most 63 of them, in one call.
func OpenFrontier(size int64, hashes tlog.HashReader) (*Frontier, error) {
	if size < 0 {
		return nil, fmt.Errorf("tree of %d records", size)
	}
	f := &Frontier{size: size}
	var levels []int
	var indexes []int64
	for level := bits.Len64(uint64(size)) - 1; level >= 0; level-- {
		if size>>level&1 == 1 {
			levels = append(levels, level)
			indexes = append(indexes, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	if len(indexes) == 0 {
		return f, nil
	}
	peaks, err := hashes.ReadHashes(indexes)
	if err != nil {
		return nil, fmt.Errorf("edge of a tree of %d records: %w", size, err)
	}
	if len(peaks) != len(indexes) {
		return nil, fmt.Errorf("edge of a tree of %d records: asked for %d hashes, got %d", size, len(indexes), len(peaks))
	}
	for i, level := range levels {
		f.peaks[level] = peaks[i]
	}
	return f, nil
}

// Size returns the number of records.
func (f *Frontier) Size() int64 { return f.size }

// Root returns the root of the tree (RFC 6962, 2.1).
func (f *Frontier) Root() tlog.Hash {
	if f.size == 0 {
		return sha256.Sum256(nil)
	}
	level := bits.TrailingZeros64(uint64(f.size))
	root := f.peaks[level]
	for level++; f.size>>level > 0; level++ {
		if f.size>>level&1 == 1 {
			root = tlog.NodeHash(f.peaks[level], root)
		}
	}
	return root
}

// Append adds the record with this leaf. It returns the hashes that come with
// it and are to be kept with it: its own first, then those of the trees that
// it completes, upward; [HashCount] of them.
func (f *Frontier) Append(leaf []byte) []tlog.Hash {
	return f.grow(tlog.RecordHash(leaf), make([]tlog.Hash, 0, HashCount(f.size)))
}

// grow adds a record with this hash, and appends what comes with it to hashes.
func (f *Frontier) grow(h tlog.Hash, hashes []tlog.Hash) []tlog.Hash {
	hashes = append(hashes, h)
	level := 0
	for ; f.size>>level&1 == 1; level++ {
		h = tlog.NodeHash(f.peaks[level], h)
		hashes = append(hashes, h)
	}
	f.peaks[level] = h
	f.size++
	return hashes
}

// HashCount returns how many hashes come with a record: its own, and one for
// each full tree that it completes. Over a ledger that is two on average.
func HashCount(number int64) int {
	return 1 + bits.TrailingZeros64(uint64(number+1))
}
