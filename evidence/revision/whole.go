package revision

import (
	"slices"
	"strings"

	"github.com/delistdev/delist/evidence"
)

// paragraphs adds the changes of paragraphs between words that both sides have.
func (c *comparison) paragraphs() {
	for n, p := range c.pairs {
		a, b := c.a.words(p.a), c.b.words(p.b)
		if n > 0 {
			q := c.pairs[n-1]
			if q.a.to == p.a.from && q.b.to == p.b.from {
				c.gap(a.from, b.from)
			}
		}
		for i := a.from + 1; i < a.to; i++ {
			if j := c.a.match[i]; j > b.from {
				c.gap(i, j)
			}
		}
	}
}

// gap adds a change where a paragraph begins at one of two tokens only.
func (c *comparison) gap(i, j int32) {
	x, y := c.a.tokens[i].breaks, c.b.tokens[j].breaks
	if x == y {
		return
	}
	ch := change{a: stretch{i, i}, b: stretch{j, j}, kind: Merged, pair: gapPair,
		meaning: []Meaning{{Kind: Paragraph, Why: "two paragraphs are one in the second print"}}}
	if y {
		ch.kind, ch.meaning[0].Why = Split, "one paragraph is two in the second print"
	}
	c.changes = append(c.changes, ch)
}

// gapPair marks the changes whose spans are the space before a token.
const gapPair = -2

// before returns the space before a token.
func (s *side) before(i int32) evidence.Span {
	at := evidence.Span{End: int(s.tokens[i].start)}
	if i > 0 {
		at.Start = int(s.tokens[i-1].end)
	}
	return at
}

// wholeSentences adds the sentences that one side has, and those that moved.
func (c *comparison) wholeSentences() {
	inA, inB := free(len(c.a.sentences)), free(len(c.b.sentences))
	for n, p := range c.pairs {
		if p.moved {
			c.movedSentence(p)
		}
		paint(inA, p.a, int32(n))
		paint(inB, p.b, int32(n))
	}
	c.loneSentences(&c.a, inA, Deleted)
	c.loneSentences(&c.b, inB, Inserted)
}

func (c *comparison) movedSentence(p pair) {
	c.changes = append(c.changes, change{a: c.a.words(p.a), b: c.b.words(p.b), kind: Moved, pair: -1,
		meaning: []Meaning{{Kind: Sentence, Why: "the sentence stands elsewhere"}}})
}

// loneSentences adds the sentences of a side that are in no pair, those of one
// paragraph together, each at the place behind the pair before it.
func (c *comparison) loneSentences(s *side, in []int32, kind Kind) {
	place := int32(0) // on the other side
	for i := 0; i < len(in); i++ {
		if n := in[i]; n >= 0 {
			if p := c.pairs[n]; !p.moved {
				if place = c.a.words(p.a).to; kind == Deleted {
					place = c.b.words(p.b).to
				}
			}
			continue
		}
		end := i + 1
		for end < len(in) && in[end] < 0 && s.sentences[end].field == s.sentences[i].field && !s.tokens[s.sentences[end].from].breaks {
			end++
		}
		r := s.words(stretch{int32(i), int32(end)})
		x := change{a: r, b: stretch{place, place}, kind: kind, pair: -1}
		if kind == Inserted {
			x.a, x.b = x.b, r
		}
		x.meaning = []Meaning{c.loneMeaning(s, r, s.sentences[i].field, kind)}
		c.changes = append(c.changes, x)
		i = end - 1
	}
}

func (c *comparison) loneMeaning(s *side, r stretch, field string, kind Kind) Meaning {
	m := Meaning{Kind: Sentence, A: s.text(r), Alters: true, Why: "it stands in the first print only"}
	other := c.b.doc
	if kind == Inserted {
		m.A, m.B, other = "", m.A, c.a.doc
		m.Why = "it stands in the second print only"
	}
	if field == "" {
		return m
	}
	m.Kind = field
	if part, known := beside[field]; known {
		m.Alters, m.Why = part.alters, strings.Replace(m.Why, "it stands", part.name+" stands", 1)
	}
	if field == "title" && other.Title != "" {
		m.Alters = !sameTitle(s.text(r), other.Title)
		m.Why = "the other print has another headline"
		if !m.Alters {
			m.Why = "the other print has the same headline beside its text"
		}
	}
	return m
}

// titles adds a change where the headlines differ and stand in neither text.
func (c *comparison) titles() {
	a, b := c.a.doc, c.b.doc
	if sameTitle(a.Title, b.Title) || marked(a) || marked(b) {
		return
	}
	x := change{kind: Replaced, pair: -1, meaning: []Meaning{{Kind: "title", A: a.Title, B: b.Title, Alters: true, Why: "another headline"}}}
	switch {
	case b.Title == "":
		x.kind, x.meaning[0].Why = Deleted, "the second print has no headline"
	case a.Title == "":
		x.kind, x.meaning[0].Why = Inserted, "the first print has no headline"
	}
	c.changes = append(c.changes, x)
}

func sameTitle(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func marked(d *evidence.Document) bool {
	return slices.ContainsFunc(d.Marks, func(m evidence.Mark) bool { return m.Field == "title" })
}

// dateLine gives a change at the beginning of a pair that adds or drops a marked
// place, day or name of a writer the one meaning that it is a date line.
func (c *comparison) dateLine(x *change, a, b stretch) {
	s, r, whole, which := &c.a, x.a, a, "first"
	if x.kind == Inserted {
		s, r, whole, which = &c.b, x.b, b, "second"
	}
	if x.kind != Inserted && x.kind != Deleted || r.from != whole.from {
		return
	}
	at := s.span(r)
	for _, m := range s.doc.Marks {
		switch m.Field {
		case "place", "printed", "author", "agency":
			if m.Start >= at.Start && m.End <= at.End && m.Start < m.End {
				x.meaning = []Meaning{{Kind: m.Field, A: c.a.text(x.a), B: c.b.text(x.b), Why: "the date line stands in the " + which + " print only"}}
				return
			}
		}
	}
}

// besideStory reports whether a pair is of parts such as copyright lines.
func (c *comparison) besideStory(p pair) bool {
	of := func(s *side, r stretch) bool {
		part, known := beside[s.sentences[r.from].field]
		return known && !part.alters
	}
	return of(&c.a, p.a) || of(&c.b, p.b)
}
