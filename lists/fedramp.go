package lists

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

var formatFedRAMP = format{
	id: "fedramp-json", publication: "us-fedramp",
	sniff: func(head []byte) bool {
		return bytes.Contains(head, []byte(`"cso"`)) && (bytes.Contains(head, []byte(`"csp"`)) || bytes.Contains(head, []byte(`"Metrics"`)))
	},
	read: readFedRAMP,
}

var formatFedRAMPCSV = format{
	id: "fedramp-csv", publication: "us-fedramp",
	sniff: headerHas("fedramp id", "cloud service provider", "cloud service offering"),
	read:  readFedRAMPCSV,
}

// fedrampURL is where an offering has its page.
const fedrampURL = "https://marketplace.fedramp.gov/products/"

// A fedrampProduct is one offering, in either file.
type fedrampProduct struct {
	ID       string `json:"id"`
	Provider string `json:"csp"`
	Offering string `json:"cso"`
	Status   string `json:"status"`
	Public   string `json:"public_status"`
	Level    string `json:"impact_level"`
	Date     string `json:"auth_date"`
	UEI      string `json:"uei"`
	Website  string `json:"website"`
}

// readFedRAMP yields the offerings of the FedRAMP Marketplace, each under its
// provider. Not every one is authorized: its status is the first of its
// programmes, its impact level the second.
//
// The offerings stand under "Products" inside "data" in data.json, the public
// list, and under "products" in fedramp-products.json, an export that has more:
// offerings without a public status, and records made to try the system.
// Midnight in Washington is written in UTC, on the same day.
//
// Source: General Services Administration
// (https://github.com/FedRAMP/marketplace-fedramp-gov-data), read against parts
// of data.json of June 2026 and fedramp-products.json of May 2026; no full file
// was at hand.
func readFedRAMP(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		eachElement(name, fedrampProducts(name, r), fedrampEntry, yield)
	}
}

func fedrampEntry(raw []byte, faults *[]error) (delist.Entry, error) {
	var p fedrampProduct
	if err := json.Unmarshal(raw, &p); err != nil {
		return delist.Entry{}, err
	}
	e := approved("us-fedramp", p.Provider, p.Offering)
	e.Programmes = appendNew(appendNew(nil, either(p.Status, p.Public)), p.Level)
	e.Numbers = appendNumber(appendNumber(nil, delist.UEI, p.UEI, ""), delist.Website, hostOf(p.Website), "")
	if !strings.HasPrefix(p.Date, "No") { // "Not Active", "No FRR Date"
		e.From = dateOrFault(faults, "auth_date", p.Date, parseISO)
	}
	if e.ID = strings.TrimSpace(p.ID); e.ID != "" {
		e.URL = fedrampURL + e.ID
	}
	return e, nil
}

// fedrampProducts yields the offerings wherever they stand in the file.
func fedrampProducts(name string, r io.Reader) func(yield func(element, error) bool) {
	return func(yield func(element, error) bool) {
		counted := &lineEnds{r: r}
		dec := json.NewDecoder(counted)
		err := intoProducts(dec, 0)
		line := counted.at(dec.InputOffset())
		if err != nil {
			yield(element{}, fmt.Errorf("%s:%d: %w", name, line, broken(err)))
			return
		}
		// The list goes on behind its "[", on the line where that stands.
		begin := strings.NewReader(strings.Repeat("\n", line-1) + "[")
		elements(name, io.MultiReader(begin, dec.Buffered(), r), "")(yield)
	}
}

// intoProducts moves a decoder behind the "[" of the list of offerings.
func intoProducts(dec *json.Decoder, depth int) error {
	token, err := dec.Token()
	if err != nil || token == json.Delim('[') {
		return err
	}
	if token != json.Delim('{') || depth > 2 {
		return fmt.Errorf("want an object or a list, got %v", token)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		switch key {
		case "data", "Products", "products":
			return intoProducts(dec, depth+1)
		}
		var passed json.RawMessage
		if err := dec.Decode(&passed); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return err
	}
	return fmt.Errorf("no list %q", "Products")
}

// readFedRAMPCSV yields the offerings of a table that the page of the FedRAMP
// Marketplace exports. It has a row for each agency that authorized an offering:
// rows of one offering are one entry. When the authorization of an agency
// expires says nothing of the others', so that no entry has an end.
//
// Source: General Services Administration, the export "authorizations" of
// https://marketplace.fedramp.gov, 16 columns in its last form. Written after the
// program of the page; no export was at hand.
func readFedRAMPCSV(name string, r io.Reader) entries {
	rows := table(name, r, ',', "fedramp id", "cloud service provider", "cloud service offering")
	return joined(name, rows, func(r record) string { return r.get("fedramp id") }, func(e *delist.Entry, r record, faults *[]error) {
		if e.List == "" {
			line := e.Line
			*e = approved("us-fedramp", r.get("cloud service provider"), r.get("cloud service offering"))
			e.Line, e.ID = line, r.get("fedramp id")
			e.URL = fedrampURL + e.ID
			e.Programmes = appendNew(appendNew(nil, r.get("status")), r.get("impact level"))
		}
		if day := r.first("fedramp authorization date", "authorization date"); e.From.IsZero() && !strings.HasPrefix(day, "No") {
			e.From = dateOrFault(faults, "FedRAMP Authorization Date", day, parseAnyDate)
		}
	})
}

// parseAnyDate reads a day in ISO 8601, with or without a time, or month first.
func parseAnyDate(value string) (delist.Date, error) {
	if d, err := parseISO(value); err == nil {
		return d, nil
	}
	return parseMonthFirst(value)
}
