package lists

import (
	"io"
	"strings"

	"github.com/delistdev/delist"
)

var formatSAM = format{
	id: "sam-csv", publication: "us-sam-exclusions",
	sniff: headerHas("classification", "excluding agency", "sam number"),
	read:  readSAM,
}

// readSAM yields the entries of the public extract of exclusions of SAM.gov, one
// for each row.
//
// A cross-reference, "(also IDRIS NAIM AC)", is no alias: exclusions refer to
// each other "when more than one name is involved in a single action" (48 CFR
// 9.404(b)(1)), as those of a firm and of its owner. It stays in the remarks,
// word for word, because the commas between its names are also inside them. An
// exclusion lasts until the end of its termination date, so that Until is the
// day after; "Indefinite" is no end. Some rows say that the entity is not
// excluded and only its products are: that text is the Scope.
//
// Source: General Services Administration, "SAM Exclusions Public Extract
// Layout" V2, 31 columns (https://open.gsa.gov/api/sam-exclusions-extracts-api/).
// Read against published rows of November 2023; no full file was at hand.
func readSAM(name string, r io.Reader) entries {
	return eachRow(name, table(name, r, ',', "classification", "name", "sam number"), func(r record, faults *[]error) []delist.Entry {
		e := delist.Entry{List: "us-sam-exclusions", ID: r.get("sam number"), Kind: samKind(r.get("classification"))}
		whole := joinWords(r.get("prefix"), r.get("first"), r.get("middle"), r.get("last"), r.get("suffix"))
		e.Names = appendName(nil, delist.MainName, either(r.get("name"), whole))
		for _, column := range []string{"exclusion program", "exclusion type", "excluding agency", "ct code"} {
			e.Programmes = appendNew(e.Programmes, r.get(column))
		}
		comment := r.get("additional comments")
		if strings.HasPrefix(comment, "Prohibition is limited to ") {
			e.Scope, comment = comment, ""
		}
		e.Remarks = joinNew(comment, r.get("cross-reference"))
		e.From = dateOrFault(faults, "Active Date", r.get("active date"), parseMonthFirst)
		if end := r.get("termination date"); !strings.EqualFold(end, "indefinite") {
			e.Until = dayAfter(dateOrFault(faults, "Termination Date", end, parseMonthFirst))
		}
		code := country(r.get("country"))
		e.Countries = appendNew(nil, code)
		e.Addresses = appendAddress(nil, samAddress(r), r.get("city"), code)
		e.Numbers = samNumbers(r)
		return []delist.Entry{e}
	})
}

func samAddress(r record) string {
	return joinText(r.get("address 1"), r.get("address 2"), r.get("address 3"), r.get("address 4"), r.get("city"), r.get("state / province"), r.get("zip code"))
}

// samNumbers returns the numbers of a row. NPI is a number of the National Plan
// and Provider Enumeration System; one of zeros is none.
func samNumbers(r record) (numbers []delist.Number) {
	for _, n := range []struct {
		kind   delist.NumberKind
		column string
	}{{delist.UEI, "unique entity id"}, {delist.CAGE, "cage"}, {delist.OtherNumber, "npi"}} {
		if value := r.get(n.column); strings.Trim(value, "0") != "" && value != "null" {
			numbers = appendNumber(numbers, n.kind, value, "")
		}
	}
	return numbers
}

// samKind reads the classification. A firm is "a company with a valid" number;
// a special entity designation is what is no vessel, individual or firm.
func samKind(classification string) delist.PartyKind {
	switch strings.ToLower(classification) {
	case "individual":
		return delist.Person
	case "firm":
		return delist.Company
	case "vessel":
		return delist.Vessel
	}
	return delist.LegalEntity
}
