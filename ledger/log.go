package ledger

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// A Log is a ledger as it is kept. All answers of one Log are of one moment:
// whoever keeps it in a database reads it in one transaction, or else a record
// that is appended meanwhile looks like a fault.
type Log interface {
	// Size returns the number of records.
	Size(ctx context.Context) (int64, error)
	// Records yields the records with numbers in [from, to), by number. An
	// error ends it. It stops early where the ledger does, which is no error:
	// whoever reads finds out what is missing. What is yielded is valid until
	// the next one.
	Records(ctx context.Context, from, to int64) iter.Seq2[Stored, error]
	// Leaf returns the leaf of one record.
	Leaf(ctx context.Context, number int64) ([]byte, error)
	// Hashes returns what [Stored.Hashes] has for each of these records, in
	// their order. The numbers are distinct and increase. A record that is not
	// there is an error.
	Hashes(ctx context.Context, numbers []int64) ([][]byte, error)
	// Checkpoint returns the newest checkpoint, and nil where there is none.
	Checkpoint(ctx context.Context) ([]byte, error)
}

// A Stored is a record as it is kept.
type Stored struct {
	Number int64 // from 0
	Leaf   []byte
	// Hashes are those that [Frontier.Append] returned for it, one after the
	// other, 32 bytes each.
	Hashes []byte
}

// Join writes hashes as [Stored] has them.
func Join(hashes []tlog.Hash) []byte {
	joined := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		joined = append(joined, h[:]...)
	}
	return joined
}

// place returns with which record a stored hash came, and at which position
// among those that came with it. The hash of tree i of 1<<level records comes
// with the last record of that tree, above those of the trees within.
func place(index int64) (number int64, position int) {
	level, i := tlog.SplitStoredHashIndex(index)
	return (i+1)<<level - 1, level
}

// HashReader reads the hashes of log for package tlog. Each call asks log once.
func HashReader(ctx context.Context, log Log) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		numbers := make([]int64, len(indexes))
		for i, index := range indexes {
			numbers[i], _ = place(index)
		}
		distinct := slices.Compact(slices.Sorted(slices.Values(numbers)))
		rows, err := log.Hashes(ctx, distinct)
		if err != nil {
			return nil, err
		}
		if len(rows) != len(distinct) {
			return nil, fmt.Errorf("asked for the hashes of %d records, got %d", len(distinct), len(rows))
		}
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			_, position := place(index)
			row, _ := slices.BinarySearch(distinct, numbers[i])
			if len(rows[row]) != HashCount(numbers[i])*tlog.HashSize {
				return nil, fmt.Errorf("record %d: %d bytes of hashes, not %d", numbers[i], len(rows[row]), HashCount(numbers[i])*tlog.HashSize)
			}
			hashes[i] = tlog.Hash(rows[row][position*tlog.HashSize:])
		}
		return hashes, nil
	})
}
