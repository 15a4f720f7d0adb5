package lists

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

func fcc(in string) entries { return readFCC("f", strings.NewReader(in)) }

const fccHeader = "covered_equipment_or_services,date_of_inclusion_on_covered_list\n"

func TestCoveredParties(t *testing.T) {
	tests := []struct {
		scope string
		want  []string
	}{
		{"Telecommunications equipment produced by Huawei Technologies Company, including telecommunications or video surveillance services provided by such entity or using such equipment.", []string{"Huawei Technologies Company"}},
		{"Video surveillance and telecommunications equipment produced by Dahua Technology Company, to the extent it is used for the purpose of public safety.", []string{"Dahua Technology Company"}},
		{"Information security products, solutions, and services supplied, directly or indirectly, by AO Kaspersky Lab or any of its predecessors, successors, parents, subsidiaries, or affiliates.", []string{"AO Kaspersky Lab"}},
		{"Cybersecurity and anti-virus software produced or provided by Kaspersky Lab, Inc. or any of its successors and assignees.", []string{"Kaspersky Lab, Inc."}},
		{"Telecommunications services provided by China Telecom (Americas) Corp. subject to section 214 of the Communications Act of 1934.", []string{"China Telecom (Americas) Corp."}},
		{"International telecommunications services provided by Pacific Networks Corp and its wholly-owned subsidiary ComNet (USA) LLC subject to section 214.", []string{"Pacific Networks Corp", "ComNet (USA) LLC"}},
		{"International telecommunications services provided by Digitalsystem Technology Inc., subject to section 214 of the Communications Act of 1934.", []string{"Digitalsystem Technology Inc."}},
		{"Routers ^ produced in a foreign country, except routers which have been granted a Conditional Approval by DoW or DHS.", nil},
		{"Foreign-produced power inverters, £ except power inverters which have been granted a Conditional Approval by DoW or DHS.", nil},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, coveredParties(test.scope)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.scope, diff)
		}
	}
}

func TestFCC(t *testing.T) {
	const services = "International telecommunications services provided by Pacific Networks Corp and its wholly-owned subsidiary ComNet (USA) LLC subject to section 214 of the Communications Act of 1934."
	const drones = "Uncrewed aircraft systems produced in a foreign country"
	got, faults, err := allOf(fcc(fccHeader + services + ",\"September 20, 2022\"\n" + drones + ",\"December 22, 2025Updated:January 7, 2026\"\n"))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []delist.Entry{{
		List: "us-fcc-covered", ID: "pacific-networks-corp-2022-09-20", Kind: delist.LegalEntity, Line: 2, Scope: services,
		Names:  []delist.ListedName{{Kind: delist.MainName, Name: "Pacific Networks Corp"}},
		Period: delist.Period{From: dayOf("2022-09-20")},
	}, {
		List: "us-fcc-covered", ID: "comnet-usa-llc-2022-09-20", Kind: delist.LegalEntity, Line: 2, Scope: services,
		Names:     []delist.ListedName{{Kind: delist.MainName, Name: "ComNet (USA) LLC"}},
		Relations: []delist.ListedRelation{{Kind: delist.Owns, Other: "Pacific Networks Corp", Inverse: true}},
		Period:    delist.Period{From: dayOf("2022-09-20")},
	}, {
		List: "us-fcc-covered", ID: "uncrewed-aircraft-systems-produced-in-a-foreign-country-2025-12-22", Kind: delist.LegalEntity, Line: 3, Scope: drones,
		Period: delist.Period{From: dayOf("2025-12-22")},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestFCCBadInput(t *testing.T) {
	checkRows(t, fcc, []rowsTest{
		{"nothing", fccHeader, nil, []string{"f: no entries"}},
		{"another header", "a,b\nx,y\n", nil, []string{`f:1: the header has no column "covered_equipment_or_services"`, "f: no entries"}},
		{"a bad day is left out", fccHeader + "Routers,soon\n", []string{"routers"}, []string{`f:2: date_of_inclusion_on_covered_list: "soon" is not a day of the calendar`}},
		{"the same twice", fccHeader + "Routers,\nRouters,\n", []string{"routers"}, nil},
		{"an empty row", fccHeader + ",\nRouters,\n", []string{"routers"}, []string{"f:2: an entry without a name"}},
		{"a letter of more bytes at the end", fccHeader + strings.Repeat("Gerät ", 9) + ",\n", []string{strings.TrimSuffix(strings.Repeat("gerät-", 8), "-")}, nil},
	})
}

// The real list has 16 rows. 10 name one party, one names two, five name none.
func TestFCCReal(t *testing.T) {
	var named []string
	rows := map[int]bool{}
	for _, e := range realEntries(t, "fcc_covered_list.csv") {
		rows[e.Line] = true
		named = append(named, firstOf(e.Names, "-"))
	}
	want := []string{
		"Huawei Technologies Company", "ZTE Corporation", "Hytera Communications Corporation",
		"Hangzhou Hikvision Digital Technology Company", "Dahua Technology Company", "AO Kaspersky Lab",
		"China Mobile International USA Inc.", "China Telecom (Americas) Corp.", "Pacific Networks Corp", "ComNet (USA) LLC",
		"China Unicom (Americas) Operations Limited", "Kaspersky Lab, Inc.", "-", "-", "Digitalsystem Technology Inc.", "-", "-",
	}
	if diff := cmp.Diff(want, named); diff != "" || len(rows) != 16 {
		t.Errorf("%d rows; parties (-want +got):\n%s", len(rows), diff)
	}
}

// FuzzFCC checks the law of [fuzzRows].
func FuzzFCC(f *testing.F) {
	f.Add("Equipment produced by Example Trading, including services,\"March 12, 2021\"")
	f.Fuzz(func(t *testing.T, text string) {
		fuzzRows(t, fcc(fccHeader+text+"\n\"Things produced by Last Example, including all\",1999-01-01\n"), "last-example-1999-01-01")
	})
}

func BenchmarkFCC(b *testing.B) { benchmarkReal(b, "fcc_covered_list.csv", fcc) }
