package quote

import (
	"sort"
	"strings"
)

// settle takes a description for the one whom the text names elsewhere, or says why it
// stands for nobody. A speaker is somebody who could be asked: "the memo", "its founder"
// or a bare "engineer" of a headline is a pointer, and where it leads nowhere the speaker
// stays empty rather than wrong.
func (s *scan) settle(sub *subject) (doubt string) {
	if sub.weak {
		return "it is not clear whom " + strings.ToLower(s.raw(sub.from)) + " means"
	}
	if doubt = s.settleGoverned(sub); doubt != "" {
		return doubt
	}
	who := &s.cast.actors[sub.actor]
	if !who.unnamed || who.name == "" || sub.other >= 0 || s.tok[sub.from].is(pron) {
		return ""
	}
	core := s.coreEnd(sub.from, sub.to)
	head, lead := &s.tok[core-1], strings.ToLower(s.raw(sub.from))
	word := strings.ToLower(s.raw(core - 1))
	theirs := s.tok[sub.from].is(possess) || lead == "my" || lead == "our"
	bare := core-sub.from == 1 && !head.is(plural) && !head.is(det) && !strings.HasSuffix(word, "s")
	n := s.sentenceOf(sub.from)
	switch {
	case head.is(thing) || s.writings(sub.from, core):
		if !s.writtenBy(sub, core, n, word) && (theirs || lead == "the" || !head.is(plural)) {
			return "a writing speaks, and the text does not say here whose it is"
		}
	case head.is(role) && s.namedSoon(sub, n, word):
	case theirs && core-sub.from > 1, bare, n < leadSentences && head.is(role|title):
		if !s.onlyOne(sub, word) && (theirs || bare) {
			return "the text does not say here who that is"
		}
	case core == sub.to && s.oneOfSeveral(lead, word, head):
		return "one of several, and the text does not say which"
	}
	return ""
}

// leadSentences are those at the head of a text, whose people are named below.
const leadSentences = 4

// settleGoverned takes the name out of what is no subject: "was supplied by Gaugewell,
// which said". Other words without an article, such as those of a headline, are nobody.
func (s *scan) settleGoverned(sub *subject) (doubt string) {
	const unclear = "it is not clear who speaks"
	if s.tok[sub.from].is(prep) && !s.tok[sub.from].capital {
		within, ok := s.phrase(sub.from+1, sub.to, s.sentenceOf(sub.from), true)
		if sub.to-sub.from < 2 || !ok || within.actor < 0 || s.cast.actors[within.actor].unnamed {
			return unclear
		}
		*sub = within
		return ""
	}
	who := &s.cast.actors[sub.actor]
	label, more, _ := strings.Cut(who.name, " ")
	if !who.unnamed || who.plural || who.onRecord || sub.other >= 0 || s.tok[sub.from].is(pron) || more == "" || !isLower(label) || !lexicon[label].lacks(det|possess) {
		return ""
	}
	list := s.mentionsIn(sub.from+1, sub.to)
	if k := len(list) - 1; k >= 0 && list[k].to == sub.to && s.cast.actors[list[k].actor].kind == person {
		sub.actor = list[k].actor // Minister of Industry Solveiga Trant
		return ""
	}
	if len(list) > 0 && s.raw(list[len(list)-1].from-1) == "by" {
		sub.actor = list[len(list)-1].actor
		return ""
	}
	return unclear
}

// oneOfSeveral tells "one", "this" and "the second".
func (s *scan) oneOfSeveral(lead, word string, head *token) bool {
	switch word {
	case "one", "this":
		return true
	case "second", "third", "latter":
		return lead == "the"
	}
	return lead == "the" && head.is(det) && word != "other"
}

// writings tells a phrase in which something written stands before its head: "release
// notes".
func (s *scan) writings(from, core int) bool {
	return core-2 >= from && s.tok[core-2].is(thing) && !s.tok[core-1].is(role|orgnoun|plural)
}

// sentenceOf returns the sentence of a token.
func (s *scan) sentenceOf(tok int) int {
	return sort.Search(len(s.sentences), func(i int) bool { return s.sentences[i].to > tok })
}

// writtenBy finds whose writing it is: "the company's release", or that of whoever said
// something "in a memo" before.
func (s *scan) writtenBy(sub *subject, core, n int, word string) bool {
	for i := core - 2; i > sub.from; i-- {
		if !s.tok[i].possessed {
			continue
		}
		if owner, ok := s.phrase(sub.from, i+1, n, true); ok && owner.actor >= 0 && !s.cast.actors[owner.actor].unnamed {
			sub.actor, sub.note = owner.actor, "in writing: "+strings.ToLower(s.str(sub.from, sub.to))
		}
		return true // else "the engineers' report" says whose it is
	}
	for k := len(s.spoke) - 1; k >= 0 && n-s.spoke[k].sentence <= 3; k-- {
		said := s.sentences[s.spoke[k].sentence]
		if s.cast.actors[s.spoke[k].actor].unnamed || s.spoke[k].sentence == n {
			continue
		}
		for i := said.from; i < said.to; i++ {
			if strings.EqualFold(s.raw(i), word) && i > said.from && s.tok[i-1].is(det|possess) {
				sub.actor, sub.note = s.spoke[k].actor, "in writing: the "+word
				return true
			}
		}
	}
	return false
}

// onlyOne finds the one person of the whole text who has that role: what a headline calls
// "head" is named below it.
func (s *scan) onlyOne(sub *subject, word string) bool {
	if s.oneOfRole == nil {
		s.indexRoles()
	}
	found, ok := s.oneOfRole[roleKey(word)]
	if !ok || found < 0 {
		return false
	}
	sub.actor, sub.note = found, "taken for the one person whom the text calls so"
	return true
}

// indexRoles notes which role only one named person has; -1 where several have it.
func (s *scan) indexRoles() {
	s.oneOfRole = map[string]int{}
	for i := range s.cast.actors {
		a := &s.cast.actors[i]
		if a.unnamed || a.kind == organisation {
			continue
		}
		for _, r := range a.roles {
			key := roleKey(r)
			if first, taken := s.oneOfRole[key]; taken && first != i {
				s.oneOfRole[key] = -1
			} else {
				s.oneOfRole[key] = i
			}
		}
	}
}

// isLower reports whether a word begins with a small letter.
func isLower(w string) bool { return w != "" && w[0] >= 'a' && w[0] <= 'z' }

// namedSoon finds the name of "an engineer" in the two sentences behind: "The engineer,
// Anneke Vos, testified."
func (s *scan) namedSoon(sub *subject, n int, word string) bool {
	for k := n + 1; k < min(n+3, len(s.sentences)); k++ {
		sen := s.sentences[k]
		if sen.from+2 >= sen.to || !strings.EqualFold(s.raw(sen.from), "the") || s.raw(sen.from+1) != word {
			continue
		}
		if i := s.namedBeside(sen.from, sen); i >= 0 {
			sub.actor, sub.note = i, "named after the quote"
			return true
		}
	}
	return false
}
