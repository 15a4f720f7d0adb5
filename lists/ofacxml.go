package lists

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/delistdev/delist"
)

// OFAC publishes its lists in three forms of XML as well. Each serves both files,
// SDN and consolidated, so none has a publication of its own.
var (
	formatOFACPlain = format{
		id: "ofac-sdn-xml", sniff: rootIs("sdnList"), read: readOFACPlain,
		asOf: func(head []byte) delist.Date {
			d, _ := parseDate(headText(head, "Publish_Date"), "01/02/2006")
			return d
		},
	}
	formatOFACEnhanced = format{
		id: "ofac-enhanced-xml", sniff: rootIs("sanctionsData"), read: readOFACEnhanced,
		asOf: func(head []byte) delist.Date {
			d, _ := parseISO(headText(head, "dataAsOf"))
			return d
		},
	}
	formatOFACAdvanced = format{
		id: "ofac-advanced-xml", sniff: rootIs("Sanctions"), read: readOFACAdvanced,
		asOf: func(head []byte) delist.Date {
			d, _ := parseISO(yearMonthDay(headElement(head, "DateOfIssue")))
			return d
		},
	}
)

// rootIs returns a sniffer for XML whose outermost element has a name.
func rootIs(name string) func(head []byte) bool {
	return func(head []byte) bool {
		if !bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) {
			return false
		}
		x := newXML("", bytes.NewReader(head))
		for {
			token, err := x.next()
			if err != nil {
				return false
			}
			if start, ok := token.(xml.StartElement); ok {
				return start.Name.Local == name
			}
		}
	}
}

// headElement returns the first element of a name in the head of a file; an
// empty one where there is none.
func headElement(head []byte, name string) *node {
	for n, err := range newXML("", bytes.NewReader(head)).elementsNamed(name) {
		if err == nil {
			return n
		}
	}
	return &node{}
}

func headText(head []byte, name string) string { return headElement(head, name).text }

// An ofacParty is one party while it is read. OFAC makes the remarks of its CSV
// files from the same facts that its XML holds one by one; they are put into the
// same words here, so that all forms of the list are read by one rule.
type ofacParty struct {
	delist.Entry
	facts  []string
	faults []error
}

// ofacWords are the wordings of the remarks where XML has others.
var ofacWords = map[string]string{
	"Birthdate": "DOB", "Place of Birth": "POB",
	"Nationality": "nationality", "Nationality Country": "nationality",
	"Citizenship": "citizen", "Citizenship Country": "citizen",
}

// fact notes one thing that is said of a party, with the name of the country
// that it comes from.
func (p *ofacParty) fact(words, value, from string) {
	words, value = strings.TrimSpace(words), strings.TrimSpace(value)
	switch {
	case value == "":
		return
	case words == "Vessel Owner":
		p.Relations = append(p.Relations, delist.ListedRelation{Kind: delist.Owns, Other: value, Inverse: true})
	case words == "Vessel Flag" || words == "Nationality of Registration":
		p.Countries = appendNew(p.Countries, country(value))
	}
	if short, ok := ofacWords[words]; ok {
		words = short
	}
	text := words + " " + value
	if from != "" {
		text += " (" + from + ")"
	}
	p.facts = append(p.facts, text)
}

// finish reads the facts, and returns the entry.
func (p *ofacParty) finish() delist.Entry {
	e := p.Entry
	for linked := range linkedTo(e.Remarks) {
		e.Relations = append(e.Relations, delist.ListedRelation{Kind: delist.AffiliateOf, Other: linked})
	}
	free := e.Remarks
	e.Remarks = strings.Join(p.facts, "; ")
	readRemarks(&e)
	if e.Remarks != "" && free != "" {
		e.Remarks += "; "
	}
	e.Remarks += free
	for i := range e.Addresses {
		e.Countries = appendNew(e.Countries, e.Addresses[i].Country)
	}
	return e
}

// relate notes a relation in OFAC's words; to itself it is a fault.
func (p *ofacParty) relate(words, otherID, other string) {
	if otherID == p.ID {
		p.faults = append(p.faults, fmt.Errorf("%s is related to itself (%s): left out", p.ID, words))
		return
	}
	r := delist.ListedRelation{Kind: delist.AffiliateOf, Other: other, OtherID: otherID}
	switch words = strings.ToLower(words); {
	case strings.HasPrefix(words, "owned or controlled by"):
		r.Kind, r.Inverse = delist.Controls, true
	case strings.HasPrefix(words, "leader or official of"), strings.HasPrefix(words, "principal executive officer"):
		r.Kind = delist.Directs
	}
	p.Relations = append(p.Relations, r)
}

// addName appends a name; the main one goes to the front.
func (p *ofacParty) addName(main, weak bool, alias, name, script string) {
	language := ""
	if script = scriptCode(script); script != "" && script != "Latn" {
		language = "und-" + script
	}
	kind := ofacNameKind(alias)
	switch {
	case main && language == "":
		kind = delist.MainName
	case weak:
		kind = delist.WeakAlias
	}
	before := len(p.Names)
	p.Names = appendName(p.Names, kind, name)
	if len(p.Names) == before {
		return
	}
	added := p.Names[before]
	added.Language = language
	if kind == delist.MainName {
		copy(p.Names[1:], p.Names[:before])
		p.Names[0] = added
		return
	}
	p.Names[before] = added
}

// scripts are the names of scripts that have no four letters beside them.
var scripts = map[string]string{
	"Latin": "Latn", "Cyrillic": "Cyrl", "Arabic": "Arab", "Hebrew": "Hebr", "Greek": "Grek",
	"Chinese Simplified": "Hans", "Chinese Traditional": "Hant", "Han": "Hani", "Hangul": "Hang", "Korean": "Kore",
	"Japanese": "Jpan", "Thai": "Thai", "Georgian": "Geor", "Devanagari": "Deva", "Burmese": "Mymr",
}

// scriptCode returns the ISO 15924 code of a script given by code or name.
func scriptCode(script string) string {
	if len(script) == 4 && script != "Thai" {
		return script
	}
	return scripts[script]
}

// familyFirst writes a person's name as OFAC does: "LAST, First".
func familyFirst(family, given string) string {
	if family == "" || given == "" {
		return strings.TrimSpace(family + given)
	}
	return strings.TrimSpace(family) + ", " + strings.TrimSpace(given)
}

// ofacListNames are words in the names of lists, beside SDN, that OFAC keeps.
var ofacListNames = []struct {
	words string
	list  delist.ListID
}{
	{"Sectoral", "us-ofac-ssi"}, {"Palestinian", "us-ofac-plc"}, {"Menu-Based", "us-ofac-ns-mbs"},
	{"Chinese Military", "us-ofac-ns-cmic"}, {"CAPTA", "us-ofac-capta"}, {"Correspondent", "us-ofac-capta"},
	{"Foreign Sanctions Evaders", "us-ofac-fse"},
}

// ofacListNamed returns a list by OFAC's name for it, and where that is only
// "Consolidated List", by the programmes.
func ofacListNamed(name string, programmes []string) delist.ListID {
	for _, l := range ofacListNames {
		if strings.Contains(name, l.words) {
			return l.list
		}
	}
	if strings.HasPrefix(name, "SDN") || strings.HasPrefix(name, "Specially Designated") {
		return ofacSDN
	}
	return consolidatedList(programmes)
}
