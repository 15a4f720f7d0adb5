package lists

import (
	"fmt"

	"github.com/delistdev/delist"
)

// A onceOnly gives entries on, and sees to it that each has a name and a number
// of its own.
type onceOnly struct {
	name  string
	first map[string]int // line by list and number
}

func newOnceOnly(name string) *onceOnly { return &onceOnly{name, map[string]int{}} }

// give yields what was wrong with an entry, and then the entry. One without any
// name is reported and left out, unless its scope says what is listed.
func (o *onceOnly) give(e delist.Entry, faults []error, yield func(delist.Entry, error) bool) bool {
	fault := func(err error) bool { return yield(delist.Entry{}, &RowError{o.name, e.Line, err}) }
	for _, err := range faults {
		if !fault(err) {
			return false
		}
	}
	if len(e.Names) == 0 && e.Scope == "" {
		return fault(fmt.Errorf("an entry without a name"))
	}
	if e.ID == "" {
		e.ID = fmt.Sprintf("line-%d", e.Line)
		if !fault(fmt.Errorf("an entry without a number: kept as %s", e.ID)) {
			return false
		}
	}
	key := string(e.List) + "/" + e.ID
	if first, twice := o.first[key]; twice {
		e.ID = fmt.Sprintf("%s-%d", e.ID, e.Line)
		if !fault(fmt.Errorf("number %s stands twice (first on line %d): kept as %s", key, first, e.ID)) {
			return false
		}
		key = string(e.List) + "/" + e.ID
	}
	o.first[key] = e.Line
	return yield(e, nil)
}

// end reports a file that holds nobody.
func (o *onceOnly) end(yield func(delist.Entry, error) bool) {
	if len(o.first) == 0 {
		yield(delist.Entry{}, fmt.Errorf("%s: %w", o.name, errNoEntries))
	}
}
