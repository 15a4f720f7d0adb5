package lists

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

var formatNIAP = format{
	id: "niap-csv", publication: "us-niap-pcl",
	sniff: headerHas("vid", "vendor", "product", "certification date"),
	read:  readNIAP,
}

var formatNIAPJSON = format{
	id: "niap-json", publication: "us-niap-pcl",
	sniff: func(head []byte) bool {
		return bytes.Contains(head, []byte(`"vendor_id_name"`)) && bytes.Contains(head, []byte(`"product_id"`))
	},
	read: readNIAPJSON,
}

// niapURL is where a product of the list has its page.
const niapURL = "https://www.niap-ccevs.org/products/"

// readNIAP yields the products of NIAP's Product Compliant List from a table with
// the columns of its page, in any order, each under its vendor. Assurance is
// maintained until the end of the day that the list gives, so that Until is the
// day after.
//
// Source: National Information Assurance Partnership
// (https://www.niap-ccevs.org/products). Written after the columns that the page
// shows; no export was at hand.
func readNIAP(name string, r io.Reader) entries {
	rows := withColumns(name, table(name, r, ','), []string{"vendor"}, []string{"product", "product name"})
	return eachRow(name, rows, func(r record, faults *[]error) []delist.Entry {
		e := approved("us-niap-pcl", r.get("vendor"), r.first("product", "product name"))
		for _, column := range []string{"status", "conformance claim", "conformance claims"} {
			e.Programmes = appendNew(e.Programmes, r.get(column))
		}
		e.From = dateOrFault(faults, "Certification Date", r.get("certification date"), parseMonthFirst)
		e.Until = dayAfter(dateOrFault(faults, "Assurance Maintenance Date", r.get("assurance maintenance date"), parseMonthFirst))
		if e.ID = r.get("vid"); e.ID != "" {
			e.URL = niapURL + e.ID
		} else {
			e.ID = madeID(r.get("vendor"), r.first("product", "product name"), e.From.String())
		}
		return []delist.Entry{e}
	})
}

// A niapProduct is one product as the interface of the page gives it.
type niapProduct struct {
	ID       json.Number `json:"product_id"`
	Name     string      `json:"product_name"`
	Vendor   string      `json:"vendor_id_name"`
	From     string      `json:"certification_date"`
	Until    string      `json:"sunset_date"`
	Status   string      `json:"status"`
	Profiles []struct {
		Name string `json:"pp_short_name"`
	} `json:"protection_profiles"`
}

// readNIAPJSON yields the products of NIAP's Product Compliant List from what the
// interface of its page gives: a list, or an object with the list under
// "results". A certificate is valid until the end of its sunset date. The
// interface gives the list in pages; one that names a next page is read, and
// ends with an error, because a product that is not on it may be on the next.
//
// Source: National Information Assurance Partnership, an interface that is not
// documented (https://www.niap-ccevs.org/api). Written after the fields that
// programs use; no full answer was at hand.
func readNIAPJSON(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		in := bufio.NewReader(r)
		head, _ := in.Peek(1024) // what cannot be read is met again below
		if !eachElement(name, elements(name, in, "results"), niapEntry, yield) {
			return
		}
		if namesNextPage(head) {
			yield(delist.Entry{}, fmt.Errorf("%s: one page of a longer list: fetch the pages that follow", name))
		}
	}
}

// namesNextPage reports whether an answer has the address of a next page.
func namesNextPage(head []byte) bool {
	_, after, ok := bytes.Cut(head, []byte(`"next"`))
	after = bytes.TrimLeft(after, ": \t\r\n")
	return ok && bytes.HasPrefix(after, []byte(`"http`))
}

func niapEntry(raw []byte, faults *[]error) (delist.Entry, error) {
	var p niapProduct
	if err := json.Unmarshal(raw, &p); err != nil {
		return delist.Entry{}, err
	}
	e := approved("us-niap-pcl", p.Vendor, p.Name)
	e.Programmes = appendNew(e.Programmes, p.Status)
	for _, profile := range p.Profiles {
		e.Programmes = appendNew(e.Programmes, profile.Name)
	}
	e.From = dateOrFault(faults, "certification_date", p.From, parseISO)
	e.Until = dayAfter(dateOrFault(faults, "sunset_date", p.Until, parseISO))
	if e.ID = p.ID.String(); e.ID != "" {
		e.URL = niapURL + e.ID
	}
	return e, nil
}

// approved begins the entry of an approved product, under its vendor.
func approved(list delist.ListID, vendor, product string) delist.Entry {
	return delist.Entry{List: list, Kind: delist.LegalEntity, Names: appendName(nil, delist.MainName, vendor), Products: appendNew(nil, product)}
}

// first returns the first value in one of several columns.
func (r record) first(columns ...string) string {
	for _, column := range columns {
		if value := r.get(column); value != "" {
			return value
		}
	}
	return ""
}

// errColumn says which column a table lacks.
var errColumn = errors.New("the header has no column")

// withColumns ends a table that has none of the columns of one of the sets.
func withColumns(name string, rows func(yield func(record, error) bool), sets ...[]string) func(yield func(record, error) bool) {
	return func(yield func(record, error) bool) {
		for r, err := range rows {
			for _, set := range sets {
				if err == nil && !r.hasAny(set) {
					yield(record{}, fmt.Errorf("%s: %w %q", name, errColumn, strings.Join(set, " or ")))
					return
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func (r record) hasAny(columns []string) bool {
	for _, column := range columns {
		if r.has(column) {
			return true
		}
	}
	return false
}

// headerHas tells tables apart by the names in their first line.
func headerHas(columns ...string) func(head []byte) bool {
	return func(head []byte) bool {
		line, _, _ := bytes.Cut(head, []byte("\n"))
		fields, err := tabular.Split(line, ',')
		if err != nil {
			return false
		}
		_, err = header(fields, columns)
		return err == nil
	}
}
