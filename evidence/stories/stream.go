package stories

import (
	"fmt"
	"iter"
)

// Stream yields at least n prints, made as they are asked for: for measuring speed
// and size. Of three events, one has a second reporter; every story has 1 to 9
// prints, one after the other. The stories are not compared with one another: in
// a million some are alike in more than their names.
//
// The zero Options print as sent, and are the fastest; Options{May: Cheap} cuts,
// lays out and puts headlines; Options{May: AllEdits} rewrites too. The documents
// have no ID, since hashing takes longer than making them: see [Document.Seal].
func Stream(seed uint64, n int, o Options) iter.Seq[*Document] {
	return func(yield func(*Document) bool) {
		w := newWorld(seed, min(2000, companies+n/500))
		made, stories := 0, 0
		for event := 0; made < n; event++ {
			e := w.event(event, seeded(seed, pathEvent, uint64(event)))
			var used usage
			for i := range 1 + (event%3)/2 {
				s := w.bank.report(e, &used, nil, seeded(seed, pathStory, uint64(event), uint64(i)))
				s.ID = fmt.Sprintf("s%06d", stories)
				r := seeded(seed, pathPrints, uint64(stories))
				stories++
				for range printCount(r) {
					d := Print(s, r, o)
					d.number(made)
					d.seal()
					made++
					if !yield(d) {
						return
					}
				}
			}
		}
	}
}
