package quote

import (
	"strings"

	"github.com/delistdev/delist/evidence"
)

// An attribution is a verb of saying with its subject, and what hangs on both.
type attribution struct {
	sub      subject
	verb     *verb
	at       int  // the token of the verb
	from, to int  // the tokens of subject, verb and what hangs on them
	content  int  // where the clause may begin: the first token after it
	behind   bool // the subject stands behind the verb: said Lund
	relative bool // which denies links
	negated  bool
	tail     tail
	quotes   int // how many quotes took it
}

// A tail is what follows a verb of saying before what is said.
type tail struct {
	channel, date evidence.Span
	unnamed       bool
}

// attributions finds who says something in a sentence, from left to right.
func (s *scan) attributions(n int) []attribution {
	sen := s.sentences[n]
	var out []attribution
	lo := sen.from
	for i := sen.from; i < sen.to; i++ {
		t := &s.tok[i]
		if t.kind != wordToken {
			if t.punct(';') {
				lo = i + 1
			}
			continue
		}
		if i+1 < sen.to && strings.EqualFold(s.raw(i), "according") && s.raw(i+1) == "to" {
			if a, ok := s.according(i, n); ok {
				out = append(out, a)
				i = a.to - 1
			}
			continue
		}
		if a, ok := s.inWords(i, n); ok {
			out = append(out, a)
			continue
		}
		if a, ok := s.hisClaim(i, n); ok {
			out = append(out, a)
			continue
		}
		if t.verb() == nil {
			continue
		}
		if a, ok := s.describedBy(i, n); ok {
			out = append(out, a)
			lo = a.content
			i = max(i, a.to-1)
			continue
		}
		if a, ok := s.quotedAs(i, lo, n); ok {
			out = append(out, a)
			lo = a.content
			i = max(i, a.to-1)
			continue
		}
		if !s.isVerb(i, sen) {
			continue
		}
		a, ok := s.attributionAt(i, lo, n, out)
		if !ok || s.nested(&a, out) {
			continue
		}
		out = append(out, a)
		s.speaks(n, a.sub, a.verb.lemma == "ask")
		if !a.relative {
			lo = a.content
		}
		i = max(i, a.to-1)
	}
	return out
}

// nested reports whether an attribution lies within the clause of the one before it:
// "Tolland said Metrix had admitted an error" is one claim.
func (s *scan) nested(a *attribution, before []attribution) bool {
	if len(before) == 0 || a.verb == accordingTo {
		return false
	}
	last := &before[len(before)-1]
	if last.behind || last.relative || last.verb.use&useAs != 0 || last.verb == accordingTo || last.verb.use&useAct != 0 {
		return false
	}
	if a.from < a.at && a.from > last.at { // a subject of its own
		prev := &s.tok[a.from-1]
		return prev.kind == wordToken && !prev.is(bound) || a.from <= last.content+1 && !(prev.punct(',')) && prev.kind == wordToken
	}
	return false
}

func (s *scan) speaks(n int, sub subject, asked bool) {
	if s.cast.actors[sub.actor].name == "" || s.isThing(sub) {
		return
	}
	if sub.other >= 0 {
		s.spoke = append(s.spoke, spoken{sentence: n, actor: sub.other})
	}
	s.spoke = append(s.spoke, spoken{sentence: n, actor: sub.actor, asked: asked})
}

// attributionAt reads the attribution whose verb is token i.
func (s *scan) attributionAt(i, lo, n int, before []attribution) (attribution, bool) {
	sen := s.sentences[n]
	a := attribution{verb: s.tok[i].verb(), at: i, from: i, to: i + 1, content: i + 1}
	ing := strings.HasSuffix(s.raw(i), "ing") && a.verb.lemma != "bring"
	if s.subjectBehind(&a, i, n) {
		return a, true
	}
	sub, ok := subject{}, false
	switch {
	case ing && len(before) > 0 && !s.tok[i-1].is(passive):
		// X said A, adding that B; "with one of them calling it"
		if j := s.withBefore(i, lo); j >= 0 {
			sub, ok = s.phrase(j, i, n, true)
		} else if s.tok[i-1].punct(',') || s.tok[i-1].is(bound|adv) || s.tok[i-1].kind == quoteToken {
			sub, ok = before[0].sub, true
			sub.from, sub.to = before[0].sub.from, before[0].sub.to
			a.relative = false
		}
	case ing && !s.tok[i-1].is(passive):
		if j := s.withBefore(i, lo); j >= 0 {
			sub, ok = s.phrase(j, i, n, true)
		} else if s.tok[i-1].punct(',') || s.tok[i-1].kind == quoteToken {
			// Halle, a lawyer, speaking in Oslo, … ; "…," Lund answering
			sub, ok = s.subjectBefore(i, lo, n)
			ok = ok && sub.actor >= 0 && !s.cast.actors[sub.actor].unnamed
			if !ok && s.tok[i-1].punct(',') {
				sub, ok = s.leadingSubject(sen, i, n) // The court refused to wait, saying that
			}
		} else if s.tok[i-1].is(channelNoun) {
			sub, ok = s.leadingSubject(sen, i, n) // issued a statement expressing
		}
	case s.tok[i-1].is(bound) && !s.tok[i-1].is(adv) || s.raw(i-1) == "then" || s.isBound(s.skipBack(i-1, lo), lo):
		if len(before) > 0 && !before[len(before)-1].relative {
			sub, ok = before[len(before)-1].sub, true
		} else if first := s.mentionsIn(sen.from, i); len(first) > 0 && first[0].from-sen.from < 3 {
			sub, ok = subject{from: first[0].from, to: first[0].to, actor: first[0].actor, other: -1, known: true}, true
		} else if named := s.namedBeside(sen.from, sen); named >= 0 {
			sub, ok = subject{from: sen.from, to: sen.from + 1, actor: named, other: -1, known: true}, true
		} else if p, isPron := s.leadingPronoun(sen, i, n); isPron {
			sub, ok = p, true
		}
	default:
		sub, ok = s.subjectBefore(i, lo, n)
		if ok {
			s.selfNamed(&sub, sub.to, i)
			a.from = sub.from
			a.relative = s.tok[i-1].is(rel) || i-2 >= lo && s.tok[i-2].is(rel) && s.tok[i-1].is(aux|adv)
		}
	}
	if !ok || sub.actor < 0 {
		return a, false
	}
	a.sub = sub
	if a.verb.use&useWeak != 0 && !sub.known && !s.sure(sub) {
		return a, false
	}
	if a.verb.use&useAct != 0 && !s.isOfficial(sub) {
		return a, false
	}
	if a.verb.lemma == "call" && !s.tok[i-1].is(pron) && !s.tok[i-1].capital && a.content < sen.to {
		if m := s.mentionsIn(i+1, sen.to); len(m) > 0 && m[0].from == i+1 {
			return a, false // a carpenter called Dov Hartnell
		}
	}
	s.negation(&a, lo)
	s.readTail(&a, sen)
	s.learn(&a, sen)
	return a, true
}

// learn takes "X said it would" for a sign that X is a body, "X said she" that it is a
// woman.
func (s *scan) learn(a *attribution, sen sentence) {
	who := &s.cast.actors[a.sub.actor]
	i := a.content
	if i < sen.to && s.raw(i) == "that" {
		i++
	}
	if i >= sen.to || who.unnamed || who.sure || a.sub.other >= 0 {
		return
	}
	switch s.raw(i) {
	case "it":
		if i+1 < sen.to && s.tok[i+1].is(aux) {
			who.kind, who.sure = organisation, true
		}
	case "he", "she":
		who.kind = person
		if who.gender == 0 {
			who.gender = s.tok[i].word.class & (male | female)
		}
	}
}

// sure reports whether the subject is somebody who has been named or has spoken.
func (s *scan) sure(sub subject) bool { return !s.cast.actors[sub.actor].unnamed }

// isBound reports whether token i, at or after lo, joins clauses.
func (s *scan) isBound(i, lo int) bool { return i >= lo && s.tok[i].is(bound) }
