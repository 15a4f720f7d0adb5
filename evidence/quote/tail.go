package quote

import (
	"strings"

	"github.com/delistdev/delist/evidence"
)

// readTail goes over addressee, channel, date and adverbs after a verb of saying, so
// that content is where what was said may begin.
func (s *scan) readTail(a *attribution, sen sentence) {
	i := a.to
	if a.verb.use&usePerson != 0 && !a.behind {
		i = s.addressee(i, sen)
	}
	for i < sen.to {
		k := s.tailPart(a, i, sen)
		if k == i {
			break
		}
		i = k
	}
	a.to, a.content = max(a.to, i), i
	if a.tail.date.End == 0 {
		a.tail.date = s.dateBefore(a, sen)
	}
	if a.tail.channel.End == 0 {
		a.tail.channel = s.channelBefore(a, sen)
	}
}

// tailPart returns the token after one part of a tail at i, or i.
func (s *scan) tailPart(a *attribution, i int, sen sentence) int {
	t := &s.tok[i]
	if k := s.dateAt(i, sen); k > i {
		if a.tail.date.End == 0 {
			a.tail.date = s.span(i, k)
		}
		return k
	}
	switch w := s.raw(i); {
	case t.kind != wordToken:
	case w == "on" && i+2 < sen.to && (s.raw(i+1) == "condition" || s.raw(i+1) == "the" && s.raw(i+2) == "condition"):
		k := i + 2
		for k < sen.to && k-i < 6 && s.raw(k) != "anonymity" {
			k++
		}
		a.tail.unnamed = true
		return min(k+1, sen.to)
	case w == "in" && i+1 < sen.to && s.tok[i+1].capital && a.verb.use&usePerson != 0 && !s.tok[i+1].is(month):
		if m := s.mentionsIn(i+1, sen.to); len(m) > 0 && m[0].from == i+1 {
			return m[0].to
		}
	case w == "to" && a.verb.use&useTo == 0 && i+1 < sen.to && !s.tok[i+1].is(aux):
		return s.addressee(i+1, sen)
	case t.is(prep):
		if k := s.channelAt(i, sen); k > i {
			if a.tail.channel.End == 0 {
				a.tail.channel = s.span(i, k)
			}
			return k
		}
	case t.is(adv) && !t.is(det|rel|prep) && !t.is(timeWord) && (i+1 == sen.to || s.tok[i+1].is(prep|day|when) || s.tok[i+1].kind == punctToken || s.raw(i+1) == "that"):
		return i + 1
	}
	return i
}

// channelAt reads "in a statement", "by email", "at a news conference in Oslo".
func (s *scan) channelAt(i int, sen sentence) int {
	switch s.raw(i) {
	case "in", "by", "via", "at", "during", "on", "through":
	default:
		return i
	}
	for k := i + 1; k < min(sen.to, i+7); k++ {
		t := &s.tok[k]
		if t.kind != wordToken || t.is(pron|aux) || t.verb() != nil && !t.is(channelNoun|thing) {
			return i
		}
		if t.is(channelNoun) && (k+1 >= sen.to || !s.tok[k+1].is(channelNoun)) && !(k+1 < sen.to && s.tok[k+1].capital && s.tok[k].capital) {
			// "in a written ruling of 41 pages", "in an interview with AFP"
			k++
			if k+1 < sen.to && (s.raw(k) == "with" || s.raw(k) == "to") {
				k = s.addressee(k+1, sen)
			}
			return k
		}
		if t.is(prep) {
			return i
		}
	}
	return i
}

// dateAt reads "on Friday", "last week", "in July", "earlier this month".
func (s *scan) dateAt(i int, sen sentence) int {
	k := i
	if w := s.raw(k); w == "on" || w == "in" || w == "late" || w == "early" {
		k++
	}
	began := k
	for k < sen.to {
		t := &s.tok[k]
		switch {
		case t.is(day) || t.is(month) && t.capital:
		case t.is(when) && k+1 < sen.to && s.tok[k+1].is(timeWord|day|when):
		case t.is(timeWord) && k > i && s.tok[k-1].is(when|day):
		case t.kind == numberToken && (k > began && s.tok[k-1].is(month) || k+1 < sen.to && s.tok[k+1].is(month)):
		case t.kind == numberToken && k > i && s.raw(i) == "in" && k == began && t.End-t.Start == 4:
		default:
			if k == began {
				return i
			}
			return k
		}
		k++
	}
	return k
}

// dateBefore finds a date at the head of the sentence, or between subject and verb:
// "In July, it denied", "Tarnholt on Tuesday denied".
func (s *scan) dateBefore(a *attribution, sen sentence) evidence.Span {
	for i := a.from; i < a.at; i++ {
		if k := s.dateAt(i, sen); k > i && k <= a.at {
			return s.span(i, k)
		}
	}
	if a.from-sen.from > 8 {
		return evidence.Span{}
	}
	for i := sen.from; i < a.from; i++ {
		// "Last", "In" stand with a capital there.
		if k := s.leadingDate(i, sen); k > i && k <= a.from {
			return s.span(i, k)
		}
	}
	return evidence.Span{}
}

func (s *scan) leadingDate(i int, sen sentence) int {
	if w := strings.ToLower(s.raw(i)); (w == "in" || w == "on") && i+1 < sen.to {
		if k := s.dateAt(i+1, sen); k > i+1 {
			return k
		}
		return i
	}
	return s.dateAt(i, sen)
}

// channelBefore finds "In a statement," at the head of the sentence.
func (s *scan) channelBefore(a *attribution, sen sentence) evidence.Span {
	if !strings.EqualFold(s.raw(sen.from), "in") || a.from-sen.from > 8 || a.from <= sen.from {
		return evidence.Span{}
	}
	for k := sen.from + 1; k < min(a.from, sen.from+6); k++ {
		if s.tok[k].is(channelNoun) && !s.tok[k].capital {
			return s.span(sen.from, k+1)
		}
	}
	return evidence.Span{}
}

// addressee returns the token after whoever is told: AFP, reporters, the court.
func (s *scan) addressee(i int, sen sentence) int {
	if i >= sen.to || s.tok[i].kind != wordToken {
		return i
	}
	t := &s.tok[i]
	if m := s.mentionsIn(i, min(sen.to, i+12)); len(m) > 0 && m[0].from == i && !m[0].possessed {
		return m[0].to
	}
	switch w := s.raw(i); {
	case t.is(pron) || w == "that":
		return i
	case w == "me" || w == "us" || w == "him" || w == "her" || w == "them":
		return i + 1
	case t.is(det) || t.possessed:
		for k := i + 1; k < min(sen.to, i+6); k++ {
			n := &s.tok[k]
			if n.kind != wordToken || n.is(prep|day|when|pron|det|rel|aux) || s.raw(k) == "that" || s.raw(k) == "to" {
				return k
			}
			if n.is(orgnoun|role|media|thing) && (k+1 >= sen.to || !s.tok[k+1].is(orgnoun|role|media)) {
				return k + 1
			}
		}
		return i
	case i+1 >= sen.to || t.is(media|plural) || s.tok[i+1].kind != wordToken || s.raw(i+1) == "that":
		return i + 1
	}
	return i
}
