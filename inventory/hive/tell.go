package hive

import (
	"errors"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// maxFaults is how many faults of one hive are told one by one.
const maxFaults = 1000

// undecided reports that it is not certain that what the hive has is the last.
func (r *reader) undecided(err error) {
	fault := r.in.Fault(r.kind, 0, "", err)
	fault.Undecided = true
	r.tellFault(fault)
}

// cut reports where a hive ends that should go on.
func (r *reader) cut(end, want int64) {
	fault := r.in.Faultf(r.kind, 0, "", "the hive ends here, at %d of %d bytes: what can still be reached is read", end, want)
	fault.Offset = end
	r.tellFault(fault)
}

// fault reports what could not be read at a key; nothing for no error. It
// reports whether reading goes on.
func (r *reader) fault(object string, err error) bool {
	if err == nil {
		return !r.over
	}
	ok := r.tellFault(r.in.Fault(r.kind, 0, object, err))
	if errors.Is(err, errBudget) {
		r.over = true
	}
	return ok && !r.over
}

func (r *reader) tellFault(fault *delist.ReadError) bool {
	if r.over {
		return false
	}
	if r.faults++; r.faults > maxFaults {
		fault = r.in.Faultf(r.kind, 0, fault.Object, "%w: more than %d faults; what lies behind this key was not read", source.ErrLimit, maxFaults)
	}
	if !r.yield(delist.Item{}, fault) || r.faults > maxFaults {
		r.over = true
	}
	return !r.over
}

// item yields an item that was found at a key, and reports whether more is
// wanted.
func (r *reader) item(it delist.Item, object string) bool {
	if r.over {
		return false
	}
	it.Reader = r.kind
	it.Locations = []delist.Location{{Path: r.in.Name, Object: object, Asset: r.asset}}
	if !r.yield(it, nil) {
		r.over = true
	}
	return !r.over
}
