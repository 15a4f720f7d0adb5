package quote

// quoteAlone is a quote without an attribution in its sentence.
func (s *scan) quoteAlone(i, n int, sen sentence) {
	sole := i == sen.from && (i+1 >= sen.to || s.tok[i+1].kind == punctToken && i+2 >= sen.to)
	if i == sen.from && i+2 < sen.to && s.tok[i+1].punct(':') {
		s.headline(i, n, sen)
		return
	}
	if !s.isFull(i) && !(sole && s.words(i) >= 4) || s.words(i) < 2 && !s.ends(i) {
		return
	}
	if !sole {
		if s.tok[i-1+boolInt(i == sen.from)].punct(':') {
			s.afterColon(i, n, sen)
		}
		return
	}
	par := s.tok[i].paragraph
	if s.last.proposal >= 0 && s.last.paragraph == par && n-s.last.sentence <= 2 {
		s.continueQuote(i, n, "")
		return
	}
	if s.fromNeighbour(i, n) {
		return
	}
	if s.last.proposal >= 0 && s.last.paragraph == par {
		s.continueQuote(i, n, "")
		return
	}
	s.nextParagraph(i, n)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (s *scan) ends(i int) bool { r := s.lastOf(&s.tok[i]); return r == '.' || r == '!' || r == '?' }

// continueQuote adds a further sentence to the quote before it.
func (s *scan) continueQuote(i, n int, note string) {
	p := &s.out[s.last.proposal]
	if s.last.wasAlone && p.Speaker == "" {
		note = ""
	}
	s.addTo(p, i)
	p.Note = join2(p.Note, note)
	s.last.sentence = n
	s.last.paragraph = s.tok[i].paragraph
	if p.Speaker != "" {
		s.spoke = append(s.spoke, spoken{sentence: n, actor: s.last.actor})
	}
}

// alone proposes a quote whose speaker is taken from elsewhere.
func (s *scan) alone(i, n int, sub subject, rule, note string) {
	a := attribution{sub: sub, verb: accordingTo, at: sub.from}
	p := Proposal{Quote: true, Rule: rule}
	p.Kind = s.quoteKind(i, &a)
	if sub.actor >= 0 {
		who := &s.cast.actors[sub.actor]
		p.Speaker, p.OnRecord, p.Anonymous = who.name, who.onRecord && !who.anonymous, who.anonymous
		p.SpeakerAt = s.at(sub)
		s.speaks(n, sub, false)
	}
	s.addTo(&p, i)
	p.Note = join2(p.Note, note)
	s.out = append(s.out, p)
	s.last = openQuote{proposal: len(s.out) - 1, sentence: n, paragraph: s.tok[i].paragraph, actor: sub.actor, other: sub.other, wasAlone: true}
}

// fromNeighbour takes the speaker from the sentence before, or behind, in the same
// paragraph: Lund shook her head. "We never sold it."
func (s *scan) fromNeighbour(i, n int) bool {
	par := s.tok[i].paragraph
	if n > 0 && s.sentences[n-1].paragraph == par {
		if sub, ok := s.topic(n - 1); ok {
			s.alone(i, n, sub, "quote-neighbour", "the speaker is the subject of the sentence before")
			return true
		}
	}
	return false
}

// topic returns who a sentence is about: who speaks in it, else its subject.
func (s *scan) topic(n int) (subject, bool) {
	for k := len(s.spoke) - 1; k >= 0 && s.spoke[k].sentence >= n; k-- {
		if s.spoke[k].sentence == n {
			sen := s.sentences[n]
			return subject{from: sen.from, to: sen.from + 1, actor: s.spoke[k].actor, other: -1, known: true}, true
		}
	}
	sen := s.sentences[n]
	for _, m := range s.mentionsIn(sen.from, sen.to) {
		if a := &s.cast.actors[m.actor]; (a.kind == person || a.kind == 0 && m.from == sen.from) && !m.possessed && !m.told {
			return subject{from: m.from, to: m.to, actor: m.actor, other: -1, known: true}, true
		}
	}
	for j := sen.from; j < min(sen.to, sen.from+4); j++ {
		if s.tok[j].is(pron) && s.tok[j].is(male|female) {
			sub, ok := s.phrase(j, j+1, n, true)
			return sub, ok && sub.actor >= 0 && s.cast.actors[sub.actor].name != ""
		}
	}
	return subject{}, false
}

// nextParagraph is a paragraph that begins with a quote of its own: the speaker of
// the quote before it where only one has been speaking, else nobody.
func (s *scan) nextParagraph(i, n int) {
	none := subject{actor: -1, other: -1}
	if s.answersNarrator(n) {
		last := s.out[s.last.proposal]
		s.alone(i, n, subject{from: i, to: i + 1, actor: s.last.actor, other: -1}, "quote-answers", "the speaker is the one whom the writer has been asking")
		s.out[len(s.out)-1].SpeakerAt = last.SpeakerAt
		return
	}
	if sub, ok := s.introduced(n); ok {
		s.alone(i, n, sub, "quote-introduced", "the speaker is that of the sentence before")
		return
	}
	if only := s.onlyPerson(i); only >= 0 {
		s.alone(i, n, subject{from: i, to: i + 1, actor: only, other: -1}, "quote-only-person", "nobody else has been named so far")
		return
	}
	if s.last.proposal < 0 || n-s.last.sentence > 3 || s.tok[i].paragraph-s.last.paragraph > 1 || s.out[s.last.proposal].Speaker == "" {
		s.alone(i, n, none, "quote-alone", "the text does not say here who speaks")
		return
	}
	if s.inTurn(n) && s.last.sentence != n-1 {
		s.alone(i, n, none, "quote-alone", "several speak in turn: the text does not say here who does")
		return
	}
	last := s.out[s.last.proposal]
	sub := subject{from: i, to: i + 1, actor: s.last.actor, other: s.last.other}
	s.alone(i, n, sub, "quote-goes-on", "the speaker is that of the quote before")
	s.out[len(s.out)-1].SpeakerAt = last.SpeakerAt
}
