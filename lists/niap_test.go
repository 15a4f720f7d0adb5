package lists

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

func niap(in string) entries     { return readNIAP("f", strings.NewReader(in)) }
func niapJSON(in string) entries { return readNIAPJSON("f", strings.NewReader(in)) }

const niapHeader = "VID,Vendor,Product,CCTL,Certification Date,Status,Conformance Claims,Assurance Maintenance Date,Maintenance Update,Scheme\n"

// The product is invented; its fields are those of the page.
const niapProductJSON = `{"product_id":11000,"product_name":"Example Router 1.0","vendor_id_name":"Example Trading","certification_date":"2024-05-24T00:00:00Z","sunset_date":"2026-05-24","status":"Certified","protection_profiles":[{"pp_short_name":"CPP_ND_V2.2E"}]}`

func niapWant(line int) []delist.Entry {
	return []delist.Entry{{
		List: "us-niap-pcl", ID: "11000", Kind: delist.LegalEntity, Line: line,
		Names:      []delist.ListedName{{Kind: delist.MainName, Name: "Example Trading"}},
		Programmes: []string{"Certified", "CPP_ND_V2.2E"}, Products: []string{"Example Router 1.0"},
		Period: delist.Period{From: dayOf("2024-05-24"), Until: dayOf("2026-05-25")},
		URL:    "https://www.niap-ccevs.org/products/11000",
	}}
}

func TestNIAP(t *testing.T) {
	tests := []struct {
		name string
		all  entries
		line int
	}{
		{"table", niap(niapHeader + "11000,Example Trading,Example Router 1.0,Example Lab,05/24/2024,Certified,CPP_ND_V2.2E,05/24/2026,,US\n"), 2},
		{"other names and order of columns", niap("Product Name,Vendor,Status,Conformance Claim,VID,Extra,Certification Date,Assurance Maintenance Date\nExample Router 1.0,Example Trading,Certified,CPP_ND_V2.2E,11000,x,2024-05-24,2026.05.24\n"), 2},
		{"list", niapJSON("[" + niapProductJSON + "]"), 1},
		{"last page", niapJSON("{\"count\":1,\"next\":null,\n\"results\":[" + niapProductJSON + "]}"), 2},
	}
	for _, test := range tests {
		got, faults, err := allOf(test.all)
		if err != nil || len(faults) > 0 {
			t.Errorf("%s: %v %q", test.name, err, faults)
		}
		if diff := cmp.Diff(niapWant(test.line), got, cmp.AllowUnexported(delist.Date{})); diff != "" {
			t.Errorf("%s: entries (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestNIAPBadInput(t *testing.T) {
	checkRows(t, niap, []rowsTest{
		{"nothing", niapHeader, nil, []string{"f: no entries"}},
		{"another header", "Vendor,Thing\nX,Y\n", nil, []string{`f: the header has no column "product or product name"`, "f: no entries"}},
		{"no number", niapHeader + ",X,Router\n", []string{"x-router"}, nil},
		{"no vendor", niapHeader + "1,,Router\n", nil, []string{"f:2: an entry without a name", "f: no entries"}},
		{"a bad day is left out", niapHeader + "1,X,Router,,05/24/20017\n", []string{"1"}, []string{`f:2: Certification Date: "05/24/20017" is not a day of the calendar`}},
		{"another of the same number", niapHeader + "1,X,A\n1,X,B\n", []string{"1", "1-3"}, []string{"f:3: number us-niap-pcl/1 stands twice (first on line 2): kept as 1-3"}},
	})
	checkRows(t, niapJSON, []rowsTest{
		{"one page of several", `{"count":2,"next":"https://example.org/?offset=1","results":[` + niapProductJSON + `]}`, []string{"11000"},
			[]string{"f: one page of a longer list: fetch the pages that follow"}},
		{"cut off", "[" + niapProductJSON + ",\n{", []string{"11000"}, []string{"f:1: the file ends before the list does"}},
	})
}

// FuzzNIAP checks the law of [fuzzRows], for both forms.
func FuzzNIAP(f *testing.F) {
	f.Add("1,X,Y,Lab,05/24/2024,Certified,PP,05/24/2026,,US")
	f.Add(niapProductJSON)
	f.Fuzz(func(t *testing.T, text string) {
		fuzzRows(t, niap(niapHeader+text+"\nLAST,Example Trading,Router\n"), "LAST")
		fuzzRows(t, niapJSON("["+text+","+strings.Replace(niapProductJSON, "11000", "99999", 1)+"]"), "99999")
	})
}

// BenchmarkNIAP reads 18 MB, made for it.
func BenchmarkNIAP(b *testing.B) {
	var text strings.Builder
	text.WriteString(niapHeader)
	for i := 0; text.Len() < 18<<20; i++ {
		fmt.Fprintf(&text, "%d,Example Trading,Example Router 1.0,Example Lab,05/24/2024,Certified,CPP_ND_V2.2E,05/24/2026,,US\n", i)
	}
	benchmarkText(b, text.String(), niap)
}
