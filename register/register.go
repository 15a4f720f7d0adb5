// Package register holds the facts: parties and their relations, products,
// identifiers, measures with their terms, and claims with their origins.
//
// The facts are YAML files under register/data, each with its sources; they are
// compiled into a snapshot that is part of the binary (see [Load]). Reading the
// YAML itself, with every fault named by file and line, is [Check]. The package
// gives facts out; it does not judge.
package register

import (
	"cmp"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// A Register is everything known about parties, products, identifiers,
// measures and claims. It does not change after loading and may be used by many
// goroutines.
type Register struct {
	Audiences   []delist.AudienceInfo `json:"audiences"`
	Classes     []delist.ClassInfo    `json:"classes"`
	Parties     []delist.Party        `json:"parties"`
	Products    []delist.Product      `json:"products"`
	Identifiers []delist.Identifier   `json:"identifiers"`
	Measures    []delist.Measure      `json:"measures"`
	Claims      []delist.Claim        `json:"claims"`
	Origins     []delist.Origin       `json:"origins"`
	Documents   []delist.Document     `json:"documents"`
	Forges      []Forge               `json:"forges"`

	parties  map[delist.PartyID]int
	products map[delist.ProductID]int
	measures map[delist.MeasureID]int
	classes  map[delist.Class]int
	origins  map[delist.OriginID]int
}

// index sorts every list by id, so that order never depends on file names, and
// builds the look-ups.
func (r *Register) index() {
	r.parties = sorted(r.Parties, func(p *delist.Party) delist.PartyID { return p.ID })
	r.products = sorted(r.Products, func(p *delist.Product) delist.ProductID { return p.ID })
	r.measures = sorted(r.Measures, func(m *delist.Measure) delist.MeasureID { return m.ID })
	r.classes = sorted(r.Classes, func(c *delist.ClassInfo) delist.Class { return c.ID })
	r.origins = sorted(r.Origins, func(o *delist.Origin) delist.OriginID { return o.ID })
	sorted(r.Audiences, func(a *delist.AudienceInfo) delist.Audience { return a.ID })
	sorted(r.Claims, func(c *delist.Claim) delist.ClaimID { return c.ID })
	sorted(r.Documents, func(d *delist.Document) delist.DocumentID { return d.ID })
	slices.SortStableFunc(r.Identifiers, func(a, b delist.Identifier) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value),
			cmp.Compare(a.Party, b.Party), cmp.Compare(a.Product, b.Product), cmp.Compare(a.From.String(), b.From.String()))
	})
}

func sorted[T any, K ~string](list []T, key func(*T) K) map[K]int {
	slices.SortStableFunc(list, func(a, b T) int { return strings.Compare(string(key(&a)), string(key(&b))) })
	at := make(map[K]int, len(list))
	for i := range list {
		at[key(&list[i])] = i
	}
	return at
}

// Party returns the party with that id, or nil.
func (r *Register) Party(id delist.PartyID) *delist.Party {
	return at(r.Parties, r.parties, id)
}

// Product returns the product with that id, or nil.
func (r *Register) Product(id delist.ProductID) *delist.Product {
	return at(r.Products, r.products, id)
}

// Measure returns the measure with that id, or nil.
func (r *Register) Measure(id delist.MeasureID) *delist.Measure {
	return at(r.Measures, r.measures, id)
}

// Origin returns the origin with that id, or nil.
func (r *Register) Origin(id delist.OriginID) *delist.Origin {
	return at(r.Origins, r.origins, id)
}

func at[T any, K ~string](list []T, index map[K]int, id K) *T {
	if i, ok := index[id]; ok {
		return &list[i]
	}
	return nil
}

// PartyName returns the party's name, or its id where the register has no such
// party.
func (r *Register) PartyName(id delist.PartyID) string {
	if p := r.Party(id); p != nil {
		return p.Name
	}
	return string(id)
}

// Is reports whether class c is, or is narrower than, class of.
func (r *Register) Is(c, of delist.Class) bool {
	for range len(r.Classes) + 1 {
		if c == of {
			return true
		}
		i, ok := r.classes[c]
		if !ok || r.Classes[i].Broader == "" {
			return false
		}
		c = r.Classes[i].Broader
	}
	return false
}

// HasAudience reports whether a is an audience of the register, or one of the
// two that every register has.
func (r *Register) HasAudience(a delist.Audience) bool {
	if a == delist.Self || a == delist.Everyone {
		return true
	}
	return slices.ContainsFunc(r.Audiences, func(i delist.AudienceInfo) bool { return i.ID == a })
}
