package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// table writes a scan for people: vendors, the gravest first, with their items,
// for whom, since when, under what, and how to ask further. Of the items of one
// vendor it keeps those that it shows, and counts the rest.
type table struct {
	canvas
	start   delist.Start
	groups  groups // of findings, by party
	notices groups // by product, and those without one by party
	unread  int
	mended  int
}

func (t *table) Handle(m delist.Message) error {
	switch {
	case m.Start != nil:
		t.start = *m.Start
	case m.Finding != nil:
		t.groups.add(string(m.Finding.Party.ID), m.Finding)
	case m.Notice != nil:
		key := "product " + string(m.Notice.Attribution.Product)
		if m.Notice.Attribution.Product == "" {
			key = "party " + string(m.Notice.Party.ID)
		}
		t.notices.add(key, m.Notice)
	case m.Unread != nil && m.Unread.Mended:
		t.mended++
	case m.Unread != nil:
		t.unread++
	case m.Summary != nil:
		t.write(m.Summary)
	}
	return t.err
}

func (t *table) write(s *delist.Summary) {
	t.printf("%s %s\n", t.bold(t.fit(t.start.Target, 0)), t.dim(asked(t.start.Asked)))
	t.printf("%s, %d attributed; %s, %s\n", plural(s.Items, "item"), s.Attributed,
		plural(s.Findings, "finding"), plural(s.Notices, "notice"))
	for i, g := range t.groups.list {
		if i == maxGroups {
			t.printf("\n… and %d more vendors: --format json has them all\n", len(t.groups.list)-i)
			break
		}
		t.group(g)
	}
	t.writeNotices()
	if s.Findings == 0 && s.Complete {
		t.printf("\n%s\n", t.wrap("No vendor with an adverse standing was found among what could be attributed.", 0))
	}
	if !s.Complete {
		t.printf("\n%s\n", t.paint("1;33", t.wrap(fmt.Sprintf(
			"Incomplete: %s could not be read or decided, so nothing here is a clean standing. The list is on standard error.",
			plural(t.unread, "place")), 0)))
	}
}

// What a table shows at most, so that the gravest stays in view.
const (
	maxGroups  = 25
	maxItems   = 8
	maxGrounds = 5
	maxNotices = 12
	maxNoticed = 3
	maxClaims  = 5
)

// groups are findings or notices put together, in the order in which they came.
type groups struct {
	at   map[string]*group
	list []*group
}

func (gs *groups) add(key string, f *delist.Finding) {
	g, ok := gs.at[key]
	if !ok {
		if gs.at == nil {
			gs.at = map[string]*group{}
		}
		g = &group{counts: map[delist.PartyID]int{}}
		gs.at[key] = g
		gs.list = append(gs.list, g)
	}
	g.add(f)
}

// A group is what a table says of one vendor or product.
type group struct {
	first     delist.Finding
	items     []delist.Finding // the first, each thing once
	counts    map[delist.PartyID]int
	parties   []string
	grounds   []delist.GroundRecord
	elsewhere []delist.GroundRecord
	claims    []delist.ClaimRecord
	origins   int
	remedies  []delist.Remedy
	unknown   []string
	resembled delist.Level // of parties that are known by a like name alone
	seen      map[any]bool // lists whose elements are kept
}

func (g *group) add(f *delist.Finding) {
	if len(g.counts) == 0 {
		g.first = *f
		g.seen = map[any]bool{}
	}
	if g.counts[f.Party.ID]++; g.counts[f.Party.ID] == 1 && !slices.Contains(g.parties, f.Party.Name) {
		g.parties = append(g.parties, f.Party.Name)
	}
	if len(g.items) < maxItems && !slices.ContainsFunc(g.items, func(h delist.Finding) bool { return sameThing(&h.Item, &f.Item) }) {
		g.items = append(g.items, *f)
	}
	if f.Attribution.Strength == delist.Named {
		g.resembled = max(g.resembled, f.Level)
	}
	g.origins = max(g.origins, f.Origins)
	sameTerm := func(a, b delist.GroundRecord) bool { return a.Measure == b.Measure && a.Term == b.Term }
	gather(g, &g.grounds, f.Grounds, sameTerm)
	gather(g, &g.elsewhere, f.Elsewhere, sameTerm)
	gather(g, &g.claims, f.Claims, func(a, b delist.ClaimRecord) bool { return a.ID == b.ID })
	gather(g, &g.remedies, f.Remedies, func(a, b delist.Remedy) bool { return a.Text == b.Text })
	gather(g, &g.unknown, f.NotKnown, func(a, b string) bool { return a == b })
}

// gather adds what is not there yet. Findings of one vendor and product share
// their lists, which are gathered once.
func gather[T any](g *group, to *[]T, list []T, same func(a, b T) bool) {
	by := first(list)
	if by == nil || g.seen[by] {
		return
	}
	if len(g.seen) < maxTold {
		g.seen[by] = true
	}
	for _, one := range list {
		if !slices.ContainsFunc(*to, func(other T) bool { return same(one, other) }) {
			*to = append(*to, one)
		}
	}
}

func sameThing(a, b *delist.Item) bool {
	return a.PURL == b.PURL && a.Name == b.Name && a.Version == b.Version
}

// count is how many different items there are: each stands once under every
// party that is behind it.
func (g *group) count() int {
	n := 0
	for _, of := range g.counts {
		n = max(n, of)
	}
	return n
}

func (t *table) group(g *group) {
	level, tail := t.level(g.first.Level, 0), ""
	if c := g.first.Conditional; c != nil {
		if !g.first.Level.Adverse() {
			level = "if so " + t.level(c.Level, 0)
		} else {
			tail = ", " + c.Level.String() + " if the questions below are answered so"
		}
	}
	t.printf("\n%s  %s  %s\n", level, t.bold(Clean(g.first.Party.Name)), t.dim(plural(g.count(), "item")+tail))
	for i := range g.items {
		t.item(&g.items[i])
	}
	if n := g.count() - len(g.items); n > 0 {
		t.printf("    … and %s more\n", plural(n, "item"))
	}
	for i := range g.grounds {
		if i == maxGrounds {
			t.printf("  … more grounds: delist standing %s\n", g.first.Party.ID)
			break
		}
		t.ground(&g.grounds[i])
	}
	t.wayOut(g.remedies, g.unknown)
	t.printf("  %s\n", t.dim("ask further: delist standing "+string(g.first.Party.ID)+" --as AUDIENCE"))
}

func (t *table) item(f *delist.Finding) {
	where := ""
	if n := len(f.Item.Locations); n > 0 {
		where = f.Item.Locations[0].String() + layer(f.Item.Locations[0])
		if n = max(n, f.Item.Places); n > 1 {
			where += fmt.Sprintf(" (+%d)", n-1)
		}
	}
	t.printf("    %s\n", t.fit(fmt.Sprintf("%s %s  %s", f.Item.Name, f.Item.Version, where), 4))
	how := fmt.Sprintf("%s, %s by %s %s", f.Attribution.Role, f.Attribution.Strength, f.Attribution.Identifier.Kind, f.Attribution.Identifier.Value)
	if o := f.Attribution.Identifier; o.Signature != "" {
		how += fmt.Sprintf(" (signature %s: %s)", o.Signature, o.Decided)
	}
	if !f.Attribution.Until.IsZero() {
		how += fmt.Sprintf(" (known until %s)", f.Attribution.Until)
	}
	t.printf("      %s\n", t.dim(t.fit(how, 6)))
	if e := f.Exemption; e != nil {
		t.printf("      %s\n", t.fit(exemptionText(e), 6))
	}
}

func exemptionText(e *delist.Exemption) string {
	if e.Over {
		return fmt.Sprintf("exemption by %s ended on %s and counts no more: %s", e.By, e.Until, e.Reason)
	}
	return fmt.Sprintf("exempted by %s until %s: %s", e.By, e.Until, e.Reason)
}

// ground writes for whom, since when and under what, and what must be answered.
func (t *table) ground(g *delist.GroundRecord) {
	what := t.level(g.Level, 10)
	if g.Effect == delist.Exempt {
		what = fmt.Sprintf("%-10s", g.Effect)
	}
	t.printf("  %s %s, since %s\n", what, join(g.Binds), since(g))
	t.printf("             %s\n", t.fit(g.Title+" ("+g.Citation+")", 13))
	for _, q := range g.Questions {
		t.printf("             %s\n", t.wrap("? "+q.Question+" --given "+q.Key+"=yes|no", 15))
	}
}

func (t *table) writeNotices() {
	if len(t.notices.list) == 0 {
		return
	}
	t.printf("\n%s %s\n", t.bold("Notices"), t.dim(t.fit("no findings: others are bound, something is claimed, or a name is alike", 8)))
	for i, g := range t.notices.list {
		if i == maxNotices {
			t.printf("  … and %d more vendors: --format json has them all\n", len(t.notices.list)-i)
			break
		}
		t.notice(g)
	}
}

func (t *table) notice(g *group) {
	t.printf("  %s  %s\n", t.bold(t.fit(strings.Join(g.parties, ", "), 12)), t.dim(plural(g.count(), "item")))
	shown := min(len(g.items), maxNoticed)
	for i := range g.items[:shown] {
		t.item(&g.items[i])
	}
	if n := g.count() - shown; n > 0 {
		t.printf("    … and %s more\n", plural(n, "item"))
	}
	if g.resembled.Adverse() {
		t.printf("    %s\n", t.fit(fmt.Sprintf("only a name that resembles: %s for you if it is the same party, which this does not say", g.resembled), 4))
	}
	for i := range g.elsewhere {
		if i == maxNoticed {
			t.printf("    … more: delist standing %s\n", g.first.Party.ID)
			break
		}
		e := &g.elsewhere[i]
		t.printf("    %s\n", t.fit(fmt.Sprintf("elsewhere: %s for %s (%s), since %s: %s", e.Level, join(e.Binds), join(e.Acts), since(e), e.Title), 4))
	}
	t.claims(g)
	t.wayOut(g.remedies, g.unknown)
}

// claims says what is claimed, by whom, from how many origins, and that it is
// not law.
func (t *table) claims(g *group) {
	if len(g.claims) == 0 {
		return
	}
	t.printf("    %s\n", t.fit(fmt.Sprintf("%s (not law) from %s:", plural(len(g.claims), "claim"), plural(g.origins, "independent origin")), 4))
	for i := range g.claims {
		if i == maxClaims {
			t.printf("      … %d more: delist standing %s\n", len(g.claims)-i, g.first.Party.ID)
			break
		}
		t.printf("      %s\n", t.wrap(claimText(&g.claims[i]), 8))
	}
}

func claimText(c *delist.ClaimRecord) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, %s", c.Date, c.Kind, c.Speaker)
	if !c.OnRecord {
		b.WriteString(" (not named)")
	}
	fmt.Fprintf(&b, ": %s", c.Text)
	fmt.Fprintf(&b, " [%s: %s", plural(c.Independent, "origin"), strings.Join(c.OriginNames, ", "))
	if c.Reliability != "" || c.Credibility != 0 {
		fmt.Fprintf(&b, "; graded %s", grade(&c.Claim))
	}
	switch c.EvidenceShown {
	case "no":
		b.WriteString("; no evidence shown")
	case "yes":
		b.WriteString("; evidence shown")
	}
	if len(c.Contradicts) > 0 {
		b.WriteString("; contested")
	}
	b.WriteString("]")
	return b.String()
}

// grade writes what a person judged by the Admiralty code: "B2", with "-" for what
// nobody did.
func grade(c *delist.Claim) string {
	reliability, credibility := "-", "-"
	if c.Reliability != "" {
		reliability = c.Reliability
	}
	if c.Credibility != 0 {
		credibility = fmt.Sprint(c.Credibility)
	}
	return reliability + credibility
}

// layer names the layer of an image as tools for images do: by the beginning of
// its digest.
func layer(at delist.Location) string {
	const shown = len("sha256:") + 12
	if at.Layer == "" {
		return ""
	}
	return " in layer " + at.Layer[:min(len(at.Layer), shown)]
}
