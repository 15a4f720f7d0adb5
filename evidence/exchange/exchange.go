// Package exchange writes claims in the formats of others and reads theirs:
// ClaimReview (schema.org, JSON-LD), in which fact checkers publish, and STIX 2.1
// (OASIS), in which threat intelligence is shared.
//
// Both formats know less than a [delist.Claim] and more than it in other places.
// What neither has a place for travels beside the standard properties, in an
// extension that each format allows ([Set] comes back as it was written); what a
// foreign file says and a claim cannot hold is reported, once for each property.
//
// Nothing is judged here. A foreign verdict ("False", "2 of 5") becomes a note in
// words and never a grade: the scales differ, and a grade is what a person gave
// who works with this register.
package exchange

import (
	"iter"

	"github.com/delistdev/delist"
)

// A Set is what is written into one file: claims, the origins and documents that
// they rest on, and the parties that they are about.
//
// References may lead out of the set. Of a party only its id, kind, name and country
// are written; a party that is not in the set is written with its id as its name.
type Set struct {
	Claims    []delist.Claim
	Origins   []delist.Origin
	Documents []delist.Document
	Parties   []delist.Party
	// Sharing says how far records may be shared; records that are not in it are
	// not marked.
	Sharing map[Key]TLP
	// Publisher is who publishes the file; it may be empty.
	Publisher Publisher
}

// A Key names one record of a set.
type Key struct {
	Kind Kind
	ID   string
}

// A Kind says what sort of record it is.
type Kind string

// The kinds of record.
const (
	Claim    Kind = "claim"
	Origin   Kind = "origin"
	Document Kind = "document"
	Party    Kind = "party"
)

// A Publisher is who puts a file of claims before others.
type Publisher struct {
	Name string
	// URL is the address of the page on which the claims are shown, each at the
	// fragment of its id: "https://example.com/claims" has "…/claims#some-claim".
	URL string
}

// A Record is one thing that was read. Exactly one of the pointers is set.
type Record struct {
	Claim    *delist.Claim
	Origin   *delist.Origin
	Document *delist.Document
	Party    *delist.Party
	// Sharing is the strictest marking that the file puts on it; zero is none.
	Sharing TLP
	// At is where it stands: Object is a JSON pointer (RFC 6901).
	At delist.Location
}

// Key returns the name of r.
func (r Record) Key() Key {
	switch {
	case r.Claim != nil:
		return Key{Claim, string(r.Claim.ID)}
	case r.Origin != nil:
		return Key{Origin, string(r.Origin.ID)}
	case r.Document != nil:
		return Key{Document, string(r.Document.ID)}
	case r.Party != nil:
		return Key{Party, string(r.Party.ID)}
	}
	return Key{}
}

// Add puts a record that was read into the set.
func (s *Set) Add(r Record) {
	switch {
	case r.Claim != nil:
		s.Claims = append(s.Claims, *r.Claim)
	case r.Origin != nil:
		s.Origins = append(s.Origins, *r.Origin)
	case r.Document != nil:
		s.Documents = append(s.Documents, *r.Document)
	case r.Party != nil:
		s.Parties = append(s.Parties, *r.Party)
	}
	if r.Sharing != (TLP{}) {
		if s.Sharing == nil {
			s.Sharing = map[Key]TLP{}
		}
		s.Sharing[r.Key()] = r.Sharing
	}
}

// keys yields the names of all records.
func (s *Set) keys() iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for i := range s.Claims {
			if !yield(Key{Claim, string(s.Claims[i].ID)}) {
				return
			}
		}
		for i := range s.Origins {
			if !yield(Key{Origin, string(s.Origins[i].ID)}) {
				return
			}
		}
		for i := range s.Documents {
			if !yield(Key{Document, string(s.Documents[i].ID)}) {
				return
			}
		}
		for i := range s.Parties {
			if !yield(Key{Party, string(s.Parties[i].ID)}) {
				return
			}
		}
	}
}
