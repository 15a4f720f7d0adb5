package ledger

import (
	"cmp"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// conclude compares roots, and says what was changed.
func (v *verification) conclude(size int64) {
	v.report.Size = v.next
	if size > v.next {
		v.missing(v.next, size)
	} else if size < v.next {
		v.fault(fault(OrderWrong, size, "records %d to %d: there, and the ledger counts %d", size, v.next-1, size))
	}
	sound := v.compareOwn()
	covered := v.compareElsewhere(sound)
	if sound {
		covered = max(covered, v.own.Size)
	}
	v.changed(covered)
	slices.SortStableFunc(v.report.Faults, func(a, b Fault) int { return cmp.Compare(a.Record, b.Record) })
}

// known returns the computed root of the first size records, if they are all there.
func (v *verification) known(size int64) (tlog.Hash, bool) {
	return v.roots[size], size <= v.computed.size
}

// compareOwn compares with the ledger's own checkpoint, and reports whether its root fits.
func (v *verification) compareOwn() bool {
	if v.own == nil {
		return false
	}
	signed := v.own.Size
	switch {
	case signed > v.next:
		v.fault(fault(RecordsRemoved, v.next, "records %d to %d: removed: the checkpoint signs %d, and there are %d", v.next, signed-1, signed, v.next))
	case signed < v.next:
		v.fault(fault(RecordsUnsigned, signed, "records %d to %d: the checkpoint signs %d, and there are %d", signed, v.next-1, signed, v.next))
	}
	root, ok := v.known(signed)
	if ok && root != v.own.Root {
		v.fault(fault(RootDiffers, -1, "the %d records are not those that the checkpoint signs", signed))
	}
	return ok && root == v.own.Root
}

// compareElsewhere compares with checkpoints kept elsewhere. It returns how
// many records one of them covers.
func (v *verification) compareElsewhere(sound bool) (covered int64) {
	for _, c := range v.elsewhere {
		root, ok := v.known(c.Size)
		switch {
		case c.Size > v.next:
			v.fault(fault(RolledBack, v.next, "rolled back: the checkpoint kept elsewhere signs %d records, and there are %d here: this is an older copy, or its end was removed",
				c.Size, v.next))
		case ok && root == c.Root:
			covered = max(covered, c.Size)
		case ok && sound && c.Size <= v.own.Size:
			v.fault(fault(Forked, -1, "forked: the first %d records, as signed here, are not those that the checkpoint kept elsewhere signs", c.Size))
		case ok:
			v.fault(fault(RootDiffers, -1, "the first %d records are not those that the checkpoint kept elsewhere signs", c.Size))
		}
	}
	return covered
}

// changed names what was changed. Up to covered, the records are as signed, so that
// every hash that differs from theirs is wrong. Beyond, a record that differs
// from its hash is wrong, or a hash that differs from those below it.
func (v *verification) changed(covered int64) {
	if covered > 0 {
		v.report.MoreFaults += v.offLeaves.more
	} else {
		v.report.MoreFaults += v.offKept.more
	}
	for _, n := range v.offLeaves.list {
		if n.record < covered {
			v.fault(fault(HashChanged, n.record, "record %d: a hash kept with it, of %s, was changed; they are as signed", n.record, n.covers()))
		}
	}
	for _, n := range v.offKept.list {
		switch {
		case n.record < covered:
		case n.level == 0:
			v.fault(fault(RecordChanged, n.record, "record %d: changed: it does not fit the hash kept with it", n.record))
		default:
			v.fault(fault(HashChanged, n.record, "record %d: a hash kept with it, of %s, does not fit those below it", n.record, n.covers()))
		}
	}
}

// covers names the records that the hash is of.
func (n node) covers() string {
	if n.level == 0 {
		return "itself"
	}
	return fmt.Sprintf("records %d to %d", n.record+1-1<<n.level, n.record)
}
