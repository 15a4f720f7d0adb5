package lists

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

var formatFTM = format{id: "ftm-json", publication: "opensanctions", sniff: sniffFTM, read: readFTM}

// sniffFTM reports whether the first line is a FollowTheMoney entity.
func sniffFTM(head []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, " \r\n\t"), []byte("\n"))
	return bytes.HasPrefix(line, []byte("{")) && !bytes.Contains(line, []byte(`"op"`)) &&
		bytes.Contains(line, []byte(`"schema"`)) && bytes.Contains(line, []byte(`"properties"`))
}

// readFTM yields the entries of a file of FollowTheMoney entities, one JSON
// object on each line, such as the entities.ftm.json of OpenSanctions.
//
// People, organisations, companies, public bodies, vessels, aircraft and plain
// assets are entries, except those marked "target": false: these are not listed
// themselves, but stand by name and id in the relations of those that are.
// Addresses, identity documents, sanctions and links are joined to the parties
// that they speak of, and may stand before or after them. A link that has ended
// is left out, since a [delist.ListedRelation] holds no days. Whatever else
// there is, is counted and reported at the end, once per schema.
//
// A sanction's listing date (else its start) is the day from which the entry
// runs, of several the earliest; a date without day or month is its first day.
// The entry ends on the day after the last end, if every sanction has one; an
// end without day or month is its last day.
//
// The file is read twice, and single lines again: what is held is below 100
// bytes for each party, address and end of a link, and no texts. An input that
// cannot seek is held whole, up to 1 GB.
//
// Source: the schemata of github.com/opensanctions/followthemoney at commit
// 1148de6; see https://followthemoney.tech/explorer/schemata/.
func readFTM(name string, r io.Reader) entries {
	return func(yield func(delist.Entry, error) bool) {
		f, err := openFTM(name, r, bareEntity)
		if err != nil {
			yield(delist.Entry{}, err)
			return
		}
		count := 0
		for l, err := range f.lines() {
			if err == nil {
				err = f.parse(l)
			}
			if err != nil && (!yield(delist.Entry{}, err) || !isRowError(err)) {
				return
			}
			if err != nil || !f.current.isEntry() {
				continue
			}
			entry, faults := f.entry(&f.current, l)
			if entry.ID != "" {
				count++
			}
			if !yieldBoth(yield, name, entry, faults) {
				return
			}
		}
		f.finish(yield, count)
	}
}

// isRowError reports whether reading goes on after err.
func isRowError(err error) bool {
	var row *RowError
	return errors.As(err, &row)
}

// yieldBoth yields an entry, if there is one, and what was wrong with it.
func yieldBoth(yield func(delist.Entry, error) bool, name string, entry delist.Entry, faults []error) bool {
	if entry.ID != "" && !yield(entry, nil) {
		return false
	}
	for _, fault := range faults {
		if !yield(delist.Entry{}, &RowError{name, entry.Line, fault}) {
			return false
		}
	}
	return true
}

// An ftmEntity is one entity as it stands in the file.
type ftmEntity struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption"`
	Schema     string              `json:"schema"`
	Datasets   []string            `json:"datasets"`
	Target     *bool               `json:"target"`
	Properties map[string][]string `json:"properties"`
}

// isEntry reports whether e is a party that is listed itself.
func (e *ftmEntity) isEntry() bool {
	return ftmKinds[e.Schema] != "" && (e.Target == nil || *e.Target)
}

// first returns the first value of a property, or "".
func (e *ftmEntity) first(property string) string {
	if values := e.Properties[property]; len(values) > 0 {
		return strings.TrimSpace(values[0])
	}
	return ""
}

// name returns the name by which the entity is shown.
func (e *ftmEntity) name() string {
	names := e.Properties["name"]
	if slices.Contains(names, e.Caption) {
		return e.Caption
	}
	return cmp.Or(e.first("name"), e.first("alias"), e.first("weakAlias"))
}

// ftmKinds are the schemata that are parties.
var ftmKinds = map[string]delist.PartyKind{
	"Company": delist.Company, "PublicBody": delist.PublicBody, "Person": delist.Person,
	"Vessel": delist.Vessel, "Airplane": delist.Airplane,
	"Organization": delist.LegalEntity, "LegalEntity": delist.LegalEntity, "Asset": delist.LegalEntity,
}

// An ftmLink says which properties of a link name its two ends, and how the
// first is related to the second.
type ftmLink struct {
	one, other string
	kind       delist.RelationKind
	swap       bool // the second is related to the first
}

// ftmLinks are the schemata that belong to one party or connect two.
var ftmLinks = map[string]ftmLink{
	"Ownership":      {one: "owner", other: "asset", kind: delist.Owns},
	"Control":        {one: "controller", other: "controlled", kind: delist.Controls},
	"Directorship":   {one: "director", other: "organization", kind: delist.Directs},
	"Succession":     {one: "predecessor", other: "successor", kind: delist.SuccessorOf, swap: true},
	"Employment":     {one: "employee", other: "employer", kind: delist.EmployedBy},
	"Membership":     {one: "member", other: "organization", kind: delist.AffiliateOf},
	"Representation": {one: "agent", other: "client", kind: delist.AffiliateOf},
	"Associate":      {one: "person", other: "associate", kind: delist.AffiliateOf},
	"Family":         {one: "person", other: "relative", kind: delist.AffiliateOf},
	"UnknownLink":    {one: "subject", other: "object", kind: delist.AffiliateOf},
	"Sanction":       {one: "entity"},
	"Passport":       {one: "holder"},
	"Identification": {one: "holder"},
}

// ends returns the ids that a link speaks of.
func (e *ftmEntity) ends() []string {
	link := ftmLinks[e.Schema]
	if link.other == "" {
		return e.Properties[link.one]
	}
	return slices.Concat(e.Properties[link.one], e.Properties[link.other])
}

// A place is where a line stands that has, or speaks of, the id with hash key. A
// hash that two ids share does no harm: the id is
// compared when the line is read.
type place struct {
	key  uint64
	at   int64
	size int32
	line int32
}

// A seekable can be read twice, and in single places.
type seekable interface {
	io.ReadSeeker
	io.ReaderAt
}

// An ftmFile is a file of entities with an index of what belongs together.
type ftmFile struct {
	name    string
	in      seekable
	start   int64
	decode  func(text []byte, e *ftmEntity) error
	seed    maphash.Seed
	own     []place // of parties and addresses, by their ids, sorted by key
	ends    []place // of links, by the ids of their ends, sorted by key
	left    map[string]*tally
	once    once
	current ftmEntity
}

// A tally counts the entities of one schema that were left out.
type tally struct{ parties, lonely, ended, unknown, line int }

// maxHeld bounds an input that cannot seek.
const maxHeld = 1 << 30

// openFTM reads the file for the first time, to know what belongs together.
func openFTM(name string, r io.Reader, decode func([]byte, *ftmEntity) error) (*ftmFile, error) {
	f := &ftmFile{name: name, decode: decode, seed: maphash.MakeSeed(), left: make(map[string]*tally)}
	f.once.seed = f.seed
	if err := f.hold(r); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	parties, wanted := f.build()
	f.lonely(f.own, parties, wanted)
	f.lonely(f.ends, parties, nil)
	for _, index := range [][]place{f.own, f.ends} {
		slices.SortFunc(index, func(a, b place) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at)) })
	}
	return f, nil
}

// hold makes the input one that can be read twice.
func (f *ftmFile) hold(r io.Reader) (err error) {
	if in, ok := r.(seekable); ok {
		if f.start, err = in.Seek(0, io.SeekCurrent); err == nil {
			f.in = in
			return nil
		}
	}
	text, err := io.ReadAll(io.LimitReader(r, maxHeld+1))
	if err == nil && len(text) > maxHeld {
		err = fmt.Errorf("more than %d bytes from an input that cannot be read twice: give the file itself", maxHeld)
	}
	f.start, f.in = 0, bytes.NewReader(text)
	return err
}

// build fills the indexes in file order and returns the ids of parties, and of
// the addresses that they refer to. Lines that cannot be read are passed over:
// the second reading reports them.
func (f *ftmFile) build() (parties, wanted map[uint64]bool) {
	parties, wanted = make(map[uint64]bool), make(map[uint64]bool)
	for l, err := range f.lines() {
		var e ftmEntity
		if err != nil || f.decode(l.text, &e) != nil || e.ID == "" || e.Schema == "" {
			continue
		}
		own := f.key(e.ID)
		switch _, link := ftmLinks[e.Schema]; {
		case ftmKinds[e.Schema] != "":
			parties[own] = true
			f.own = append(f.own, placeOf(own, l))
			for _, id := range e.Properties["addressEntity"] {
				wanted[f.key(id)] = true
			}
			if !e.isEntry() {
				f.tally(e.Schema, int(l.line)).parties++
			}
		case e.Schema == "Address":
			f.own = append(f.own, placeOf(own, l))
		case link:
			for _, id := range e.ends() {
				f.ends = append(f.ends, placeOf(f.key(id), l))
			}
			if len(e.ends()) == 0 {
				f.tally(e.Schema, int(l.line)).lonely++
			}
		default:
			f.tally(e.Schema, int(l.line)).unknown++
		}
	}
	return parties, wanted
}

// lonely counts the addresses and links of which no party in the file knows. A
// link's places stand side by side, since the index is still in file order.
func (f *ftmFile) lonely(index []place, parties, wanted map[uint64]bool) {
	for i := 0; i < len(index); {
		next, known := i, false
		for ; next < len(index) && index[next].at == index[i].at; next++ {
			known = known || parties[index[next].key] || wanted[index[next].key]
		}
		var e ftmEntity
		if !known && f.at(index[i], &e) == nil {
			f.tally(e.Schema, int(index[i].line)).lonely++
		}
		i = next
	}
}

func (f *ftmFile) key(id string) uint64 { return maphash.String(f.seed, id) }

func placeOf(key uint64, l textLine) place {
	return place{key, l.at, int32(len(l.text)), int32(l.line)}
}

// tally returns the count for a schema, which begins on the given line.
func (f *ftmFile) tally(schema string, line int) *tally {
	t := f.left[schema]
	if t == nil {
		t = &tally{line: line}
		f.left[schema] = t
	}
	return t
}

// at reads one line again.
func (f *ftmFile) at(p place, e *ftmEntity) error {
	text := make([]byte, p.size)
	if _, err := f.in.ReadAt(text, f.start+p.at); err != nil {
		return err
	}
	return f.decode(text, e)
}

// find returns the party or address with an id, or nil.
func (f *ftmFile) find(id string) *ftmEntity {
	for e, err := range f.read(f.own, id) {
		if err == nil && e.ID == id {
			return e
		}
	}
	return nil
}

// links yields the links of which one end is id.
func (f *ftmFile) links(id string) iter.Seq2[*ftmEntity, error] {
	return func(yield func(*ftmEntity, error) bool) {
		for e, err := range f.read(f.ends, id) {
			if (err != nil || slices.Contains(e.ends(), id)) && !yield(e, err) {
				return
			}
		}
	}
}

// read reads the lines again that an index has under an id, each once.
func (f *ftmFile) read(index []place, id string) iter.Seq2[*ftmEntity, error] {
	return func(yield func(*ftmEntity, error) bool) {
		key, last := f.key(id), int64(-1)
		i, _ := slices.BinarySearchFunc(index, key, func(p place, key uint64) int { return cmp.Compare(p.key, key) })
		for ; i < len(index) && index[i].key == key; i++ {
			if index[i].at == last {
				continue // both ends of a link are id
			}
			last = index[i].at
			e := new(ftmEntity)
			if err := f.at(index[i], e); !yield(e, err) {
				return
			}
		}
	}
}

// lines yields the lines of the file from its start.
func (f *ftmFile) lines() iter.Seq2[textLine, error] {
	if _, err := f.in.Seek(f.start, io.SeekStart); err != nil {
		return func(yield func(textLine, error) bool) { yield(textLine{}, fmt.Errorf("%s: %w", f.name, err)) }
	}
	return textLines(f.name, f.in)
}

// parse reads a line into f.current.
func (f *ftmFile) parse(l textLine) error {
	f.current = ftmEntity{}
	err := f.decode(l.text, &f.current)
	switch {
	case err != nil:
		return jsonFault(f.name, l, err)
	case f.current.ID == "":
		return &RowError{f.name, l.line, errors.New("an entity without id")}
	case f.current.Schema == "":
		return &RowError{f.name, l.line, fmt.Errorf("entity %q has no schema", f.current.ID)}
	}
	return nil
}

func bareEntity(text []byte, e *ftmEntity) error { return json.Unmarshal(text, e) }

// finish reports what was left out, and a file without any entry.
func (f *ftmFile) finish(yield func(delist.Entry, error) bool, count int) {
	schemata := slices.SortedFunc(maps.Keys(f.left), func(a, b string) int {
		return cmp.Or(cmp.Compare(f.left[a].line, f.left[b].line), cmp.Compare(a, b))
	})
	for _, schema := range schemata {
		for _, text := range f.left[schema].texts(schema) {
			if !yield(delist.Entry{}, &RowError{f.name, f.left[schema].line, errors.New(text)}) {
				return
			}
		}
	}
	if count == 0 {
		yield(delist.Entry{}, fmt.Errorf("%s: %w", f.name, errNoEntries))
	}
}

// texts says what was left out of one schema.
func (t *tally) texts(schema string) (out []string) {
	for _, left := range []struct {
		count int
		why   string
	}{
		{t.parties, "are not listed themselves (target is false)"},
		{t.lonely, "belong to no party of this file"},
		{t.ended, "have ended"},
		{t.unknown, "are no parties"},
	} {
		if left.count > 0 {
			out = append(out, fmt.Sprintf("%d %s entities %s: left out", left.count, schema, left.why))
		}
	}
	return out
}

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

var errNoEntries = errors.New("no entries")

// A textLine is one line of a text, without its end.
type textLine struct {
	line int
	at   int64 // where it begins, in bytes
	text []byte
	cut  bool // the text ends before the line does
}

// textLines yields the lines of a text that are not blank. The text of a line
// is good until the next. One of more than maxRecord bytes is a *RowError.
func textLines(name string, r io.Reader) iter.Seq2[textLine, error] {
	return func(yield func(textLine, error) bool) {
		in := bufio.NewReaderSize(r, 256<<10)
		var at int64
		var buf []byte
		for line := 1; ; line++ {
			buf = buf[:0]
			size, err := readLine(in, &buf)
			if err != nil && !errors.Is(err, io.EOF) {
				yield(textLine{line: line}, fmt.Errorf("%s:%d: %w", name, line, err))
				return
			}
			l := textLine{line, at, bytes.TrimSpace(buf), err != nil}
			at += int64(size)
			var fault error
			if size > maxRecord {
				fault = &RowError{name, line, errLong}
			}
			if (fault != nil || len(l.text) > 0) && !yield(l, fault) {
				return
			}
			if err != nil {
				return
			}
		}
	}
}

// readLine appends a line to buf and returns its size; of a line that is too
// long, it keeps the beginning.
func readLine(in *bufio.Reader, buf *[]byte) (size int, err error) {
	for {
		part, err := in.ReadSlice('\n')
		size += len(part)
		if size <= maxRecord {
			*buf = append(*buf, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return size, err
		}
	}
}

// jsonFault reports a line that is not what it should be. One at which the
// text breaks off ends the reading.
func jsonFault(name string, l textLine, err error) error {
	var syntax *json.SyntaxError
	if l.cut && errors.As(err, &syntax) && int(syntax.Offset) >= len(l.text) {
		return fmt.Errorf("%s:%d: the file ends inside a record", name, l.line)
	}
	return &RowError{name, l.line, err}
}

// once knows which records have been read, by a hash of their id: 32 bytes for
// each.
type once struct {
	seed maphash.Seed
	seen map[uint64]sighting
}

// A sighting is the line of a record, and a hash of all that it says.
type sighting struct {
	sum  uint64
	line int
}

// again reports whether the id has been seen on an earlier line, and whether
// that record said the same.
func (o *once) again(id string, line int, text []byte) (first int, same, twice bool) {
	if o.seen == nil {
		o.seen = make(map[uint64]sighting)
	}
	key, sum := maphash.String(o.seed, id), maphash.Bytes(o.seed, text)
	earlier, twice := o.seen[key]
	if !twice {
		o.seen[key] = sighting{sum, line}
	}
	return earlier.line, twice && earlier.sum == sum, twice
}

func errTwice(id string, first int) error {
	return fmt.Errorf("number %s stands twice (first on line %d)", id, first)
}
