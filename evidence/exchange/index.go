package exchange

import "github.com/delistdev/delist"

// An index answers who refers to what in a set.
type index struct {
	// carried are the claims of each origin, at the documents of each address.
	carried map[delist.OriginID][]delist.ClaimID
	at      map[string][]*delist.Document
	parties map[delist.PartyID]*delist.Party
	// strangers are parties that claims are about and that the set does not have,
	// in the order in which they are first met.
	strangers []delist.PartyID
	// speakers and about say how far the names of speakers and strangers may be
	// shared: as far as the most open claim that tells them.
	speakers map[string]TLP
	about    map[delist.PartyID]TLP
}

func indexOf(set *Set) index {
	x := index{carried: map[delist.OriginID][]delist.ClaimID{}, at: map[string][]*delist.Document{},
		parties: map[delist.PartyID]*delist.Party{}, speakers: map[string]TLP{}, about: map[delist.PartyID]TLP{}}
	for i := range set.Parties {
		x.parties[set.Parties[i].ID] = &set.Parties[i]
	}
	for i := range set.Documents {
		url := set.Documents[i].Source.URL
		x.at[url] = append(x.at[url], &set.Documents[i])
	}
	for i := range set.Claims {
		c := &set.Claims[i]
		for _, id := range c.Origins {
			if list := x.carried[id]; len(list) == 0 || list[len(list)-1] != c.ID {
				x.carried[id] = append(list, c.ID)
			}
		}
		tlp := set.Sharing[Key{Claim, string(c.ID)}]
		soften(x.speakers, c.Speaker, tlp)
		for _, id := range c.About {
			if x.parties[id] == nil && soften(x.about, id, tlp) {
				x.strangers = append(x.strangers, id)
			}
		}
	}
	return x
}

// soften keeps the freer marking for a name, and reports whether the name is new.
func soften[K comparable](m map[K]TLP, name K, tlp TLP) bool {
	old, ok := m[name]
	if !ok || tlp.rank() < old.rank() {
		m[name] = tlp
	}
	return !ok
}
