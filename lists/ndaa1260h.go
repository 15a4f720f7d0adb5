package lists

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

var format1260H = format{
	id: "us-1260h-csv", publication: "us-dod-1260h",
	sniff: func(head []byte) bool { return bytes.HasPrefix(head, []byte("Name,Clean Name,Alias,Previous Name,")) },
	read:  read1260H,
}

// errOwnParent reports an entry that is said to belong to itself.
var errOwnParent = errors.New("a company that is its own parent: the relation is left out")

// read1260H yields the entries of the list of Chinese military companies: one
// for each row, which is each time that a company was put on the list. The main
// name is that of the list, without the star that refers to its footnote.
//
// "End date" is the day of the list that no longer has the company, and so the
// first on which it is off.
//
// Source: Department of Defense, section 1260H of Public Law 116-283, lists of
// June 2021 to June 2026 (https://media.defense.gov), as a table of nine columns
// compiled by OpenSanctions.
func read1260H(name string, r io.Reader) entries {
	return eachRow(name, table(name, r, ',', "name", "start date"), func(r record, faults *[]error) []delist.Entry {
		listed := strings.TrimRight(r.get("name"), "* ")
		if listed == "" {
			return []delist.Entry{{}}
		}
		e := delist.Entry{List: "us-dod-1260h", Kind: delist.Company, Remarks: r.get("note"), URL: r.get("source url")}
		e.Names = names1260H(listed, r)
		e.From = dateOrFault(faults, "Start date", r.get("start date"), parseISO)
		e.Until = dateOrFault(faults, "End date", r.get("end date"), parseISO)
		e.ID = madeID(either(r.get("clean name"), listed), e.From.String())
		switch parent := r.get("parent name"); {
		case parent == "":
		case strings.EqualFold(parent, listed), strings.EqualFold(parent, r.get("clean name")):
			*faults = append(*faults, errOwnParent)
		default:
			e.Relations = []delist.ListedRelation{{Kind: delist.Controls, Other: parent, Inverse: true}}
		}
		return []delist.Entry{e}
	})
}

// names1260H returns the names of a row. An alias that the listed name calls
// former is a former name.
func names1260H(listed string, r record) []delist.ListedName {
	names := appendName(nil, delist.MainName, listed)
	names = appendName(names, delist.AlsoKnown, r.get("clean name"))
	for _, alias := range aliases1260H(r.get("alias")) {
		kind := delist.AlsoKnown
		if strings.Contains(listed, "formerly "+alias) {
			kind = delist.FormerName
		}
		names = appendName(names, kind, alias)
	}
	for _, former := range aliases1260H(r.get("previous name")) {
		names = appendName(names, delist.FormerName, former)
	}
	return names
}

// separators1260H leaves a comma with a space behind it as it is: that of "Hesai
// Technology Co., Ltd." is part of the name, that of "Knownsec,Beijing Kownsec"
// stands between two.
var separators1260H = strings.NewReplacer(", ", ", ", ",", ";", "|", ";")

// aliases1260H returns the names in one cell.
func aliases1260H(cell string) (names []string) {
	for alias := range strings.SplitSeq(separators1260H.Replace(cell), ";") {
		names = appendNew(names, alias)
	}
	return names
}

// either returns the first text that is not empty.
func either(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
