package osquery

import (
	"hash/maphash"
)

// maxShapes is how many different shapes are kept: a log has one for each query.
const maxShapes = 1 << 12

// Bounds of a row's columns; the widest table has some 40.
const (
	maxColumns = 1000
	maxNames   = 32 << 10 // bytes of all their names
)

// oddPlan is that of rows which break a bound.
var oddPlan = &plan{label: "rows with very many columns", source: -1, odd: true}

// A planner finds plans and keeps them.
type planner struct {
	seed    maphash.Seed
	known   map[uint64]*plan
	last    *plan
	queries map[string]*table
	sure    bool // names of queries are names of tables
}

func newPlanner(sure bool) planner {
	return planner{sure: sure, seed: maphash.MakeSeed(), known: map[uint64]*plan{}, queries: map[string]*table{}}
}

// find returns the plan for the row at node i, which a query of that name gave.
func (p *planner) find(d *doc, i uint32, query string) *plan {
	hint := p.hint(query)
	found := p.last
	if found == nil || found.odd || found.hint != hint || !found.matches(d, i) {
		found = p.of(d, i, hint)
		p.last = found
	}
	if found.source < 0 {
		return found
	}
	k := i + 1
	for range found.source {
		k = d.nodes[k].next
	}
	return found.from(tableNamed[string(d.scalarOf(k))])
}

// hint returns the table that a query is named for.
func (p *planner) hint(query string) *table {
	if query == "" {
		return nil
	}
	t, known := p.queries[query]
	if !known {
		t = tableOf(query)
		if len(p.queries) < maxShapes && len(query) <= maxText {
			p.queries[query] = t
		}
	}
	return t
}

// matches reports whether the row at node i has the columns of the plan.
func (p *plan) matches(d *doc, i uint32) bool {
	n := 0
	for k := i + 1; k < d.nodes[i].next; k = d.nodes[k].next {
		if n == len(p.names) || string(d.key(k)) != p.names[n] {
			return false
		}
		n++
	}
	return n == len(p.names)
}

// of returns the plan for a row that is not like the last.
func (p *planner) of(d *doc, i uint32, hint *table) *plan {
	if n := &d.nodes[i]; n.next-i > maxColumns || n.valEnd-n.val > maxNames && p.long(d, i) {
		return oddPlan
	}
	var m maphash.Hash
	m.SetSeed(p.seed)
	for k := range d.members(i) {
		m.Write(d.key(k))
		m.WriteByte(0)
	}
	if hint != nil {
		m.WriteString(hint.name)
	}
	sum := m.Sum64()
	found := p.known[sum]
	if found == nil {
		var names []string
		for k := range d.members(i) {
			names = append(names, string(d.key(k)))
		}
		found = planFor(names, hint, p.sure)
		if len(p.known) < maxShapes {
			p.known[sum] = found
		}
	}
	return found
}

// long reports whether the names of the columns are longer than any table's.
func (p *planner) long(d *doc, i uint32) bool {
	n := 0
	for k := range d.members(i) {
		n += len(d.key(k))
	}
	return n > maxNames
}

// from returns the plan for rows of a table that they name themselves.
func (p *plan) from(t *table) *plan {
	if t == nil || t == p.table {
		return p
	}
	sub := p.sources[t]
	if sub == nil {
		sub = planFor(p.names, t, true)
		sub.source = -1
		if p.sources == nil {
			p.sources = map[*table]*plan{}
		}
		p.sources[t] = sub
	}
	return sub
}
