package quote

import "strings"

// described returns whoever without a name a sentence is about, where it names nobody
// of that sort and nobody speaks in it: "The owner was not optimistic."
func (s *scan) described(n int, c class) int {
	sen := s.sentences[n]
	if k := len(s.spoke); k > 0 && s.spoke[k-1].sentence >= n {
		return -1
	}
	for _, m := range s.mentionsIn(sen.from, sen.to) {
		if s.cast.actors[m.actor].kind == person && c == role {
			return -1
		}
	}
	for i := sen.from; i+2 < sen.to; i++ {
		if i > sen.from && s.tok[i-1].is(prep) || !s.tok[i].is(det) && (i > sen.from || !s.tok[i].is(plural)) {
			continue
		}
		for j := i; j < min(sen.to-1, i+5) && s.tok[j].kind == wordToken; j++ {
			if s.tok[j].is(c) && s.tok[j].is(plural) == (c == plural) && s.tok[j+1].is(aux) {
				if sub, ok := s.phrase(i, j+1, n, true); ok {
					return sub.actor
				}
			}
		}
	}
	return -1
}

// findFocus notes whom a sentence is about where its subject is no name: "She", "The
// owner shrugged".
func (s *scan) findFocus(n int, sen sentence) {
	i := sen.from
	for i+1 < sen.to && s.tok[i].is(start) && !s.tok[i].is(det|pron) {
		i++
	}
	if a := s.namedBeside(i, sen); a >= 0 {
		s.focus[n] = a
		return
	}
	end := 0
	switch t := &s.tok[i]; {
	case t.is(pron) && (t.is(male|female) || strings.EqualFold(s.raw(i), "it")):
		if i+1 < sen.to && s.tok[i+1].kind == wordToken {
			end = i + 1
		}
	case t.is(det | possess):
		end = s.shortSubject(i, sen)
	}
	if end == 0 || end-i == 1 && strings.EqualFold(s.raw(i), "it") && !s.tok[i+1].is(aux) {
		return
	}
	if sub, ok := s.phrase(i, end, n, true); ok && s.cast.actors[sub.actor].name != "" {
		s.focus[n] = sub.actor
	}
}

// namedBeside returns the name that stands in commas beside a subject at i: "The maker
// of the system, Carelode, disputed it."
func (s *scan) namedBeside(i int, sen sentence) int {
	if !s.tok[i].is(det|possess) || s.tok[i].is(pron) {
		return -1
	}
	for j := i + 1; j+2 < min(sen.to, i+10); j++ {
		if s.tok[j].kind == quoteToken || s.tok[j].kind == punctToken && !s.tok[j].punct(',') {
			return -1
		}
		if !s.tok[j].punct(',') {
			continue
		}
		list := s.mentionsIn(j+1, sen.to)
		if len(list) == 0 || list[0].from != j+1 || list[0].to >= sen.to || !s.tok[list[0].to].punct(',') || list[0].possessed || list[0].told {
			return -1
		}
		if a := &s.cast.actors[list[0].actor]; a.kind == 0 && s.hasClass(i, j, orgnoun) {
			a.kind = organisation
		}
		return list[0].actor
	}
	return -1
}

// shortSubject returns the end of a subject such as "The owner" or "Her elder sister"
// that a verb follows, or 0.
func (s *scan) shortSubject(i int, sen sentence) int {
	for j := i + 1; j+1 < min(sen.to, i+5); j++ {
		t, next := &s.tok[j], &s.tok[j+1]
		if t.kind != wordToken || t.capital || t.possessed || t.is(prep|rel|aux|bound|det) {
			return 0
		}
		if !t.is(role | orgnoun) {
			continue
		}
		if next.kind != wordToken || next.capital || next.is(role|orgnoun|rel|bound|det|possess|prep) || next.possessed {
			continue
		}
		return j + 1
	}
	return 0
}

// learnGender takes a sentence that begins with He or She for a sign of who the sentence
// before is about.
func (s *scan) learnGender() {
	for n := 1; n < len(s.sentences); n++ {
		t := &s.tok[s.sentences[n].from]
		if !t.is(pron|possess) || !t.is(male|female) {
			continue
		}
		want := t.word.class & (male | female)
		if s.knownNear(n, want) {
			continue
		}
		for _, m := range s.mentionsIn(s.sentences[n-1].from, s.sentences[n-1].to) {
			a := &s.cast.actors[m.actor]
			if a.kind != person || m.told || m.possessed {
				continue
			}
			if a.gender == 0 && a.first >= s.sentences[max(0, n-4)].from {
				a.gender = want
			}
			break
		}
	}
}

// knownNear reports whether one of the four sentences before n names a person whose
// gender is known to be that.
func (s *scan) knownNear(n int, want class) bool {
	for _, m := range s.mentionsIn(s.sentences[max(0, n-4)].from, s.sentences[n].from) {
		if a := &s.cast.actors[m.actor]; a.kind == person && a.gender == want {
			return true
		}
	}
	return false
}
