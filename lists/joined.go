package lists

import (
	"fmt"
	"iter"

	"github.com/delistdev/delist"
)

// joined makes entries of a table in which one party takes several rows: rows of
// one key are one entry, in the order of their first rows. It holds the whole
// list, because rows of one party need not stand together.
func joined(name string, table iter.Seq2[record, error], key func(record) string, add func(*delist.Entry, record, *[]error)) entries {
	return func(yield func(delist.Entry, error) bool) {
		var all []*delist.Entry
		at := map[string]*delist.Entry{}
		faults := map[*delist.Entry][]error{}
		var broken error
		for r, err := range table {
			if err != nil {
				if !isRowError(err) {
					broken = err // what was read so far still counts
					break
				}
				if !yield(delist.Entry{}, err) {
					return
				}
				if len(r.fields) == 0 {
					continue
				}
			}
			k := key(r)
			if k == "" {
				if !yield(delist.Entry{}, &RowError{name, r.line, fmt.Errorf("a row without the number of its entry")}) {
					return
				}
				continue
			}
			e := at[k]
			if e == nil {
				e = &delist.Entry{Line: r.line}
				at[k] = e
				all = append(all, e)
			}
			var wrong []error
			add(e, r, &wrong)
			for _, w := range wrong {
				faults[e] = append(faults[e], &RowError{name, r.line, w})
			}
		}
		seen := newOnceOnly(name)
		for _, e := range all {
			for _, fault := range faults[e] {
				if !yield(delist.Entry{}, fault) {
					return
				}
			}
			if !seen.give(*e, nil, yield) {
				return
			}
		}
		if broken != nil {
			yield(delist.Entry{}, broken)
			return
		}
		seen.end(yield)
	}
}
