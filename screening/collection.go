package screening

import (
	"cmp"
	"hash/maphash"
	"slices"

	"github.com/delistdev/delist"
)

// maxLocations bounds the places kept of one item; a package can lie in
// thousands of folders.
const maxLocations = 100

// A collection counts items and keeps those whose maker the register knows. An
// item is the same wherever it lies: its places are put together.
type collection struct {
	summary delist.Summary
	seed    maphash.Seed
	seen    map[uint64]int32 // by item: its index in kept, or what follows
	kept    []*kept
}

// What is remembered of an item that is not kept: whether anybody is behind it.
const (
	unattributed = -1
	unkept       = -2 // attributed, to nobody of the register
)

type kept struct {
	item         delist.Item
	attributions []delist.Attribution // of parties of the register
	attributed   bool
}

func newCollection() *collection {
	return &collection{summary: delist.Summary{Complete: true}, seed: maphash.MakeSeed(), seen: map[uint64]int32{}}
}

// add takes an item with everybody behind it and reports whether it is new.
func (c *collection) add(item *delist.Item, attributions []delist.Attribution) bool {
	known := 0
	for known < len(attributions) && attributions[known].Party != "" {
		known++
	}
	made := slices.ContainsFunc(attributions, func(a delist.Attribution) bool { return a.Role.MakesIt() })
	key := c.key(item)
	n, again := c.seen[key]
	before := again && (n == unkept || n >= 0 && c.kept[n].attributed)
	switch {
	case again && n >= 0:
		c.kept[n].join(item, attributions[:known], made)
	case known > 0:
		c.seen[key] = int32(len(c.kept))
		c.kept = append(c.kept, &kept{*item, slices.Clone(attributions[:known]), made || before})
	case made || before:
		c.seen[key] = unkept
	default:
		c.seen[key] = unattributed
	}
	if made && !before {
		c.summary.Attributed++
	}
	if !again {
		c.summary.Items++
	}
	return !again
}

// join adds what another record of the same item says.
func (k *kept) join(item *delist.Item, attributions []delist.Attribution, made bool) {
	if room := maxLocations - len(k.item.Locations); room > 0 {
		k.item.Locations = append(k.item.Locations, item.Locations[:min(room, len(item.Locations))]...)
	}
	for _, d := range item.Declared {
		if len(k.item.Declared) < maxLocations && !slices.Contains(k.item.Declared, d) {
			k.item.Declared = append(k.item.Declared, d)
		}
	}
	for _, o := range item.Identifiers {
		if len(k.item.Identifiers) < maxLocations && !slices.Contains(k.item.Identifiers, o) {
			k.item.Identifiers = append(k.item.Identifiers, o)
		}
	}
	k.attributions = merge(k.attributions, attributions)
	k.attributed = k.attributed || made
}

// key returns what makes an item the same as another: its package URL, or its
// kind, name and version; and who signed it, with what that is worth, for a
// tampered file is not the one that it is taken for.
func (c *collection) key(item *delist.Item) uint64 {
	var h maphash.Hash
	h.SetSeed(c.seed)
	for _, o := range item.Identifiers {
		if o.Kind == delist.Signer {
			h.WriteString(o.Value)
			h.WriteByte(0)
			h.WriteString(string(o.Signature))
			h.WriteByte(0)
		}
	}
	if item.PURL != "" {
		h.WriteString(item.PURL)
		return h.Sum64()
	}
	h.WriteString(string(item.Kind))
	h.WriteByte(0)
	h.WriteString(item.Name)
	h.WriteByte(0)
	h.WriteString(item.Version)
	for _, d := range item.Declared {
		h.WriteByte(0)
		h.WriteString(d.Value)
	}
	return h.Sum64()
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

// parties sums up by party: how many items, and the gravest level among the
// findings.
func (c *collection) parties(facts Facts, findings []delist.Finding) []delist.PartySummary {
	at := map[delist.PartyID]int{}
	var list []delist.PartySummary
	of := func(id delist.PartyID) *delist.PartySummary {
		i, ok := at[id]
		if !ok {
			i = len(list)
			at[id] = i
			list = append(list, delist.PartySummary{PartyRef: delist.PartyRef{ID: id, Name: facts.PartyName(id)}})
		}
		return &list[i]
	}
	for _, k := range c.kept {
		counted := map[delist.PartyID]bool{}
		for _, a := range k.attributions {
			if a.Strength > delist.Named && !counted[a.Party] {
				counted[a.Party] = true
				of(a.Party).Items++
			}
		}
	}
	for i := range findings {
		p := of(findings[i].Party.ID)
		p.Level = max(p.Level, findings[i].Level)
		p.Conditional = max(p.Conditional, conditional(findings[i]))
	}
	slices.SortFunc(list, func(a, b delist.PartySummary) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(b.Conditional, a.Conditional), cmp.Compare(a.Name, b.Name))
	})
	return list
}
