package lists

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

var formatUN = format{
	id: "un-xml", publication: "un-sc",
	sniff: func(head []byte) bool { return bytes.Contains(head, []byte("<CONSOLIDATED_LIST")) },
	read:  readUN,
	asOf:  func(head []byte) delist.Date { return dateAfter(head, `dateGenerated="`) },
}

// readUN yields the entries of the consolidated list of the United Nations
// Security Council.
//
// Source: https://www.un.org/sc/resources/sc-sanctions.xsd, and
// https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list. Read
// against the file of 27 February 2026.
func readUN(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		x, seen := newXML(name, r), newOnceOnly(name)
		for n, err := range x.elementsNamed("INDIVIDUAL", "ENTITY") {
			if err != nil {
				yield(delist.Entry{}, err)
				return
			}
			e, faults := unEntry(n)
			if !seen.give(e, faults, yield) {
				return
			}
		}
		seen.end(yield)
	}
}

func unEntry(n *node) (delist.Entry, []error) {
	e := delist.Entry{List: "un-sc", ID: n.get("REFERENCE_NUMBER"), Line: n.line, Kind: delist.LegalEntity, Remarks: n.get("COMMENTS1")}
	if n.name == "INDIVIDUAL" {
		e.Kind = delist.Person
	}
	var faults []error
	e.Names = appendName(e.Names, delist.MainName, joinWords(n.get("FIRST_NAME"), n.get("SECOND_NAME"), n.get("THIRD_NAME"), n.get("FOURTH_NAME")))
	e.Names = appendName(e.Names, delist.AlsoKnown, n.get("NAME_ORIGINAL_SCRIPT"))
	for _, alias := range append(n.all("INDIVIDUAL_ALIAS"), n.all("ENTITY_ALIAS")...) {
		e.Names = appendName(e.Names, unNameKind(alias.get("QUALITY")), alias.get("ALIAS_NAME"))
	}
	e.Programmes = appendNew(e.Programmes, n.get("UN_LIST_TYPE"))
	e.From = dateOrFault(&faults, "LISTED_ON", n.get("LISTED_ON"), parseISO)
	for _, a := range append(n.all("INDIVIDUAL_ADDRESS"), n.all("ENTITY_ADDRESS")...) {
		code := country(a.get("COUNTRY"))
		e.Addresses = appendAddress(e.Addresses, joinText(a.get("STREET"), a.get("CITY"), a.get("STATE_PROVINCE"), a.get("ZIP_CODE"), a.get("NOTE")), a.get("CITY"), code)
		e.Countries = appendNew(e.Countries, code)
	}
	for _, v := range n.at("NATIONALITY", "VALUE") {
		e.Countries = appendNew(e.Countries, country(v.text))
	}
	for _, b := range n.all("INDIVIDUAL_DATE_OF_BIRTH") {
		for _, field := range []string{"DATE", "YEAR", "FROM_YEAR"} {
			e.Born = appendNew(e.Born, b.get(field))
		}
	}
	for _, d := range n.all("INDIVIDUAL_DOCUMENT") {
		kind := delist.OtherNumber
		switch t := strings.ToLower(d.get("TYPE_OF_DOCUMENT")); {
		case strings.Contains(t, "passport"):
			kind = delist.Passport
		case strings.Contains(t, "national"):
			kind = delist.NationalID
		}
		e.Numbers = appendNumber(e.Numbers, kind, d.get("NUMBER"), country(d.get("ISSUING_COUNTRY")))
	}
	return e, faults
}

func unNameKind(quality string) delist.NameKind {
	switch strings.ToLower(quality) {
	case "low":
		return delist.WeakAlias
	case "f.k.a.", "fka":
		return delist.FormerName
	}
	return delist.AlsoKnown
}

// joinWords puts the parts of a name together.
func joinWords(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// dateOrFault reads a day that may be missing.
func dateOrFault(faults *[]error, field, value string, parse func(string) (delist.Date, error)) delist.Date {
	if strings.TrimSpace(value) == "" {
		return delist.Date{}
	}
	d, err := parse(value)
	if err != nil {
		*faults = append(*faults, fmt.Errorf("%s: %w", field, err))
	}
	return d
}
