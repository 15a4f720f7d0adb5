package withdraw

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/delistdev/delist/tabular"
)

// mostRows bounds the rows of one product. Shopify has 2,048 variants and 250
// pictures at most (https://help.shopify.com/en/manual/products/variants).
const mostRows = 10_000

// A product is the rows of one product of a Shopify export: they repeat its
// handle, and the first of them says whether it is for sale. A variant has no
// state of its own, so that it is withdrawn with its product.
type product struct {
	handle string
	rows   []productRow
	wanted int // offers among them
	offers int
}

type productRow struct {
	tabular.RawRow
	wanted bool
}

// row adds a row, after ending the product before it.
func (p *product) row(t *table, row *tabular.RawRow, wanted bool) error {
	handle := ""
	for _, name := range []string{"Handle", "URL handle"} {
		if at := t.layout.Columns(name); handle == "" && len(at) > 0 && at[0] < len(row.Fields) {
			handle = row.Fields[at[0]]
		}
	}
	if handle == "" || handle != p.handle {
		if err := p.end(t); err != nil {
			return err
		}
	}
	p.handle = handle
	if len(p.rows) == mostRows {
		return fmt.Errorf("line %d: the product %q has more than %d rows", row.Line, handle, mostRows)
	}
	own := *row
	own.Raw, own.Fields = bytes.Clone(row.Raw), slices.Clone(row.Fields)
	p.rows = append(p.rows, productRow{own, wanted})
	if wanted {
		p.wanted++
	}
	if p.isOffer(t, row) {
		p.offers++
	}
	return nil
}

// isOffer reports whether a row is a variant and no picture.
func (p *product) isOffer(t *table, row *tabular.RawRow) bool {
	for _, name := range []string{"Title", "Variant SKU", "SKU", "Variant Price", "Price", "Variant Barcode", "Barcode"} {
		if at := t.layout.Columns(name); len(at) > 0 && at[0] < len(row.Fields) && row.Fields[at[0]] != "" {
			return true
		}
	}
	return false
}

// end withdraws the product, if any of its offers is to be.
func (p *product) end(t *table) error {
	rows, wanted, offers := p.rows, p.wanted, p.offers
	*p = product{}
	if wanted > 0 && wanted < offers {
		t.result.Whole++
	}
	for i := range rows {
		if wanted == 0 {
			t.pad(&rows[i].RawRow)
			continue
		}
		if rows[i].wanted || i == 0 {
			t.result.Records++
		}
		if err := t.mark(&rows[i].RawRow, i > 0); err != nil {
			return err
		}
	}
	return nil
}
