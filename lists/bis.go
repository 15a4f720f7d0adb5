package lists

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

var formatBIS = format{
	id: "bis-dpl", publication: "us-bis-dpl",
	sniff: func(head []byte) bool {
		line, _, _ := bytes.Cut(head, []byte("\n"))
		return bytes.Contains(line, []byte("Standard_Order")) && bytes.Contains(line, []byte("\t"))
	},
	read: readBIS,
}

// readBIS yields the entries of the Denied Persons List. The list has a row for
// each address and no numbers: rows of one name, word for word, under one order
// are one entry. What tells orders apart is their days, and not their citations,
// which differ between the addresses of one party where a notice was forgotten.
//
// The list does not say who is a person. An order expires at the end of its
// day, so that Until is the day after.
//
// Source: Bureau of Industry and Security, dpl.txt, 12 columns with tabs between
// them (https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl).
// Read against the file of September 2022.
func readBIS(name string, r io.Reader) entries {
	ids := map[string]string{} // by key
	taken := map[string]int{}
	return joined(name, table(name, r, '\t', "name", "effective_date"), bisKey, func(e *delist.Entry, r record, faults *[]error) {
		if e.List == "" {
			e.List, e.Kind, e.ID = "us-bis-denied-persons", delist.LegalEntity, bisID(r, ids, taken)
			e.Names = bisNames(r.get("name"))
			e.From = dateOrFault(faults, "Effective_Date", r.get("effective_date"), parseMonthFirst)
			e.Until = dayAfter(dateOrFault(faults, "Expiration_Date", r.get("expiration_date"), parseMonthFirst))
		}
		e.Citations = appendNew(e.Citations, r.get("fr_citation"))
		e.Remarks = joinNew(e.Remarks, r.get("action"))
		code := country(r.get("country"))
		if code == "" && r.get("country") != "" {
			*faults = append(*faults, fmt.Errorf("country: %q is no country", r.get("country")))
		}
		e.Addresses = appendAddress(e.Addresses, joinText(r.get("street_address"), r.get("city"), r.get("state"), r.get("postal_code")), r.get("city"), code)
		e.Countries = appendNew(e.Countries, code)
	})
}

// bisKey tells entries apart; "" for a row without a name.
func bisKey(r record) string {
	if r.get("name") == "" {
		return ""
	}
	return r.get("name") + "\t" + r.get("effective_date") + "\t" + r.get("expiration_date")
}

// bisID makes a number of name and day. Entries whose names differ in signs
// only, such as "AL-NASER AIRLINES" and "AL NASER AIRLINES", are counted.
func bisID(r record, ids map[string]string, taken map[string]int) string {
	key := bisKey(r)
	if ids[key] == "" {
		day, err := parseMonthFirst(r.get("effective_date"))
		id := madeID(r.get("name"), day.String())
		if err != nil {
			id = madeID(r.get("name"), r.get("effective_date"))
		}
		if taken[id]++; taken[id] > 1 {
			id = fmt.Sprintf("%s-%d", id, taken[id])
		}
		ids[key] = id
	}
	return ids[key]
}

// bisNames returns a name as listed, and the names that it holds by the list's
// wording: "FUYI SUN A/K/A FRANK SUN", "SIBERIAN AIRLINES D/B/A S7 AIRLINES".
func bisNames(listed string) []delist.ListedName {
	names := appendName(nil, delist.MainName, listed)
	for _, mark := range []string{" A/K/A ", " D/B/A "} {
		if first, second, ok := strings.Cut(listed, mark); ok {
			names = appendName(names, delist.AlsoKnown, first)
			names = appendName(names, delist.AlsoKnown, second)
		}
	}
	return names
}

// joinNew adds a text to others behind a semicolon, unless it is there.
func joinNew(texts, text string) string {
	switch {
	case text == "" || texts == text || strings.HasPrefix(texts, text+"; ") || strings.Contains(texts+";", "; "+text+";"):
		return texts
	case texts == "":
		return text
	}
	return texts + "; " + text
}

// parseMonthFirst reads a day as agencies of the United States write it.
func parseMonthFirst(value string) (delist.Date, error) {
	return parseDate(value, "01/02/2006", "1/2/2006", time.DateOnly, "January 2, 2006", "Jan 2, 2006", "2006.01.02")
}

// dayAfter is when a period ends whose last day is d.
func dayAfter(d delist.Date) delist.Date {
	if d.IsZero() {
		return d
	}
	return d.AddDays(1)
}
