// Package shelf keeps documents and what people decided about the claims in them.
//
// Documents are added and never changed. Claims are proposed by rules and decided
// by people: a decision is added to a log, a later one about the same claim
// stands, and both stay on record. Only accepted claims go beside standings, and
// none of them changes a level.
package shelf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
)

// A Store is where a shelf is kept: logs that only grow, and files that are
// written once.
type Store interface {
	Append(name string, records [][]byte) error
	Records(name string) iter.Seq2[[]byte, error]
	WriteFile(name string, data []byte) error
	ReadFile(name string) ([]byte, error)
}

const (
	documents = "evidence/documents.jsonl"
	decisions = "evidence/decisions.jsonl"
	originals = "evidence/originals/"
)

// An Entry is a document with the day on which it was added.
type Entry struct {
	evidence.Document
	Added delist.Date `json:"added"`
	// Original is the SHA-256 of the bytes that were given: of the file, which may
	// hold many documents.
	Original string `json:"original"`
}

// A Decision is what somebody decided about a claim.
type Decision struct {
	// Claim is the claim as it was decided to be; its ID is that of the proposal.
	Claim delist.Claim `json:"claim"`
	// Accepted reports that it is on record; otherwise it was rejected, or taken
	// back.
	Accepted bool `json:"accepted"`
	// Document and Spans are where it stands; Rule is what proposed it, empty where
	// a person or an import did.
	Document string          `json:"document,omitempty"`
	Spans    []evidence.Span `json:"spans,omitempty"`
	Rule     string          `json:"rule,omitempty"`
	By       string          `json:"by"`
	On       delist.Date     `json:"on"`
	Because  string          `json:"because,omitempty"`
}

// A Shelf is what is kept.
type Shelf struct {
	store     Store
	entries   []Entry
	at        map[string]int // by id
	decisions map[delist.ClaimID]Decision
}

// Open reads what is kept. A record that cannot be read is an error: nothing that
// was stored may be passed over.
func Open(store Store) (*Shelf, error) {
	s := &Shelf{store: store, at: map[string]int{}, decisions: map[delist.ClaimID]Decision{}}
	for record, err := range store.Records(documents) {
		var e Entry
		if err == nil {
			err = json.Unmarshal(record, &e)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, record %d: %w", documents, len(s.entries)+1, err)
		}
		s.put(e)
	}
	for d, err := range Decisions(store) {
		if err != nil {
			return nil, err
		}
		s.decisions[d.Claim.ID] = d
	}
	return s, nil
}

// Decisions yields every decision that was ever made, oldest first. An error ends
// it.
func Decisions(store Store) iter.Seq2[Decision, error] {
	return func(yield func(Decision, error) bool) {
		n := 0
		for record, err := range store.Records(decisions) {
			var d Decision
			if n++; err == nil {
				err = json.Unmarshal(record, &d)
			}
			if err != nil {
				err = fmt.Errorf("%s, record %d: %w", decisions, n, err)
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

func (s *Shelf) put(e Entry) {
	s.at[e.ID] = len(s.entries)
	s.entries = append(s.entries, e)
}

// Documents returns what is kept, in the order in which it was added. It must not
// be changed.
func (s *Shelf) Documents() []Entry { return s.entries }

// Has reports whether a document is kept already.
func (s *Shelf) Has(id string) bool { _, ok := s.at[id]; return ok }

// Find returns the document with an id that begins so, or that was read from a
// file of that name, or its number in the list, from 1. Several are an error.
func (s *Shelf) Find(name string) (*Entry, error) {
	var found []int
	for i := range s.entries {
		e := &s.entries[i]
		if len(name) >= 4 && strings.HasPrefix(e.ID, name) || e.File == name || strings.HasSuffix(e.File, "/"+name) || fmt.Sprint(i+1) == name {
			found = append(found, i)
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("no document %q is kept", name)
	case 1:
		return &s.entries[found[0]], nil
	}
	return nil, fmt.Errorf("%d documents go by %q: give more of the id", len(found), name)
}

// Add keeps documents, and the bytes that they were read from. Those that are kept
// already are left out; it returns how many were new.
func (s *Shelf) Add(original []byte, list []evidence.Document, on delist.Date) (int, error) {
	sum := sha256.Sum256(original)
	digest := hex.EncodeToString(sum[:])
	var fresh []Entry
	var records [][]byte
	for _, d := range list {
		if s.Has(d.ID) || slices.ContainsFunc(fresh, func(e Entry) bool { return e.ID == d.ID }) {
			continue
		}
		e := Entry{Document: d, Added: on, Original: digest}
		record, err := json.Marshal(e)
		if err != nil {
			return 0, err
		}
		fresh, records = append(fresh, e), append(records, record)
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	// The bytes first: an account of what is not there would be worse than bytes
	// that nobody has an account of.
	if err := s.store.WriteFile(originals+digest[:2]+"/"+digest, original); err != nil {
		return 0, err
	}
	if err := s.store.Append(documents, records); err != nil {
		return 0, err
	}
	for _, e := range fresh {
		s.put(e)
	}
	return len(fresh), nil
}

// Original returns the bytes that a document was read from, checked against their
// digest.
func (s *Shelf) Original(e *Entry) ([]byte, error) {
	if len(e.Original) != hex.EncodedLen(sha256.Size) {
		return nil, fmt.Errorf("%s: %q is not the digest of what was added", e.File, e.Original)
	}
	data, err := s.store.ReadFile(originals + e.Original[:2] + "/" + e.Original)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); !strings.EqualFold(hex.EncodeToString(sum[:]), e.Original) {
		return nil, fmt.Errorf("%s: the bytes that are kept are not those that were added", e.File)
	}
	return data, nil
}

// Decide adds decisions to the record.
func (s *Shelf) Decide(list ...Decision) error {
	var records [][]byte
	for _, d := range list {
		record, err := json.Marshal(d)
		if err != nil {
			return err
		}
		records = append(records, bytes.TrimSpace(record))
	}
	if err := s.store.Append(decisions, records); err != nil {
		return err
	}
	for _, d := range list {
		s.decisions[d.Claim.ID] = d
	}
	return nil
}

// Decision returns what was last decided about a claim, if anything was.
func (s *Shelf) Decision(id delist.ClaimID) (Decision, bool) { d, ok := s.decisions[id]; return d, ok }

// Accepted returns the claims that are on record, by their ids.
func (s *Shelf) Accepted() []Decision {
	var list []Decision
	for _, d := range s.decisions {
		if d.Accepted {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b Decision) int { return strings.Compare(string(a.Claim.ID), string(b.Claim.ID)) })
	return list
}
