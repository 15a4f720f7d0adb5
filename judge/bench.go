package judge

import (
	"slices"
	"strings"
	"sync"

	"github.com/delistdev/delist"
)

// A bench is where one question is decided.
type bench struct {
	*Judge
	q       *delist.Question
	product *delist.Product
	asked   []int32         // the parties asked about
	seen    []int32         // the terms already looked at for the party at hand
	grounds []delist.Ground // every term that reaches a party; Why is empty where it decides
	scratch [32]visit
}

// benches keeps what a decision needs while it is made; nothing of it is in the
// answer.
var benches = sync.Pool{New: func() any { return new(bench) }}

func (j *Judge) bench(q *delist.Question) *bench {
	b := benches.Get().(*bench)
	b.Judge, b.q, b.product = j, q, j.reg.Product(q.Product)
	return b
}

// release forgets everything that the decision was about.
func (b *bench) release() {
	clear(b.grounds)
	*b = bench{asked: b.asked[:0], seen: b.seen[:0], grounds: b.grounds[:0]}
	benches.Put(b)
}

// makers decides for everybody behind a product. A term that comes to it through
// two of them with the same result is told once.
func (b *bench) makers(p *delist.Product) {
	for _, maker := range b.behind(p, "", 0) {
		before := len(b.grounds)
		b.party(maker.Party, maker.Role)
		kept := b.grounds[:before]
		for _, g := range b.grounds[before:] {
			if !slices.ContainsFunc(b.grounds[:before], func(h delist.Ground) bool { return sameResult(&g, &h) }) {
				kept = append(kept, g)
			}
		}
		b.grounds = kept
	}
}

func sameResult(g, h *delist.Ground) bool {
	return g.Measure == h.Measure && g.Term == h.Term && g.Why == h.Why && len(g.Questions) == len(h.Questions)
}

func (b *bench) behind(p *delist.Product, role delist.Role, depth int) []delist.Maker {
	var all []delist.Maker
	for _, maker := range p.Makers {
		if maker.Contains(b.q.On) {
			if role != "" {
				maker.Role = role
			}
			all = append(all, maker)
		}
	}
	for _, part := range p.Contains {
		if inside := b.reg.Product(part.Product); inside != nil && part.Contains(b.q.On) && depth < maxDepth {
			all = append(all, b.behind(inside, delist.Embeds, depth+1)...)
		}
	}
	return all
}

// party collects the grounds about one party in one role.
func (b *bench) party(id delist.PartyID, role delist.Role) {
	p, ok := b.graph.at[id]
	if !ok {
		return
	}
	b.asked, b.seen = append(b.asked, p), b.seen[:0]
	q := *b.q
	q.Role = role
	for _, n := range b.naming[p] {
		if b.terms[n].byName && slices.Contains(b.terms[n].Reach, delist.ReachNamed) {
			b.named(&q, n, p)
		}
	}
	for _, reach := range []delist.Reach{delist.ReachSuccessors, delist.ReachMajorityOwned, delist.ReachControlled, delist.ReachAffiliates} {
		b.related(&q, reach, p)
	}
	b.halves(&q, p)
	b.openTerms(&q, p)
}

// subjectOn returns the term's subject for a party on the day: one that stands
// on the measure that day if there is one, else any.
func (t *term) subjectOn(party int32, on delist.Date) (subject, bool) {
	var found subject
	ok := false
	for _, s := range t.subjects {
		if s.party == party && (!ok || s.Contains(on)) {
			found, ok = s, true
		}
	}
	return found, ok
}

func (b *bench) named(q *delist.Question, n, p int32) {
	if s, ok := b.terms[n].subjectOn(p, q.On); ok {
		if b.product != nil {
			s.asListed = b.terms[n].listedAs(p, b.product, s.asListed)
		}
		b.add(q, n, s, nil)
	}
}

// listedAs returns the name under which the measure lists a product, where it
// lists several names of one party, and otherwise the name already found.
func (t *term) listedAs(party int32, product *delist.Product, otherwise string) string {
	for _, s := range t.subjects {
		if s.party == party && len(s.asListed) <= len(product.Name) && strings.EqualFold(s.asListed, product.Name[:len(s.asListed)]) {
			return s.asListed
		}
	}
	return otherwise
}

// related adds the terms that come to p from the parties around it.
func (b *bench) related(q *delist.Question, reach delist.Reach, p int32) {
	if len(b.graph.edges[p]) == 0 {
		return
	}
	visits := b.graph.walk(reach, p, q.On, b.scratch[:0])
	for i := 1; i < len(visits); i++ {
		var path []delist.Step // of all that comes from there
		for _, n := range b.naming[visits[i].party] {
			t := &b.terms[n]
			if !slices.Contains(t.Reach, reach) || slices.Contains(b.seen, n) || slices.Contains(t.excluded, p) {
				continue
			}
			if s, ok := t.subjectOn(visits[i].party, q.On); ok {
				if path == nil {
					path = b.graph.path(visits, i)
				}
				b.add(q, n, s, path)
			}
		}
	}
}

// halves adds the terms whose issuer counts shares of listed owners together.
func (b *bench) halves(q *delist.Question, p int32) {
	if len(b.graph.edges[p]) == 0 {
		return
	}
	for _, terms := range b.halfOwned {
		listed := func(owner int32) bool {
			return slices.ContainsFunc(terms, func(n int32) bool {
				s, ok := b.terms[n].subjectOn(owner, q.On)
				return ok && s.Contains(q.On) && b.terms[n].Contains(q.On)
			})
		}
		steps := b.graph.owners(p, q.On, listed, 0)
		if steps == nil {
			continue
		}
		for _, n := range terms {
			t := &b.terms[n]
			if slices.Contains(b.seen, n) || slices.Contains(t.excluded, p) {
				continue
			}
			for _, step := range steps {
				if s, ok := t.subjectOn(b.graph.at[step.To], q.On); ok && !slices.Contains(b.seen, n) {
					b.add(q, n, s, steps)
				}
			}
		}
	}
}

// openTerms adds the terms that reach p though they do not name it: by its
// jurisdiction, or because it is not on a closed list. They decide for somebody
// who asks as an audience; whoever asks as everyone is told of what names a
// party or its group, and not of every rule about whole countries.
func (b *bench) openTerms(q *delist.Question, p int32) {
	if slices.Contains(q.As, delist.Everyone) {
		return
	}
	for _, n := range b.open {
		t := &b.terms[n]
		if slices.Contains(b.seen, n) || slices.Contains(t.excluded, p) || !t.bindsAny(q.As) || !slices.Contains(t.Acts, q.Act) {
			continue
		}
		_, listed := t.subjectOn(p, q.On)
		if t.unlisted && !listed && b.inClass(q, t, p) {
			b.add(q, n, subject{party: -1}, nil)
		} else if t.jurisdic && b.inClass(q, t, p) {
			if steps, ok := b.jurisdiction(t, p, q.On); ok {
				b.add(q, n, subject{party: -1}, steps)
			}
		}
	}
}

// inClass reports whether a term about classes is about something that p makes.
// A thing of which no class is known is not taken to be in one by a rule that
// does not name its maker.
func (b *bench) inClass(q *delist.Question, t *term, p int32) bool {
	if len(t.Objects.Classes) == 0 {
		return true
	}
	classes := b.made[p]
	if q.Thing || b.product != nil {
		classes = b.classes(q)
	}
	return slices.ContainsFunc(classes, func(c delist.Class) bool { return b.within(c, t.Objects.Classes) })
}

// jurisdiction returns the way from p to a party of one of the term's
// jurisdictions that p is, or that controls it. A country code after "!" means
// every known country but that.
func (b *bench) jurisdiction(t *term, p int32, on delist.Date) ([]delist.Step, bool) {
	visits := b.graph.walk(delist.ReachJurisdiction, p, on, b.scratch[:0])
	for i, v := range visits {
		country := b.graph.parties[v.party].Country
		for _, want := range t.Jurisdictions {
			not := strings.HasPrefix(want, "!")
			if country != "" && (country == strings.TrimPrefix(want, "!")) != not {
				return b.graph.path(visits, i), true
			}
		}
	}
	return nil, false
}

// add decides what a term that reaches the party means for the question.
func (b *bench) add(q *delist.Question, n int32, s subject, path []delist.Step) {
	b.seen = append(b.seen, n)
	t := &b.terms[n]
	g := delist.Ground{Measure: t.measure, Term: t.Term, Level: t.Effect.Level(), Path: path, Subject: s.asListed, Listed: s.Period}
	if t.unlisted && s.party < 0 && t.Effect == delist.Approve {
		g.Level = delist.Unlisted
	}
	g.Status, g.Why = t.statusOn(q, s.Period)
	if g.Why == "" {
		g.Why = b.covers(q, t, &g)
	}
	if g.Why != "" {
		g.Questions = nil
	}
	b.grounds = append(b.grounds, g)
}

// statusOn returns the term's status on the day, and why it has no effect then.
// listed is when the subject stood on the measure.
func (t *term) statusOn(q *delist.Question, listed delist.Period) (delist.Status, delist.Why) {
	status := t.Status
	if status == "" {
		status = t.measure.Status
	}
	if !status.HasEffect() || status == delist.Announced && t.From.IsZero() {
		return status, delist.WhyNoEffect
	}
	if q.On.Before(t.From) || q.On.Before(listed.From) {
		return delist.Announced, delist.WhyNotYet
	}
	if !t.Contains(q.On) || !listed.Contains(q.On) || t.Ends != nil && q.Given[t.Ends.Key] == "yes" {
		return delist.Ended, delist.WhyOver
	}
	for _, stay := range t.stays {
		if stay.Contains(q.On) {
			return delist.Stayed, delist.WhyNoEffect
		}
	}
	return delist.InForce, ""
}

func (t *term) bindsAny(as []delist.Audience) bool {
	for _, asker := range as {
		for _, bound := range t.Binds {
			if bound.Binds(asker) {
				return true
			}
		}
	}
	return false
}

// covers says why a term in force does not decide the question, or "" and then
// the questions that are still open stand in g.
func (b *bench) covers(q *delist.Question, t *term, g *delist.Ground) delist.Why {
	if why := b.object(q, t, g); why != "" {
		return why
	}
	if !t.bindsAny(q.As) {
		return delist.WhyBindsOthers
	}
	if !slices.Contains(t.Acts, q.Act) {
		return delist.WhyOtherAct
	}
	if why := deepEnough(q, t, g); why != "" {
		return why
	}
	if c := t.Condition; c != nil {
		return ask(q, *c, g)
	}
	return ""
}

// ask looks for the answer to a condition: the term applies if it is the one
// that it waits for, does not if it is another, and is open if there is none.
func ask(q *delist.Question, c delist.Condition, g *delist.Ground) delist.Why {
	when := c.When
	if when == "" {
		when = "yes"
	}
	switch answer, given := q.Given[c.Key]; {
	case !given:
		g.Questions = append(g.Questions, c)
	case answer != when:
		return delist.WhyAnswered
	}
	return ""
}

// deepEnough compares the term's depth with how far inside the thing the
// party's work is.
func deepEnough(q *delist.Question, t *term, g *delist.Ground) delist.Why {
	switch {
	case q.Role == delist.ClientOf:
		return delist.WhyDepth
	case q.Role != delist.Embeds || t.Depth == delist.Contains:
		return ""
	case t.Depth == delist.Essential:
		return ask(q, essential, g)
	}
	return delist.WhyDepth
}

var essential = delist.Condition{Key: "essential-component", Question: "Is the embedded part a substantial or essential component?"}

// lift takes the grounds away that an exemption of the same authority lifts. An
// exemption whose own condition is open lifts nothing yet, and one that has
// nothing to lift decides nothing.
func (b *bench) lift() {
	for i := range b.grounds {
		e := &b.grounds[i]
		if e.Term.Effect != delist.Exempt || e.Why != "" {
			continue
		}
		useful := false
		for k := range b.grounds {
			if g := &b.grounds[k]; (g.Why == "" || g.Why == delist.WhyLifted) && lifts(e, g) && b.wideEnough(e, g) {
				useful = true
				if len(e.Questions) == 0 {
					g.Why, g.Questions = delist.WhyLifted, nil
				}
			}
		}
		if !useful {
			e.Why, e.Questions = delist.WhyNothingToLift, nil
		}
	}
}

// lifts reports whether exemption e lifts ground g.
func lifts(e, g *delist.Ground) bool {
	if g.Term.Effect == delist.Exempt || e.Measure.Issuer != g.Measure.Issuer {
		return false
	}
	if len(e.Term.Lifts) == 0 {
		return true
	}
	return slices.ContainsFunc(e.Term.Lifts, func(lifted string) bool {
		measure, term, one := strings.Cut(lifted, "/")
		return measure == string(g.Measure.ID) && (!one || term == g.Term.ID)
	})
}

// wideEnough reports whether exemption e is about everything that ground g is
// about. It matters where a party as such is asked about: a waiver for one of its
// products clears that product, and not the party. Whoever has answered the
// exemption's condition has said which thing is meant.
func (b *bench) wideEnough(e, g *delist.Ground) bool {
	lifted, waived := &g.Term.Objects, &e.Term.Objects
	if b.q.Thing || b.product != nil || e.Term.Condition != nil || len(waived.Products)+len(waived.Classes) == 0 {
		return true
	}
	if len(lifted.Products)+len(lifted.Classes) == 0 {
		return false
	}
	for _, p := range lifted.Products {
		if !slices.Contains(waived.Products, p) {
			return false
		}
	}
	for _, c := range lifted.Classes {
		if !b.within(c, waived.Classes) {
			return false
		}
	}
	return true
}
