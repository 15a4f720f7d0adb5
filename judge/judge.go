// Package judge says where a party or product stands: for whom, for what act,
// on what day, under which text.
//
// Judging is a pure function of the register and the question. It reads no
// clock, no network and no file, and the same question gives the same answer.
// Claims stand beside the answer and never change its level.
package judge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/register"
)

// A Judge answers questions from one register. It does not change after [New]
// and may be used by many goroutines.
type Judge struct {
	reg   *register.Register
	graph graph
	terms []term
	// naming lists, by party, the terms whose measure names it; open lists the
	// terms that reach parties which they do not name.
	naming [][]int32
	open   []int32
	// halfOwned lists the terms that add shares up, those of one issuer together.
	halfOwned [][]int32
	// made lists, by party, the classes of what it makes; claims, by party and
	// by product, what is said, oldest first.
	made          [][]delist.Class
	claims        [][]*delist.Claim
	productClaims map[delist.ProductID][]*delist.Claim
}

// A term is a term of the register with what its measure says about it.
type term struct {
	*delist.Term
	measure  *delist.Measure
	subjects []subject
	excluded []int32
	stays    []delist.Period // when an order of somebody else takes its effect
	byName   bool            // reaches by name or by relation
	jurisdic bool
	unlisted bool
}

type subject struct {
	party int32 // -1 where the name is nobody of the register
	delist.Period
	asListed string
}

// New prepares the register for judging.
func New(reg *register.Register) *Judge {
	j := &Judge{
		reg: reg, graph: newGraph(reg.Parties),
		naming:        make([][]int32, len(reg.Parties)),
		made:          make([][]delist.Class, len(reg.Parties)),
		claims:        make([][]*delist.Claim, len(reg.Parties)),
		productClaims: map[delist.ProductID][]*delist.Claim{},
	}
	stays := staysOf(reg.Measures)
	for i := range reg.Measures {
		measure := &reg.Measures[i]
		for k := range measure.Terms {
			j.addTerm(measure, &measure.Terms[k], stays[measure.ID])
		}
	}
	for i := range reg.Products {
		for _, maker := range reg.Products[i].Makers {
			if p, ok := j.graph.at[maker.Party]; ok {
				j.made[p] = append(j.made[p], reg.Products[i].Classes...)
			}
		}
	}
	j.addClaims()
	return j
}

func (j *Judge) addTerm(measure *delist.Measure, t *delist.Term, stays []delist.Period) {
	added := term{Term: t, measure: measure, stays: stays}
	for _, reach := range t.Reach {
		switch reach {
		case delist.ReachJurisdiction:
			added.jurisdic = true
		case delist.ReachUnlisted:
			added.unlisted = true
		default:
			added.byName = true
		}
	}
	n := int32(len(j.terms))
	for _, s := range measure.Subjects {
		party, known := j.graph.at[s.Party]
		switch {
		case !known:
			continue
		case s.Excluded:
			added.excluded = append(added.excluded, party)
			continue
		case len(t.Subjects) > 0 && !slices.Contains(t.Subjects, s.Party):
			continue
		}
		added.subjects = append(added.subjects, subject{party, s.Period, s.AsListed})
		if !slices.Contains(j.naming[party], n) {
			j.naming[party] = append(j.naming[party], n)
		}
	}
	if added.jurisdic || added.unlisted {
		j.open = append(j.open, n)
	}
	j.terms = append(j.terms, added)
	if slices.Contains(t.Reach, delist.ReachHalfOwned) {
		j.addHalfOwned(n)
	}
}

func (j *Judge) addHalfOwned(n int32) {
	for i, terms := range j.halfOwned {
		if j.terms[terms[0]].measure.Issuer == j.terms[n].measure.Issuer {
			j.halfOwned[i] = append(terms, n)
			return
		}
	}
	j.halfOwned = append(j.halfOwned, []int32{n})
}

// staysOf returns the periods in which one measure takes another's effect. A
// stay that is itself without effect stays nothing.
func staysOf(measures []delist.Measure) map[delist.MeasureID][]delist.Period {
	stays := map[delist.MeasureID][]delist.Period{}
	for i := range measures {
		for _, rel := range measures[i].Relations {
			if rel.Kind == delist.Stays && measures[i].Status.HasEffect() {
				stays[rel.Measure] = append(stays[rel.Measure], rel.Period)
			}
		}
	}
	return stays
}

func (j *Judge) addClaims() {
	for i := range j.reg.Claims {
		claim := &j.reg.Claims[i]
		for _, id := range claim.About {
			if p, ok := j.graph.at[id]; ok {
				j.claims[p] = append(j.claims[p], claim)
			}
		}
		for _, id := range claim.Products {
			j.productClaims[id] = append(j.productClaims[id], claim)
		}
	}
	byDate := func(a, b *delist.Claim) int {
		return cmp.Or(strings.Compare(a.Date.String(), b.Date.String()), strings.Compare(string(a.ID), string(b.ID)))
	}
	for i := range j.claims {
		slices.SortFunc(j.claims[i], byDate)
	}
	for id := range j.productClaims {
		slices.SortFunc(j.productClaims[id], byDate)
	}
}

// Judge answers q. A question about a product without a party is answered for
// everybody behind it: its makers, and those whose products it contains on the
// day. A party that the register does not have stands clear by name and may
// still be reached by nothing else.
func (j *Judge) Judge(q delist.Question) delist.Standing {
	if len(q.As) == 0 {
		q.As = everyone
	}
	q.Act = cmp.Or(q.Act, delist.Use)
	q.Role = cmp.Or(q.Role, delist.Developer)
	b := j.bench(&q)
	defer b.release()
	if q.Party != "" || b.product == nil {
		b.party(q.Party, q.Role)
	} else {
		b.makers(b.product)
	}
	b.lift()
	return b.standing()
}

var everyone = []delist.Audience{delist.Everyone}

// Behind yields everybody behind a product on a day, as Judge takes them: its
// makers by their roles, and the makers of what it contains as embedded.
func (j *Judge) Behind(id delist.ProductID, on delist.Date) []delist.Maker {
	b := bench{Judge: j, q: &delist.Question{On: on}}
	if p := j.reg.Product(id); p != nil {
		return b.behind(p, "", 0)
	}
	return nil
}

// standing sums the grounds up.
func (b *bench) standing() delist.Standing {
	s := delist.Standing{Claims: b.said()}
	s.Grounds, s.Elsewhere = b.ordered()
	var graver delist.Level
	for i := range s.Grounds {
		if g := &s.Grounds[i]; len(g.Questions) == 0 {
			s.Level = max(s.Level, g.Level)
		} else {
			graver = max(graver, g.Level)
		}
	}
	if graver <= s.Level {
		return s
	}
	s.Conditional.Level = graver
	for i := range s.Grounds {
		if s.Grounds[i].Level <= s.Level {
			continue
		}
		for _, question := range s.Grounds[i].Questions {
			if !slices.Contains(s.Conditional.Questions, question) {
				s.Conditional.Questions = append(s.Conditional.Questions, question)
			}
		}
	}
	return s
}

// ordered returns the grounds that decide, decided ones before open ones and
// graver before lighter, and those that do not. What is alike keeps the order
// of the register.
func (b *bench) ordered() (deciding, elsewhere []delist.Ground) {
	if len(b.grounds) == 0 {
		return nil, nil
	}
	const levels = int(delist.Prohibited) + 1
	place := func(g *delist.Ground) int {
		switch {
		case g.Why != "":
			return 2 * levels
		case len(g.Questions) > 0:
			return 2*levels - 1 - int(g.Level)
		}
		return levels - 1 - int(g.Level)
	}
	var start [2*levels + 2]int
	for i := range b.grounds {
		start[place(&b.grounds[i])+1]++
	}
	for i := range start[1:] {
		start[i+1] += start[i]
	}
	n := start[2*levels]
	all := make([]delist.Ground, len(b.grounds))
	for i := range b.grounds {
		at := place(&b.grounds[i])
		all[start[at]] = b.grounds[i]
		start[at]++
	}
	return all[:n:n], all[n:]
}

// said returns the claims on record by the day asked about: those about the
// product, and those about the parties that are not about other products.
func (b *bench) said() []*delist.Claim {
	var lists [][]*delist.Claim
	n := 0
	if b.product != nil {
		lists = append(lists, b.productClaims[b.product.ID])
		n += len(lists[0])
	}
	for _, p := range b.asked {
		lists = append(lists, b.claims[p])
		n += len(b.claims[p])
	}
	if n == 0 {
		return nil
	}
	all := make([]*delist.Claim, 0, n)
	wholeParty := b.product == nil && !b.q.Thing
	for i, list := range lists {
		for _, claim := range list {
			ofProduct := b.product != nil && i == 0
			switch {
			case b.q.On.Before(claim.Date),
				!ofProduct && !wholeParty && len(claim.Products) > 0,
				i > 0 && slices.Contains(all, claim):
				continue
			}
			all = append(all, claim)
		}
	}
	return all
}
