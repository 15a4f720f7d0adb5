package register

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// facts runs every check that needs the whole register.
func (c *checker) facts() {
	for _, check := range c.later {
		check()
	}
	c.ownershipCycles()
}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// id checks the form of an id and that nobody had it before.
func (c *checker) id(at place, what, id string, count int) {
	if !idForm.MatchString(id) {
		c.fault(at.in("id"), "%s id %q: want lower-case words joined by hyphens", what, id)
	}
	if count > 1 {
		c.fault(at.in("id"), "%s id %q is used %d times", what, id, count)
	}
}

func count[T any](list []T, same func(*T) bool) int {
	n := 0
	for i := range list {
		if same(&list[i]) {
			n++
		}
	}
	return n
}

func (c *checker) sources(at place, sources []delist.Source) {
	if len(sources) == 0 {
		c.fault(at, "a fact without a source")
	}
	for i, s := range sources {
		where := at.in("sources", i)
		if u, err := url.Parse(s.URL); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			c.fault(where, "source %q is not a web address", s.URL)
		}
		if s.Date.IsZero() {
			c.fault(where, "source without the date on which it was read")
		}
	}
}

func (c *checker) period(at place, p delist.Period) {
	if !p.Until.IsZero() && !p.From.Before(p.Until) {
		c.fault(at.in("until"), "until %s is not after from %s", p.Until, p.From)
	}
}

func (c *checker) knownParty(at place, id delist.PartyID) {
	if c.reg.Party(id) == nil {
		c.fault(at, "no party %q", id)
	}
}

func (c *checker) knownProduct(at place, id delist.ProductID) {
	if c.reg.Product(id) == nil {
		c.fault(at, "no product %q", id)
	}
}

func (c *checker) knownClasses(at place, classes []delist.Class) {
	for i, class := range classes {
		if _, ok := c.reg.classes[class]; !ok {
			c.fault(at.in(i), "no class %q in classes.yaml", class)
		}
	}
}

func (c *checker) party(at place, p *delist.Party) {
	c.id(at, "party", string(p.ID), count(c.reg.Parties, func(q *delist.Party) bool { return q.ID == p.ID }))
	if p.Kind == "" || p.Name == "" {
		c.fault(at, "party %q needs a kind and a name", p.ID)
	}
	c.sources(at, p.Sources)
	for i, rel := range p.Relations {
		where := at.in("relations", i)
		c.knownParty(where.in("other"), rel.Other)
		c.period(where, rel.Period)
		c.sources(where, rel.Sources)
		if rel.Kind == "" {
			c.fault(where, "relation without a kind")
		}
		if rel.Percent < 0 || rel.Percent > 100 {
			c.fault(where.in("percent"), "%v percent", rel.Percent)
		}
		if rel.Other == p.ID {
			c.fault(where.in("other"), "%s %s itself", p.ID, rel.Kind)
		}
	}
}

func (c *checker) product(at place, p *delist.Product) {
	c.id(at, "product", string(p.ID), count(c.reg.Products, func(q *delist.Product) bool { return q.ID == p.ID }))
	if p.Name == "" {
		c.fault(at, "product %q needs a name", p.ID)
	}
	c.sources(at, p.Sources)
	c.knownClasses(at.in("classes"), p.Classes)
	for i, maker := range p.Makers {
		c.knownParty(at.in("makers", i), maker.Party)
		c.period(at.in("makers", i), maker.Period)
	}
	for i, part := range p.Contains {
		where := at.in("contains", i)
		c.knownProduct(where.in("product"), part.Product)
		c.period(where, part.Period)
		c.sources(where, part.Sources)
	}
	for i, remedy := range p.Remedies {
		where := at.in("remedies", i)
		c.sources(where, remedy.Sources)
		if remedy.Kind == "" || remedy.Text == "" {
			c.fault(where, "remedy needs a kind and a text")
		}
	}
}

func (c *checker) identifier(at place, id *delist.Identifier) {
	c.knownParty(at.in("party"), id.Party)
	c.knownClasses(at.in("classes"), id.Classes)
	c.period(at, id.Period)
	c.sources(at, id.Sources)
	if id.Kind == "" {
		c.fault(at, "identifier without a kind")
	}
	if id.Strength == delist.Verified {
		c.fault(at.in("strength"), "only a checked signature is verified")
	}
	switch {
	case id.Kind == delist.PURL && (!strings.HasPrefix(id.Value, "pkg:") || strings.ContainsAny(id.Value[4:], ":?# %")):
		c.fault(at, "%q: want a package URL without version and qualifiers, such as pkg:npm/@scope/name", id.Value)
	case strings.TrimSpace(id.Value) != id.Value || id.Value == "":
		c.fault(at, "identifier value %q is empty or has space around it", id.Value)
	}
	for i := range c.reg.Identifiers {
		other := &c.reg.Identifiers[i]
		if sameValue(id, other) && claimsIt(id) && claimsIt(other) && (id.Party != other.Party || id.Product != other.Product) {
			c.fault(at, "%s %q is also an identifier of %s %s: one value belongs to one party and product",
				id.Kind, id.Value, other.Party, other.Product)
		}
	}
	if n := count(c.reg.Identifiers, func(o *delist.Identifier) bool {
		return sameValue(id, o) && o.Party == id.Party && o.Product == id.Product && o.Role == id.Role && o.Period == id.Period
	}); n > 1 {
		c.fault(at, "%s %q is given %d times", id.Kind, id.Value, n)
	}
}

func sameValue(a, b *delist.Identifier) bool {
	return a.Kind == b.Kind && strings.EqualFold(a.Value, b.Value)
}

// claimsIt reports whether the identifier says whose the thing is, as distinct
// from what is inside it or whom it talks to.
func claimsIt(id *delist.Identifier) bool { return id.Role.MakesIt() }

func (c *checker) measure(at place, m *delist.Measure) {
	c.id(at, "measure", string(m.ID), count(c.reg.Measures, func(n *delist.Measure) bool { return n.ID == m.ID }))
	if want := strings.TrimSuffix(path.Base(at.file), ".yaml"); c.fsys != nil && want != string(m.ID) {
		c.fault(at.in("id"), "measure %q stands in a file of another name", m.ID)
	}
	for field, value := range map[string]string{"title": m.Title, "instrument": m.Instrument, "force": string(m.Force),
		"status": string(m.Status), "jurisdiction": m.Jurisdiction} {
		if value == "" {
			c.fault(at, "measure without %s", field)
		}
	}
	c.knownParty(at.in("issuer"), m.Issuer)
	c.sources(at, m.Sources)
	for i, subject := range m.Subjects {
		where := at.in("subjects", i)
		if subject.Party != "" {
			c.knownParty(where.in("party"), subject.Party)
		}
		if subject.AsListed == "" {
			c.fault(where, "subject without its name as listed")
		}
		c.period(where, subject.Period)
	}
	for i, rel := range m.Relations {
		where := at.in("relations", i)
		c.period(where, rel.Period)
		if c.reg.Measure(rel.Measure) == nil {
			c.fault(where.in("measure"), "no measure %q", rel.Measure)
		}
	}
	for i, scope := range m.Scopes {
		c.sources(at.in("scopes", i), []delist.Source{scope.Source})
	}
	for i := range m.Terms {
		c.term(at.in("terms", i), m, &m.Terms[i])
	}
}

func (c *checker) term(at place, m *delist.Measure, t *delist.Term) {
	c.id(at, "term", t.ID, count(m.Terms, func(u *delist.Term) bool { return u.ID == t.ID }))
	for field, missing := range map[string]bool{"text": t.Text == "", "effect": t.Effect == "", "acts": len(t.Acts) == 0,
		"reach": len(t.Reach) == 0, "depth": t.Depth == ""} {
		if missing {
			c.fault(at, "term without %s", field)
		}
	}
	c.bound(at, t)
	c.reached(at, m, t)
	c.period(at, t.Period)
	c.sources(at, t.Sources)
	c.objects(at.in("objects"), &t.Objects)
	if t.Status == delist.Ended || t.Status == "" && m.Status == delist.Ended {
		if t.Until.IsZero() {
			c.fault(at, "ended, and no until says when")
		}
	}
	for _, condition := range []*delist.Condition{t.Condition, t.Ends} {
		if condition != nil && (condition.Key == "" || condition.Question == "") {
			c.fault(at, "condition needs a key and a question")
		}
	}
	for i, lifted := range t.Lifts {
		measure, term, _ := strings.Cut(lifted, "/")
		other := c.reg.Measure(delist.MeasureID(measure))
		if other == nil || term != "" && !slices.ContainsFunc(other.Terms, func(u delist.Term) bool { return u.ID == term }) {
			c.fault(at.in("lifts", i), "no term %q", lifted)
		}
	}
	for i, duty := range t.Duties {
		where := at.in("duties", i)
		c.period(where, duty.Period)
		if (duty.Within == 0) == duty.By.IsZero() {
			c.fault(where, "duty needs within (with unit) or by, and not both")
		}
		if duty.Within != 0 && duty.Unit != "day" && duty.Unit != "business-day" {
			c.fault(where.in("unit"), "unit %q: want day or business-day", duty.Unit)
		}
	}
}

// bound reports a term that nobody can be bound by.
func (c *checker) bound(at place, t *delist.Term) {
	if len(t.Binds) == 0 {
		c.fault(at, "a term that nobody can be bound by: binds is empty")
	}
	for i, audience := range t.Binds {
		switch {
		case audience == delist.Everyone:
			c.fault(at.in("binds", i), "everyone asks, and is bound by nothing: name the jurisdiction")
		case !c.reg.HasAudience(audience):
			c.fault(at.in("binds", i), "no audience %q in audiences.yaml", audience)
		}
	}
}

// reached reports a term that can reach no party.
func (c *checker) reached(at place, m *delist.Measure, t *delist.Term) {
	for i, id := range t.Subjects {
		if !slices.ContainsFunc(m.Subjects, func(s delist.Subject) bool { return s.Party == id && !s.Excluded }) {
			c.fault(at.in("subjects", i), "%q is not a subject of the measure", id)
		}
	}
	if slices.Contains(t.Reach, delist.ReachJurisdiction) != (len(t.Jurisdictions) > 0) {
		c.fault(at, "reach jurisdiction and the list of jurisdictions go together")
	}
	byName := !slices.Contains(t.Reach, delist.ReachJurisdiction) && !slices.Contains(t.Reach, delist.ReachUnlisted)
	if byName && len(m.Subjects) == 0 {
		c.fault(at, "a term that reaches nobody: the measure has no subjects")
	}
}

func (c *checker) objects(at place, o *delist.Objects) {
	c.knownClasses(at.in("classes"), o.Classes)
	c.knownClasses(at.in("except", "classes"), o.Except.Classes)
	for i, id := range o.Products {
		c.knownProduct(at.in("products", i), id)
	}
	for i, id := range o.Except.Products {
		c.knownProduct(at.in("except", "products", i), id)
	}
}

func (c *checker) claims(at place, f *claimFile) {
	for i, origin := range f.Origins {
		where := at.in("origins", i)
		c.id(where, "origin", string(origin.ID), count(c.reg.Origins, func(o *delist.Origin) bool { return o.ID == origin.ID }))
		c.sources(where, origin.Sources)
		c.knownOrigins(where.in("cites"), origin.Cites)
	}
	for i, doc := range f.Documents {
		where := at.in("documents", i)
		c.id(where, "document", string(doc.ID), count(c.reg.Documents, func(d *delist.Document) bool { return d.ID == doc.ID }))
		c.sources(where, []delist.Source{doc.Source})
		c.knownOrigins(where.in("origins"), doc.Origins)
	}
	for i := range f.Claims {
		c.claim(at.in("claims", i), &f.Claims[i])
	}
}

func (c *checker) knownOrigins(at place, ids []delist.OriginID) {
	for i, id := range ids {
		if c.reg.Origin(id) == nil {
			c.fault(at.in(i), "no origin %q", id)
		}
	}
}

func (c *checker) claim(at place, claim *delist.Claim) {
	c.id(at, "claim", string(claim.ID), count(c.reg.Claims, func(d *delist.Claim) bool { return d.ID == claim.ID }))
	c.sources(at, claim.Sources)
	c.knownOrigins(at.in("origins"), claim.Origins)
	if claim.Kind == "" || claim.Text == "" || claim.Speaker == "" || len(claim.Origins) == 0 {
		c.fault(at, "claim needs a kind, a text, a speaker and at least one origin")
	}
	if len(claim.About)+len(claim.Products) == 0 {
		c.fault(at, "claim about nobody: give about or products")
	}
	if !slices.Contains([]string{"", "yes", "no"}, claim.EvidenceShown) {
		c.fault(at.in("evidence-shown"), `evidence-shown %q: want "yes" or "no", quoted`, claim.EvidenceShown)
	}
	for i, id := range claim.About {
		c.knownParty(at.in("about", i), id)
	}
	for i, id := range claim.Products {
		c.knownProduct(at.in("products", i), id)
	}
	c.grades(at, claim)
	c.knownClaims(at.in("contradicts"), claim.ID, claim.Contradicts)
	c.knownClaims(at.in("supports"), claim.ID, claim.Supports)
}

// grades checks that a person's judgement is one of the Admiralty code.
func (c *checker) grades(at place, claim *delist.Claim) {
	if r := claim.Reliability; r != "" && (len(r) != 1 || r < "A" || r > "F") {
		c.fault(at.in("reliability"), "reliability %q: want A to F", r)
	}
	if claim.Credibility < 0 || claim.Credibility > 6 {
		c.fault(at.in("credibility"), "credibility %d: want 1 to 6", claim.Credibility)
	}
}

func (c *checker) knownClaims(at place, of delist.ClaimID, ids []delist.ClaimID) {
	for i, id := range ids {
		switch {
		case id == of:
			c.fault(at.in(i), "claim %q names itself", id)
		case count(c.reg.Claims, func(d *delist.Claim) bool { return d.ID == id }) == 0:
			c.fault(at.in(i), "no claim %q", id)
		}
	}
}

// ownershipCycles reports parties that own or control themselves through others.
func (c *checker) ownershipCycles() {
	const onPath, done = 1, 2
	state := map[delist.PartyID]int{}
	var visit func(id delist.PartyID, path []string)
	visit = func(id delist.PartyID, path []string) {
		if state[id] == done || c.reg.Party(id) == nil {
			return
		}
		path = append(path, string(id))
		if state[id] == onPath {
			c.fault(c.partyAt[id], "a cycle in ownership: %s", strings.Join(path[slices.Index(path, string(id)):], " → "))
			return
		}
		state[id] = onPath
		for _, rel := range c.reg.Party(id).Relations {
			if rel.Kind == delist.Owns || rel.Kind == delist.Controls {
				visit(rel.Other, path)
			}
		}
		state[id] = done
	}
	for i := range c.reg.Parties {
		visit(c.reg.Parties[i].ID, nil)
	}
}
