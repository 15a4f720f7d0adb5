package exchange

import (
	"encoding/json"
	"strings"

	"github.com/delistdev/delist"
)

// How claims stand in STIX 2.1 (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html):
//
//	claim      note (4.10): the text is its content, the speaker its author. It refers to
//	           an identity for each party and one for the speaker. An opinion (4.13)
//	           would not do: it only grades another object on a scale of five.
//	origin     report (4.14) with the label "origin"; it refers to the claims that it carries
//	           and to the origins that it cites
//	document   report with the label "document"; it refers to its origins
//	party      identity (4.5)
//	sources    external_references (2.5)
//	supports, contradicts   relationship (5.1) of the type related-to, one of those that any
//	           objects may have (3.7); its description says which
//	credibility  confidence, by appendix A, and a label of the MISP taxonomy
//	           admiralty-scale, which has reliability too
//	sharing    object_marking_refs to the fixed definitions of TLP (7.2.1.4)
//
// What is left travels in a property extension (7.3), the definition of which is in
// every file. All is created by the identity "Delist", since a speaker did not make
// the object: authors says who spoke.
type object struct {
	Type         string   `json:"type"`
	SpecVersion  string   `json:"spec_version,omitempty"`
	ID           string   `json:"id"`
	CreatedByRef string   `json:"created_by_ref,omitempty"`
	Created      string   `json:"created,omitempty"`
	Modified     string   `json:"modified,omitempty"`
	Revoked      bool     `json:"revoked,omitempty"`
	Labels       []string `json:"labels,omitempty"`
	Confidence   *int     `json:"confidence,omitempty"`

	Name             string   `json:"name,omitempty"`
	IdentityClass    string   `json:"identity_class,omitempty"`
	Abstract         string   `json:"abstract,omitempty"`
	Content          string   `json:"content,omitempty"`
	Opinion          string   `json:"opinion,omitempty"`
	Explanation      string   `json:"explanation,omitempty"`
	Authors          []string `json:"authors,omitempty"`
	Published        string   `json:"published,omitempty"`
	RelationshipType string   `json:"relationship_type,omitempty"`
	Description      string   `json:"description,omitempty"`
	SourceRef        string   `json:"source_ref,omitempty"`
	TargetRef        string   `json:"target_ref,omitempty"`
	ObjectRefs       []string `json:"object_refs,omitempty"`

	DefinitionType string            `json:"definition_type,omitempty"`
	Definition     map[string]string `json:"definition,omitempty"`
	Schema         string            `json:"schema,omitempty"`
	Version        string            `json:"version,omitempty"`
	ExtensionTypes []string          `json:"extension_types,omitempty"`

	ExternalReferences []reference                `json:"external_references,omitempty"`
	ObjectMarkingRefs  []string                   `json:"object_marking_refs,omitempty"`
	GranularMarkings   []granular                 `json:"granular_markings,omitempty"`
	Extensions         map[string]json.RawMessage `json:"extensions,omitempty"`
}

type (
	reference struct {
		SourceName  string `json:"source_name"`
		Description string `json:"description,omitempty"`
		URL         string `json:"url,omitempty"`
		ExternalID  string `json:"external_id,omitempty"`
	}
	granular struct {
		MarkingRef string   `json:"marking_ref"`
		Lang       string   `json:"lang,omitempty"`
		Selectors  []string `json:"selectors"`
	}
	// stixExtra is this package's extension of one object.
	stixExtra struct {
		ExtensionType string `json:"extension_type"`
		extra
	}
)

// The relations between claims; see [object].
const (
	supports    = "supports"
	contradicts = "contradicts"
)

// noDate stands where STIX insists on a time and none is known.
const noDate = "1970-01-01T00:00:00.000Z"

var (
	producer  = stixID("identity", "producer:delist")
	extension = stixID("extension-definition", "extension:claims:1")
)

// constants are the objects that every file has: who made it, and what its extension
// means. They were written down on the day that they carry.
func constants() []object {
	const made = "2026-11-21T00:00:00.000Z"
	return []object{
		{Type: "identity", SpecVersion: "2.1", ID: producer, Created: made, Modified: made, Name: "Delist", IdentityClass: "system"},
		{Type: "extension-definition", SpecVersion: "2.1", ID: extension, CreatedByRef: producer, Created: made, Modified: made,
			Name: "Delist claims", Description: "What a claim, an origin, a document or a party of Delist has beyond the properties of STIX.",
			Schema:  "https://github.com/delistdev/delist/blob/main/evidence/exchange/extra.go",
			Version: "1.0.0", ExtensionTypes: []string{"property-extension"}},
	}
}

// stamp writes a day as the moment at which it begins in UTC.
func stamp(d delist.Date) string {
	if d.IsZero() {
		return noDate
	}
	return d.String() + "T00:00:00.000Z"
}

// day reads the day of a timestamp: STIX 2.1, section 2.16.
func day(stamp string) (delist.Date, bool) {
	d, _, ok := strings.Cut(stamp, "T")
	if !ok || stamp == noDate {
		return delist.Date{}, stamp == noDate
	}
	date, err := delist.ParseDate(d)
	return date, err == nil
}

// identityClass returns the word of the open vocabulary (10.7) for a kind of party.
func identityClass(k delist.PartyKind) string {
	switch k {
	case delist.Person:
		return "individual"
	case delist.Company, delist.PublicBody:
		return "organization"
	case delist.Project:
		return "group"
	}
	return "unknown"
}

func partyKind(class string) delist.PartyKind {
	switch class {
	case "individual":
		return delist.Person
	case "organization":
		return delist.LegalEntity
	}
	return ""
}
