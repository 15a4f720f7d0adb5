package lists

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/delistdev/delist"
)

// deltaFormat names files that hold the changes of a list.
const deltaFormat = "opensanctions-delta"

var formatDelta = format{id: deltaFormat, publication: "opensanctions", sniff: sniffDelta, read: refuseDelta}

// sniffDelta reports whether the first line is a change of an entity.
func sniffDelta(head []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, " \r\n\t"), []byte("\n"))
	return bytes.HasPrefix(line, []byte("{")) && bytes.Contains(line, []byte(`"op"`)) &&
		bytes.Contains(line, []byte(`"entity"`))
}

// refuseDelta says that a delta is no list.
func refuseDelta(name string, _ io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		yield(delist.Entry{}, fmt.Errorf("%s: holds the changes of a list, and not a list", name))
	}
}

// The operations of a change.
const (
	opAdd    = "ADD"
	opModify = "MOD"
	opDelete = "DEL"
)

// A change is one difference between two editions of a list. Of a deletion, the
// entry has an ID alone; of a party that is known but listed no more, which is a
// deletion too, also a kind.
type change struct {
	op    string
	entry delist.Entry
}

// A changedEntity is a line of a delta file.
type changedEntity struct {
	Op     string          `json:"op"`
	Entity json.RawMessage `json:"entity"`
}

// readDelta yields the changes of an entities.delta.json of OpenSanctions, one
// on each line, in file order. The parties that it adds or modifies are read as
// [readFTM] reads them, together with those addresses, sanctions and links that
// stand in the same file.
//
// Source: https://www.opensanctions.org/faq/80/bulk-deltas/ and its exporter,
// zavod/exporters/delta.py.
func readDelta(name string, r io.Reader) iter.Seq2[change, error] {
	return func(yield func(change, error) bool) {
		report := func(_ delist.Entry, err error) bool { return yield(change{}, err) }
		f, err := openFTM(name, r, changed)
		if err != nil {
			yield(change{}, err)
			return
		}
		count := 0
		for l, err := range f.lines() {
			var line changedEntity
			if err == nil {
				line, err = f.change(l)
			}
			if err != nil {
				if !yield(change{}, err) || !isRowError(err) {
					return
				}
				continue
			}
			count++
			if !f.yieldChange(yield, line.Op, l) {
				return
			}
		}
		f.finish(report, count)
	}
}

// changed reads the entity of a change that does not delete it.
func changed(text []byte, e *ftmEntity) error {
	var line changedEntity
	if err := json.Unmarshal(text, &line); err != nil {
		return err
	}
	if line.Op == opDelete {
		return fmt.Errorf("deleted")
	}
	return json.Unmarshal(line.Entity, e)
}

// change reads a line into f.current.
func (f *ftmFile) change(l textLine) (line changedEntity, err error) {
	if err := json.Unmarshal(l.text, &line); err != nil {
		return line, jsonFault(f.name, l, err)
	}
	f.current = ftmEntity{}
	switch line.Op {
	case opAdd, opModify:
		return line, f.parse(l)
	case opDelete:
		err = json.Unmarshal(line.Entity, &f.current)
		if err == nil && f.current.ID == "" {
			err = fmt.Errorf("a deletion without id")
		}
	default:
		err = fmt.Errorf("no operation %q: want ADD, MOD or DEL", line.Op)
	}
	if err != nil {
		err = &RowError{f.name, l.line, err}
	}
	return line, err
}

// yieldChange yields f.current, changed by op.
func (f *ftmFile) yieldChange(yield func(change, error) bool, op string, l textLine) bool {
	give := func(e delist.Entry, err error) bool {
		if err != nil {
			return yield(change{}, err)
		}
		return yield(change{op, e}, nil)
	}
	if op == opDelete {
		return give(delist.Entry{ID: f.current.ID, Line: l.line}, nil)
	}
	if kind := ftmKinds[f.current.Schema]; kind != "" && !f.current.isEntry() && op == opModify {
		f.tally(f.current.Schema, l.line).parties-- // not left out
		return yield(change{opDelete, delist.Entry{ID: f.current.ID, Kind: kind, Line: l.line}}, nil)
	}
	if !f.current.isEntry() {
		return true // counted, or part of an entry
	}
	entry, faults := f.entry(&f.current, l)
	return yieldBoth(give, f.name, entry, faults)
}

// applyDelta makes the next edition of a list: what is added comes last, what
// is modified stays in its place. Every change that does not fit is returned as
// an error beside it, as are the errors of changes: a deletion or modification
// of what is not there, an addition of what is. The last two are made all the
// same. Old itself stays as it is.
//
// A delta gives a modified party without the sanctions, links and addresses that
// did not change themselves. What a modified entry lacks of these is kept from
// the old: a listing must not end because nobody said so.
func applyDelta(old []delist.Entry, changes iter.Seq2[change, error]) ([]delist.Entry, []error) {
	next, places := slices.Clone(old), make(map[string]int, len(old))
	var faults []error
	for i, e := range next {
		places[e.ID] = i
	}
	gone := make(map[int]bool)
	for c, err := range changes {
		if err != nil {
			faults = append(faults, err)
			continue
		}
		i, there := places[c.entry.ID]
		switch {
		case there == (c.op == opAdd) && (c.op != opDelete || c.entry.Kind == ""):
			faults = append(faults, misfit(c, there))
		case c.op == opModify && there:
			keepLinked(&c.entry, &next[i])
		}
		switch {
		case c.op == opDelete && there:
			gone[i] = true
			delete(places, c.entry.ID)
		case c.op == opDelete:
		case there:
			next[i] = c.entry
		default:
			places[c.entry.ID] = len(next)
			next = append(next, c.entry)
		}
	}
	kept := next[:0]
	for i, e := range next {
		if !gone[i] {
			kept = append(kept, e)
		}
	}
	return kept, faults
}

// misfit says why a change does not fit what is there.
func misfit(c change, there bool) error {
	if there {
		return fmt.Errorf("line %d: %s of %q, which is there already", c.entry.Line, c.op, c.entry.ID)
	}
	return fmt.Errorf("line %d: %s of %q, which is not there", c.entry.Line, c.op, c.entry.ID)
}

// keepLinked fills what e lacks and other entities say of it from old.
func keepLinked(e, old *delist.Entry) {
	if len(e.Programmes) == 0 {
		e.Programmes, e.Scope = old.Programmes, old.Scope
	}
	if e.Period == (delist.Period{}) {
		e.Period = old.Period
	}
	if len(e.Relations) == 0 {
		e.Relations = old.Relations
	}
	if len(e.Addresses) == 0 {
		e.Addresses = old.Addresses
	}
	if e.URL == "" {
		e.URL = old.URL
	}
}
