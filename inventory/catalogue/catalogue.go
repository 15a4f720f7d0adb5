package catalogue

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/inventory/source"
	"github.com/delistdev/delist/tabular"
)

// The kinds of catalogue.
const (
	Table       = "catalogue"       // any table, sheet or JSON records
	Google      = "google-merchant" // https://support.google.com/merchants/answer/7052112
	Shopify     = "shopify"         // https://help.shopify.com/en/manual/products/import-export/using-csv
	WooCommerce = "woocommerce"     // https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema
	Page        = "product-page"    // https://schema.org/Product in HTML
)

// Kinds are the kinds of input that [Read] reads.
var Kinds = []string{Table, Google, Shopify, WooCommerce, Page}

// Sniff returns the kind of catalogue that begins with head, or "".
func Sniff(head []byte) string {
	if isJSON(head) {
		return sniffJSON(head)
	}
	switch {
	case tabular.IsWorkbook(head):
		return Table
	case markup.SniffFeed(head):
		return Google
	case markup.SniffPage(head):
		return Page
	case isMarkup(head):
		return ""
	}
	d, ok := tabular.Sniff(head)
	if !ok {
		return ""
	}
	n := 0
	for row, err := range d.Rows(bytes.NewReader(head)) {
		if n++; err != nil || n > headerWithin {
			break
		}
		if kind := kindOf(row.Fields); kind != "" {
			return kind
		}
	}
	return ""
}

// Read yields the offers of a catalogue, in its order. What could not be read is
// yielded as a [*delist.ReadError], and reading goes on; any other error ends it.
func Read(kind string, in *source.Input) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		in.Limits = in.Limits.OrDefault()
		r := &reading{in: in, kind: kind, yield: yield}
		head, err := r.peek()
		if err != nil {
			r.broken(0, "", err)
			return
		}
		switch FormOf(kind, head) {
		case FormNone:
			r.broken(0, "", errors.New("is empty"))
		case FormJSON:
			r.json()
		case FormWorkbook:
			r.workbook()
		case FormPage:
			r.marked("HTML", markup.Page(r.in.Reader, r.in.Limits))
		case FormFeed:
			r.marked("XML", markup.Feed(r.in.Reader, r.in.Limits))
		case FormDelimited:
			r.delimited(head)
		}
		r.finish()
	}
}

// A Form is how a catalogue is written, whatever its kind.
type Form uint8

// The forms.
const (
	FormNone Form = iota // nothing is there
	FormDelimited
	FormWorkbook
	FormJSON
	FormFeed
	FormPage
)

// FormOf returns how a catalogue of a kind is written that begins with head.
func FormOf(kind string, head []byte) Form {
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return FormNone
	case isJSON(head):
		return FormJSON
	case tabular.IsWorkbook(head):
		return FormWorkbook
	case kind == Page || isMarkup(head) && !markup.SniffFeed(head):
		return FormPage
	case isMarkup(head) || markup.SniffFeed(head):
		return FormFeed
	}
	return FormDelimited
}

// broken reports what ends the reading of a part: what was read until then
// counts.
func (r *reading) broken(line int, object string, err error) {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("it breaks off in the middle, and so does what was read: %w", err)
	}
	e := r.in.Fault(r.kind, line, object, err)
	e.Path = r.path()
	r.over = r.over || !r.yield(delist.Item{}, e)
}

// kindOf returns the kind of table that a row is the heading of, or "".
func kindOf(fields []string) string {
	var has [roles]bool
	folded := make([]string, len(fields))
	for i, field := range fields {
		folded[i] = tabular.Fold(field)
		has[headingOf(field).role] = true
	}
	all := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(folded, name) })
	}
	switch {
	case all("vendor") && (all("handle") || all("urlhandle")) && (all("variantsku") || all("option1name") || all("option1value") || all("title")):
		return Shopify
	case all("name", "isfeatured", "visibilityincatalog"), all("name", "taxstatus", "instock"):
		return WooCommerce
	case has[roleTitle] && all("link") && (all("imagelink") || all("availability")), all("gid", "gtitle"):
		return Google
	case slices.Contains(folded, "version") || slices.Contains(folded, "displayversion"):
		return "" // of programs: an inventory and no catalogue
	case has[roleTitle] && (has[roleGTIN] || has[rolePrice] || has[roleBrand] && (has[roleID] || has[rolePart]) || has[roleManufacturer] && (has[roleID] || has[rolePart])),
		has[roleGTIN] && has[roleBrand]:
		return Table
	}
	return ""
}
