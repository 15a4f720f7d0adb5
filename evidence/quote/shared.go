package quote

import "strings"

// isThing tells a sign or a letter, for which no pronoun of the next sentence stands.
func (s *scan) isThing(sub subject) bool {
	a := &s.cast.actors[sub.actor]
	if !a.unnamed || len(a.roles) == 0 {
		return false
	}
	w := lexicon[a.roles[0]]
	return w == nil && a.kind == 0 && !a.plural || w != nil && w.class&thing != 0
}

// leadingPronoun takes "She" at the head of a sentence for the subject of a second
// verb in it.
func (s *scan) leadingPronoun(sen sentence, i, n int) (subject, bool) {
	for j := sen.from; j < min(i, sen.from+3); j++ {
		if s.tok[j].is(pron) {
			return s.phrase(j, j+1, n, true)
		}
		if s.tok[j].is(det) && j+2 < i {
			return s.phrase(j, j+2, n, true)
		}
	}
	return subject{}, false
}

// leadingSubject is the subject of the sentence's first verb.
func (s *scan) leadingSubject(sen sentence, i, n int) (subject, bool) {
	if first := s.mentionsIn(sen.from, i); len(first) > 0 && first[0].from-sen.from < 3 && !first[0].possessed {
		return subject{from: first[0].from, to: first[0].to, actor: first[0].actor, other: -1, known: true}, true
	}
	if s.tok[sen.from].is(pron) || s.tok[sen.from].is(det) {
		end := sen.from + 1
		for end < i && s.tok[end].kind == wordToken && !s.tok[end].is(aux|rel|prep) && s.tok[end].verb() == nil && !s.tok[sen.from].is(pron) && !s.tok[end-1].is(role|orgnoun) {
			end++
		}
		return s.phrase(sen.from, end, n, true)
	}
	return subject{}, false
}

// withBefore finds the subject in "with one of them calling".
func (s *scan) withBefore(i, lo int) int {
	for j := i - 1; j >= lo && i-j < 8; j-- {
		if s.tok[j].kind != wordToken {
			return -1
		}
		if s.raw(j) == "with" && j+1 < i {
			return j + 1
		}
	}
	return -1
}

// isOfficial reports whether a subject can act with authority: a body of state, a
// court, a judge, a minister.
func (s *scan) isOfficial(sub subject) bool {
	if s.hasClass(sub.from, sub.to, official) {
		return true
	}
	a := &s.cast.actors[sub.actor]
	for w := range strings.FieldsSeq(a.name) {
		if e := lexicon[strings.ToLower(w)]; e != nil && e.class&official != 0 {
			return true
		}
	}
	for _, r := range a.roles {
		if e := lexicon[r]; e != nil && e.class&official != 0 || r == "justice" {
			return true
		}
	}
	return false
}
