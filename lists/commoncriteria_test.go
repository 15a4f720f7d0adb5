package lists

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

func commonCriteria(in string) entries { return readCommonCriteria("f", strings.NewReader(in)) }

const ccHeader = `"Category","Name","Manufacturer","Scheme","Assurance Level","Protection Profile(s)","Certification Date","Archived Date","Certification Report URL","Security Target URL","Maintenance Date","Maintenance Title","Maintenance Report","Maintenance ST"` + "\n"

// As published.
const ccFortinet = `"Boundary Protection Devices and Systems","Fortinet FortiGate w&#x2f; FortiOS v5.6.7","Fortinet, Inc.","CA","None","CPP_FW_V2.0E","05/22/2019","05/24/2024","http://www.commoncriteriaportal.org:443/files/epfiles/383-4-450 CR v1.0a.pdf","","%s","%s","",""` + "\n"

func TestCommonCriteria(t *testing.T) {
	got, faults, err := allOf(commonCriteria(ccHeader +
		fmt.Sprintf(ccFortinet, "08/26/2019", "Fortinet FortiGate w&#x2f; FortiOS v5.6.7 Build 6022") + fmt.Sprintf(ccFortinet, "", "")))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []delist.Entry{{
		List: "cc-portal", ID: "ca-fortinet-fortigate-w-fortios-v5-6-7-2019-05-22", Kind: delist.LegalEntity, Line: 2,
		Names:      []delist.ListedName{{Kind: delist.MainName, Name: "Fortinet, Inc."}},
		Programmes: []string{"CA", "CPP_FW_V2.0E"},
		Products:   []string{"Fortinet FortiGate w/ FortiOS v5.6.7", "Fortinet FortiGate w/ FortiOS v5.6.7 Build 6022"},
		Remarks:    "Boundary Protection Devices and Systems",
		Period:     delist.Period{From: dayOf("2019-05-22"), Until: dayOf("2024-05-24")},
		URL:        "http://www.commoncriteriaportal.org:443/files/epfiles/383-4-450 CR v1.0a.pdf",
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestCommonCriteriaBadInput(t *testing.T) {
	const header = "Scheme,Extra,Manufacturer,Name,Certification Date\n"
	checkRows(t, commonCriteria, []rowsTest{
		{"nothing", ccHeader, nil, []string{"f: no entries"}},
		{"another header", "Name\nX\n", nil, []string{`f:1: the header has no column "manufacturer"`}},
		{"columns in another order", header + "DE,,Example Trading,Card,2020-01-02\n", []string{"de-card-2020-01-02"}, nil},
		{"no product, no manufacturer", header + "DE,,X,,\nDE,,,Card,\n", nil,
			[]string{"f:2: a row without the number of its entry", "f:3: an entry without a name", "f: no entries"}},
		{"a bad day is left out", header + "DE,,X,Card,20/20/2020\n", []string{"de-card"}, []string{`f:2: Certification Date: "20/20/2020" is not a day of the calendar`}},
		{"one name of two manufacturers", header + "DE,,X,Card,\nDE,,Y,Card,\n", []string{"de-card", "de-card-3"},
			[]string{"f:3: number cc-portal/de-card stands twice (first on line 2): kept as de-card-3"}},
		{"a quote that does not end", header + "\"DE,\nDE,,X,Card,\n", []string{"de-card"}, []string{"f:2: a quoted field does not end"}},
	})
}

// TestApprovedSniffed checks that the tables of approved products are told apart.
func TestApprovedSniffed(t *testing.T) {
	tests := []struct{ head, want string }{
		{samHeader, "sam-csv"}, {fedrampCSVHeader, "fedramp-csv"}, {niapHeader, "niap-csv"}, {ccHeader, "cc-csv"},
		{fedrampData(fedrampAcquia), "fedramp-json"}, {"{\"products\":[" + fedrampAkamai + "]}", "fedramp-json"},
		{"[" + niapProductJSON + "]", "niap-json"}, {bisHeader, "bis-dpl"}, {fccHeader, "fcc-csv"}, {header1260H, "us-1260h-csv"},
	}
	for _, test := range tests {
		var got []string
		for _, f := range []format{formatSAM, formatFedRAMP, formatFedRAMPCSV, formatNIAP, formatNIAPJSON, formatCommonCriteria, formatBIS, formatFCC, format1260H} {
			if f.sniff([]byte(test.head)) {
				got = append(got, f.id)
			}
		}
		if diff := cmp.Diff([]string{test.want}, got); diff != "" {
			t.Errorf("%.40s (-want +got):\n%s", test.head, diff)
		}
	}
}

// FuzzCommonCriteria checks the law of [fuzzRows].
func FuzzCommonCriteria(f *testing.F) {
	f.Add(fmt.Sprintf(ccFortinet, "", ""))
	f.Fuzz(func(t *testing.T, text string) {
		fuzzRows(t, commonCriteria(ccHeader+text+"\n,Last,Example Trading,XX,,,01/02/1999\n"), "xx-last-1999-01-02")
	})
}

// BenchmarkCommonCriteria reads 18 MB, made for it.
func BenchmarkCommonCriteria(b *testing.B) {
	var text strings.Builder
	text.WriteString(ccHeader)
	for i := 0; text.Len() < 18<<20; i++ {
		text.WriteString(strings.Replace(fmt.Sprintf(ccFortinet, "", ""), "v5.6.7", fmt.Sprint("v", i), 1))
	}
	benchmarkText(b, text.String(), commonCriteria)
}
