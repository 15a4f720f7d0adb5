package lists

import (
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
	"strings"

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
