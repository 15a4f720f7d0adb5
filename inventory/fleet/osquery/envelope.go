package osquery

import (
	"hash/maphash"
	"iter"
)

// An envelope is what stands around rows: which query gave them, on which host,
// when, and whether they came or went. All numbers are nodes of its doc; 0 is
// none, for the first node is the record itself.
type envelope struct {
	d    *doc
	when moment

	name, host     uint32
	decorations    uint32
	action         uint32
	columns        uint32 // an object: one row
	list           bool   // rows stand in arrays
	listName       string // of those that came
	added, removed uint32 // arrays
	snapshot       bool
	initial        bool // the first result of an epoch
	severity       uint32
	data           uint32
	counter        uint32
	log            bool // rows come and go
}

// read takes the envelope that node i is. It is false for a record that is a row
// itself.
func (e *envelope) read(d *doc, i uint32, at int64) bool {
	*e = envelope{d: d, when: moment{at: at}}
	for k := range d.members(i) {
		e.member(k, d.nodes[k].kind, d.key(k))
	}
	if e.counter != 0 && !e.snapshot && string(d.scalarOf(e.counter)) == "0" {
		e.initial = true
	}
	return e.columns != 0 || e.list || e.data != 0 || e.isStatus()
}

// member takes one member. The forms of rows are told by the kind of their
// value, for a row may have columns of any name.
//
// Source: https://osquery.readthedocs.io/en/stable/deployment/logging, "Event
// format", "Snapshot format", "Batch format"; fleetctl's results and Fleet's
// query reports (https://fleetdm.com/docs/rest-api, "Get query's report").
func (e *envelope) member(k uint32, kind nodeKind, key []byte) {
	switch string(key) {
	case "name":
		e.name = k
	case "hostIdentifier", "host_identifier", "host_display_name", "host_name":
		e.host = k
	case "hostname":
		if e.host == 0 {
			e.host = k
		}
	case "host":
		e.hostOf(k, kind)
	case "decorations":
		e.decorations = k
	case "unixTime", "unix_time":
		e.when.unix = e.d.integer(k)
	case "counter":
		e.counter, e.log = k, true
	case "action":
		e.action, e.log = k, true
		e.snapshot = e.snapshot || string(e.d.scalarOf(k)) == "snapshot"
	case "columns":
		if kind == object {
			e.columns = k
		}
	case "snapshot":
		if kind == array {
			e.added, e.list, e.snapshot, e.log, e.listName = k, true, true, true, "snapshot"
		}
	case "rows":
		if kind == array {
			e.added, e.list, e.listName = k, true, "rows"
		}
	case "diffResults":
		if kind == object {
			e.batch(k)
		}
	case "data":
		if kind == object || kind == array {
			e.data = k
		}
	case "severity":
		e.severity = k
	}
}

// batch takes the rows that came and went. An empty list of them is written as
// an empty text.
func (e *envelope) batch(i uint32) {
	e.list, e.log, e.listName = true, true, "diffResults/added"
	for k := range e.d.members(i) {
		if e.d.nodes[k].kind != array {
			continue
		}
		switch string(e.d.key(k)) {
		case "added":
			e.added = k
		case "removed":
			e.removed = k
		}
	}
}

// hostOf takes the host of a live query's result: its name, or an object.
func (e *envelope) hostOf(k uint32, kind nodeKind) {
	if kind != object {
		e.host = k
		return
	}
	for _, key := range []string{"display_name", "computer_name", "hostname", "hostIdentifier", "host_identifier", "uuid"} {
		if n := e.d.member(k, key); n != 0 && len(e.d.scalarOf(n)) > 0 {
			e.host = n
			return
		}
	}
}

// isStatus reports whether this is a line of the status log, which has no rows.
func (e *envelope) isStatus() bool { return e.severity != 0 && e.host != 0 && !e.log }

// asset returns the node with the host's name: as the decorations have it, which
// is a name, else by what the log identifies it.
func (e *envelope) asset() uint32 {
	if e.decorations != 0 && e.d.nodes[e.decorations].kind == object {
		for _, key := range []string{"hostname", "computer_name", "host_name"} {
			if k := e.d.member(e.decorations, key); k != 0 && len(e.d.scalarOf(k)) > 0 {
				return k
			}
		}
		if e.host == 0 {
			return e.d.member(e.decorations, "host_uuid")
		}
	}
	return e.host
}

// rows yields the rows, of those that went if gone is set, else of the others.
func (e *envelope) rows(gone bool) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		removed := e.action != 0 && string(e.d.scalarOf(e.action)) == "removed"
		if e.columns != 0 && removed == gone && !yield(e.columns) {
			return
		}
		list := e.added
		if gone || removed {
			list = 0
		}
		if gone {
			list = e.removed
			if removed && list == 0 {
				list = e.added
			}
		}
		if list == 0 {
			return
		}
		for k := range e.d.members(list) {
			if !yield(k) {
				return
			}
		}
	}
}

// query returns the hash of the host and the query.
func (e *envelope) query(h *history) uint64 {
	var m maphash.Hash
	m.SetSeed(h.seed)
	for _, k := range [...]uint32{e.host, e.name} {
		m.Write(e.d.scalarOf(k))
		m.WriteByte(0)
	}
	if e.host == 0 && e.decorations != 0 {
		m.Write(e.d.scalarOf(e.asset()))
	}
	return m.Sum64()
}

// row returns the hash of a row of a query of a host: the same in whatever order
// its columns stand.
func (e *envelope) row(h *history, query uint64, row uint32) uint64 {
	sum := query
	for k := range e.d.members(row) {
		sum += maphash.Bytes(h.seed, e.d.key(k)) * (maphash.Bytes(h.seed, e.d.scalarOf(k)) | 1)
	}
	return sum
}
