package judge

import (
	"slices"

	"github.com/delistdev/delist"
)

// A graph holds the parties by number and the relations between them, in both
// directions.
type graph struct {
	parties []delist.Party
	at      map[delist.PartyID]int32
	edges   [][]edge
}

// An edge leads to another party: along the relation, or back against it.
type edge struct {
	to   int32
	rel  *delist.Relation
	back bool
}

func newGraph(parties []delist.Party) graph {
	g := graph{parties, make(map[delist.PartyID]int32, len(parties)), make([][]edge, len(parties))}
	for i := range parties {
		g.at[parties[i].ID] = int32(i)
	}
	for i := range parties {
		for k := range parties[i].Relations {
			rel := &parties[i].Relations[k]
			if other, ok := g.at[rel.Other]; ok {
				g.edges[i] = append(g.edges[i], edge{other, rel, false})
				g.edges[other] = append(g.edges[other], edge{int32(i), rel, true})
			}
		}
	}
	return g
}

// What an edge means for a way between parties.
func (e edge) majority() bool { return e.rel.Kind == delist.Owns && e.rel.Percent > 50 }
func (e edge) control() bool  { return e.rel.Kind == delist.Controls || e.majority() }
func (e edge) affiliate() bool {
	switch e.rel.Kind {
	case delist.Controls, delist.SuccessorOf, delist.AffiliateOf:
		return true
	}
	return e.rel.Kind == delist.Owns && e.rel.Percent >= 50
}

// A visit is one party met on a walk, with the way back to the start.
type visit struct {
	party int32
	prev  int32 // index of the visit before, -1 at the start
	via   edge
	down  bool // the walk has turned from owners to owned
}

// walk returns the parties that reach extends over, from p, on day on: p itself
// first, then those from whom the reach comes to p, nearest first.
func (g *graph) walk(reach delist.Reach, p int32, on delist.Date, visits []visit) []visit {
	visits = append(visits, visit{party: p, prev: -1})
	for i := 0; i < len(visits); i++ {
		at := visits[i]
		for _, e := range g.edges[at.party] {
			down, ok := passes(reach, e, at.down)
			if !ok || !e.rel.Contains(on) {
				continue
			}
			if !slices.ContainsFunc(visits, func(v visit) bool { return v.party == e.to && (v.down == down || !v.down) }) {
				visits = append(visits, visit{e.to, int32(i), e, down})
			}
		}
	}
	return visits
}

// passes reports whether a walk for a reach may take e, and whether it then
// leads downwards from an owner to what it owns.
func passes(reach delist.Reach, e edge, down bool) (bool, bool) {
	switch reach {
	case delist.ReachSuccessors: // p succeeds the subject
		return false, e.rel.Kind == delist.SuccessorOf && !e.back
	case delist.ReachMajorityOwned: // up to owners only
		return false, e.majority() && e.back
	case delist.ReachControlled: // up to who controls p, then down: common control
		return !e.back, e.control() && (!down || !e.back)
	case delist.ReachAffiliates:
		return false, e.affiliate()
	case delist.ReachJurisdiction: // up to who controls p
		return false, e.control() && e.back
	}
	return false, false
}

// path returns the steps from the start of a walk to visits[i].
func (g *graph) path(visits []visit, i int) []delist.Step {
	var steps []delist.Step
	for ; visits[i].prev >= 0; i = int(visits[i].prev) {
		v := visits[i]
		from := visits[v.prev].party
		steps = append(steps, delist.Step{
			From: g.parties[from].ID, Relation: *v.via.rel, Back: v.via.back, To: g.parties[v.party].ID,
		})
	}
	slices.Reverse(steps)
	return steps
}

// owners returns the steps from p to those whose shares in p, listed owners'
// and those of parties that listed owners hold by half, come to 50 % together;
// nil if they do not.
//
// Source: OFAC, "Revised Guidance on Entities Owned by Persons Whose Property
// and Interests in Property Are Blocked", 13 August 2014: 50 percent or more in
// the aggregate, directly or indirectly.
func (g *graph) owners(p int32, on delist.Date, listed func(int32) bool, depth int) []delist.Step {
	if depth > maxDepth {
		return nil
	}
	sum := 0.0
	var steps []delist.Step
	for _, e := range g.edges[p] {
		if e.rel.Kind != delist.Owns || !e.back || !e.rel.Contains(on) {
			continue
		}
		var further []delist.Step
		if !listed(e.to) {
			if further = g.owners(e.to, on, listed, depth+1); further == nil {
				continue
			}
		}
		sum += e.rel.Percent
		steps = append(steps, delist.Step{From: g.parties[p].ID, Relation: *e.rel, Back: true, To: g.parties[e.to].ID})
		steps = append(steps, further...)
	}
	if sum < 50 {
		return nil
	}
	return steps
}

// maxDepth bounds chains of ownership and of products in products; the check of
// the register refuses cycles, and this holds for registers that nobody checked.
const maxDepth = 16
