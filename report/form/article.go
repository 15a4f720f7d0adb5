package form

import (
	"slices"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// A group is one finding wherever it was seen.
type group []*delist.Sighting

func (g group) finding() *delist.Finding { return &g[0].Finding }

// addArticles puts the sightings that the form is about together by finding, in
// their order, and answers the fields of each.
func (m *maker) addArticles() {
	at := map[string]int{}
	for i := range m.in.Sightings {
		s := &m.in.Sightings[i]
		if len(m.rests(&s.Finding)) == 0 && len(m.form.Measures) > 0 {
			continue
		}
		n, ok := at[s.Finding.ID]
		if !ok {
			n = len(m.items)
			at[s.Finding.ID], m.items = n, append(m.items, nil)
		}
		m.items[n] = append(m.items[n], s)
	}
	if !m.form.shows(ArticlesSection) {
		return
	}
	for i, g := range m.items {
		m.report.Articles = append(m.report.Articles, m.article(i+1, g))
	}
}

// rests returns the grounds of a finding that the form is about.
func (m *maker) rests(f *delist.Finding) []*delist.GroundRecord {
	var found []*delist.GroundRecord
	for i := range f.Grounds {
		if slices.Contains(m.form.Measures, f.Grounds[i].Measure) {
			found = append(found, &f.Grounds[i])
		}
	}
	return found
}

func (m *maker) article(number int, g group) Article {
	f := g.finding()
	a := Article{
		Number: number, Finding: f.ID, Title: nameOf(f), Party: f.Party, Role: f.Attribution.Role, Level: f.Level,
		Asked: g[0].Asked, Waived: f.Exemption, Fields: []Answer{}, Seen: []Seen{},
	}
	grounds := m.rests(f)
	a.Open = openQuestions(grounds)
	for _, s := range g {
		a.Seen = append(a.Seen, seen(s))
	}
	for _, id := range m.stage.Asks {
		field := m.form.field(id)
		if field.Scope != OfItem {
			continue
		}
		answer := m.answer(field, f.ID)
		if answer.Text == "" && field.Fill != "" {
			answer.Text, answer.Basis = itemFills[field.Fill](about{f, grounds, a.Seen})
		}
		a.Fields = append(a.Fields, answer)
		m.ask(field, answer, number, f.ID)
	}
	return a
}

// openQuestions returns the questions on which every one of the grounds hangs;
// none where a ground stands without.
func openQuestions(grounds []*delist.GroundRecord) []string {
	var open []string
	for _, g := range grounds {
		if len(g.Questions) == 0 && g.Condition == nil {
			return nil
		}
		for _, q := range g.Questions {
			open = append(open, q.Question)
		}
		if len(g.Questions) == 0 {
			open = append(open, g.Condition.Question)
		}
	}
	return slices.Compact(open)
}

func seen(s *delist.Sighting) Seen {
	item := &s.Finding.Item
	out := Seen{Asset: s.Asset, Places: item.Locations, Count: max(item.Places, len(item.Locations)), Gone: utc(s.Gone)}
	if s.Record > 0 {
		out.First, out.Record = utc(s.First), s.Record
	}
	return out
}

func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

func nameOf(f *delist.Finding) string { return strings.TrimSpace(f.Item.Name + " " + f.Item.Version) }
