package materials

import (
	"cmp"
	"strings"

	"github.com/delistdev/delist"
)

// Options say what a bill of materials cannot know from its components.
type Options struct {
	Version string // of delist
	Created string // RFC 3339, in UTC, to the second
	// PartyName names a party of the register.
	PartyName func(delist.PartyID) string
}

// A maker is a party as it stands in a bill of materials.
type maker struct {
	name, email string
	found       delist.Attribution
	stewards    []string
}

// makers are those behind one component. Without a supplier of its own, a
// component is supplied by its developer.
type makers struct{ supplier, developer *maker }

// makersOf chooses the best in each role. A party that only has a name like what
// was declared is nobody's maker.
func (o Options) makersOf(attributions []delist.Attribution) makers {
	var m makers
	for i := range attributions {
		a := &attributions[i]
		if a.Strength == delist.Named && a.Party != "" {
			continue
		}
		switch a.Role {
		case delist.Developer, delist.BrandOwner:
			m.developer = o.better(m.developer, a)
		case delist.Supplier:
			m.supplier = o.better(m.supplier, a)
		}
	}
	if m.supplier == nil {
		m.supplier = m.developer
	}
	return m
}

func (o Options) better(known *maker, a *delist.Attribution) *maker {
	if known != nil && known.found.Strength >= a.Strength {
		return known
	}
	m := &maker{found: *a}
	if a.Party != "" && o.PartyName != nil {
		m.name = o.PartyName(a.Party)
		for _, id := range a.Stewards {
			m.stewards = append(m.stewards, o.PartyName(id))
		}
	} else {
		m.name, m.email = person(cmp.Or(a.Name, string(a.Party)))
	}
	if m.name == "" {
		return known
	}
	return m
}

// person splits "Name <address> (page)" into name and address.
func person(s string) (name, email string) {
	name = s
	if at := strings.IndexByte(s, '<'); at >= 0 {
		name = s[:at]
		email, _, _ = strings.Cut(s[at+1:], ">")
		if !strings.Contains(email, "@") {
			email = ""
		}
	}
	if at := strings.Index(name, " (http"); at > 0 {
		name = name[:at]
	}
	name = strings.Join(strings.Fields(name), " ")
	return cmp.Or(name, email), strings.TrimSpace(email)
}

// A property is a name and value about a component.
type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// how says how a maker is known, as properties under a prefix.
func (m *maker) how(prefix string) []property {
	list := []property{
		{prefix + ":strength", m.found.Strength.String()},
		{prefix + ":identifier", string(m.found.Identifier.Kind) + " " + m.found.Identifier.Value},
	}
	if m.found.Identifier.Decided != "" {
		list = append(list, property{prefix + ":signature", string(m.found.Identifier.Signature) + ": " + m.found.Identifier.Decided})
	}
	if m.found.Party != "" {
		list = append(list, property{prefix + ":party", string(m.found.Party)})
	}
	for _, s := range m.stewards {
		list = append(list, property{prefix + ":steward", s})
	}
	return list
}

// text is how, on one line.
func (m *maker) text(role string) string {
	var parts []string
	for _, p := range m.how(role) {
		parts = append(parts, strings.TrimPrefix(p.Name, role+":")+" "+p.Value)
	}
	return role + " " + m.name + ": " + strings.Join(parts, "; ")
}
