package hive

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/delistdev/delist/inventory/source"
)

// maxPatches is how many pages of logs may lie over a hive.
const maxPatches = 1 << 20

// A journal is a transaction log with its base block.
type journal struct {
	io.ReaderAt
	base base
}

// A replay says what came of the logs of a hive that was not closed cleanly.
type replay struct {
	base    base // of the hive, as the logs leave it
	size    int64
	applied int // entries, or logs of the old form
	pages   int
	last    uint32 // sequence number that was applied last
	err     error  // why it is not certain that nothing is missing
}

// replayLogs lays over the data what the logs hold of changes that had not
// reached the hive. Those that are no logs or were written out since are passed
// over: beside a hive there is always an empty or an old one.
func (b *bins) replayLogs(hive base, logs []io.ReaderAt) replay {
	done := replay{base: hive, size: b.size}
	var found []journal
	for _, log := range logs {
		if head, err := readBase(log); err == nil && head.checked && head.primary == head.secondary {
			found = append(found, journal{log, head})
		}
	}
	// Numbers run over; logs beside each other are never far apart.
	slices.SortStableFunc(found, func(x, y journal) int { return cmp.Compare(int32(x.base.primary-y.base.primary), 0) })
	fresh := slices.DeleteFunc(slices.Clone(found), func(j journal) bool { return j.base.kind != typeNewLog })
	if !hive.checked && len(fresh) > 1 {
		fresh = fresh[len(fresh)-1:] // Windows takes the base block of the later one, and goes on from there
	}
	for _, j := range fresh {
		if !b.replayEntries(j, &done) {
			break
		}
	}
	for _, j := range slices.Backward(found) {
		if done.applied == 0 && (j.base.kind == typeOldLog || j.base.kind == typeOldest) {
			b.replayOld(j, &done)
		}
	}
	if done.applied > 0 {
		b.size = done.size
	} else if done.err == nil {
		done.err = errNoLogs
	}
	return done
}

var errNoLogs = errors.New("it was not closed cleanly, and none of its transaction logs was given that fits; the last changes may lie in them (.LOG1, .LOG2)")

// take lays a page over the data, as far as limits allow.
func (b *bins) take(done *replay, log io.ReaderAt, at, to, n int64) bool {
	if done.pages += int(n/blockSize) + 2; done.pages > maxPatches {
		done.err = fmt.Errorf("%w: its transaction logs change more than %d pages", source.ErrLimit, maxPatches)
		return false
	}
	b.patch(log, at, to, n)
	return true
}
