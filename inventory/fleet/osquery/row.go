package osquery

import (
	"github.com/delistdev/delist"
)

// row makes an item of the row that node i is.
func (r *reader) row(i uint32, at place, query, asset string) {
	r.item(i, at, query, asset, 0)
}

// item makes an item of a row. If version is not 0, it is a node of Fleet's with
// the version, and what goes with that.
func (r *reader) item(i uint32, at place, query, asset string, version uint32) {
	n := &r.d.nodes[i]
	if n.kind != object {
		line, object := r.locate(i, at)
		r.fault(line, object, errRow)
		return
	}
	if int(n.valEnd-n.val) > r.limit && r.kind == kindOsquery {
		line, object := r.locate(i, at)
		r.fault(line, object, errLarge)
		return
	}
	p := r.planner.find(&r.d, i, query)
	if p.table == nil {
		r.counts.add(whyNone, r.called(p, query))
		return
	}
	r.builder.reset()
	if version != 0 {
		r.set(wVersion, r.d.member(version, "version"))
		if k := r.d.member(version, "bundle_identifier"); k != 0 {
			r.set(wBundleID, k)
		}
		if k := r.team(version); k != 0 {
			r.set(wTeamID, k)
		}
	}
	column := 0
	for k := i + 1; k < n.next; k = r.d.nodes[k].next {
		if w := p.as[column]; w != unused {
			r.set(w, k)
		}
		column++
	}
	if r.kind == kindFleet {
		if team := r.team(i); team != 0 {
			r.set(wTeamID, team)
		}
	}
	r.finish(p, i, at, query, asset)
}

// set gives a word the value of a node.
func (r *reader) set(w word, k uint32) {
	if n := &r.d.nodes[k]; n.kind == text || n.kind == number {
		r.builder.set(w, r.d.raw[n.val:n.valEnd], n.plain)
	}
}

// finish yields the item whose cells are set.
func (r *reader) finish(p *plan, i uint32, at place, query, asset string) {
	it, ok, why := r.builder.item(p.table)
	if !ok {
		r.counts.add(why, r.called(p, query))
		return
	}
	r.tell(p)
	if asset == "" {
		if c := r.builder.cells[wHost]; len(c.b) > 0 {
			asset = r.intern(c)
		}
	}
	line, object := r.locate(i, at)
	r.emit(it, delist.Location{Path: r.in.Name, Line: line, Object: object, Asset: asset})
}

func (r *reader) emit(it delist.Item, at delist.Location) {
	it.Reader = r.kind
	it.Locations = []delist.Location{at}
	if !r.stopped && !r.yield(it, nil) {
		r.stopped = true
	}
}

// called says by what a row is counted that gives no item.
func (r *reader) called(p *plan, query string) string {
	switch {
	case query == "":
		return p.label
	case r.kind == kindFleet:
		return query
	}
	return called(query)
}

// maxTold is how many shapes of rows are told of.
const maxTold = 100

// tell tells once what the columns of rows like these were taken for.
func (r *reader) tell(p *plan) {
	if p.told || r.told >= maxTold {
		return
	}
	p.told = true
	r.told++
	columns := make([]delist.Column, len(p.names))
	for i, name := range p.names {
		columns[i] = delist.Column{Name: name, As: says[p.as[i]]}
	}
	r.in.Tell(delist.Input{Reader: r.kind, Form: r.form + ", rows of " + p.table.name, Columns: columns})
}

// maxTexts is how many names of hosts and queries are kept, so that each is one
// string.
const (
	maxTexts = 1 << 16
	maxText  = 1 << 10 // bytes
)

// text returns the text of node k, "" for 0.
func (r *reader) text(k uint32) string {
	if k == 0 || len(r.d.scalarOf(k)) == 0 {
		return ""
	}
	return r.intern(cell{r.d.scalarOf(k), r.d.nodes[k].plain})
}

func (r *reader) intern(c cell) string {
	if s, ok := r.texts[string(c.b)]; ok {
		return s
	}
	s := string(c.b)
	if !c.plain {
		s = string(appendText(nil, c.b))
	}
	if r.texts == nil {
		r.texts = map[string]string{}
	}
	if len(r.texts) < maxTexts && len(c.b) <= maxText {
		r.texts[string(c.b)] = s
	}
	return s
}
