package lists

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

// ftmLines is a small file of entities, invented but for the public facts of
// Kaspersky Lab. What belongs to a party stands before and after it.
const ftmLines = `{"id":"a1","schema":"Address","properties":{"full":["39A/3 Leningradskoe Shosse, Moscow, Russia"],"city":["Moscow"],"country":["ru"]}}
{"id":"s1","schema":"Sanction","datasets":["us_x"],"properties":{"entity":["k"],"authority":["BIS"],"program":["Final Determination"],"listingDate":["2024-06-24"],"startDate":["2024-09-29"],"sourceUrl":["https://www.bis.gov/x"],"reason":["Undue risk"]}}
{"id":"k","schema":"Company","caption":"AO Kaspersky Lab","datasets":["us_x"],"target":true,"properties":{"name":["Kaspersky Lab AO","AO Kaspersky Lab"],"alias":["Лаборатория Касперского"],"weakAlias":["KL"],"previousName":["ZAO Kaspersky Lab"],"country":["ru"],"innCode":["7713140469"],"website":["https://www.Kaspersky.ru/about"],"addressEntity":["a1"]}}
{"id":"o1","schema":"Ownership","properties":{"owner":["h"],"asset":["k"],"percentage":["100%"]}}
{"id":"h","schema":"Company","caption":"Kaspersky Labs Limited","target":false,"properties":{"name":["Kaspersky Labs Limited"],"country":["gb"]}}
{"id":"p","schema":"Person","properties":{"name":["Example Person"],"birthDate":["1970"],"nationality":["zq","gb-sct"]}}
{"id":"d1","schema":"Directorship","properties":{"director":["p"],"organization":["k"]}}
{"id":"f1","schema":"Family","properties":{"person":["p"],"relative":["p"]}}
{"id":"o2","schema":"Ownership","properties":{"owner":["p"],"asset":["k"],"endDate":["2019"]}}
{"id":"pp","schema":"Passport","properties":{"holder":["p"],"number":["X123"],"country":["gb"]}}
{"id":"s2","schema":"Sanction","properties":{"entity":["p"],"startDate":["2014-03"],"endDate":["2020"]}}
{"id":"s3","schema":"Sanction","properties":{"entity":["nobody"]}}
{"id":"y1","schema":"Payment","properties":{"payer":["p"]}}
{"id":"y2","schema":"Payment","properties":{"payer":["p"]}}
`

// allOf reads everything that a reader gives.
func allOf(all entries) (list []delist.Entry, faults []string, last error) {
	for e, err := range all {
		switch {
		case err == nil:
			list = append(list, e)
		default:
			faults = append(faults, err.Error())
			last = err
		}
	}
	if isRowError(last) {
		last = nil
	}
	return list, faults, last
}

func dayOf(text string) delist.Date { d, _ := delist.ParseDate(text); return d }

func TestFTMJoins(t *testing.T) {
	got, faults, err := allOf(readFTM("f", strings.NewReader(ftmLines)))
	if err != nil {
		t.Fatal(err)
	}
	want := []delist.Entry{{
		List: "us_x", ID: "k", Kind: delist.Company, Line: 3,
		Names: []delist.ListedName{
			{Kind: delist.MainName, Name: "AO Kaspersky Lab"},
			{Kind: delist.AlsoKnown, Name: "Kaspersky Lab AO"},
			{Kind: delist.AlsoKnown, Name: "Лаборатория Касперского"},
			{Kind: delist.FormerName, Name: "ZAO Kaspersky Lab"},
			{Kind: delist.WeakAlias, Name: "KL"},
		},
		Countries:  []string{"ru"},
		Addresses:  []delist.Address{{Text: "39A/3 Leningradskoe Shosse, Moscow", City: "Moscow", Country: "ru"}},
		Numbers:    []delist.Number{{Kind: delist.TaxNumber, Value: "7713140469"}, {Kind: delist.Website, Value: "kaspersky.ru"}},
		Programmes: []string{"Final Determination"},
		Remarks:    "Undue risk",
		Period:     delist.Period{From: dayOf("2024-06-24")},
		URL:        "https://www.bis.gov/x",
		Relations: []delist.ListedRelation{
			{Kind: delist.Owns, Other: "Kaspersky Labs Limited", OtherID: "h", Inverse: true, Percent: 100},
			{Kind: delist.Directs, Other: "Example Person", OtherID: "p", Inverse: true},
		},
	}, {
		List: "opensanctions", ID: "p", Kind: delist.Person, Line: 6,
		Names:     []delist.ListedName{{Kind: delist.MainName, Name: "Example Person"}},
		Countries: []string{"gb"}, Born: []string{"1970"},
		Numbers:   []delist.Number{{Kind: delist.Passport, Value: "X123", Country: "gb"}},
		Period:    delist.Period{From: dayOf("2014-03-01"), Until: dayOf("2021-01-01")},
		Relations: []delist.ListedRelation{{Kind: delist.Directs, Other: "AO Kaspersky Lab", OtherID: "k"}},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	wantFaults := []string{
		`f:6: nationality: "zq" is no country`,
		`f:6: "p" affiliate-of itself: left out`,
		`f:5: 1 Company entities are not listed themselves (target is false): left out`,
		`f:6: 1 Ownership entities have ended: left out`,
		`f:12: 1 Sanction entities belong to no party of this file: left out`,
		`f:13: 2 Payment entities are no parties: left out`,
	}
	if diff := cmp.Diff(wantFaults, faults); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// TestFTMUnseekable checks that an input that cannot seek gives the same.
func TestFTMUnseekable(t *testing.T) {
	want, wantFaults, _ := allOf(readFTM("f", strings.NewReader(ftmLines)))
	got, faults, _ := allOf(readFTM("f", io.MultiReader(strings.NewReader(ftmLines))))
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(wantFaults, faults); diff != "" {
		t.Error(diff)
	}
}

func TestFTMBadInput(t *testing.T) {
	const good = `{"id":"x","schema":"Company","properties":{"name":["Example Trading"]}}` + "\n"
	tests := []struct {
		name, in string
		entries  int
		faults   []string
	}{
		{"empty", "", 0, []string{"f: no entries"}},
		{"nothing but other schemata", `{"id":"y","schema":"Payment","properties":{}}`, 0,
			[]string{"f:1: 1 Payment entities are no parties: left out", "f: no entries"}},
		{"a bad line hides no other", "{nonsense}\n" + good, 1,
			[]string{"f:1: invalid character 'n' looking for beginning of object key string"}},
		{"truncated", good + `{"id":"y","sch`, 1, []string{"f:2: the file ends inside a record"}},
		{"no id", good + `{"schema":"Company","properties":{"name":["Y"]}}`, 1, []string{"f:2: an entity without id"}},
		{"no schema", good + `{"id":"y"}`, 1, []string{`f:2: entity "y" has no schema`}},
		{"no name", good + `{"id":"y","schema":"Vessel","properties":{}}`, 1, []string{`f:2: Vessel "y" has no name`}},
		{"the same twice", good + good, 1, nil},
		{"another of the same id", good + strings.Replace(good, "Trading", "Shipping", 1), 2,
			[]string{"f:2: number x stands twice (first on line 1)"}},
		{"a share that is none", good + `{"id":"o","schema":"Ownership","properties":{"owner":["x"],"asset":["z"],"percentage":["25-50"]}}`, 1,
			[]string{`f:1: Ownership "o": "25-50" is no share from 0 to 100`}},
		{"a year that is none", good + `{"id":"s","schema":"Sanction","properties":{"entity":["x"],"startDate":["20017-01-01"]}}`, 1,
			[]string{`f:1: sanction "s": from: "20017-01-01" is not a date`}},
		{"an address that is not there", `{"id":"x","schema":"Company","properties":{"name":["X"],"addressEntity":["a"]}}`, 1,
			[]string{`f:1: address "a" is not in this file`}},
		{"a line that is too long", strings.Repeat(" ", maxRecord) + "x\n" + good, 1,
			[]string{"f:1: a record of more than 4194304 bytes"}},
	}
	for _, test := range tests {
		list, faults, _ := allOf(readFTM("f", strings.NewReader(test.in)))
		if len(list) != test.entries || !slices.Equal(faults, test.faults) {
			t.Errorf("%s: %d entries, %q; want %d, %q", test.name, len(list), faults, test.entries, test.faults)
		}
	}
}

// TestFTMUntil checks that an entry ends only when all of its sanctions do.
func TestFTMUntil(t *testing.T) {
	const party = `{"id":"x","schema":"Company","properties":{"name":["Example Trading"]}}` + "\n"
	tests := []struct{ name, first, second, from, until string }{
		{"the latest end", `"listingDate":["2015-01-01"],"endDate":["2019-06-30"]`, `"startDate":["2014-01-01"],"endDate":["2021-06-30"]`, "2014-01-01", "2021-07-01"},
		{"one goes on", `"endDate":["2019-06-30"]`, `"startDate":["2014-01-01"]`, "2014-01-01", ""},
		{"an end that cannot be read is none", `"endDate":["2019-02-30"]`, `"endDate":["2019-02-01"]`, "", ""},
	}
	for _, test := range tests {
		line := func(id, dates string) string {
			return fmt.Sprintf(`{"id":%q,"schema":"Sanction","properties":{"entity":["x"],%s}}`+"\n", id, dates)
		}
		list, _, _ := allOf(readFTM("f", strings.NewReader(party+line("1", test.first)+line("2", test.second))))
		if len(list) != 1 || list[0].From.String() != test.from || list[0].Until.String() != test.until {
			t.Errorf("%s: %v; want %s to %s", test.name, list, test.from, test.until)
		}
	}
}

// sampleText reads one of the real lists, or skips the test.
func sampleText(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "shared", "data", "lists", name+".gz"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the real list %s is not here", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestFTMSample counts what is in the sample: 96 parties in 475 lines, of which
// 89 are addresses and 290 payments.
func TestFTMSample(t *testing.T) {
	text := sampleText(t, "ftm_sample.entities.ftm.json")
	list, faults, err := allOf(readFTM("sample", bytes.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	kinds, addresses := make(map[delist.PartyKind]int), 0
	for _, e := range list {
		kinds[e.Kind]++
		addresses += len(e.Addresses)
	}
	want := map[delist.PartyKind]int{delist.Company: 56, delist.LegalEntity: 18, delist.Person: 22}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	t.Log(len(list), "entries,", addresses, "addresses,", faults)
}

// FuzzFTM checks that no input makes the reader panic, that every entry has an
// id and a name, and that a final good line is read whatever comes before it.
func FuzzFTM(f *testing.F) {
	f.Add([]byte(ftmLines))
	f.Add([]byte(`{"id":"","schema":null,"properties":{"name":[""]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > maxRecord {
			t.Skip()
		}
		const id = "the last good line"
		good := `{"id":"` + id + `","schema":"Company","properties":{"name":["Example Trading"]}}`
		found := false
		for e, err := range readFTM("f", strings.NewReader(string(text)+"\n"+good)) {
			if err == nil && (e.ID == "" || len(e.Names) == 0 || e.Names[0].Name == "") {
				t.Errorf("an entry without id or name: %+v", e)
			}
			found = found || e.ID == id
		}
		if !found && !bytes.Contains(text, []byte(id)) {
			t.Error("the last good line is not read")
		}
	})
}

func BenchmarkFTM(b *testing.B) {
	text := bytes.Repeat(sampleText(b, "ftm_sample.entities.ftm.json"), 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		allOf(readFTM("sample", bytes.NewReader(text)))
	}
}
