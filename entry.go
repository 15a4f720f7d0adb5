package delist

// A ListID names one list of an authority, such as "us-ofac-sdn". One published
// file may carry several lists, and one list may come in several files.
type ListID string

// An Entry is one entry of a list, as its authority publishes it: who is
// listed, under which names, since when. Nothing in it is judged or corrected.
type Entry struct {
	List ListID `json:"list"`
	// ID is the list's own number or reference. Where a list gives none, it is
	// made from the first name, so that it stays the same while the name does.
	ID   string    `json:"id"`
	Kind PartyKind `json:"kind"`
	// Names are those that the list gives, word for word, the main one first.
	Names []ListedName `json:"names"`
	// Countries are where the party is established, a citizen, or has an
	// address, as ISO 3166-1 alpha-2 codes in lower case.
	Countries []string  `json:"countries,omitempty"`
	Addresses []Address `json:"addresses,omitempty"`
	// Numbers are what identifies the party itself.
	Numbers   []Number         `json:"numbers,omitempty"`
	Relations []ListedRelation `json:"relations,omitempty"`
	// Programmes are the list's own words for why or under what it is listed.
	Programmes []string `json:"programmes,omitempty"`
	// Products are what is listed of the party, where that is not everything.
	Products []string `json:"products,omitempty"`
	// Scope is the listed text that says what is covered, where there is one.
	Scope string `json:"scope,omitempty"`
	// Born are days or years of birth, as listed.
	Born      []string `json:"born,omitempty"`
	Remarks   string   `json:"remarks,omitempty"`
	Citations []string `json:"citations,omitempty"`
	// Period is from when to when the party stands on the list, where the list
	// says so.
	Period
	// URL is where the authority writes about this entry.
	URL string `json:"url,omitempty"`
	// Line is where the entry begins in its file, 1-based; 0 where lines mean
	// nothing. It is no part of what is listed.
	Line int `json:"-"`
}

// A NameKind says what a listed name is to the party.
type NameKind string

// The kinds of listed name.
const (
	MainName   NameKind = "name"
	AlsoKnown  NameKind = "aka"
	FormerName NameKind = "fka"
	WeakAlias  NameKind = "weak" // the authority itself says that it is too common to search by
)

// A ListedName is one name, word for word.
type ListedName struct {
	Kind NameKind `json:"kind"`
	Name string   `json:"name"`
	// Language is a BCP 47 tag, or "" where the list does not say.
	Language string `json:"language,omitempty"`
}

// An Address is a place of a listed party, as listed.
type Address struct {
	// Text is the whole address on one line, without the country.
	Text    string `json:"text,omitempty"`
	City    string `json:"city,omitempty"`
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-2, lower case
}

// A NumberKind says what a number identifies a party by.
type NumberKind string

// The kinds of number.
const (
	LEI                NumberKind = "lei" // ISO 17442
	RegistrationNumber NumberKind = "registration"
	TaxNumber          NumberKind = "tax"
	UEI                NumberKind = "uei"  // sam.gov unique entity id
	CAGE               NumberKind = "cage" // NATO commercial and government entity code
	IMO                NumberKind = "imo"
	SwiftBIC           NumberKind = "swift" // ISO 9362
	Passport           NumberKind = "passport"
	NationalID         NumberKind = "national-id"
	Website            NumberKind = "website" // a host name
	OtherNumber        NumberKind = "other"
)

// A Number identifies a party: its kind, its value as listed without spaces at
// the ends, and the country that gave it, if listed.
type Number struct {
	Kind    NumberKind `json:"kind"`
	Value   string     `json:"value"`
	Country string     `json:"country,omitempty"`
}

// A ListedRelation connects an entry to another party, by the name or number
// under which the list speaks of it.
type ListedRelation struct {
	Kind RelationKind `json:"kind"`
	// Other is its name as listed, OtherID its number on the same list if given.
	Other   string `json:"other,omitempty"`
	OtherID string `json:"other_id,omitempty"`
	// Inverse means that the other party owns, controls or directs this one.
	Inverse bool    `json:"inverse,omitempty"`
	Percent float64 `json:"percent,omitempty"`
}
