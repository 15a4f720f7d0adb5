package lists

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

func sam(in string) entries { return readSAM("f", strings.NewReader(in)) }

const samHeader = `"Classification","Name","Prefix","First","Middle","Last","Suffix","Address 1","Address 2","Address 3","Address 4","City","State / Province","Country","Zip Code","Open Data Flag","Blank (Deprecated)","Unique Entity ID","Exclusion Program","Excluding Agency","CT Code","Exclusion Type","Additional Comments","Active Date","Termination Date","Record Status","Cross-Reference","SAM Number","CAGE","NPI","Creation_Date"` + "\n"

// samZTE is as published; the person and the vessel are invented.
const (
	samZTE    = `"Firm","ZTE CORPORATION","","","","","","NO.55, HI-TECH SOUTH ROAD, NANSHAN DISTRICT","","","","SHENZHEN","","CHN","518057","","","HWEKRJ3F3N29","Reciprocal","GSA","","Prohibition/Restriction","Prohibition is limited to certain products and services. The entity is not itself excluded.","12/13/2019","Indefinite","","","S4MRB9MLP","","","2019-12-13"` + "\n"
	samPerson = `"Individual","","MR.","John","Q","Example","III","","","","","SPRINGFIELD","VA","USA","22150","","","","Reciprocal","HHS","Z1","Prohibition/Restriction","A comment","11/20/2023","11/20/2026","","(also EXAMPLE TRADING, LLC)","S4MR00001","6V6U5","1234567890","2023-11-20"` + "\n"
	samVessel = `"Vessel","EXAMPLE STAR","","","","","","","","","","","","","","","","","Reciprocal","TREAS-OFAC","","Prohibition/Restriction","","06/01/2026","Indefinite","","","S4MR00002","","0000000000","2026-06-01"` + "\n"
)

func TestSAM(t *testing.T) {
	got, faults, err := allOf(sam(samHeader + samZTE + samPerson + samVessel))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []delist.Entry{{
		List: "us-sam-exclusions", ID: "S4MRB9MLP", Kind: delist.Company, Line: 2,
		Names:      []delist.ListedName{{Kind: delist.MainName, Name: "ZTE CORPORATION"}},
		Countries:  []string{"cn"},
		Addresses:  []delist.Address{{Text: "NO.55, HI-TECH SOUTH ROAD, NANSHAN DISTRICT, SHENZHEN, 518057", City: "SHENZHEN", Country: "cn"}},
		Numbers:    []delist.Number{{Kind: delist.UEI, Value: "HWEKRJ3F3N29"}},
		Programmes: []string{"Reciprocal", "Prohibition/Restriction", "GSA"},
		Scope:      "Prohibition is limited to certain products and services. The entity is not itself excluded.",
		Period:     delist.Period{From: dayOf("2019-12-13")},
	}, {
		List: "us-sam-exclusions", ID: "S4MR00001", Kind: delist.Person, Line: 3,
		Names:      []delist.ListedName{{Kind: delist.MainName, Name: "MR. John Q Example III"}},
		Countries:  []string{"us"},
		Addresses:  []delist.Address{{Text: "SPRINGFIELD, VA, 22150", City: "SPRINGFIELD", Country: "us"}},
		Numbers:    []delist.Number{{Kind: delist.CAGE, Value: "6V6U5"}, {Kind: delist.OtherNumber, Value: "1234567890"}},
		Programmes: []string{"Reciprocal", "Prohibition/Restriction", "HHS", "Z1"},
		Remarks:    "A comment; (also EXAMPLE TRADING, LLC)",
		Period:     delist.Period{From: dayOf("2023-11-20"), Until: dayOf("2026-11-21")},
	}, {
		List: "us-sam-exclusions", ID: "S4MR00002", Kind: delist.Vessel, Line: 4,
		Names:      []delist.ListedName{{Kind: delist.MainName, Name: "EXAMPLE STAR"}},
		Programmes: []string{"Reciprocal", "Prohibition/Restriction", "TREAS-OFAC"},
		Period:     delist.Period{From: dayOf("2026-06-01")},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if !formatSAM.sniff([]byte(samHeader)) || formatSAM.sniff([]byte("Classification,Name\n")) {
		t.Error("sniffed wrongly")
	}
}

func TestSAMBadInput(t *testing.T) {
	const header = "SAM Number,Name,Classification,Active Date,Termination Date\n"
	checkRows(t, sam, []rowsTest{
		{"nobody", samHeader, nil, []string{"f: no entries"}},
		{"another header", "Name\nX\n", nil, []string{`f:1: the header has no column "classification"`, "f: no entries"}},
		{"columns in another order", header + "1,X,Firm,2024-06-01,Indefinite\n", []string{"1"}, nil},
		{"no name, no number", header + "1,,Firm,,\n,X,Firm,,\n", []string{"line-3"},
			[]string{"f:2: an entry without a name", "f:3: an entry without a number: kept as line-3"}},
		{"a bad day is left out", header + "1,X,Firm,02/30/2020,never\n", []string{"1"},
			[]string{`f:2: Active Date: "02/30/2020" is not a day of the calendar`, `f:2: Termination Date: "never" is not a day of the calendar`}},
		{"the same twice", samHeader + samZTE + samZTE, []string{"S4MRB9MLP"}, nil},
		{"another of the same number", header + "1,X,Firm,,\n1,Y,Firm,,\n", []string{"1", "1-3"},
			[]string{"f:3: number us-sam-exclusions/1 stands twice (first on line 2): kept as 1-3"}},
		{"a quote that does not end", header + "\"1,X,Firm\n2,Y,Firm,,\n", []string{"2"}, []string{"f:2: a quoted field does not end"}},
	})
}

// FuzzSAM checks the law of [fuzzRows].
func FuzzSAM(f *testing.F) {
	f.Add(samZTE)
	f.Add(samPerson + "\"Firm")
	f.Fuzz(func(t *testing.T, text string) {
		fuzzRows(t, sam(samHeader+text+"\n"+strings.Replace(samVessel, "S4MR00002", "LAST", 1)), "LAST")
	})
}

// BenchmarkSAM reads 18 MB, made for it.
func BenchmarkSAM(b *testing.B) {
	var text strings.Builder
	text.WriteString(samHeader)
	for i := 0; text.Len() < 18<<20; i++ {
		text.WriteString(strings.Replace(samPerson, "S4MR00001", fmt.Sprint("S4MR", i), 1))
	}
	benchmarkText(b, text.String(), sam)
}
