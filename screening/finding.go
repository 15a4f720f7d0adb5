package screening

import (
	"crypto/sha256"
	"encoding/hex"
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

// standing judges a party for a thing, once for each different pair.
func (s *Screening) standing(known map[subject]*delist.Standing, a delist.Attribution) *delist.Standing {
	key := subject{a.Party, a.Product, a.Role, fmt.Sprint(a.Classes)}
	if standing, ok := known[key]; ok {
		return standing
	}
	standing := s.Judge.Judge(delist.Question{
		Party: a.Party, Product: a.Product, Role: a.Role, Classes: a.Classes, Thing: true,
		As: s.Asked.As, Act: s.Asked.Act, On: s.Asked.On, Given: s.Asked.Given,
	})
	known[key] = &standing
	return &standing
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
	for _, a := range attributions {
		add(a)
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

// finding makes a finding or notice, or nil where nothing is to be said.
func (s *Screening) finding(k *kept, a delist.Attribution, standing *delist.Standing) *delist.Finding {
	elsewhere := slices.DeleteFunc(slices.Clone(standing.Elsewhere), func(g delist.Ground) bool {
		return g.Status != delist.InForce || g.Why == delist.WhyOtherObject // is over, or not about this
	})
	adverse := standing.Level.Adverse() || standing.Conditional.Level.Adverse()
	if !adverse && len(elsewhere) == 0 && len(standing.Claims) == 0 {
		return nil
	}
	f := &delist.Finding{
		ID: idOf(&k.item, a), Level: standing.Level, Conditional: conditionalOf(standing), Item: k.item,
		Party:       delist.PartyRef{ID: a.Party, Name: s.Facts.PartyName(a.Party)},
		Attribution: a, Grounds: grounds(s.Facts, standing.Grounds), Elsewhere: grounds(s.Facts, elsewhere),
		Claims: claims(s.Facts, standing.Claims), Origins: origins(s.Facts, standing.Claims), Remedies: []delist.Remedy{},
	}
	if product := s.Facts.Product(a.Product); product != nil {
		f.Product, f.NotKnown = product.Name, product.NotKnown
		f.Remedies = append(f.Remedies, product.Remedies...)
	}
	f.Exemption = s.exemption(f)
	return f
}

// idOf names a finding so that it stays the same from run to run.
func idOf(item *delist.Item, a delist.Attribution) string {
	what := item.PURL
	if what == "" {
		what = strings.Join([]string{string(item.Kind), item.Name, item.Version}, "\x00")
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{what, string(a.Party), string(a.Role)}, "\x00")))
	return hex.EncodeToString(sum[:8])
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
