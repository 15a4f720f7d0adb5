package catalogue

import (
	"fmt"

	"github.com/delistdev/delist"
)

// maxAlike is how many faults of one kind are told one by one. A feed of
// millions can have the same fault in every line: the rest is counted.
const maxAlike = 20

// faults counts the faults of a catalogue by what they have in common.
type faults struct {
	counts map[string]int
	order  []string
	last   map[string]*delist.ReadError
}

// maxClasses bounds the different faults that are counted apart.
const maxClasses = 1000

// report yields a fault, or counts it.
func (r *reading) report(class string, e *delist.ReadError) {
	f := &r.faults
	if f.counts == nil {
		f.counts, f.last = map[string]int{}, map[string]*delist.ReadError{}
	}
	if _, known := f.counts[class]; !known {
		if len(f.order) == maxClasses {
			class = "others"
		}
		f.order = append(f.order, class)
	}
	f.counts[class]++
	if f.counts[class] <= maxAlike {
		r.over = r.over || !r.yield(delist.Item{}, e)
		return
	}
	f.last[class] = e
}

// finish tells how many faults were counted and not told.
func (r *reading) finish() {
	for _, class := range r.faults.order {
		n, last := r.faults.counts[class], r.faults.last[class]
		if n <= maxAlike || r.over {
			continue
		}
		summed := *last
		summed.Err = fmt.Errorf("and %d more lines up to this one: %s", n-maxAlike, class)
		r.over = !r.yield(delist.Item{}, &summed)
	}
}
