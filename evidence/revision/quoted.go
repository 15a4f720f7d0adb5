package revision

// quoteRuns says of the changes of a pair what they do to quotations, and adds
// changes where words are quoted in one print only though no mark beside them
// changed.
func (c *comparison) quoteRuns(from, to int, a, b stretch) {
	for i := a.from; i < a.to; i++ {
		j := c.a.match[i]
		if j < 0 || c.a.quoted[i] == c.b.quoted[j] || c.a.tokens[i].kind >= markToken {
			continue
		}
		end := i + 1
		for end < a.to && c.a.match[end] == j+end-i && c.a.quoted[end] == c.a.quoted[i] && c.b.quoted[j+end-i] == c.b.quoted[j] {
			end++
		}
		x, y := stretch{i, end}, stretch{j, j + end - i}
		m := Meaning{Kind: QuoteMarks, A: c.a.text(x), B: c.b.text(y), Alters: true, Why: "these words are a quotation in the first print only"}
		if c.b.quoted[j] {
			m.Why = "these words are a quotation in the second print only"
		}
		if n := c.nearMark(from, to, x); n >= 0 {
			c.changes[n].meaning = append(c.changes[n].meaning, m)
		} else {
			c.changes = append(c.changes, change{a: x, b: y, kind: Kept, pair: -1, meaning: []Meaning{m}})
		}
		i = end - 1
	}
	for n := from; n < to; n++ {
		if x := &c.changes[n]; x.kind != "" && !x.soft {
			c.judgeMarks(x)
		}
	}
}

// nearMark returns the change with a quotation mark that stands closest to x
// among those from up to to, or -1.
func (c *comparison) nearMark(from, to int, x stretch) int {
	best, distance := -1, int32(1<<30)
	for n := from; n < to; n++ {
		ch := &c.changes[n]
		open, closed := c.marksOf(ch)
		if ch.kind == "" || open == 0 && closed == 0 {
			continue
		}
		if d := max(ch.a.from-x.to, x.from-ch.a.to, 0); d < distance {
			best, distance = n, d
		}
	}
	return best
}

// marksOf returns how many opening and closing marks a change adds, or takes
// away where the number is below zero.
func (c *comparison) marksOf(x *change) (open, closed int) {
	count := func(s *side, r stretch, by int) {
		for _, t := range s.tokens[r.from:r.to] {
			switch t.kind {
			case openToken:
				open += by
			case closeToken:
				closed += by
			}
		}
	}
	count(&c.a, x.a, -1)
	count(&c.b, x.b, 1)
	return open, closed
}

// judgeMarks gives a meaning to a change of quotation marks.
func (c *comparison) judgeMarks(x *change) {
	open, closed := c.marksOf(x)
	if open == 0 && closed == 0 {
		return
	}
	for _, m := range x.meaning {
		if m.Kind == QuoteMarks {
			return
		}
	}
	m := Meaning{Kind: QuoteMarks, A: c.a.text(x.a), B: c.b.text(x.b)}
	oddA, oddB := c.a.isOdd(x.a), c.b.isOdd(x.b)
	switch {
	case oddB && !oddA:
		m.Alters, m.Why = true, "the marks of the second print do not balance: where a quotation ends is not told"
	case oddA && !oddB:
		m.Alters, m.Why = true, "the marks of the first print do not balance: where a quotation ends is not told"
	case open < 0 && closed < 0:
		m.Alters, m.Why = true, "two quotations are one in the second print"
	case open > 0 && closed > 0:
		m.Alters, m.Why = true, "one quotation is two in the second print"
	default:
		m.Why = "a quotation mark, without a change of what is quoted"
	}
	x.meaning = append(x.meaning, m)
}

// isOdd reports whether a mark without a partner stands in the paragraph of a
// stretch.
func (s *side) isOdd(r stretch) bool {
	if len(s.tokens) == 0 {
		return false
	}
	at := min(r.from, int32(len(s.tokens))-1)
	if r.len() <= 0 && at > 0 {
		at-- // an empty stretch belongs to what stands before it
	}
	i, found := s.oddFrom(at)
	if found && s.paragraph[s.odd[i]] == s.paragraph[at] {
		return true
	}
	return i > 0 && s.paragraph[s.odd[i-1]] == s.paragraph[at]
}
