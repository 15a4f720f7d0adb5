package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/attribute"
	"github.com/delistdev/delist/decision"
	"github.com/delistdev/delist/evidence/shelf"
	"github.com/delistdev/delist/judge"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/names"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/store/files"
)

// A view judges by the register and, where lists are kept, by what they say of
// the party in question. It may be used by many goroutines.
type view struct {
	reg  *register.Register
	base *judge.Judge
	set  *listed.Set // nil where no list is kept
	own  string      // tells one state of one's own entries from another

	mu     sync.Mutex
	judges map[delist.PartyID]*listedJudge
}

type listedJudge struct {
	reg   *register.Register
	judge *judge.Judge
}

// view opens what is known on a day for judging. Where no list is kept, or none
// was by then, that is the register alone.
func (a *app) view(cmd *cobra.Command, reg *register.Register, known string) (*view, error) {
	dir, err := dataDir(cmd)
	if err != nil {
		return &view{reg: reg, base: judge.New(reg), judges: map[delist.PartyID]*listedJudge{}}, nil // no place for data: no lists
	}
	day, err := knownDay(known)
	if err != nil {
		return nil, err
	}
	own, err := ownFiles(dir, day)
	if err != nil {
		return nil, err
	}
	if reg, err = withOwn(reg, own); err != nil {
		return nil, err
	}
	if reg, err = withEvidence(dir, reg); err != nil {
		return nil, err
	}
	if reg, err = withDecisions(cmd, dir, reg, day); err != nil {
		return nil, err
	}
	v := &view{reg: reg, base: judge.New(reg), judges: map[delist.PartyID]*listedJudge{}, own: digest(own)}
	kept, err := dir.Publications()
	if err != nil {
		return nil, err
	}
	if len(kept) > 0 || known != "" {
		if v.set, err = a.known(cmd, known); err == nil {
			v.set = v.set.Over(reg)
		}
	}
	return v, err
}

// withDecisions puts one's own decisions beside the measures of everybody else.
func withDecisions(cmd *cobra.Command, dir *files.Dir, reg *register.Register, known delist.Date) (*register.Register, error) {
	decisions, err := ownDecisions(cmd.Context(), dir, storeURL(cmd), known)
	if err != nil || len(decisions) == 0 {
		return reg, err
	}
	return reg.With(decision.Parties(), decision.Measures(decisions)), nil
}

// withEvidence puts the claims that a person accepted beside those of the register.
func withEvidence(dir *files.Dir, reg *register.Register) (*register.Register, error) {
	s, err := shelf.Open(dir)
	if err != nil {
		return nil, err
	}
	claims, origins, documents := onRecord(s, reg)
	if len(claims) == 0 {
		return reg, nil
	}
	return reg.WithClaims(claims, origins, documents), nil
}

// attributer finds who stands behind items, by the register and by the names of the
// lists.
func (v *view) attributer() *attribute.Attributer {
	attributer := attribute.New(v.reg)
	if v.set != nil {
		attributer = attributer.WithNames(v.set.Index)
	}
	return attributer
}

// facts names what attributer goes by: the register, this program, and the versions
// of the lists.
func (v *view) facts() string {
	text := v.reg.Fingerprint() + " " + versionText() + " " + v.own
	if v.set != nil {
		for _, name := range slices.Sorted(maps.Keys(v.set.Versions)) {
			text += fmt.Sprintf(" %s/%d", name, v.set.Versions[name].Number)
		}
	}
	return text
}

// of returns the register and the judge for a party.
func (v *view) of(id delist.PartyID) *listedJudge {
	plain := &listedJudge{v.reg, v.base}
	if v.set == nil || id == "" {
		return plain
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if j := v.judges[id]; j != nil {
		return j
	}
	j := plain
	if reg, err := v.set.With(id); err == nil && reg != v.reg {
		j = &listedJudge{reg, judge.New(reg)}
	}
	v.judges[id] = j
	return j
}

// Judge answers a question; see [judge.Judge.Judge].
func (v *view) Judge(q delist.Question) delist.Standing { return v.of(q.Party).judge.Judge(q) }

// Behind says who makes a product; see [judge.Judge.Behind].
func (v *view) Behind(id delist.ProductID, on delist.Date) []delist.Maker {
	return v.base.Behind(id, on)
}

// PartyName names a party of the register or of a list.
func (v *view) PartyName(id delist.PartyID) string {
	if v.reg.Party(id) != nil {
		return v.reg.PartyName(id)
	}
	return v.of(id).reg.PartyName(id)
}

// Product and Origin are those of the register.
func (v *view) Product(id delist.ProductID) *delist.Product { return v.reg.Product(id) }
func (v *view) Origin(id delist.OriginID) *delist.Origin    { return v.reg.Origin(id) }

// sure is the score from which a name is taken for a party without asking.
const sure = 0.9

// find returns the party of the lists that is meant by a name or an id, and
// those that might be meant as well.
func (v *view) find(name string) (found *delist.PartyRef, others []names.Match, err error) {
	if v.set == nil {
		return nil, nil, nil
	}
	if p, err := v.set.Find(name); err != nil || p != nil {
		if err != nil {
			return nil, nil, err
		}
		return &delist.PartyRef{ID: p.ID, Name: p.Name}, nil, nil
	}
	matches := v.set.Index.Match(names.Query{Name: name})
	if len(matches) == 0 {
		return nil, nil, nil
	}
	if matches[0].Score < sure {
		return nil, matches, nil
	}
	return &delist.PartyRef{ID: delist.PartyID(matches[0].ID), Name: matches[0].Name}, matches, nil
}

// tellFound says on standard error which party a name was taken for, and who
// else is called nearly so.
func (a *app) tellFound(name string, found *delist.PartyRef, matches []names.Match) {
	for i, m := range matches {
		switch {
		case i == 0 && m.Score < 1:
			fmt.Fprintf(a.stderr, "note: %q is taken for %s (%s), score %.2f\n", name, m.Matched, cmp.Or(m.ID, string(found.ID)), m.Score)
		case i > 0 && i < 5 && m.Score >= sure:
			fmt.Fprintf(a.stderr, "note: %q is also like %s (%s), score %.2f\n", name, m.Matched, m.ID, m.Score)
		}
	}
}

// currentView opens everything that is known today.
func (a *app) currentView(cmd *cobra.Command) (*view, error) {
	reg, err := register.Load()
	if err != nil {
		return nil, err
	}
	return a.view(cmd, reg, "")
}
