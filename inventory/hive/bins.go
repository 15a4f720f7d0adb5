package hive

import (
	"fmt"
	"io"
	"slices"

	"github.com/delistdev/delist/inventory/source"
)

const (
	blockSize = 4096
	// cached is how many blocks are kept, 16 MiB of them.
	cached = 4096
	// viewCost is what a look at anything costs, in bytes of the budget.
	viewCost = 16
)

// bins are the data of a hive, read in blocks, with the pages of its logs laid
// over them. Offsets count from the beginning of the data, as in the file.
type bins struct {
	r       io.ReaderAt
	size    int64 // of the data, with what the logs add
	patches map[int64][]patch
	blocks  [cached]*block
	large   []byte // holds what lies across blocks
	// budget is how many bytes may still be looked at. A sound hive needs each
	// of its bytes few times; one whose lists share their cells would need them
	// without end.
	budget int64
}

type block struct {
	number int64
	data   [blockSize]byte
}

// A patch is a part of a block that a log replaces.
type patch struct {
	log     io.ReaderAt
	at      int64 // in the log
	from, n int   // in the block
}

// errBudget ends the reading of a hive.
var errBudget = fmt.Errorf("%w: its lists lead to the same places again and again", source.ErrLimit)

// newBins returns the data of a hive, of which a file has so many bytes.
func newBins(r io.ReaderAt, size int64) *bins {
	return &bins{r: r, size: size, budget: 1<<20 + 8*size}
}

// missing reports whether a part of the data is neither in the file, which has so
// many bytes of them, nor in a log.
func (b *bins) missing(have, want int64) bool {
	if have < want && len(b.patches) == 0 {
		return true
	}
	for at := have; at < want; at += blockSize {
		if len(b.patches[at/blockSize]) == 0 {
			return true
		}
	}
	return false
}

// view returns n bytes at an offset. They are valid until the next view.
func (b *bins) view(at, n int64) ([]byte, error) {
	if at < 0 || n < 0 || n > b.size || at > b.size-n {
		return nil, fmt.Errorf("%d bytes at offset %d are past the end of the data, which has %d", n, at, b.size)
	}
	if b.budget -= viewCost + n; b.budget < 0 {
		return nil, errBudget
	}
	from := at % blockSize
	first, err := b.block(at / blockSize)
	if err != nil {
		return nil, err
	}
	if from+n <= blockSize {
		return first.data[from : from+n], nil
	}
	if int64(cap(b.large)) < n {
		b.large = make([]byte, n)
	}
	whole := b.large[:n]
	done := int64(copy(whole, first.data[from:]))
	for done < n {
		next, err := b.block((at + done) / blockSize)
		if err != nil {
			return nil, err
		}
		done += int64(copy(whole[done:], next.data[:]))
	}
	return whole, nil
}

// block returns a block of the data from the cache, where each has one place.
func (b *bins) block(number int64) (*block, error) {
	kept := &b.blocks[number%cached]
	if *kept != nil && (*kept).number == number {
		return *kept, nil
	}
	if *kept == nil {
		*kept = new(block)
	}
	k := *kept
	k.number = -1 // until it is read
	n, err := b.r.ReadAt(k.data[:], baseSize+number*blockSize)
	if n < blockSize && err != io.EOF {
		return nil, err
	}
	clear(k.data[n:]) // past the end of the file a log may have it
	for _, p := range b.patches[number] {
		if n, err := p.log.ReadAt(k.data[p.from:p.from+p.n], p.at); n < p.n {
			return nil, fmt.Errorf("transaction log: %w", err)
		}
	}
	k.number = number
	return k, nil
}

// patch lays n bytes of a log over the data. A later patch hides those that it
// covers, so that a block has few: they begin and end at sectors.
func (b *bins) patch(log io.ReaderAt, at, to, n int64) {
	if b.patches == nil {
		b.patches = map[int64][]patch{}
	}
	b.budget += 8 * n
	for n > 0 {
		number, from := to/blockSize, to%blockSize
		part := min(n, blockSize-from)
		p := patch{log: log, at: at, from: int(from), n: int(part)}
		below := slices.DeleteFunc(b.patches[number], func(q patch) bool { return q.from >= p.from && q.from+q.n <= p.from+p.n })
		b.patches[number] = append(below, p)
		at, to, n = at+part, to+part, n-part
	}
}
