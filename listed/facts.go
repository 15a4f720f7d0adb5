package listed

import (
	"cmp"
	"maps"
	"slices"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/register"
)

// maxRelated bounds how many parties are followed from one along relations.
const maxRelated = 500

// Over returns the set seen together with another register, such as one that has
// what a user adds to it. The set it is called on stays as it is.
func (set *Set) Over(reg *register.Register) *Set {
	over := *set
	over.reg = reg
	return &over
}

// With returns the register together with what the lists say of a party and of
// those that it is related to: the parties that only lists have, and each list
// as a measure whose subjects are the entries, with the days on which they
// stood there. A party that no list has gives the register as it is.
func (set *Set) With(ids ...delist.PartyID) (*register.Register, error) {
	found := map[delist.PartyID]*Party{}
	for queue := ids; len(queue) > 0 && len(found) < maxRelated; {
		id := queue[0]
		queue = queue[1:]
		if found[id] != nil {
			continue
		}
		p, err := set.Party(id)
		if err != nil {
			return nil, err
		}
		if p == nil {
			continue
		}
		found[id] = p
		for _, r := range p.Relations {
			queue = append(queue, r.Other)
		}
	}
	parties := slices.SortedFunc(maps.Values(found), func(a, b *Party) int { return cmp.Compare(a.ID, b.ID) })
	if !slices.ContainsFunc(parties, func(p *Party) bool { return len(p.Entries) > 0 }) {
		return set.reg, nil
	}
	var added []delist.Party
	subjects := map[delist.ListID][]delist.Subject{}
	for _, p := range parties {
		if !p.Register {
			added = append(added, p.fact())
		}
		for _, e := range p.Entries {
			for _, listed := range e.Listed {
				subjects[e.List] = append(subjects[e.List], subject(p, e, listed))
			}
		}
	}
	var measures []delist.Measure
	for _, id := range slices.Sorted(maps.Keys(subjects)) {
		measures = append(measures, set.catalogue.Measure(id, subjects[id]))
	}
	return set.reg.With(added, measures), nil
}

// subject is one listing of a party, as listed.
func subject(p *Party, e *lists.Span, listed delist.Period) delist.Subject {
	s := delist.Subject{Party: p.ID, Period: listed, Note: "entry " + e.ID}
	if len(e.Names) > 0 {
		s.AsListed = e.Names[0].Name
	} else {
		s.AsListed = e.Scope
	}
	for _, programme := range e.Programmes {
		s.Note += ", " + programme
	}
	return s
}

// fact is the party as a party of a register.
func (p *Party) fact() delist.Party {
	f := delist.Party{ID: p.ID, Kind: p.Kind, Name: p.Name, Relations: p.Relations}
	for _, e := range p.Entries {
		for _, n := range e.Names {
			if n.Name != p.Name && !slices.Contains(f.Names, n.Name) {
				f.Names = append(f.Names, n.Name)
			}
		}
		f.Sources = append(f.Sources, sourcesOf(&e.Entry)...)
	}
	if countries := p.Countries(); len(countries) == 1 {
		f.Country = countries[0]
	}
	return f
}
