package catalogue

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/tidwall/gjson"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/catalogue/markup"
	"github.com/delistdev/delist/tabular"
)

//go:embed sale.tsv
var saleTable string

// saleHeadings holds what says where a thing stands and how many there are, by
// its heading.
var saleHeadings = sync.OnceValue(func() map[string]string {
	known := map[string]string{}
	for line := range strings.Lines(saleTable) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		for _, text := range strings.Split(list, "|") {
			known[tabular.Fold(text)] = name
		}
	}
	return known
})

// saleOr returns a sale, or nil where nothing is said.
func saleOr(s delist.Sale) *delist.Sale {
	if s == (delist.Sale{}) {
		return nil
	}
	return &s
}

// A saleField is what is known of a field by its name.
type saleField struct {
	folded string // its name, without the prefix of a feed
	word   string // "shelf" or "quantity" where it says that
}

// saleFields remembers what is known of fields.
type saleFields map[string]saleField

// mostSaleFields bounds the names that are remembered.
const mostSaleFields = 10_000

func (known saleFields) of(name string) saleField {
	f, ok := known[name]
	if !ok {
		f.folded = tabular.Fold(strings.TrimPrefix(strings.TrimSpace(name), "g:"))
		f.word = saleHeadings()[f.folded]
		if len(known) < mostSaleFields {
			known[strings.Clone(name)] = f
		}
	}
	return f
}

// note takes a value for what its field says.
func note(s *delist.Sale, word, value string) {
	if word == "" {
		return
	}
	if value = strings.TrimSpace(value); value == "" || len(value) > maxValue {
		return
	}
	switch {
	case word == "shelf" && s.Shelf == "":
		s.Shelf = value
	case word == "quantity" && s.Quantity == "":
		s.Quantity = value
	}
}

// saleColumns are the columns of a table that say something about selling.
type saleColumns struct {
	shelf, quantity []int
	rules           *withdrawals
	marks           map[string][]int // by the field of a mark
}

// saleColumns finds them.
func (t *table) saleColumns() *saleColumns {
	s := &saleColumns{rules: newWithdrawals(t.shop, t.in.Sale.Withdrawn), marks: map[string][]int{}}
	for i, column := range t.columns.told {
		if column.As != "" {
			continue
		}
		switch saleHeadings()[tabular.Fold(column.Name)] {
		case "shelf":
			s.shelf = append(s.shelf, i)
		case "quantity":
			s.quantity = append(s.quantity, i)
		}
	}
	for _, field := range s.rules.fields() {
		s.marks[field] = t.columns.called(field)
	}
	return s
}

// saleOf returns what a row says about selling.
func (t *table) saleOf(fields []string) *delist.Sale {
	if t.in.Sale == nil {
		return nil
	}
	if t.sale == nil {
		t.sale = t.saleColumns()
	}
	var s delist.Sale
	for _, i := range t.sale.shelf {
		note(&s, "shelf", valueAt(fields, i))
	}
	for _, i := range t.sale.quantity {
		note(&s, "quantity", valueAt(fields, i))
	}
	s.Withdrawn = t.sale.rules.by(func(field string) (values []string) {
		for _, i := range t.sale.marks[field] {
			values = append(values, valueAt(fields, i))
		}
		return values
	})
	switch {
	case t.shop == Shopify:
		s.Withdrawn = t.product.goesOn(t.last.object, s.Withdrawn)
	case t.shop == WooCommerce && t.isDraftVariation(fields):
		s.Withdrawn = ""
	}
	return saleOr(s)
}

// isDraftVariation reports whether a row is a variation in the state of a draft,
// which the importer of WooCommerce publishes (docs/decisions/0024-withdrawn.md).
func (t *table) isDraftVariation(fields []string) bool {
	return t.columns.named("published", fields) == "-1" && strings.Contains(strings.ToLower(t.columns.named("type", fields)), "variation")
}

func valueAt(fields []string, i int) string {
	if i < len(fields) {
		return fields[i]
	}
	return ""
}

// called returns the columns with a heading.
func (c *columns) called(heading string) (at []int) {
	want := tabular.Fold(heading)
	for i, name := range c.names {
		if name == want || name == "g"+want {
			at = append(at, i)
		}
	}
	return at
}

// A product is a product of a Shopify export, whose first row speaks for all of
// its variants.
type product struct{ handle, withdrawn string }

// goesOn returns by what a row is withdrawn: what it says, or what the product
// says to which it belongs.
func (p *product) goesOn(handle, withdrawn string) string {
	if handle == "" || handle != p.handle {
		*p = product{handle, withdrawn}
	}
	if withdrawn == "" {
		return p.withdrawn
	}
	return withdrawn
}

// markedSale returns what a record of a feed or a page says about selling.
func (r *reading) markedSale(found *markup.Record) *delist.Sale {
	if r.in.Sale == nil {
		return nil
	}
	kind := Google
	if !strings.HasPrefix(found.Object, "item ") && !strings.HasPrefix(found.Object, "entry ") {
		kind = Page
	}
	if r.saleFields == nil {
		r.saleFields, r.withdrawals = saleFields{}, newWithdrawals(kind, r.in.Sale.Withdrawn)
	}
	var s delist.Sale
	for _, f := range found.Fields {
		note(&s, r.saleFields.of(f.Name).word, f.Value)
	}
	s.Withdrawn = r.withdrawals.by(func(field string) (values []string) {
		want := r.saleFields.of(field).folded
		for _, f := range found.Fields {
			if r.saleFields.of(f.Name).folded == want || kind == Page && field == "offers.availability" && isAvailability(f.Name) {
				values = append(values, f.Value)
			}
		}
		return values
	})
	return saleOr(s)
}

// isAvailability reports whether a path leads to the availability of an offer,
// which may be one of several put together.
func isAvailability(path string) bool {
	rest, ok := strings.CutPrefix(path, "offers.")
	for ok && rest != "availability" {
		rest, ok = strings.CutPrefix(rest, "offers.")
	}
	return ok
}

// objectSale returns what an object of JSON says about selling.
func (r *reading) objectSale(parsed gjson.Result) *delist.Sale {
	if r.in.Sale == nil {
		return nil
	}
	if r.saleFields == nil {
		r.saleFields, r.withdrawals = saleFields{}, newWithdrawals("", r.in.Sale.Withdrawn)
	}
	var s delist.Sale
	fields := map[string][]string{}
	eachField(parsed, "", 0, func(path string, value gjson.Result) {
		known := r.saleFields.of(path)
		note(&s, known.word, value.String())
		if len(r.in.Sale.Withdrawn) > 0 {
			fields[known.folded] = append(fields[known.folded], value.String())
		}
	})
	s.Withdrawn = r.withdrawals.by(func(field string) []string { return fields[r.saleFields.of(field).folded] })
	return saleOr(s)
}

// saleOfVariant puts what a variant says about selling over what its product says.
func saleOfVariant(of, own *delist.Sale) *delist.Sale {
	if of == nil || own == nil {
		if own == nil {
			return of
		}
		return own
	}
	s := *of
	for _, pair := range [...]struct{ to, from *string }{{&s.Withdrawn, &own.Withdrawn}, {&s.Shelf, &own.Shelf}, {&s.Quantity, &own.Quantity}} {
		if *pair.from != "" {
			*pair.to = *pair.from
		}
	}
	return &s
}
