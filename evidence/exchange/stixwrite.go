package exchange

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"io"

	"github.com/delistdev/delist"
)

// WriteSTIX writes the set as one bundle of STIX 2.1, an object a line, in the order
// of the set. The same set gives the same bytes: identifiers follow from the ids of
// the records, times from their dates (created is the record's own day, modified the
// last day on which one of its sources was read), the bundle's identifier from its
// content. It reports a set that cannot be written before it writes anything.
func WriteSTIX(w io.Writer, set Set) error {
	if err := set.check(); err != nil {
		return err
	}
	s := &stixWriter{set: &set, sum: sha256.New(), speakers: map[string]bool{}, index: indexOf(&set)}
	s.w = bufio.NewWriter(io.MultiWriter(w, s.sum))
	s.raw(`{"type":"bundle","objects":[`)
	for _, o := range constants() {
		s.put(o)
	}
	s.markings()
	s.parties()
	for i := range set.Claims {
		s.claim(&set.Claims[i])
	}
	for i := range set.Origins {
		s.origin(&set.Origins[i])
	}
	for i := range set.Documents {
		s.document(&set.Documents[i])
	}
	s.raw("\n],\n")
	s.flush()
	s.raw(fmt.Sprintf("\"id\":%q}\n", stixID("bundle", fmt.Sprintf("bundle:%x", s.sum.Sum(nil)))))
	s.flush()
	return s.err
}

type stixWriter struct {
	set      *Set
	index    index
	w        *bufio.Writer
	sum      hash.Hash
	n        int
	speakers map[string]bool
	err      error
}

func (s *stixWriter) raw(text string) {
	if _, err := s.w.WriteString(text); err != nil && s.err == nil {
		s.err = err
	}
}

func (s *stixWriter) flush() {
	if err := s.w.Flush(); err != nil && s.err == nil {
		s.err = err
	}
}

func (s *stixWriter) put(o object) {
	o.SpecVersion = "2.1"
	text, err := marshal(o)
	if err != nil && s.err == nil {
		s.err = err
	}
	if s.n++; s.n > 1 {
		s.raw(",")
	}
	s.raw("\n" + string(text))
}

// record completes and writes the object of one record.
func (s *stixWriter) record(o object, k Key, day delist.Date, sources []delist.Source, beyond extra) {
	o.ID, o.CreatedByRef = stixID(o.Type, string(k.Kind)+":"+k.ID), producer
	created, modified := day, day
	for _, src := range sources {
		if created.IsZero() {
			created = src.Date
		}
		if modified.Before(src.Date) {
			modified = src.Date
		}
		o.ExternalReferences = append(o.ExternalReferences, referenceOf(src))
	}
	o.Created, o.Modified = stamp(created), stamp(modified)
	if o.Type == "report" {
		o.Published = o.Created
	}
	if o.ObjectMarkingRefs == nil {
		o.ObjectMarkingRefs = s.set.Sharing[k].refs()
	}
	text, err := marshal(stixExtra{"property-extension", beyond})
	if err != nil && s.err == nil {
		s.err = err
	}
	o.Extensions = map[string]json.RawMessage{extension: text}
	s.put(o)
}

// markings writes the definitions that the set refers to.
func (s *stixWriter) markings() {
	for _, m := range tlpMarkings {
		for _, tlp := range s.set.Sharing {
			if tlp == m.tlp {
				s.put(marking(tlp))
				break
			}
		}
	}
}

func marking(t TLP) object {
	o := object{Type: "marking-definition", ID: t.id(), Name: t.String()}
	if t.Edition == 1 {
		o.Created, o.DefinitionType, o.Definition = tlpCreated1, "tlp", map[string]string{"tlp": t.Level}
		return o
	}
	o.Created = tlpCreated2
	o.Extensions = map[string]json.RawMessage{tlpExtension: json.RawMessage(`{"extension_type":"property-extension","tlp_2_0":"` + t.Level + `"}`)}
	return o
}
