package attribute

import (
	"strings"
	"sync"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/names"
	"github.com/delistdev/delist/register"
)

// resembles is the score from which a name in metadata is worth a notice. It is
// well above that of a search, where somebody looks at every answer.
const resembles = 0.9

// maxResembling bounds how many parties one name is said to resemble.
const maxResembling = 3

// A resembler finds the parties whose names are like a text that no identifier
// knows. Each different text is looked up once.
type resembler struct {
	index func() *names.Index
	known memo[[]delist.PartyID]
}

// byNames makes a resembler of the register's own parties, indexed when the
// first text asks for them.
func byNames(reg *register.Register) *resembler {
	return &resembler{index: sync.OnceValue(func() *names.Index {
		return names.Build(func(yield func(names.Record) bool) {
			for i := range reg.Parties {
				p := &reg.Parties[i]
				if p.Kind == delist.PublicBody || p.Kind == delist.Person {
					continue
				}
				r := names.Record{ID: string(p.ID), Kind: string(p.Kind), Names: []names.Alias{{Name: p.Name}}}
				for _, n := range p.Names {
					r.Names = append(r.Names, names.Alias{Name: n})
				}
				if !yield(r) {
					return
				}
			}
		})
	})}
}

// WithNames returns an attributer that also finds the parties of an index, whose
// ids its records are, by names that resemble theirs. What it finds so is
// [delist.Named].
func (a *Attributer) WithNames(index *names.Index) *Attributer {
	more := *a
	more.names, more.brands = &resembler{index: func() *names.Index { return index }}, new(memo[bool])
	return &more
}

// parties returns whom a text resembles.
func (r *resembler) parties(text string) []delist.PartyID { return r.known.of(text, r.find) }

func (r *resembler) find(name string) (found []delist.PartyID) {
	if i := strings.IndexAny(name, "<"); i > 0 {
		name = name[:i]
	}
	if strings.Contains(name, "@") {
		return nil
	}
	for _, m := range r.index().Match(names.Query{Name: name, Kind: string(delist.LegalEntity), Threshold: resembles}) {
		if len(found) < maxResembling {
			found = append(found, delist.PartyID(m.ID))
		}
	}
	return found
}

// resembling appends whom a declaration resembles, if nobody of the register
// stands in that role yet.
func (a *Attributer) resembling(dst []delist.Attribution, d delist.Declaration, role delist.Role) []delist.Attribution {
	if role == delist.Maintainer {
		return dst
	}
	for _, id := range a.names.parties(d.Value) {
		dst = append(dst, delist.Attribution{
			Party: id, Role: role, Strength: delist.Named,
			Identifier: delist.Observed{Kind: delist.IdentifierKind(d.Field), Value: d.Value},
		})
	}
	return dst
}
