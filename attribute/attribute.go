// Package attribute finds the parties behind an item: from what can be observed
// of it to the register's identifiers, with a role and a strength.
//
// It never invents a party. What an item's own metadata declares is kept as
// declared, also where the register has nobody of that name. It does not judge.
package attribute

import (
	"strings"
	"unicode"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/register"
)

// An Attributer finds parties by the identifiers of one register. It does not
// change after [New] and may be used by many goroutines.
type Attributer struct {
	ids []known
	// whole holds the identifiers that match a value as a whole, below those
	// that match it and everything below it; each by the hash of the value.
	whole, below map[uint64][]int32
	// phrases holds the identifiers that match words, by their first word.
	phrases   map[uint64][]int32
	has       map[delist.IdentifierKind]bool // kinds that anything is known of by how it begins
	names     *resembler
	brands    *memo[bool] // that are none
	addresses *addresses
}

// A known identifier, prepared for matching.
type known struct {
	*delist.Identifier
	confirmed bool
	words     []uint64 // of a phrase
	wholeText bool     // the phrase must be all that there is
	stewards  []delist.PartyID
}

// New prepares the register's identifiers for matching.
func New(reg *register.Register) *Attributer {
	a := &Attributer{
		whole: map[uint64][]int32{}, below: map[uint64][]int32{}, phrases: map[uint64][]int32{}, has: map[delist.IdentifierKind]bool{},
		names: byNames(reg), brands: new(memo[bool]), addresses: newAddresses(reg.Forges),
	}
	stewards := stewardsOf(reg)
	for i := range reg.Identifiers {
		a.add(&reg.Identifiers[i], stewards)
		a.addJoined(&reg.Identifiers[i], stewards)
	}
	for i := range reg.Parties {
		a.addName(&reg.Parties[i], stewards)
	}
	return a
}

// stewardsOf returns who looks after each project.
func stewardsOf(reg *register.Register) map[delist.PartyID][]delist.PartyID {
	stewards := map[delist.PartyID][]delist.PartyID{}
	for i := range reg.Parties {
		p := &reg.Parties[i]
		for _, rel := range p.Relations {
			if rel.Kind == delist.StewardedBy && rel.Until.IsZero() {
				stewards[p.ID] = append(stewards[p.ID], rel.Other)
			}
		}
	}
	return stewards
}

func (a *Attributer) add(id *delist.Identifier, stewards map[delist.PartyID][]delist.PartyID) {
	n := int32(len(a.ids))
	if id.Kind == delist.GTIN && id.Match != delist.Namespace {
		long := *id
		long.Value = strings.Repeat("0", max(0, gtinDigits-len(id.Value))) + id.Value
		id = &long
	}
	k := known{Identifier: id, confirmed: delist.Confirmed(id.Sources), stewards: stewards[id.Party]}
	switch {
	case isPhrase(id.Kind):
		var buffer [maxWords]uint64
		k.words = append(k.words, words(buffer[:0], id.Value)...)
		k.wholeText = id.Match == delist.Exact
		if len(k.words) == 0 {
			return
		}
		a.phrases[k.words[0]] = append(a.phrases[k.words[0]], n)
	case id.Match == delist.Namespace:
		h := hashOf(id.Kind, id.Value)
		a.below[h] = append(a.below[h], n)
		a.has[id.Kind] = true
	default:
		h := hashOf(id.Kind, id.Value)
		a.whole[h] = append(a.whole[h], n)
	}
	a.ids = append(a.ids, k)
}

// addJoined adds a brand whose words a sign joins also as shops write it, without
// the sign: TP-Link is TPLINK, too.
func (a *Attributer) addJoined(id *delist.Identifier, stewards map[delist.PartyID][]delist.PartyID) {
	if id.Kind != delist.Brand || !strings.ContainsAny(id.Value, "-.") || strings.Contains(id.Value, " ") {
		return
	}
	joined := *id
	joined.Value = strings.NewReplacer("-", "", ".", "").Replace(id.Value)
	a.add(&joined, stewards)
}

// addName lets a party's own name identify it where metadata declares exactly
// that. One word alone does not: too many names are one word.
func (a *Attributer) addName(p *delist.Party, stewards map[delist.PartyID][]delist.PartyID) {
	if p.Kind == delist.PublicBody || p.Kind == delist.Person && !strings.Contains(p.Name, " ") {
		return
	}
	for _, name := range append([]string{p.Name}, p.Names...) {
		if !strings.Contains(name, " ") && (isLatin(name) || p.Kind != delist.Company) {
			continue
		}
		a.add(&delist.Identifier{
			Kind: delist.CompanyName, Value: name, Match: delist.Exact, Role: delist.Developer,
			Party: p.ID, Strength: delist.Declared, Sources: p.Sources,
		}, stewards)
		if p.Kind != delist.Company {
			return // a person's other names are those of others, too
		}
	}
}

func isLatin(name string) bool {
	for _, r := range name {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

// isPhrase reports whether values of a kind are free text, compared by words.
func isPhrase(kind delist.IdentifierKind) bool {
	return kind == delist.CompanyName || kind == delist.Signer || kind == delist.Brand
}

// Attribute appends to dst everybody who may stand behind the item, and returns
// it. Those of the register come first, strongest first. It allocates nothing
// for an item whose maker the register does not know, given room in dst.
func (a *Attributer) Attribute(dst []delist.Attribution, item *delist.Item) []delist.Attribution {
	if item.Kind == delist.Offer {
		return a.offer(dst, item)
	}
	start := len(dst)
	var namespace delist.Attribution
	if item.PURL != "" {
		var host string
		dst = a.purl(dst, item.PURL, delist.Observed{Kind: delist.PURL, Value: item.PURL}, 0)
		namespace, host = a.namespace(item.PURL)
		dst = a.namespaceHost(dst, start, host, namespace.Identifier)
	}
	for _, observed := range item.Identifiers {
		dst = a.observed(dst, item, observed)
	}
	dst = a.device(dst, item)
	for _, declared := range item.Declared {
		dst = a.declared(dst, item, declared)
	}
	if item.Kind == delist.Application {
		dst = a.which(dst, start, item.Name)
	}
	strongestFirst(dst[start:])
	dst = conventional(dst, start, item, namespace)
	dst = a.undeclared(dst, start, item)
	dst = a.registrants(dst, start, item)
	dst = a.bundled(dst, start, item)
	dst = signed(dst, start, item)
	dst = a.addressed(dst, start, item)
	dst = a.registered(dst, start, item)
	return copyrighted(dst, start, item)
}

// observed matches one identifier of the item.
func (a *Attributer) observed(dst []delist.Attribution, item *delist.Item, o delist.Observed) []delist.Attribution {
	switch {
	case o.Kind == delist.PURL:
		return a.purl(dst, o.Value, o, 0)
	case isPhrase(o.Kind):
		return a.phrase(dst, o.Kind, o.Value, o, "")
	case o.Kind == delist.Domain:
		return a.domain(dst, o.Value, o, "", delist.Unknown)
	case o.Kind == delist.CPEVendor && item.PURL != "":
		// Tools guess the CPE of what has a package URL from its name.
		return a.exact(dst, o.Kind, o.Value, o, delist.Named)
	case o.Kind == delist.BundleID:
		dst = a.prefixes(dst, o.Kind, o.Value, o)
	case o.Kind == delist.MACPrefix:
		dst = a.registrant(a.prefixes(dst, o.Kind, o.Value, o), o)
	}
	return a.exact(dst, o.Kind, o.Value, o, delist.Unknown)
}

func (a *Attributer) exact(dst []delist.Attribution, kind delist.IdentifierKind, value string, o delist.Observed, atMost delist.Strength) []delist.Attribution {
	for _, n := range a.whole[hashOf(kind, value)] {
		if strings.EqualFold(a.ids[n].Value, value) {
			dst = a.found(dst, n, o, "", atMost)
		}
	}
	return dst
}

// prefixes matches a value and what is above it at each separator.
func (a *Attributer) prefixes(dst []delist.Attribution, kind delist.IdentifierKind, value string, o delist.Observed) []delist.Attribution {
	h := seed(kind)
	for i := 0; i <= len(value); i++ {
		if i == len(value) || value[i] == '.' || value[i] == ':' {
			for _, n := range a.below[h] {
				if strings.EqualFold(a.ids[n].Value, value[:i]) {
					dst = a.found(dst, n, o, "", delist.Unknown)
				}
			}
		}
		if i < len(value) {
			h = mix(h, value[i])
		}
	}
	return dst
}

// domain matches a host name and every domain above it.
func (a *Attributer) domain(dst []delist.Attribution, host string, o delist.Observed, role delist.Role, atMost delist.Strength) []delist.Attribution {
	for {
		for _, n := range a.below[hashOf(delist.Domain, host)] {
			if strings.EqualFold(a.ids[n].Value, host) {
				dst = a.found(dst, n, o, role, atMost)
			}
		}
		dot := strings.IndexByte(host, '.')
		if dot < 0 {
			return dst
		}
		host = host[dot+1:]
	}
}

// found appends what identifier n proves. A role "" is the identifier's own, a
// strength of Unknown does not bound it.
func (a *Attributer) found(dst []delist.Attribution, n int32, o delist.Observed, role delist.Role, atMost delist.Strength) []delist.Attribution {
	id := &a.ids[n]
	found := delist.Attribution{
		Party: id.Party, Product: id.Product, Role: id.Role, Strength: id.Strength, Identifier: o,
		Classes: id.Classes, Confirmed: id.confirmed, Period: id.Period, Stewards: id.stewards,
	}
	if role != "" && id.Role.MakesIt() {
		found.Role = role
	}
	if atMost != delist.Unknown {
		found.Strength = min(found.Strength, atMost)
	}
	if o.Verified && id.Kind == delist.Signer {
		found.Strength = delist.Verified
	}
	for i := range dst {
		if d := &dst[i]; d.Party == found.Party && d.Product == found.Product && d.Role == found.Role {
			if d.Strength < found.Strength {
				*d = found
			}
			return dst
		}
	}
	return append(dst, found)
}

// strongestFirst sorts by how well an attribution says whose the item is. The
// lists are short, and an insertion sort allocates nothing and keeps the order
// of equals.
func strongestFirst(list []delist.Attribution) {
	for i := 1; i < len(list); i++ {
		for k := i; k > 0 && better(&list[k], &list[k-1]); k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
}

func better(a, b *delist.Attribution) bool {
	if a.Role.MakesIt() != b.Role.MakesIt() {
		return a.Role.MakesIt()
	}
	if a.Strength != b.Strength {
		return a.Strength > b.Strength
	}
	return a.Product != "" && b.Product == ""
}
