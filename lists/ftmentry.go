package lists

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// entry makes the entry of a party, with what the rest of the file says of it.
func (f *ftmFile) entry(e *ftmEntity, l textLine) (delist.Entry, []error) {
	b := &ftmBuilder{file: f, e: e}
	b.entry = delist.Entry{List: "opensanctions", ID: e.ID, Kind: ftmKinds[e.Schema], Line: l.line}
	if len(e.Datasets) == 1 {
		b.entry.List = delist.ListID(e.Datasets[0])
	}
	first, same, twice := f.once.again(string(b.entry.List)+"\x00"+e.ID, l.line, l.text)
	switch {
	case same:
		return delist.Entry{}, nil
	case e.name() == "":
		return delist.Entry{Line: l.line}, []error{fmt.Errorf("%s %q has no name", e.Schema, e.ID)}
	case twice:
		b.fault("%w", errTwice(e.ID, first))
	}
	b.names()
	b.numbers()
	b.countries()
	b.addresses()
	b.rest()
	b.links()
	return b.entry, b.faults
}

// An ftmBuilder fills one entry.
type ftmBuilder struct {
	file   *ftmFile
	e      *ftmEntity
	entry  delist.Entry
	faults []error
	// unending means that some sanction has no end.
	unending bool
}

func (b *ftmBuilder) fault(format string, args ...any) {
	b.faults = append(b.faults, fmt.Errorf(format, args...))
}

var ftmNames = []struct {
	property string
	kind     delist.NameKind
}{
	{"name", delist.AlsoKnown}, {"alias", delist.AlsoKnown}, {"abbreviation", delist.AlsoKnown},
	{"previousName", delist.FormerName}, {"weakAlias", delist.WeakAlias},
}

func (b *ftmBuilder) names() {
	main := b.e.name()
	b.entry.Names = append(b.entry.Names, delist.ListedName{Kind: delist.MainName, Name: main})
	for _, p := range ftmNames {
		for _, name := range b.e.Properties[p.property] {
			b.entry.Names = appendName(b.entry.Names, p.kind, name)
		}
	}
}

var ftmNumbers = []struct {
	property string
	kind     delist.NumberKind
}{
	{"leiCode", delist.LEI}, {"registrationNumber", delist.RegistrationNumber},
	{"ogrnCode", delist.RegistrationNumber}, {"okpoCode", delist.RegistrationNumber},
	{"uscCode", delist.RegistrationNumber}, {"taxNumber", delist.TaxNumber},
	{"innCode", delist.TaxNumber}, {"vatCode", delist.TaxNumber},
	{"uniqueEntityId", delist.UEI}, {"cageCode", delist.CAGE}, {"imoNumber", delist.IMO},
	{"swiftBic", delist.SwiftBIC}, {"passportNumber", delist.Passport},
	{"idNumber", delist.NationalID}, {"socialSecurityNumber", delist.NationalID},
	{"website", delist.Website}, {"dunsCode", delist.OtherNumber}, {"mmsi", delist.OtherNumber},
	{"npiCode", delist.OtherNumber}, {"cikCode", delist.OtherNumber}, {"kppCode", delist.OtherNumber},
	{"bikCode", delist.OtherNumber}, {"licenseNumber", delist.OtherNumber}, {"bvdId", delist.OtherNumber},
	{"icijId", delist.OtherNumber}, {"serialNumber", delist.OtherNumber},
	{"callSign", delist.OtherNumber}, {"registration", delist.RegistrationNumber},
}

func (b *ftmBuilder) numbers() {
	for _, p := range ftmNumbers {
		for _, value := range b.e.Properties[p.property] {
			addNumber(&b.entry, p.kind, value, "")
		}
	}
}

// addNumber adds a number that the entry does not have yet; of a website, its
// host.
func addNumber(e *delist.Entry, kind delist.NumberKind, value, country string) {
	if kind == delist.Website {
		value = hostOf(value)
	}
	e.Numbers = appendNumber(e.Numbers, kind, value, country)
}

// goneCountries are codes of FollowTheMoney for what is no country of today.
var goneCountries = []string{"suhh", "yucs", "csxx", "cshh", "csyu", "ddde", "vd", "zz", "xx", "eu", "dd", "cs", "su", "yu"}

// ftmCountry returns the ISO code of a country in FollowTheMoney, whose codes
// for parts of countries begin with that of the whole, such as "gb-sct".
func ftmCountry(code string) (string, error) {
	code = strings.ToLower(strings.TrimSpace(code))
	whole, _, _ := strings.Cut(code, "-")
	if iso := country(whole); iso != "" || code == "" || slices.Contains(goneCountries, code) {
		return iso, nil
	}
	return "", fmt.Errorf("%q is no country", code)
}

var ftmCountries = []string{"jurisdiction", "mainCountry", "country", "nationality", "citizenship", "flag"}

func (b *ftmBuilder) countries() {
	for _, property := range ftmCountries {
		for _, code := range b.e.Properties[property] {
			iso, err := ftmCountry(code)
			if err != nil {
				b.fault("%s: %w", property, err)
			}
			b.entry.Countries = appendNew(b.entry.Countries, iso)
		}
	}
}

func (b *ftmBuilder) addresses() {
	for _, id := range b.e.Properties["addressEntity"] {
		if a := b.file.find(id); a != nil && a.Schema == "Address" {
			b.address(a)
		} else {
			b.fault("address %q is not in this file", id)
		}
	}
	for _, text := range b.e.Properties["address"] {
		addAddress(&b.entry, delist.Address{Text: text})
	}
}

// address adds an Address entity.
func (b *ftmBuilder) address(a *ftmEntity) {
	code, err := ftmCountry(a.first("country"))
	if err != nil {
		b.fault("address %q: %w", a.ID, err)
	}
	text := a.first("full")
	if text == "" {
		text = joinText(a.first("street"), a.first("street2"), a.first("street3"), a.first("postOfficeBox"),
			a.first("postalCode"), a.first("city"), a.first("place"), a.first("region"), a.first("state"))
	}
	b.entry.Countries = appendNew(b.entry.Countries, code)
	addAddress(&b.entry, delist.Address{Text: text, City: a.first("city"), Country: code})
}

// addAddress adds an address whose text is not there yet. A country at its end
// goes from the text where it is the address's or one of the entry's: "Georgia"
// alone proves nothing.
func addAddress(e *delist.Entry, a delist.Address) {
	a.Text = strings.TrimSpace(a.Text)
	if i := strings.LastIndexByte(a.Text, ','); i > 0 {
		code := country(a.Text[i+1:])
		if code != "" && (code == a.Country || a.Country == "" && slices.Contains(e.Countries, code)) {
			a.Text, a.Country = strings.TrimSpace(a.Text[:i]), code
		}
	}
	same := func(b delist.Address) bool { return a.Text == b.Text && (a.Country == b.Country || a.Country == "") }
	if a.Text+a.City != "" && !slices.ContainsFunc(e.Addresses, same) {
		e.Addresses = append(e.Addresses, a)
	}
}

// rest reads what stands in the party itself and belongs to no other method.
func (b *ftmBuilder) rest() {
	for _, day := range b.e.Properties["birthDate"] {
		b.entry.Born = appendNew(b.entry.Born, day)
	}
	for _, program := range b.e.Properties["program"] {
		b.entry.Programmes = appendNew(b.entry.Programmes, program)
	}
	for _, property := range []string{"notes", "summary", "description"} {
		for _, note := range b.e.Properties[property] {
			b.remark(note)
		}
	}
	for _, parent := range b.e.Properties["parent"] {
		b.relate(delist.ListedRelation{Kind: delist.Controls, OtherID: parent, Inverse: true})
	}
	b.entry.URL = b.e.first("sourceUrl")
}

// remark adds a paragraph to the remarks.
func (b *ftmBuilder) remark(text string) {
	text = strings.TrimSpace(text)
	switch {
	case text == "" || strings.Contains(b.entry.Remarks, text):
	case b.entry.Remarks == "":
		b.entry.Remarks = text
	default:
		b.entry.Remarks += "\n" + text
	}
}

// links reads the entities that speak of the party.
func (b *ftmBuilder) links() {
	listed := false
	for link, err := range b.file.links(b.e.ID) {
		switch {
		case err != nil:
			b.fault("a link cannot be read again: %w", err)
		case link.Schema == "Sanction":
			b.sanction(link, !listed)
			listed = true
		case link.Schema == "Passport" || link.Schema == "Identification":
			b.document(link)
		case ftmLinks[link.Schema].kind != "":
			b.link(link)
		}
	}
	if b.unending {
		b.entry.Until = delist.Date{}
	}
}

// document adds the number of an identity document.
func (b *ftmBuilder) document(d *ftmEntity) {
	kind := delist.OtherNumber
	switch {
	case d.Schema == "Passport":
		kind = delist.Passport
	case b.entry.Kind == delist.Person:
		kind = delist.NationalID
	}
	code, err := ftmCountry(d.first("country"))
	if err != nil {
		b.fault("%s %q: %w", d.Schema, d.ID, err)
	}
	for _, property := range []string{"number", "passportNumber"} {
		for _, value := range d.Properties[property] {
			addNumber(&b.entry, kind, value, code)
		}
	}
}

// sanction adds one designation; the first gives the address to read.
func (b *ftmBuilder) sanction(s *ftmEntity, first bool) {
	programmes := s.Properties["program"]
	if len(programmes) == 0 {
		programmes = s.Properties["authority"]
	}
	for _, program := range programmes {
		b.entry.Programmes = appendNew(b.entry.Programmes, program)
	}
	for _, reason := range s.Properties["reason"] {
		b.remark(reason)
	}
	for _, text := range s.Properties["provisions"] {
		b.entry.Scope = strings.TrimPrefix(b.entry.Scope+"; "+strings.TrimSpace(text), "; ")
	}
	if url := s.first("sourceUrl"); url != "" && first {
		b.entry.URL = url
	}
	from := s.Properties["listingDate"]
	if len(from) == 0 {
		from = s.Properties["startDate"]
	}
	for _, text := range from {
		day, _, err := ftmDate(text)
		if err != nil {
			b.fault("sanction %q: from: %w", s.ID, err)
		} else if b.entry.From.IsZero() || day.Before(b.entry.From) {
			b.entry.From = day
		}
	}
	b.end(s)
}

// end reads the end of a sanction; one that has none, or none that can be
// read, goes on.
func (b *ftmBuilder) end(s *ftmEntity) {
	b.unending = b.unending || len(s.Properties["endDate"]) == 0
	for _, text := range s.Properties["endDate"] {
		_, after, err := ftmDate(text)
		switch {
		case err != nil:
			b.fault("sanction %q: until: %w", s.ID, err)
			b.unending = true
		case b.entry.Until.Before(after):
			b.entry.Until = after
		}
	}
}

// ftmDate returns the first day of a date that may lack its day, month or be
// followed by a time, and the day after its last.
func ftmDate(text string) (first, after delist.Date, err error) {
	text = strings.TrimSpace(text)
	if len(text) > 10 && (text[10] == 'T' || text[10] == ' ') {
		text = text[:10]
	}
	months, days, whole := 0, 0, text
	switch len(text) {
	case 4:
		months, whole = 12, text+"-01-01"
	case 7:
		months, whole = 1, text+"-01"
	default:
		days = 1
	}
	if first, err = parseDate(whole, time.DateOnly); err != nil {
		return first, after, fmt.Errorf("%q is not a date", text)
	}
	return first, delist.DateOf(first.Time().AddDate(0, months, days)), nil
}

// link adds the relation that a link makes between two parties.
func (b *ftmBuilder) link(e *ftmEntity) {
	ends := ftmLinks[e.Schema]
	if len(e.Properties["endDate"]) > 0 {
		b.ended(e)
		return
	}
	percent, err := ftmPercent(e.first("percentage"))
	if err != nil && slices.Contains(e.Properties[ends.one], b.e.ID) {
		b.fault("%s %q: %w", e.Schema, e.ID, err)
	}
	for _, one := range e.Properties[ends.one] {
		for _, other := range e.Properties[ends.other] {
			r := delist.ListedRelation{Kind: ends.kind, Percent: percent}
			switch b.e.ID {
			case one:
				r.OtherID, r.Inverse = other, ends.swap
			case other:
				r.OtherID, r.Inverse = one, !ends.swap && ends.kind != delist.AffiliateOf
			default:
				continue
			}
			b.relate(r)
		}
	}
}

// ended counts a link that has ended, once for its two ends.
func (b *ftmBuilder) ended(e *ftmEntity) {
	one := b.file.find(e.ends()[0])
	if e.ends()[0] == b.e.ID || one == nil || !one.isEntry() {
		b.file.tally(e.Schema, b.entry.Line).ended++
	}
}

// relate adds a relation, with the other party's name if the file has it.
func (b *ftmBuilder) relate(r delist.ListedRelation) {
	if r.OtherID == b.e.ID {
		b.fault("%q %s itself: left out", b.e.ID, r.Kind)
		return
	}
	if other := b.file.find(r.OtherID); other != nil {
		r.Other = other.name()
	}
	if !slices.Contains(b.entry.Relations, r) {
		b.entry.Relations = append(b.entry.Relations, r)
	}
}

// ftmPercent reads a share; "" is one that nobody knows.
func ftmPercent(text string) (float64, error) {
	text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	if text == "" {
		return 0, nil
	}
	percent, err := strconv.ParseFloat(text, 64)
	if err != nil || !(percent >= 0 && percent <= 100) {
		return 0, fmt.Errorf("%q is no share from 0 to 100", text)
	}
	return percent, nil
}
