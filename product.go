package delist

// A ProductID names one [Product] of the register.
type ProductID string

// A Class is a kind of product in the register's own tree of classes, such as
// "antivirus", which is narrower than "security-software".
type Class string

// A ClassInfo is one node of the tree of classes.
type ClassInfo struct {
	ID      Class  `json:"id" yaml:"id"`
	Name    string `json:"name" yaml:"name"`
	Broader Class  `json:"broader,omitempty" yaml:"broader"`
}

// A Product is a thing that parties make.
type Product struct {
	ID      ProductID `json:"id" yaml:"id"`
	Name    string    `json:"name" yaml:"name"`
	Names   []string  `json:"names,omitempty" yaml:"names"`
	Classes []Class   `json:"classes,omitempty" yaml:"classes"`
	// Makers are those behind it, by role.
	Makers []Maker `json:"makers" yaml:"makers"`
	// Contains are the products of others inside it.
	Contains []Component `json:"contains,omitempty" yaml:"contains"`
	Remedies []Remedy    `json:"remedies,omitempty" yaml:"remedies"`
	// NotKnown are the questions that one would ask and that no source answers.
	NotKnown []string `json:"not_known,omitempty" yaml:"not-known"`
	Note     string   `json:"note,omitempty" yaml:"note"`
	Sources  []Source `json:"sources" yaml:"sources"`
}

// A Maker is a party with its role towards a product during a period.
type Maker struct {
	Party  PartyID `json:"party" yaml:"party"`
	Role   Role    `json:"role" yaml:"role"`
	Period `yaml:",inline"`
}

// A Component is a product inside another during a period.
type Component struct {
	Product ProductID `json:"product" yaml:"product"`
	// Essential reports whether it is a substantial or essential part.
	Essential bool `json:"essential,omitempty" yaml:"essential"`
	Period    `yaml:",inline"`
	Sources   []Source `json:"sources" yaml:"sources"`
}

// A RemedyKind says what sort of way out is on record.
type RemedyKind string

// The kinds of remedy.
const (
	DroppedBy   RemedyKind = "dropped-by"   // a dependant no longer pulls it in from Version
	Replacement RemedyKind = "replacement"  // what a project itself chose instead
	RemovalTool RemedyKind = "removal-tool" // the vendor's own way to remove it
)

// A Remedy is what can be done about a product, where that is on record.
type Remedy struct {
	Kind RemedyKind `json:"kind" yaml:"kind"`
	// By is the package that dropped or replaced it, as a package URL.
	By string `json:"by,omitempty" yaml:"by"`
	// Version is the first version of By without the product.
	Version string   `json:"version,omitempty" yaml:"version"`
	Text    string   `json:"text" yaml:"text"`
	Sources []Source `json:"sources" yaml:"sources"`
}
