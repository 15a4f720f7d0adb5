package lists

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
)

const cslHeader = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n"

// cslRow makes a row of the list; values are column=value.
func cslRow(values ...string) string {
	columns := strings.Split(strings.TrimSpace(cslHeader), ",")
	fields := make([]string, len(columns))
	for _, v := range values {
		column, value, _ := strings.Cut(v, "=")
		fields[slices.Index(columns, column)] = `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
	}
	return strings.Join(fields, ",") + "\n"
}

const (
	fromEL  = "source=Entity List (EL) - Bureau of Industry and Security"
	fromDPL = "source=Denied Persons List (DPL) - Bureau of Industry and Security"
	fromSDN = "source=Specially Designated Nationals (SDN) - Treasury Department"
)

func TestReadCSL(t *testing.T) {
	tests := []struct {
		name   string
		row    string
		want   string
		faults []string
	}{
		{"the last other name stands behind \"and\"", cslRow("_id=a1", fromEL, "name=Example Trading", "alt_names=ET;Example Tr.; and Andes Example"),
			"us-bis-entity-list a1 legal-entity\nname Example Trading\naka ET\naka Example Tr.\naka Andes Example\n", nil},
		{"an order ends with its last day", cslRow("_id=a2", fromDPL, "name=EXAMPLE", "start_date=2020-10-30", "end_date=2026-03-13", "federal_register_notice=85 F.R. 70581 11/5/2020"),
			"us-bis-denied-persons a2 legal-entity  2020-10-30 2026-03-14\nname EXAMPLE\n[85 F.R. 70581 11/5/2020]\n", nil},
		{"a year that no list can mean", cslRow("_id=a3", fromDPL, "name=EXAMPLE", "start_date=0097-06-30"),
			"us-bis-denied-persons a3 legal-entity\nname EXAMPLE\n", []string{"start_date"}},
		{"a record over two lines", cslRow("_id=a4", fromEL, "name=Example\nTrading"), "us-bis-entity-list a4 legal-entity\nname Example\nTrading\n", nil},
		{"addresses with codes, with a name, and without either", cslRow("_id=a5", fromEL, "name=E", "addresses=1 Street, Kabul, AF; ES; Road 2, Hamburg, Germany; Atlanta, Georgia"),
			"us-bis-entity-list a5 legal-entity af,es,de\nname E\nat 1 Street, Kabul /  / af\nat  /  / es\nat Road 2, Hamburg /  / de\nat Atlanta, Georgia /  /\n", nil},
		{"numbers, type first", cslRow("_id=7", fromSDN, "entity_number=7", "type=Vessel", "name=SHIP", "vessel_flag=Russia", "ids=Tax ID No., 7702070139, RU; Vessel Registration Identification, IMO 9000001; SWIFT/BIC, VTBRRUMM; Website, www.Example.test; Gender, Male; Passport, U0001, TR, 2022-10-18"),
			"us-ofac-sdn 7 vessel ru\nname SHIP\ntax 7702070139 ru\nimo 9000001\nswift VTBRRUMM\nwebsite example.test\npassport U0001 tr\n", nil},
		{"numbers, type last, as the older layout has them", cslRow("_id=8", fromSDN, "entity_number=8", "type=Individual", "name=DOE, Jane", "ids=JO, 2014-08-30, 2009-08-31, K475336, Passport; RU, 7736640919, Tax ID No.; Male, Gender"),
			"us-ofac-sdn 8 person\nname DOE, Jane\npassport K475336 jo\ntax 7736640919 ru\n", nil},
		{"linked to names with brackets", cslRow("_id=9", fromSDN, "entity_number=9", "name=E", "remarks=(Linked To: EXAMPLE CORPS (EC)-FORCE; Linked To: OTHER) and (Linked To: THIRD)"),
			"us-ofac-sdn 9 legal-entity\nname E\naffiliate-of  EXAMPLE CORPS (EC)-FORCE\naffiliate-of  OTHER\naffiliate-of  THIRD\n", nil},
		{"no number at all", cslRow(fromEL, "name=Example Trading"), "us-bis-entity-list example-trading legal-entity\nname Example Trading\n", nil},
		{"a list that is not known", cslRow("_id=b", "source=New List (NEW) - Somebody", "name=E"), "us-csl b legal-entity\nname E\n", []string{"kept as us-csl"}},
		{"no name", cslRow("_id=c", fromEL) + cslRow("_id=d", fromEL, "name=Last"), "us-bis-entity-list d legal-entity\nname Last\n", []string{"without a name"}},
		{"no name, and an owner and a bad day: reported where they are", cslRow("_id=g", fromSDN, "vessel_owner=O", "start_date=0097-06-30") + cslRow("_id=h", fromEL, "name=Last"),
			"us-bis-entity-list h legal-entity\nname Last\n", []string{"x:2: start_date", "x:2: an entry without a name"}},
		{"a vessel that owns itself", cslRow("_id=i", fromSDN, "name=SHIP", "type=Vessel", "vessel_owner=SHIP"), "us-ofac-sdn i vessel\nname SHIP\n", []string{"owns itself"}},
		{"a number twice", cslRow("_id=e", fromEL, "name=One") + cslRow("_id=e", fromEL, "name=Two"),
			"us-bis-entity-list e legal-entity\nname One\nus-bis-entity-list e-3 legal-entity\nname Two\n", []string{"stands twice (first on line 2)"}},
		{"a row cut off", "j,Entity List (EL) - Bureau,,,,Cut", "us-bis-entity-list j legal-entity\nname Cut\n", []string{"6 values under 29 columns"}},
		{"a quote that does not end", "x,\"Entity\n" + strings.ReplaceAll(cslRow("_id=f", fromEL, "name=Last"), `"`, ""), "us-bis-entity-list f legal-entity\nname Last\n", []string{"a quoted field does not end"}},
		{"nobody", "", "", []string{"END x: no entries"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := cslHeader + tt.row
			if !formatCSL.sniff([]byte(text)) {
				t.Error("not recognised")
			}
			all, faults := gather(t, readCSL("x", strings.NewReader(text)))
			got := ""
			for _, e := range all {
				got += said(e)
			}
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			checkFaults(t, faults, tt.faults)
		})
	}
	_, faults := gather(t, readCSL("x", strings.NewReader("_id,title\n1,2\n")))
	checkFaults(t, faults, []string{`END x:1: the header has no column "source"`})
}

const cslJSON = `{"total":1,"results":[
{"id":"8","source":"Specially Designated Nationals (SDN) - Treasury Department","entity_number":8,"type":"Vessel","programs":["SDGT"],"name":"SHIP",
 "alt_names":["OLD SHIP"],"addresses":[{"address":"Port 1","city":"Tehran","state":null,"postal_code":null,"country":"IR"}],
 "start_date":null,"remarks":"(Linked To: LINES)","nationalities":[],"citizenships":null,"dates_of_birth":[],"source_information_url":"https://example.test/",
 "ids":[{"type":"Vessel Registration Identification","number":"IMO 9000001","country":null},{"type":"Tax ID No.","number":"12","country":"RU"}]}]}`

func TestReadCSLJSON(t *testing.T) {
	if !formatCSLJSON.sniff([]byte(cslJSON)) {
		t.Error("not recognised")
	}
	all, faults := gather(t, readCSLJSON("x", strings.NewReader(cslJSON)))
	checkFaults(t, faults, nil)
	want := "us-ofac-sdn 8 vessel ir\nname SHIP\naka OLD SHIP\nat Port 1, Tehran / Tehran / ir\nimo 9000001\ntax 12 ru\naffiliate-of  LINES\n[SDGT]\n"
	if len(all) != 1 || said(all[0]) != want {
		t.Errorf("got %+v, want\n%s", all, want)
	}
	_, faults = gather(t, readCSLJSON("x", strings.NewReader(cslJSON[:len(cslJSON)-3])))
	checkFaults(t, faults, []string{"ends before the list does"})
	_, faults = gather(t, readCSLJSON("x", strings.NewReader(`{"results":[]}`)))
	checkFaults(t, faults, []string{"END x: no entries"})
}

// What was counted in the files themselves, by another program.
func TestReadCSLNumbersReal(t *testing.T) {
	for file, want := range map[string]map[delist.NumberKind]int{
		"us_csl_consolidated.csv": {delist.IMO: 1256, delist.Website: 1200, delist.LEI: 145, delist.TaxNumber: 4000},
		"us_csl_older_layout.csv": {delist.IMO: 400, delist.TaxNumber: 1500, delist.Passport: 1000},
	} {
		all, _ := gather(t, readCSL(file, real(t, file)))
		got := map[delist.NumberKind]int{}
		for _, e := range all {
			for _, n := range e.Numbers {
				got[n.Kind]++
			}
		}
		for kind, least := range want {
			if got[kind] < least {
				t.Errorf("%s: got %d numbers of kind %s, want at least %d (%v)", file, got[kind], kind, least, got)
			}
		}
		t.Log(file, got)
	}
}

// FuzzReadCSL checks that no input makes the reader panic, that every entry has a
// list, a number and a name, and that whatever comes before it, a final good row
// is read or is part of what is reported.
func FuzzReadCSL(f *testing.F) {
	f.Add(cslRow("_id=a", fromEL, "name=One", "ids=Passport, 1, IR", "remarks=(Linked To: (X"))
	f.Add("\"\n")
	f.Add(strings.Repeat(",", 5) + "!" + strings.Repeat(",", 23))
	f.Add("0,(EL ,,,,0,\"")  // a lost quote must not make one row of two in silence
	f.Add(`,,,,,,,,,,,,,,"`) // a row without a name, whose vessel has an owner
	last := cslRow("_id=last-one", fromEL, "name=Last One")
	f.Fuzz(func(t *testing.T, text string) {
		all, faults := gather(t, readCSL("x", strings.NewReader(cslHeader+text+"\n"+last)))
		read := len(faults) > 0
		for _, e := range all {
			if e.List == "" || e.ID == "" || len(e.Names) == 0 {
				t.Errorf("an entry without list, number or name: %+v", e)
			}
			read = read || e.Names[0].Name == "Last One"
		}
		if !read {
			t.Errorf("the last row is neither read nor reported: %q", text)
		}
	})
}

func BenchmarkReadCSLText(b *testing.B) {
	text, err := io.ReadAll(real(b, "us_csl_consolidated.csv"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		n := 0
		for range readCSL("x", strings.NewReader(string(text))) {
			n++
		}
		if n < 23432 {
			b.Fatalf("got %d entries", n)
		}
	}
}
