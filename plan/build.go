package plan

import (
	"cmp"
	"slices"
	"time"

	"github.com/delistdev/delist"
)

// A Builder makes a plan of the messages of one run, which it takes as their
// handler. What it is told is the plan's when the run is over.
type Builder struct {
	// Made is the time that the plan gets.
	Made      time.Time
	Customers Customers
	// Inputs are the files that were read.
	Inputs []Input
	// Asset is the one that is planned for, where places do not name another.
	Asset string
	// Owners says whose each asset is, by its name.
	Owners map[string]string

	plan   Plan
	shared shared
}

// Handle takes one message.
func (b *Builder) Handle(m delist.Message) error {
	switch {
	case m.Start != nil:
		b.plan = Plan{
			Schema: Schema, Version: m.Start.Version, Made: b.Made.UTC().Truncate(time.Second), Target: m.Start.Target, Asked: m.Start.Asked,
			Customers: b.Customers, Lines: []Line{}, Unread: []delist.Unread{}, Inputs: []Input{},
		}
	case m.Unread != nil && !m.Unread.Mended:
		b.plan.Unread = append(b.plan.Unread, *m.Unread)
	case m.Finding != nil:
		b.line(m.Finding)
	case m.Notice != nil && mayContain(m.Notice):
		b.line(m.Notice)
	case m.Summary != nil:
		b.plan.Complete = m.Summary.Complete
	}
	return nil
}

// Plan returns the plan, once the run is over.
func (b *Builder) Plan() *Plan {
	b.plan.Inputs = append(b.plan.Inputs, b.Inputs...)
	b.plan.ID = b.plan.idOf()
	return &b.plan
}

// mayContain reports whether a notice is of an offer whose title names a party
// that stands adverse: "laptop + X". It accuses nobody, and somebody should look.
func mayContain(f *delist.Finding) bool {
	return f.Item.Kind == delist.Offer && f.Level.Adverse() && f.Attribution.Strength == delist.Named
}

// line adds a line.
func (b *Builder) line(f *delist.Finding) {
	l := Line{
		Number: len(b.plan.Lines) + 1, Finding: f.ID, Level: f.Level, Party: f.Party, Product: f.Product,
		Item: itemOf(&f.Item), Locations: slices.Clone(f.Item.Locations),
		Bundle: isBundle(f), Grounds: b.shared.grounds(f.Grounds), Remedies: b.shared.remedies(f.Remedies),
	}
	if l.Locations == nil {
		l.Locations = []delist.Location{}
	}
	if f.Item.Places > len(f.Item.Locations) {
		l.Places = f.Item.Places
	}
	if f.Conditional != nil {
		l.Conditional, l.Questions = f.Conditional.Level, slices.Clone(f.Conditional.Questions)
	}
	l.Do, l.Why = actionFor(f, l.Bundle)
	if l.Do == Remove || l.Do == Replace || l.Do == Update || l.Do == Review && f.Item.Kind != delist.Offer {
		l.Commands = commandsFor(&f.Item)
	}
	l.Assets = b.assets(l.Locations)
	b.plan.Lines = append(b.plan.Lines, l)
}

func itemOf(it *delist.Item) Item {
	out := Item{Kind: it.Kind, Name: it.Name, Version: it.Version, PURL: it.PURL}
	for i := range it.Identifiers {
		o := &it.Identifiers[i]
		switch o.Kind {
		case delist.GTIN:
			out.GTIN = cmp.Or(out.GTIN, o.Value)
		case delist.PartNumber:
			out.PartNumber = cmp.Or(out.PartNumber, o.Value)
		case delist.OfferID:
			out.OfferID = cmp.Or(out.OfferID, o.Value)
		case delist.Brand:
			out.Brand = cmp.Or(out.Brand, o.Value)
		}
	}
	return out
}

// isBundle reports whether a thing is somebody else's and has the party's product
// in it, or comes with it.
func isBundle(f *delist.Finding) bool {
	if f.Attribution.Role == delist.Embeds {
		return true
	}
	branded := slices.ContainsFunc(f.Item.Identifiers, func(o delist.Observed) bool { return o.Kind == delist.Brand })
	return branded && mayContain(f) && f.Attribution.Identifier.Kind == "title"
}

// actionFor says what is to be done about a finding, and why where it is not plain.
func actionFor(f *delist.Finding, bundle bool) (Action, string) {
	switch e := f.Exemption; {
	case e != nil && !e.Over:
		return Keep, "exempted by " + e.By + " until " + e.Until.String() + ": " + e.Reason
	case bundle && f.Attribution.Role == delist.Embeds:
		return Review, "somebody else's product that has this one in it"
	case bundle:
		return Review, "somebody else's product whose title says that this one comes with it"
	case f.Attribution.Strength == delist.Named:
		return Review, "nothing but the title names the vendor"
	case !f.Level.Adverse():
		return Review, "it depends on the questions"
	case !f.Attribution.Role.MakesIt():
		return Review, "the vendor is its " + string(f.Attribution.Role) + " and did not make it"
	case f.Item.Kind == delist.Offer:
		return Withdraw, ""
	}
	for _, r := range f.Remedies {
		switch r.Kind {
		case delist.Replacement:
			return Replace, r.Text
		case delist.DroppedBy:
			return Update, r.Text
		}
	}
	return Remove, ""
}

// assets returns whose inventories the places are.
func (b *Builder) assets(places []delist.Location) (list []Asset) {
	seen := map[string]bool{}
	for i := range places {
		if name := cmp.Or(places[i].Asset, b.Asset); name != "" && !seen[name] {
			seen[name] = true
			list = append(list, Asset{Name: name, Owner: b.Owners[name]})
		}
	}
	return list
}

// shared holds what lines have in common, once: thousands of offers stand under
// the same measures.
type shared struct {
	byGround map[*delist.GroundRecord][]Ground
	byRemedy map[*delist.Remedy][]Remedy
}

func (s *shared) grounds(list []delist.GroundRecord) []Ground {
	if len(list) == 0 {
		return []Ground{}
	}
	if known, ok := s.byGround[&list[0]]; ok {
		return known
	}
	var short []Ground
	for i := range list {
		g := &list[i]
		short = append(short, Ground{Measure: g.Measure, Title: g.Title, Citation: g.Citation, Level: g.Level, From: g.From, Source: g.Source})
	}
	if s.byGround == nil {
		s.byGround = map[*delist.GroundRecord][]Ground{}
	}
	s.byGround[&list[0]] = short
	return short
}

func (s *shared) remedies(list []delist.Remedy) []Remedy {
	if len(list) == 0 {
		return nil
	}
	if known, ok := s.byRemedy[&list[0]]; ok {
		return known
	}
	var short []Remedy
	for i := range list {
		r := Remedy{Kind: list[i].Kind, By: list[i].By, Version: list[i].Version, Text: list[i].Text}
		if len(list[i].Sources) > 0 {
			r.Source = list[i].Sources[0].URL
		}
		short = append(short, r)
	}
	if s.byRemedy == nil {
		s.byRemedy = map[*delist.Remedy][]Remedy{}
	}
	s.byRemedy[&list[0]] = short
	return short
}
