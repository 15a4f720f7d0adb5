package lists

import (
	"bytes"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

var formatFCC = format{
	id: "fcc-csv", publication: "us-fcc-covered",
	sniff: func(head []byte) bool { return bytes.HasPrefix(head, []byte("covered_equipment_or_services,")) },
	read:  readFCC,
}

// The columns of the table; the names are those of OpenSanctions.
const (
	fccCovered = "covered_equipment_or_services"
	fccSince   = "date_of_inclusion_on_covered_list"
)

// readFCC yields the entries of the FCC's Covered List: one for each row, and
// where a row names a party and its subsidiary, one for each of the two. The
// list is a text, in which parties stand inside what is covered. A row that
// covers what is made in foreign countries names nobody, and its entry has no
// names but its Scope.
//
// Later changes of a row stand behind its day ("December 22, 2025Updated:January
// 7, 2026"); the period begins with the first.
//
// Source: Federal Communications Commission, "List of Equipment and Services
// Covered By Section 2 of The Secure Networks Act"
// (https://www.fcc.gov/supplychain/coveredlist), as a table of two columns. Read
// against the list of July 2026.
func readFCC(name string, r io.Reader) entries {
	return eachRow(name, table(name, r, ',', fccCovered), func(r record, faults *[]error) []delist.Entry {
		e := delist.Entry{List: "us-fcc-covered", Kind: delist.LegalEntity, Scope: r.get(fccCovered)}
		day, _, _ := strings.Cut(r.get(fccSince), "Updated:")
		e.From = dateOrFault(faults, fccSince, day, parseMonthFirst)
		parties := coveredParties(e.Scope)
		if len(parties) == 0 {
			e.ID = madeID(firstOf(nil, e.Scope), e.From.String())
			return []delist.Entry{e}
		}
		var all []delist.Entry
		for i, party := range parties {
			e := e
			e.ID, e.Names = madeID(party, e.From.String()), appendName(nil, delist.MainName, party)
			if i > 0 {
				e.Relations = []delist.ListedRelation{{Kind: delist.Owns, Other: parties[0], Inverse: true}}
			}
			all = append(all, e)
		}
		return all
	})
}

// coveredParties returns the parties that a text names, by the list's own
// wordings: "produced by X, including", "supplied, directly or indirectly, by X
// or any of its", "provided by X and its wholly-owned subsidiary Y subject to".
// What is "provided by such entity" or "produced in a foreign country" names
// nobody.
func coveredParties(scope string) []string {
	var named string
	for _, before := range []string{"produced or provided by ", "produced by ", "provided by ", "indirectly, by "} {
		if _, after, ok := strings.Cut(scope, before); ok && !strings.HasPrefix(after, "such entity") {
			named = after
			break
		}
	}
	for _, after := range []string{", including ", ", to the extent ", " or any of its ", ", subject to ", " subject to "} {
		named, _, _ = strings.Cut(named, after)
	}
	named = strings.TrimRight(named, ", ")
	if named == "" {
		return nil
	}
	return strings.Split(named, " and its wholly-owned subsidiary ")
}
