package screening

import (
	"cmp"
	"hash/maphash"
	"slices"

	"github.com/delistdev/delist"
)

// maxLocations bounds the places kept of one item, if nothing else is asked for; a package can lie in
// thousands of folders. All are counted.
const maxLocations = 100

// A collection counts items and keeps those whose maker the register knows. An
// item is the same wherever it lies: its places are put together.
type collection struct {
	summary delist.Summary
	seed    maphash.Seed
	places  int // kept of one item
	seen    seen
	kept    map[uint64]*kept
	order   []*kept // in which they were met
	parties map[delist.PartyID]int
}

type kept struct {
	item         delist.Item
	attributions []delist.Attribution // of parties of the register
	more         bool                 // its first records were handed on before
}

func newCollection(places int) *collection {
	return &collection{
		summary: delist.Summary{Complete: true}, seed: maphash.MakeSeed(), places: places,
		kept: map[uint64]*kept{}, parties: map[delist.PartyID]int{},
	}
}

// add takes an item with everybody behind it and reports whether it is new.
func (c *collection) add(item *delist.Item, attributions []delist.Attribution) bool {
	known := 0
	for known < len(attributions) && attributions[known].Party != "" {
		known++
	}
	made := slices.ContainsFunc(attributions, func(a delist.Attribution) bool { return a.Role.MakesIt() })
	hash := identityOf(item, attributions).hash(c.seed, item)
	entry, again := c.seen.at(hash)
	if made && *entry&isAttributed == 0 {
		*entry |= isAttributed
		c.summary.Attributed++
	}
	if !again {
		c.summary.Items++
	}
	if known > 0 || *entry&isKept != 0 {
		c.keep(hash, item, attributions[:known], *entry&isKept != 0)
		*entry |= isKept
	}
	return !again
}

// keep keeps an item, or puts another record of it to those that are kept.
func (c *collection) keep(hash uint64, item *delist.Item, attributions []delist.Attribution, before bool) {
	if k, ok := c.kept[hash]; ok {
		k.join(item, attributions, c.places)
		return
	}
	k := &kept{item: *item, attributions: slices.Clone(attributions), more: before}
	c.kept[hash] = k
	c.order = append(c.order, k)
}

// take hands over what is kept and forgets it, but for having seen it.
func (c *collection) take() []*kept {
	for _, k := range c.order {
		c.count(k)
	}
	list := c.order
	c.order = nil
	clear(c.kept)
	return list
}

// count adds an item to those of its parties, once.
func (c *collection) count(k *kept) {
	for i, a := range k.attributions {
		if k.more || a.Strength <= delist.Named {
			continue
		}
		if !slices.ContainsFunc(k.attributions[:i], func(b delist.Attribution) bool {
			return b.Party == a.Party && b.Strength > delist.Named
		}) {
			c.parties[a.Party]++
		}
	}
}

// places returns in how many places an item was found.
func places(item *delist.Item) int { return max(item.Places, len(item.Locations)) }

// joinItem adds what another record of the same item says, and its places up to
// so many.
func joinItem(to, item *delist.Item, most int) {
	n := places(to) + places(item)
	if room := most - len(to.Locations); room > 0 {
		to.Locations = append(to.Locations, item.Locations[:min(room, len(item.Locations))]...)
	}
	if to.Places = 0; n > len(to.Locations) {
		to.Places = n
	}
	for _, d := range item.Declared {
		if len(to.Declared) < maxLocations && !slices.Contains(to.Declared, d) {
			to.Declared = append(to.Declared, d)
		}
	}
	for _, o := range item.Identifiers {
		if len(to.Identifiers) < maxLocations && !slices.Contains(to.Identifiers, o) {
			to.Identifiers = append(to.Identifiers, o)
		}
	}
}

// join adds what another record of the same item says.
func (k *kept) join(item *delist.Item, attributions []delist.Attribution, most int) {
	joinItem(&k.item, item, most)
	k.attributions = merge(k.attributions, attributions)
}

// merge adds attributions that are not there yet.
func merge(list, more []delist.Attribution) []delist.Attribution {
	for _, a := range more {
		if !slices.ContainsFunc(list, func(b delist.Attribution) bool {
			return a.Party == b.Party && a.Product == b.Product && a.Role == b.Role
		}) {
			list = append(list, a)
		}
	}
	return list
}

// A tally is the gravest levels of a party's findings.
type tally struct{ level, conditional delist.Level }

// summed sums up by party: how many items, and the gravest level among the
// findings.
func (c *collection) summed(facts Facts, worst map[delist.PartyID]tally) []delist.PartySummary {
	var list []delist.PartySummary
	add := func(id delist.PartyID) {
		list = append(list, delist.PartySummary{
			PartyRef: delist.PartyRef{ID: id, Name: facts.PartyName(id)},
			Level:    worst[id].level, Conditional: worst[id].conditional, Items: c.parties[id],
		})
	}
	for id := range c.parties {
		add(id)
	}
	for id := range worst {
		if c.parties[id] == 0 {
			add(id)
		}
	}
	slices.SortFunc(list, func(a, b delist.PartySummary) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(b.Conditional, a.Conditional), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return list
}
