package lists

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/delistdev/delist"
)

//go:embed data/csl.tsv
var cslTable string

// cslLists maps the short name that stands in brackets in the column "source" to
// the authority's list.
var cslLists = sync.OnceValue(func() map[string]delist.ListID {
	lists := map[string]delist.ListID{}
	for line := range strings.Lines(cslTable) {
		if short, id, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && line[0] != '#' {
			lists[short] = delist.ListID(id)
		}
	}
	return lists
})

// unknownCSL is the list of an entry whose source is none of those known.
const unknownCSL delist.ListID = "us-csl"

var formatCSL = format{
	id: "csl-csv", publication: "us-csl",
	sniff: func(head []byte) bool {
		return bytes.HasPrefix(head, []byte("_id,source,entity_number,")) || bytes.HasPrefix(head, []byte(`"_id","source","entity_number",`))
	},
	read: readCSL,
}

// readCSL yields the entries of the US Consolidated Screening List in CSV, each
// as one of the list that it comes from.
//
// Source: International Trade Administration, "Consolidated Screening List",
// downloadable files (https://www.trade.gov/consolidated-screening-list). Read
// against the files of spring 2025 and an older one of the same columns.
func readCSL(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		c := csl{name: name, seen: map[string]int{}, unknown: map[string]bool{}}
		for record, err := range table(name, r, ',', "_id", "source", "name") {
			if err != nil {
				if !yield(delist.Entry{}, err) || !isRowError(err) {
					return
				}
				if len(record.fields) == 0 {
					continue
				}
			}
			// A row cut off, or one made of two by a lost quote.
			if got, want := len(record.fields), len(record.columns); got != want && err == nil {
				c.faults = append(c.faults, fmt.Errorf("%d values under %d columns", got, want))
			}
			if !c.give(c.entry(record), record.get("source"), yield) {
				return
			}
		}
		if len(c.seen) == 0 {
			yield(delist.Entry{}, fmt.Errorf("%s: %w", name, errNoEntries))
		}
	}
}

// A csl keeps what one reading of the list must remember.
type csl struct {
	name    string
	seen    map[string]int
	unknown map[string]bool
	faults  []error // of the entry at hand
}

// give yields an entry with what is wrong with it.
func (c *csl) give(e delist.Entry, source string, yield func(delist.Entry, error) bool) bool {
	fault := func(format string, args ...any) bool {
		return yield(delist.Entry{}, &RowError{c.name, e.Line, fmt.Errorf(format, args...)})
	}
	faults := c.faults
	c.faults = nil
	for _, err := range faults {
		if !fault("%w", err) {
			return false
		}
	}
	if len(e.Names) == 0 {
		return fault("an entry without a name")
	}
	if e.List == unknownCSL && !c.unknown[source] {
		c.unknown[source] = true
		if !fault("%q is no list that is known to be part of this one: kept as %s", source, unknownCSL) {
			return false
		}
	}
	if e.ID == "" {
		e.ID = fmt.Sprintf("line-%d", e.Line)
	}
	key := string(e.List) + "/" + e.ID
	if first, twice := c.seen[key]; twice {
		if !fault("number %s of %s stands twice (first on line %d): kept as %s-%d", e.ID, e.List, first, e.ID, e.Line) {
			return false
		}
		e.ID = fmt.Sprintf("%s-%d", e.ID, e.Line)
		key = string(e.List) + "/" + e.ID
	}
	c.seen[key] = e.Line
	return yield(e, nil)
}

func (c *csl) entry(r record) delist.Entry {
	e := delist.Entry{
		List: cslList(r.get("source")), ID: r.get("entity_number"), Line: r.line,
		Kind: ofacKind(r.get("type")), Remarks: r.get("remarks"), URL: r.get("source_information_url"),
		Scope: joinText(r.get("license_requirement"), r.get("license_policy")),
		Names: appendName(nil, delist.MainName, r.get("name")),
	}
	if e.ID == "" {
		e.ID = r.get("_id")
	}
	if e.ID == "" {
		e.ID = madeID(r.get("name"), r.get("start_date"))
	}
	e.Countries = appendNew(e.Countries, country(r.get("vessel_flag")))
	for _, other := range cslNames(r.get("alt_names")) {
		e.Names = appendName(e.Names, delist.AlsoKnown, other)
	}
	for p := range strings.SplitSeq(r.get("programs"), ";") {
		e.Programmes = appendNew(e.Programmes, p)
	}
	for address := range strings.SplitSeq(r.get("addresses"), "; ") {
		text, code := cutLast(address)
		e.Addresses = appendAddress(e.Addresses, text, "", code)
	}
	for id := range strings.SplitSeq(r.get("ids"), ";") {
		readCSLNumber(&e, id)
	}
	for _, column := range []string{"nationalities", "citizenships"} {
		for code := range strings.SplitSeq(r.get(column), ";") {
			e.Countries = appendNew(e.Countries, country(code))
		}
	}
	for born := range strings.SplitSeq(r.get("dates_of_birth"), ";") {
		e.Born = appendNew(e.Born, born)
	}
	c.finish(&e, r.get("federal_register_notice"), r.get("start_date"), r.get("end_date"), r.get("vessel_owner"))
	return e
}

// cslNames splits other names. The BIS joins the last one with "; and ".
func cslNames(text string) []string {
	names := strings.Split(text, ";")
	if last := len(names) - 1; last > 0 {
		names[last] = strings.TrimPrefix(strings.TrimSpace(names[last]), "and ")
	}
	return names
}

// finish fills what both forms of the list write alike.
func (c *csl) finish(e *delist.Entry, citation, start, end, owner string) {
	e.Citations = appendNew(e.Citations, citation)
	c.date(&e.From, "start_date", start)
	c.date(&e.Until, "end_date", end)
	if !e.Until.IsZero() {
		e.Until = e.Until.AddDays(1) // the order ends with that day
	}
	switch {
	case owner == "":
	case len(e.Names) > 0 && owner == e.Names[0].Name:
		c.faults = append(c.faults, fmt.Errorf("%s owns itself: left out", owner))
	default:
		e.Relations = append(e.Relations, delist.ListedRelation{Kind: delist.Owns, Other: owner, Inverse: true})
	}
	for linked := range linkedTo(e.Remarks) {
		e.Relations = append(e.Relations, delist.ListedRelation{Kind: delist.AffiliateOf, Other: linked})
	}
	for i := range e.Addresses {
		e.Countries = appendNew(e.Countries, e.Addresses[i].Country)
	}
}

func (c *csl) date(to *delist.Date, column, value string) {
	if value == "" {
		return
	}
	d, err := parseISO(value)
	if err != nil {
		c.faults = append(c.faults, fmt.Errorf("%s: %w", column, err))
		return
	}
	*to = d
}

// linkedTo yields the names of "(Linked To: NAME; Linked To: NAME)". Names may
// hold brackets themselves: "CORPS (IRGC)-QODS FORCE".
func linkedTo(remarks string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		const mark = "(Linked To: "
		for rest := remarks; ; {
			begin := strings.Index(rest, mark)
			if begin < 0 {
				return
			}
			inner, depth := rest[begin+len(mark):], 1
			end := strings.IndexFunc(inner, func(r rune) bool {
				switch r {
				case '(':
					depth++
				case ')':
					depth--
				}
				return depth == 0
			})
			if rest = ""; end >= 0 {
				inner, rest = inner[:end], inner[end:]
			}
			for linked := range strings.SplitSeq(inner, "; Linked To: ") {
				if !yield(strings.TrimSpace(linked)) {
					return
				}
			}
		}
	}
}

// cslList returns the list whose short name ends in brackets before the office.
func cslList(source string) delist.ListID {
	if open := strings.LastIndexByte(source, '('); open >= 0 {
		short, _, _ := strings.Cut(source[open+1:], ")")
		if id, ok := cslLists()[short]; ok {
			return id
		}
	}
	// "Military End User (MEU) List", "Nonproliferation Sanctions (ISN)": any of
	// the brackets may hold it.
	for _, part := range strings.Split(source, "(")[1:] {
		short, _, _ := strings.Cut(part, ")")
		if id, ok := cslLists()[short]; ok {
			return id
		}
	}
	return unknownCSL
}

// cutLast cuts a country's code off an address: "Moscow, 121151, RU".
func cutLast(address string) (text, code string) {
	address = strings.TrimSpace(address)
	i := strings.LastIndexByte(address, ',')
	name := strings.TrimSpace(address[i+1:])
	// Georgia is a state as well, where no code stands behind it.
	if code = country(name); code == "" || strings.EqualFold(name, "Georgia") {
		return address, ""
	}
	return strings.TrimSpace(address[:max(i, 0)]), code
}

// readCSLNumber reads "Tax ID No., 3255502838, RU" into what it is, or as the
// older layout writes it, "RU, 3255502838, Tax ID No.". Days of issue and expiry
// may stand beside the country.
func readCSLNumber(e *delist.Entry, id string) {
	parts := strings.Split(strings.TrimSpace(id), ", ")
	last := len(parts) - 1
	if last < 1 {
		return
	}
	before := len(e.Numbers)
	readStated(e, parts[0], parts[1], parts[2:])
	if len(e.Numbers) == before {
		readStated(e, parts[last], parts[last-1], parts[:last-1])
	}
}

// readStated reads a number that is stated with its type and, somewhere behind,
// its country, by the rule for OFAC's remarks.
func readStated(e *delist.Entry, words, value string, rest []string) {
	text := words + " " + value
	for _, one := range rest {
		if len(one) == 2 && country(one) != "" {
			text += " (" + one + ")"
			break
		}
	}
	if !readRemark(e, text) {
		readNumber(e, text)
	}
}

var formatCSLJSON = format{
	id: "csl-json", publication: "us-csl",
	sniff: func(head []byte) bool {
		return bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) && bytes.Contains(head, []byte(`"source_information_url"`)) && bytes.Contains(head, []byte(`"results"`))
	},
	read: readCSLJSON,
}

// A cslResult is one element of "results".
type cslResult struct {
	ID             string   `json:"id"`
	Source         string   `json:"source"`
	EntityNumber   any      `json:"entity_number"`
	Type           string   `json:"type"`
	Programs       []string `json:"programs"`
	Name           string   `json:"name"`
	Notice         string   `json:"federal_register_notice"`
	Start          string   `json:"start_date"`
	End            string   `json:"end_date"`
	Requirement    string   `json:"license_requirement"`
	Policy         string   `json:"license_policy"`
	VesselOwner    string   `json:"vessel_owner"`
	Remarks        string   `json:"remarks"`
	URL            string   `json:"source_information_url"`
	AltNames       []string `json:"alt_names"`
	Citizenships   []string `json:"citizenships"`
	Born           []string `json:"dates_of_birth"`
	Nationalities  []string `json:"nationalities"`
	Addresses      []cslAddress
	Identification []struct {
		Type    string `json:"type"`
		Number  string `json:"number"`
		Country string `json:"country"`
	} `json:"ids"`
}

type cslAddress struct {
	Address    string `json:"address"`
	City       string `json:"city"`
	State      string `json:"state"`
	PostalCode string `json:"postal_code"`
	Country    string `json:"country"`
}

// readCSLJSON yields the entries of the same list in JSON, one element of
// "results" after the other. Entries have no line there; a RowError counts them.
//
// Source: as [readCSL]; the fields as the documentation of its search service
// names them (https://developer.trade.gov). Not read against a full file.
func readCSLJSON(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		c := csl{name: name, seen: map[string]int{}, unknown: map[string]bool{}}
		for raw, err := range elements(name, r, "results") {
			if err != nil {
				if !yield(delist.Entry{}, err) || !isRowError(err) {
					return
				}
				continue
			}
			var result cslResult
			if err := json.Unmarshal(raw.json, &result); err != nil {
				if !yield(delist.Entry{}, &RowError{name, raw.line, err}) {
					return
				}
				continue
			}
			e := c.fromJSON(&result)
			e.Line = raw.line
			if !c.give(e, result.Source, yield) {
				return
			}
		}
		if len(c.seen) == 0 {
			yield(delist.Entry{}, fmt.Errorf("%s: %w", name, errNoEntries))
		}
	}
}

func (c *csl) fromJSON(r *cslResult) delist.Entry {
	e := delist.Entry{
		List: cslList(r.Source), ID: r.ID, Kind: ofacKind(r.Type), Remarks: r.Remarks, URL: r.URL,
		Programmes: r.Programs, Scope: joinText(r.Requirement, r.Policy), Born: r.Born,
		Names: appendName(nil, delist.MainName, r.Name),
	}
	if r.EntityNumber != nil {
		e.ID = fmt.Sprint(r.EntityNumber)
	}
	for _, other := range r.AltNames {
		e.Names = appendName(e.Names, delist.AlsoKnown, other)
	}
	for _, a := range r.Addresses {
		e.Addresses = appendAddress(e.Addresses, joinText(a.Address, a.City, a.State, a.PostalCode), a.City, country(a.Country))
	}
	for _, id := range r.Identification {
		readStated(&e, id.Type, id.Number, []string{id.Country})
	}
	for _, code := range append(r.Nationalities, r.Citizenships...) {
		e.Countries = appendNew(e.Countries, country(code))
	}
	if len(e.Names) > 0 {
		c.finish(&e, r.Notice, r.Start, r.End, r.VesselOwner)
	}
	return e
}
