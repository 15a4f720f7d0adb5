package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// table writes a scan for people: vendors, the gravest first, with their items,
// for whom, since when, under what, and how to ask further.
type table struct {
	canvas
	start    delist.Start
	findings []delist.Finding
	notices  []delist.Finding
	unread   int
}

func (t *table) Handle(m delist.Message) error {
	switch {
	case m.Start != nil:
		t.start = *m.Start
	case m.Finding != nil:
		t.findings = append(t.findings, *m.Finding)
	case m.Notice != nil:
		t.notices = append(t.notices, *m.Notice)
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
	groups := byParty(t.findings)
	for i, group := range groups {
		if i == maxGroups {
			t.printf("\n… and %d more vendors: --format json has them all\n", len(groups)-i)
			break
		}
		t.group(group)
	}
	t.writeNotices()
	if len(t.findings) == 0 && s.Complete {
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

// byParty groups findings by party and keeps their order.
func byParty(findings []delist.Finding) [][]delist.Finding {
	at := map[delist.PartyID]int{}
	var groups [][]delist.Finding
	for _, f := range findings {
		i, ok := at[f.Party.ID]
		if !ok {
			i = len(groups)
			at[f.Party.ID] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

func (t *table) group(group []delist.Finding) {
	first := &group[0]
	level, tail := t.level(first.Level, 0), ""
	if c := first.Conditional; c != nil {
		if !first.Level.Adverse() {
			level = "if so " + t.level(c.Level, 0)
		} else {
			tail = ", " + c.Level.String() + " if the questions below are answered so"
		}
	}
	t.printf("\n%s  %s  %s\n", level, t.bold(Clean(first.Party.Name)), t.dim(plural(len(group), "item")+tail))
	for i := range group {
		if i == maxItems {
			t.printf("    … and %s more\n", plural(len(group)-i, "item"))
			break
		}
		t.item(&group[i])
	}
	for i, g := range distinct(group, groundsOf) {
		if i == maxGrounds {
			t.printf("  … more grounds: delist standing %s\n", first.Party.ID)
			break
		}
		t.ground(&g)
	}
	t.remedies(group)
	t.printf("  %s\n", t.dim("ask further: delist standing "+string(first.Party.ID)+" --as AUDIENCE"))
}

func (t *table) item(f *delist.Finding) {
	where := ""
	if n := len(f.Item.Locations); n > 0 {
		where = f.Item.Locations[0].String() + layer(f.Item.Locations[0])
		if n > 1 {
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

// distinct returns the grounds of a group, each term once.
func distinct(group []delist.Finding, of func(delist.Finding) []delist.GroundRecord) []delist.GroundRecord {
	var list []delist.GroundRecord
	for _, f := range group {
		for _, g := range of(f) {
			if !slices.ContainsFunc(list, func(h delist.GroundRecord) bool { return h.Measure == g.Measure && h.Term == g.Term }) {
				list = append(list, g)
			}
		}
	}
	return list
}

func groundsOf(f delist.Finding) []delist.GroundRecord   { return f.Grounds }
func elsewhereOf(f delist.Finding) []delist.GroundRecord { return f.Elsewhere }

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

// remedies writes what is not known of the group's products, and the ways out
// that are on record.
func (t *table) remedies(group []delist.Finding) {
	var remedies []delist.Remedy
	var unknown []string
	for _, f := range group {
		for _, r := range f.Remedies {
			if !slices.ContainsFunc(remedies, func(told delist.Remedy) bool { return told.Text == r.Text }) {
				remedies = append(remedies, r)
			}
		}
		for _, question := range f.NotKnown {
			if !slices.Contains(unknown, question) {
				unknown = append(unknown, question)
			}
		}
	}
	t.wayOut(remedies, unknown)
}

func (t *table) writeNotices() {
	if len(t.notices) == 0 {
		return
	}
	t.printf("\n%s %s\n", t.bold("Notices"), t.dim(t.fit("no findings: others are bound, something is claimed, or a name is alike", 8)))
	groups := byThing(t.notices)
	for i, group := range groups {
		if i == maxNotices {
			t.printf("  … and %d more vendors: --format json has them all\n", len(groups)-i)
			break
		}
		t.notice(group)
	}
}

// byThing groups notices by product, and those without one by party.
func byThing(notices []delist.Finding) [][]delist.Finding {
	at := map[string]int{}
	var groups [][]delist.Finding
	for _, f := range notices {
		key := "product " + string(f.Attribution.Product)
		if f.Attribution.Product == "" {
			key = "party " + string(f.Party.ID)
		}
		i, ok := at[key]
		if !ok {
			i = len(groups)
			at[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

func (t *table) notice(group []delist.Finding) {
	var parties, seen []string
	var items []*delist.Finding
	for i := range group {
		f := &group[i]
		if !slices.Contains(parties, f.Party.Name) {
			parties = append(parties, f.Party.Name)
		}
		if what := f.Item.PURL + " " + f.Item.Name + " " + f.Item.Version; !slices.Contains(seen, what) {
			seen = append(seen, what)
			items = append(items, f)
		}
	}
	t.printf("  %s  %s\n", t.bold(t.fit(strings.Join(parties, ", "), 12)), t.dim(plural(len(items), "item")))
	for i, f := range items {
		if i == maxNoticed {
			t.printf("    … and %s more\n", plural(len(items)-i, "item"))
			break
		}
		t.item(f)
	}
	if level := resembled(group); level.Adverse() {
		t.printf("    %s\n", t.fit(fmt.Sprintf("only a name that resembles: %s for you if it is the same party, which this does not say", level), 4))
	}
	for i, g := range distinct(group, elsewhereOf) {
		if i == maxNoticed {
			t.printf("    … more: delist standing %s\n", group[0].Party.ID)
			break
		}
		t.printf("    %s\n", t.fit(fmt.Sprintf("elsewhere: %s for %s (%s), since %s: %s", g.Level, join(g.Binds), join(g.Acts), since(&g), g.Title), 4))
	}
	t.claims(group)
	t.remedies(group)
}

// resembled is the gravest level of parties that are known by a like name alone.
func resembled(group []delist.Finding) delist.Level {
	level := delist.Clear
	for i := range group {
		if group[i].Attribution.Strength == delist.Named {
			level = max(level, group[i].Level)
		}
	}
	return level
}

// claims says what is claimed, by whom, from how many origins, and that it is
// not law.
func (t *table) claims(group []delist.Finding) {
	var list []delist.ClaimRecord
	most := 0
	for _, f := range group {
		most = max(most, f.Origins)
		for _, c := range f.Claims {
			if !slices.ContainsFunc(list, func(told delist.ClaimRecord) bool { return told.ID == c.ID }) {
				list = append(list, c)
			}
		}
	}
	if len(list) == 0 {
		return
	}
	t.printf("    %s\n", t.fit(fmt.Sprintf("%s (not law) from %s:", plural(len(list), "claim"), plural(most, "independent origin")), 4))
	for i := range list {
		if i == maxClaims {
			t.printf("      … %d more: delist standing %s\n", len(list)-i, group[0].Party.ID)
			break
		}
		t.printf("      %s\n", t.wrap(claimText(&list[i]), 8))
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

// layer names the layer of an image as tools for images do: by the beginning of
// its digest.
func layer(at delist.Location) string {
	const shown = len("sha256:") + 12
	if at.Layer == "" {
		return ""
	}
	return " in layer " + at.Layer[:min(len(at.Layer), shown)]
}
