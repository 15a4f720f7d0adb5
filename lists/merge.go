package lists

import (
	"cmp"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// A Party is everything that is taken to be one party: entries of lists, and at
// most one party of the register.
type Party struct {
	// ID is the register's id where it has the party, else the first of its
	// entries, as LIST/NUMBER.
	ID      delist.PartyID
	Kind    delist.PartyKind
	Entries []*Span
	// Register is the register's party, if there is one.
	Register *delist.Party
	// Why says, for each entry beyond the first, what makes it the same party.
	Why []Link
}

// A Link is one reason for taking two entries, or an entry and a party of the
// register, to be one party.
type Link struct {
	A    string `json:"a"`
	B    string `json:"b"`
	Why  string `json:"why"`
	What string `json:"what,omitempty"` // the number or name that they share
}

// A Decision is what a person has said for good: that two are one party, or
// that they are not. A later one about the same two stands in its place.
type Decision struct {
	A      string      `json:"a"`
	B      string      `json:"b"`
	Same   bool        `json:"same"`
	By     string      `json:"by,omitempty"`
	On     delist.Date `json:"on"`
	Reason string      `json:"reason,omitempty"`
}

// A NameKey says what a name comes to when legal forms, order and spelling are
// taken off, and whether that is rare enough to tell parties apart.
type NameKey func(name string) (key string, strong bool)

// Reasons for a [Link].
const (
	sameEntry   = "the same entry in two publications"
	sameNumber  = "the same number"
	sameName    = "the same name and country"
	sameAllName = "the same name, rare, and no country against it"
	saidSo      = "somebody decided so"
)

// Merge puts entries together that are one party: the same entry in several
// publications, entries that share a number which identifies, and entries of
// one kind that share a strong name and a country. The order of the entries
// decides nothing. Parties come sorted by id.
func Merge(spans []*Span, register []delist.Party, key NameKey, decisions []Decision) []Party {
	m := &merger{key: key, at: map[string]int{}}
	for i := range register {
		m.add(item{id: string(register[i].ID), party: &register[i]})
	}
	for _, s := range spans {
		m.add(item{id: Key(&s.Entry), span: s})
	}
	m.decide(decisions)
	m.numbers()
	m.names()
	return m.parties()
}

// An item is an entry, or a party of the register.
type item struct {
	id    string
	span  *Span
	party *delist.Party
}

type merger struct {
	key   NameKey
	items []item
	up    []int // towards the first of a group
	links map[int][]Link
	at    map[string]int
	// groups lists the items that somebody wants apart, which are few.
	kept [][2]int
}

func (m *merger) add(it item) {
	n := len(m.items)
	m.items = append(m.items, it)
	m.up = append(m.up, n)
	if first, ok := m.at[it.id]; ok {
		m.join(first, n, sameEntry, "")
		return
	}
	m.at[it.id] = n
}

func (m *merger) find(i int) int {
	for m.up[i] != i {
		m.up[i] = m.up[m.up[i]]
		i = m.up[i]
	}
	return i
}

// join makes two items one party, unless that would join what somebody, or the
// register, keeps apart.
func (m *merger) join(a, b int, why, what string) {
	x, y := m.find(a), m.find(b)
	if x == y {
		return
	}
	for _, pair := range m.kept {
		p, q := m.find(pair[0]), m.find(pair[1])
		if p == x && q == y || p == y && q == x {
			return
		}
	}
	if m.hasRegister(x) && m.hasRegister(y) {
		return // two parties of the register are two
	}
	if y < x {
		x, y = y, x
	}
	m.up[y] = x
	if m.links == nil {
		m.links = map[int][]Link{}
	}
	m.links[x] = append(append(m.links[x], Link{m.items[a].id, m.items[b].id, why, what}), m.links[y]...)
	delete(m.links, y)
}

// hasRegister reports whether the group of root holds a party of the register:
// those come first, and so are roots.
func (m *merger) hasRegister(root int) bool { return m.items[root].party != nil }

func (m *merger) decide(decisions []Decision) {
	last := map[[2]string]Decision{}
	for _, d := range decisions {
		if d.B < d.A {
			d.A, d.B = d.B, d.A
		}
		last[[2]string{d.A, d.B}] = d
	}
	pairs := make([][2]string, 0, len(last))
	for pair := range last {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1])) })
	for _, same := range []bool{false, true} {
		for _, pair := range pairs {
			a, okA := m.at[pair[0]]
			b, okB := m.at[pair[1]]
			switch {
			case !okA || !okB || last[pair].Same != same:
			case same:
				m.join(a, b, saidSo, last[pair].Reason)
			default:
				m.kept = append(m.kept, [2]int{a, b})
			}
		}
	}
}

// maxShared is how many entries may share a number before it is taken for a
// mistake, such as the number of an office or a row of nines.
const maxShared = 12

// numbers joins those that share a number which identifies one party.
func (m *merger) numbers() {
	type owner struct {
		kind    delist.NumberKind
		value   string
		country string
	}
	sharing := map[owner][]int{}
	var order []owner
	for i, it := range m.items {
		if it.span == nil {
			continue
		}
		for _, n := range it.span.Numbers {
			o := owner{n.Kind, compact(n.Value), n.Country}
			if !identifies(o.kind, o.value) {
				continue
			}
			if sharing[o] == nil {
				order = append(order, o)
			}
			sharing[o] = append(sharing[o], i)
		}
	}
	for _, o := range order {
		who := sharing[o]
		if len(who) > maxShared {
			continue
		}
		for _, i := range who[1:] {
			if person(m.items[i]) == person(m.items[who[0]]) {
				m.join(who[0], i, sameNumber, string(o.kind)+" "+o.value)
			}
		}
	}
}

// identifies reports whether a number tells a party from all others.
func identifies(kind delist.NumberKind, value string) bool {
	switch kind {
	case delist.LEI:
		return len(value) == 20
	case delist.IMO:
		return len(value) == 7
	case delist.UEI:
		return len(value) == 12
	case delist.RegistrationNumber, delist.TaxNumber, delist.NationalID, delist.Passport:
		return len(value) >= 7 && strings.ContainsAny(value, "123456789")
	}
	return false
}

func compact(value string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return -1
	}, value)
}

func person(it item) bool {
	return it.span != nil && it.span.Kind == delist.Person || it.party != nil && it.party.Kind == delist.Person
}

// names joins those of one kind that share a strong name, if they also share a
// country, or none of them has one that the others have not. Persons also have
// to share a day of birth.
func (m *merger) names() {
	type owner struct {
		key  string
		kind string // persons, vessels and aircraft apart
	}
	sharing := map[owner][]bearer{}
	var order []owner
	for i, it := range m.items {
		for _, name := range it.names() {
			key, strong := m.key(name.Name)
			if !strong {
				continue
			}
			o := owner{key, it.sort()}
			main := name.Kind == delist.MainName
			who := sharing[o]
			switch n := len(who); {
			case n == 0:
				order = append(order, o)
			case who[n-1].item == i:
				who[n-1].main = who[n-1].main || main
				continue
			}
			sharing[o] = append(who, bearer{i, main})
		}
	}
	for _, o := range order {
		who := sharing[o]
		if len(who) > maxShared {
			continue
		}
		for n, x := range who {
			for _, y := range who[:n] {
				// Two that share no more than another name may be two parts of one.
				if !x.main && !y.main {
					continue
				}
				if why, ok := m.sameBearer(y.item, x.item); ok {
					m.join(y.item, x.item, why, o.key)
				}
			}
		}
	}
}

// A bearer is an item that has a name, as its main one or as another.
type bearer struct {
	item int
	main bool
}

// sameBearer says why two items of one name are one party.
func (m *merger) sameBearer(a, b int) (string, bool) {
	x, y := m.items[a], m.items[b]
	if person(x) && !shares(x.born(), y.born()) {
		return "", false
	}
	c, d := x.countries(), y.countries()
	switch {
	case shares(c, d):
		return sameName, true
	case len(c) == 0 || len(d) == 0:
		return sameAllName, true
	}
	return "", false
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// names are those that say who it is; weak aliases do not.
func (it item) names() []delist.ListedName {
	if it.party != nil {
		names := []delist.ListedName{{Kind: delist.MainName, Name: it.party.Name}}
		for _, n := range it.party.Names {
			names = append(names, delist.ListedName{Kind: delist.AlsoKnown, Name: n})
		}
		return names
	}
	return slices.DeleteFunc(slices.Clone(it.span.Names), func(n delist.ListedName) bool { return n.Kind == delist.WeakAlias })
}

func (it item) countries() []string {
	if it.party == nil {
		return it.span.Countries
	}
	if it.party.Country == "" {
		return nil
	}
	return []string{it.party.Country}
}

// born returns years of birth.
func (it item) born() []string {
	if it.span == nil {
		return nil
	}
	var years []string
	for _, b := range it.span.Born {
		for part := range strings.FieldsFuncSeq(b, func(r rune) bool { return r < '0' || r > '9' }) {
			if len(part) == 4 {
				years = append(years, part)
			}
		}
	}
	return years
}

// sort is what sort of party it is, as far as that must agree.
func (it item) sort() string {
	kind := delist.LegalEntity
	if it.span != nil {
		kind = it.span.Kind
	} else if it.party.Kind == delist.Person {
		kind = delist.Person
	}
	switch kind {
	case delist.Person, delist.Vessel, delist.Airplane:
		return string(kind)
	}
	return ""
}

// parties gathers the groups.
func (m *merger) parties() []Party {
	groups := map[int][]int{}
	for i := range m.items {
		root := m.find(i)
		groups[root] = append(groups[root], i)
	}
	parties := make([]Party, 0, len(groups))
	for root, members := range groups {
		p := Party{Why: m.links[root]}
		for _, i := range members {
			if it := m.items[i]; it.party != nil {
				p.Register = it.party
			} else {
				p.Entries = append(p.Entries, it.span)
			}
		}
		slices.SortStableFunc(p.Entries, func(a, b *Span) int {
			return cmp.Or(strings.Compare(Key(&a.Entry), Key(&b.Entry)), strings.Compare(a.Publication, b.Publication))
		})
		if p.Register != nil {
			p.ID, p.Kind = p.Register.ID, p.Register.Kind
		} else {
			p.ID, p.Kind = delist.PartyID(Key(&p.Entries[0].Entry)), p.Entries[0].Kind
		}
		parties = append(parties, p)
	}
	slices.SortFunc(parties, func(a, b Party) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return parties
}
