package catalogue

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// Limits of what is kept of one value.
const maxValue = 4 << 10 // bytes

var errNothing = errors.New("a line without a title, brand, GTIN or number: nothing says what is offered")

// A reading is one catalogue as it is read.
type reading struct {
	in     *source.Input
	kind   string
	yield  func(delist.Item, error) bool
	faults faults
	sheet  string // of a workbook
	// What is known of fields that say something about selling.
	saleFields  saleFields
	withdrawals *withdrawals
	over        bool // whoever takes the items wants no more
}

// A record is one line of a catalogue, by what its columns were taken for.
type record struct {
	line   int
	object string
	values [roles]string
	sale   *delist.Sale
}

// offer yields the item of a record.
func (r *reading) offer(rec *record) {
	v := &rec.values
	for i := range v {
		if v[i] = strings.TrimSpace(v[i]); len(v[i]) > maxValue {
			v[i] = strings.ToValidUTF8(v[i][:maxValue], "")
		}
	}
	gtin, note, fault := gtinOf(v[roleGTIN])
	if fault != nil || note != "" {
		r.remark(rec, v[roleGTIN], note, fault)
	}
	name := v[roleTitle]
	for _, other := range []role{rolePart, roleID, roleBrand, roleManufacturer, roleGTIN} {
		if name == "" && !isNone(v[other]) {
			name = v[other]
		}
	}
	if name == "" {
		r.fault(rec.line, rec.object, errNothing)
		return
	}
	item := delist.Item{
		Kind: delist.Offer, Name: name, Reader: r.kind,
		Identifiers: observed(v, gtin),
		Locations:   []delist.Location{{Path: r.path(), Line: rec.line, Object: rec.object, Sale: rec.sale}},
	}
	if m := v[roleManufacturer]; m != "" && !isNone(m) {
		item.Declared = []delist.Declaration{{Field: "manufacturer", Value: m}}
	}
	r.over = r.over || !r.yield(item, nil)
}

// observed returns the identifiers of a record, in one allocation.
func observed(v *[roles]string, gtin string) []delist.Observed {
	all := [...]delist.Observed{
		{Kind: delist.GTIN, Value: gtin}, {Kind: delist.Brand, Value: v[roleBrand]},
		{Kind: delist.PartNumber, Value: v[rolePart]}, {Kind: delist.OfferID, Value: v[roleID]},
	}
	n := 0
	for i := range all {
		if all[i].Value != "" && !isNone(all[i].Value) {
			all[n] = all[i]
			n++
		}
	}
	return slices.Clone(all[:n])
}

// path is where records are: the file, or a sheet in it.
func (r *reading) path() string {
	if r.sheet != "" {
		return r.in.Name + "!" + r.sheet
	}
	return r.in.Name
}

// remark says what was wrong with a GTIN. The line is read all the same, by what
// else is in it.
func (r *reading) remark(rec *record, text, note string, fault error) {
	if len(text) > 40 {
		text = text[:40] + "…"
	}
	what := fmt.Errorf("gtin %q: %s", text, note)
	class := note
	if fault != nil {
		what, class = fmt.Errorf("gtin %q is not used: %w", text, fault), fault.Error()
	}
	r.report(class, &delist.ReadError{Reader: r.kind, Path: r.path(), Line: rec.line, Object: rec.object, Mended: true, Err: what})
}

// fault reports a record that could not be read.
func (r *reading) fault(line int, object string, err error) {
	e := r.in.Fault(r.kind, line, object, err)
	e.Path = r.path()
	r.report(err.Error(), e)
}
