package delist

// An IdentifierKind says what is observed.
type IdentifierKind string

// The kinds of identifier. PURL values are package URLs without a version
// (https://github.com/package-url/purl-spec) with "@" of an npm scope written
// plainly: "pkg:npm/@scope/name". For deb, rpm and apk the distribution is left
// out: "pkg:deb/name" is that package in any distribution.
const (
	PURL        IdentifierKind = "purl"
	CPEVendor   IdentifierKind = "cpe-vendor" // NISTIR 7695, vendor attribute
	Signer      IdentifierKind = "signer"     // common name or organisation of a code-signing certificate
	CompanyName IdentifierKind = "company-name"
	BundleID    IdentifierKind = "bundle-id"
	TeamID      IdentifierKind = "team-id"
	GTIN        IdentifierKind = "gtin"
	Brand       IdentifierKind = "brand"
	MACPrefix   IdentifierKind = "mac-prefix"
	FileName    IdentifierKind = "file-name"
	Domain      IdentifierKind = "domain"
	ServiceName IdentifierKind = "service-name"
	ExtensionID IdentifierKind = "extension-id" // of a browser extension, in its store
	// ExportedName: one that a program offers to others.
	ExportedName IdentifierKind = "exported-name"
	// PartNumber: by which its maker or brand owner calls a thing that is sold.
	PartNumber IdentifierKind = "part-number"
	// OfferID: by which whoever sells something calls it.
	OfferID IdentifierKind = "offer-id"
)

// A Match is the rule by which an observed value meets an identifier's. There
// is no substring rule, on purpose: it invents hits.
type Match string

// The match rules.
const (
	// Exact: the whole value, in the letter case that the kind compares in.
	Exact Match = "exact"
	// Namespace: the value or anything below it at a separator of its kind:
	// "/" and, in Maven groups and bundle ids, "."; a label in domains.
	Namespace Match = "namespace"
	// Token: the words of the value, in order and next to each other, among
	// the words of what was observed.
	Token Match = "token"
)

// An Identifier is something that can be observed of a product or a party, and
// the relation that it proves.
type Identifier struct {
	Kind  IdentifierKind `json:"kind" yaml:"kind"`
	Value string         `json:"value" yaml:"value"`
	Match Match          `json:"match" yaml:"match"`
	// Role is what Party is to the thing observed.
	Role    Role      `json:"role" yaml:"role"`
	Party   PartyID   `json:"party" yaml:"party"`
	Product ProductID `json:"product,omitempty" yaml:"product"`
	// Strength is how sure the link is when this identifier is observed.
	Strength Strength `json:"strength" yaml:"strength"`
	// Classes are those of the thing observed where Product does not say.
	Classes []Class `json:"classes,omitempty" yaml:"classes"`
	Period  `yaml:",inline"`
	Sources []Source `json:"sources" yaml:"sources"`
}
