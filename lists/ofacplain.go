package lists

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
)

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
