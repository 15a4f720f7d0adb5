package form

import (
	"fmt"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

func drawExposure(p *page, r *Report) {
	p.heading(2, "Who, where, since when")
	if len(r.Exposure) == 0 {
		p.text("No product of a party that stands adversely was found.")
		return
	}
	*p = append(*p, block{Bars: bars(r.Exposure)})
	t := &table{Head: []string{"Vendor", "Level", "Items", "Where", "Since"}}
	for i := range r.Exposure {
		e := &r.Exposure[i]
		t.Rows = append(t.Rows, []string{
			e.Party.Name, levelText(e), fmt.Sprintf("%d: %s", e.Items, some(e.Shown, e.Items)),
			some(e.Assets[:min(len(e.Assets), shownItems)], len(e.Assets)), since(e, r.place()),
		})
	}
	p.table(t)
	p.heading(3, "On what grounds")
	var answers []shownAnswer
	for i := range r.Exposure {
		answers = append(answers, shownAnswer{Label: clean(r.Exposure[i].Party.Name), Lines: cleanAll(r.Exposure[i].Grounds)})
	}
	*p = append(*p, block{Answers: answers})
}

func bars(list []Exposure) []bar {
	most := 1
	for i := range list {
		most = max(most, list[i].Items)
	}
	var out []bar
	for i := range list {
		e := &list[i]
		out = append(out, bar{clean(e.Party.Name), e.Items, max(1, 100*e.Items/most), max(e.Level, e.Conditional).String()})
	}
	return out
}

func levelText(e *Exposure) string {
	if e.Conditional > e.Level {
		return fmt.Sprintf("%s, or %s if so", e.Level, e.Conditional)
	}
	return e.Level.String()
}

// some lists names, and says how many more there are.
func some(names []string, total int) string {
	text := strings.Join(names, ", ")
	if more := total - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

func since(e *Exposure, zone *time.Location) string {
	if e.Since.IsZero() {
		return "not in the ledger"
	}
	return at(e.Since, zone)
}

func drawClaims(p *page, r *Report) {
	if len(r.Claims) == 0 {
		return
	}
	p.heading(2, "What is claimed")
	p.text("Claims change no level. They stand here apart, with who made them and from how many independent origins they come.")
	t := &table{Head: []string{"Date", "Kind", "By", "Claim", "Origins"}}
	for i := range r.Claims {
		c := &r.Claims[i]
		t.Rows = append(t.Rows, []string{c.Date.String(), string(c.Kind), speaker(c), c.Text, fmt.Sprint(c.Independent)})
	}
	p.table(t)
}

func speaker(c *delist.ClaimRecord) string {
	if !c.OnRecord {
		return c.Speaker + " (not on record)"
	}
	return c.Speaker
}

func drawPlan(p *page, r *Report) {
	p.heading(2, "What is planned")
	if len(r.Plan) == 0 {
		p.text("No plan was given.")
		return
	}
	t := &table{Head: []string{"What", "Where", "Whose"}}
	for _, l := range r.Plan {
		t.Rows = append(t.Rows, []string{l.What, l.Where, l.Owner})
	}
	p.table(t)
}

// shownUnread bounds how many unread places a report lists.
const shownUnread = 50

func drawInquiry(p *page, r *Report) {
	p.heading(2, "What was searched")
	if r.inquiry != "" {
		p.text("%s", r.inquiry)
	}
	if len(r.Inquiry.Searched) == 0 {
		p.text("Nothing.")
		return
	}
	t := &table{Head: []string{"Inventory", "Asked as", "Act", "Day judged", "Items", "Taken", "Read"}}
	for i := range r.Inquiry.Searched {
		t.Rows = append(t.Rows, searchedRow(&r.Inquiry.Searched[i], r.place()))
	}
	p.table(t)
	for _, v := range r.Inquiry.Versions {
		p.text("By: %s.", v)
	}
	drawUnread(p, r.Inquiry.Unread)
}

func searchedRow(s *Searched, zone *time.Location) []string {
	var as []string
	for _, a := range s.Asked.As {
		as = append(as, string(a))
	}
	taken, read := "not recorded", "in whole"
	if !s.Last.IsZero() {
		taken = at(s.Last, zone)
	}
	if !s.Complete {
		read = "in part"
	}
	return []string{s.Name, strings.Join(as, ", "), string(s.Asked.Act), s.Asked.On.String(), fmt.Sprint(s.Items), taken, read}
}

func drawUnread(p *page, unread []delist.Unread) {
	var rows [][]string
	for _, u := range unread {
		if !u.Mended {
			rows = append(rows, []string{delist.Location{Path: u.Path, Line: u.Line, Object: u.Object}.String(), u.Reason})
		}
	}
	if len(rows) == 0 {
		return
	}
	p.heading(3, "What could not be read: %d", len(rows))
	p.table(&table{Head: []string{"Place", "Why"}, Rows: rows[:min(len(rows), shownUnread)]})
	if more := len(rows) - shownUnread; more > 0 {
		p.text("And %d more.", more)
	}
}
