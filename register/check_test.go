package register_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/delistdev/delist/register"
)

// The facts that the binary carries have no faults, and the snapshot is made
// of them.
func TestDataAndSnapshot(t *testing.T) {
	reg, problems := register.Check(register.Data())
	for _, p := range problems {
		t.Error(p)
	}
	want, err := reg.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("snapshot.json is stale: go generate ./register")
	}
	decoded, err := register.Decode(got)
	if err != nil {
		t.Fatal(err)
	}
	again, err := decoded.Encode()
	if err != nil || !bytes.Equal(again, want) {
		t.Errorf("the snapshot does not round-trip (%v)", err)
	}
}

const (
	source   = `sources: [{url: "https://example.com/", date: 2026-11-20, confirmed: true}]`
	party    = "id: a\nkind: company\nname: A\n" + source + "\n"
	measure  = "id: m\ntitle: M\nissuer: a\njurisdiction: us\ninstrument: I\nforce: order\nstatus: in-force\nannounced: 2020-01-01\nsubjects: [{as-listed: A, party: a}]\n" + source + "\n"
	term     = "terms:\n  - {id: t, text: T, effect: prohibit, binds: [us], acts: [use], reach: [named], depth: branded}\n"
	claimant = "origins: [{id: o, name: O, " + source + "}]\nclaims:\n"
	claim    = "  - {id: c, kind: assertion, about: [a], text: T, speaker: S, on-record: true, origins: [o], " + source + "}\n"
)

// files makes a register's directory out of one file of each kind.
func files(parties, measures, claims string) fstest.MapFS {
	fsys := fstest.MapFS{
		"audiences.yaml": {Data: []byte("- {id: us, name: x}\n")},
		"classes.yaml":   {Data: []byte("- {id: software, name: software}\n")},
		"parties/a.yaml": {Data: []byte(parties)},
		"measures":       {Mode: os.ModeDir}, "claims": {Mode: os.ModeDir},
	}
	if measures != "" {
		fsys["measures/m.yaml"] = &fstest.MapFile{Data: []byte(measures)}
	}
	if claims != "" {
		fsys["claims/c.yaml"] = &fstest.MapFile{Data: []byte(claims)}
	}
	return fsys
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name                      string
		parties, measures, claims string
		want                      string // FILE:LINE: part of the text; "" for no fault
	}{
		{"a good register", party, measure + term, claimant + claim, ""},
		{"an unknown field", party + "colour: red\n", "", "", `parties/a.yaml:5: no field is called "colour"`},
		{"a field twice", party + "name: B\n", "", "", `parties/a.yaml:5: field "name" is given twice`},
		{"a word that there is not", strings.Replace(party, "company", "firm", 1), "", "", `parties/a.yaml:2: "firm" is not one of company`},
		{"a day that there is not", party, strings.Replace(measure, "2020-01-01", "2017-02-30", 1), "", `measures/m.yaml:8: "2017-02-30" is not a day`},
		{"broken YAML", party + "x: [\n", "", "", `parties/a.yaml:5: line 5: did not find`},
		{"an alias", party + "note: &n x\nnames: [*n]\n", "", "", "parties/a.yaml:6: aliases are not used"},
		{"a fact without a source", "id: a\nkind: company\nname: A\n", "", "", "parties/a.yaml:1: a fact without a source"},
		{"a source that is no address", strings.Replace(party, "https://example.com/", "a book", 1), "", "", `parties/a.yaml:4: source "a book" is not a web address`},
		{"a source without a day", strings.Replace(party, "date: 2026-11-20, ", "", 1), "", "", "parties/a.yaml:4: source without the date"},
		{"an id of another form", strings.Replace(party, "id: a", "id: A_1", 1), "", "", `parties/a.yaml:1: party id "A_1"`},
		{"an id twice", party + "---\n" + party, "", "", `parties/a.yaml:1: party id "a" is used 2 times`},
		{"a relation to nobody", party + "relations: [{kind: owns, other: b}]\n", "", "", `parties/a.yaml:5: no party "b"`},
		{"more than all", party + "relations: [{kind: owns, other: b, percent: 101}]\n---\n" + strings.Replace(party, "id: a", "id: b", 1), "", "", "parties/a.yaml:5: 101 percent"},
		{"owning oneself", party + "relations: [{kind: owns, other: a}]\n", "", "", "parties/a.yaml:5: a owns itself"},
		{"a cycle in ownership", party + "relations: [{kind: owns, other: b}]\n---\n" + strings.Replace(party, "id: a", "id: b", 1) + "relations: [{kind: controls, other: a}]\n", "", "", "a cycle in ownership: a → b → a"},
		{"dates the wrong way", party + "relations: [{kind: owns, other: b, from: 2020-01-02, until: 2020-01-02}]\n---\n" + strings.Replace(party, "id: a", "id: b", 1), "", "", "until 2020-01-02 is not after from 2020-01-02"},
		{"one value, two parties", party + "identifiers: [{kind: domain, values: [x.test]}]\n---\n" + strings.Replace(party, "id: a", "id: b", 1) + "identifiers: [{kind: domain, values: [X.test]}]\n", "", "", `parties/a.yaml:11: domain "X.test" is also an identifier of a`},
		{"one value twice", party + "identifiers: [{kind: domain, values: [x.test, x.test]}]\n", "", "", `domain "x.test" is given 2 times`},
		{"a package URL with a version", party + "identifiers: [{kind: purl, values: ['pkg:npm/x?y']}]\n", "", "", "want a package URL without version"},
		{"an identifier without a value", party + "identifiers: [{kind: domain}]\n", "", "", "identifier without a value"},
		{"verified by decree", party + "identifiers: [{kind: signer, values: [x], strength: verified}]\n", "", "", "only a checked signature is verified"},
		{"a class that there is not", party + "products: [{id: p, name: P, classes: [toaster]}]\n", "", "", `parties/a.yaml:5: no class "toaster"`},
		{"a part that there is not", party + "products: [{id: p, name: P, contains: [{product: q}]}]\n", "", "", `parties/a.yaml:5: no product "q"`},
		{"a measure in a file of another name", party, strings.Replace(measure, "id: m", "id: n", 1), "", `measures/m.yaml:1: measure "n" stands in a file of another name`},
		{"a measure of nobody", party, strings.Replace(measure, "issuer: a", "issuer: z", 1), "", `measures/m.yaml:3: no party "z"`},
		{"a relation to no measure", party, measure + "relations: [{kind: stays, measure: x}]\n", "", `measures/m.yaml:11: no measure "x"`},
		{"a term that nobody can be bound by", party, measure + strings.Replace(term, "binds: [us]", "binds: []", 1), "", "a term that nobody can be bound by"},
		{"a term that binds everyone", party, measure + strings.Replace(term, "[us]", "[everyone]", 1), "", "everyone asks, and is bound by nothing"},
		{"an audience that there is not", party, measure + strings.Replace(term, "[us]", "[xx]", 1), "", `measures/m.yaml:12: no audience "xx"`},
		{"a term without acts", party, measure + strings.Replace(term, "acts: [use], ", "", 1), "", "measures/m.yaml:12: term without acts"},
		{"a term that reaches nobody", party, strings.Replace(measure, "subjects: [{as-listed: A, party: a}]\n", "", 1) + term, "", "a term that reaches nobody"},
		{"a reach by jurisdiction without one", party, measure + strings.Replace(term, "[named]", "[jurisdiction]", 1), "", "reach jurisdiction and the list of jurisdictions"},
		{"ended, nobody knows when", party, strings.Replace(measure, "in-force", "ended", 1) + term, "", "ended, and no until says when"},
		{"a condition without a question", party, measure + strings.Replace(term, "depth: branded", "depth: branded, condition: {key: k}", 1), "", "condition needs a key and a question"},
		{"a lift of nothing", party, measure + strings.Replace(term, "depth: branded", "depth: branded, lifts: [m/u]", 1), "", `no term "m/u"`},
		{"a duty without a clock", party, measure + strings.Replace(term, "depth: branded", "depth: branded, duties: [{what: w}]", 1), "", "duty needs within (with unit) or by"},
		{"a claim without an origin", party, "", claimant + strings.Replace(claim, "origins: [o], ", "", 1), "claim needs a kind, a text, a speaker and at least one origin"},
		{"a claim about nobody", party, "", claimant + strings.Replace(claim, "about: [a], ", "", 1), "claim about nobody"},
		{"a claim against nothing", party, "", claimant + strings.Replace(claim, "text: T", "text: T, contradicts: [d]", 1), `claims/c.yaml:3: no claim "d"`},
		{"a claim graded", party, "", claimant + strings.Replace(claim, "text: T", "text: T, reliability: B, credibility: 2", 1), ""},
		{"a reliability of no scale", party, "", claimant + strings.Replace(claim, "text: T", "text: T, reliability: G", 1), `reliability "G": want A to F`},
		{"a credibility of no scale", party, "", claimant + strings.Replace(claim, "text: T", "text: T, credibility: 7", 1), "credibility 7: want 1 to 6"},
		{"a claim for nothing", party, "", claimant + strings.Replace(claim, "text: T", "text: T, supports: [d]", 1), `claims/c.yaml:3: no claim "d"`},
		{"a claim for itself", party, "", claimant + strings.Replace(claim, "text: T", "text: T, supports: [c]", 1), `claim "c" names itself`},
		{"evidence perhaps", party, "", claimant + strings.Replace(claim, "text: T", "text: T, evidence-shown: perhaps", 1), `evidence-shown "perhaps"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, problems := register.Check(files(test.parties, test.measures, test.claims))
			var all []string
			for _, p := range problems {
				all = append(all, p.Error())
			}
			got := strings.Join(all, "\n")
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("got faults\n%s\nwant %q", got, test.want)
			}
		})
	}
}

func TestFileOfAnotherKind(t *testing.T) {
	fsys := files(party, "", "")
	fsys["parties/readme.txt"] = &fstest.MapFile{}
	_, problems := register.Check(fsys)
	if len(problems) != 1 || !strings.Contains(problems[0].Error(), "parties/readme.txt:1: not a .yaml file") {
		t.Errorf("got %v", problems)
	}
}

func TestFileOverTheLimit(t *testing.T) {
	_, problems := register.Check(files(party+"# "+strings.Repeat("x", 5<<20), "", ""))
	if len(problems) == 0 || !strings.Contains(problems[0].Error(), "more than") {
		t.Errorf("got %v", problems)
	}
}

func TestFind(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"ao-kaspersky-lab": "ao-kaspersky-lab", "AO Kaspersky Lab": "ao-kaspersky-lab", "kaspersky": "ao-kaspersky-lab",
		"Лаборатория Касперского": "ao-kaspersky-lab", "лаборатория касперского": "ao-kaspersky-lab", "卡巴斯基": "ao-kaspersky-lab",
		"Kaspersky Lab, Inc.": "kaspersky-lab-inc", "华为": "huawei-technologies",
	} {
		found := reg.FindParties(name)
		if len(found) == 0 || string(found[0].ID) != want {
			t.Errorf("%q: %v, want %s", name, found, want)
		}
	}
	if found := reg.FindParties("Kasper"); len(found) > 0 {
		t.Errorf("part of a name found %s", found[0].ID)
	}
	if nearest := register.Nearest("Kasperky Lab", reg.Names(), 3); len(nearest) == 0 || !strings.Contains(nearest[0], "Kaspersky") {
		t.Errorf("nearest to a misspelt name: %v", nearest)
	}
	if nearest := register.Nearest("qqqqqqqqqqqq", reg.Names(), 3); len(nearest) > 0 {
		t.Errorf("nearest to nothing: %v", nearest)
	}
}

func TestText(t *testing.T) {
	for id, want := range map[string]string{
		"us-2017-bod-17-01": "measures/us-2017-bod-17-01.yaml", "ao-kaspersky-lab": "parties/kaspersky.yaml", "kesl": "parties/kaspersky.yaml",
	} {
		file, text, ok := register.Text(register.Data(), id)
		if !ok || file != want || !strings.Contains(text, "id: "+id) {
			t.Errorf("%s: %v in %s, want %s", id, ok, file, want)
		}
	}
	for _, id := range []string{"no-such-fact", "", ".*", "A"} {
		if _, _, ok := register.Text(register.Data(), id); ok {
			t.Errorf("%q was found", id)
		}
	}
}

// FuzzCheck checks that no file makes the checker panic, and that what it
// accepts can be written and read again.
func FuzzCheck(f *testing.F) {
	f.Add(party, measure+term, claimant+claim)
	f.Fuzz(func(t *testing.T, parties, measures, claims string) {
		reg, problems := register.Check(files(parties, measures, claims))
		if len(problems) > 0 {
			return
		}
		data, err := reg.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := register.Decode(data); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	data, err := os.ReadFile("snapshot.json")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := register.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
