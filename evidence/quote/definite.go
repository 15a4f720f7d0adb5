package quote

import "strings"

// firmWords are heads that stand for any body in view: "the company". Others, such as
// "the ministry", stand only for one whose name holds the same word.
var firmWords = map[string]bool{
	"company": true, "firm": true, "vendor": true, "maker": true, "manufacturer": true, "retailer": true, "seller": true, "supplier": true,
	"distributor": true, "developer": true, "operator": true, "provider": true, "group": true, "business": true, "corporation": true,
	"giant": true, "chain": true, "startup": true, "start-up": true, "publisher": true, "carrier": true, "airline": true, "brand": true,
	"builder": true, "club": true, "league": true, "newspaper": true, "paper": true, "magazine": true, "broadcaster": true, "network": true,
	"organisation": true, "organization": true, "charity": true, "conglomerate": true, "utility": true, "cooperative": true, "team": true,
	"agency": true, "association": true, "bank": true, "institute": true, "studio": true, "consortium": true,
}

// definite finds whom "the company", "the judge", "the two companies" means.
func (s *scan) definite(sub *subject, core, n int) bool {
	head := &s.tok[core-1]
	word := strings.ToLower(s.raw(core - 1))
	switch {
	case head.is(plural) && core == sub.to && (head.is(orgnoun) || word == "companies" || word == "firms"):
		return s.bothOf(sub, n)
	case head.is(orgnoun) && !head.is(plural) && core == sub.to:
		if i := s.named(word, n); i >= 0 {
			sub.actor, sub.known = i, true
			return true
		}
		if !firmWords[word] && (head.is(official|place) || head.is(thing)) {
			return s.byRole(sub, word)
		}
		found := s.firm(n, sub.from, word)
		if found.actor < 0 {
			return s.byRole(sub, word)
		}
		sub.actor, sub.known, sub.note = found.actor, true, found.note
		return true
	case strings.HasSuffix(word, "-year-old") && core == sub.to:
		if f := s.salient(n, sub.from, person, 0, false); f.actor >= 0 {
			sub.actor, sub.known, sub.note = f.actor, true, f.note
			return true
		}
		return false
	case head.is(role|title|plural|det) || len(s.cast.actors) > 0:
		return core == sub.to && (s.byRole(sub, word) || s.byContext(sub, core, n))
	}
	return false
}

// named finds the body whose name holds the word: "the ministry" after "Ministry of
// Transport". The last one named before sentence n wins.
func (s *scan) named(word string, n int) int {
	best := -1
	for k := len(s.mentions) - 1; k >= 0; k-- {
		m := &s.mentions[k]
		if m.sentence > n {
			continue
		}
		if n-m.sentence > 40 {
			break
		}
		if m.to-m.name < 2 || s.cast.actors[m.actor].kind == person {
			continue
		}
		for i := m.name; i < m.to; i++ {
			if strings.EqualFold(s.raw(i), word) {
				return m.actor
			}
		}
	}
	return best
}

// sameRole are roles that courts and papers use for one person.
var sameRole = map[string]string{"justice": "judge", "magistrate": "judge", "officials": "official", "source": "person", "spokesperson": "spokes",
	"spokesman": "spokes", "spokeswoman": "spokes", "chair": "chairman", "chairwoman": "chairman", "executive": "executive", "boss": "executive"}

func roleKey(r string) string {
	if k, ok := sameRole[r]; ok {
		return k
	}
	return r
}

// byRole finds the last speaker with that role: "the judge", "the official".
func (s *scan) byRole(sub *subject, word string) bool {
	key := roleKey(word)
	try := func(i int) bool {
		for _, r := range s.cast.actors[i].roles {
			if roleKey(r) == key {
				sub.actor, sub.known = i, true
				return true
			}
		}
		return false
	}
	for k := len(s.spoke) - 1; k >= max(0, len(s.spoke)-40); k-- {
		if try(s.spoke[k].actor) {
			return true
		}
	}
	for k := len(s.mentions) - 1; k >= 0; k-- {
		if m := &s.mentions[k]; m.from < sub.from && sub.from-m.from < 4000 && try(m.actor) {
			return true
		} else if sub.from-m.from >= 4000 {
			break
		}
	}
	return false
}

// standing are words for people that one need not have met: "the owner". Other
// trades with an article are those of somebody named before.
var standing = map[string]bool{
	"owner": true, "manager": true, "driver": true, "installer": true, "dealer": true, "reporter": true, "interviewer": true, "moderator": true,
	"customer": true, "caller": true, "leader": true, "investigator": true, "user": true, "buyer": true, "supplier": true, "maker": true, "seller": true,
	"member": true, "speaker": true, "worker": true, "employer": true, "lender": true, "insurer": true, "neighbour": true, "neighbor": true, "former": true,
	"latter": true, "lawyer": true, "inspector": true, "caretaker": true, "other": true, "number": true, "letter": true, "paper": true, "order": true,
	"newspaper": true, "computer": true, "author": true, "brother": true, "sister": true, "mother": true, "father": true, "daughter": true, "operator": true,
	"manufacturer": true, "retailer": true, "developer": true, "publisher": true, "carrier": true, "chapter": true, "border": true, "power": true,
}

// byContext takes "the plumber" for the person in view, where nobody has been called a
// plumber.
func (s *scan) byContext(sub *subject, core, n int) bool {
	head := &s.tok[core-1]
	w := strings.ToLower(s.raw(core - 1))
	if head.is(anon|spokes|plural|orgnoun|official|title) || standing[w] || !personLike(w) && !head.is(role) {
		return false
	}
	f := s.salient(n, sub.from, person, head.word.class&(male|female), false)
	if f.actor < 0 || s.cast.actors[f.actor].unnamed || !strings.Contains(s.cast.actors[f.actor].name, " ") || len(s.cast.actors[f.actor].roles) > 0 {
		return false
	}
	sub.actor, sub.known, sub.note = f.actor, true, "taken for the person named just before"
	return true
}

// bothOf resolves "the two companies" where exactly two are named in the sentence
// or before it.
func (s *scan) bothOf(sub *subject, n int) bool {
	for k := n; k >= max(0, n-3); k-- {
		var list []int
		for _, m := range s.mentionsIn(s.sentences[k].from, min(s.sentences[k].to, sub.from)) {
			if a := &s.cast.actors[m.actor]; a.kind == organisation && a.sure && !m.told && !s.tok[m.from].is(place) && !contains(list, m.actor) {
				list = append(list, m.actor)
			}
		}
		if len(list) == 2 {
			sub.actor, sub.other, sub.known = list[1], list[0], true
			return true
		}
		if len(list) > 2 {
			return false
		}
	}
	return false
}

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}
