package screening

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// A subject is a pair of party and thing that is judged once.
type subject struct {
	party   delist.PartyID
	product delist.ProductID
	role    delist.Role
	classes string
}

// A template is what a finding says of a pair of party and thing, whatever the
// item: nil stands for nothing to be said.
type template struct{ finding *delist.Finding }

// finding makes the finding or notice of an item, if there is anything to be
// said. Each different pair of party and thing is judged and written out once. An
// id of "" is to be worked out.
func (r *runs) finding(item *delist.Item, a delist.Attribution, id string) (delist.Finding, bool) {
	key := subject{a.Party, a.Product, a.Role, ""}
	if len(a.Classes) > 0 {
		key.classes = fmt.Sprint(a.Classes)
	}
	t, ok := r.standings[key]
	if !ok {
		t = &template{r.screening.template(a)}
		r.standings[key] = t
	}
	if t.finding == nil {
		return delist.Finding{}, false
	}
	f := *t.finding
	f.ID, f.Item, f.Attribution = id, *item, a
	if id == "" {
		f.ID = ID(item, a)
	}
	if len(r.screening.Exemptions) > 0 {
		f.Exemption = r.screening.exemption(&f)
	}
	return f, true
}

// behind returns one attribution for each party: the best one, and for a known
// product also those whose work is inside it.
func (s *Screening) behind(attributions []delist.Attribution) []delist.Attribution {
	var list []delist.Attribution
	add := func(a delist.Attribution) {
		if !slices.ContainsFunc(list, func(b delist.Attribution) bool { return a.Party == b.Party }) {
			list = append(list, a)
		}
	}
	// Those of several records of one item come one behind the other: the best
	// of each party speaks for it.
	best := slices.Clone(attributions)
	slices.SortStableFunc(best, func(a, b delist.Attribution) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(known(b), known(a)))
	})
	for _, a := range attributions {
		i := slices.IndexFunc(best, func(b delist.Attribution) bool { return b.Party == a.Party })
		add(best[i])
	}
	for _, a := range attributions {
		if a.Product == "" || !a.Role.MakesIt() {
			continue
		}
		for _, maker := range s.Judge.Behind(a.Product, s.Asked.On) {
			inside := a
			inside.Party, inside.Role = maker.Party, maker.Role
			add(inside)
		}
	}
	return list
}

// template judges a party for a thing, and says what is to be said, or nil.
func (s *Screening) template(a delist.Attribution) *delist.Finding {
	standing := s.Judge.Judge(delist.Question{
		Party: a.Party, Product: a.Product, Role: a.Role, Classes: a.Classes, Thing: true,
		As: s.Asked.As, Act: s.Asked.Act, On: s.Asked.On, Given: s.Asked.Given,
	})
	elsewhere := slices.DeleteFunc(slices.Clone(standing.Elsewhere), func(g delist.Ground) bool {
		return g.Status != delist.InForce || g.Why == delist.WhyOtherObject // is over, or not about this
	})
	adverse := standing.Level.Adverse() || standing.Conditional.Level.Adverse()
	if !adverse && len(elsewhere) == 0 && len(standing.Claims) == 0 {
		return nil
	}
	f := &delist.Finding{
		Level: standing.Level, Conditional: conditionalOf(&standing),
		Party:   delist.PartyRef{ID: a.Party, Name: s.Facts.PartyName(a.Party)},
		Grounds: grounds(s.Facts, standing.Grounds), Elsewhere: grounds(s.Facts, elsewhere),
		Claims: claims(s.Facts, standing.Claims), Origins: origins(s.Facts, standing.Claims), Remedies: []delist.Remedy{},
	}
	if product := s.Facts.Product(a.Product); product != nil {
		f.Product, f.NotKnown = product.Name, product.NotKnown
		f.Remedies = append(f.Remedies, product.Remedies...)
	}
	return f
}

func known(a delist.Attribution) int {
	if a.Product == "" {
		return 0
	}
	return 1
}

// exemption returns the asker's own exemption for a finding. One that has ended
// is returned with Over set, so that it can be told why the finding counts.
func (s *Screening) exemption(f *delist.Finding) *delist.Exemption {
	var over *delist.Exemption
	for _, e := range s.Exemptions {
		if !exempts(e, f) {
			continue
		}
		if s.Asked.On.Before(e.Until) {
			return &e
		}
		e.Over = true
		over = &e
	}
	return over
}

func exempts(e delist.Exemption, f *delist.Finding) bool {
	party := e.Party == "" || e.Party == string(f.Party.ID) || strings.EqualFold(e.Party, f.Party.Name)
	product := e.Product == "" || e.Product == string(f.Attribution.Product) || strings.EqualFold(e.Product, f.Product)
	return party && product && (e.PURL == "" || samePackage(e.PURL, f.Item.PURL))
}

// samePackage reports whether purl is the package that pattern names; a pattern
// without a version is every version.
func samePackage(pattern, purl string) bool {
	plain := strings.NewReplacer("%40", "@")
	pattern, purl = plain.Replace(pattern), plain.Replace(purl)
	rest, ok := strings.CutPrefix(purl, pattern)
	return ok && (rest == "" || rest[0] == '@' || rest[0] == '?' || rest[0] == '#')
}
