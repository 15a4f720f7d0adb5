package form

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// An Exposure says where one party's products are and how that party stands.
type Exposure struct {
	Party       delist.PartyRef `json:"party"`
	Level       delist.Level    `json:"level"`
	Conditional delist.Level    `json:"conditional,omitzero"`
	Items       int             `json:"items"` // different items
	Assets      []string        `json:"assets"`
	// Since is when the first of them was seen by the ledger; zero: not there.
	Since   time.Time `json:"since,omitzero"`
	Grounds []string  `json:"grounds"`
	Shown   []string  `json:"shown"` // names of items, the first few
}

const shownItems = 10

// addExposure sums the sightings up by party, gravest first, with the claims
// about them and what is planned.
func (m *maker) addExposure() {
	if m.form.shows(ExposureSection) {
		m.report.Exposure = []Exposure{}
		at := map[string]int{}
		for _, g := range m.items {
			f := g.finding()
			key := cmp.Or(string(f.Party.ID), f.Party.Name)
			n, ok := at[key]
			if !ok {
				n = len(m.report.Exposure)
				at[key] = n
				m.report.Exposure = append(m.report.Exposure, Exposure{Party: f.Party, Assets: []string{}, Grounds: []string{}, Shown: []string{}})
			}
			m.report.Exposure[n].add(g)
		}
		slices.SortStableFunc(m.report.Exposure, func(a, b Exposure) int {
			return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(b.Items, a.Items), strings.Compare(a.Party.Name, b.Party.Name))
		})
	}
	if m.form.shows(ClaimsSection) {
		m.report.Claims = claims(m.items)
	}
	if m.form.shows(PlanSection) {
		m.report.Plan = m.in.Plan
	}
}

// add counts an item, with what each question that was asked about it has found.
func (e *Exposure) add(g group) {
	e.Items++
	if len(e.Shown) < shownItems {
		e.Shown = append(e.Shown, nameOf(g.finding()))
	}
	for _, s := range g {
		f := &s.Finding
		e.Level = max(e.Level, f.Level)
		if f.Conditional != nil {
			e.Conditional = max(e.Conditional, f.Conditional.Level)
		}
		e.Assets = appendNew(e.Assets, s.Asset)
		if s.Record > 0 && (e.Since.IsZero() || s.First.Before(e.Since)) {
			e.Since = s.First.UTC()
		}
		for i := range f.Grounds {
			e.Grounds = appendNew(e.Grounds, groundText(&f.Grounds[i]))
		}
	}
}

func groundText(g *delist.GroundRecord) string {
	text := fmt.Sprintf("%s by %s (%s)", g.Level, g.Title, g.Citation)
	if !g.From.IsZero() {
		text += ", from " + g.From.String()
	}
	for _, q := range g.Questions {
		text += "; if so: " + q.Question
	}
	if !g.Confirmed {
		text += "; not confirmed"
	}
	return text
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// claims returns every claim about the findings once.
func claims(items []group) []delist.ClaimRecord {
	var all []delist.ClaimRecord
	known := map[delist.ClaimID]bool{}
	for _, g := range items {
		for _, c := range g.finding().Claims {
			if !known[c.ID] {
				known[c.ID] = true
				all = append(all, c)
			}
		}
	}
	return all
}
