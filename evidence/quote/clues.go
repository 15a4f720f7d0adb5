package quote

import "strings"

// A clue is what the words around a name say of it.
type clue struct {
	name   string
	kind   actorKind
	sure   bool
	gender class // male, female or none
	roles  []string
	alias  string // an acronym in brackets
	at     int    // token
}

// clues gathers what the words around a name say.
func (s *scan) clues(m mention, sen sentence) clue {
	c := clue{name: s.nameOf(m), at: m.from}
	for i := m.from; i < m.name; i++ {
		if t := &s.tok[i]; t.is(orgnoun) && !t.is(title) {
			if last := &s.tok[m.name-1]; last.is(title|role) && !last.is(orgnoun) {
				continue // Police Chief Harlan Cruz
			}
			c.kind, c.sure = organisation, true
			break
		}
		c.kind, c.sure = person, true
		c.gender |= s.tok[i].word.class & (male | female)
		c.roles = append(c.roles, strings.ToLower(strings.TrimRight(s.raw(i), ".")))
	}
	if c.kind == 0 {
		s.clueBefore(m, sen, &c)
	}
	s.clueAfter(m, sen, &c)
	if c.kind == 0 || !c.sure {
		s.clueWithin(m, &c)
	}
	return c
}

func (s *scan) clueBefore(m mention, sen sentence, c *clue) {
	if m.from == sen.from {
		return
	}
	t := &s.tok[m.from-1]
	i := m.from - 1
	if t.punct(',') && i > sen.from+1 { // her husband, Tom Berg
		if r := &s.tok[i-1]; r.is(role) && !r.is(plural|orgnoun) && s.nearDet(i-2, sen) {
			c.kind, c.sure = person, true
			c.gender |= r.word.class & (male | female)
			c.roles = append(c.roles, strings.ToLower(s.raw(i-1)))
		}
		return
	}
	switch {
	case t.kind != wordToken || t.possessed:
	case t.is(role) && t.is(orgnoun):
		// "supplier Quellmark", "developer Lena Ruiz"
		if m.to-m.name == 1 || s.tok[m.to-1].is(suffix) {
			c.kind, c.sure = organisation, true
		}
	case t.is(role) && !t.is(plural):
		c.kind, c.sure = person, true
		c.gender |= t.word.class & (male | female)
		c.roles = append(c.roles, strings.ToLower(s.raw(i)))
	case t.is(orgnoun):
		c.kind, c.sure = organisation, true
		c.roles = append(c.roles, strings.ToLower(s.raw(i)))
	case strings.EqualFold(s.raw(i), "the"):
		c.kind = organisation
	}
}

// nearDet reports whether an article or "her" stands at i or at most two tokens before.
func (s *scan) nearDet(i int, sen sentence) bool {
	for j := i; j >= max(sen.from, i-2); j-- {
		if s.tok[j].is(det|possess) || s.tok[j].possessed {
			return true
		}
	}
	return false
}

func (s *scan) clueAfter(m mention, sen sentence, c *clue) {
	i := m.to
	if i+1 >= sen.to || m.possessed {
		return
	}
	if s.tok[i].punct('(') && i+2 < sen.to && s.tok[i+2].punct(')') && s.isAcronym(i+1) {
		c.alias = s.raw(i + 1)
		c.kind, c.sure = organisation, true
		return
	}
	if t := &s.tok[i]; t.kind == wordToken && c.kind == 0 {
		switch s.raw(i) {
		case "who":
			c.kind, c.sure = person, true
		}
		return
	}
	if !s.tok[i].punct(',') {
		return
	}
	next := &s.tok[i+1]
	switch {
	case s.raw(i+1) == "who":
		c.kind, c.sure = person, true
	case s.raw(i+1) == "which" && c.kind == 0:
		c.kind, c.sure = organisation, true
	case next.kind == numberToken && next.End-next.Start <= 3 && i+2 < sen.to && s.tok[i+2].kind == punctToken:
		c.kind, c.sure = person, true
	default:
		s.apposition(i+1, sen, c)
	}
}

// apposition reads ", the company's chief executive": its head says who it is.
func (s *scan) apposition(from int, sen sentence, c *clue) {
	for i := from; i < min(sen.to, from+7); i++ {
		t := &s.tok[i]
		if t.kind != wordToken || t.is(prep|rel) || t.verb() != nil && i == from {
			return
		}
		ends := i+1 == sen.to || s.tok[i+1].kind == punctToken || s.tok[i+1].is(prep|rel)
		if !ends || t.capital && i > from && !t.is(title|role) {
			continue
		}
		switch {
		case t.is(role):
			if c.kind == 0 || c.kind == person {
				c.kind, c.sure = person, true
				c.gender |= t.word.class & (male | female)
				c.roles = append(c.roles, strings.ToLower(s.raw(i)))
			}
		case t.is(orgnoun) && c.kind != person:
			c.kind, c.sure = organisation, true
		}
		return
	}
}

// placed reports whether a name stands behind a preposition of place: "into Port
// Merrin".
func (s *scan) placed(m mention) bool {
	if m.from == 0 || !s.tok[m.from-1].is(prep) {
		return false
	}
	switch s.raw(m.from - 1) {
	case "in", "into", "at", "near", "of", "across", "outside", "around", "through", "behind", "above", "over":
		return true
	}
	return false
}

func (s *scan) clueWithin(m mention, c *clue) {
	words := m.to - m.name
	last := &s.tok[m.to-1]
	switch {
	case words == 1 && s.isAcronym(m.name):
		c.kind, c.sure = organisation, true
	case words > 1 && (last.is(suffix) || s.hasJoin(m) && s.hasClass(m.from, m.to, suffix)):
		c.kind, c.sure = organisation, true
	case strings.Contains(c.name, "&"):
		c.kind, c.sure = organisation, true
	case c.kind == 0 && (words == 2 || words == 3) && !s.placed(m):
		c.kind = person
	}
}

// learnCalled takes "a woman called Jess" and "a company named Pulsar Nord" for what they
// say of the name.
func (s *scan) learnCalled() {
	for _, m := range s.mentions {
		if m.from < 2 {
			continue
		}
		if w := s.raw(m.from - 1); w != "called" && w != "named" {
			continue
		}
		head, a := &s.tok[m.from-2], &s.cast.actors[m.actor]
		switch {
		case head.is(role) && a.kind != organisation || head.is(role) && !a.sure:
			a.kind = person
			if a.gender == 0 {
				a.gender = head.word.class & (male | female)
			}
			if g := genderOf(s.raw(m.from - 2)); a.gender == 0 {
				a.gender = g
			}
		case head.is(orgnoun) && !a.sure:
			a.kind, a.sure = organisation, true
		}
	}
}

// genderOf returns the gender of "woman", "policeman" and the like, or 0.
func genderOf(w string) class {
	switch {
	case strings.HasSuffix(w, "woman"), w == "girl":
		return female
	case strings.HasSuffix(w, "man"), w == "boy":
		return male
	}
	return 0
}
