package delist

import "fmt"

// An ItemKind says what sort of thing was found.
type ItemKind string

// The kinds of item.
const (
	Package     ItemKind = "package"
	Binary      ItemKind = "binary"
	File        ItemKind = "file"
	Application ItemKind = "application"
	Device      ItemKind = "device"
	Offer       ItemKind = "offer"
	Container   ItemKind = "container" // an image, and what its configuration says
)

// An Item is one thing found in an inventory.
type Item struct {
	Kind    ItemKind `json:"kind"`
	Name    string   `json:"name"`
	Version string   `json:"version,omitempty"`
	// PURL is its package URL with version and qualifiers, in the canonical
	// form of https://github.com/package-url/purl-spec; empty where it has none.
	PURL string `json:"purl,omitempty"`
	// Declared is what its own metadata says of the parties behind it.
	Declared []Declaration `json:"declared,omitempty"`
	// Identifiers is what else can be observed of it.
	Identifiers []Observed `json:"identifiers,omitempty"`
	Locations   []Location `json:"locations,omitempty"`
	// Places is in how many places it was found, where Locations does not hold
	// them all; 0 where it does.
	Places int `json:"places,omitempty"`
	// Reader names the reader that gave it, such as "dpkg" or "cyclonedx".
	Reader string `json:"reader,omitempty"`
}

// An Observed is one value that can be matched with an [Identifier].
type Observed struct {
	Kind  IdentifierKind `json:"kind"`
	Value string         `json:"value"`
	// Verified reports that a signature chaining to a trusted root holds it.
	Verified bool `json:"verified,omitempty"`
	// Signature says how far the signature holds in which the value stands;
	// empty where it stands in none.
	Signature Grade `json:"signature,omitempty"`
	// Decided says what decided the grade: which roots, or why it is no better.
	Decided string `json:"decided,omitempty"`
}

// A Grade says how far a signature holds.
type Grade string

// The grades, from weakest to strongest.
const (
	// GradeClaimed: somebody is named, and that is all: what is signed is
	// something else, or the signature itself does not hold.
	GradeClaimed Grade = "claimed"
	// GradeIntact: what is signed is what is there, by whoever has the key; the
	// chain of certificates ends in no root that is trusted, or did not hold on
	// the day.
	GradeIntact Grade = "intact"
	// GradeVerified: and the chain ends in a root of a named pool.
	GradeVerified Grade = "verified"
)

// A Declaration is one thing that metadata says about a party behind an item.
type Declaration struct {
	// Field is the metadata's own word, in lower case: "maintainer", "vendor",
	// "author", "publisher", "supplier", "originator", "manufacturer",
	// "company-name", "homepage", "repository"; of a distribution's package also
	// "upstream-contact", "source" and "copyright" (its holder).
	Field string `json:"field"`
	// Value is what it says, unchanged.
	Value string `json:"value"`
}

// A Location is a place in what was read.
type Location struct {
	// Path is below the target, with "/"; "!" leads into an archive:
	// "app.war!/WEB-INF/lib/a.jar".
	Path string `json:"path"`
	// Line is 1-based; 0 where a line means nothing.
	Line int `json:"line,omitempty"`
	// Layer is the digest of the layer of a container image that brought it.
	Layer string `json:"layer,omitempty"`
	// Object leads to it where no line does: a pointer into JSON (RFC 6901), a
	// cell of a sheet, the key of a registry hive, a host of a network.
	Object string `json:"object,omitempty"`
	// Asset is whose inventory it is, where one file has those of many: a host's
	// name or identifier, as the file has it.
	Asset string `json:"asset,omitempty"`
	// Sale is what a line of a catalogue says about selling, where that was asked
	// for and it says anything.
	Sale *Sale `json:"sale,omitempty"`
}

// A Sale is what one line of a catalogue says about selling what it offers, in
// the words of the line.
type Sale struct {
	// Withdrawn is by what the line takes the offer off sale in its format's own
	// way, such as "Published 0"; empty where it does not.
	Withdrawn string `json:"withdrawn,omitempty"`
	// Shelf is where the thing stands in the store or storehouse.
	Shelf string `json:"shelf,omitempty"`
	// Quantity is how many there are, as written: it need not be a number.
	Quantity string `json:"quantity,omitempty"`
}

func (l Location) String() string {
	at := l.Path
	switch {
	case l.Line > 0:
		at = fmt.Sprintf("%s:%d", l.Path, l.Line)
	case l.Object != "":
		at = l.Path + "#" + l.Object
	}
	if l.Asset != "" {
		at += " (" + l.Asset + ")"
	}
	return at
}

// A ReadError reports something in an inventory that could not be read. The
// reader goes on: one bad record must not hide the rest, and must not vanish.
type ReadError struct {
	Reader string // which reader met it, such as "dpkg"
	Path   string // below the target
	Line   int    // 1-based; 0 if not known
	Offset int64  // in bytes; 0 if not known
	Object string // as in [Location]; "" if not known
	// Undecided reports that what is there could not be decided, as distinct
	// from a fault of the input: a limit was met, or an archive is not opened.
	Undecided bool
	// Mended reports that nothing is missing for it: the reader read what is
	// there all the same, and whoever keeps the input should know.
	Mended bool
	Err    error
}

func (e *ReadError) Error() string {
	at := e.Path
	switch {
	case e.Line > 0:
		at = fmt.Sprintf("%s:%d", e.Path, e.Line)
	case e.Offset > 0:
		at = fmt.Sprintf("%s@%d", e.Path, e.Offset)
	case e.Object != "":
		at = e.Path + "#" + e.Object
	}
	return fmt.Sprintf("%s: %v", at, e.Err)
}

func (e *ReadError) Unwrap() error { return e.Err }
