package listed

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/names"
)

// A Portfolio is the names that somebody has screened, kept so that a change of
// a list can be matched against them: the change looks for the names, and not
// every name for the change.
type Portfolio struct {
	Names     []names.Query
	Threshold float64
	index     *names.Index
}

// NewPortfolio indexes names. A threshold of 0 means [names.Threshold].
func NewPortfolio(queries []names.Query, threshold float64) *Portfolio {
	p := &Portfolio{Names: queries, Threshold: cmp.Or(threshold, names.Threshold)}
	p.index = names.Build(func(yield func(names.Record) bool) {
		for i, q := range queries {
			if !yield(names.Record{ID: strconv.Itoa(i), Names: []names.Alias{{Name: q.Name}}, Kind: q.Kind, Countries: q.Countries, Numbers: q.Numbers}) {
				return
			}
		}
	})
	return p
}

// An Event says that a change of a list concerns a name of a portfolio.
type Event struct {
	// Query is the name as it was screened, Place its place in the portfolio,
	// from 1.
	Query string `json:"query"`
	Place int    `json:"place"`
	// Change is what became of the entry.
	Change lists.ChangeKind `json:"change"`
	List   delist.ListID    `json:"list"`
	ID     string           `json:"id"`
	Name   string           `json:"name"`
	// Matched is the name of the entry that is most like the query, and Score
	// how much; Before is the score that the entry had before the change.
	Matched string  `json:"matched"`
	Score   float64 `json:"score"`
	Before  float64 `json:"before"`
}

// Concerned returns one event for each name and each changed entry that it
// matches now or matched before, in the order of the portfolio.
func (p *Portfolio) Concerned(changes []lists.Change) []Event {
	var events []Event
	for i := range changes {
		events = append(events, p.concerned(&changes[i])...)
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.Place, b.Place) })
	return events
}

func (p *Portfolio) concerned(c *lists.Change) []Event {
	found := map[int]*Event{}
	for side, e := range []*delist.Entry{c.Before, c.After} {
		if e == nil {
			continue
		}
		for place, score := range p.matching(e) {
			event := found[place]
			if event == nil {
				event = &Event{Query: p.Names[place].Name, Place: place + 1, Change: c.Kind, List: c.List, ID: c.ID, Name: c.Name}
				found[place] = event
			}
			if side == 0 {
				event.Before, event.Matched = score.Score, score.Matched
			} else {
				event.Score, event.Matched = score.Score, score.Matched
			}
		}
	}
	events := make([]Event, 0, len(found))
	for _, e := range found {
		events = append(events, *e)
	}
	return events
}

// reach is how far below the threshold candidates are looked for: what an index
// estimates of a pair depends a little on which side is indexed, its score does
// not.
const reach = 0.5

// matching returns the places of the names that an entry matches, with the best
// of its names for each. The score is the one that the name would have if it
// were screened against the entry.
func (p *Portfolio) matching(e *delist.Entry) map[int]names.Match {
	best := map[int]names.Match{}
	for _, n := range e.Names {
		q := names.Query{Name: n.Name, Kind: string(e.Kind), Countries: e.Countries, Threshold: p.Threshold * reach}
		for _, m := range p.index.Match(q) {
			place, err := strconv.Atoi(m.ID)
			if err == nil && m.Score >= p.Threshold && m.Score > best[place].Score {
				best[place] = names.Match{Matched: n.Name, Score: m.Score}
			}
		}
	}
	for _, n := range e.Numbers {
		for _, m := range p.index.Match(names.Query{Numbers: []string{n.Value}, Threshold: p.Threshold}) {
			if place, err := strconv.Atoi(m.ID); err == nil {
				best[place] = names.Match{Matched: n.Value, Score: 1}
			}
		}
	}
	return best
}

// portfolioFile is where a portfolio of that name is kept.
func portfolioFile(name string) (string, error) {
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "", fmt.Errorf("%q is no name for a portfolio: want lower-case letters, digits and -", name)
	}
	return "portfolios/" + name + ".ndjson", nil
}

// SavePortfolio keeps the names of a portfolio, in the place of an older one.
func (s *Store) SavePortfolio(name string, p *Portfolio) error {
	file, err := portfolioFile(name)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	if err := enc.Encode(map[string]any{"schema": "delist/portfolio/1", "threshold": p.Threshold}); err != nil {
		return err
	}
	for _, q := range p.Names {
		if err := enc.Encode(storedQuery{q.Name, q.Kind, q.Countries, q.Numbers}); err != nil {
			return err
		}
	}
	unlock, err := s.dir.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	return s.dir.WriteFile(file, text.Bytes())
}

type storedQuery struct {
	Name      string   `json:"name"`
	Kind      string   `json:"kind,omitempty"`
	Countries []string `json:"countries,omitempty"`
	Numbers   []string `json:"numbers,omitempty"`
}

// LoadPortfolio returns a portfolio that was saved.
func (s *Store) LoadPortfolio(name string) (*Portfolio, error) {
	file, err := portfolioFile(name)
	if err != nil {
		return nil, err
	}
	data, err := s.dir.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("portfolio %s: %w", name, err)
	}
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, 1<<20)
	var header struct {
		Schema    string
		Threshold float64
	}
	if !in.Scan() || json.Unmarshal(in.Bytes(), &header) != nil || header.Schema != "delist/portfolio/1" {
		return nil, fmt.Errorf("%s: damaged, or written by another version of delist", file)
	}
	var queries []names.Query
	for line := 2; in.Scan(); line++ {
		var q storedQuery
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			return nil, fmt.Errorf("%s:%d: damaged: %w", file, line, err)
		}
		queries = append(queries, names.Query{Name: q.Name, Kind: q.Kind, Countries: q.Countries, Numbers: q.Numbers})
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return NewPortfolio(queries, header.Threshold), nil
}
