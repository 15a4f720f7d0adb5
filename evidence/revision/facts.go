package revision

import (
	"unicode"
	"unicode/utf8"
)

// A fact is words of a sentence that say something of their own. Facts of one
// kind with equal keys say the same.
type fact struct {
	stretch
	kind  string
	key   string
	class string
	value float64 // of numbers, in the first unit of the dimension
	rule  rule    // of dates
	// What classify finds: the fact of the other side that stands for it, or -1;
	// whether a change touches it, and which.
	partner int32
	change  int32
}

// facts reads a stretch from left to right. No two facts share a word.
func (c *comparison) facts(dst []fact, s *side, r stretch) []fact {
	for i := r.from; i < r.to; {
		f := c.factAt(s, i, r)
		if f.len() <= 0 {
			i++
			continue
		}
		f.partner, f.change = -1, -1
		dst = append(dst, f)
		i = f.to
	}
	return dst
}

// factAt returns the fact that begins at token i, or an empty one.
func (c *comparison) factAt(s *side, i int32, r stretch) fact {
	t := s.tokens[i]
	if t.kind >= markToken {
		return fact{}
	}
	e := &c.words.entries[t.word]
	if t.kind == numberToken || len(e.phrases) > 0 {
		if f := c.dateAt(s, i, r); f.len() > 0 {
			return f
		}
	}
	if e.number || !isWord(e.text) {
		if f := c.numberAt(s, i, r.to); f.len() > 0 {
			return f
		}
	}
	if f := c.phraseAt(s, i, r); f.len() > 0 {
		return f
	}
	if e.saying != "" {
		return c.sayingAt(s, i, r)
	}
	if negated(e.text) {
		return fact{stretch: stretch{i, i + 1}, kind: Negation, key: "not"}
	}
	return c.nameAt(s, i, r)
}

func isWord(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(first) && text != "us" && text != "usd" && text != "eur" && text != "gbp"
}

// negated reports whether a word ends with a "not": "isn't".
func negated(w string) bool { return len(w) > 3 && w[len(w)-3:] == "n't" }

// phraseAt finds a phrase of the lists, the longest.
func (c *comparison) phraseAt(s *side, i int32, r stretch) fact {
	for _, p := range c.words.entries[s.tokens[i].word].phrases {
		end := i + 1 + int32(len(p.words))
		if p.kind == Date || end > r.to || !c.follows(s, i+1, p.words) {
			continue
		}
		kind := p.kind
		if kind == "hedge-number" {
			kind = Hedge
			if !c.numberFollows(s, end, r.to) {
				continue
			}
		}
		f := fact{stretch: stretch{i, end}, kind: kind, key: p.class}
		if kind == Attribution && p.class == "said" {
			f.class = "saying"
		}
		return f
	}
	return fact{}
}

func (c *comparison) follows(s *side, i int32, words []string) bool {
	for k, w := range words {
		if c.text(s, i+int32(k)) != w {
			return false
		}
	}
	return true
}

// numberFollows reports whether a number or a currency stands at i, or behind
// one word ("about the 400").
func (c *comparison) numberFollows(s *side, i, to int32) bool {
	for k := i; k < min(i+2, to); k++ {
		e := &c.words.entries[s.tokens[k].word]
		if e.number || !isWord(e.text) && s.tokens[k].kind == wordToken {
			return true
		}
	}
	return false
}

// sayingAt returns a verb of saying, with the pronoun before it and the way in
// which it was said behind it: "it said in a statement".
func (c *comparison) sayingAt(s *side, i int32, r stretch) fact {
	f := fact{stretch: stretch{i, i + 1}, kind: Attribution, class: "saying", key: c.words.entries[s.tokens[i].word].saying}
	if i > r.from {
		if w := c.text(s, i-1); pronoun(w) {
			f.from, f.key = i-1, w+" "+f.key
		}
	}
	if i+1 < r.to {
		if how := c.phraseAt(s, i+1, r); how.kind == Attribution && how.class == "" {
			f.to, f.key = how.to, f.key+" "+how.key
		}
	}
	return f
}

// pronoun reports whether a word stands for a speaker.
func pronoun(w string) bool {
	switch w {
	case "he", "she", "it", "they", "i", "we":
		return true
	}
	return false
}

// nameAt returns a run of words with capitals: a name, as far as letters show.
// At the beginning of a sentence the first word counts only where a second
// follows or the text has it with a capital elsewhere too.
func (c *comparison) nameAt(s *side, i int32, r stretch) fact {
	if !s.capital(i) {
		return fact{}
	}
	end := i + 1
	for end < r.to && s.capital(end) && !c.words.entries[s.tokens[end].word].function && s.tokens[end].kind == wordToken {
		end++
	}
	first := &c.words.entries[s.tokens[i].word]
	if i == r.from || c.opens(s, i-1) {
		if first.function && !short(s.text(stretch{i, i + 1})) || end == i+1 && !s.capitals[s.tokens[i].word] {
			return fact{}
		}
	} else if first.function && !short(s.text(stretch{i, i + 1})) {
		return fact{}
	}
	f := fact{stretch: stretch{i, end}, kind: Name}
	for k := i; k < end; k++ {
		f.key += c.nameKey(c.text(s, k)) + " "
	}
	return f
}

// opens reports whether the token before a word lets any word have a capital.
func (c *comparison) opens(s *side, i int32) bool {
	switch c.text(s, i) {
	case "“", ".", "!", "?", ":", "—", "(", "•", "-", "*":
		return true
	}
	return false
}

// nameKey returns a word of a name without its possessive, abbreviations in full,
// adjectives of nations as the nation.
func (c *comparison) nameKey(w string) string {
	if n := len(w); n > 2 && w[n-2:] == "'s" {
		w = w[:n-2]
	}
	if nation := c.words.lists.nations[w]; nation != "" {
		return nation
	}
	if long := c.words.lists.long[w]; long != "" {
		return long
	}
	return w
}

func (s *side) capital(i int32) bool {
	t := s.tokens[i]
	if t.kind != wordToken {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s.doc.Text[t.start:])
	return unicode.IsUpper(first)
}

// findCapitals notes the words that stand with a capital within a sentence.
func (s *side) findCapitals() {
	s.capitals = map[uint32]bool{}
	for i := 1; i < len(s.tokens); i++ {
		if s.tokens[i-1].kind < markToken && s.capital(int32(i)) {
			s.capitals[s.tokens[i].word] = true
		}
	}
}
