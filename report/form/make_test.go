package form_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/report/form"
)

var (
	made  = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	asked = delist.Asked{As: []delist.Audience{"us/contractor"}, Act: delist.Provide, On: delist.NewDate(2026, 11, 20)}
)

// sighting is one of an invented product of an invented vendor, on grounds of
// the measure that is given.
func sighting(id, name string, measure delist.MeasureID) delist.Sighting {
	return delist.Sighting{
		Asset: "host-1", Asked: asked,
		Finding: delist.Finding{
			ID: id, Level: delist.Prohibited,
			Item: delist.Item{
				Kind: delist.Package, Name: name, Version: "1.2", PURL: "pkg:deb/debian/" + name + "@1.2",
				Declared:  []delist.Declaration{{Field: "maintainer", Value: "Example Vendor <x@example.com>"}},
				Locations: []delist.Location{{Path: "var/lib/dpkg/status", Line: 12}}, Reader: "dpkg",
			},
			Party:       delist.PartyRef{ID: "example-vendor", Name: "Example Vendor"},
			Attribution: delist.Attribution{Party: "example-vendor", Role: delist.Developer, Strength: delist.Declared, Identifier: delist.Observed{Kind: delist.PURL}},
			Grounds: []delist.GroundRecord{{
				Measure: measure, Title: "an invented ground", Citation: "1 EX 1", Level: delist.Prohibited, Subject: "Example Vendor", Confirmed: true,
			}},
			Remedies: []delist.Remedy{{Kind: delist.RemovalTool, Text: "Remove it by hand."}},
		},
	}
}

func input(sightings ...delist.Sighting) form.Input {
	return form.Input{
		Version: "test", Made: made, Sightings: sightings, Zone: time.UTC,
		Inquiry: form.Inquiry{Searched: []form.Searched{{Name: "host-1", Asked: asked, Items: 9, Complete: true}}},
	}
}

func make_(t *testing.T, id string, in form.Input) *form.Report {
	t.Helper()
	r, err := form.Make(*form.Find(id), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func missing(r *form.Report) []string {
	var fields []string
	for _, m := range r.Missing {
		fields = append(fields, m.Field)
	}
	return fields
}

func noted(r *form.Report, part string) bool {
	return slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, part) })
}

func answer(t *testing.T, answers []form.Answer, id string) form.Answer {
	t.Helper()
	i := slices.IndexFunc(answers, func(a form.Answer) bool { return a.ID == id })
	if i < 0 {
		t.Fatalf("no answer to %s", id)
	}
	return answers[i]
}

const clause23 = "us-2018-far-52204-23"

// The maker of a thing is never taken for its supplier, and what is missing is
// asked for with the flag that gives it.
func TestSupplierIsAskedFor(t *testing.T) {
	in := input(sighting("f1", "exampled", clause23))
	in.Edition = "2018-07"
	r := make_(t, "far-52.204-23", in)
	if a := answer(t, r.Articles[0].Fields, "supplier-name"); a.Text != "" {
		t.Errorf("supplier is %q, by %s", a.Text, a.Basis)
	}
	want := []form.Missing{
		{Field: "supplier-name", Name: "supplier name", Article: 1, Flag: "--set supplier-name@f1=…"},
		{Field: "contract-number", Name: "contract number", Flag: "--set contract-number=…"},
		{Field: "discovered", Name: "moment of discovery, which the ledger does not have for every article", Flag: "--discovered TIME"},
	}
	if diff := cmp.Diff(want, r.Missing); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if r.Complete || r.DueText() != "" {
		t.Errorf("complete %t, due %q", r.Complete, r.DueText())
	}
}

func TestAnswersSayTheirBasis(t *testing.T) {
	s := sighting("f1", "exampled", clause23)
	s.Finding.Item.Declared = append(s.Finding.Item.Declared, delist.Declaration{Field: "supplier", Value: "Reseller Inc"})
	s.Finding.Item.Identifiers = []delist.Observed{{Kind: delist.PartNumber, Value: "EX-1"}, {Kind: delist.Brand, Value: "Exemplar"}}
	in := input(s, sighting("f2", "another", clause23))
	in.Values = map[string]string{"contract-number": "C-1", "supplier-name": "Every Shop", "supplier-name@f2": "Other Shop", "model-number@f2": "M-2"}
	r := make_(t, "far-52.204-23", in)
	tests := []struct{ article, field, text, basis string }{
		{"f1", "supplier-name", "Every Shop", "given by the user"},
		{"f2", "supplier-name", "Other Shop", "given by the user"},
		{"f1", "brand", "Exemplar", "observed as its brand"},
		{"f2", "brand", "Example Vendor", "no brand was observed; this is the developer, declared by purl"},
		{"f1", "model-number", "EX-1", "observed as part-number"},
		{"f2", "model-number", "M-2", "given by the user"},
		{"f1", "item-description", "package: exampled 1.2; found in host-1: var/lib/dpkg/status:12", "as found"},
		{"f1", "mitigation", "Recommended, not known to be done: Remove it by hand.", "suggested: a way out on record"},
	}
	for _, test := range tests {
		i := slices.IndexFunc(r.Articles, func(a form.Article) bool { return a.Finding == test.article })
		if a := answer(t, r.Articles[i].Fields, test.field); a.Text != test.text || a.Basis != test.basis {
			t.Errorf("%s of %s: %q (%s), want %q (%s)", test.field, test.article, a.Text, a.Basis, test.text, test.basis)
		}
	}
}

func TestSupplierIsWhatTheItemSays(t *testing.T) {
	s := sighting("f1", "exampled", clause23)
	s.Finding.Item.Declared = []delist.Declaration{{Field: "supplier", Value: "Reseller Inc"}}
	r := make_(t, "far-52.204-23", input(s))
	if a := answer(t, r.Articles[0].Fields, "supplier-name"); a.Text != "Reseller Inc" {
		t.Errorf("supplier is %q", a.Text)
	}
}

func TestEditions(t *testing.T) {
	tests := []struct {
		name, form, edition, contract string
		want, due                     string
		given                         bool
	}{
		{"named", "far-52.204-23", "2023-12", "", "2023-12", "2026-11-25", true},
		{"day before an edition", "far-52.204-23", "", "2023-12-03", "2021-11", "2026-11-23", true},
		{"first day of an edition", "far-52.204-23", "", "2023-12-04", "2023-12", "2026-11-25", true},
		{"nobody said: the shortest clock", "far-52.204-23", "", "", "2018-07", "2026-11-23", false},
		{"there is only one", "far-52.204-30", "", "", "2023-12", "2026-11-25", true},
		{"no clock: the one that asks the most", "far-52.204-26", "", "", "2020-10", "", false},
	}
	for _, test := range tests {
		measure := form.Find(test.form).Measures[0]
		in := input(sighting("f1", "exampled", measure))
		in.Edition, in.Discovered = test.edition, time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
		if test.contract != "" {
			var err error
			if in.ContractDate, err = delist.ParseDate(test.contract); err != nil {
				t.Fatal(err)
			}
		}
		r := make_(t, test.form, in)
		due := ""
		if len(r.Deadlines) > 0 {
			due = r.Deadlines[0].Day.String()
		}
		if r.Edition.ID != test.want || r.EditionGiven != test.given || due != test.due || slices.Contains(missing(r), "edition") == test.given {
			t.Errorf("%s: edition %s, given %t, due %s, missing %v; want %s, %t, %s", test.name, r.Edition.ID, r.EditionGiven, due, missing(r), test.want, test.given, test.due)
		}
	}
}

// The clock counts from the ledger; what the user says counts where the ledger
// is silent, or where it is earlier.
func TestDiscovery(t *testing.T) {
	recorded := time.Date(2026, 11, 18, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		name    string
		record  int64
		given   time.Time
		counted time.Time
		basis   string
	}{
		{"neither", 0, time.Time{}, time.Time{}, ""},
		{"the ledger", 7, time.Time{}, recorded, "first seen, record 7 of the ledger"},
		{"the user", 0, made, made, "given by the user; the moment of discovery is not in the ledger"},
		{"the user says later", 7, made, recorded, "first seen, record 7 of the ledger"},
		{"the user says earlier", 7, recorded.Add(-time.Hour), recorded.Add(-time.Hour), "given by the user; record 7 of the ledger has it first seen later, on 2026-11-18T10:00:00Z"},
	}
	for _, test := range tests {
		s := sighting("f1", "exampled", clause23)
		s.First, s.Record = recorded, test.record
		later := sighting("f2", "another", clause23)
		later.First, later.Record = recorded.Add(time.Hour), test.record
		in := input(later, s)
		in.Edition, in.Discovered = "2018-07", test.given
		r := make_(t, "far-52.204-23", in)
		if d := r.Deadlines[0]; !d.Counted.Equal(test.counted) || d.Basis != test.basis || d.End.IsZero() != test.counted.IsZero() {
			t.Errorf("%s: counted from %s (%s) to %s", test.name, d.Counted, d.Basis, d.End)
		}
	}
}

// Where the ledger has only some of the articles, the others may have been found
// before: the moment is asked for all the same.
func TestDiscoveryOfSomeIsNotOfAll(t *testing.T) {
	s := sighting("f1", "exampled", clause23)
	s.First, s.Record = made, 7
	in := input(s, sighting("f2", "another", clause23))
	if r := make_(t, "far-52.204-23", in); r.DueText() == "" || !slices.Contains(missing(r), "discovered") {
		t.Errorf("due %q, missing %v", r.DueText(), missing(r))
	}
	in.Discovered = made
	if r := make_(t, "far-52.204-23", in); slices.Contains(missing(r), "discovered") {
		t.Errorf("missing %v", missing(r))
	}
}

func TestFollowUpCountsFromSubmission(t *testing.T) {
	in := input(sighting("f1", "exampled", clause23))
	in.Edition, in.Stage, in.Discovered = "2023-12", "follow-up", made
	r := make_(t, "far-52.204-23", in)
	if want := []string{"contract-number", "prevention-efforts", "reasons", "additional-efforts", "submitted"}; !slices.Equal(missing(r), want) {
		t.Errorf("missing %v, want %v", missing(r), want)
	}
	in.Submitted = time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)
	r = make_(t, "far-52.204-23", in)
	if got, want := r.DueText(), "end of Tuesday, 8 December 2026 (2026-12-08T23:59:59Z)"; got != want {
		t.Errorf("due %q, want %q", got, want)
	}
}

// The subsequent report of the gathered clause counts from what was learnt then.
func TestSubsequentReport(t *testing.T) {
	in := input(sighting("f1", "exampled", "us-2025-far-52240-91-kaspersky"))
	in.Stage = "follow-up"
	r := make_(t, "far-52.240-91", in)
	if !slices.Contains(missing(r), "discovered") {
		t.Errorf("missing %v", missing(r))
	}
	in.Discovered = made
	r = make_(t, "far-52.240-91", in)
	if got, want := r.DueText(), "2026-11-24T09:00:00Z"; got != want || r.Deadlines[0].Counted.Equal(made) {
		t.Errorf("due %q, want %q; the first counts from %s", got, want, r.Deadlines[0].Counted)
	}
}

// Only findings on grounds of the form's measures are reported, one article for
// one finding wherever it was seen.
func TestArticles(t *testing.T) {
	again := sighting("f1", "exampled", clause23)
	again.Asset = "host-2"
	r := make_(t, "far-52.204-23", input(sighting("f1", "exampled", clause23), sighting("f9", "other", "an-other-measure"), again))
	if len(r.Articles) != 1 || len(r.Articles[0].Seen) != 2 {
		t.Errorf("articles %+v", r.Articles)
	}
	none := make_(t, "far-52.204-23", input())
	if len(none.Articles) != 0 || !noted(none, "Nothing that was found counts as") || slices.Contains(missing(none), "discovered") {
		t.Errorf("%v, missing %v", none.Notes, missing(none))
	}
}

func TestNotes(t *testing.T) {
	tests := []struct {
		name   string
		change func(*form.Input)
		want   string
	}{
		{"a partial scan", func(in *form.Input) { in.Inquiry.Searched[0].Complete = false }, "Partial: "},
		{"nothing searched", func(in *form.Input) { in.Inquiry = form.Inquiry{} }, "Partial: "},
		{"asked as somebody else", func(in *form.Input) { in.Inquiry.Searched[0].Asked.As = []delist.Audience{delist.Everyone} }, "Scan with --as us/contractor --act provide"},
		{"asked for another act", func(in *form.Input) { in.Inquiry.Searched[0].Asked.Act = delist.Sell }, "Scan with --as us/contractor --act provide"},
		{"no place", func(in *form.Input) { in.Zone = nil }, "give --zone"},
		{"an edition that was not read", func(in *form.Input) { in.Edition = "2021-11" }, "was not read"},
		{"an edition by date", func(in *form.Input) { in.ContractDate = delist.NewDate(2020, 1, 1) }, "may have brought in a later one"},
	}
	for _, test := range tests {
		in := input(sighting("f1", "exampled", clause23))
		in.Discovered = made
		test.change(&in)
		if r := make_(t, "far-52.204-23", in); !noted(r, test.want) || r.Complete {
			t.Errorf("%s: complete %t, notes %q", test.name, r.Complete, r.Notes)
		}
	}
}

// An answer that there is nothing does not stand unchallenged.
func TestRepresentationIsContested(t *testing.T) {
	in := input(sighting("f1", "exampled", "us-2019-far-52204-25"))
	in.Values = map[string]string{"provides": "does not", "uses": "does"}
	r := make_(t, "far-52.204-26", in)
	if !noted(r, `The answer "does not" to field provides stands against 1 found`) || noted(r, "field uses") {
		t.Errorf("notes %q", r.Notes)
	}
}

// With every answer given, nothing is missing and the report is complete.
func TestComplete(t *testing.T) {
	in := input(sighting("f1", "exampled", clause23))
	in.Edition, in.Discovered = "2023-12", made
	in.Values = map[string]string{"contract-number": "C-1", "supplier-name": "Shop"}
	if r := make_(t, "far-52.204-23", in); !r.Complete || len(r.Missing) > 0 {
		t.Errorf("missing %v, notes %q", r.Missing, r.Notes)
	}
}

func TestMakeRefuses(t *testing.T) {
	tests := []struct {
		name   string
		form   string
		change func(*form.Input)
		want   string
	}{
		{"no such edition", "far-52.204-23", func(in *form.Input) { in.Edition = "2017-01" }, "want one of 2018-07, 2021-11, 2023-12"},
		{"before the first edition", "far-52.204-23", func(in *form.Input) { in.ContractDate = delist.NewDate(2018, 7, 15) }, "in contracts from 2018-07-16"},
		{"no such report", "far-52.204-26", func(in *form.Input) { in.Stage = "follow-up" }, `no report "follow-up"`},
		{"no such field", "far-52.204-23", func(in *form.Input) { in.Values = map[string]string{"colour": "red"} }, `no field "colour"`},
		{"a field of another edition", "far-52.204-26", func(in *form.Input) {
			in.Edition = "2019-12"
			in.Values = map[string]string{"uses": "does"}
		}, `no field "uses"`},
		{"no such finding", "far-52.204-23", func(in *form.Input) { in.Values = map[string]string{"brand@f8": "x"} }, `no field "brand@f8"`},
		{"one article of a report's field", "far-52.204-23", func(in *form.Input) { in.Values = map[string]string{"contract-number@f1": "x"} }, "no field"},
		{"an empty answer", "far-52.204-23", func(in *form.Input) { in.Values = map[string]string{"brand": " "} }, "empty"},
		{"no such choice", "far-52.204-26", func(in *form.Input) { in.Values = map[string]string{"provides": "maybe"} }, "want one of does, does not"},
	}
	for _, test := range tests {
		in := input(sighting("f1", "exampled", clause23))
		test.change(&in)
		_, err := form.Make(*form.Find(test.form), in)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	var unknown *form.UnknownField
	in := input()
	in.Values = map[string]string{"x": "y"}
	if _, err := form.Make(*form.Find("exposure"), in); !errors.As(err, &unknown) || unknown.Key != "x" {
		t.Errorf("%v is no UnknownField", err)
	}
}

func TestReadValues(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"texts", "a: x\nb@f1: |\n  two\n  lines\nn: 007\n", ""},
		{"nothing", "", ""},
		{"a list", "- a\n", "line 1: want a mapping"},
		{"twice", "a: x\na: y\n", "twice"},
		{"no text", "a: [x]\n", "line 1: want a text"},
		{"null", "a: x\nb:\n", "line 2: want a text"},
		{"empty", "a: ''\n", "line 1: an answer is empty"},
		{"far too long", "a: " + strings.Repeat("x", 70_000), "more than 65536"},
		{"not YAML", "a: [", "yaml"},
		{"huge", strings.Repeat("#\n", 1<<20), "larger than"},
	}
	for _, test := range tests {
		got, err := form.ReadValues(strings.NewReader(test.in))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v and %v, want %q", test.name, got, err, test.want)
		}
	}
	got, _ := form.ReadValues(strings.NewReader(tests[0].in))
	if diff := cmp.Diff(map[string]string{"a": "x", "b@f1": "two\nlines\n", "n": "007"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// FuzzReadValues checks that no input makes the reader panic, and that whatever
// it gives is a text that may stand in a report.
func FuzzReadValues(f *testing.F) {
	f.Add("supplier-name: Example Inc\n")
	f.Add("a: &x b\nc: *x\n")
	f.Add("a: |\n  b\n")
	f.Fuzz(func(t *testing.T, in string) {
		values, err := form.ReadValues(strings.NewReader(in))
		for key, value := range values {
			if err != nil || form.CheckValue(value) != nil {
				t.Errorf("%q: %q, %v", key, value, err)
			}
		}
	})
}
