package lists

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
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

// readOFACPlain yields the entries of SDN.XML or CONSOLIDATED.XML. Which of the
// two it is, its name says, or else the programmes at its head.
//
// Source: OFAC, sdnList.xsd (https://ofac.treasury.gov/sdn-list-data-formats-data-schemas).
// Read against the published schema, edition of the Sanctions List Service of
// 2024, and not against a full file.
func readOFACPlain(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		in := bufio.NewReaderSize(r, headSize)
		head, _ := in.Peek(headSize) // an error comes again when it is read
		consolidated := plainConsolidated(name, head)
		x, seen, promised := newXML(name, in), newOnceOnly(name), 0
		for n, err := range x.elementsNamed("publshInformation", "sdnEntry") {
			if err != nil {
				yield(delist.Entry{}, err)
				return
			}
			if n.name == "publshInformation" {
				promised, _ = strconv.Atoi(n.get("Record_Count"))
				continue
			}
			p := plainParty(n)
			if p.List = ofacSDN; consolidated {
				p.List = consolidatedList(p.Programmes)
			}
			if !seen.give(p.finish(), p.faults, yield) {
				return
			}
		}
		if got := len(seen.first); promised != 0 && promised != got &&
			!yield(delist.Entry{}, &RowError{File: name, Err: fmt.Errorf("%d entries, and its head speaks of %d", got, promised)}) {
			return
		}
		seen.end(yield)
	}
}

// plainConsolidated reports whether most programmes at the head of a file are
// of the consolidated list.
func plainConsolidated(name string, head []byte) bool {
	switch lower := strings.ToLower(name); {
	case strings.Contains(lower, "cons"):
		return true
	case strings.Contains(lower, "sdn"):
		return false
	}
	other, all := 0, 0
	for part := range bytes.SplitSeq(head, []byte("<program>")) {
		if programme, _, ok := bytes.Cut(part, []byte("</program>")); ok {
			all++
			if consolidatedList([]string{string(programme)}) != ofacConsolidated {
				other++
			}
		}
	}
	return other*2 > all
}

func plainParty(n *node) *ofacParty {
	p := &ofacParty{Entry: delist.Entry{ID: n.get("uid"), Line: n.line, Kind: ofacKind(n.get("sdnType")), Remarks: n.get("remarks")}}
	p.addName(true, false, "", familyFirst(n.get("lastName"), n.get("firstName")), "")
	for _, aka := range n.at("akaList", "aka") {
		p.addName(false, strings.EqualFold(aka.get("category"), "weak"), aka.get("type"), familyFirst(aka.get("lastName"), aka.get("firstName")), "")
	}
	for _, programme := range n.at("programList", "program") {
		p.Programmes = appendNew(p.Programmes, programme.text)
	}
	for _, a := range n.at("addressList", "address") {
		text := joinText(a.get("address1"), a.get("address2"), a.get("address3"), a.get("city"), a.get("stateOrProvince"), a.get("postalCode"))
		p.Addresses = appendPlace(p.Addresses, text, a.get("city"), a.get("country"))
	}
	for _, id := range n.at("idList", "id") {
		p.fact(id.get("idType"), id.get("idNumber"), id.get("idCountry"))
	}
	for _, one := range []struct{ list, item, field, words string }{
		{"nationalityList", "nationality", "country", "Nationality"},
		{"citizenshipList", "citizenship", "country", "Citizenship"},
		{"dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "Birthdate"},
		{"placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "Place of Birth"},
	} {
		for _, item := range n.at(one.list, one.item) {
			p.fact(one.words, item.get(one.field), "")
		}
	}
	for _, vessel := range n.all("vesselInfo") {
		p.fact("Vessel Flag", vessel.get("vesselFlag"), "")
		p.fact("Vessel Owner", vessel.get("vesselOwner"), "")
	}
	return p
}

// readOFACEnhanced yields the entries of SDN_ENHANCED.XML or CONS_ENHANCED.XML:
// one for each list that a party stands on.
//
// Source: OFAC, Sanctions List Service, ENHANCED_XML
// (https://sanctionslistservice.ofac.treas.gov). Read against the published
// schema of 2024, and not against a full file.
func readOFACEnhanced(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		x, seen, values := newXML(name, r), newOnceOnly(name), map[string]string{}
		for n, err := range x.elementsNamed("referenceValue", "entity") {
			if err != nil {
				yield(delist.Entry{}, err)
				return
			}
			if n.name == "referenceValue" {
				values[n.attrs["refId"]] = n.get("value")
				continue
			}
			p := enhancedParty(n, values)
			if !p.give(enhancedListings(n, p), seen, yield) {
				return
			}
		}
		seen.end(yield)
	}
}

func enhancedParty(n *node, values map[string]string) *ofacParty {
	p := &ofacParty{Entry: delist.Entry{ID: n.attrs["id"], Line: n.line}}
	for _, info := range n.all("generalInfo") {
		p.Kind, p.Remarks = ofacKind(info.get("entityType")), info.get("remarks")
	}
	for _, name := range n.at("names", "name") {
		for _, t := range name.at("translations", "translation") {
			full := t.get("formattedFullName")
			if full == "" {
				full = familyFirst(t.get("formattedLastName"), t.get("formattedFirstName"))
			}
			p.addName(name.get("isPrimary") == "true", name.get("isLowQuality") == "true", name.get("aliasType"), full, t.get("script"))
		}
	}
	for _, a := range n.at("addresses", "address") {
		p.enhancedAddress(a)
	}
	for _, f := range n.at("features", "feature") {
		value := f.get("value")
		if value == "" {
			value = values[f.get("valueRefId")]
		}
		p.fact(f.get("type"), value, "")
	}
	for _, d := range n.at("identityDocuments", "identityDocument") {
		p.fact(d.get("type"), d.get("documentNumber"), d.get("issuingCountry"))
	}
	for _, rel := range n.at("relationships", "relationship") {
		for _, other := range rel.all("relatedEntity") {
			p.relate(rel.get("type"), other.attrs["entityId"], other.text)
		}
	}
	return p
}

// enhancedAddress appends an address in each script that it is given in.
func (p *ofacParty) enhancedAddress(a *node) {
	translations := a.at("translations", "translation")
	if len(translations) == 0 {
		translations = []*node{a}
	}
	for _, t := range translations {
		var parts []string
		var city string
		for _, part := range t.at("addressParts", "addressPart") {
			parts = append(parts, part.get("value"))
			if strings.EqualFold(part.get("type"), "CITY") {
				city = part.get("value")
			}
		}
		p.Addresses = appendPlace(p.Addresses, joinText(parts...), city, a.get("country"))
	}
}

func enhancedListings(n *node, p *ofacParty) []ofacListing {
	common := ofacListing{}
	for _, programme := range n.at("sanctionsPrograms", "sanctionsProgram") {
		common.programmes = appendNew(common.programmes, programme.text)
	}
	for _, law := range n.at("legalAuthorities", "legalAuthority") {
		common.laws = appendNew(common.laws, law.text)
	}
	var listings []ofacListing
	for _, l := range n.at("sanctionsLists", "sanctionsList") {
		one := common
		one.name = l.text
		one.from = dateOrFault(&p.faults, "date of listing", l.attrs["datePublished"], parseISO)
		listings = append(listings, one)
	}
	if len(listings) == 0 && (common.programmes != nil || common.laws != nil) {
		listings = append(listings, common)
	}
	return listings
}

// An ofacListing is one list that a party stands on.
type ofacListing struct {
	name             string // OFAC's, "" if it names none
	from             delist.Date
	programmes, laws []string
}

// give yields the party once for each list. The name of the whole publication,
// "Consolidated List", counts only where no list in it is named.
func (p *ofacParty) give(listings []ofacListing, seen *onceOnly, yield func(delist.Entry, error) bool) bool {
	faults := p.faults
	byList := map[delist.ListID]*delist.Entry{}
	var order []*delist.Entry
	e := p.finish()
	if len(listings) == 0 {
		e.List = ofacSDN
		return seen.give(e, append(faults, fmt.Errorf("%s stands under no list: taken for %s", p.ID, e.List)), yield)
	}
	for _, l := range listings {
		list := ofacListNamed(l.name, l.programmes)
		if l.name == "" {
			list = ofacSDN
			faults = append(faults, fmt.Errorf("%s stands under no list: taken for %s", p.ID, list))
		}
		one := byList[list]
		if one == nil {
			other := e
			one = &other
			one.List, one.From, one.Programmes, one.Citations = list, l.from, nil, nil
			byList[list] = one
			order = append(order, one)
		}
		if !l.from.IsZero() && (one.From.IsZero() || l.from.Before(one.From)) {
			one.From = l.from
		}
		one.Programmes, one.Citations = appendAll(one.Programmes, l.programmes), appendAll(one.Citations, l.laws)
	}
	for _, one := range order {
		if one.List == ofacConsolidated && len(order) > 1 {
			continue
		}
		if !seen.give(*one, faults, yield) {
			return false
		}
		faults = nil
	}
	return true
}

func appendAll(list, more []string) []string {
	for _, one := range more {
		list = appendNew(list, one)
	}
	return list
}

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
