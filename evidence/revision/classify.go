package revision

import "strings"

// A sense is the working memory of classify, for one pair at a time.
type sense struct {
	a, b []fact
	// Of each token of a side: the change and the fact that it is in, or -1.
	changeA, changeB []int32
	factA, factB     []int32
}

// classify says of every change what it touches, and adds those that are no
// change of words: kept dates, sentences, paragraphs, the headline.
func (c *comparison) classify() {
	s := &c.sense
	s.changeA, s.factA = free(len(c.a.tokens)), free(len(c.a.tokens))
	s.changeB, s.factB = free(len(c.b.tokens)), free(len(c.b.tokens))
	words := len(c.changes)
	from := 0
	for n := range c.pairs {
		to := from
		for to < words && c.changes[to].pair == int32(n) {
			to++
		}
		c.classifyPair(n, from, to)
		from = to
	}
	c.paragraphs()
	c.wholeSentences()
	c.titles()
}

// classifyPair works on the changes of pair n, which are those from up to to.
func (c *comparison) classifyPair(n, from, to int) {
	p := c.pairs[n]
	a, b := c.a.words(p.a), c.b.words(p.b)
	if from == to && !c.datesShift() {
		c.quoteRuns(from, to, a, b)
		return
	}
	s := &c.sense
	for i := from; i < to; i++ {
		if x := c.changes[i]; !x.soft {
			paint(s.changeA, x.a, int32(i))
			paint(s.changeB, x.b, int32(i))
		}
	}
	s.a, s.b = c.facts(s.a[:0], &c.a, a), c.facts(s.b[:0], &c.b, b)
	place(s.a, s.factA, s.changeA)
	place(s.b, s.factB, s.changeB)
	c.partners()
	c.judgeFacts(n)
	c.quoteRuns(from, to, a, b)
	for i := from; i < to; i++ {
		c.rest(&c.changes[i])
		c.dateLine(&c.changes[i], a, b)
	}
	if c.besideStory(p) {
		for i := from; i < to; i++ {
			for k := range c.changes[i].meaning {
				c.changes[i].meaning[k].Alters = false
			}
		}
	}
}

// datesShift reports whether the prints are of different days, so that equal
// words may mean different ones.
func (c *comparison) datesShift() bool {
	pa, okA := printing(c.a.doc)
	pb, okB := printing(c.b.doc)
	return okA && okB && pa != pb
}

func paint(list []int32, r stretch, with int32) {
	for i := r.from; i < r.to; i++ {
		list[i] = with
	}
}

// place notes where facts stand and the first change that touches each.
func place(facts []fact, at, changes []int32) {
	for n := range facts {
		f := &facts[n]
		for i := f.from; i < f.to; i++ {
			at[i] = int32(n)
			if f.change < 0 {
				f.change = changes[i]
			}
		}
	}
}

// partners finds for each fact the one that stands for it on the other side: one
// that shares a word, one with the same key, one in the same change, and at last
// for dates the next that is left.
func (c *comparison) partners() {
	s := &c.sense
	for n := range s.a {
		for i := s.a[n].from; i < s.a[n].to && s.a[n].partner < 0; i++ {
			if j := c.a.match[i]; j >= 0 && s.factB[j] >= 0 && alike(&s.a[n], &s.b[s.factB[j]]) {
				s.join(n, int(s.factB[j]))
			}
		}
	}
	s.find(func(x, y *fact) bool { return x.key == y.key && x.change == y.change })
	s.find(func(x, y *fact) bool { return x.key == y.key })
	s.find(func(x, y *fact) bool { return x.change == y.change && x.change >= 0 })
	s.find(func(x, y *fact) bool { return isDate(x) && x.kind == y.kind && x.change >= 0 && y.change >= 0 })
}

// alike reports whether two facts may stand for each other.
func alike(x, y *fact) bool {
	return x.partner < 0 && y.partner < 0 && (x.kind == y.kind || isDate(x) && isDate(y))
}

func isDate(f *fact) bool { return f.kind == Date || f.kind == RelativeDate }

func (s *sense) join(i, j int) { s.a[i].partner, s.b[j].partner = int32(j), int32(i) }

func (s *sense) find(fits func(x, y *fact) bool) {
	var left []int
	for j := range s.b {
		if s.b[j].partner < 0 {
			left = append(left, j)
		}
	}
	for i := range s.a {
		for k, j := range left {
			if j >= 0 && alike(&s.a[i], &s.b[j]) && fits(&s.a[i], &s.b[j]) {
				s.join(i, j)
				left[k] = -1
				break
			}
		}
	}
}

// judgeFacts says what happened to each fact that a change touches.
func (c *comparison) judgeFacts(n int) {
	s := &c.sense
	for i := range s.a {
		x := &s.a[i]
		switch {
		case x.partner >= 0:
			c.judgeTwo(n, x, &s.b[x.partner])
		case x.change >= 0:
			c.explain(&c.a, x.stretch)
			c.tell(x.change, -1, c.lone(x, &c.a, true))
		}
	}
	for j := range s.b {
		if y := &s.b[j]; y.partner < 0 && y.change >= 0 {
			c.explain(&c.b, y.stretch)
			c.tell(-1, y.change, c.lone(y, &c.b, false))
		}
	}
}

func (c *comparison) explain(s *side, r stretch) {
	for i := r.from; i < r.to; i++ {
		s.explained[i] = true
	}
}

// tell adds a meaning to the changes that it is of, each once.
func (c *comparison) tell(x, y int32, m Meaning) {
	if x >= 0 {
		c.changes[x].meaning = append(c.changes[x].meaning, m)
	}
	if y >= 0 && y != x {
		c.changes[y].meaning = append(c.changes[y].meaning, m)
	}
}

// lone returns the meaning of a fact that one side has.
func (c *comparison) lone(f *fact, s *side, ofA bool) Meaning {
	m := Meaning{Kind: c.kindOf(f, s), Alters: true}
	text := s.text(f.stretch)
	which := "second"
	if m.A = text; !ofA {
		m.A, m.B, which = "", text, "first"
	}
	m.Why = "the " + which + " print has " + missing[m.Kind]
	if f.kind == RelativeDate {
		if p, ok := printing(s.doc); ok && isDay(p) {
			m.Why += "; it is " + written(f.rule.on(p.From))
		}
	}
	return m
}

var missing = map[string]string{
	Number: "no such number", Date: "no such date", RelativeDate: "no such day", Name: "no such name here", Negation: "no negation",
	Speaker: "no such speaker here", Hedge: "no such reservation", Attribution: "nothing of how it was said",
}

// kindOf returns the kind of a fact: a name beside a verb of saying is who is
// quoted.
func (c *comparison) kindOf(f *fact, s *side) string {
	if f.kind != Name {
		return f.kind
	}
	for _, i := range [...]int32{f.from - 2, f.from - 1, f.to} {
		if i >= 0 && int(i) < len(s.tokens) && s.tokens[i].kind == wordToken {
			e := &c.words.entries[s.tokens[i].word]
			if e.saying != "" && i != f.from-2 || e.text == "according" && i == f.from-2 {
				return Speaker
			}
		}
	}
	return Name
}

// sameText reports whether two facts are written alike, apart from letter case.
func (c *comparison) sameText(x, y *fact) bool {
	return strings.EqualFold(c.a.text(x.stretch), c.b.text(y.stretch))
}
