package quote

var accordingTo = &verb{lemma: "according to", kind: "assertion", use: useQuote | useThat | useBare}

// according reads "according to X".
func (s *scan) according(i, n int) (attribution, bool) {
	sen := s.sentences[n]
	end := i + 2
	for end < sen.to && end-i < maxPhrase && !s.accordingStops(i+2, end) {
		end++
	}
	if end == i+2 {
		return attribution{}, false
	}
	sub, ok := s.phrase(i+2, end, n, true)
	if !ok {
		return attribution{}, false
	}
	if end+1 < sen.to && s.tok[end].punct(',') {
		stop := end + 1
		for stop < sen.to && stop-end < 12 && s.tok[stop].kind != punctToken && s.tok[stop].kind != quoteToken {
			stop++
		}
		if stop < sen.to && s.tok[stop].kind == punctToken {
			s.byApposition(&sub, end+1, stop, n)
		}
	}
	s.speaks(n, sub, false)
	a := attribution{sub: sub, verb: accordingTo, at: i, from: i, to: end, content: end}
	s.readTail(&a, sen)
	return a, true
}

func (s *scan) accordingStops(from, i int) bool {
	t := &s.tok[i]
	if s.inName(i) {
		return false
	}
	return t.kind == quoteToken || t.kind == punctToken && !t.punct('&') || t.is(day) || t.is(aux) && !t.capital || t.is(bound) && s.raw(i) != "and" && i > from
}
