package listed

import (
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/names"
)

// label is what the index keeps of the list of a name: the list, a "-" where its
// newest version has the entry no more, and the periods in which it stood there.
func label(e *lists.Span) string {
	var b strings.Builder
	b.WriteString(string(e.List))
	if e.Left {
		b.WriteByte('-')
	}
	for _, p := range e.Listed {
		b.WriteString(" " + p.From.String() + "/" + p.Until.String())
	}
	return b.String()
}

// unlabelled returns the list of a label, and whether the entry stood there on a
// day; for the zero day, whether it is in the newest version.
func unlabelled(label string, day delist.Date) (list string, listed bool) {
	list, periods, ok := strings.Cut(label, " ")
	list, gone := strings.CutSuffix(list, "-")
	switch {
	case !ok:
		return list, true // the register
	case day.IsZero():
		return list, !gone
	}
	for period := range strings.SplitSeq(periods, " ") {
		from, until, _ := strings.Cut(period, "/")
		var p delist.Period
		if p.From.UnmarshalText([]byte(from)) == nil && p.Until.UnmarshalText([]byte(until)) == nil && p.Contains(day) {
			return list, true
		}
	}
	return list, false
}

// Match returns the parties whose names are like the query's and that the
// register has, or some list had on a day; the zero day means that the newest
// version of some list has them. See [names.Index.Match].
func (set *Set) Match(q names.Query, on delist.Date) ([]names.Match, error) {
	found := set.Index.Match(q)
	kept := found[:0]
	for _, m := range found {
		list, listed := unlabelled(m.List, on)
		if m.List = list; !listed {
			p, err := set.Party(delist.PartyID(m.ID))
			if err != nil {
				return nil, err
			}
			if p == nil || !p.Register && !p.listed(on) {
				continue
			}
		}
		kept = append(kept, m)
	}
	return kept, nil
}

func (p *Party) listed(day delist.Date) bool {
	for _, e := range p.Entries {
		if day.IsZero() && !e.Left || !day.IsZero() && e.On(day) {
			return true
		}
	}
	return false
}

// Find returns the party with that id, or that has the entry LIST/NUMBER, or nil.
func (set *Set) Find(id string) (*Party, error) {
	if p, err := set.Party(delist.PartyID(id)); p != nil || err != nil {
		return p, err
	}
	if !strings.Contains(id, "/") {
		return nil, nil
	}
	for n := range set.ends {
		p, err := set.Nth(n)
		if err != nil {
			return nil, err
		}
		for _, e := range p.Entries {
			if lists.Key(&e.Entry) == id {
				return p, nil
			}
		}
	}
	return nil, nil
}
