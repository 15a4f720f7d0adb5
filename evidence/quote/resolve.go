package quote

import "strings"

// reach is how many sentences back a pronoun may refer.
const reach = 8

// A found is an actor that a pronoun or a description may mean.
type found struct {
	actor int
	note  string
	spoke bool
	leads bool // it stands at the head of its sentence, or has spoken
}

// pronoun resolves he, she, it and they.
func (s *scan) pronoun(sub subject, n int) (subject, bool) {
	w := strings.ToLower(s.raw(sub.from))
	tok := sub.from
	if after := sub.from + 2; after < len(s.tok) && s.tok[after].punct(',') && tok > 0 && s.tok[tok-1].punct(',') {
		tok = s.sentences[n].from // "Lund, he added, was late": he is somebody else
	}
	var f found
	switch w {
	case "he":
		f = s.salient(n, tok, person, male, false)
	case "she":
		f = s.salient(n, tok, person, female, false)
	case "it":
		f = s.body(n, sub.from)
	case "they":
		if f = s.salient(n, sub.from, 0, 0, true); f.actor < 0 {
			f = s.salient(n, sub.from, organisation, 0, false)
		}
	default:
		return sub, false
	}
	if (w == "he" || w == "she") && s.tok[sub.from].paragraph == s.sentences[max(0, n-1)].paragraph && n > 0 {
		if i := s.described(n-1, role); i >= 0 {
			f = found{actor: i}
		}
	}
	if f.actor < 0 && (w == "he" || w == "she") {
		// A name of which nothing is known, at the head of its sentence.
		if g := s.nearest(n, sub.from, func(i int) bool { a := &s.cast.actors[i]; return a.kind == 0 && !a.unnamed && a.name != "" }); g.leads {
			f = g
			s.cast.actors[g.actor].kind = person
		}
	}
	if f.actor < 0 && n > 0 {
		switch w {
		case "it":
			f = found{actor: s.described(n-1, orgnoun)}
		case "they":
			f = found{actor: s.described(n-1, plural)}
		}
	}
	if f.actor < 0 {
		f = found{actor: s.cast.describe(actor{name: "", unnamed: true}), note: "it is not clear whom " + w + " means"}
	}
	sub.actor, sub.note, sub.known = f.actor, f.note, true
	sub.weak = w == "it" && !f.leads && !f.spoke && f.note != ""
	if a := &s.cast.actors[f.actor]; a.gender == 0 && a.kind == person {
		if w == "he" {
			a.gender = male
		} else if w == "she" {
			a.gender = female
		}
	}
	return sub, true
}

// salient returns the actor of a kind that the text has in view at a token of
// sentence n: who spoke last comes before who is merely named.
func (s *scan) salient(n, tok int, kind actorKind, gender class, many bool) found {
	fits := func(i int) bool {
		a := &s.cast.actors[i]
		if many {
			return a.plural
		}
		return a.name != "" && a.kind == kind && (kind != 0 || !a.unnamed) && !a.plural && (gender == 0 || a.gender == 0 || a.gender&gender != 0)
	}
	f := s.nearest(n, tok, fits)
	if gender == 0 || f.actor < 0 || f.leads || s.cast.actors[f.actor].gender != 0 {
		return f
	}
	// "She" rather means a woman a little farther back than somebody who may be one.
	known := s.nearest(n, tok, func(i int) bool {
		a := &s.cast.actors[i]
		return fits(i) && a.gender&gender != 0
	})
	if known.actor >= 0 {
		return known
	}
	return f
}

// nearest goes back sentence by sentence. A name deep in the same sentence comes after
// whoever spoke in the one before.
func (s *scan) nearest(n, tok int, fits func(int) bool) found {
	late := found{actor: -1}
	sp := len(s.spoke) - 1
	answers := tok+1 < len(s.tok) && s.tok[tok+1].verb() != nil && s.answering(s.tok[tok+1].verb())
	for k := n; k >= max(0, n-reach); k-- {
		for ; sp >= 0 && s.spoke[sp].sentence > k; sp-- {
		}
		for ; sp >= 0 && s.spoke[sp].sentence == k; sp-- {
			if answers && s.spoke[sp].asked {
				asker := s.spoke[sp].actor
				before := fits
				fits = func(i int) bool { return i != asker && before(i) }
				continue
			}
			if fits(s.spoke[sp].actor) {
				return found{actor: s.spoke[sp].actor, leads: true, spoke: true}
			}
		}
		if a, ok := s.focus[k]; ok && k < n && fits(a) {
			return found{actor: a, leads: true}
		}
		f := s.mentioned(k, tok, fits)
		if f.actor >= 0 && (k < n || f.leads) {
			if late.actor >= 0 && k < n-1 {
				return late
			}
			return f
		}
		if k == n {
			late = f
		} else if k == n-1 && late.actor >= 0 {
			return late
		}
	}
	return late
}

// answering tells verbs by which somebody else than the asker speaks.
func (s *scan) answering(v *verb) bool {
	return v.lemma == "reply" || v.lemma == "answer" || v.lemma == "respond"
}

// mentioned returns the first that fits among the names of a sentence before a token.
func (s *scan) mentioned(k, tok int, fits func(int) bool) found {
	sen := s.sentences[k]
	f, owner := found{actor: -1}, found{actor: -1}
	for _, m := range s.mentionsIn(sen.from, min(sen.to, tok)) {
		if m.possessed && owner.actor < 0 && fits(m.actor) {
			owner.actor, owner.leads = m.actor, m.from-sen.from <= 5
		}
		if m.possessed || m.told || s.tok[m.from].is(place) && m.to-m.from == 1 || !fits(m.actor) {
			continue
		}
		if f.actor < 0 {
			f.actor, f.leads = m.actor, m.from-sen.from <= 5
		} else if f.actor != m.actor {
			f.note = "the sentence before names another as well"
		}
	}
	if f.actor < 0 {
		return owner // "Lund's phone rang."
	}
	return f
}
