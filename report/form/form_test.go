package form_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/report/form"
)

const (
	mitigation = "any readily available information about mitigation actions undertaken or recommended"
	further    = "any further available information about mitigation actions undertaken or recommended"
	modelOEM   = "model number (Original Equipment Manufacturer (OEM) number, manufacturer part number, or wholesaler number)"
	model      = "model number (original equipment manufacturer number, manufacturer part number, or wholesaler number)"
)

// What each clause asks for, word for word from the texts that docs/reports.md
// names, apart from the data: a field that is lost or added there shows here.
var clauses = map[string][]string{
	"far-52.204-23 2018-07 first":     {"contract number", "order number(s)", "supplier name", "brand", modelOEM, "item description", mitigation},
	"far-52.204-23 2018-07 follow-up": {"contract number", "order number(s)", further, "the efforts undertaken to prevent use or submission of a covered article", "any reasons that led to the use or submission of the covered article", "any additional efforts that will be incorporated to prevent future use or submission of covered articles"},
	"far-52.204-25 2019-08 first":     {"contract number", "order number(s)", "supplier name", "supplier unique entity identifier", "supplier Commercial and Government Entity (CAGE) code", "brand", model, "item description", mitigation},
	"far-52.204-25 2019-08 follow-up": {"contract number", "order number(s)", further, "the efforts undertaken to prevent use or submission of covered telecommunications equipment or services", "any additional efforts that will be incorporated to prevent future use or submission of covered telecommunications equipment or services"},
	"far-52.204-30 2023-12 first": {
		"contract number", "order number(s)", "name of the product or service provided to the Government or used during performance of the contract",
		"name of the covered article or source subject to a FASCSA order", "name of the vendor that supplied the covered article or the product or service to the Contractor",
		"Commercial and Government Entity code of that vendor", "unique entity identifier of that vendor", "brand", model, "item description", mitigation,
	},
	"far-52.204-30 2023-12 follow-up": {
		"contract number", "order number(s)", further,
		"the efforts undertaken to prevent submission or use of the covered article or the product or service produced or provided by a source subject to an applicable FASCSA order",
		"any additional efforts that will be incorporated to prevent future submission or use",
	},
	"far-52.240-91 2025-08 first": {
		"contract number", "order number", "the specific prohibition the product or service is not complying with",
		"a description of the products or services that the Contractor identifies or has reason to suspect is prohibited", "brand",
		"model number, such as the original equipment manufacturer (OEM) number, manufacturer part number, or wholesaler number", "item description",
	},
	"far-52.240-91 2025-08 follow-up": {"contract number", "order number", "information required by paragraph (h)(1) that was discovered after the report"},
	"far-52.204-26 2019-12 first": {
		"the list of excluded parties in SAM was reviewed on",
		"provide covered telecommunications equipment or services as a part of its offered products or services to the Government in the performance of any contract, subcontract, or other contractual instrument",
	},
	"far-52.204-26 2020-10 first": {
		"the list of excluded parties in SAM was reviewed on",
		"provide covered telecommunications equipment or services as a part of its offered products or services to the Government in the performance of any contract, subcontract, or other contractual instrument",
		"after conducting a reasonable inquiry: use covered telecommunications equipment or services, or any equipment, system, or service that uses covered telecommunications equipment or services",
	},
	"bod 17-01 first": {"agency", "product", "number of affected endpoints", "methods used to arrive at the tally"},
	"bod 17-01 plan": {
		"agency", "product", "plan of action to remove and discontinue present and future use",
		"whether removing the products would affect compliance with federal information security requirements",
		"whether removal could put the agency at increased risk (loss or leakage of data, malware, email spam, patch management, whitelisting, web content filtering)", "proposed replacements",
	},
	"bod 17-01 begin":  {"agency", "product", "the day on which the plan began to be carried out"},
	"exposure 1 first": nil,
}

// sameAs are editions that ask for what another asks for.
var sameAs = map[string]string{
	"far-52.204-23 2021-11": "far-52.204-23 2018-07", "far-52.204-23 2023-12": "far-52.204-23 2018-07",
	"far-52.204-25 2020-08": "far-52.204-25 2019-08", "far-52.204-25 2021-11": "far-52.204-25 2019-08",
}

// The clocks, word for word.
var clocks = map[string]string{
	"far-52.204-23 2018-07": "1 business-day discovery, 10 business-day submission",
	"far-52.204-23 2021-11": "1 business-day discovery, 10 business-day submission",
	"far-52.204-23 2023-12": "3 business-day discovery, 10 business-day submission",
	"far-52.204-25 2019-08": "1 business-day discovery, 10 business-day submission",
	"far-52.204-25 2020-08": "1 business-day discovery, 10 business-day submission",
	"far-52.204-25 2021-11": "1 business-day discovery, 10 business-day submission",
	"far-52.204-30 2023-12": "3 business-day discovery, 10 business-day submission",
	"far-52.240-91 2025-08": "72 hour discovery, 72 hour information",
	"far-52.204-26 2019-12": "", "far-52.204-26 2020-10": "", "exposure 1": "",
	"bod 17-01": "30 day issuance, 60 day issuance, 90 day issuance",
}

func TestFieldsAndClocksOfEveryClause(t *testing.T) {
	left := map[string]bool{}
	for key := range clauses {
		left[key] = true
	}
	for _, f := range form.Forms() {
		fields := map[string]form.Field{}
		for _, d := range f.Fields {
			fields[d.ID] = d
		}
		for _, e := range f.Editions {
			edition := f.ID + " " + e.ID
			var ticking []string
			for _, s := range e.Stages {
				key := edition + " " + s.ID
				if same := sameAs[edition]; same != "" {
					key = same + " " + s.ID
				}
				delete(left, key)
				var asked []string
				for _, id := range s.Asks {
					if d := fields[id]; !d.Own && !d.Unconfirmed {
						asked = append(asked, d.Name)
					}
				}
				if diff := cmp.Diff(clauses[key], asked); diff != "" {
					t.Errorf("%s, %s (-clause +data):\n%s", edition, s.ID, diff)
				}
				if s.Clock != nil {
					ticking = append(ticking, fmt.Sprintf("%d %s %s", s.Clock.Within, s.Clock.Unit, s.Clock.After))
				}
			}
			if got := strings.Join(ticking, ", "); got != clocks[edition] {
				t.Errorf("%s: clocks %q, want %q", edition, got, clocks[edition])
			}
		}
	}
	for key := range left {
		t.Errorf("no form asks what %s asks", key)
	}
}

// The measures that forms are about are those of the register.
func TestMeasuresAreOnRecord(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range form.Forms() {
		for _, id := range f.Measures {
			if reg.Measure(id) == nil {
				t.Errorf("%s: the register has no measure %s", f.ID, id)
			}
		}
		if f.As != "" && !reg.HasAudience(f.As) {
			t.Errorf("%s: the register has no audience %s", f.ID, f.As)
		}
	}
}

// Each fault of a file is named.
func TestCheckNamesFaults(t *testing.T) {
	tests := []struct{ name, file, old, new, want string }{
		{"unknown key", "forms/bod.yaml", "title:", "titel: x\ntitle:", "titel"},
		{"another id", "forms/bod.yaml", "id: bod", "id: bad", `id is "bad"`},
		{"unknown section", "forms/bod.yaml", "sections: [clocks", "sections: [clock", `"clock" is no section`},
		{"unknown calendar", "forms/bod.yaml", "calendar: us-federal", "calendar: moon", `"moon" is no calendar`},
		{"no calendar", "forms/far-52.204-23.yaml", "calendar: us-federal\n", "", "has no calendar"},
		{"asks for no field", "forms/bod.yaml", "asks: [agency", "asks: [agent", `asks for "agent"`},
		{"field twice", "forms/bod.yaml", "{id: contact,", "{id: agency,", `field "agency" wants an id of its own`},
		{"unknown need", "forms/bod.yaml", "{id: agency, name: agency, scope: report, need: required}", "{id: agency, name: agency, scope: report, need: much}", `"much" is no need`},
		{"unknown scope", "forms/bod.yaml", "{id: agency, name: agency, scope: report", "{id: agency, name: agency, scope: world", `"world" is no scope`},
		{"unknown answer", "forms/bod.yaml", "fill: count", "fill: luck", `"luck" is no answer about an item`},
		{"unknown unit", "forms/bod.yaml", "unit: day", "unit: moon", `"moon" is no unit`},
		{"unknown event", "forms/far-52.204-23.yaml", "after: submission", "after: lunch", `"lunch" is no event`},
		{"no start", "forms/bod.yaml", "after: issuance, start: 2017-09-13,", "after: issuance,", "has no start"},
		{"no count", "forms/bod.yaml", "within: 30", "within: 0", "wants a count"},
		{"editions out of order", "forms/far-52.204-23.yaml", "from: 2021-12-06", "from: 2017-12-06", "does not come after"},
		{"a source that is no address", "forms/bod.yaml", "https://govinfo.gov", "ftp://govinfo.gov", "wants an https address"},
		{"choices that lack the denial", "forms/far-52.204-26.yaml", "denies: does not", "denies: never", `do not have "never"`},
		{"not YAML", "forms/bod.yaml", "id: bod", "id: [", "bod.yaml"},
		{"holiday without a day", "calendars/us-federal.yaml", "month: 7, day: 4", "month: 7", `holiday "Independence Day"`},
		{"no such weekday", "calendars/us-federal.yaml", "weekday: thursday", "weekday: thorsday", `"thorsday" is no day of the week`},
		{"no way of counting", "calendars/us-federal.yaml", "counting: >-", "id: >-", "us-federal.yaml"},
	}
	for _, test := range tests {
		fsys := fstest.MapFS{}
		err := fs.WalkDir(os.DirFS("data"), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile("data/" + path)
			fsys[path] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		before := string(fsys[test.file].Data)
		after := strings.Replace(before, test.old, test.new, 1)
		if before == after {
			t.Fatalf("%s: %q is not in %s", test.name, test.old, test.file)
		}
		fsys[test.file].Data = []byte(after)
		_, problems := form.Check(fsys)
		if !told(problems, test.file, test.want) {
			t.Errorf("%s: %q is not told of %s: %v", test.name, test.want, test.file, problems)
		}
	}
}

func told(problems []form.Problem, file, want string) bool {
	for _, p := range problems {
		if p.File == file && strings.Contains(p.Error(), want) {
			return true
		}
	}
	return false
}
