package lists

import (
	"slices"

	"github.com/delistdev/delist"
)

// A Span is one entry over the versions of a publication: what it says in the
// newest version that has it, and when it stood on the list.
type Span struct {
	delist.Entry
	Publication string `json:"publication"`
	// Listed are the periods in which it stood there: from the day that the
	// entry itself gives, or else that of the first version that has it, to that
	// of the first version that has it no more.
	Listed []delist.Period `json:"listed"`
	// Left reports that the newest version has the entry no more.
	Left bool `json:"left,omitempty"`
}

// Key tells entries of all lists apart.
func Key(e *delist.Entry) string { return string(e.List) + "/" + e.ID }

// On reports whether the entry stood on its list on a day.
func (s *Span) On(day delist.Date) bool {
	return slices.ContainsFunc(s.Listed, func(p delist.Period) bool { return p.Contains(day) })
}

// A History puts the versions of one publication together, oldest first.
type History struct {
	publication string
	spans       []*Span
	at          map[string]*Span
	versions    int
}

// NewHistory begins a history.
func NewHistory(publication string) *History {
	return &History{publication: publication, at: map[string]*Span{}}
}

// Add takes the next version, which speaks for the day asOf.
func (h *History) Add(asOf delist.Date, entries []delist.Entry) {
	there := make(map[*Span]bool, len(entries))
	for _, e := range entries {
		s := h.at[Key(&e)]
		if s == nil {
			s = &Span{Publication: h.publication}
			h.at[Key(&e)] = s
			h.spans = append(h.spans, s)
		}
		s.Entry = e
		there[s] = true
		if n := len(s.Listed); n == 0 || s.Left {
			s.Listed = append(s.Listed, delist.Period{From: h.since(&e, asOf, n)})
		}
		s.Left = false
		s.Listed[len(s.Listed)-1].Until = e.Until
	}
	for _, s := range h.spans {
		if n := len(s.Listed); !there[s] && !s.Left && n > 0 {
			s.Left = true
			if last := &s.Listed[n-1]; last.Until.IsZero() || asOf.Before(last.Until) {
				last.Until = asOf
			}
		}
	}
	h.versions++
}

// since is from when an entry stands on the list. One that was taken off and
// put on again stands there from the version that shows it.
func (h *History) since(e *delist.Entry, asOf delist.Date, before int) delist.Date {
	switch {
	case before > 0 && e.From.Before(asOf):
		return asOf
	case !e.From.IsZero():
		return e.From
	case h.versions == 0:
		return delist.Date{} // nobody knows since when
	}
	return asOf
}

// Spans returns every entry that any version has, in the order in which they
// were first seen.
func (h *History) Spans() []*Span { return h.spans }
