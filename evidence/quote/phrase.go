package quote

import (
	"strings"

	"github.com/delistdev/delist/evidence"
)

// phraseStops reports whether no noun phrase that ends at end reaches back over j.
func (s *scan) phraseStops(j, end, lo int) bool {
	t := &s.tok[j]
	switch {
	case t.kind == quoteToken:
		return !s.nickname(j, end, lo)
	case t.kind == punctToken:
		return !t.punct('&') && !t.punct('/')
	case t.kind == numberToken:
		return false
	case s.inName(j):
		return false
	case strings.EqualFold(s.raw(j), "and"):
		return !s.andWithin(j, end, lo)
	case t.is(bound) && !t.capital, t.capital && t.is(bound):
		return true
	case s.raw(j) == "that" && j < end && s.tok[j+1].is(det|pron|aux):
		return true
	case t.is(aux) && !t.capital, t.is(pron) && j < end && !t.capital && s.raw(j) != "her":
		return true
	}
	if v := t.verb(); v != nil && j < end && !t.capital {
		w := s.raw(j)
		return v.use&useWeak == 0 || strings.HasSuffix(w, "ed") && !s.tok[j+1].is(prep)
	}
	return false
}

// nickname tells Dmitri "Dima" Orlov.
func (s *scan) nickname(j, end, lo int) bool {
	return j > lo && j < end && j+1 < len(s.tok) && s.tok[j-1].capital && s.tok[j+1].capital && s.words(j) <= 2 && !s.isFull(j)
}

// andWithin tells "Brandt and Teyf" from "… and Teyf said".
func (s *scan) andWithin(j, end, lo int) bool {
	if j == lo || j >= end {
		return false
	}
	left, right := &s.tok[j-1], &s.tok[j+1]
	if left.kind != wordToken {
		return false
	}
	if left.capital && right.capital {
		return true
	}
	return s.tok[end].is(plural) && !right.is(det|pron) && left.verb() == nil && !left.is(aux|pron|day|timeWord)
}

// phrase says who the noun phrase of some tokens is. speaks: it is the subject of
// a verb of saying.
func (s *scan) phrase(from, to, n int, speaks bool) (subject, bool) {
	sub := subject{from: from, to: to, actor: -1, other: -1}
	if to-from == 1 && s.tok[from].is(pron) {
		return s.pronoun(sub, n)
	}
	switch s.raw(from) {
	case "I", "We", "we", "You", "you", "My", "Our":
		if to-from == 1 {
			return sub, false
		}
	}
	core := s.coreEnd(from, to)
	names := s.mentionsIn(from, core)
	if k := len(names); k > 0 && names[k-1].to == core && !names[k-1].possessed && !s.isDescribing(names[k-1]) {
		sub.actor, sub.known = names[k-1].actor, true
		if k > 1 && names[k-2].to == names[k-1].from-1 && s.raw(names[k-1].from-1) == "and" {
			sub.other = names[k-2].actor
		}
		return sub, true
	}
	// "the group known as Switchyard", "a carpenter called Dov Hartnell"
	if all := s.mentionsIn(from, to); len(all) > 0 {
		m := all[len(all)-1]
		if m.to == to && m.from > from {
			if w := s.raw(m.from - 1); w == "called" || w == "named" || w == "as" || m.from-2 > from && s.raw(m.from-2) == "of" && s.tok[m.from-1].is(number|det) {
				sub.actor, sub.known = m.actor, true
				if head := &s.tok[core-1]; head.is(orgnoun) || s.raw(core-1) == "known" && core-2 >= from && s.tok[core-2].is(orgnoun) {
					a := &s.cast.actors[m.actor]
					a.kind, a.sure = organisation, true
					a.addRole(strings.ToLower(s.raw(core - 1 - boolInt(!head.is(orgnoun)))))
				}
				return sub, true
			}
		}
	}
	return s.description(sub, core, n)
}

// isDescribing tells a capitalised description, such as "Best Buy Spokeswoman".
func (s *scan) isDescribing(m mention) bool {
	return s.tok[m.to-1].is(spokes)
}

// coreEnd is where the head of a noun phrase ends: before "of", "for", "who".
func (s *scan) coreEnd(from, to int) int {
	for i := from + 1; i < to; i++ {
		if t := &s.tok[i]; (t.is(prep|rel) || t.kind == punctToken && !t.punct('&')) && !s.inName(i) {
			return i
		}
		w := s.raw(i)
		if !s.tok[i].capital && i > from && (w == "familiar" || w == "close" || w == "briefed" || w == "involved" || w == "not" || w == "that" || w == "working" || w == "quoted") {
			return i
		}
	}
	return to
}

// at returns where a subject stands in the text.
func (s *scan) at(sub subject) evidence.Span {
	p := s.span(sub.from, sub.to)
	for p.End > p.Start && strings.IndexByte(",;:", s.text[p.End-1]) >= 0 {
		p.End--
	}
	return p
}
