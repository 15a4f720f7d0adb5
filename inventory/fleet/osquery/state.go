package osquery

import (
	"cmp"
	"fmt"
	"hash/maphash"

	"github.com/delistdev/delist/inventory/source"
)

// Bounds of what is kept of a log.
const (
	maxRemoved = 2 << 20 // removed rows: about 100 MB
	maxQueries = 1 << 20 // queries of hosts: about 80 MB
)

var errState = fmt.Errorf("%w: more than %d removed rows or %d queries of hosts; what they removed may be among the items",
	source.ErrLimit, maxRemoved, maxQueries)

// A moment orders results: by the second at which the host ran the query, and
// within it by where they stand in the file. Logs that were merged need not be
// in order.
type moment struct {
	unix int64
	at   int64
}

func (m moment) before(n moment) bool {
	return cmp.Or(cmp.Compare(m.unix, n.unix), cmp.Compare(m.at, n.at)) < 0
}

// A history is what is to be known of a log before its rows are items: which
// were removed later, and which are of a result that a later one replaced. It
// holds a hash of each removed row, and of each query of a host when its last
// whole result began; never rows. So its size goes with the changes in the log,
// not with its length.
//
// Whole results are snapshots, and differential results with counter 0: the
// first of an epoch, for which nothing is logged as removed.
//
// Source: https://osquery.readthedocs.io/en/stable/deployment/logging, "Snapshot
// logs", "Schedule epoch" and "Schedule counter".
type history struct {
	seed    maphash.Seed
	removed map[uint64]moment
	wholes  map[uint64]whole
	full    bool // a bound was met
}

// A whole is when the last whole result of a query on a host began, and in
// which ways the query was logged.
type whole struct {
	since        moment
	snapshot     bool
	differential bool
	told         bool
}

func newHistory() *history {
	return &history{seed: maphash.MakeSeed(), removed: map[uint64]moment{}, wholes: map[uint64]whole{}}
}

// note takes in one record of a log.
func (h *history) note(e *envelope) {
	if !e.log {
		return
	}
	key := e.query(h)
	w, known := h.wholes[key]
	if !known && len(h.wholes) >= maxQueries {
		h.full = true
		return
	}
	w.snapshot = w.snapshot || e.snapshot
	w.differential = w.differential || !e.snapshot
	if e.snapshot || e.initial {
		w.begin(e)
	}
	h.wholes[key] = w
	for row := range e.rows(true) {
		hash := e.row(h, key, row)
		if _, known := h.removed[hash]; !known && len(h.removed) >= maxRemoved {
			h.full = true
			return
		}
		if old, known := h.removed[hash]; !known || old.before(e.when) {
			h.removed[hash] = e.when
		}
	}
}

// begin moves the beginning of the last whole result. One that is logged row by
// row begins with the first of its rows, all of which have the same second.
func (w *whole) begin(e *envelope) {
	switch {
	case e.when.unix > w.since.unix, w.since == moment{}:
		w.since = e.when
	case e.when.unix == w.since.unix && e.list:
		w.since.at = max(w.since.at, e.when.at)
	case e.when.unix == w.since.unix:
		w.since.at = min(w.since.at, e.when.at)
	}
}

// gone reports whether a row that was there is not any more at the end of the
// log. Nothing is where the log could not be read ahead.
func (h *history) gone(e *envelope, key uint64, row uint32) bool {
	if h == nil || !e.log {
		return false
	}
	if w, ok := h.wholes[key]; ok && e.when.before(w.since) {
		return true
	}
	if len(h.removed) == 0 {
		return false
	}
	removed, ok := h.removed[e.row(h, key, row)]
	return ok && e.when.before(removed)
}

// mixed reports, once for each query of a host, whether it was logged both ways.
func (h *history) mixed(key uint64) bool {
	w := h.wholes[key]
	if !w.snapshot || !w.differential || w.told {
		return false
	}
	w.told = true
	h.wholes[key] = w
	return true
}
