package lists

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

var formatOFSI = format{
	id: "uk-ofsi-csv", publication: "gb-ofsi",
	sniff: func(head []byte) bool {
		return bytes.HasPrefix(head, []byte("Last Updated,")) && bytes.Contains(head, []byte("Group ID"))
	},
	read: readOFSI,
	asOf: func(head []byte) delist.Date { return firstLineDate(head) },
}

// firstLineDate reads the day of "Last Updated,25/01/2024" and of
// "Report Date: 25-Jan-2026".
func firstLineDate(head []byte) delist.Date {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	for word := range strings.FieldsFuncSeq(string(line), func(r rune) bool { return strings.ContainsRune(", :\"\r", r) }) {
		if d, err := parseUKDate(word); err == nil {
			return d
		}
	}
	return delist.Date{}
}

func parseUKDate(value string) (delist.Date, error) {
	return parseDate(value, "02/01/2006", "2006-01-02", "02-Jan-2006", "2-Jan-2006", "02/Jan/2006")
}

// readOFSI yields the entries of the United Kingdom's consolidated list of asset
// freeze targets: a row for each name and address, joined by the group id.
//
// Source: HM Treasury, Office of Financial Sanctions Implementation,
// "Consolidated list format guide" (https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets).
// Read against the file of 25 January 2024; the list was closed on 28 January
// 2026 in favour of the UK Sanctions List.
func readOFSI(name string, r io.Reader) entries {
	return joined(name, afterFirstLine(name, r, "group id", "name 6"), func(r record) string { return r.get("group id") }, ofsiRow)
}

// afterFirstLine is the table below a first line that is none of it.
func afterFirstLine(name string, r io.Reader, needed ...string) func(yield func(record, error) bool) {
	return func(yield func(record, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		if _, err := in.ReadString('\n'); err != nil {
			yield(record{}, fmt.Errorf("%s:1: the file ends before the list does", name))
			return
		}
		for rec, err := range table(name, in, ',', needed...) {
			rec.line++
			if row, ok := err.(*RowError); ok {
				err = &RowError{row.File, row.Line + 1, row.Err}
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

func ofsiRow(e *delist.Entry, r record, faults *[]error) {
	if e.List == "" {
		e.List, e.ID, e.Kind = "gb-ofsi", r.get("group id"), ukKind(r.get("group type"))
		e.From = dateOrFault(faults, "Listed On", r.get("listed on"), parseUKDate)
		e.Remarks = r.get("other information")
		ofsiRemarks(e)
	}
	e.Programmes = appendNew(e.Programmes, r.get("regime"))
	kind := delist.AlsoKnown
	switch {
	case strings.EqualFold(r.get("alias type"), "primary name"):
		kind = delist.MainName
	case strings.EqualFold(r.get("alias quality"), "low"):
		kind = delist.WeakAlias
	case strings.EqualFold(r.get("alias type"), "fka"):
		kind = delist.FormerName
	}
	ukNames(e, r, kind)
	code := country(r.get("country"))
	e.Addresses = appendAddress(e.Addresses, joinText(r.get("address 1"), r.get("address 2"), r.get("address 3"), r.get("address 4"), r.get("address 5"), r.get("address 6"), r.get("post/zip code")), "", code)
	e.Countries = appendNew(appendNew(e.Countries, code), country(r.get("nationality")))
	e.Born = appendNew(e.Born, r.get("dob"))
	e.Numbers = appendNumber(e.Numbers, delist.Passport, r.get("passport number"), "")
	e.Numbers = appendNumber(e.Numbers, delist.NationalID, r.get("national identification number"), "")
}

// ukNames adds the name of a row, whose parts are in six columns with the family
// name, or all of it, in the last; and its form in another script.
func ukNames(e *delist.Entry, r record, kind delist.NameKind) {
	e.Names = appendName(e.Names, kind, joinWords(r.get("name 1"), r.get("name 2"), r.get("name 3"), r.get("name 4"), r.get("name 5"), r.get("name 6")))
	if n := len(e.Names) - 1; kind == delist.MainName && n > 0 && e.Names[n].Kind == delist.MainName {
		e.Names[0], e.Names[n] = e.Names[n], e.Names[0] // the main name comes first
	}
	e.Names = appendName(e.Names, delist.AlsoKnown, r.get("name non-latin script"))
}

func ukKind(s string) delist.PartyKind {
	switch strings.ToLower(s) {
	case "individual":
		return delist.Person
	case "ship":
		return delist.Vessel
	}
	return delist.LegalEntity
}

// ofsiRemarks takes the parts of "(Website):www.example.org. (Business Reg No):123".
func ofsiRemarks(e *delist.Entry) {
	for part := range strings.SplitSeq(e.Remarks, "(") {
		field, value, ok := strings.Cut(part, "):")
		if !ok {
			continue
		}
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "."))
		switch strings.ToLower(field) {
		case "website":
			e.Numbers = appendNumber(e.Numbers, delist.Website, hostOf(value), "")
		case "business reg no", "business registration number":
			e.Numbers = appendNumber(e.Numbers, delist.RegistrationNumber, value, "")
		case "imo number":
			e.Numbers = appendNumber(e.Numbers, delist.IMO, value, "")
		case "parent company":
			e.Relations = append(e.Relations, delist.ListedRelation{Kind: delist.Controls, Other: value, Inverse: true})
		case "subsidiaries":
			e.Relations = append(e.Relations, delist.ListedRelation{Kind: delist.Controls, Other: value})
		case "type of entity":
			if strings.Contains(strings.ToLower(value), "company") {
				e.Kind = delist.Company
			}
		}
	}
}

var formatUKSanctions = format{
	id: "uk-sanctions-csv", publication: "gb-sanctions",
	sniff: func(head []byte) bool {
		return bytes.HasPrefix(head, []byte("Report Date")) && bytes.Contains(head, []byte("Unique ID"))
	},
	read: readUKSanctions,
	asOf: func(head []byte) delist.Date { return firstLineDate(head) },
}

// readUKSanctions yields the entries of the UK Sanctions List in CSV: a row for
// each name and address, joined by the unique id.
//
// Source: Foreign, Commonwealth and Development Office, "The UK Sanctions List"
// (https://www.gov.uk/government/publications/the-uk-sanctions-list). Not read
// against a full file.
func readUKSanctions(name string, r io.Reader) entries {
	return joined(name, afterFirstLine(name, r, "unique id", "name 6"), func(r record) string { return r.get("unique id") }, ukRow)
}

func ukRow(e *delist.Entry, r record, faults *[]error) {
	if e.List == "" {
		kind := r.get("designation type")
		if kind == "" {
			kind = r.get("individual, entity, ship")
		}
		e.List, e.ID, e.Kind = "gb-sanctions", r.get("unique id"), ukKind(kind)
		e.From = dateOrFault(faults, "Date Designated", r.get("date designated"), parseUKDate)
		e.Remarks = joinText(r.get("other information"), r.get("uk statement of reasons"))
		e.Scope = r.get("sanctions imposed")
	}
	e.Programmes = appendNew(e.Programmes, r.get("regime name"))
	kind := delist.AlsoKnown
	switch {
	case strings.EqualFold(r.get("name type"), "primary name"):
		kind = delist.MainName
	case strings.Contains(strings.ToLower(r.get("alias strength")), "low"):
		kind = delist.WeakAlias
	}
	ukNames(e, r, kind)
	code := country(r.get("address country"))
	e.Addresses = appendAddress(e.Addresses, joinText(r.get("address line 1"), r.get("address line 2"), r.get("address line 3"), r.get("address line 4"), r.get("address line 5"), r.get("address line 6"), r.get("address postal code")), "", code)
	e.Countries = appendNew(appendNew(e.Countries, code), country(r.get("nationality(/ies)")))
	e.Born = appendNew(e.Born, r.get("d.o.b"))
	e.Numbers = appendNumber(e.Numbers, delist.Website, hostOf(r.get("website")), "")
	e.Numbers = appendNumber(e.Numbers, delist.RegistrationNumber, r.get("business registration number (s)"), "")
	e.Numbers = appendNumber(e.Numbers, delist.IMO, r.get("imo number"), "")
	if parent := r.get("parent company"); parent != "" {
		e.Relations = append(e.Relations, delist.ListedRelation{Kind: delist.Controls, Other: parent, Inverse: true})
	}
}

var formatUKXML = format{
	id: "uk-sanctions-xml", publication: "gb-sanctions",
	sniff: func(head []byte) bool { return bytes.Contains(head, []byte("<Designations")) },
	read:  readUKXML,
	asOf: func(head []byte) delist.Date {
		_, rest, _ := bytes.Cut(head, []byte("<DateGenerated>"))
		day, _, _ := bytes.Cut(rest, []byte("<"))
		d, _ := parseUKDate(strings.TrimSpace(string(day)))
		return d
	},
}

// readUKXML yields the entries of the UK Sanctions List in XML.
//
// Source: as [readUKSanctions]. Not read against a full file.
func readUKXML(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		x, seen := newXML(name, r), newOnceOnly(name)
		for n, err := range x.elementsNamed("Designation") {
			if err != nil {
				yield(delist.Entry{}, err)
				return
			}
			e, faults := ukEntry(n)
			if !seen.give(e, faults, yield) {
				return
			}
		}
		seen.end(yield)
	}
}

func ukEntry(n *node) (e delist.Entry, faults []error) {
	e = delist.Entry{List: "gb-sanctions", ID: n.get("UniqueID"), Line: n.line, Kind: ukKind(n.get("IndividualEntityShip")), Remarks: joinText(n.get("OtherInformation"), n.get("UKStatementofReasons"))}
	e.From = dateOrFault(&faults, "DateDesignated", n.get("DateDesignated"), parseUKDate)
	e.Programmes = appendNew(e.Programmes, n.get("RegimeName"))
	for _, name := range n.at("Names", "Name") {
		kind := delist.AlsoKnown
		if strings.EqualFold(name.get("NameType"), "Primary Name") {
			kind = delist.MainName
		}
		e.Names = appendName(e.Names, kind, joinWords(name.get("Name1"), name.get("Name2"), name.get("Name3"), name.get("Name4"), name.get("Name5"), name.get("Name6")))
	}
	for _, name := range n.at("NonLatinNames", "NonLatinName") {
		e.Names = appendName(e.Names, delist.AlsoKnown, name.get("NameNonLatinScript"))
	}
	for _, a := range n.at("Addresses", "Address") {
		code := country(a.get("AddressCountry"))
		e.Addresses = appendAddress(e.Addresses, joinText(a.get("AddressLine1"), a.get("AddressLine2"), a.get("AddressLine3"), a.get("AddressLine4"), a.get("AddressLine5"), a.get("AddressLine6"), a.get("AddressPostalCode")), "", code)
		e.Countries = appendNew(e.Countries, code)
	}
	return e, faults
}
