package lists

import (
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

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
