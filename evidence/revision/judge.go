package revision

import (
	"math"
	"strings"
)

// judgeTwo says what became of a fact that both sides have.
func (c *comparison) judgeTwo(n int, x, y *fact) {
	if x.change < 0 && y.change < 0 {
		if x.kind == RelativeDate && y.kind == RelativeDate {
			c.keptDate(n, x, y)
		}
		return
	}
	m := Meaning{Kind: c.kindOf(x, &c.a), A: c.a.text(x.stretch), B: c.b.text(y.stretch)}
	c.explain(&c.a, x.stretch)
	c.explain(&c.b, y.stretch)
	switch {
	case isDate(x):
		c.judgeDates(&m, x, y)
	case x.key != y.key:
		judgeOthers(&m, x, y)
		if k := c.kindOf(y, &c.b); k == Speaker {
			m.Kind = k
		}
	case !c.sameText(x, y):
		m.Why = "the same, written otherwise"
	case x.change != y.change || c.changes[x.change].kind == Moved:
		m.Why = "the same words, elsewhere in the sentence"
		switch m.Kind {
		case Name, Negation, Hedge, Number, Speaker:
			m.Alters = true
			m.Why += ", where they may belong to something else"
		}
	default:
		m.Why = "the same, among other words"
	}
	if isDate(x) && c.oneChange(x, y) {
		c.tell(x.change, -1, m)
		return
	}
	c.tell(x.change, y.change, m)
}

// judgeOthers fills in a meaning for two facts of one kind that say different
// things.
func judgeOthers(m *Meaning, x, y *fact) {
	m.Alters = true
	switch x.kind {
	case Number:
		switch {
		case x.class == y.class && x.class != "" && math.Abs(x.value-y.value) <= 0.05*math.Abs(x.value) && !sameUnit(m):
			m.Alters, m.Why = false, "about the same, in another unit"
		case x.value == y.value:
			m.Why = "the same number of something else"
		default:
			m.Why = "another number"
		}
	case Name:
		m.Why = "another name"
		if strings.Contains(x.key, y.key) || strings.Contains(y.key, x.key) {
			m.Why = "a longer or shorter name: it may be another party"
		}
	case Hedge:
		m.Why = "another reservation: " + x.key + ", " + y.key
	case Negation:
		m.Why = "another negation"
	default:
		m.Why = "how it was said is told otherwise"
		pronounA, verbA, okA := strings.Cut(x.key, " ")
		pronounB, verbB, okB := strings.Cut(y.key, " ")
		switch {
		case pronoun(pronounA) && pronoun(pronounB) && okA && okB && verbA == verbB:
			m.Kind, m.Why = Speaker, "another speaker"
		case strings.HasPrefix(m.A, m.B+" "):
			m.A, m.B, m.Why = m.A[len(m.B)+1:], "", "the second print has "+missing[Attribution]
		case strings.HasPrefix(m.B, m.A+" "):
			m.A, m.B, m.Why = "", m.B[len(m.A)+1:], "the first print has "+missing[Attribution]
		}
	}
}

// sameUnit reports whether both sides end with the same word.
func sameUnit(m *Meaning) bool {
	a, b := strings.Fields(m.A), strings.Fields(m.B)
	return len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1]
}

func (c *comparison) judgeDates(m *Meaning, x, y *fact) {
	v, why := c.compareDates(x, y)
	m.Kind = Date
	if x.kind == RelativeDate || y.kind == RelativeDate {
		m.Kind = RelativeDate
	}
	m.Alters, m.Why = v != sameDays, why
	if x.key == y.key && v != otherDays {
		m.Alters = false // as for words that were kept
		if v == unknown {
			m.Why = "the same, written otherwise"
		}
	}
	if !x.rule.relative() && !y.rule.relative() && v == otherDays {
		m.Why = "another date: " + why
	}
}

// oneChange makes one change of two where a date was taken out and another put
// in elsewhere in the sentence, with nothing else. It reports whether it did.
func (c *comparison) oneChange(x, y *fact) bool {
	if x.change < 0 || y.change < 0 || x.change == y.change {
		return false
	}
	a, b := &c.changes[x.change], &c.changes[y.change]
	if a.kind != Deleted || b.kind != Inserted || !c.bare(&c.a, a.a, x.stretch) || !c.bare(&c.b, b.b, y.stretch) {
		return false
	}
	a.b, a.kind, b.kind = b.b, Replaced, ""
	paint(c.sense.changeB, a.b, x.change)
	for j := range c.sense.b {
		if f := &c.sense.b[j]; f.change == y.change {
			f.change = x.change
		}
	}
	y.change = x.change
	return true
}

// bare reports whether a stretch has no word of content outside a fact, and no
// quotation mark.
func (c *comparison) bare(s *side, r, fact stretch) bool {
	for i := r.from; i < r.to; i++ {
		t := s.tokens[i]
		if (i < fact.from || i >= fact.to) && (!c.words.entries[t.word].function || t.kind >= openToken) {
			return false
		}
	}
	return true
}

// together returns the first run of words that two stretches have in common.
func (c *comparison) together(a, b stretch) (stretch, stretch) {
	for a.len() > 0 && (c.a.match[a.from] < b.from || c.a.match[a.from] >= b.to) {
		a.from++
	}
	if a.len() == 0 {
		return a, stretch{b.from, b.from}
	}
	b.from = c.a.match[a.from]
	n := int32(1)
	for n < a.len() && n < b.len() && c.a.match[a.from+n] == b.from+n {
		n++
	}
	return stretch{a.from, a.from + n}, stretch{b.from, b.from + n}
}

// keptDate adds a change where the same words mean other days in the other
// print, or may do so.
func (c *comparison) keptDate(n int, x, y *fact) {
	v, why := c.compareDates(x, y)
	if v != otherDays && v != depends || x.rule == y.rule && !c.datesShift() {
		return
	}
	a, b := c.together(x.stretch, y.stretch)
	c.changes = append(c.changes, change{a: a, b: b, kind: Kept, pair: int32(n), meaning: []Meaning{{
		Kind: RelativeDate, A: c.a.text(x.stretch), B: c.b.text(y.stretch), Alters: v == otherDays, Why: why,
	}}})
}
