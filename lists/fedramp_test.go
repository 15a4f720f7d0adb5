package lists

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

func fedramp(in string) entries    { return readFedRAMP("f", strings.NewReader(in)) }
func fedrampCSV(in string) entries { return readFedRAMPCSV("f", strings.NewReader(in)) }

// The offerings are as published, with some of their fields.
const (
	fedrampAcquia = `{"id":"F1302201919","name":"Acquia Inc.","csp":"Acquia Inc.","cso":"Acquia Cloud","status":"FedRAMP Authorized","ready_date":"No FRR Date","auth_date":"2016-04-13T20:00:00.000Z","impact_level":"Moderate","leveraged_systems":[{"id":"FR1902240018"}],"website":"https://acquia.com","uei":""}`
	fedrampReady  = `{"id":"FR0","csp":"Example Trading","cso":"Example Cloud","status":"FedRAMP Ready","auth_date":"Not Active","impact_level":"Low","website":"","uei":"AAAAAAAAAAAA"}`
	fedrampAkamai = `{"id":"F1206061353","csp":"Akamai","cso":"Content Delivery Services","service_model":["IaaS"],"impact_level":"Moderate","uei":"MN5ENSRLDVK5","website":"https://www.akamai.com/legal/compliance#fedramp","public_status":"FedRAMP Authorized","internal_status":"Authorized","auth_date":"2013-08-23T04:00:00.000Z"}`
)

func fedrampData(products ...string) string {
	return "{\"meta\":{\"produced_by\":\"General Services Administration\"},\"data\":{\"Metrics\":{\"latest\":[{\"id\":\"X\",\"cso\":\"Y\"}]},\n\"Filters\":{\"product\":{}},\n\"Products\":[\n" +
		strings.Join(products, ",\n") + "\n],\"Agencies\":[]}}"
}

func TestFedRAMP(t *testing.T) {
	got, faults, err := allOf(fedramp(fedrampData(fedrampAcquia, fedrampReady)))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []delist.Entry{{
		List: "us-fedramp", ID: "F1302201919", Kind: delist.LegalEntity, Line: 4,
		Names:      []delist.ListedName{{Kind: delist.MainName, Name: "Acquia Inc."}},
		Numbers:    []delist.Number{{Kind: delist.Website, Value: "acquia.com"}},
		Programmes: []string{"FedRAMP Authorized", "Moderate"}, Products: []string{"Acquia Cloud"},
		Period: delist.Period{From: dayOf("2016-04-13")},
		URL:    "https://marketplace.fedramp.gov/products/F1302201919",
	}, {
		List: "us-fedramp", ID: "FR0", Kind: delist.LegalEntity, Line: 5,
		Names:      []delist.ListedName{{Kind: delist.MainName, Name: "Example Trading"}},
		Numbers:    []delist.Number{{Kind: delist.UEI, Value: "AAAAAAAAAAAA"}},
		Programmes: []string{"FedRAMP Ready", "Low"}, Products: []string{"Example Cloud"},
		URL: "https://marketplace.fedramp.gov/products/FR0",
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestFedRAMPProducts(t *testing.T) {
	list, faults, err := allOf(fedramp("{\n\"metadata\":{\"total_products\":1},\n\"products\":[\n" + fedrampAkamai + "]}"))
	if err != nil || len(faults) > 0 || len(list) != 1 {
		t.Fatal(list, err, faults)
	}
	if e := list[0]; e.Line != 4 || e.From != dayOf("2013-08-23") || e.Programmes[0] != "FedRAMP Authorized" || e.Numbers[1].Value != "akamai.com" {
		t.Errorf("got %+v", e)
	}
}

func TestFedRAMPBadInput(t *testing.T) {
	checkRows(t, fedramp, []rowsTest{
		{"no offerings", fedrampData(), nil, []string{"f: no entries"}},
		{"nothing", "", nil, []string{"f:1: the file ends before the list does"}},
		{"no list", `{"meta":{}}`, nil, []string{`f:1: no list "Products"`}},
		{"not JSON", "<html>", nil, []string{"f:1: invalid character '<' looking for beginning of value"}},
		{"deeper than any", `{"data":{"data":{"data":{"data":[]}}}}`, nil, []string{"f:1: want an object or a list, got {"}},
		{"a bad element", "[1,\n" + fedrampReady + "]", []string{"FR0"},
			[]string{"f:1: json: cannot unmarshal number into Go value of type lists.fedrampProduct"}},
		{"no provider", `[{"id":"1"},` + fedrampReady + "]", []string{"FR0"}, []string{"f:1: an entry without a name"}},
		{"cut off", "[\n" + fedrampReady + ",\n" + fedrampAcquia[:60], []string{"FR0"}, []string{"f:2: the file ends before the list does"}},
		{"the same twice", "[" + fedrampReady + "," + fedrampReady + "]", []string{"FR0"}, nil},
		{"a bad day is left out", `[{"id":"1","csp":"X","cso":"Y","auth_date":"soon"}]`, []string{"1"}, []string{`f:1: auth_date: "soon" is not a day of the calendar`}},
	})
}

const fedrampCSVHeader = `"FedRAMP ID","Cloud Service Provider","Cloud Service Offering","Service Description","Business Categories","Service Model","Status","Independent Assessor","Authorizations","Reuse","Parent Agency","Sub Agency","ATO Issuance Date","FedRAMP Authorization Date","Annual Assessment Date","ATO Expiration Date"` + "\n"

func TestFedRAMPCSV(t *testing.T) {
	const row = `"F1302201919","Acquia Inc.","Acquia Cloud","","","PaaS","FedRAMP Authorized","A-LIGN","27","29","Department of Education","","03/01/2016","04/13/2016","05/21","03/01/2027"` + "\n"
	got, faults, err := allOf(fedrampCSV(fedrampCSVHeader + row + strings.Replace(row, "Education", "Transportation", 1)))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []delist.Entry{{
		List: "us-fedramp", ID: "F1302201919", Kind: delist.LegalEntity, Line: 2,
		Names:      []delist.ListedName{{Kind: delist.MainName, Name: "Acquia Inc."}},
		Programmes: []string{"FedRAMP Authorized"}, Products: []string{"Acquia Cloud"},
		Period: delist.Period{From: dayOf("2016-04-13")},
		URL:    "https://marketplace.fedramp.gov/products/F1302201919",
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(delist.Date{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	checkRows(t, fedrampCSV, []rowsTest{
		{"nobody", fedrampCSVHeader, nil, []string{"f: no entries"}},
		{"no number", fedrampCSVHeader + ",X,Y\n" + row, []string{"F1302201919"}, []string{"f:2: a row without the number of its entry"}},
	})
}

// FuzzFedRAMP checks the law of [fuzzRows].
func FuzzFedRAMP(f *testing.F) {
	f.Add(fedrampAcquia)
	f.Add(`{"id":"X"`)
	f.Fuzz(func(t *testing.T, text string) {
		fuzzRows(t, fedramp(fedrampData(text, strings.Replace(fedrampReady, "FR0", "LAST", 1))), "LAST")
	})
}

// BenchmarkFedRAMP reads 18 MB, made for it.
func BenchmarkFedRAMP(b *testing.B) {
	var products []string
	for i, size := 0, 0; size < 18<<20; i++ {
		p := strings.Replace(fedrampAcquia, `"F1302201919"`, fmt.Sprintf(`"F%d","service_desc":"%s"`, i, strings.Repeat("cloud ", 1200)), 1)
		products, size = append(products, p), size+len(p)
	}
	benchmarkText(b, fedrampData(products...), fedramp)
}
