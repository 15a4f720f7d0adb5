package catalogue

import "strings"

// variant completes a row of a Shopify export, and reports whether it is an
// offer: further variants of a product repeat its handle and leave out its title
// and vendor, and rows with nothing but a handle and a picture are none.
//
// Source: https://help.shopify.com/en/manual/products/import-export/using-csv
func (t *table) variant(fields []string) bool {
	handle := t.columns.named("handle", fields) + t.columns.named("urlhandle", fields)
	v := &t.rec.values
	if v[roleTitle] == "" && v[roleGTIN] == "" && v[rolePrice] == "" && t.columns.named("variantsku", fields)+t.columns.named("sku", fields) == "" {
		return handle == "" // a picture
	}
	if v[roleTitle] == "" && handle != "" && handle == t.last.object {
		for _, r := range []role{roleTitle, roleBrand, roleManufacturer} {
			if v[r] == "" {
				v[r] = t.last.values[r]
			}
		}
	}
	t.last = t.rec
	t.last.object = handle
	return true
}

// maxParents bounds the products whose brand is remembered for their variations.
const maxParents = 100_000

// variation completes a row of a WooCommerce export: a brand can stand in an
// attribute, and a variation has that of its parent.
//
// Source: https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema
func (t *table) variation(fields []string) {
	v := &t.rec.values
	for _, pair := range t.columns.attributes {
		if pair[1] >= len(fields) {
			continue
		}
		if r := headingOf(fields[pair[0]]).role; r != unused && r != roleTitle && v[r] == "" {
			v[r] = fields[pair[1]]
		}
	}
	if parent := t.columns.named("parent", fields); parent != "" && v[roleBrand] == "" {
		v[roleBrand] = t.brands[strings.ToLower(parent)]
	}
	if v[roleBrand] == "" {
		return
	}
	if t.brands == nil || len(t.brands) > maxParents {
		t.brands = map[string]string{}
	}
	if !strings.HasPrefix(strings.ToLower(t.columns.named("type", fields)), "variable") {
		return
	}
	for _, key := range []string{"id:" + t.columns.named("id", fields), t.columns.named("sku", fields)} {
		if key != "" {
			t.brands[strings.ToLower(key)] = v[roleBrand]
		}
	}
}
