package judge_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/judge"
	"github.com/delistdev/delist/register"
)

const sources = `sources: [{url: "https://example.com/", date: 2026-11-20, confirmed: true}]`

// parties are invented; the relations are what the reaches are tested on.
const parties = `
id: authority
kind: public-body
name: Authority
SOURCES
---
id: other-authority
kind: public-body
name: Other Authority
SOURCES
---
id: subject
kind: company
name: Subject AO
country: ru
SOURCES
relations:
  - {kind: owns, other: daughter, percent: 60}
  - {kind: owns, other: half, percent: 50}
  - {kind: owns, other: thirty, percent: 30}
  - {kind: owns, other: unknown-share}
  - {kind: owns, other: sold, percent: 100, from: 2010-01-01, until: 2022-01-01}
products:
  - {id: av, name: AV, classes: [antivirus]}
  - {id: ui, name: UI, classes: [software-library]}
  - {id: broad, name: Broad, classes: [software]}
  - {id: nameless, name: Nameless}
  - {id: training, name: Training, classes: [training]}
  - {id: engine, name: Engine, classes: [antivirus]}
---
id: second
kind: company
name: Second
SOURCES
relations:
  - {kind: owns, other: thirty, percent: 20}
---
id: mother
kind: company
name: Mother
SOURCES
relations:
  - {kind: controls, other: subject}
  - {kind: controls, other: sister}
---
id: sister
kind: company
name: Sister
SOURCES
---
id: daughter
kind: company
name: Daughter
SOURCES
relations:
  - {kind: owns, other: granddaughter, percent: 60}
---
id: granddaughter
kind: company
name: Granddaughter
country: us
SOURCES
---
id: half
kind: company
name: Half
SOURCES
relations:
  - {kind: owns, other: quarter, percent: 50}
---
id: quarter
kind: company
name: Quarter
SOURCES
---
id: thirty
kind: company
name: Thirty
SOURCES
---
id: unknown-share
kind: company
name: Unknown Share
SOURCES
---
id: sold
kind: company
name: Sold
SOURCES
---
id: heir
kind: company
name: Heir
SOURCES
relations:
  - {kind: successor-of, other: subject, from: 2020-01-01}
---
id: partner
kind: company
name: Partner
SOURCES
relations:
  - {kind: affiliate-of, other: subject}
---
id: boss
kind: person
name: Boss
SOURCES
relations:
  - {kind: directs, other: subject}
---
id: stranger
kind: company
name: Stranger
country: de
SOURCES
products:
  - id: suite
    name: Suite
    classes: [antivirus]
    contains: [{product: engine, from: 2003-01-01, until: 2008-01-01}]
  - {id: stranger-library, name: Library, classes: [software-library]}
`

const classes = `
- {id: software, name: software}
- {id: antivirus, name: anti-virus, broader: software}
- {id: software-library, name: library, broader: software}
- {id: training, name: training}
`

const audiences = "- {id: us, name: x}\n- {id: us/federal, name: x}\n- {id: us/federal/civilian, name: x}\n- {id: us/contractor, name: x}\n- {id: use, name: x}\n"

// madeUp judges by one measure of the authority with the given fields, and
// whatever further measures there are.
func madeUp(t *testing.T, fields string, further ...string) *judge.Judge {
	t.Helper()
	fsys := fstest.MapFS{
		"audiences.yaml": {Data: []byte(audiences)}, "classes.yaml": {Data: []byte(classes)},
		"parties/p.yaml": {Data: []byte(strings.ReplaceAll(parties, "SOURCES", sources))},
		"claims":         {Mode: os.ModeDir},
	}
	for i, text := range append([]string{fields}, further...) {
		id := string(rune('m' + i))
		head := "id: " + id + "\ntitle: M\njurisdiction: us\ninstrument: I\nforce: order\n" + sources + "\n"
		for field, value := range map[string]string{"issuer": "authority", "status": "in-force", "announced": "2000-01-01",
			"subjects": "[{as-listed: Subject, party: subject}]"} {
			if !strings.Contains("\n"+text, "\n"+field+":") {
				head += field + ": " + value + "\n"
			}
		}
		fsys["measures/"+id+".yaml"] = &fstest.MapFile{Data: []byte(head + text)}
	}
	reg, problems := register.Check(fsys)
	for _, p := range problems {
		t.Fatal(p)
	}
	return judge.New(reg)
}

// term writes one term; what is given replaces the usual.
func term(changes string) string {
	fields := []string{"id: t", "text: T", "effect: prohibit", "binds: [us/federal]", "acts: [use]", "reach: [named]", "depth: contains", "from: 2020-08-13"}
	for i, f := range fields {
		name, _, _ := strings.Cut(f, ":")
		if strings.Contains(", "+changes, ", "+name+":") {
			fields[i] = ""
		}
	}
	out := "terms:\n  - {"
	for _, f := range append(fields, changes) {
		if f != "" {
			out += f + ", "
		}
	}
	return strings.TrimSuffix(out, ", ") + "}\n"
}

func TestRules(t *testing.T) {
	tests := []struct {
		name     string
		measures []string
		question string // PARTY or /PRODUCT, then as=, act=, on=, role=, KEY=VALUE
		want     string // level, "+" conditional level
	}{
		{"first day", []string{term("")}, "subject on=2020-08-13", "prohibited"},
		{"the day before", []string{term("")}, "subject on=2020-08-12", "clear"},
		{"until is exclusive", []string{term("until: 2024-01-01")}, "subject on=2024-01-01", "clear"},
		{"the last day", []string{term("until: 2024-01-01")}, "subject on=2023-12-31", "prohibited"},
		{"no published start never clears", []string{"terms:\n  - {id: t, text: T, effect: prohibit, binds: [us/federal], acts: [use], reach: [named], depth: contains}\n"}, "subject on=1999-01-01", "prohibited"},
		{"an audience below asks as those above", []string{term("")}, "subject as=us/federal/civilian", "prohibited"},
		{"an audience above is not bound", []string{term("")}, "subject as=us", "clear"},
		{"an audience beside is not bound", []string{term("")}, "subject as=us/contractor", "clear"},
		{"a name that begins alike is no audience below", []string{term("binds: [us]")}, "subject as=use", "clear"},
		{"everyone asks as all", []string{term("")}, "subject as=everyone", "prohibited"},
		{"another act", []string{term("")}, "subject act=sell", "clear"},
		{"reported has no effect", []string{"status: reported\n" + term("")}, "subject", "clear"},
		{"proposed has no effect", []string{"status: proposed\n" + term("")}, "subject", "clear"},
		{"announced has effect from its start", []string{"status: announced\n" + term("")}, "subject", "prohibited"},
		{"announced without a start has none", []string{"status: announced\nterms:\n  - {id: t, text: T, effect: prohibit, binds: [us], acts: [use], reach: [named], depth: contains}\n"}, "subject", "clear"},
		{"ended still binds before its end", []string{"status: ended\n" + term("until: 2024-01-01")}, "subject on=2021-01-01", "prohibited"},
		{"a term's status stands in place of the measure's", []string{term("status: stayed")}, "subject", "clear"},
		{"stayed by another measure", []string{term(""), "issuer: other-authority\nsubjects: []\nrelations: [{kind: stays, measure: m, from: 2021-01-01, until: 2022-01-01}]\n"}, "subject on=2021-06-01", "clear"},
		{"before the stay", []string{term(""), "issuer: other-authority\nsubjects: []\nrelations: [{kind: stays, measure: m, from: 2021-01-01, until: 2022-01-01}]\n"}, "subject on=2020-12-31", "prohibited"},
		{"after the stay", []string{term(""), "issuer: other-authority\nsubjects: []\nrelations: [{kind: stays, measure: m, from: 2021-01-01, until: 2022-01-01}]\n"}, "subject on=2022-01-01", "prohibited"},
		{"a stay that is only proposed stays nothing", []string{term(""), "issuer: other-authority\nstatus: proposed\nsubjects: []\nrelations: [{kind: stays, measure: m, from: 2021-01-01}]\n"}, "subject on=2021-06-01", "prohibited"},
		{"an end by condition, not declared", []string{term("ends: {key: peace, question: Q}")}, "subject", "prohibited"},
		{"an end by condition, declared met", []string{term("ends: {key: peace, question: Q}")}, "subject peace=yes", "clear"},
		{"a subject taken off the list", []string{"subjects: [{as-listed: S, party: subject, from: 2020-01-01, until: 2022-01-01}]\n" + term("")}, "subject on=2022-01-01", "clear"},
		{"a subject while it was on the list", []string{"subjects: [{as-listed: S, party: subject, from: 2020-01-01, until: 2022-01-01}]\n" + term("")}, "subject on=2021-12-31", "prohibited"},
		{"an excluded subject", []string{"subjects: [{as-listed: D, party: mother}, {as-listed: S, party: subject, excluded: true}]\n" + term("reach: [named, controlled]")}, "subject", "clear"},

		{"named reaches no daughter", []string{term("")}, "daughter", "clear"},
		{"successors, from the day of succession", []string{term("reach: [named, successors]")}, "heir on=2021-01-01", "prohibited"},
		{"controlled: who controls", []string{term("reach: [named, controlled]")}, "mother", "prohibited"},
		{"controlled: who is controlled", []string{term("reach: [named, controlled]")}, "daughter", "prohibited"},
		{"controlled: common control", []string{term("reach: [named, controlled]")}, "sister", "prohibited"},
		{"controlled: half is no control", []string{term("reach: [named, controlled]")}, "half", "clear"},
		{"controlled: an affiliate is not", []string{term("reach: [named, controlled]")}, "partner", "clear"},
		{"majority-owned", []string{term("reach: [named, majority-owned]")}, "daughter", "prohibited"},
		{"majority-owned, through a majority", []string{term("reach: [named, majority-owned]")}, "granddaughter", "prohibited"},
		{"majority-owned: half is not", []string{term("reach: [named, majority-owned]")}, "half", "clear"},
		{"majority-owned: an unknown share proves nothing", []string{term("reach: [named, majority-owned]")}, "unknown-share", "clear"},
		{"majority-owned: not upwards", []string{term("reach: [named, majority-owned]")}, "mother", "clear"},
		{"owned before it was sold", []string{term("reach: [named, majority-owned]")}, "sold on=2021-12-31", "prohibited"},
		{"no longer after it was sold", []string{term("reach: [named, majority-owned]")}, "sold on=2022-01-01", "clear"},
		{"half-owned", []string{term("reach: [named, half-owned]")}, "half", "prohibited"},
		{"half-owned through what is half-owned", []string{term("reach: [named, half-owned]")}, "quarter", "prohibited"},
		{"30 % alone is not half", []string{term("reach: [named, half-owned]")}, "thirty", "clear"},
		{"30 % and 20 % of two listed owners are half", []string{"subjects: [{as-listed: S, party: subject}, {as-listed: T, party: second}]\n" + term("reach: [named, half-owned]")}, "thirty", "prohibited"},
		{"also when they stand on two measures of one issuer", []string{term("reach: [named, half-owned]"), "subjects: [{as-listed: T, party: second}]\n" + term("reach: [named, half-owned]")}, "thirty", "prohibited"},
		{"but not on those of two issuers", []string{term("reach: [named, half-owned]"), "issuer: other-authority\nsubjects: [{as-listed: T, party: second}]\n" + term("reach: [named, half-owned]")}, "thirty", "clear"},
		{"a person who directs blocks nothing", []string{"subjects: [{as-listed: B, party: boss}]\n" + term("reach: [named, half-owned, controlled, affiliates]")}, "subject", "clear"},
		{"affiliates: a partner", []string{term("reach: [named, affiliates]")}, "partner", "prohibited"},
		{"affiliates: half", []string{term("reach: [named, affiliates]")}, "half", "prohibited"},
		{"affiliates: thirty per cent is not", []string{term("reach: [named, affiliates]")}, "thirty", "clear"},
		{"jurisdiction: its own", []string{"subjects: []\n" + term("reach: [jurisdiction], jurisdictions: [ru]")}, "subject", "prohibited"},
		{"jurisdiction: controlled from there", []string{"subjects: []\n" + term("reach: [jurisdiction], jurisdictions: [ru]")}, "granddaughter", "prohibited"},
		{"jurisdiction: another", []string{"subjects: []\n" + term("reach: [jurisdiction], jurisdictions: [ru]")}, "stranger", "clear"},
		{"jurisdiction: everywhere but", []string{"subjects: []\n" + term("reach: [jurisdiction], jurisdictions: ['!ru']")}, "stranger", "prohibited"},
		{"jurisdiction: unknown is not elsewhere", []string{"subjects: []\n" + term("reach: [jurisdiction], jurisdictions: ['!ru']")}, "second", "clear"},
		{"jurisdiction does not decide for everyone", []string{"subjects: []\n" + term("reach: [jurisdiction], jurisdictions: [ru]")}, "subject as=everyone", "clear"},
		{"a closed list: who is on it", []string{term("effect: approve, reach: [named, unlisted], objects: {classes: [antivirus]}")}, "subject", "approved"},
		{"a closed list: who is not", []string{term("effect: approve, reach: [named, unlisted], objects: {classes: [antivirus]}")}, "stranger", "unlisted"},
		{"a closed list of another class of product", []string{term("effect: approve, reach: [named, unlisted], objects: {classes: [training]}")}, "stranger", "clear"},
		{"a closed list that prohibits the rest", []string{term("reach: [unlisted], objects: {classes: [antivirus]}")}, "/suite on=2021-01-01", "prohibited"},

		{"objects: a class", []string{term("objects: {classes: [antivirus]}")}, "/av", "prohibited"},
		{"objects: another class", []string{term("objects: {classes: [antivirus]}")}, "/ui", "clear"},
		{"objects: a wider class", []string{term("objects: {classes: [software]}")}, "/av", "prohibited"},
		{"objects: a thing of which only more is known", []string{term("objects: {classes: [antivirus]}")}, "/broad", "clear+prohibited"},
		{"objects: a thing of unknown class", []string{term("objects: {classes: [antivirus]}")}, "/nameless", "clear+prohibited"},
		{"objects: the question answered", []string{term("objects: {classes: [antivirus]}")}, "/nameless class:antivirus=yes", "prohibited"},
		{"objects: answered otherwise", []string{term("objects: {classes: [antivirus]}")}, "/nameless class:antivirus=no", "clear"},
		{"objects: the party as such", []string{term("objects: {classes: [antivirus]}")}, "subject", "prohibited"},
		{"objects: a product by name", []string{term("objects: {products: [ui]}")}, "/ui", "prohibited"},
		{"objects: another product", []string{term("objects: {products: [ui]}")}, "/av", "clear"},
		{"objects: an exception by class", []string{term("objects: {classes: [software], except: {classes: [software-library]}}")}, "/ui", "clear"},
		{"objects: an exception by name", []string{term("objects: {except: {products: [ui]}}")}, "/ui", "clear"},
		{"objects: no exception", []string{term("objects: {except: {products: [ui]}}")}, "/av", "prohibited"},
		{"objects: place of production is a question", []string{term("objects: {produced-in: ['!us']}")}, "subject", "clear+prohibited"},
		{"objects: produced there", []string{term("objects: {produced-in: ['!us']}")}, "subject produced-in:!us=yes", "prohibited"},

		{"depth: embedded, and contains", []string{term("")}, "subject role=embeds", "prohibited"},
		{"depth: embedded, and branded only", []string{term("depth: branded")}, "subject role=embeds", "clear"},
		{"depth: embedded, and essential is a question", []string{term("depth: essential")}, "subject role=embeds", "clear+prohibited"},
		{"depth: essential, answered", []string{term("depth: essential")}, "subject role=embeds essential-component=yes", "prohibited"},
		{"depth: own products at every depth", []string{term("depth: branded")}, "subject role=supplier", "prohibited"},
		{"depth: a client of the service is somebody else's", []string{term("")}, "subject role=client-of", "clear"},
		{"a product that held the engine then", []string{term("from: 2000-01-01")}, "/suite on=2005-01-01", "prohibited"},
		{"and holds it no longer", []string{term("from: 2000-01-01")}, "/suite on=2008-01-01", "clear"},
		{"whose own brand is not meant", []string{term("from: 2000-01-01, depth: branded")}, "/suite on=2005-01-01", "clear"},

		{"a condition, unanswered", []string{term("condition: {key: k, question: Q}")}, "subject", "clear+prohibited"},
		{"a condition, yes", []string{term("condition: {key: k, question: Q}")}, "subject k=yes", "prohibited"},
		{"a condition, no", []string{term("condition: {key: k, question: Q}")}, "subject k=no", "clear"},
		{"a condition that waits for no", []string{term("condition: {key: k, question: Q, when: 'no'}")}, "subject k=no", "prohibited"},
		{"a milder conditional is not told", []string{term("") + "  - {id: u, text: T, effect: warn, binds: [us], acts: [use], reach: [named], depth: contains, condition: {key: k, question: Q}}\n"}, "subject", "prohibited"},
		{"the gravest is the level", []string{term("effect: warn") + "  - {id: u, text: T, effect: suspend, binds: [us], acts: [use], reach: [named], depth: contains}\n"}, "subject", "suspended"},
		{"approval does not lift", []string{term("effect: approve") + "  - {id: u, text: T, effect: delist, binds: [us], acts: [use], reach: [named], depth: contains}\n"}, "subject", "delisted"},
		{"an exemption of the same authority lifts", []string{term(""), term("effect: exempt")}, "subject", "clear"},
		{"of another authority it does not", []string{term(""), "issuer: other-authority\n" + term("effect: exempt")}, "subject", "prohibited"},
		{"it lifts only what it names", []string{term("") + "  - {id: u, text: T, effect: warn, binds: [us], acts: [use], reach: [named], depth: contains}\n", term("effect: exempt, lifts: [m/t]")}, "subject", "warned"},
		{"with an open condition it lifts nothing", []string{term(""), term("effect: exempt, condition: {key: k, question: Q}")}, "subject", "prohibited"},
		{"with the condition met it lifts", []string{term(""), term("effect: exempt, condition: {key: k, question: Q}")}, "subject k=yes", "clear"},
		{"for another act it does not", []string{term(""), term("effect: exempt, acts: [sell]")}, "subject", "prohibited"},
		{"for one product it does not lift the party's", []string{term(""), term("effect: exempt, objects: {products: [suite]}")}, "subject", "prohibited"},
		{"and lifts that product's", []string{term(""), term("effect: exempt, objects: {products: [suite]}, reach: [named, affiliates]")}, "/suite on=2005-01-01", "clear"},
		{"for what the term is about it lifts the party's", []string{term("objects: {products: [suite]}"), term("effect: exempt, objects: {products: [suite]}")}, "subject", "clear"},
		{"an unknown party stands clear by name", []string{term("")}, "nobody", "clear"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := madeUp(t, test.measures[0], test.measures[1:]...).Judge(parse(t, test.question))
			got := s.Level.String()
			if s.Conditional.Level != delist.Clear {
				got += "+" + s.Conditional.Level.String()
				if len(s.Conditional.Questions) == 0 {
					t.Error("conditional without a question")
				}
			}
			if got != test.want {
				t.Errorf("got %s, want %s\n%s", got, test.want, groundsText(s))
			}
		})
	}
}

// parse reads a question as the table writes it; by default us/federal asks
// about use on 1 June 2021.
func parse(t *testing.T, text string) delist.Question {
	t.Helper()
	words := strings.Fields(text)
	q := delist.Question{As: []delist.Audience{"us/federal"}, On: delist.NewDate(2021, 6, 1), Given: map[string]string{}}
	if product, ok := strings.CutPrefix(words[0], "/"); ok {
		q.Product = delist.ProductID(product)
	} else {
		q.Party = delist.PartyID(words[0])
	}
	for _, word := range words[1:] {
		i := strings.LastIndex(word, "=")
		switch key, value := word[:i], word[i+1:]; key {
		case "as":
			q.As = []delist.Audience{delist.Audience(value)}
		case "act":
			q.Act = delist.Act(value)
		case "role":
			q.Role = delist.Role(value)
		case "on":
			on, err := delist.ParseDate(value)
			if err != nil {
				t.Fatal(err)
			}
			q.On = on
		default:
			q.Given[key] = value
		}
	}
	return q
}

// Elsewhere names the terms that reach the party and do not decide, and why.
func TestElsewhereSaysWhy(t *testing.T) {
	tests := []struct{ measure, question, want string }{
		{term(""), "subject as=us", "binds-others"},
		{term(""), "subject act=sell", "other-act"},
		{term(""), "subject on=2020-01-01", "not-yet"},
		{term("until: 2021-01-01"), "subject", "over"},
		{"status: proposed\n" + term(""), "subject", "no-legal-effect"},
		{term("objects: {classes: [antivirus]}"), "/ui", "other-object"},
		{term("depth: branded"), "subject role=embeds", "not-so-deep"},
		{term("condition: {key: k, question: Q}"), "subject k=no", "condition-not-met"},
	}
	for _, test := range tests {
		s := madeUp(t, test.measure).Judge(parse(t, test.question))
		if len(s.Elsewhere) != 1 || string(s.Elsewhere[0].Why) != test.want || s.Level != delist.Clear {
			t.Errorf("%s: got %s, want elsewhere %s\n%s", test.question, s.Level, test.want, groundsText(s))
		}
	}
	s := madeUp(t, term("effect: exempt, condition: {key: k, question: Q}")).Judge(parse(t, "subject"))
	if len(s.Grounds) != 0 || len(s.Elsewhere) != 1 || s.Elsewhere[0].Why != delist.WhyNothingToLift {
		t.Errorf("nothing to lift: %s", groundsText(s))
	}
	s = madeUp(t, term(""), term("effect: exempt")).Judge(parse(t, "subject"))
	if len(s.Elsewhere) != 1 || s.Elsewhere[0].Why != delist.WhyLifted {
		t.Errorf("lifted: %s", groundsText(s))
	}
}

// A ground leads from the party asked about to the subject named, with the
// relations on the way.
func TestPath(t *testing.T) {
	s := madeUp(t, term("reach: [named, controlled]")).Judge(parse(t, "sister"))
	if len(s.Grounds) != 1 || len(s.Grounds[0].Path) != 2 {
		t.Fatalf("grounds: %s", groundsText(s))
	}
	path := s.Grounds[0].Path
	if path[0].From != "sister" || path[0].To != "mother" || !path[0].Back || path[1].To != "subject" || path[1].Back {
		t.Errorf("path %+v", path)
	}
	if s.Grounds[0].Subject != "Subject" {
		t.Errorf("subject %q, want the name word for word", s.Grounds[0].Subject)
	}
}
