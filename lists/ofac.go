package lists

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

// null is how OFAC's files write that there is no value.
const null = "-0-"

// A part is one file of a set.
type part struct {
	name string
	r    io.Reader
}

// ofacParts are the files of one OFAC list. Only prim must be there.
type ofacParts struct {
	list                     delist.ListID
	prim, alt, add, comments part
}

// sniffOFAC says which of OFAC's files begins with head, by the shape of its
// first rows, which have no header: "prim", "alt", "add", "comments" or "".
func sniffOFAC(head []byte) string {
	shape, seen := "", 0
	for row, err := range rows("", bytes.NewReader(head), ',') {
		if err != nil || seen == 20 {
			break // the head may end inside a row
		}
		if isEndMark(row) {
			continue
		}
		if _, err := strconv.Atoi(strings.TrimSpace(row.fields[0])); err != nil {
			return ""
		}
		one := ofacShapes[len(row.fields)]
		if one == "" || seen > 0 && one != shape {
			// The last row of a head may be cut off.
			if seen > 0 && len(head) >= headSize {
				break
			}
			return ""
		}
		shape, seen = one, seen+1
	}
	return shape
}

// ofacShapes are the parts of a set by their number of columns.
var ofacShapes = map[int]string{12: "prim", 5: "alt", 6: "add", 2: "comments"}

// isEndMark reports whether a row is the 0x1A that ends a file of DOS.
func isEndMark(r row) bool {
	return len(r.fields) == 1 && strings.Trim(r.fields[0], "\x1a \t") == ""
}

// readOFAC yields the entries of an OFAC list published as a set of CSV files:
// names, alternate names, addresses, and remarks that did not fit the first
// file. A row of the other files whose number no entry has is reported.
//
// Source: OFAC, "SDN data formats" (https://ofac.treasury.gov/sdn-list-data-formats-data-schemas):
// 12, 5, 6 and 2 columns, no header, "-0-" marks a null, a line of 0x1A may end
// a file. Read against the files of December 2025.
func readOFAC(parts ofacParts) entries {
	return func(yield func(delist.Entry, error) bool) {
		o := &ofac{list: parts.list, alt: map[string][]row{}, add: map[string][]row{}, comments: map[string][]row{}}
		for _, more := range []struct {
			what    string
			part    part
			columns int
			rows    map[string][]row
		}{
			{"other names", parts.alt, 5, o.alt}, {"addresses", parts.add, 6, o.add}, {"long remarks", parts.comments, 2, o.comments},
		} {
			if more.part.r == nil {
				if !yield(delist.Entry{}, &RowError{File: parts.prim.name, Err: fmt.Errorf("the file of %s of this list is missing", more.what)}) {
					return
				}
				continue
			}
			for row, err := range ofacRows(more.part, more.columns) {
				if err == nil {
					more.rows[row.fields[0]] = append(more.rows[row.fields[0]], row)
				} else if !yield(delist.Entry{}, err) || !isRowError(err) {
					return
				}
			}
		}
		if o.yieldAll(parts.prim, yield) {
			o.yieldDangling(parts, yield)
		}
	}
}

// ofacRows yields the rows of one file, values trimmed and nulls empty.
func ofacRows(p part, columns int) func(yield func(row, error) bool) {
	return func(yield func(row, error) bool) {
		for row, err := range rows(p.name, p.r, ',') {
			switch {
			case err != nil:
			case isEndMark(row):
				continue
			case len(row.fields) != columns:
				err = &RowError{p.name, row.line, fmt.Errorf("%d values, want %d", len(row.fields), columns)}
			default:
				for i, field := range row.fields {
					// No value of OFAC's has two lines; a lost quote makes one row of two.
					if strings.Contains(field, "\n") {
						err = &RowError{p.name, row.line, tabular.ErrQuote}
					}
					if row.fields[i] = strings.TrimSpace(field); row.fields[i] == null {
						row.fields[i] = ""
					}
				}
				if _, bad := strconv.Atoi(row.fields[0]); bad != nil && err == nil {
					err = &RowError{p.name, row.line, fmt.Errorf("%q is not the number of an entry", row.fields[0])}
				}
				if columns == 12 && row.fields[1] == "" && err == nil {
					err = &RowError{p.name, row.line, fmt.Errorf("entry %s has no name", row.fields[0])}
				}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

type ofac struct {
	list               delist.ListID
	alt, add, comments map[string][]row // by the number of the entry
}

// yieldAll yields the entries of the main file; false if the caller had enough.
func (o *ofac) yieldAll(prim part, yield func(delist.Entry, error) bool) bool {
	seen := map[string]int{}
	for row, err := range ofacRows(prim, 12) {
		if err != nil {
			if !yield(delist.Entry{}, err) || !isRowError(err) {
				return false
			}
			continue
		}
		number := row.fields[0]
		if first, twice := seen[number]; twice {
			row.fields[0] = fmt.Sprintf("%s-%d", number, row.line)
			if !yield(delist.Entry{}, &RowError{prim.name, row.line, fmt.Errorf("number %s stands twice (first on line %d): kept as %s", number, first, row.fields[0])}) {
				return false
			}
		}
		seen[row.fields[0]] = row.line
		if !yield(o.entry(row), nil) {
			return false
		}
		delete(o.alt, number)
		delete(o.add, number)
		delete(o.comments, number)
	}
	if len(seen) == 0 {
		yield(delist.Entry{}, fmt.Errorf("%s: %w", prim.name, errNoEntries))
		return false
	}
	return true
}

// yieldDangling reports the rows that belong to no entry.
func (o *ofac) yieldDangling(parts ofacParts, yield func(delist.Entry, error) bool) {
	for _, left := range []struct {
		name string
		rows map[string][]row
	}{{parts.alt.name, o.alt}, {parts.add.name, o.add}, {parts.comments.name, o.comments}} {
		for _, number := range sortedKeys(left.rows) {
			for _, row := range left.rows[number] {
				if !yield(delist.Entry{}, &RowError{left.name, row.line, fmt.Errorf("no entry has number %s", number)}) {
					return
				}
			}
		}
	}
}

// entry puts the rows of one number together.
func (o *ofac) entry(r row) delist.Entry {
	f := r.fields
	e := delist.Entry{
		List: o.list, ID: f[0], Line: r.line, Kind: ofacKind(f[2]), Programmes: programmes(f[3]),
		Names: []delist.ListedName{{Kind: delist.MainName, Name: f[1]}},
	}
	if o.list == ofacConsolidated {
		e.List = consolidatedList(e.Programmes)
	}
	for _, alt := range o.alt[f[0]] {
		if alt.fields[3] != "" {
			e.Names = append(e.Names, delist.ListedName{Kind: ofacNameKind(alt.fields[2]), Name: alt.fields[3]})
		}
	}
	for _, add := range o.add[f[0]] {
		e.Addresses = appendPlace(e.Addresses, joinText(add.fields[2], add.fields[3], add.fields[5]), add.fields[3], add.fields[4])
	}
	e.Remarks = f[11]
	for _, comment := range o.comments[f[0]] {
		e.Remarks += comment.fields[1]
	}
	if e.Kind == delist.Vessel {
		// Call sign, type, tonnage, gross tonnage, flag, owner.
		e.Countries = appendNew(e.Countries, country(f[9]))
		if f[10] != "" {
			e.Relations = append(e.Relations, delist.ListedRelation{Kind: delist.Owns, Other: f[10], Inverse: true})
		}
	}
	readRemarks(&e)
	for i := range e.Addresses {
		e.Countries = appendNew(e.Countries, e.Addresses[i].Country)
	}
	return e
}

// appendPlace appends an address whose country is given by name. A country that
// has no code stays in the text.
func appendPlace(list []delist.Address, text, city, name string) []delist.Address {
	code := country(name)
	if code == "" {
		text = joinText(text, name)
	}
	return appendAddress(list, text, city, code)
}

func ofacKind(s string) delist.PartyKind {
	switch strings.ToLower(s) {
	case "individual":
		return delist.Person
	case "vessel":
		return delist.Vessel
	case "aircraft":
		return delist.Airplane
	}
	return delist.LegalEntity
}

func ofacNameKind(s string) delist.NameKind {
	switch strings.ToLower(s) {
	case "fka", "f.k.a.":
		return delist.FormerName
	}
	return delist.AlsoKnown
}

// programmes splits "SDGT] [NS-PLC".
func programmes(s string) []string {
	var list []string
	for p := range strings.SplitSeq(s, "] [") {
		list = appendNew(list, strings.Trim(p, "[] "))
	}
	return list
}

const (
	ofacSDN          delist.ListID = "us-ofac-sdn"
	ofacConsolidated delist.ListID = "us-ofac-consolidated"
)

// consolidatedList says on which list of the consolidated file an entry is.
func consolidatedList(programmes []string) delist.ListID {
	for _, p := range programmes {
		switch {
		case strings.Contains(p, "PLC"):
			return "us-ofac-plc"
		case strings.Contains(p, "CMIC"):
			return "us-ofac-ns-cmic"
		case strings.Contains(p, "MBS"):
			return "us-ofac-ns-mbs"
		case strings.HasPrefix(p, "UKRAINE-EO13662"):
			return "us-ofac-ssi"
		case strings.Contains(p, "CAPTA"), p == "561-Related":
			return "us-ofac-capta"
		case strings.HasPrefix(p, "FSE"):
			return "us-ofac-fse"
		}
	}
	return ofacConsolidated
}
