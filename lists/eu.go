package lists

import (
	"bytes"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

const euList delist.ListID = "eu-fsf"

var formatEU = format{
	id: "eu-csv", publication: "eu-fsf",
	sniff: func(head []byte) bool { return bytes.HasPrefix(head, []byte("fileGenerationDate;Entity_LogicalId;")) },
	read:  readEU,
	asOf: func(head []byte) delist.Date {
		_, row, _ := bytes.Cut(head, []byte("\n"))
		day, _, _ := bytes.Cut(row, []byte(";"))
		d, _ := parseDayFirst(string(bytes.Trim(day, `"`)))
		return d
	},
}

// readEU yields the entries of the European Union's consolidated list of
// financial sanctions in CSV: a row for each name, address, birth and
// identification, which are joined by the entity's logical id.
//
// Source: European Commission, "Consolidated list of financial sanctions", CSV
// v1.1 (https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions).
// Read against the file of 24 January 2024.
func readEU(name string, r io.Reader) entries {
	return joined(name, func(yield func(record, error) bool) {
		table(name, r, ';', "entity_logicalid", "namealias_wholename")(yield)
	}, func(r record) string { return r.get("entity_logicalid") }, euRow)
}

// euRow adds what one row says to its entry.
func euRow(e *delist.Entry, r record, faults *[]error) {
	if len(e.List) == 0 {
		e.List, e.ID, e.Kind = euList, r.get("entity_logicalid"), euKind(r.get("entity_subjecttype"), r.get("entity_subjecttype_classificationcode"))
		e.Remarks, e.URL = r.get("entity_remark"), r.get("entity_regulation_publicationurl")
		e.Programmes = appendNew(e.Programmes, r.get("entity_regulation_programme"))
		e.Citations = appendNew(e.Citations, r.get("entity_regulation_numbertitle"))
		if e.From = dateOrFault(faults, "Entity_DesignationDate", r.get("entity_designationdate"), parseISO); e.From.IsZero() {
			e.From = dateOrFault(faults, "Entity_Regulation_EntryIntoForceDate", r.get("entity_regulation_entryintoforcedate"), parseISO)
		}
	}
	whole := r.get("namealias_wholename")
	if whole == "" {
		whole = joinWords(r.get("namealias_firstname"), r.get("namealias_middlename"), r.get("namealias_lastname"))
	}
	e.Names = appendName(e.Names, mainOrAlias(e), whole)
	if n := len(e.Names); n > 0 && e.Names[n-1].Name == whole {
		e.Names[n-1].Language = strings.ToLower(r.get("namealias_namelanguage"))
	}
	code := country(r.get("address_countryiso2code"))
	e.Addresses = appendAddress(e.Addresses, joinText(r.get("address_street"), r.get("address_pobox"), r.get("address_zipcode"), r.get("address_city"), r.get("address_region"), r.get("address_place")), r.get("address_city"), code)
	e.Countries = appendNew(e.Countries, code)
	if born := r.get("birthdate_birthdate"); born != "" {
		e.Born = appendNew(e.Born, born)
	} else {
		e.Born = appendNew(e.Born, r.get("birthdate_year"))
	}
	number := r.get("identification_latinnumber")
	if number == "" {
		number, _, _ = strings.Cut(r.get("identification_number"), " (")
	}
	e.Numbers = appendNumber(e.Numbers, euNumber(r.get("identification_typecode")), strings.Trim(number, `" `), country(r.get("identification_countryiso2code")))
}

// mainOrAlias is the kind of the next name of an entry: its first is the main one.
func mainOrAlias(e *delist.Entry) delist.NameKind {
	if len(e.Names) == 0 {
		return delist.MainName
	}
	return delist.AlsoKnown
}

func euKind(subject, code string) delist.PartyKind {
	if subject == "P" || strings.EqualFold(code, "person") || strings.EqualFold(subject, "person") {
		return delist.Person
	}
	return delist.LegalEntity
}

func euNumber(code string) delist.NumberKind {
	switch code {
	case "passport", "diplomatic", "travel":
		return delist.Passport
	case "id", "ssn":
		return delist.NationalID
	case "fiscalcode", "taxnumber":
		return delist.TaxNumber
	case "regnumber":
		return delist.RegistrationNumber
	case "imo":
		return delist.IMO
	case "swiftbic":
		return delist.SwiftBIC
	}
	return delist.OtherNumber
}

var formatEUXML = format{
	id: "eu-xml", publication: "eu-fsf",
	sniff: func(head []byte) bool {
		return bytes.Contains(head, []byte("<export")) && bytes.Contains(head, []byte("eu.europa.ec/fpi/fsd"))
	},
	read: readEUXML,
	asOf: func(head []byte) delist.Date { return dateAfter(head, `generationDate="`) },
}

// readEUXML yields the entries of the same list in XML.
//
// Source: European Commission, FSD export schema 1.1
// (http://eu.europa.ec/fpi/fsd/export). Not read against a full file.
func readEUXML(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		x, seen := newXML(name, r), newOnceOnly(name)
		for n, err := range x.elementsNamed("sanctionEntity") {
			if err != nil {
				yield(delist.Entry{}, err)
				return
			}
			e, faults := euEntry(n)
			if !seen.give(e, faults, yield) {
				return
			}
		}
		seen.end(yield)
	}
}

func euEntry(n *node) (e delist.Entry, faults []error) {
	e = delist.Entry{List: euList, ID: n.attrs["logicalId"], Line: n.line, Kind: delist.LegalEntity, Remarks: n.get("remark")}
	for _, t := range n.all("subjectType") {
		e.Kind = euKind(t.attrs["classificationCode"], t.attrs["code"])
	}
	for _, reg := range n.all("regulation") {
		e.Programmes = appendNew(e.Programmes, reg.attrs["programme"])
		e.Citations = appendNew(e.Citations, reg.attrs["numberTitle"])
		if e.URL == "" {
			e.URL = reg.get("publicationUrl")
			e.From = dateOrFault(&faults, "entryIntoForceDate", reg.attrs["entryIntoForceDate"], parseISO)
		}
	}
	if d := dateOrFault(&faults, "designationDate", n.attrs["designationDate"], parseISO); !d.IsZero() {
		e.From = d
	}
	for _, a := range n.all("nameAlias") {
		kind := mainOrAlias(&e)
		if kind == delist.AlsoKnown && a.attrs["strong"] == "false" {
			kind = delist.WeakAlias
		}
		e.Names = appendName(e.Names, kind, a.attrs["wholeName"])
	}
	for _, a := range n.all("address") {
		code := country(a.attrs["countryIso2Code"])
		e.Addresses = appendAddress(e.Addresses, joinText(a.attrs["street"], a.attrs["poBox"], a.attrs["zipCode"], a.attrs["city"], a.attrs["region"], a.attrs["place"]), a.attrs["city"], code)
		e.Countries = appendNew(e.Countries, code)
	}
	for _, c := range n.all("citizenship") {
		e.Countries = appendNew(e.Countries, country(c.attrs["countryIso2Code"]))
	}
	for _, b := range n.all("birthdate") {
		if b.attrs["birthdate"] != "" {
			e.Born = appendNew(e.Born, b.attrs["birthdate"])
		} else {
			e.Born = appendNew(e.Born, b.attrs["year"])
		}
	}
	for _, i := range n.all("identification") {
		e.Numbers = appendNumber(e.Numbers, euNumber(i.attrs["identificationTypeCode"]), i.attrs["number"], country(i.attrs["countryIso2Code"]))
	}
	return e, faults
}
