package lists

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

// rowsTest is a row of a table test over one reader: what it reads, the numbers
// of the entries in order, and what it reports.
type rowsTest struct {
	name, in string
	ids      []string
	faults   []string
}

// checkRows runs a table test over one reader.
func checkRows(t *testing.T, read func(in string) entries, tests []rowsTest) {
	t.Helper()
	for _, test := range tests {
		list, faults, _ := allOf(read(test.in))
		var ids []string
		for _, e := range list {
			ids = append(ids, e.ID)
		}
		if diff := cmp.Diff(test.ids, ids); diff != "" {
			t.Errorf("%s: numbers (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.faults, faults); diff != "" {
			t.Errorf("%s: reported (-want +got):\n%s", test.name, diff)
		}
	}
}

// fuzzRows checks the law of every reader: nothing makes it panic, every entry
// has a number, and names or a scope, and a final good row of that number is
// read or something is reported.
func fuzzRows(t *testing.T, all entries, last string) {
	t.Helper()
	told := false
	for e, err := range all {
		if err == nil && (e.ID == "" || len(e.Names) == 0 && e.Scope == "") {
			t.Errorf("an entry without number or name: %+v", e)
		}
		told = told || err != nil || strings.HasPrefix(e.ID, last)
	}
	if !told {
		t.Error("the last row is neither read nor reported")
	}
}

// realEntries reads a real list.
func realEntries(t testing.TB, file string) []delist.Entry {
	t.Helper()
	found, err := Recognise(realFiles(t, file+".gz"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	var list []delist.Entry
	for e, err := range found[0].Read() {
		if err == nil {
			list = append(list, e)
		} else if !isRowError(err) {
			t.Error(err)
		}
	}
	return list
}

// benchmarkReal reads a real list again and again, unpacked.
func benchmarkReal(b *testing.B, file string, read func(string) entries) {
	text, done, err := realFiles(b, file+".gz")[0].text()
	if err != nil {
		b.Fatal(err)
	}
	defer done()
	var whole strings.Builder
	if _, err := text.WriteTo(&whole); err != nil {
		b.Fatal(err)
	}
	benchmarkText(b, whole.String(), read)
}

func benchmarkText(b *testing.B, text string, read func(string) entries) {
	b.SetBytes(int64(len(text)))
	count := 0
	for b.Loop() {
		count = 0
		for _, err := range read(text) {
			if err == nil {
				count++
			}
		}
	}
	b.ReportMetric(float64(count*b.N)/b.Elapsed().Seconds(), "entries/s")
}

func bis(in string) entries { return readBIS("f", strings.NewReader(in)) }

const bisHeader = "\"Name\"\t\"Street_Address\"\t\"City\"\t\"State\"\t\"Country\"\t\"Postal_Code\"\t\"Effective_Date\"\t\"Expiration_Date\"\t\"Standard_Order\"\t\"Last_Update\"\t\"Action\"\t\"FR_Citation\"\n"

// bisRow is a row of the list, with invented values.
func bisRow(name, street, country, from, until, citation string) string {
	return strings.Join([]string{name, street, "Springfield", "", country, "12345", from, until, "Y", "2020-01-01", "NEW", citation}, "\t") + "\n"
}

func TestBIS(t *testing.T) {
	got, faults, err := allOf(bis(bisHeader +
		bisRow("SIBERIAN AIRLINES D/B/A S7 AIRLINES", "1 Example St", "RU", "06/24/2022", "12/21/2022", "87 F.R. 38704") +
		bisRow("EXAMPLE TRADING", "2 Example St", "", "01/02/2020", "", "") +
		bisRow("SIBERIAN AIRLINES D/B/A S7 AIRLINES", "3 Example St", "AE", "06/24/2022", "12/21/2022", "87 F.R. 38707")))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []delist.Entry{{
		List: "us-bis-denied-persons", ID: "siberian-airlines-d-b-a-s7-airlines-2022-06-24", Kind: delist.LegalEntity, Line: 2,
		Names: []delist.ListedName{
			{Kind: delist.MainName, Name: "SIBERIAN AIRLINES D/B/A S7 AIRLINES"},
			{Kind: delist.AlsoKnown, Name: "SIBERIAN AIRLINES"},
			{Kind: delist.AlsoKnown, Name: "S7 AIRLINES"},
		},
		Countries: []string{"ru", "ae"},
		Addresses: []delist.Address{
			{Text: "1 Example St, Springfield, 12345", City: "Springfield", Country: "ru"},
			{Text: "3 Example St, Springfield, 12345", City: "Springfield", Country: "ae"},
		},
		Remarks:   "NEW",
		Citations: []string{"87 F.R. 38704", "87 F.R. 38707"},
		Period:    delist.Period{From: dayOf("2022-06-24"), Until: dayOf("2022-12-22")},
	}, {
		List: "us-bis-denied-persons", ID: "example-trading-2020-01-02", Kind: delist.LegalEntity, Line: 3,
		Names:     []delist.ListedName{{Kind: delist.MainName, Name: "EXAMPLE TRADING"}},
		Addresses: []delist.Address{{Text: "2 Example St, Springfield, 12345", City: "Springfield"}},
		Remarks:   "NEW",
		Period:    delist.Period{From: dayOf("2020-01-02")},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestBISBadInput(t *testing.T) {
	checkRows(t, bis, []rowsTest{
		{"nobody", bisHeader, nil, []string{"f: no entries"}},
		{"nothing", "", nil, []string{"f: empty: not even a header"}},
		{"another header", "a\tb\n1\t2\n", nil, []string{`f:1: the header has no column "name"`}},
		{"no name", bisHeader + bisRow("", "", "", "", "", "") + bisRow("X", "", "", "01/02/2020", "", ""), []string{"x-2020-01-02"},
			[]string{"f:2: a row without the number of its entry"}},
		{"a bad day is left out", bisHeader + bisRow("X", "", "", "01/02/20017", "13/13/2013", ""), []string{"x-01-02-20017"},
			[]string{`f:2: Effective_Date: "01/02/20017" is not a day of the calendar`, `f:2: Expiration_Date: "13/13/2013" is not a day of the calendar`}},
		{"no country", bisHeader + bisRow("X", "", "NM", "01/02/2020", "", ""), []string{"x-2020-01-02"},
			[]string{`f:2: country: "NM" is no country`}},
		{"names that differ in signs", bisHeader + bisRow("AL NASER", "", "", "01/02/2020", "", "") + bisRow("AL-NASER", "", "", "01/02/2020", "", ""),
			[]string{"al-naser-2020-01-02", "al-naser-2020-01-02-2"}, nil},
		{"a quote that does not end", bisHeader + "\"X\t1\n" + bisRow("Y", "", "", "01/02/2020", "", ""), []string{"y-2020-01-02"},
			[]string{"f:2: a quoted field does not end"}},
	})
}

// Of the 582 lines of the real file one is the header. 581 rows have 461
// different names and periods.
func TestBISReal(t *testing.T) {
	list := realEntries(t, "bis_dpl.txt")
	addresses := 0
	for _, e := range list {
		addresses += len(e.Addresses)
	}
	if len(list) != 461 || addresses != 579 {
		t.Errorf("%d entries, %d addresses; want 461, 579", len(list), addresses)
	}
}

// FuzzBIS checks the law of [fuzzRows].
func FuzzBIS(f *testing.F) {
	f.Add(bisRow("X", "1", "US", "01/02/2020", "01/02/2030", "1 F.R. 1"))
	f.Add("\"X\t")
	f.Fuzz(func(t *testing.T, text string) {
		fuzzRows(t, bis(bisHeader+text+"\n"+bisRow("LAST", "", "", "01/02/1999", "", "")), "last-1999-01-02")
	})
}

func BenchmarkBIS(b *testing.B) { benchmarkReal(b, "bis_dpl.txt", bis) }
