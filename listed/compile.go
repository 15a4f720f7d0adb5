package listed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/names"
	"github.com/delistdev/delist/store/files"
)

// A Party is one party as a set holds it.
type Party struct {
	ID       delist.PartyID   `json:"id"`
	Kind     delist.PartyKind `json:"kind"`
	Name     string           `json:"name"`
	Register bool             `json:"register,omitempty"` // the register has it
	Entries  []*lists.Span    `json:"entries,omitempty"`
	Why      []lists.Link     `json:"why,omitempty"`
	// Relations are those that the lists tell of.
	Relations []delist.Relation `json:"relations,omitempty"`
}

// Countries returns where the lists place the party.
func (p *Party) Countries() []string {
	var codes []string
	for _, e := range p.Entries {
		for _, c := range e.Countries {
			if !slices.Contains(codes, c) {
				codes = append(codes, c)
			}
		}
	}
	return codes
}

// compile makes a set from the versions of a state.
func (s *Store) compile(st *state, catalogue *lists.Catalogue) (*Set, error) {
	spans, err := s.spans(st)
	if err != nil {
		return nil, err
	}
	parties := lists.Merge(spans, s.reg.Parties, names.Key, st.decisions)
	set := &Set{reg: s.reg, catalogue: catalogue, Versions: newest(st)}
	relations := related(parties)
	var done sync.WaitGroup
	done.Go(func() { set.Index = names.Build(records(parties)) })
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	for i := range parties {
		p := &parties[i]
		kept := Party{ID: p.ID, Kind: p.Kind, Name: nameOf(p), Register: p.Register != nil, Entries: p.Entries, Why: p.Why, Relations: relations[p.ID]}
		if err := enc.Encode(kept); err != nil {
			return nil, err
		}
		set.ends = append(set.ends, uint64(text.Len()))
	}
	done.Wait()
	set.text = text.Bytes()
	return set, nil
}

// spans reads every version of every publication, several at a time.
func (s *Store) spans(st *state) ([]*lists.Span, error) {
	publications := slices.Sorted(maps.Keys(st.versions))
	found := make([][]*lists.Span, len(publications))
	faults := make([]error, len(publications))
	var wait sync.WaitGroup
	for i, p := range publications {
		wait.Go(func() { found[i], faults[i] = s.history(p, st.versions[p]) })
	}
	wait.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

func (s *Store) history(publication string, versions []files.Version) ([]*lists.Span, error) {
	h := lists.NewHistory(publication)
	for _, v := range versions {
		entries, _, err := s.Entries(&v)
		if err != nil {
			return nil, err
		}
		h.Add(AsOf(&v), entries)
	}
	return h.Spans(), nil
}

// Entries reads a kept version again, with what could not be read.
func (s *Store) Entries(v *files.Version) (entries []delist.Entry, unread []error, err error) {
	published := &lists.Published{Publication: v.Publication, Format: v.Format}
	if len(v.Mapping) > 0 {
		if published.Mapping, err = lists.ReadMapping("mapping of "+v.Publication, bytes.NewReader(mappingText(v.Mapping))); err != nil {
			return nil, nil, err
		}
	}
	for _, part := range v.Parts {
		published.Files = append(published.Files, lists.File{
			Name: part.Name, Open: func() (io.ReadCloser, error) { return s.dir.OpenPart(v.Publication, part) },
		})
	}
	entries, unread, err = s.read(published, v.Number-1)
	if err != nil && errors.Is(err, files.ErrAltered) {
		return nil, nil, fmt.Errorf("%s, version %d: %w", v.Publication, v.Number, err)
	}
	return entries, unread, nil
}

// read reads a publication to its end. Changes are made to the version of that
// number, which must be kept here.
func (s *Store) read(p *lists.Published, before int) (entries []delist.Entry, unread []error, err error) {
	if !p.IsDelta() {
		return gather(p)
	}
	versions, err := s.dir.Versions(p.Publication)
	if err != nil {
		return nil, nil, err
	}
	if before < 1 || before > len(versions) {
		return nil, nil, fmt.Errorf("%s: this holds the changes of %s, and no version of that is kept here: import the whole list first", p.Files[0].Name, p.Publication)
	}
	old, _, err := s.Entries(&versions[before-1])
	if err != nil {
		return nil, nil, err
	}
	entries, unread = p.Apply(old)
	return entries, unread, nil
}

// mappingText is a mapping as it was written: kept as a JSON string.
func mappingText(raw json.RawMessage) []byte {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return raw
	}
	return []byte(text)
}

// gather reads a publication to its end, or to where reading ends.
func gather(p *lists.Published) (entries []delist.Entry, unread []error, err error) {
	for e, fault := range p.Read() {
		var row *lists.RowError
		switch {
		case fault == nil:
			entries = append(entries, e)
		case errors.As(fault, &row):
			unread = append(unread, fault)
		default:
			return entries, append(unread, fault), fault
		}
	}
	return entries, unread, nil
}

// nameOf is the name to show for a party.
func nameOf(p *lists.Party) string {
	if p.Register != nil {
		return p.Register.Name
	}
	for _, e := range p.Entries {
		if len(e.Names) > 0 {
			return e.Names[0].Name
		}
	}
	return string(p.ID)
}

// registerList is what a match names as the list of a name of the register.
const registerList = "register"

// records gives parties to the index of names. What every entry of a party has
// left is given all the same: whoever asks about the past has to find it.
func records(parties []lists.Party) func(yield func(names.Record) bool) {
	return func(yield func(names.Record) bool) {
		for i := range parties {
			p := &parties[i]
			r := names.Record{ID: string(p.ID), Kind: string(p.Kind)}
			if p.Register != nil {
				r.Names = append(r.Names, names.Alias{Name: p.Register.Name, List: registerList})
				for _, n := range p.Register.Names {
					r.Names = append(r.Names, names.Alias{Name: n, List: registerList})
				}
				if p.Register.Country != "" {
					r.Countries = append(r.Countries, p.Register.Country)
				}
			}
			for _, e := range p.Entries {
				addEntry(&r, e)
			}
			if !yield(r) {
				return
			}
		}
	}
}

func addEntry(r *names.Record, e *lists.Span) {
	for _, n := range e.Names {
		alias := names.Alias{Name: n.Name, List: label(e)}
		if !slices.ContainsFunc(r.Names, func(a names.Alias) bool { return a.Name == alias.Name }) {
			r.Names = append(r.Names, alias)
		}
	}
	for _, c := range e.Countries {
		if !slices.Contains(r.Countries, c) {
			r.Countries = append(r.Countries, c)
		}
	}
	for _, n := range e.Numbers {
		if n.Kind != delist.OtherNumber && n.Kind != delist.Passport && n.Kind != delist.NationalID && !slices.Contains(r.Numbers, n.Value) {
			r.Numbers = append(r.Numbers, n.Value)
		}
	}
}

// related turns what entries say of others into relations between parties,
// where the other is on a list under that number or exactly that name.
func related(parties []lists.Party) map[delist.PartyID][]delist.Relation {
	byKey, byName := map[string]delist.PartyID{}, map[string]delist.PartyID{}
	for i := range parties {
		p := &parties[i]
		for _, e := range p.Entries {
			byKey[lists.Key(&e.Entry)] = p.ID
			for _, n := range e.Names {
				name := strings.ToLower(n.Name)
				if other, ok := byName[name]; ok && other != p.ID {
					byName[name] = "" // several are called that
				} else if !ok {
					byName[name] = p.ID
				}
			}
		}
	}
	relations := map[delist.PartyID][]delist.Relation{}
	for i := range parties {
		p := &parties[i]
		for _, e := range p.Entries {
			for _, r := range e.Relations {
				other := byKey[string(e.List)+"/"+r.OtherID]
				if r.OtherID == "" || other == "" {
					other = byName[strings.ToLower(r.Other)]
				}
				if other == "" || other == p.ID {
					continue
				}
				holder, held := p.ID, other
				if r.Inverse {
					holder, held = other, p.ID
				}
				relation := delist.Relation{Kind: r.Kind, Other: held, Percent: r.Percent, Sources: sourcesOf(&e.Entry)}
				if !slices.ContainsFunc(relations[holder], func(x delist.Relation) bool { return x.Kind == relation.Kind && x.Other == held }) {
					relations[holder] = append(relations[holder], relation)
				}
			}
		}
	}
	return relations
}

// sourcesOf says where an entry was read.
func sourcesOf(e *delist.Entry) []delist.Source {
	return []delist.Source{{URL: e.URL, Title: string(e.List) + " " + e.ID, Confirmed: true}}
}

// Party returns the party with that id, or nil.
func (set *Set) Party(id delist.PartyID) (*Party, error) {
	n, ok := set.Index.Position(string(id))
	if !ok {
		return nil, nil
	}
	return set.Nth(n)
}

// Nth returns the party in place n, from 0 to Index.Parties()-1.
func (set *Set) Nth(n int) (*Party, error) {
	from := uint64(0)
	if n > 0 {
		from = set.ends[n-1]
	}
	p := new(Party)
	if err := json.Unmarshal(set.text[from:set.ends[n]], p); err != nil {
		return nil, fmt.Errorf("%s: party %d: damaged: %w", partiesFile, n+1, err)
	}
	return p, nil
}
