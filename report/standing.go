package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// Standing writes where a party or product stands as a timeline: every act that
// reaches it in the order of its dates, those that decide for the asker marked.
func Standing(w io.Writer, s *delist.StandingRecord, opts Options) error {
	c := &canvas{w: w, opts: opts}
	subject := s.Party
	if subject == nil {
		subject = s.Product
	}
	c.printf("%s  %s\n", c.level(s.Level, 0), c.bold(Clean(subject.Name)))
	c.printf("%s\n", c.dim(asked(s.Asked)))
	for _, p := range s.Behind {
		c.printf("%s\n", c.dim("behind it: "+Clean(p.Name)))
	}
	if s.Conditional != nil {
		c.printf("%s\n", c.wrap(fmt.Sprintf("%s, if these are answered so:", s.Conditional.Level), 0))
		for _, q := range s.Conditional.Questions {
			c.printf("  %s\n", c.wrap("? "+q.Question+" --given "+q.Key+"=yes|no", 4))
		}
	}
	c.timeline(s)
	c.said(s)
	c.wayOut(s.Remedies, s.NotKnown)
	return c.err
}

func (c *canvas) timeline(s *delist.StandingRecord) {
	all := append(slices.Clone(s.Grounds), s.Elsewhere...)
	if len(all) == 0 {
		c.printf("\n%s\n", c.wrap("No official act on record reaches it. That is what the register knows, and not a recommendation.", 0))
		return
	}
	slices.SortStableFunc(all, func(a, b delist.GroundRecord) int {
		return cmp.Or(cmp.Compare(dated(&a).String(), dated(&b).String()), cmp.Compare(a.Measure, b.Measure))
	})
	c.printf("\n")
	for i := range all {
		c.act(&all[i])
	}
	c.printf("\n%s\n", c.dim("● decides for you  ◐ open question  ○ does not decide, and why"))
}

// act writes one term on the timeline.
func (c *canvas) act(g *delist.GroundRecord) {
	mark := "●"
	switch {
	case g.Why != "":
		mark = "○"
	case len(g.Questions) > 0:
		mark = "◐"
	}
	from := dated(g).String()
	if g.From.IsZero() || g.Precision != "" && g.Precision != "day" {
		from = "~" + from
	}
	tail := ""
	if g.Why != "" {
		tail = " — " + whyText(g)
	}
	what := c.level(g.Level, 10)
	if g.Effect == delist.Exempt {
		what = fmt.Sprintf("%-10s", g.Effect)
	}
	c.printf("%s %-11s %s %s\n", mark, from, what, c.fit(fmt.Sprintf("%s: %s%s", join(g.Binds), join(g.Acts), tail), 25))
	c.printf("              %s\n", c.fit(g.Title, 14))
	c.printf("              %s\n", c.dim(c.fit(basis(g), 14)))
	for _, q := range g.Questions {
		c.printf("              %s\n", c.wrap("? "+q.Question+" --given "+q.Key+"=yes|no", 16))
	}
	if len(g.Path) > 0 {
		c.printf("              %s\n", c.dim(c.fit("reaches it through "+pathText(g.Path), 14)))
	}
}

// dated is the day at which a term stands on the timeline: its start, or, where
// none was published, the day on which its measure was made known.
func dated(g *delist.GroundRecord) delist.Date {
	if g.From.IsZero() {
		return g.Announced
	}
	return g.From
}

func basis(g *delist.GroundRecord) string {
	text := g.Citation
	if g.Subject != "" {
		text += "; names “" + g.Subject + "”"
	}
	if !g.Confirmed {
		text += "; unconfirmed"
	}
	return text
}

func whyText(g *delist.GroundRecord) string {
	switch g.Why {
	case delist.WhyBindsOthers:
		return "binds others"
	case delist.WhyOtherAct:
		return "another act"
	case delist.WhyNotYet:
		return "not yet in force"
	case delist.WhyOver:
		if !g.Until.IsZero() {
			return "over since " + g.Until.String()
		}
		return "over"
	case delist.WhyNoEffect:
		return fmt.Sprintf("%s, no legal effect", g.Status)
	case delist.WhyOtherObject:
		return "about something else"
	case delist.WhyDepth:
		return "does not look so deep inside"
	case delist.WhyAnswered:
		return "its condition is not met"
	case delist.WhyLifted:
		return "lifted by an exemption"
	case delist.WhyNothingToLift:
		return "nothing for it to lift here"
	}
	return string(g.Why)
}

func pathText(path []delist.Step) string {
	var b strings.Builder
	for i, step := range path {
		if i > 0 {
			b.WriteString("; ")
		}
		from, to := step.From, step.To
		if step.Back {
			from, to = to, from
		}
		fmt.Fprintf(&b, "%s %s %s", from, step.Relation.Kind, to)
		if step.Relation.Percent > 0 {
			fmt.Fprintf(&b, " (%g %%)", step.Relation.Percent)
		}
	}
	return b.String()
}

// said writes the claims beside the standing.
func (c *canvas) said(s *delist.StandingRecord) {
	if len(s.Claims) == 0 {
		return
	}
	c.printf("\n%s %s\n", c.bold("Claims"), c.dim(fmt.Sprintf("%d from %s; they change no level",
		len(s.Claims), plural(s.Origins, "independent origin"))))
	for i := range s.Claims {
		c.printf("  %s\n", c.wrap(claimText(&s.Claims[i]), 4))
	}
}
