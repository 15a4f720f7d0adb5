package quote

import "strings"

// isVerb tells a verb from the noun that is written the same.
func (s *scan) isVerb(i int, sen sentence) bool {
	t := &s.tok[i]
	if t.possessed || t.capital && (i > sen.from || s.inName(i)) || s.inName(i) {
		return false
	}
	if i == sen.from || t.verb().lemma == "put" && !s.putsIt(i, sen) {
		return false
	}
	prev := &s.tok[i-1]
	if i-2 >= sen.from && s.raw(i-1) == "have" && s.raw(i-2) == "to" {
		return false // is supposed to have said
	}
	if strings.EqualFold(s.raw(i-1), "to") && !(i >= 2 && (s.raw(i-2) == "used" || s.raw(i-2) == "likes")) {
		return false
	}
	if (prev.is(possess) || prev.is(det) && !s.pronominal(i-1)) && t.verb().use&useWeak != 0 || prev.possessed {
		return false
	}
	if s.raw(i) == t.verb().lemma && t.verb().lemma != "read" && t.verb().lemma != "put" && !s.takesBase(i, sen) {
		return false
	}
	// passive: "was told", but "is saying"
	j := i - 1
	for j > sen.from && (s.tok[j].is(adv|neg) || s.raw(j) == "all" || s.raw(j) == "both" || s.raw(j) == "widely") && !s.tok[j].is(passive) {
		j--
	}
	if s.tok[j].is(passive) && !strings.HasSuffix(s.raw(i), "ing") {
		return false
	}
	return true
}

// takesBase reports whether "say" or "report" at i is a verb: an auxiliary, a plural or
// a pronoun stands before it.
func (s *scan) takesBase(i int, sen sentence) bool {
	for j := i - 1; j >= max(sen.from, i-4); j-- {
		t := &s.tok[j]
		switch {
		case t.is(neg):
			return true
		case t.is(aux), t.is(plural) && !t.capital, strings.EqualFold(s.raw(j), "to"):
			return true
		case t.kind == punctToken || t.kind == quoteToken:
			return s.behindPlural(i, sen)
		case t.is(adv):
		case t.capital || !t.is(det|prep):
			w := s.raw(j)
			return strings.HasSuffix(w, "s") && !t.possessed || s.manyNames(j, sen)
		default:
			return false
		}
	}
	return false
}

// behindPlural sees `"…," say residents`.
func (s *scan) behindPlural(i int, sen sentence) bool {
	return i+1 < sen.to && (s.tok[i+1].is(plural) || strings.HasSuffix(s.raw(i+1), "s") || s.tok[i+1].is(det))
}

// manyNames sees "of Fenwick Row" and "Brandt and Teyf" before j.
func (s *scan) manyNames(j int, sen sentence) bool {
	for k := j; k >= max(sen.from, j-8); k-- {
		if s.tok[k].kind == punctToken || s.tok[k].kind == quoteToken {
			return false
		}
		if s.raw(k) == "and" || s.tok[k].is(plural) {
			return true
		}
	}
	return false
}

// pronominal tells "the third denied" and "both said" from "the report".
func (s *scan) pronominal(i int) bool {
	switch strings.ToLower(s.raw(i)) {
	case "both", "all", "some", "many", "one", "another", "other", "others", "several", "two", "three", "this", "most":
		return true
	}
	return false
}

// negation sees "did not say", "would not confirm".
func (s *scan) negation(a *attribution, lo int) {
	for j := a.at - 1; j >= max(lo, a.at-4); j-- {
		t := &s.tok[j]
		if t.is(neg) && !t.is(det) {
			a.negated = true
			return
		}
		if !t.is(aux | adv) {
			return
		}
	}
}
