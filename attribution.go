package delist

import "fmt"

// A Role is what a party is to a product or an item.
type Role string

// The roles. A maintainer is a person; where that person works is a relation of
// the person and never makes the package a product of the employer.
const (
	Developer  Role = "developer"
	Supplier   Role = "supplier" // a distribution supplies what it builds and did not develop it
	BrandOwner Role = "brand-owner"
	Maintainer Role = "maintainer"
	Embeds     Role = "embeds"    // the party's product is a part of the item
	ClientOf   Role = "client-of" // the item talks to the party's service and is somebody else's product
)

// MakesIt reports whether a party in role r stands behind the item as its own.
func (r Role) MakesIt() bool { return r == Developer || r == Supplier || r == BrandOwner }

// A Strength is how sure an attribution is; a greater one is stronger. The zero
// Strength means that nothing is known.
type Strength uint8

// The strengths.
const (
	Unknown    Strength = iota
	Named               // only a name that resembles
	Declared            // the item's own metadata says so
	Controlled          // found in a namespace in which only its owner can publish
	Verified            // a signature that chains to a trusted root names the signer
)

var strengthNames = [...]string{"unknown", "named", "declared", "controlled", "verified"}

func (s Strength) String() string { return nameOf(strengthNames[:], int(s)) }

// MarshalText writes the strength's name.
func (s Strength) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a strength's name.
func (s *Strength) UnmarshalText(text []byte) error {
	n, err := indexOf("strength", strengthNames[:], string(text))
	*s = Strength(n)
	return err
}

// An Attribution is the link from an item to a party behind it.
type Attribution struct {
	// Party is the register's party; empty where the register has none of that
	// name, and then Name is all that is known.
	Party   PartyID   `json:"party,omitempty"`
	Name    string    `json:"name,omitempty"`
	Product ProductID `json:"product,omitempty"`
	Role    Role      `json:"role"`
	// Strength is never raised by having several weak links.
	Strength Strength `json:"strength"`
	// Stewards look after the project that Party is, without having made it.
	Stewards []PartyID `json:"stewards,omitempty"`
	// Identifier is what was observed and matched.
	Identifier Observed `json:"identifier"`
	// Classes are those of the item where Product does not say.
	Classes []Class `json:"classes,omitempty"`
	// Confirmed reports whether a source of the matched identifier was read.
	Confirmed bool `json:"confirmed"`
	// Period is when the identifier stood for the party, where that is known;
	// it matches outside of it, too, and whoever reads must see the dates.
	Period
}

func nameOf(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return fmt.Sprintf("invalid(%d)", i)
	}
	return names[i]
}

func indexOf(what string, names []string, s string) (int, error) {
	for i, name := range names {
		if name == s {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%q is not a %s: want one of %v", s, what, names)
}
