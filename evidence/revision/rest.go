package revision

import "slices"

// rest gives a change a meaning for the words that no fact explains.
func (c *comparison) rest(x *change) {
	if x.kind == "" || x.soft {
		return
	}
	a, b := c.left(&c.a, x.a), c.left(&c.b, x.b)
	if x.kind == Moved {
		if len(x.meaning) == 0 {
			x.meaning = append(x.meaning, c.words2(x, false, "the same words, elsewhere in the sentence"))
		}
		return
	}
	a, b = c.withoutTenses(x, a, b)
	contentA, contentB := c.content(&c.a, a), c.content(&c.b, b)
	switch {
	case contentA || contentB:
		x.meaning = append(x.meaning, c.words2(x, true, wordsWhy(contentA, contentB)))
	case c.auxiliaries(x, a, b):
	case len(x.meaning) > 0:
	case c.turns(&c.a, a) && c.turns(&c.b, b):
		x.meaning = append(x.meaning, c.words2(x, true, "small words that can turn the sense"))
	case c.marksOnly(&c.a, a) && c.marksOnly(&c.b, b):
		c.punctuation(x, a, b)
	default:
		x.meaning = append(x.meaning, c.words2(x, false, "small words only"))
	}
}

func wordsWhy(a, b bool) string {
	switch {
	case a && b:
		return "other words"
	case a:
		return "these words stand in the first print only"
	}
	return "these words stand in the second print only"
}

// words2 returns a meaning for the words of a change as a whole.
func (c *comparison) words2(x *change, alters bool, why string) Meaning {
	return Meaning{Kind: Wording, A: c.a.text(x.a), B: c.b.text(x.b), Alters: alters, Why: why}
}

// left returns the tokens of a stretch that no fact explains.
func (c *comparison) left(s *side, r stretch) (list []int32) {
	for i := r.from; i < r.to; i++ {
		if !s.explained[i] {
			list = append(list, i)
		}
	}
	return list
}

func (c *comparison) content(s *side, list []int32) bool {
	return slices.ContainsFunc(list, func(i int32) bool { return !c.words.entries[s.tokens[i].word].function })
}

func (c *comparison) marksOnly(s *side, list []int32) bool {
	return !slices.ContainsFunc(list, func(i int32) bool { return s.tokens[i].kind < markToken })
}

// withoutTenses takes out verbs that stand on both sides in different forms.
func (c *comparison) withoutTenses(x *change, a, b []int32) ([]int32, []int32) {
	if len(a) > mostSoft || len(b) > mostSoft {
		return a, b
	}
	for n := 0; n < len(a); n++ {
		i := a[n]
		for m, j := range b {
			u, v := c.a.tokens[i], c.b.tokens[j]
			same := u.word == v.word
			if same || u.kind == wordToken && v.kind == wordToken && c.words.tenses(u.word, v.word) {
				if !same {
					x.meaning = append(x.meaning, Meaning{Kind: Tense, A: c.a.text(stretch{i, i + 1}), B: c.b.text(stretch{j, j + 1}),
						Why: "the same verb in another form"})
				}
				a, b = slices.Delete(a, n, n+1), slices.Delete(b, m, m+1)
				n--
				break
			}
		}
	}
	return a, b
}

// auxiliaries adds a meaning where all that is left makes a tense, and reports
// whether that is so.
func (c *comparison) auxiliaries(x *change, a, b []int32) bool {
	var future [2]bool
	words := false
	for n, list := range [2][]int32{a, b} {
		s := &c.a
		if n == 1 {
			s = &c.b
		}
		for _, i := range list {
			w := c.text(s, i)
			if s.tokens[i].kind < markToken {
				if !auxiliary(w) {
					return false
				}
				words = true
				future[n] = future[n] || w == "will" || w == "would"
			}
		}
	}
	if !words {
		return false
	}
	m := c.words2(x, false, "the tense only")
	m.Kind = Tense
	if future[0] != future[1] {
		m.Alters, m.Why = true, "what was to come in one print is not in the other"
	}
	x.meaning = append(x.meaning, m)
	return true
}

// turns reports whether there is a small word that relates others, such as "to"
// or "against".
func (c *comparison) turns(s *side, list []int32) bool {
	return slices.ContainsFunc(list, func(i int32) bool {
		if s.tokens[i].kind >= markToken {
			return false
		}
		switch w := c.text(s, i); w {
		case "a", "an", "the", "that", "this", "these", "those", "which", "who", "it", "its", "also":
			return false
		default:
			return !auxiliary(w)
		}
	})
}

func (c *comparison) punctuation(x *change, a, b []int32) {
	m := c.words2(x, false, "punctuation only")
	m.Kind = Punctuation
	asks := func(s *side, list []int32) bool {
		return slices.ContainsFunc(list, func(i int32) bool { return c.text(s, i) == "?" })
	}
	if asks(&c.a, a) != asks(&c.b, b) {
		m.Alters, m.Why = true, "a question in one print"
	}
	x.meaning = append(x.meaning, m)
}
