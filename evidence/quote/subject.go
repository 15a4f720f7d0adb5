package quote

import (
	"sort"
	"strings"
)

// A subject is the noun phrase of whoever speaks.
type subject struct {
	from, to int // tokens
	actor    int // in the cast
	other    int // a second actor: "X and Y said"; -1 for none
	known    bool
	note     string
	weak     bool // a pronoun for a body that neither spoke nor leads a sentence
}

// maxPhrase bounds a noun phrase, in tokens.
const maxPhrase = 30

// mentionsIn returns the names that lie wholly within some tokens.
func (s *scan) mentionsIn(from, to int) []mention {
	a := sort.Search(len(s.mentions), func(i int) bool { return s.mentions[i].from >= from })
	b := a
	for b < len(s.mentions) && s.mentions[b].to <= to {
		b++
	}
	return s.mentions[a:b]
}

// inName reports whether token i stands within a name of several words.
func (s *scan) inName(i int) bool {
	k := sort.Search(len(s.mentions), func(k int) bool { return s.mentions[k].to > i })
	return k < len(s.mentions) && s.mentions[k].from <= i && s.mentions[k].to-s.mentions[k].from > 1
}

// subjectBefore reads the subject of the verb at v, at or after token lo.
func (s *scan) subjectBefore(v, lo, n int) (subject, bool) {
	i := s.skipBack(v-1, lo)
	if i < lo {
		return subject{}, false
	}
	t := &s.tok[i]
	if t.is(rel) && i > lo {
		j := i - 1
		if s.tok[j].punct(',') {
			j--
		}
		return s.phraseBefore(j, lo, n)
	}
	if !t.punct(',') && !t.isDash() && !t.punct(')') {
		return s.phraseBefore(i, lo, n)
	}
	for c := i - 1; c > lo && i-c <= maxPhrase; c-- {
		if s.tok[c].kind == quoteToken && s.quoted[s.tok[c].quoted].End-s.quoted[s.tok[c].quoted].Start > 60 {
			break
		}
		if s.tok[c].kind != punctToken || s.tok[c].mark != t.mark && !(t.punct(')') && s.tok[c].punct('(')) || !s.parenthesis(c+1, i) {
			continue
		}
		if c-2 > lo && s.tok[c-1].kind == numberToken && s.tok[c-2].punct(',') {
			c -= 2 // Maddick, 81, who uses the bus, said
		}
		sub, ok := s.phraseBefore(s.skipBack(c-1, lo), lo, n)
		if !ok {
			continue
		}
		s.byApposition(&sub, c+1, i, n)
		return sub, true
	}
	return subject{}, false
}

// parenthesis reports whether the tokens between two commas can stand beside a name.
func (s *scan) parenthesis(from, to int) bool {
	if from >= to {
		return false
	}
	t := &s.tok[from]
	return t.kind == numberToken || t.capital || t.is(neg) && to-from <= 3 || t.is(rel|det|possess|prep|role|orgnoun|title|adv|day|when) || s.hasClass(from, to, role|orgnoun) ||
		strings.HasSuffix(s.raw(from), "ed") || strings.HasSuffix(s.raw(from), "ing") || t.possessed
}

// byApposition gives a described speaker the name that stands beside: "the customer,
// survey firm Hexfield Aerial, said".
func (s *scan) byApposition(sub *subject, from, to, n int) {
	if m := s.mentionsIn(sub.from, s.coreEnd(sub.from, sub.to)); len(m) > 0 && m[len(m)-1].to == s.coreEnd(sub.from, sub.to) && !m[len(m)-1].possessed || s.tok[sub.from].is(pron) {
		return
	}
	if s.tok[from].is(rel|prep) || s.tok[from].kind != wordToken {
		return
	}
	if named, ok := s.phrase(from, to, n, false); ok && !s.cast.actors[named.actor].unnamed {
		a := &s.cast.actors[named.actor]
		if head := &s.tok[sub.to-1]; head.is(orgnoun) && !head.is(role) && !a.sure {
			a.kind, a.sure = organisation, true
		}
		if a.kind == organisation && s.hasClass(sub.from, sub.to, spokes) {
			return
		}
		for _, r := range s.cast.actors[sub.actor].roles {
			a.addRole(r)
		}
		sub.actor, sub.other, sub.known = named.actor, named.other, true
	}
}

// phraseBefore reads the noun phrase that ends with token i.
func (s *scan) phraseBefore(i, lo, n int) (subject, bool) {
	i = s.beforeRelative(i, lo)
	if i < lo {
		return subject{}, false
	}
	if s.tok[i].is(pron) {
		return s.phrase(i, i+1, n, true)
	}
	end, j := i, i
	for j >= lo && i-j < maxPhrase && !s.phraseStops(j, end, lo) {
		j--
	}
	from := s.skipLead(j+1, end+1)
	if from > end {
		return subject{}, false
	}
	return s.phrase(from, end+1, n, true)
}

// beforeRelative goes back over a relative clause without commas: to "official" in "an
// official who was not authorised to speak said".
func (s *scan) beforeRelative(i, lo int) int {
	if i < lo || s.tok[i].is(pron) {
		return i // which she denied
	}
	for j := i; j > lo && i-j < maxPhrase; j-- {
		t := &s.tok[j]
		if t.kind == punctToken || t.kind == quoteToken || t.is(bound) && !t.capital && s.raw(j) != "and" {
			return i
		}
		if t.kind == wordToken && t.is(pron) && j < i && s.tok[j-1].is(role|orgnoun|thing) {
			return j - 1 // the first person I spoke to
		}
		if t.kind != wordToken || t.capital {
			continue
		}
		if !(t.is(rel) || s.raw(j) == "that" && j+1 < len(s.tok) && (s.tok[j+1].is(aux) || s.tok[j+1].verb() != nil) && s.tok[j-1].verb() == nil && !s.tok[j-1].is(pron)) {
			continue
		}
		k := j - 1
		if s.tok[k].is(prep) || s.tok[k].punct(',') {
			k--
		}
		return k
	}
	return i
}
