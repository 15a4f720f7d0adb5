package plan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/plan"
)

// made is when the plans of these tests were made.
var made = time.Date(2024, 9, 30, 12, 0, 0, 0, time.UTC)

var asked = delist.Asked{As: []delist.Audience{"us"}, Act: delist.Sell, On: delist.NewDate(2024, 9, 30)}

// found returns an invented finding about an offer of an invented party.
func found(id, name string, change func(*delist.Finding)) delist.Finding {
	f := delist.Finding{
		ID: id, Level: delist.Prohibited, Party: delist.PartyRef{ID: "example", Name: "Example Ltd"},
		Item: delist.Item{
			Kind: delist.Offer, Name: name, Locations: []delist.Location{{Path: "f.csv", Line: 2}},
			Identifiers: []delist.Observed{{Kind: delist.Brand, Value: "Example"}, {Kind: delist.OfferID, Value: id}},
		},
		Attribution: delist.Attribution{Party: "example", Role: delist.Developer, Strength: delist.Declared, Identifier: delist.Observed{Kind: delist.Brand, Value: "Example"}},
		Grounds:     []delist.GroundRecord{{Measure: "m", Title: "An order", Level: delist.Prohibited, From: delist.NewDate(2024, 9, 29)}},
	}
	if change != nil {
		change(&f)
	}
	return f
}

// tell tells a run to a handler. A finding whose id begins with "notice" is told as
// one.
func tell(t testing.TB, h delist.Handler, complete bool, list ...delist.Finding) {
	t.Helper()
	messages := []delist.Message{{Start: &delist.Start{Version: "test", Target: "f.csv", Asked: asked}}}
	if !complete {
		messages = append(messages, delist.Message{Unread: &delist.Unread{Path: "f.csv", Line: 9, Reason: "broken"}})
	}
	for i := range list {
		if strings.HasPrefix(list[i].ID, "notice") {
			messages = append(messages, delist.Message{Notice: &list[i]})
		} else {
			messages = append(messages, delist.Message{Finding: &list[i]})
		}
	}
	messages = append(messages, delist.Message{Summary: &delist.Summary{Complete: complete}})
	for _, m := range messages {
		if err := h.Handle(m); err != nil {
			t.Fatal(err)
		}
	}
}

func planOf(t testing.TB, list ...delist.Finding) *plan.Plan {
	t.Helper()
	b := &plan.Builder{Made: made}
	tell(t, b, true, list...)
	return b.Plan()
}

// What is to be done follows from what was found, who made it, and what is on
// record.
func TestActions(t *testing.T) {
	pkg := func(f *delist.Finding) {
		f.Item = delist.Item{Kind: delist.Package, Name: "thing", PURL: "pkg:golang/example.org/thing@v1.0.0"}
	}
	for _, test := range []struct {
		name   string
		change func(*delist.Finding)
		want   string
	}{
		{"an offer", nil, "withdraw"},
		{"a part of somebody else's product", func(f *delist.Finding) { f.Attribution.Role = delist.Embeds }, "review bundle"},
		{"a notice of what comes with another brand", func(f *delist.Finding) {
			f.ID, f.Attribution.Strength, f.Attribution.Identifier = "notice", delist.Named, delist.Observed{Kind: "title", Value: "Laptop + Example"}
		}, "review bundle"},
		{"a notice of a title without a brand", func(f *delist.Finding) {
			f.ID, f.Attribution.Strength, f.Item.Identifiers = "notice", delist.Named, nil
		}, "review"},
		{"a notice that accuses nobody", func(f *delist.Finding) { f.ID, f.Level = "notice", delist.Clear }, ""},
		{"an open question", func(f *delist.Finding) {
			f.Level, f.Conditional = delist.Clear, &delist.Conditional{Level: delist.Restricted, Questions: []delist.Condition{{Key: "k", Question: "Is it?"}}}
		}, "review"},
		{"an exemption", func(f *delist.Finding) {
			f.Exemption = &delist.Exemption{Reason: "known", By: "somebody", Until: delist.NewDate(2025, 1, 1)}
		}, "keep"},
		{"an exemption that is over", func(f *delist.Finding) {
			f.Exemption = &delist.Exemption{Reason: "known", By: "somebody", Until: delist.NewDate(2024, 1, 1), Over: true}
		}, "withdraw"},
		{"somebody else's client", func(f *delist.Finding) { f.Attribution.Role = delist.ClientOf }, "review"},
		{"a package", pkg, "remove"},
		{"a package that was dropped", func(f *delist.Finding) {
			pkg(f)
			f.Remedies = []delist.Remedy{{Kind: delist.DroppedBy, By: "pkg:golang/example.org/above", Version: "1.2", Text: "dropped in 1.2"}}
		}, "update"},
		{"a package with a successor", func(f *delist.Finding) {
			pkg(f)
			f.Remedies = []delist.Remedy{{Kind: delist.RemovalTool, Text: "a tool"}, {Kind: delist.Replacement, Text: "the other"}}
		}, "replace"},
	} {
		p, got := planOf(t, found("1", "Thing", test.change)), ""
		for _, l := range p.Lines {
			got += string(l.Do)
			if l.Bundle {
				got += " bundle"
			}
			if l.Do != plan.Withdraw && l.Do != plan.Remove && l.Why == "" {
				t.Errorf("%s: %s without saying why", test.name, l.Do)
			}
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// A command is of the package manager, and never of a name that means something to
// a shell.
func TestCommands(t *testing.T) {
	for _, test := range []struct{ purl, reader, name, want string }{
		{"pkg:deb/debian/kesl@12.1?arch=amd64", "dpkg", "kesl", "apt-get remove kesl"},
		{"pkg:rpm/fedora/thing@1", "rpm", "thing", "dnf remove thing"},
		{"pkg:npm/%40scope/thing@1", "npm", "@scope/thing", "npm uninstall @scope/thing"},
		{"pkg:golang/example.org/a/b@v1", "go", "example.org/a/b", "go get example.org/a/b@none"},
		{"pkg:maven/org.example/thing@1", "maven", "thing", "take out the dependency org.example:thing"},
		{"pkg:composer/vendor/thing@1", "composer", "thing", "composer remove vendor/thing"},
		{"pkg:pypi/thing@1", "wheel", "thing", "python -m pip uninstall thing"},
		{"", "winget", "Example Guard (x64)", `winget uninstall --exact --name "Example Guard (x64)"`},
		{"", "winget", `Example" & calc`, ""},
		{"", "osquery", "Example Guard", ""},
		{"pkg:deb/debian/a%3Brm%20-rf%20~@1", "dpkg", "a", ""},
		{"pkg:deb/debian/-o@1", "dpkg", "-o", ""},
		{"pkg:npm/%24%28id%29/thing@1", "npm", "thing", ""},
		{"pkg:unheard/of@1", "x", "of", ""},
	} {
		p := planOf(t, found("1", "", func(f *delist.Finding) {
			f.Item = delist.Item{Kind: delist.Package, Name: test.name, PURL: test.purl, Reader: test.reader}
		}))
		got := ""
		for _, c := range p.Lines[0].Commands {
			got += c.Text
			if c.Platform == "" || !strings.HasPrefix(c.Source, "https://") {
				t.Errorf("%s: a command without platform or source: %+v", test.purl, c)
			}
		}
		if got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.purl, test.name, got, test.want)
		}
	}
}

// Whose each machine is, is said where it is known.
func TestOwners(t *testing.T) {
	b := &plan.Builder{Made: made, Owners: map[string]string{"host-1": "Accounting"}}
	tell(t, b, true, found("1", "Thing", func(f *delist.Finding) {
		f.Item.Locations = []delist.Location{{Path: "f", Asset: "host-1"}, {Path: "f", Asset: "host-2"}, {Path: "g", Asset: "host-1"}}
	}))
	want := []plan.Asset{{Name: "host-1", Owner: "Accounting"}, {Name: "host-2"}}
	if diff := cmp.Diff(want, b.Plan().Lines[0].Assets); diff != "" {
		t.Error(diff)
	}
}

// A pull list is safe to open in a spreadsheet, and has a row for each shelf.
func TestPullList(t *testing.T) {
	p := planOf(t, found("1", "=HYPERLINK(\"x\")", func(f *delist.Finding) {
		f.Party.Name = "@Example"
		f.Item.Locations = []delist.Location{
			{Path: "f", Line: 2, Sale: &delist.Sale{Shelf: "-A7", Quantity: "+3"}}, {Path: "f", Line: 3, Sale: &delist.Sale{Shelf: "-A7", Quantity: "+3"}},
			{Path: "f", Line: 4, Sale: &delist.Sale{Shelf: "＝B2"}},
		}
	}), found("2", "package", func(f *delist.Finding) { f.Item.Kind = delist.Package }))
	var out bytes.Buffer
	if err := p.PullList(&out); err != nil {
		t.Fatal(err)
	}
	want := "gtin,part number,title,brand,shelf,quantity,bundle,do,reason\n" +
		",,\"'=HYPERLINK(\"\"x\"\")\",Example,'-A7,'+3,no,withdraw,\"'@Example: prohibited since 2024-09-29, An order\"\n" +
		",,\"'=HYPERLINK(\"\"x\"\")\",Example,'＝B2,,no,withdraw,\"'@Example: prohibited since 2024-09-29, An order\"\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// A plan that a person spoilt is refused.
func TestRead(t *testing.T) {
	text, err := json.Marshal(planOf(t, found("a", "Thing", nil), found("b", "Other", nil)))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, want string }{
		{"", "", ""},
		{`"do":"withdraw"`, `"do":"keep"`, ""},
		{`"do":"withdraw"`, `"do":"withdrawn"`, `line 1: "withdrawn" is no action`},
		{`"do":"withdraw"`, `"todo":"withdraw"`, `unknown field "todo"`},
		{`"finding":"b"`, `"finding":"a"`, "lines 1 and 2 are about the same finding"},
		{`"finding":"b"`, `"finding":""`, "line 2: it is about no finding"},
		{`"number":2`, `"number":0`, "the line of finding b has no number"},
		{`"locations":[{"path":"f.csv","line":2}]`, `"locations":[]`, "line 1: an offer without a place"},
		{`delist/plan/1`, `delist/plan/2`, `its schema is "delist/plan/2"`},
		{`"act":"sell"`, `"act":""`, "is no whole plan"},
		{`"level":"prohibited"`, `"level":"dire"`, `"dire" is not a level`},
		{`"lines"`, `lines`, "at byte"},
	} {
		_, err := plan.Read(strings.NewReader(strings.Replace(string(text), test.old, test.new, 1)))
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s for %s: got %v, want %q", test.new, test.old, err, test.want)
		}
	}
	for _, cut := range []int{0, 1, len(text) / 2, len(text) - 1} {
		if _, err := plan.Read(bytes.NewReader(text[:cut])); err == nil {
			t.Errorf("cut after %d bytes, it is still a plan", cut)
		}
	}
	if _, err := plan.Read(strings.NewReader(string(text) + "{}")); err == nil {
		t.Error("two plans are one")
	}
}

// FuzzRead checks that what is read as a plan is the same plan when it is written
// and read again, and that what it says is to be withdrawn has a place.
func FuzzRead(f *testing.F) {
	text, err := json.Marshal(planOf(f, found("a", "Thing", nil), found("b", "Other", func(f *delist.Finding) { f.Attribution.Role = delist.Embeds })))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"schema":"delist/plan/1"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := plan.Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		q, err := plan.Read(bytes.NewReader(again))
		if err != nil {
			t.Fatalf("%v in %s", err, again)
		}
		twice, err := json.Marshal(q)
		if err != nil || !bytes.Equal(again, twice) {
			t.Errorf("%s is read as %s, %v", again, twice, err)
		}
		places, err := p.Withdrawals()
		if err == nil && p.Count(plan.Withdraw) > 0 && len(places) == 0 {
			t.Error("offers without places are to be withdrawn")
		}
		p.Compare(func(func(delist.Item, error) bool) {})
	})
}

// A plan that does not hold all places of an offer cannot be applied.
func TestWithdrawals(t *testing.T) {
	p := planOf(t, found("1", "Thing", func(f *delist.Finding) { f.Item.Places = 2 }))
	if _, err := p.Withdrawals(); err == nil || err.Error() != `line 1: "Thing" lies in 2 places, of which the plan holds 1` {
		t.Error(err)
	}
}

// offers yields invented offers: a line, an id, a title.
func offers(lines ...string) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		for i, line := range lines {
			id, title, _ := strings.Cut(line, " ")
			item := delist.Item{Kind: delist.Offer, Name: title, Locations: []delist.Location{{Path: "f.csv", Line: i + 2}}, Identifiers: []delist.Observed{{Kind: delist.OfferID, Value: id}}}
			if line != "" && !yield(item, nil) {
				return
			}
		}
	}
}

// A catalogue is compared with the one that was planned, offer by offer.
func TestCompare(t *testing.T) {
	var r plan.Recorder
	for range r.Items(offers("1 Bad thing", "2 Lamp", "3 Chair", "4 Table")) {
	}
	b := &plan.Builder{Made: made, Inputs: []plan.Input{{Path: "f.csv", Records: r.Digests(), Offers: r.Offers}}}
	tell(t, b, true, found("1", "Bad thing", nil))
	text, err := json.Marshal(b.Plan())
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		now  []string
		want string
	}{
		{"the same", []string{"1 Bad thing", "2 Lamp", "3 Chair", "4 Table"}, "0 0 0 0 4 []"},
		{"a line above", []string{"", "1 Bad thing", "2 Lamp", "3 Chair", "4 Table"}, "0 0 0 4 0 []"},
		{"one of each", []string{"2 Lamp", "3 Armchair", "4 Table", "5 Bed"}, `1 1 1 2 0 [changed, line 3: "Armchair" id 3 added, line 5: "Bed" id 5 removed, line 2: "Bad thing" id 1, which the plan is about]`},
		{"one that the plan is not about", []string{"1 Bad thing", "2 Lamp", "3 Chair"}, "0 1 0 0 3 [removed, line 5:]"},
		{"one twice", []string{"1 Bad thing", "2 Lamp", "3 Chair", "4 Table", "4 Table"}, `1 0 0 0 4 [added, line 6: "Table" id 4]`},
	} {
		d := p.Compare(offers(test.now...))
		got := fmt.Sprint(d.Added, d.Removed, d.Changed, d.Moved, d.Same, d.Told)
		if got != test.want || d.Fault != nil {
			t.Errorf("%s: got %s, %v; want %s", test.name, got, d.Fault, test.want)
		}
	}
	var many []string
	for i := range 100 {
		many = append(many, fmt.Sprint("n", i, " Thing"))
	}
	if d := p.Compare(offers(many...)); len(d.Told) != 20 || d.Added != 100 || d.Removed != 4 {
		t.Errorf("a difference is not bounded: %+v", d)
	}
}

// What has become of each line.
func TestVerify(t *testing.T) {
	sold := func(f *delist.Finding) {}
	off := func(f *delist.Finding) {
		f.Item.Locations = []delist.Location{{Path: "f.csv", Line: 2, Sale: &delist.Sale{Withdrawn: "Published 0"}}}
	}
	half := func(f *delist.Finding) {
		f.Item.Locations = []delist.Location{{Path: "f.csv", Line: 2, Sale: &delist.Sale{Withdrawn: "Published 0"}}, {Path: "f.csv", Line: 3, Sale: &delist.Sale{Shelf: "A7"}}}
	}
	more := func(f *delist.Finding) {
		off(f)
		f.Item.Places = 5
	}
	for _, test := range []struct {
		name     string
		now      func(*delist.Finding) // nil: not found
		do       plan.Action
		complete bool
		earlier  bool // gone by then
		want     plan.State
		left     int
	}{
		{"not found", nil, plan.Withdraw, true, false, plan.Gone, 0},
		{"not found, and not all was read", nil, plan.Withdraw, false, false, plan.Unknown, 0},
		{"withdrawn", off, plan.Withdraw, true, false, plan.Withdrawn, 0},
		{"withdrawn, and not all was read", off, plan.Withdraw, false, false, plan.Unknown, 0},
		{"withdrawn in one line of two", half, plan.Withdraw, true, false, plan.Still, 1},
		{"withdrawn, as far as places are told", more, plan.Withdraw, true, false, plan.Still, 4},
		{"still there", sold, plan.Withdraw, true, false, plan.Still, 1},
		{"still there, and not all was read", sold, plan.Withdraw, false, false, plan.Still, 1},
		{"gone before", sold, plan.Withdraw, true, true, plan.Back, 1},
		{"kept", sold, plan.Keep, true, false, plan.Kept, 1},
		{"kept and not there", nil, plan.Keep, true, false, plan.Gone, 0},
		{"nothing adverse is said any more", func(f *delist.Finding) { f.Level = delist.Clear }, plan.Withdraw, true, false, plan.Cleared, 1},
	} {
		p := planOf(t, found("1", "Thing", nil))
		p.Lines[0].Do = test.do
		v := &plan.Verifier{Plan: p, Made: made}
		if test.earlier {
			before := &plan.Verifier{Plan: p, Made: made}
			tell(t, before, true)
			v.Earlier = append(v.Earlier, before.Verification())
		}
		now := []delist.Finding{found("new", "Another", nil), found("notice-clear", "Third", func(f *delist.Finding) { f.Level = delist.Clear })}
		if test.now != nil {
			now = append(now, found("1", "Thing", test.now))
		}
		tell(t, v, test.complete, now...)
		got := v.Verification()
		l := got.Lines[0]
		if l.State != test.want || l.Places != test.left || got.Counts[test.want] != 1 {
			t.Errorf("%s: got %s in %d places, want %s in %d", test.name, l.State, l.Places, test.want, test.left)
		}
		if got.AllGone() != test.want.IsGone() {
			t.Errorf("%s: all gone: %v", test.name, got.AllGone())
		}
		if len(got.New) != 1 || got.New[0].Finding != "new" {
			t.Errorf("%s: new findings are %+v", test.name, got.New)
		}
	}
}

// What is there and is no finding any more is not gone.
func TestCleared(t *testing.T) {
	f := found("1", "Thing", nil)
	p := planOf(t, f)
	for _, complete := range []bool{true, false} {
		v := &plan.Verifier{Plan: p, Made: made}
		for _, m := range []delist.Message{{Start: &delist.Start{Asked: asked}}, {Item: &delist.ItemFound{Item: f.Item}}, {Summary: &delist.Summary{Complete: complete}}} {
			if err := v.Handle(m); err != nil {
				t.Fatal(err)
			}
		}
		if got := v.Verification(); got.Lines[0].State != plan.Cleared || got.AllGone() {
			t.Errorf("complete %v: got %s", complete, got.Lines[0].State)
		}
	}
}

// A verification that was changed is known by its digest.
func TestReadVerification(t *testing.T) {
	v := &plan.Verifier{Plan: planOf(t, found("1", "Thing <b>", nil)), Made: made}
	tell(t, v, true, found("1", "Thing <b>", nil))
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v.Verification()); err != nil {
		t.Fatal(err)
	}
	if _, err := plan.ReadVerification(bytes.NewReader(text.Bytes())); err != nil {
		t.Error(err)
	}
	forged := strings.Replace(text.String(), `"still"`, `"gone"`, 1)
	if _, err := plan.ReadVerification(strings.NewReader(forged)); err == nil || !strings.Contains(err.Error(), "was changed since") {
		t.Errorf("a forged verification: %v", err)
	}
}

// FuzzReadVerification checks that what is read as a verification has the digest
// that it says, and has it still when it is written and read again.
func FuzzReadVerification(f *testing.F) {
	v := &plan.Verifier{Plan: planOf(f, found("1", "Thing", nil)), Made: made}
	tell(f, v, false, found("2", "Other", nil))
	text, err := json.Marshal(v.Verification())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"schema":"delist/verification/1","sha256":""}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := plan.ReadVerification(bytes.NewReader(text))
		if err != nil {
			return
		}
		again, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := plan.ReadVerification(bytes.NewReader(again)); err != nil {
			t.Errorf("%v in %s", err, again)
		}
	})
}

// A catalogue of other offers proves nothing.
func TestUnlike(t *testing.T) {
	record := func(lines ...string) plan.Digests {
		var r plan.Recorder
		for range r.Items(offers(lines...)) {
		}
		return r.Digests()
	}
	b := &plan.Builder{Made: made, Inputs: []plan.Input{{Records: record("1 Bad thing", "2 Lamp")}}}
	tell(t, b, true, found("1", "Bad thing", nil))
	p := b.Plan()
	for _, test := range []struct {
		now  plan.Digests
		want bool
	}{
		{record("2 Lamp"), false}, {record("7 Car"), true}, {record(), true}, {record("1 Bad thing"), false},
	} {
		if got := p.Unlike(test.now); got != test.want {
			t.Errorf("unlike %x: %v, want %v", []byte(test.now), got, test.want)
		}
	}
	b = &plan.Builder{Made: made, Inputs: []plan.Input{{Records: record("1 Bad thing")}}}
	tell(t, b, true, found("1", "Bad thing", nil))
	if b.Plan().Unlike(record()) {
		t.Error("a catalogue of nothing but what was planned may be empty afterwards")
	}
}
