package quote

// body returns the organisation in view; where none is known for one, a name of which
// nothing is known.
func (s *scan) body(n, tok int) found {
	f := s.unsure(n, tok, s.salient(n, tok, organisation, 0, false))
	if head, ok := s.headOf(n - 1); ok && !f.spoke && head != f.actor {
		return found{actor: head, leads: true} // "Hyllested was founded in 1951. It said"
	}
	return f
}

// headOf returns the name with which a sentence begins, where it may be a body's.
func (s *scan) headOf(n int) (int, bool) {
	if n < 0 {
		return 0, false
	}
	sen := s.sentences[n]
	for _, m := range s.mentionsIn(sen.from, sen.to) {
		a := &s.cast.actors[m.actor]
		return m.actor, m.from == sen.from && !m.possessed && !m.told && a.kind != person
	}
	return 0, false
}

// firm is a body that is no authority, and that has not been called something else: "the
// company" is not what has been called a group.
func (s *scan) firm(n, tok int, word string) found {
	return s.unsure(n, tok, s.nearest(n, tok, func(i int) bool {
		a := &s.cast.actors[i]
		return a.kind == organisation && !a.state && !a.plural && a.name != "" && !a.unnamed && a.calledSo(word)
	}))
}

// notCommercial are words for bodies that "the company" does not mean.
var notCommercial = map[string]bool{"group": true, "club": true, "league": true, "newspaper": true, "magazine": true, "charity": true, "association": true,
	"agency": true, "institute": true, "team": true, "union": true, "network": true, "broadcaster": true, "paper": true, "daily": true}

// calledSo reports whether a body may be called by that word, from what it has been
// called before.
func (a *actor) calledSo(word string) bool {
	other := false
	for _, r := range a.roles {
		if r == word {
			return true
		}
		other = other || notCommercial[r] || notCommercial[word] && word != "group" && firmWords[r]
	}
	return !other
}

func (s *scan) unsure(n, tok int, known found) found {
	if known.actor >= 0 {
		return known
	}
	f := s.nearest(n, tok, func(i int) bool {
		a := &s.cast.actors[i]
		return !a.unnamed && !a.sure && a.gender == 0 && a.kind != organisation && a.name != ""
	})
	if f.actor < 0 || !f.leads {
		return found{actor: -1}
	}
	if a := &s.cast.actors[f.actor]; a.kind == 0 {
		a.kind = organisation
	}
	f.note = "taken for the name of an organisation"
	return f
}
