package ledger

import (
	"bytes"
	"context"
	"math"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxFaults is how many faults of a sort are listed; the rest is counted.
const maxFaults = 100

// Options are what [Verify] takes beside the ledger.
type Options struct {
	// Elsewhere are checkpoints of this ledger that were kept in another place.
	Elsewhere [][]byte
	// Each, where it is set, gets every record that can be read, by number. An
	// error says how what is recorded differs from the tables around it.
	Each func(number int64, r Record) error
}

// A Report is what [Verify] found.
type Report struct {
	Size       int64      `json:"size"`       // records that are there
	Checkpoint Checkpoint `json:"checkpoint"` // zero where none is signed
	Faults     []Fault    `json:"faults,omitempty"`
	Notices    []Fault    `json:"notices,omitempty"` // nothing wrong, and worth knowing
	// Beyond a few hundred they are only counted: how many more there are.
	MoreFaults  int `json:"more_faults,omitempty"`
	MoreNotices int `json:"more_notices,omitempty"`
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool { return len(r.Faults) == 0 }

// Verify reads a whole ledger, computes every hash again, and compares: records
// with hashes, hashes with one another, the root with the newest checkpoint and
// with those kept elsewhere, and each record with what it is recorded of
// (Options.Each). A single changed bit in a leaf, hash or checkpoint is found. An
// error means that it could not be read to the end, and nothing is known.
func Verify(ctx context.Context, log Log, verifier note.Verifier, o Options) (Report, error) {
	v := &verification{each: o.Each, roots: map[int64]tlog.Hash{}}
	own, err := log.Checkpoint(ctx)
	if err != nil {
		return Report{}, err
	}
	v.readCheckpoints(own, o.Elsewhere, verifier)
	size, err := log.Size(ctx)
	if err != nil {
		return Report{}, err
	}
	v.noteRoot(0)
	for stored, err := range log.Records(ctx, 0, math.MaxInt64) {
		if err != nil {
			return Report{}, err
		}
		v.record(stored)
		if v.next&0xfff == 0 && ctx.Err() != nil {
			return Report{}, ctx.Err()
		}
	}
	v.conclude(size)
	return v.report, nil
}

// A verification goes over the records once.
type verification struct {
	report    Report
	each      func(int64, Record) error
	own       *Checkpoint  // nil where there is none that is signed
	elsewhere []Checkpoint // those that are signed

	next     int64    // the number that comes next
	broken   bool     // a number was left out, so that the tree cannot be computed further
	computed Frontier // the tree that the leaves make
	row      []tlog.Hash
	kept     [64]tlog.Hash // the newest kept hash of each level

	// Of hashes that are not as they should be, two lists: those that differ from the
	// tree of the leaves, and those that differ from what the kept ones below make. Which
	// tells what was changed is known when the root is.
	offLeaves, offKept nodes

	roots map[int64]tlog.Hash // of the computed tree, at the sizes of checkpoints
	last  time.Time
}

// A node is a kept hash that differs: at a level, with a record.
type node struct {
	record int64
	level  int
}

// nodes is a list of them, and how many did not find room on it.
type nodes struct {
	list []node
	more int
}

func (n *nodes) add(record int64, level int) {
	if len(n.list) >= maxFaults {
		n.more++
		return
	}
	n.list = append(n.list, node{record, level})
}

func (v *verification) readCheckpoints(own []byte, elsewhere [][]byte, verifier note.Verifier) {
	if own == nil {
		v.fault(fault(CheckpointWrong, -1, "the ledger has no checkpoint"))
	} else if c, err := ParseCheckpoint(own, verifier); err != nil {
		v.fault(fault(CheckpointWrong, -1, "the ledger's %v", err))
	} else {
		v.own, v.report.Checkpoint = &c, c
		v.roots[c.Size] = tlog.Hash{}
	}
	for _, msg := range elsewhere {
		c, err := ParseCheckpoint(msg, verifier)
		if err != nil {
			v.fault(fault(CheckpointWrong, -1, "kept elsewhere: %v", err))
			continue
		}
		v.elsewhere = append(v.elsewhere, c)
		v.roots[c.Size] = tlog.Hash{}
	}
}

// noteRoot notes the root where a checkpoint has one for this size.
func (v *verification) noteRoot(size int64) {
	if _, ok := v.roots[size]; ok && !v.broken {
		v.roots[size] = v.computed.Root()
	}
}

func (v *verification) record(s Stored) {
	if s.Number < v.next {
		v.fault(fault(OrderWrong, s.Number, "record %d: comes after record %d", s.Number, v.next-1))
		return
	}
	if s.Number > v.next {
		v.missing(v.next, s.Number)
		v.broken = true
	}
	v.next = s.Number + 1
	intact := v.hashes(s)
	r, err := ParseLeaf(s.Leaf)
	if err != nil {
		if intact { // else it was changed, which is said already
			v.fault(fault(NotCanonical, s.Number, "record %d: %v", s.Number, err))
		}
		return
	}
	if r.At.Before(v.last) {
		v.notice(fault(ClockWentBack, s.Number, "record %d: the clock went back from %s to %s",
			s.Number, v.last.Format(atLayout), r.At.Format(atLayout)))
	}
	v.last = r.At
	if v.each != nil {
		if err := v.each(s.Number, r); err != nil {
			v.fault(fault(StoreDiffers, s.Number, "record %d: %v", s.Number, err))
		}
	}
}

// hashes compares the hashes kept with a record, and reports whether its own
// is that of its leaf.
func (v *verification) hashes(s Stored) (intact bool) {
	own := tlog.RecordHash(s.Leaf)
	count := HashCount(s.Number)
	if len(s.Hashes) != count*tlog.HashSize {
		v.fault(fault(HashChanged, s.Number, "record %d: %d bytes of hashes are kept with it, not %d", s.Number, len(s.Hashes), count*tlog.HashSize))
		s.Hashes = nil
	}
	if v.broken {
		intact = s.Hashes != nil && bytes.Equal(s.Hashes[:tlog.HashSize], own[:])
		if !intact && s.Hashes != nil {
			v.offKept.add(s.Number, 0)
		}
		return intact
	}
	v.row = v.computed.grow(own, v.row[:0])
	if s.Hashes == nil {
		s.Hashes = Join(v.row) // as if they were right, for what stands above
	}
	expected := own
	for level, computed := range v.row {
		kept := tlog.Hash(s.Hashes[level*tlog.HashSize:])
		if kept != computed {
			v.offLeaves.add(s.Number, level)
		}
		if kept != expected {
			v.offKept.add(s.Number, level)
		}
		expected = tlog.NodeHash(v.kept[level], kept)
		v.kept[level] = kept
	}
	v.noteRoot(v.next)
	return tlog.Hash(s.Hashes) == own
}

func (v *verification) missing(from, to int64) {
	if to == from+1 {
		v.fault(fault(RecordsMissing, from, "record %d: missing", from))
		return
	}
	v.fault(fault(RecordsMissing, from, "records %d to %d: missing", from, to-1))
}

func (v *verification) fault(f Fault) { appendFault(&v.report.Faults, &v.report.MoreFaults, f) }

func (v *verification) notice(f Fault) { appendFault(&v.report.Notices, &v.report.MoreNotices, f) }

func appendFault(list *[]Fault, more *int, f Fault) {
	if len(*list) >= 4*maxFaults {
		*more++
		return
	}
	*list = append(*list, f)
}
