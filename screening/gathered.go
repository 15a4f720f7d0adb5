package screening

import (
	"slices"

	"github.com/delistdev/delist"
)

// Gathered are items of which every place and record has been put together, in
// the order in which they were first met. A package is often met first in a
// lockfile, which says nothing of its makers.
type gathered struct {
	keys  collection // for its keys alone
	at    map[uint64]int
	items []*kept
}

func newGathered(places int) *gathered {
	return &gathered{keys: *newCollection(places), at: map[uint64]int{}}
}

func (g *gathered) add(item *delist.Item) {
	key := identityOf(item, nil).hash(g.keys.seed, item)
	if i, again := g.at[key]; again {
		g.items[i].join(item, nil, g.keys.places)
		return
	}
	g.at[key] = len(g.items)
	own := *item
	own.Declared, own.Locations = slices.Clone(item.Declared), slices.Clone(item.Locations)
	g.items = append(g.items, &kept{item: own})
}
