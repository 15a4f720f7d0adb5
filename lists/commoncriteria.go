package lists

import (
	"html"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

var formatCommonCriteria = format{
	id: "cc-csv", publication: "cc-portal",
	sniff: headerHas("name", "manufacturer", "scheme", "certification date"),
	read:  readCommonCriteria,
}

// readCommonCriteria yields the certificates of the Common Criteria portal, each
// under the manufacturer of the product. A certificate has a row for each report
// on its maintenance: these are one entry, and the products that they add stand
// behind its own. On its archived date a certificate leaves the list, so that
// this is Until. Scheme is who certified, and says nothing about where the
// manufacturer is.
//
// The portal writes some signs as entities of HTML ("w&#x2f; FortiOS"); they are
// read as what they mean.
//
// Source: https://www.commoncriteriaportal.org/products/certified_products.csv,
// and certified_products-archived.csv, 14 columns. Read against rows of 2020; no
// full file was at hand.
func readCommonCriteria(name string, r io.Reader) entries {
	rows := table(name, r, ',', "name", "manufacturer", "scheme")
	return joined(name, rows, certificate, func(e *delist.Entry, r record, faults *[]error) {
		if e.List == "" {
			line := e.Line
			*e = approved("cc-portal", html.UnescapeString(r.get("manufacturer")), html.UnescapeString(r.get("name")))
			e.Line, e.URL, e.Remarks = line, r.get("certification report url"), r.get("category")
			for _, column := range []string{"scheme", "assurance level", "protection profile(s)"} {
				if value := html.UnescapeString(r.get(column)); value != "None" {
					e.Programmes = appendNew(e.Programmes, value)
				}
			}
			e.From = dateOrFault(faults, "Certification Date", r.get("certification date"), parseAnyDate)
			e.Until = dateOrFault(faults, "Archived Date", r.get("archived date"), parseAnyDate)
			e.ID = madeID(r.get("scheme"), html.UnescapeString(r.get("name")), e.From.String())
		}
		e.Products = appendNew(e.Products, html.UnescapeString(r.get("maintenance title")))
	})
}

// certificate tells certificates apart; "" for a row that names no product.
func certificate(r record) string {
	if r.get("name") == "" {
		return ""
	}
	return strings.Join([]string{r.get("scheme"), r.get("manufacturer"), r.get("name"), r.get("certification date"), r.get("certification report url")}, "\t")
}
