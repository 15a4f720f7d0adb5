package stories

import (
	"fmt"
	"strings"

	"github.com/delistdev/delist/evidence"
)

// A page is the text of a document as it grows.
type page struct {
	text  []byte
	scan  *scanner
	marks []evidence.Mark
	style quoteStyle
}

// A quoteStyle is the marks that a newspaper sets.
type quoteStyle struct{ open, close, apostrophe string }

var quoteStyles = []quoteStyle{{"“", "”", "’"}, {"‘", "’", "’"}, {"'", "'", "'"}, {"“", "”", "'"}, {`"`, `"`, "’"}, {"``", "''", "'"}}

// write appends s and returns where it stands.
func (g *page) write(s string) evidence.Span {
	start := len(g.text)
	if g.style.open != "" && strings.ContainsAny(s, `"'`) {
		s = g.style.of(s)
	}
	g.text = g.scan.write(g.text, s)
	return evidence.Span{Start: start, End: len(g.text)}
}

// paragraph begins a paragraph, unless the text begins.
func (g *page) paragraph() {
	if len(g.text) > 0 {
		g.text = append(g.text, "\n\n"...)
	}
}

// note writes a paragraph that is no part of the story.
func (g *page) note(field, s string) string {
	g.paragraph()
	span := g.write(s)
	g.marks = append(g.marks, evidence.Mark{Field: field, Span: span})
	return string(g.text[span.Start:span.End])
}

// of sets the marks of s in this style. A mark opens at the start and after a
// space or bracket.
func (q quoteStyle) of(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := range len(s) {
		switch {
		case s[i] == '\'':
			b.WriteString(q.apostrophe)
		case s[i] != '"':
			b.WriteByte(s[i])
		case i == 0 || s[i-1] == ' ' || s[i-1] == '(':
			b.WriteString(q.open)
		default:
			b.WriteString(q.close)
		}
	}
	return b.String()
}

// finish lays the pieces out as an article about the story s.
func (p *press) finish(s *Story, kind Kind) *Document {
	d := &Document{}
	d.MediaType, d.Language, d.Precision = "text/plain", "en", "day"
	g := &page{scan: p.scan, text: make([]byte, 0, 4096)}
	if p.edits&QuoteMarks != 0 {
		g.style = quoteStyles[p.r.IntN(len(quoteStyles))]
	}
	v := &voice{r: p.r, facts: p.factsOf(s), lists: s.event.topic.lists, seen: ^uint32(0), event: s.event.seed}
	paper := v.line(p.bank, "paper")
	d.Publisher = strings.ToUpper(paper[:1]) + paper[1:]
	d.Printed = s.Date.AddDays(p.r.IntN(3) * p.r.IntN(3))
	d.Title = s.Headline
	if p.edits&Headline != 0 {
		d.Title = v.sentence(pickLine(v, headlineRole, s.event.topic).text)
	}
	if p.r.IntN(5) < 3 {
		d.Title = g.note("title", d.Title)
	}
	d.Author = s.Author
	caption := -1
	if p.edits&Captions != 0 {
		caption = p.r.IntN(1 + len(p.pieces)/2)
	}
	g.paragraph()
	if p.edits&Dateline != 0 {
		p.dateline(g, d, s)
	}
	p.lay(g, v, s, caption)
	p.foot(g, d, v, s)
	d.Text = string(g.text)
	d.Bytes = int64(len(d.Text))
	d.Marks = g.marks
	d.Label = Label{Kind: kind, Draws: p.draws(), Cites: p.placed(), Edits: p.edits.names(), Noise: p.noise}
	return d
}

// lay writes the sentences, with a caption before the paragraph that holds the one
// of that number.
func (p *press) lay(g *page, v *voice, s *Story, caption int) {
	for i := range p.pieces {
		c := &p.pieces[i]
		if i > 0 && i >= caption && caption > 0 && c.newPara {
			g.note("caption", v.sentence(pickLine(v, captionRole, s.event.topic).text))
			caption = -1
		}
		switch {
		case i == 0:
		case c.newPara:
			g.paragraph()
		default:
			g.text = append(g.text, ' ')
		}
		c.span = g.write(c.text)
	}
}

var monthsShort = [...]string{"Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"}

func (p *press) dateline(g *page, d *Document, s *Story) {
	d.Place = s.Place
	place := s.Place
	if p.r.IntN(2) == 0 {
		place = strings.ToUpper(place)
	}
	span := g.write(place)
	g.marks = append(g.marks, evidence.Mark{Field: "place", Span: span})
	t := s.Date.Time()
	switch p.r.IntN(5) {
	case 0:
		g.write(fmt.Sprintf(", %s %d (%s) - ", monthsShort[t.Month()-1], t.Day(), s.credit()))
		d.Agency = s.credit()
	case 1:
		g.write(" (" + s.credit() + ") — ")
		d.Agency = s.credit()
	case 2:
		g.write(fmt.Sprintf(", %d %s: ", t.Day(), t.Month()))
	default:
		g.write(" — ")
	}
}

// foot writes what stands below articles.
func (p *press) foot(g *page, d *Document, v *voice, s *Story) {
	if p.edits&Captions == 0 {
		if p.r.IntN(4) == 0 {
			d.Agency = g.note("agency", s.credit())
		}
		return
	}
	year := s.Date.Time().Year()
	switch p.r.IntN(6) {
	case 0:
		g.note("copyright", fmt.Sprintf("© %d %s", year, s.credit()))
		d.Agency = s.credit()
	case 1:
		g.note("copyright", fmt.Sprintf("Copyright %d %s. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.", year, s.Outlet))
		d.Agency = s.Outlet
	case 2:
		g.note("author", fmt.Sprintf("(Reporting by %s; editing by %s %s)", s.Author, v.line(p.bank, "given.m"), v.line(p.bank, "surname")))
	case 3:
		g.note("notice", "This document is subject to copyright. No part may be reproduced without written permission. The content is provided for information only.")
	case 4:
		g.note("citation", fmt.Sprintf("Citation: %s (%d, %s %d)", d.Title, year, s.Date.Time().Month(), s.Date.Time().Day()))
	case 5:
		g.note("notice", "Read more: "+s.event.facts[p.bank.names["city2"]]+" prepares for a long winter")
	}
}

// draws puts the pieces of each story together.
func (p *press) draws() []Draw {
	var draws []Draw
	for i := range p.pieces {
		c := &p.pieces[i]
		if c.story == nil {
			continue
		}
		at := 0
		for at < len(draws) && draws[at].Origin != c.story.ID {
			at++
		}
		if at == len(draws) {
			draws = append(draws, Draw{Origin: c.story.ID, Own: c.own})
		}
		draws[at].Sentences = append(draws[at].Sentences, c.sentence)
		draws[at].Spans = append(draws[at].Spans, c.span)
	}
	return draws
}

// placed returns the citations with their places in the text.
func (p *press) placed() []Citation {
	var placed []Citation
	for _, c := range p.cites {
		for i := range p.pieces {
			s := p.pieces[i].story
			if s != nil && s.ID == c.By && p.pieces[i].sentence == c.Sentence {
				c.Span = p.pieces[i].span
				placed = append(placed, c)
			}
		}
	}
	return placed
}

func pickLine(v *voice, ro role, t *topic) *line {
	return &t.lines[ro][v.r.IntN(len(t.lines[ro]))]
}

// factsOf returns the facts of a story's event with what its outlet calls itself.
func (p *press) factsOf(s *Story) []string {
	facts := append(make([]string, 0, len(s.event.facts)), s.event.facts...)
	p.bank.set(facts, "", []string{"self", "onday"}, []string{s.short, "on " + s.event.facts[p.bank.names["day"]]})
	return facts
}
