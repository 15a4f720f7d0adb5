package quote

// subjectBehind reads inverted order: "…," said Chief Executive Maria Lund.
func (s *scan) subjectBehind(a *attribution, i, n int) bool {
	sen := s.sentences[n]
	if a.verb.use&useQuote == 0 || i+1 >= sen.to {
		return false
	}
	prev := i - 1
	for prev > sen.from && s.tok[prev].kind == wordToken && s.tok[prev].is(adv) && !s.tok[prev].is(det) {
		prev--
	}
	if p := &s.tok[prev]; p.kind != quoteToken && !p.punct(',') && !p.isDash() {
		return false
	}
	end := i + 1
	for end < sen.to && end-i < maxPhrase && !s.behindStops(i+1, end) {
		end++
	}
	if end == i+1 {
		return false
	}
	next := token{kind: punctToken, mark: '.', word: unknown}
	if end < sen.to {
		next = s.tok[end]
	}
	afterQuote := s.tok[prev].kind == quoteToken || prev > sen.from && s.tok[prev-1].kind == quoteToken
	if next.kind == wordToken && !next.is(prep|day|when|month|rel|bound|adv|passive) || next.is(aux) && !afterQuote {
		if !afterQuote || next.is(aux|pron) {
			return false
		}
	}
	if !afterQuote && (a.verb.use&usePerson != 0 || !s.endsAfterDate(end, sen)) {
		return false
	}
	sub, ok := s.phrase(i+1, end, n, true)
	if !ok || !sub.known && a.verb.use&useWeak != 0 {
		return false
	}
	if !sub.known && !afterQuote {
		return false
	}
	a.sub, a.behind, a.to = sub, true, end
	if next.punct(',') {
		stop := end + 1
		for stop < sen.to && stop-end < maxPhrase && s.tok[stop].kind != punctToken && s.tok[stop].kind != quoteToken && !s.tok[stop].is(prep) {
			stop++
		}
		if stop > end+1 {
			s.byApposition(&a.sub, end+1, stop, n)
		}
	}
	s.selfNamed(&a.sub, end, min(sen.to, end+14))
	a.content = a.to
	s.readTail(a, sen)
	return true
}

// endsAfterDate reports whether nothing but a date and punctuation stands at i.
func (s *scan) endsAfterDate(i int, sen sentence) bool {
	if i < sen.to {
		i = s.dateAt(i, sen)
	}
	return i >= sen.to || s.tok[i].kind == punctToken
}

// behindStops reports whether a subject behind its verb ends before token i.
func (s *scan) behindStops(from, i int) bool {
	t := &s.tok[i]
	switch {
	case t.kind == quoteToken, t.kind == punctToken && !t.punct('&'):
		return true
	case s.inName(i):
		return false
	case t.is(day), t.is(when) && i > from:
		return true
	case t.is(prep):
		w := s.raw(i)
		if w == "of" || w == "for" || w == "with" {
			return false
		}
		return w != "at" && w != "from" || s.tok[i-1].capital
	case t.is(bound) && s.raw(i) != "and", t.is(aux) && !t.capital, t.is(pron) && i > from:
		return true
	case s.raw(i) == "and":
		return i+1 < len(s.tok) && !s.tok[i+1].capital
	}
	if w := s.raw(i); (w == "called" || w == "named") && i+1 < len(s.tok) && s.tok[i+1].capital {
		return false
	}
	return i > from && t.verb() != nil && !t.capital
}
