package catalogue

import (
	"slices"
	"strings"

	"github.com/delistdev/delist/tabular"
)

// A Mark is a field of a format with the value that takes an offer off sale, or
// helps to.
type Mark struct {
	// Field is its heading; in markup the path of names without prefixes.
	Field string
	// Values are to be written: one, or each of a field that may be repeated.
	Values []string
	// Others mean the same where they stand.
	Others []string
}

// Withdrawal returns how a kind of catalogue takes an offer off sale: by all of
// the marks together, or by any of them. A kind without marks has no way of its
// own.
//
// Sources: Google Merchant Center, "Availability"
// (https://support.google.com/merchants/answer/6324448) and "Excluded
// destination" (https://support.google.com/merchants/answer/6324486), both read
// on 2026-11-21. Shopify, "ProductStatus": archived is "no longer being sold", draft "not
// ready to sell" (https://shopify.dev/docs/api/admin-graphql/latest/enums/productstatus),
// and the columns Status and Published of its export
// (https://help.shopify.com/en/manual/products/import-export/using-csv).
// WooCommerce, "Product CSV Import Schema": 1 published, 0 private, -1 draft
// (https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema); its
// importer publishes a variation that says -1 (docs/decisions/0024-withdrawn.md).
// schema.org, "Discontinued" (https://schema.org/Discontinued).
func Withdrawal(kind string) (marks []Mark, all bool) {
	switch kind {
	case Google:
		return []Mark{
			{Field: "availability", Values: []string{"out_of_stock"}},
			{Field: "excluded_destination", Values: []string{
				"Shopping_ads", "Display_ads", "Local_inventory_ads", "Free_listings", "Free_local_listings",
				"Cloud_retail", "Local_cloud_retail", "youtube_affiliate", "youtube_merchandise",
			}},
		}, true
	case Shopify:
		return []Mark{
			{Field: "Status", Values: []string{"archived"}, Others: []string{"draft"}},
			{Field: "Published", Values: []string{"FALSE"}},
		}, false
	case WooCommerce:
		return []Mark{{Field: "Published", Values: []string{"0"}, Others: []string{"-1"}}}, false
	case Page:
		return []Mark{{Field: "offers.availability", Values: []string{"https://schema.org/Discontinued"}, Others: []string{"http://schema.org/Discontinued", "Discontinued"}}}, false
	}
	return nil, false
}

// stands reports whether the values of a field say all that the mark does.
func (m *Mark) stands(values []string) bool {
	said := map[string]bool{}
	for _, value := range values {
		for _, one := range strings.Split(value, ",") {
			if one = tabular.Fold(one); one != "" {
				said[one] = true
			}
		}
	}
	if len(m.Values) > 1 {
		return !slices.ContainsFunc(m.Values, func(value string) bool { return !said[tabular.Fold(value)] })
	}
	// Where a field may stand several times, once for each offer, all must say it.
	means := func(text string) bool {
		return slices.ContainsFunc(append(m.Values, m.Others...), func(value string) bool { return foldMark(value) == foldMark(text) })
	}
	n := 0
	for _, value := range values {
		if value = strings.TrimSpace(value); value == "" {
			continue
		}
		if n++; !means(value) {
			return false
		}
	}
	return n > 0
}

// foldMark folds a value of a mark; "-1" and "1" are not the same.
func foldMark(value string) string {
	if value = strings.TrimSpace(value); strings.HasPrefix(value, "-") {
		return "-" + tabular.Fold(value)
	}
	return tabular.Fold(value)
}

// withdrawals are the ways in which the offers of one catalogue can be withdrawn:
// that of its kind, and the fields that were asked for.
type withdrawals struct {
	ways []way
	// standing remembers what single values were found to say: there are few
	// different ones in millions of lines.
	standing map[saying]bool
}

// A way is a list of marks, all of which or any of which suffice.
type way struct {
	marks []Mark
	all   bool
}

type saying struct {
	mark  *Mark
	value string
}

func newWithdrawals(kind string, asked map[string]string) *withdrawals {
	var own []Mark
	for field, value := range asked {
		own = append(own, Mark{Field: field, Values: []string{value}})
	}
	slices.SortFunc(own, func(a, b Mark) int { return strings.Compare(a.Field, b.Field) })
	marks, all := Withdrawal(kind)
	return &withdrawals{ways: []way{{marks, all}, {own, true}}, standing: map[saying]bool{}}
}

// fields returns the fields of all marks.
func (w *withdrawals) fields() (list []string) {
	for _, way := range w.ways {
		for i := range way.marks {
			list = append(list, way.marks[i].Field)
		}
	}
	return list
}

// by says by what an offer is taken off sale, or "".
func (w *withdrawals) by(values func(field string) []string) string {
	for i := range w.ways {
		if text := w.stand(&w.ways[i], values); text != "" {
			return text
		}
	}
	return ""
}

// stand writes the marks of a way that stand, or "" where they do not suffice.
func (w *withdrawals) stand(way *way, values func(field string) []string) string {
	var found []string
	for i := range way.marks {
		mark := &way.marks[i]
		said := values(mark.Field)
		switch stands := w.stands(mark, said); {
		case stands && len(mark.Values) > 1:
			found = append(found, mark.Field+" all")
		case stands:
			found = append(found, mark.Field+" "+firstOf(said))
		case way.all:
			return ""
		}
	}
	return strings.Join(found, ", ")
}

// mostSayings bounds what is remembered, in different values and in bytes of one.
const (
	mostSayings   = 1000
	longestSaying = 80
)

func (w *withdrawals) stands(mark *Mark, said []string) bool {
	if len(said) != 1 || len(said[0]) > longestSaying {
		return len(said) > 0 && mark.stands(said)
	}
	key := saying{mark, said[0]}
	stands, known := w.standing[key]
	if !known {
		stands = mark.stands(said)
		if len(w.standing) < mostSayings {
			w.standing[saying{mark, strings.Clone(said[0])}] = stands
		}
	}
	return stands
}

func firstOf(values []string) string {
	for _, value := range values {
		if value = strings.TrimSpace(value); value != "" {
			return strings.ToValidUTF8(value[:min(len(value), longestSaying)], "")
		}
	}
	return ""
}
