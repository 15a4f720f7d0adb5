package quote

import "strings"

// background sees facts that the text adds of itself: founding, numbers, places.
func (s *scan) background(sen sentence, atts []attribution) {
	for i := sen.from; i+2 < sen.to; i++ {
		switch w := s.raw(i); {
		case (w == "founded" || w == "established" || w == "formed" || w == "started" || w == "launched") && s.yearFollows(i, sen):
			to := i
			for to < sen.to && !s.tok[to].punct(',') {
				to++
			}
			if !s.inClause(i, atts) {
				s.own(i, to, "own-background", "")
			}
		case s.hasOffices(i, sen) && !s.inClause(i, atts):
			s.own(s.skipLead(sen.from, sen.to), sen.to, "own-background", "")
			return
		case s.tok[i].kind == numberToken && s.counts(i, sen) && len(atts) == 0:
			s.own(s.predicate(i, sen), sen.to, "own-background", "")
			return
		}
	}
}

func (s *scan) yearFollows(i int, sen sentence) bool {
	for j := i + 1; j < min(sen.to, i+4); j++ {
		if t := &s.tok[j]; t.kind == numberToken && t.End-t.Start == 4 && s.raw(j-1) == "in" {
			return true
		}
	}
	return false
}

// hasOffices sees "has its main offices in", "is based in", "headquartered in".
func (s *scan) hasOffices(i int, sen sentence) bool {
	w := s.raw(i)
	if (w == "based" || w == "headquartered") && s.raw(i+1) == "in" {
		return i > sen.from && s.tok[i-1].is(passive)
	}
	if w != "offices" && w != "headquarters" && w != "office" || s.raw(i+1) != "in" {
		return false
	}
	for j := max(sen.from, i-4); j < i; j++ {
		if w := s.raw(j); w == "has" || w == "have" {
			return true
		}
	}
	return false
}

// counts sees "400 million product users", "employs 1,100 people".
func (s *scan) counts(i int, sen sentence) bool {
	if s.tok[i+1].is(scale) || strings.Contains(s.raw(i), "-million") || strings.Contains(s.raw(i), "-billion") {
		return true
	}
	return i > sen.from && (s.raw(i-1) == "employs" || s.raw(i-1) == "has") && s.tok[i+1].is(plural|role)
}

// predicate goes back from a number to the verb of its clause, or to a comma.
func (s *scan) predicate(i int, sen sentence) int {
	for j := i - 1; j > sen.from; j-- {
		if s.tok[j].punct(',') {
			return j + 1
		}
	}
	return s.skipLead(sen.from, i)
}
