package quote

import "strings"

// inWords reads "in Ruiz's words" and "in the words of Ruiz" at the token "words".
func (s *scan) inWords(i, n int) (attribution, bool) {
	sen := s.sentences[n]
	if s.raw(i) != "words" || i < sen.from+2 {
		return attribution{}, false
	}
	from, to, begin := 0, 0, 0
	if m := s.mentionsIn(max(sen.from, i-8), i); len(m) > 0 && m[len(m)-1].to == i && m[len(m)-1].possessed && strings.EqualFold(s.raw(m[len(m)-1].from-boolInt(m[len(m)-1].from > sen.from)), "in") {
		from, to = m[len(m)-1].from, i
		begin = from - 1
	} else if i+2 < sen.to && s.raw(i+1) == "of" && i >= sen.from+2 && strings.EqualFold(s.raw(i-2), "in") {
		from, to, begin = i+2, i+3, i-2
		for to < sen.to && to-i < maxPhrase && s.tok[to].kind == wordToken {
			to++
		}
	} else {
		return attribution{}, false
	}
	sub, ok := s.phrase(from, to, n, true)
	if !ok {
		return attribution{}, false
	}
	s.speaks(n, sub, false)
	end := max(to, i+1)
	return attribution{sub: sub, verb: inTheWords, at: i, from: begin, to: end, content: end}, true
}

var inTheWords = &verb{lemma: "in the words", kind: "assertion", use: useQuote | useBelief}

// hisClaim reads "his warning of" and "Ruiz's claim that" before a quote, at the noun.
func (s *scan) hisClaim(i, n int) (attribution, bool) {
	sen := s.sentences[n]
	if !s.tok[i].is(speechNoun) || s.tok[i].capital || i == sen.from || i+1 >= sen.to {
		return attribution{}, false
	}
	near := false
	for j := i + 1; j < min(sen.to, i+8) && s.tok[j].kind != punctToken && !near; j++ {
		near = s.tok[j].kind == quoteToken
	}
	owner := i - 1
	if !s.tok[owner].is(possess) && !s.tok[owner].possessed && owner > sen.from {
		owner-- // her first answer
	}
	if !near || s.inName(i) {
		return attribution{}, false
	}
	sub := subject{from: owner, to: owner + 1, actor: -1, other: -1, known: true}
	switch m := s.mentionsIn(max(sen.from, owner-8), owner+1); {
	case len(m) > 0 && m[len(m)-1].to == owner+1 && m[len(m)-1].possessed:
		sub.from, sub.actor = m[len(m)-1].from, m[len(m)-1].actor
	case s.tok[owner].is(possess) && strings.EqualFold(s.raw(owner), "its"):
		sub.actor = s.body(n, owner).actor
	case s.tok[owner].is(possess) && s.tok[owner].is(male|female):
		sub.actor = s.salient(n, owner, person, s.tok[owner].word.class&(male|female), false).actor
	}
	if sub.actor < 0 {
		return attribution{}, false
	}
	return attribution{sub: sub, verb: inTheWords, at: i, from: sub.from, to: i + 1, content: i + 1}, true
}

// describedBy reads the passive "described by Ruiz as".
func (s *scan) describedBy(i, n int) (attribution, bool) {
	sen := s.sentences[n]
	v := s.tok[i].verb()
	if v.use&useAs == 0 || i+2 >= sen.to || s.raw(i+1) != "by" {
		return attribution{}, false
	}
	end := i + 2
	for end < sen.to && end-i < 16 && s.tok[end].kind == wordToken && s.raw(end) != "as" && !s.tok[end].is(day|when) {
		end++
	}
	if end == i+2 || end >= sen.to || s.raw(end) != "as" && s.tok[end].kind != quoteToken {
		return attribution{}, false
	}
	sub, ok := s.phrase(i+2, end, n, true)
	if !ok {
		return attribution{}, false
	}
	s.speaks(n, sub, false)
	return attribution{sub: sub, verb: v, at: i, from: i, to: end, content: end}, true
}

// quotedAs reads "Ruiz was quoted as saying" and "the paper quoted Ruiz as saying" at the
// token "saying".
func (s *scan) quotedAs(i, lo, n int) (attribution, bool) {
	sen := s.sentences[n]
	if s.raw(i) != "saying" || i < sen.from+3 || s.raw(i-1) != "as" {
		return attribution{}, false
	}
	at := i - 2
	for at > sen.from && i-at < 12 && s.raw(at) != "quoted" && s.raw(at) != "cited" && s.raw(at) != "quotes" && s.raw(at) != "quoting" {
		at--
	}
	if w := s.raw(at); w != "quoted" && w != "cited" && w != "quotes" && w != "quoting" {
		return attribution{}, false
	}
	sub, ok := subject{}, false
	if at == i-2 {
		sub, ok = s.subjectBefore(at, lo, n)
	} else {
		sub, ok = s.phrase(at+1, i-1, n, true)
	}
	if !ok {
		return attribution{}, false
	}
	s.speaks(n, sub, false)
	a := attribution{sub: sub, verb: s.tok[i].verb(), at: i, from: min(sub.from, at), to: i + 1, content: i + 1}
	s.readTail(&a, sen)
	if a.content < sen.to && s.raw(a.content) == "by" {
		for a.to = a.content; a.to < sen.to && s.tok[a.to].kind == wordToken; a.to++ {
		}
		a.content = a.to
	}
	return a, true
}

// selfNamed gives a described speaker the name in a relative clause: "a woman who gave
// her name as Bridie", "a person who signed as Dee".
func (s *scan) selfNamed(sub *subject, from, to int) {
	if !s.cast.actors[sub.actor].unnamed {
		return
	}
	for _, m := range s.mentionsIn(from, to) {
		if m.from-from < 2 || s.raw(m.from-1) != "as" && s.raw(m.from-1) != "called" {
			continue
		}
		for j := m.from - 2; j >= max(from, m.from-5); j-- {
			switch s.raw(j) {
			case "name", "signed", "identified", "signs", "known":
				a, was := &s.cast.actors[m.actor], &s.cast.actors[sub.actor]
				if was.kind == person {
					a.kind, a.sure = person, true
				}
				if was.gender != 0 {
					a.gender = was.gender
				}
				sub.actor = m.actor
				return
			}
		}
	}
}

// putsIt reports whether "put" at i is that of "as Ruiz put it".
func (s *scan) putsIt(i int, sen sentence) bool { return i+1 < sen.to && s.raw(i+1) == "it" }
