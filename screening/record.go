package screening

import (
	"slices"

	"github.com/delistdev/delist"
)

// Record writes a standing down, readable without the register.
func Record(facts Facts, asked delist.Asked, s *delist.Standing) delist.StandingRecord {
	return delist.StandingRecord{
		Schema: delist.StandingSchema, Asked: asked, Level: s.Level, Conditional: conditionalOf(s),
		Grounds: grounds(facts, s.Grounds), Elsewhere: grounds(facts, s.Elsewhere),
		Claims: claims(facts, s.Claims), Origins: origins(facts, s.Claims),
	}
}

func conditionalOf(s *delist.Standing) *delist.Conditional {
	if s.Conditional.Level == delist.Clear {
		return nil
	}
	return &s.Conditional
}

func grounds(facts Facts, list []delist.Ground) []delist.GroundRecord {
	records := make([]delist.GroundRecord, 0, len(list))
	for i := range list {
		records = append(records, ground(facts, &list[i]))
	}
	return records
}

func ground(facts Facts, g *delist.Ground) delist.GroundRecord {
	m, t := g.Measure, g.Term
	r := delist.GroundRecord{
		Measure: m.ID, Title: m.Title, Term: t.ID, Text: t.Text, Effect: t.Effect, Level: g.Level,
		Binds: t.Binds, Acts: t.Acts, Issuer: facts.PartyName(m.Issuer), Citation: m.Citation,
		Announced: m.Announced, From: t.From, Precision: t.Precision, Until: t.Until, Status: g.Status, Subject: g.Subject,
		Questions: g.Questions, Path: g.Path, Why: g.Why, Confirmed: delist.Confirmed(t.Sources),
	}
	if r.From.IsZero() {
		r.From = g.Listed.From
	}
	if r.Until.IsZero() {
		r.Until = g.Listed.Until
	}
	if r.Citation == "" {
		r.Citation = m.Instrument
	}
	if r.Path == nil {
		r.Path = []delist.Step{}
	}
	if len(g.Questions) > 0 {
		r.Condition = &g.Questions[0]
	}
	for _, source := range t.Sources {
		if r.Source == "" || source.Confirmed {
			r.Source = source.URL
		}
		if source.Confirmed {
			break
		}
	}
	return r
}

func claims(facts Facts, list []*delist.Claim) []delist.ClaimRecord {
	records := make([]delist.ClaimRecord, 0, len(list))
	for _, claim := range list {
		r := delist.ClaimRecord{Claim: *claim, Independent: origins(facts, []*delist.Claim{claim}), OriginNames: []string{}}
		for _, id := range claim.Origins {
			if origin := facts.Origin(id); origin != nil {
				r.OriginNames = append(r.OriginNames, origin.Name)
			}
		}
		records = append(records, r)
	}
	return records
}

// origins counts the independent origins behind claims: each once, and none
// that rests on another of them.
func origins(facts Facts, list []*delist.Claim) int {
	var all []delist.OriginID
	for _, claim := range list {
		all = append(all, claim.Origins...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	n := 0
	for _, id := range all {
		origin := facts.Origin(id)
		if origin != nil && !slices.ContainsFunc(origin.Cites, func(cited delist.OriginID) bool { return slices.Contains(all, cited) }) {
			n++
		}
	}
	return n
}
