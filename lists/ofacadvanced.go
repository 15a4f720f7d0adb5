package lists

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
)

// readOFACAdvanced yields the entries of SDN_ADVANCED.XML or CONS_ADVANCED.XML:
// one for each list that a party stands on. What a party is linked to and which
// list it is on follow behind all parties, so that entries, and not the elements
// that they are made of, are held until the end.
//
// Source: OFAC, "Advanced Sanctions Data Model", sdn_advanced.xsd, version 3
// (https://ofac.treasury.gov/sdn-list-data-formats-data-schemas). Read against
// the published schema, and not against a full file.
func readOFACAdvanced(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		a := &advanced{
			name: name, refs: map[string]*node{}, places: map[string]location{}, documents: map[string][]*node{},
			profiles: map[string]*ofacParty{}, listings: map[*ofacParty][]ofacListing{},
		}
		var end error
		for n, err := range newXML(name, r).elementsNamed("ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry") {
			if err != nil {
				end = err
				break
			}
			a.add(n)
		}
		if end == nil && len(a.parties) == 0 {
			end = fmt.Errorf("%s: %w", name, errNoEntries)
		}
		if a.yieldAll(yield) && end != nil {
			yield(delist.Entry{}, end)
		}
	}
}

// advanced holds what one reading of the advanced form must remember.
type advanced struct {
	name      string
	refs      map[string]*node    // by kind and ID, such as "Country/11143"
	places    map[string]location // by ID
	documents map[string][]*node  // by ID of the identity that they prove
	parties   []*ofacParty
	profiles  map[string]*ofacParty
	listings  map[*ofacParty][]ofacListing
	faults    []error
}

// A location is a place of the advanced form.
type location struct{ text, city, country string }

func (a *advanced) add(n *node) {
	switch n.name {
	case "ReferenceValueSets":
		for _, set := range n.nodes {
			for _, value := range set.nodes {
				a.refs[value.name+"/"+value.attrs["ID"]] = value
			}
		}
	case "Location":
		a.places[n.attrs["ID"]] = a.location(n)
	case "IDRegDocument":
		identity := n.attrs["IdentityID"]
		a.documents[identity] = append(a.documents[identity], n)
	case "DistinctParty":
		a.party(n)
	case "ProfileRelationship":
		a.relation(n)
	case "SanctionsEntry":
		a.listing(n)
	}
}

func (a *advanced) fault(n *node, format string, args ...any) {
	a.faults = append(a.faults, &RowError{a.name, n.line, fmt.Errorf(format, args...)})
}

// ref returns the text of a reference value.
func (a *advanced) ref(kind, id string) string {
	if n := a.refs[kind+"/"+id]; n != nil {
		return n.text
	}
	return ""
}

// refAttr returns an attribute of a reference value.
func (a *advanced) refAttr(kind, id, attr string) string {
	if n := a.refs[kind+"/"+id]; n != nil {
		return n.attrs[attr]
	}
	return ""
}

func (a *advanced) location(n *node) location {
	var p location
	var parts []string
	for _, part := range n.all("LocationPart") {
		for _, value := range part.all("LocationPartValue") {
			parts = append(parts, value.get("Value"))
			if a.ref("LocPartType", part.attrs["LocPartTypeID"]) == "CITY" {
				p.city = value.get("Value")
			}
		}
	}
	p.text = joinText(parts...)
	for _, c := range n.all("LocationCountry") {
		p.country = a.ref("Country", c.attrs["CountryID"])
	}
	for _, area := range n.all("LocationAreaCode") {
		if p.country == "" {
			p.country = a.ref("Country", a.refAttr("AreaCode", area.attrs["AreaCodeID"], "CountryID"))
		}
	}
	return p
}

func (a *advanced) party(n *node) {
	for _, profile := range n.all("Profile") {
		p := &ofacParty{Entry: delist.Entry{ID: n.attrs["FixedRef"], Line: n.line, Remarks: n.get("Comment")}}
		p.Kind = a.kind(profile.attrs["PartySubTypeID"])
		for _, identity := range profile.all("Identity") {
			a.identity(p, identity)
		}
		for _, feature := range profile.all("Feature") {
			words := a.ref("FeatureType", feature.attrs["FeatureTypeID"])
			for _, version := range feature.all("FeatureVersion") {
				a.feature(p, words, version)
			}
		}
		a.parties = append(a.parties, p)
		if id := profile.attrs["ID"]; a.profiles[id] == nil {
			a.profiles[id] = p
		} else {
			a.fault(profile, "profile %s stands twice: what is said of it is taken for the first", id)
		}
	}
}

func (a *advanced) kind(subType string) delist.PartyKind {
	if kind := ofacKind(a.ref("PartyType", a.refAttr("PartySubType", subType, "PartyTypeID"))); kind != delist.LegalEntity {
		return kind
	}
	return ofacKind(a.ref("PartySubType", subType))
}

// identity reads the names and documents of a party.
func (a *advanced) identity(p *ofacParty, n *node) {
	types := map[string]string{}
	for _, group := range n.at("NamePartGroups", "MasterNamePartGroup", "NamePartGroup") {
		types[group.attrs["ID"]] = a.ref("NamePartType", group.attrs["NamePartTypeID"])
	}
	primary := n.attrs["Primary"] != "false"
	for _, alias := range n.all("Alias") {
		for _, documented := range alias.all("DocumentedName") {
			name, script := documentedName(documented, types)
			code := a.refAttr("Script", script, "ScriptCode")
			if code == "" {
				code = a.ref("Script", script)
			}
			p.addName(primary && alias.attrs["Primary"] == "true", alias.attrs["LowQuality"] == "true",
				a.ref("AliasType", alias.attrs["AliasTypeID"]), name, code)
		}
	}
	for _, d := range a.documents[n.attrs["ID"]] {
		p.fact(a.ref("IDRegDocType", d.attrs["IDRegDocTypeID"]), d.get("IDRegistrationNo"), a.ref("Country", d.attrs["IssuedBy-CountryID"]))
	}
	delete(a.documents, n.attrs["ID"])
}

// documentedName puts the parts of a name together, and returns its script's ID.
func documentedName(n *node, types map[string]string) (name, script string) {
	var family, given []string
	for _, value := range n.at("DocumentedNamePart", "NamePartValue") {
		script = value.attrs["ScriptID"]
		switch types[value.attrs["NamePartGroupID"]] {
		case "First Name", "Middle Name":
			given = append(given, value.text)
		default:
			family = append(family, value.text)
		}
	}
	return familyFirst(strings.Join(family, " "), strings.Join(given, " ")), script
}

func (a *advanced) feature(p *ofacParty, words string, version *node) {
	for _, period := range version.all("DatePeriod") {
		p.fact(words, periodText(period), "")
	}
	for _, at := range version.all("VersionLocation") {
		place := a.places[at.attrs["LocationID"]]
		if words == "Location" {
			p.Addresses = appendPlace(p.Addresses, place.text, place.city, place.country)
		} else {
			p.fact(words, joinText(place.text, place.country), "")
		}
	}
	for _, detail := range version.all("VersionDetail") {
		value := detail.text
		if value == "" {
			value = a.ref("DetailReference", detail.attrs["DetailReferenceID"])
		}
		p.fact(words, value, "")
	}
}

// relation notes at one party how it is connected to another.
func (a *advanced) relation(n *node) {
	from, to := a.profiles[n.attrs["From-ProfileID"]], a.profiles[n.attrs["To-ProfileID"]]
	words := a.ref("RelationType", n.attrs["RelationTypeID"])
	switch {
	case from == nil:
		a.fault(n, "a relation of profile %s, which is not there", n.attrs["From-ProfileID"])
	case to == nil:
		a.fault(n, "%s is related to profile %s, which is not there (%s)", from.ID, n.attrs["To-ProfileID"], words)
	case n.attrs["Former"] == "true":
		if len(to.Names) > 0 {
			from.fact("Formerly "+words, to.Names[0].Name, "")
		}
	case len(to.Names) == 0:
		from.relate(words, to.ID, "")
	default:
		from.relate(words, to.ID, to.Names[0].Name)
	}
}

// listing notes on which list, since when and under what a party stands.
func (a *advanced) listing(n *node) {
	p := a.profiles[n.attrs["ProfileID"]]
	if p == nil {
		a.fault(n, "profile %s is listed and not there", n.attrs["ProfileID"])
		return
	}
	l := ofacListing{name: a.ref("List", n.attrs["ListID"])}
	for _, event := range n.all("EntryEvent") {
		l.laws = appendNew(l.laws, a.ref("LegalBasis", event.attrs["LegalBasisID"]))
		for _, date := range event.all("Date") {
			from := dateOrFault(&p.faults, "date of listing", yearMonthDay(date), parseISO)
			if l.from.IsZero() || !from.IsZero() && from.Before(l.from) {
				l.from = from
			}
		}
	}
	for _, measure := range n.all("SanctionsMeasure") {
		if kind := a.ref("SanctionsType", measure.attrs["SanctionsTypeID"]); kind == "" || kind == "Program" {
			l.programmes = appendNew(l.programmes, measure.get("Comment"))
		}
	}
	a.listings[p] = append(a.listings[p], l)
}

// yieldAll yields all parties; false if the caller had enough.
func (a *advanced) yieldAll(yield func(delist.Entry, error) bool) bool {
	for _, identity := range sortedKeys(a.documents) {
		for _, d := range a.documents[identity] {
			a.fault(d, "a document of identity %s, which is not there", identity)
		}
	}
	for _, fault := range a.faults {
		if !yield(delist.Entry{}, fault) {
			return false
		}
	}
	seen := newOnceOnly(a.name)
	for _, p := range a.parties {
		if !p.give(a.listings[p], seen, yield) {
			return false
		}
	}
	return true
}

// yearMonthDay writes the Year, Month and Day inside an element as 1948-12-10,
// without those that are missing.
func yearMonthDay(n *node) string {
	text := n.get("Year")
	for _, field := range []string{"Month", "Day"} {
		v, err := strconv.Atoi(n.get(field))
		if err != nil {
			break
		}
		text += fmt.Sprintf("-%02d", v)
	}
	return text
}

// periodText writes a period as one day, one year, or from when to when.
func periodText(period *node) string {
	edge := func(path ...string) string {
		for _, n := range period.at(path...) {
			return yearMonthDay(n)
		}
		return ""
	}
	start, end := edge("Start", "From"), edge("End", "To")
	if end == "" {
		end = edge("Start", "To")
	}
	if first, ok := strings.CutSuffix(start, "-01-01"); ok {
		if last, ok := strings.CutSuffix(end, "-12-31"); ok {
			start, end = first, last
		}
	}
	if end == "" || start == end {
		return start
	}
	return start + " to " + end
}
