package osquery

import (
	"errors"
	"fmt"
)

// What is counted and told at the end.
const (
	whyNone    = "rows that say of no software or device"
	whyStatus  = "lines of the status log"
	whyRemoved = "rows were removed, in a log that can be read only once: those that came before are among the items"
	whyOffered = "titles that are offered and not installed"
	whyMixed   = "hosts log both snapshots and differential results of it; what came last is taken"
)

var errRow = errors.New("a row that is no object")

// record is the visitor of osquery's exports.
func (r *reader) record(i uint32, at place) {
	r.envelopes(&r.around, i, at, r.result, func(i uint32, at place) { r.row(i, at, "", "") })
}

// envelopes goes into what holds results: a body that osqueryd sent to a server
// has them in "data", as has a message of a live query.
func (r *reader) envelopes(e *envelope, i uint32, at place, result func(place), row visitor) {
	if !e.read(&r.d, i, r.records) {
		row(i, at)
		return
	}
	r.records++
	switch data := e.data; {
	case data == 0:
		result(at)
	case r.d.nodes[data].kind == object:
		if e.read(&r.d, data, r.records) && e.data == 0 {
			result(at)
		}
	default:
		n := 0
		for k := range r.d.members(data) {
			if e.read(&r.d, k, r.records) && e.data == 0 {
				result(at.in("data", n))
			}
			r.records++
			n++
		}
	}
}

// result makes items of the rows in the envelope at hand.
func (r *reader) result(at place) {
	e := &r.around
	query := r.text(e.name)
	if e.isStatus() {
		r.counts.add(whyStatus, "the status log")
		return
	}
	asset := r.text(e.asset())
	key := uint64(0)
	if r.history != nil && e.log {
		key = e.query(r.history)
		if r.history.mixed(key) {
			r.counts.add(whyMixed, called(query))
		}
	}
	if r.history == nil && e.log {
		for range e.rows(true) {
			r.counts.add(whyRemoved, called(query))
		}
	}
	index := 0
	for row := range e.rows(false) {
		if r.stopped {
			return
		}
		if !r.history.gone(e, key, row) {
			r.row(row, e.place(at, index), query, asset)
		}
		index++
	}
}

// place returns where a row of the envelope stands.
func (e *envelope) place(at place, index int) place {
	switch {
	case at.below != "": // in a list of envelopes, which says enough
		return at
	case !e.list:
		return at.in("columns", -1)
	}
	return at.in(e.listName, index)
}

func called(query string) string {
	if query == "" {
		return "results without a query's name"
	}
	return fmt.Sprintf("query %.200s", query)
}
