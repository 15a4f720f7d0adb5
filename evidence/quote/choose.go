package quote

import "strings"

// attributionFor picks the attribution of the quoted stretch at token i.
func (s *scan) attributionFor(i int, sen sentence, atts []attribution) (int, string) {
	behind, before := -1, -1
	for k := range atts {
		a := &atts[k]
		if a.negated || a.relative && !s.touches(a, i) {
			continue
		}
		if a.at > i && behind < 0 && !a.relative {
			behind = k
		}
		if a.at < i {
			before = k
		}
	}
	full := s.isFull(i)
	if behind >= 0 && s.follows(i, &atts[behind]) && atts[behind].verb.use&useQuote != 0 {
		if before >= 0 && s.joined(&atts[before], i) && !full {
			return before, s.beforeRule(&atts[before])
		}
		if atts[behind].behind {
			return behind, "quote-inverted"
		}
		return behind, "quote-after"
	}
	if before >= 0 && (atts[before].verb.use&(useQuote|useThat|useAs|useObject|useBare|useTo|useOf) != 0) {
		if full && !s.leadsTo(&atts[before], i) && !s.touches(&atts[before], i) {
			return -1, ""
		}
		return before, s.beforeRule(&atts[before])
	}
	if behind >= 0 && !full && s.trails(&atts[behind], sen) {
		return behind, "quote-within"
	}
	return -1, ""
}

func (s *scan) beforeRule(a *attribution) string {
	if a.verb.use&useAs != 0 {
		return "quote-called"
	}
	if a.verb == accordingTo {
		return "quote-according"
	}
	return "quote-before"
}

// joined reports whether the content of an attribution runs up to token i without a
// comma.
func (s *scan) joined(a *attribution, i int) bool {
	for j := a.content; j < i; j++ {
		if s.tok[j].kind == punctToken {
			return false
		}
	}
	return true
}

// touches reports whether the quote comes directly after the attribution.
func (s *scan) touches(a *attribution, i int) bool { return i >= a.content && i-a.content <= 2 }

// leadsTo reports whether a whole quote behind an attribution belongs to it: a comma
// or a colon leads to it, or nothing else speaks between.
func (s *scan) leadsTo(a *attribution, i int) bool {
	prev := &s.tok[i-1]
	return prev.punct(',') || prev.punct(':') || prev.isDash() || prev.kind == quoteToken || s.raw(i-1) == "that" || prev.kind == wordToken
}

// follows reports whether an attribution comes directly after the quote at i.
func (s *scan) follows(i int, a *attribution) bool {
	j := i + 1
	for j < a.from && (s.tok[j].punct(',') || s.tok[j].isDash()) {
		j++
	}
	if a.behind {
		return a.from-j <= 2 && (j == a.from || s.tok[j].is(adv|aux))
	}
	if a.verb == accordingTo {
		return j == a.from
	}
	// "…," as Lund said; "…," he later said
	return a.from-j <= 1 || s.leadOnly(j, a.from)
}

// leadOnly reports whether only dates and adverbs lie between.
func (s *scan) leadOnly(from, to int) bool {
	for j := from; j < to; j++ {
		if !s.tok[j].is(adv | when | day | month | timeWord | prep | start) {
			return false
		}
	}
	return to-from <= 5
}

// trails reports whether an attribution ends its sentence: "…, Lund said."
func (s *scan) trails(a *attribution, sen sentence) bool {
	return a.to >= sen.to-1 || s.tok[a.to].endsSentence()
}

// isFull tells a quote of a sentence or more from quoted words within a sentence.
func (s *scan) isFull(i int) bool {
	t := &s.tok[i]
	switch s.lastOf(t) {
	case ',', '.', '?', '!', '…', ';':
		return s.words(i) >= 3 || s.startsUpper(i)
	}
	goes := i+1 < len(s.tok) && s.tok[i+1].kind == wordToken && s.tok[i+1].paragraph == t.paragraph && !s.attributionFollows(i+1)
	return s.startsUpper(i) && s.words(i) >= 4 && !goes
}

func (s *scan) startsUpper(i int) bool {
	r := s.firstOf(&s.tok[i])
	return r >= 'A' && r <= 'Z' || r > 0x7f && strings.ToLower(string(r)) != string(r)
}

// words counts the words of a quoted stretch, up to ten.
func (s *scan) words(i int) int {
	n := 0
	for _, p := range s.quoted[s.tok[i].quoted].parts {
		for range strings.FieldsSeq(s.text[p.Start:p.End]) {
			if n++; n >= 10 {
				return n
			}
		}
	}
	return n
}
