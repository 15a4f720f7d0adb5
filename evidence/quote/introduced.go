package quote

// introduced returns who is reported in the sentence before, without a quote, by the
// custom of newspapers: Lund said the report was wrong. "We never sold it."
func (s *scan) introduced(n int) (subject, bool) {
	none := subject{actor: -1}
	if n == 0 || s.tok[s.sentences[n].from].paragraph-s.sentences[n-1].paragraph > 1 {
		return none, false
	}
	prev := s.sentences[n-1]
	for i := prev.from; i < prev.to; i++ {
		if s.tok[i].kind == quoteToken && s.isFull(i) {
			return none, false
		}
	}
	who := -1
	for k := len(s.spoke) - 1; k >= 0 && s.spoke[k].sentence >= n-1; k-- {
		if who >= 0 && who != s.spoke[k].actor || s.spoke[k].asked {
			return none, false
		}
		who = s.spoke[k].actor
	}
	if who < 0 || s.cast.actors[who].unnamed && s.cast.actors[who].plural {
		return none, false
	}
	return subject{from: prev.from, to: prev.from + 1, actor: who, other: -1, known: true}, true
}

// inTurn reports whether two have been quoted in turn just before sentence n: then a
// quote without a speaker may be by either.
func (s *scan) inTurn(n int) bool {
	from := s.tok[s.sentences[max(0, n-5)].from].Start
	first := ""
	for k := len(s.out) - 1; k >= 0 && s.out[k].Text[0].Start >= from; k-- {
		if p := &s.out[k]; p.Quote && first == "" {
			first = p.Speaker
		} else if p.Quote && p.Speaker != first {
			return true
		}
	}
	return false
}

// onlyPerson returns the one person named before token i, or -1 where there are
// several or none.
func (s *scan) onlyPerson(i int) int {
	only := -1
	for k, m := range s.mentions {
		if m.from > i {
			break
		}
		if k > 200 {
			return -1
		}
		if s.cast.actors[m.actor].kind != person || m.actor == only {
			continue
		}
		if only >= 0 {
			return -1
		}
		only = m.actor
	}
	for _, sp := range s.spoke[max(0, len(s.spoke)-200):] {
		if only >= 0 && sp.actor != only && s.cast.actors[sp.actor].kind == person {
			return -1
		}
	}
	return only
}

// headline is a quote before a colon: 'We were never asked': parents.
func (s *scan) headline(i, n int, sen sentence) {
	if m := s.mentionsIn(i+2, sen.to); len(m) > 0 && m[0].from == i+2 && !m[0].possessed {
		s.alone(i, n, subject{from: m[0].from, to: m[0].to, actor: m[0].actor, other: -1, known: true}, "quote-headline", "")
		return
	}
	if s.tok[i+2].is(role) && s.tok[i+2].is(plural) {
		if sub, ok := s.phrase(i+2, i+3, n, true); ok {
			s.alone(i, n, sub, "quote-headline", "")
		}
	}
}

// afterColon is a quote led to by a colon: Lund: "No."
func (s *scan) afterColon(i, n int, sen sentence) {
	if i-2 < sen.from {
		return
	}
	sub, ok := s.phraseBefore(i-2, sen.from, n)
	if !ok || !sub.known || sub.from > sen.from+1 {
		switch t, found := s.topic(n); {
		case ok && sub.known && !s.cast.actors[sub.actor].unnamed && s.tok[sub.from-1].is(prep):
			s.alone(i, n, sub, "quote-colon", "")
		case found && s.isFull(i):
			s.alone(i, n, t, "quote-colon", "")
		case s.last.proposal >= 0 && s.last.paragraph == s.tok[i].paragraph && n-s.last.sentence <= 2:
			s.continueQuote(i, n, "")
		}
		return
	}
	s.alone(i, n, sub, "quote-colon", "")
}

// answersNarrator reports whether sentence n answers the writer, who speaks without marks:
// the paragraph before asks, or says "you", and somebody with a name was quoted before.
func (s *scan) answersNarrator(n int) bool {
	if n == 0 || s.last.proposal < 0 || s.last.actor < 0 || s.out[s.last.proposal].Speaker == "" {
		return false
	}
	prev := s.sentences[n-1]
	if s.last.sentence >= n-1 || s.tok[s.sentences[n].from].paragraph-prev.paragraph != 1 || n-s.last.sentence > 8 {
		return false
	}
	asks := s.tok[prev.to-1].punct('?')
	for i := prev.from; i < prev.to; i++ {
		if s.tok[i].kind == quoteToken && s.isFull(i) {
			return false
		}
		switch s.raw(i) {
		case "You", "you", "Your", "your":
			asks = true
		}
	}
	return asks
}
