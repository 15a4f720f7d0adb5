package lists

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

func ndaa1260h(in string) entries { return read1260H("f", strings.NewReader(in)) }

const header1260H = "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"

func Test1260H(t *testing.T) {
	got, faults, err := allOf(ndaa1260h(header1260H +
		"\"Beijing Zhidao Chuangyu Information Technology Co., Ltd. (Knownsec)*\",\"Beijing Zhidao Chuangyu Information Technology Co., Ltd.\",\"Knownsec,Beijing Kownsec\",Example; Sons,Example Holding,No apparent U.S. nexus,2022-10-05,2024-01-31,https://example.org/a.pdf\n"))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []delist.Entry{{
		List: "us-dod-1260h", ID: "beijing-zhidao-chuangyu-information-technology-co-ltd-2022-10-05", Kind: delist.Company, Line: 2,
		Names: []delist.ListedName{
			{Kind: delist.MainName, Name: "Beijing Zhidao Chuangyu Information Technology Co., Ltd. (Knownsec)"},
			{Kind: delist.AlsoKnown, Name: "Beijing Zhidao Chuangyu Information Technology Co., Ltd."},
			{Kind: delist.AlsoKnown, Name: "Knownsec"},
			{Kind: delist.AlsoKnown, Name: "Beijing Kownsec"},
			{Kind: delist.FormerName, Name: "Example"},
			{Kind: delist.FormerName, Name: "Sons"},
		},
		Relations: []delist.ListedRelation{{Kind: delist.Controls, Other: "Example Holding", Inverse: true}},
		Remarks:   "No apparent U.S. nexus",
		Period:    delist.Period{From: dayOf("2022-10-05"), Until: dayOf("2024-01-31")},
		URL:       "https://example.org/a.pdf",
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func Test1260HFormerly(t *testing.T) {
	list, _, _ := allOf(ndaa1260h(header1260H + "\"AVIC Airborne Systems Co., Ltd. (formerly China Avionics Systems Co., Ltd.)\",\"AVIC Airborne Systems Co., Ltd.\",\"China Avionics Systems Co., Ltd.\",,,,2025-01-07,,\n"))
	want := delist.ListedName{Kind: delist.FormerName, Name: "China Avionics Systems Co., Ltd."}
	if len(list) != 1 || list[0].Names[2] != want {
		t.Errorf("got %+v, want %+v", list, want)
	}
}

func Test1260HBadInput(t *testing.T) {
	const good = "X,X,,,,,2021-06-03,,\n"
	checkRows(t, ndaa1260h, []rowsTest{
		{"nobody", header1260H, nil, []string{"f: no entries"}},
		{"another header", "Name\nX\n", nil, []string{`f:1: the header has no column "start date"`, "f: no entries"}},
		{"each time on the list is an entry", header1260H + good + "X,X,,,,,2025-01-07,,\n", []string{"x-2021-06-03", "x-2025-01-07"}, nil},
		{"no name", header1260H + "*,,,,,,2021-06-03,,\n" + good, []string{"x-2021-06-03"}, []string{"f:2: an entry without a name"}},
		{"its own parent", header1260H + "X,X,,,x,,2021-06-03,,\n", []string{"x-2021-06-03"}, []string{"f:2: a company that is its own parent: the relation is left out"}},
		{"a day in the year 20017", header1260H + "X,X,,,,,20017-06-03,,\n", []string{"x"}, []string{`f:2: Start date: "20017-06-03" is not a day of the calendar`}},
		{"the same twice", header1260H + good + good, []string{"x-2021-06-03"}, nil},
		{"another of the same number", header1260H + good + "X,X,Y,,,,2021-06-03,,\n", []string{"x-2021-06-03", "x-2021-06-03-3"},
			[]string{"f:3: number us-dod-1260h/x-2021-06-03 stands twice (first on line 2): kept as x-2021-06-03-3"}},
	})
}

// The real table has 397 rows, each of them an entry.
func Test1260HReal(t *testing.T) {
	parents, ended, kinds := 0, 0, map[delist.NameKind]int{}
	list := realEntries(t, "us_1260h.csv")
	for _, e := range list {
		parents += len(e.Relations)
		if !e.Until.IsZero() {
			ended++
		}
		for _, n := range e.Names {
			kinds[n.Kind]++
		}
	}
	want := map[delist.NameKind]int{delist.MainName: 397, delist.AlsoKnown: 468, delist.FormerName: 8}
	if diff := cmp.Diff(want, kinds); diff != "" || len(list) != 397 || parents != 197 || ended != 21 {
		t.Errorf("%d entries, %d parents, %d ended; want 397, 197, 21; names (-want +got):\n%s", len(list), parents, ended, diff)
	}
}

// Fuzz1260H checks the law of [fuzzRows].
func Fuzz1260H(f *testing.F) {
	f.Add("X*,X,\"Y,Z; A\",B|C,P,note,2021-06-03,2025-01-07,u")
	f.Fuzz(func(t *testing.T, text string) {
		fuzzRows(t, ndaa1260h(header1260H+text+"\nLast,Last,,,,,1999-01-01,,\n"), "last-1999-01-01")
	})
}

func Benchmark1260H(b *testing.B) { benchmarkReal(b, "us_1260h.csv", ndaa1260h) }
