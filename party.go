package delist

// A PartyID names one [Party] of the register, such as "ao-kaspersky-lab".
type PartyID string

// A PartyKind says what sort of party it is, after the schemata of
// FollowTheMoney (https://followthemoney.tech/explorer/).
type PartyKind string

// The kinds of party.
const (
	Company    PartyKind = "company"
	Person     PartyKind = "person"
	PublicBody PartyKind = "public-body"
	Project    PartyKind = "project" // makes things together without being a legal person
	// LegalEntity is any of those that the source does not tell apart.
	LegalEntity PartyKind = "legal-entity"
	Vessel      PartyKind = "vessel"
	Airplane    PartyKind = "airplane"
)

// A Party is a company, person, public body or project: vendor, owner,
// authority, publisher or retailer. Two companies of one group are two parties:
// lists name one and not the other, and the difference has force.
type Party struct {
	ID   PartyID   `json:"id" yaml:"id"`
	Kind PartyKind `json:"kind" yaml:"kind"`
	Name string    `json:"name" yaml:"name"`
	// Names are other names under which it is known, in any script.
	Names []string `json:"names,omitempty" yaml:"names"`
	// Country is where it is established, as an ISO 3166-1 alpha-2 code in
	// lower case; "eu" and "" (unknown, or none) also occur.
	Country string `json:"country,omitempty" yaml:"country"`
	// Note says what a reader must know to tell it from others.
	Note      string     `json:"note,omitempty" yaml:"note"`
	Relations []Relation `json:"relations,omitempty" yaml:"relations"`
	Sources   []Source   `json:"sources" yaml:"sources"`
}

// A RelationKind names how one party is connected to another.
type RelationKind string

// The kinds of relation. Each reads from the party that holds it to the other:
// the party owns, controls, succeeds, is affiliated to, directs, is employed
// by, or is looked after by the other.
const (
	Owns        RelationKind = "owns"
	Controls    RelationKind = "controls"
	SuccessorOf RelationKind = "successor-of"
	AffiliateOf RelationKind = "affiliate-of"
	Directs     RelationKind = "directs"
	EmployedBy  RelationKind = "employed-by"
	// StewardedBy: the other looks after a project (holds its name, hosts it)
	// without owning what is made there. No measure reaches along it.
	StewardedBy RelationKind = "stewarded-by"
)

// A Relation connects the party that holds it to Other during a period.
type Relation struct {
	Kind  RelationKind `json:"kind" yaml:"kind"`
	Other PartyID      `json:"other" yaml:"other"`
	// Percent is the share of an Owns relation, from 0 to 100; 0 means that the
	// share is not known, and then it proves neither half nor majority.
	Percent float64 `json:"percent,omitempty" yaml:"percent"`
	Period  `yaml:",inline"`
	Sources []Source `json:"sources" yaml:"sources"`
}
