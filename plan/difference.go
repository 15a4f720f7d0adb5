package plan

import (
	"fmt"
	"iter"
	"strings"

	"github.com/delistdev/delist"
)

// mostTold bounds the records of a difference that are told one by one.
const mostTold = 20

// A Difference is how a catalogue differs from the one that was planned.
type Difference struct {
	Added, Removed, Changed, Same int
	// Moved counts the offers that are the same in another line.
	Moved int
	// Told are the first of them, in words, and Fault what hid the rest.
	Told  []string
	Fault error
}

// Compare says how the offers of a catalogue differ from those that were planned.
// Offers are the same by their offer id, else GTIN, else title. A removed offer is
// known by its line alone, unless the plan is about it.
func (p *Plan) Compare(items iter.Seq2[delist.Item, error]) *Difference {
	d := &Difference{}
	old := map[uint32][]record{}
	for i := range p.Inputs {
		for r, err := range p.Inputs[i].Records.all() {
			if err != nil {
				d.Fault = err
				return d
			}
			old[r.key] = append(old[r.key], r)
		}
	}
	for item, err := range items {
		if err == nil && item.Kind == delist.Offer {
			d.compare(&item, old)
		}
	}
	d.removed(p, old)
	return d
}

// compare finds an offer among the old ones, and takes it out of them.
func (d *Difference) compare(item *delist.Item, old map[uint32][]record) {
	now := digestOf(item)
	list := old[now.key]
	if len(list) == 0 {
		d.Added++
		d.tell("added", now.line, nameOf(item))
		return
	}
	at := 0
	for i := range list {
		if list[i].body == now.body {
			at = i
			break
		}
	}
	before := list[at]
	old[now.key] = append(list[:at:at], list[at+1:]...)
	switch {
	case before.body != now.body:
		d.Changed++
		d.tell("changed", now.line, nameOf(item))
	case before.line != now.line:
		d.Moved++
	default:
		d.Same++
	}
}

// removed counts what is left, in the order of the old catalogue.
func (d *Difference) removed(p *Plan, left map[uint32][]record) {
	names := map[int]string{}
	for i := range p.Lines {
		for _, l := range p.Lines[i].Locations {
			names[l.Line] = p.Lines[i].Item.String() + ", which the plan is about"
		}
	}
	for i := range p.Inputs {
		for r := range p.Inputs[i].Records.all() {
			for at, one := range left[r.key] {
				if one == r {
					left[r.key] = append(left[r.key][:at:at], left[r.key][at+1:]...)
					d.Removed++
					d.tell("removed", r.line, names[r.line])
					break
				}
			}
		}
	}
}

func (d *Difference) tell(what string, line int, name string) {
	if len(d.Told) < mostTold {
		d.Told = append(d.Told, strings.TrimSpace(fmt.Sprintf("%s, line %d: %s", what, line, name)))
	}
}

func nameOf(item *delist.Item) string {
	out := itemOf(item)
	return out.String()
}

// String names an item by its title and numbers.
func (i Item) String() string {
	text := fmt.Sprintf("%q", i.Name)
	for _, part := range []struct{ word, value string }{{"version", i.Version}, {"gtin", i.GTIN}, {"id", i.OfferID}} {
		if part.value != "" {
			text += " " + part.word + " " + part.value
		}
	}
	return text
}

// Unlike reports whether a catalogue, by its digests, has none of the offers among
// which the plan was made: it is another one, and what is gone from it was never
// there. Offers that the plan withdraws do not count.
func (p *Plan) Unlike(now Digests) bool {
	planned := map[int]bool{}
	for i := range p.Lines {
		for _, l := range p.Lines[i].Locations {
			planned[l.Line] = true
		}
	}
	there := map[uint32]bool{}
	for r := range now.all() {
		there[r.key] = true
	}
	others := 0
	for i := range p.Inputs {
		for r := range p.Inputs[i].Records.all() {
			if there[r.key] {
				return false
			}
			if !planned[r.line] {
				others++
			}
		}
	}
	return others > 0
}
