package attribute_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/attribute"
	"github.com/delistdev/delist/register"
)

// madeUp is a register of invented parties, written as its files are.
const madeUp = `
id: example-security
kind: company
name: Example Security AO
sources: [{url: "https://example.com/", date: 2026-11-20, confirmed: true}]
identifiers:
  - {kind: purl, values: ["pkg:npm/@example", "pkg:golang/github.com/ExampleSec", "pkg:maven/com.example.sec", "pkg:nuget/Example.Sec"], match: namespace}
  - {kind: purl, values: ["pkg:pypi/example-sec", "pkg:deb/exav"]}
  - {kind: company-name, values: [Example Security], match: token}
  - {kind: company-name, values: [Examplesec], match: exact}
  - {kind: cpe-vendor, values: [examplesec]}
  - {kind: domain, values: [examplesec.test]}
  - {kind: bundle-id, values: [com.examplesec]}
  - {kind: file-name, values: [exav.sys]}
  - {kind: brand, values: [ZTX]}
  - {kind: signer, values: [Example Security AO], match: exact}
  - {kind: exported-name, values: [ExampleScan], role: embeds}
products:
  - id: ex-ui
    name: Example UI
    identifiers:
      - {kind: purl, values: ["pkg:npm/@example/ui"]}
      - {kind: purl, values: ["pkg:golang/github.com/examplesec/old"], match: namespace, from: 2010-01-01, until: 2015-01-01}
---
id: other-project
kind: project
name: Other Project
sources: [{url: "https://example.org/", date: 2026-11-20, confirmed: false}]
identifiers:
  - {kind: purl, values: ["pkg:golang/github.com/examplesec/guest"], match: namespace}
---
id: jo-doe
kind: person
name: Jo Doe
sources: [{url: "https://example.net/", date: 2026-11-20, confirmed: true}]
relations:
  - {kind: employed-by, other: example-security}
identifiers:
  - {kind: purl, values: ["pkg:npm/jo-glob"], role: maintainer}
---
id: service-maker
kind: company
name: Service Maker
sources: [{url: "https://example.net/", date: 2026-11-20, confirmed: true}]
identifiers:
  - {kind: purl, values: ["pkg:npm/some-client"], role: client-of}
`

func madeUpRegister(t testing.TB) *register.Register {
	t.Helper()
	reg, problems := register.Check(fstest.MapFS{
		"audiences.yaml":       {Data: []byte("- {id: us, name: x}\n")},
		"classes.yaml":         {Data: []byte("- {id: software, name: software}\n")},
		"parties/made-up.yaml": {Data: []byte(madeUp)},
		"forges.yaml":          {Data: []byte(`[{host: github.com, account: path, sources: [{url: "https://example.com/", date: 2026-11-20, confirmed: true}]}]`)},
		"measures":             {Mode: os.ModeDir},
		"claims":               {Mode: os.ModeDir},
	})
	for _, p := range problems {
		t.Error(p)
	}
	return reg
}

func TestAttribute(t *testing.T) {
	a := attribute.New(madeUpRegister(t))
	purl := func(s string) delist.Item { return delist.Item{PURL: s} }
	says := func(field, value string) delist.Item {
		return delist.Item{Declared: []delist.Declaration{{Field: field, Value: value}}}
	}
	sees := func(kind delist.IdentifierKind, value string) delist.Item {
		return delist.Item{Identifiers: []delist.Observed{{Kind: kind, Value: value}}}
	}
	tests := []struct {
		name string
		item delist.Item
		want string // PARTY ROLE STRENGTH, more after ";"
	}{
		{"an npm scope, encoded", purl("pkg:npm/%40example/x@1.0"), "example-security developer controlled"},
		{"an npm scope, plain", purl("pkg:npm/@example/x@1.0"), "example-security developer controlled"},
		{"a product in the scope", purl("pkg:npm/%40example/ui@1.0?a=b#c"), "example-security/ex-ui developer controlled"},
		{"another scope that begins alike", purl("pkg:npm/%40examples/x@1.0"), "examples developer controlled by convention"},
		{"a name without the scope", purl("pkg:npm/example@1.0"), ""},
		{"a Go organisation in any letter case", purl("pkg:golang/github.com/examplesec/x/v2@v2.0.0"), "example-security developer controlled"},
		{"a Go organisation that begins alike", purl("pkg:golang/github.com/examplesecurity/x@v1"), "examplesecurity developer controlled by convention"},
		{"the longest namespace decides", purl("pkg:golang/github.com/ExampleSec/guest/a@v1"), "other-project developer controlled"},
		{"an ended identifier still matches", purl("pkg:golang/github.com/examplesec/old@v1"), "example-security/ex-ui developer controlled"},
		{"a Maven group at a dot", purl("pkg:maven/com.example.sec.android/x@1"), "example-security developer controlled"},
		{"a Maven group that begins alike", purl("pkg:maven/com.example.security/x@1"), "example.com developer controlled by convention"},
		{"a NuGet prefix at a dot", purl("pkg:nuget/Example.Sec.Client@1"), "example-security developer controlled"},
		{"a PyPI name with the other signs", purl("pkg:pypi/Example_Sec@1"), "example-security developer controlled"},
		{"a Debian package of any distribution", purl("pkg:deb/ubuntu/exav@1?arch=amd64"), "example-security developer declared"},
		{"a Debian package that begins alike", purl("pkg:deb/ubuntu/exavator@1"), "ubuntu supplier declared by convention"},
		{"another type", purl("pkg:cargo/exav@1"), ""},
		{"a maintainer with an address", says("maintainer", "Example Security <a@b.test>"), "example-security supplier declared"},
		{"an author", says("author", "EXAMPLE security"), "example-security developer declared"},
		{"words apart are no phrase", says("author", "Example Cyber Security"), " author"},
		{"never inside a word", says("author", "MyExample Securityfirst"), " author"},
		{"an exact name is the whole", says("vendor", "Examplesec"), "example-security supplier declared"},
		{"and not a part", says("vendor", "Examplesec Fans"), " vendor"},
		{"an address's domain", says("maintainer", "Team <x@mail.examplesec.test>"), "example-security supplier declared"},
		{"a domain as a label of another", says("maintainer", "Team <x@examplesec.test.example.org>"), " maintainer"},
		{"a homepage only resembles", says("homepage", "https://www.examplesec.test/x"), "example-security developer named"},
		{"a repository", says("repository", "git+https://github.com/examplesec/x.git"), "example-security developer declared"},
		{"a repository by ssh", says("repository", "git@github.com:ExampleSec/x.git"), "example-security developer declared"},
		{"NOASSERTION says nothing", says("supplier", "NOASSERTION"), ""},
		{"nobody of the register is kept by name", says("supplier", "Somebody Else"), " supplier"},
		{"a CPE vendor", sees(delist.CPEVendor, "examplesec"), "example-security developer declared"},
		{"a CPE vendor beside a package URL is a guess", delist.Item{PURL: "pkg:npm/y@1", Identifiers: []delist.Observed{{Kind: delist.CPEVendor, Value: "examplesec"}}}, "example-security developer named"},
		{"a bundle id below", sees(delist.BundleID, "com.examplesec.mac.agent"), "example-security developer controlled"},
		{"a bundle id that begins alike", sees(delist.BundleID, "com.examplesecure.x"), " bundle-id"},
		{"a file name only resembles", sees(delist.FileName, "EXAV.SYS"), "example-security developer named"},
		{"a brand among other words", sees(delist.Brand, "ZTX Blade 20"), "example-security developer declared"},
		{"a brand in the middle of a word", sees(delist.Brand, "EZTXECH camera"), ""},
		{"a person's package is the person's", purl("pkg:npm/jo-glob@1"), "jo-doe maintainer controlled"},
		{"a client of a service", purl("pkg:npm/some-client@1"), "service-maker client-of controlled"},
		{"a signer that was verified", delist.Item{Identifiers: []delist.Observed{{Kind: delist.Signer, Value: "Example Security AO", Verified: true, Signature: delist.GradeVerified}}}, "example-security developer verified"},
		{"a signer that was not", delist.Item{Identifiers: []delist.Observed{{Kind: delist.Signer, Value: "Example Security AO", Signature: delist.GradeIntact, Decided: "self-signed"}}}, "example-security developer declared"},
		{"a signer of something else", delist.Item{Identifiers: []delist.Observed{{Kind: delist.Signer, Value: "Example Security AO", Signature: delist.GradeClaimed}}}, "example-security developer declared"},
		{"a signer whom nobody knows", delist.Item{Identifiers: []delist.Observed{{Kind: delist.Signer, Value: "Somebody Else", Verified: true}}}, " signer"},
		{"an engine inside, by what it exports", sees(delist.ExportedName, "ExampleScan"), "example-security embeds named"},
		{"no package URL at all", purl("not a purl"), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, found := range a.Attribute(nil, &test.item) {
				switch {
				case found.Party == "" && found.Identifier.Kind == delist.PURL:
					got = append(got, found.Name+" "+string(found.Role)+" "+found.Strength.String()+" by convention")
				case found.Party == "":
					got = append(got, " "+string(found.Identifier.Kind))
				case found.Product != "":
					got = append(got, string(found.Party)+"/"+string(found.Product)+" "+string(found.Role)+" "+found.Strength.String())
				default:
					got = append(got, string(found.Party)+" "+string(found.Role)+" "+found.Strength.String())
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ";")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEndedIdentifierKeepsItsDates(t *testing.T) {
	a := attribute.New(madeUpRegister(t))
	found := a.Attribute(nil, &delist.Item{PURL: "pkg:golang/github.com/examplesec/old@v1"})
	if len(found) == 0 || found[0].Until.String() != "2015-01-01" {
		t.Errorf("got %+v, want an attribution that ended on 2015-01-01", found)
	}
}

// TestLookAlikes: real names that look like a vendor of the register and are
// not that vendor's.
func TestLookAlikes(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := attribute.New(reg)
	f, err := os.Open("testdata/lookalikes.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 36 {
		t.Fatalf("%d rows: too few to mean anything", len(rows))
	}
	for _, row := range rows[1:] {
		kind, value, party := row[0], row[1], delist.PartyID(row[2])
		t.Run(kind+" "+value, func(t *testing.T) {
			if reg.Party(party) == nil {
				t.Fatalf("no party %q: the row can never fail", party)
			}
			for _, item := range itemsOf(kind, value) {
				for _, found := range a.Attribute(nil, &item) {
					if found.Party == party && found.Strength > delist.Named && found.Role != delist.ClientOf {
						t.Errorf("%+v is taken for %s by %+v: %s", item, party, found, row[3])
					}
				}
			}
		})
	}
}

// itemsOf makes the items in which a look-alike could be met.
func itemsOf(kind, value string) []delist.Item {
	switch kind {
	case "purl":
		return []delist.Item{{PURL: value}}
	case "company-name":
		return []delist.Item{
			{Declared: []delist.Declaration{{Field: "author", Value: value}}},
			{Declared: []delist.Declaration{{Field: "supplier", Value: value}}},
			{Identifiers: []delist.Observed{{Kind: delist.CompanyName, Value: value}}},
		}
	case "domain":
		return []delist.Item{
			{Identifiers: []delist.Observed{{Kind: delist.Domain, Value: value}}},
			{Declared: []delist.Declaration{{Field: "maintainer", Value: "Team <x@" + value + ">"}}},
		}
	}
	return []delist.Item{{Identifiers: []delist.Observed{{Kind: delist.IdentifierKind(kind), Value: value}}}}
}

func TestUnknownItemAllocatesNothing(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := attribute.New(reg)
	items := unknownItems()
	dst := make([]delist.Attribution, 0, 8)
	if n := testing.AllocsPerRun(100, func() {
		for i := range items {
			dst = a.Attribute(dst[:0], &items[i])
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func unknownItems() []delist.Item {
	return []delist.Item{
		{PURL: "pkg:npm/left-pad@1.3.0", Declared: []delist.Declaration{{Field: "author", Value: "azer"}}},
		{PURL: "pkg:npm/%40babel/core@7.26.0", Declared: []delist.Declaration{{Field: "author", Value: "The Babel Team (https://babel.dev/team)"}, {Field: "repository", Value: "https://github.com/babel/babel.git"}}},
		{PURL: "pkg:golang/github.com/spf13/cobra@v1.8.1"},
		{PURL: "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12", Declared: []delist.Declaration{{Field: "maintainer", Value: "GNU Libc Maintainers <debian-glibc@lists.debian.org>"}, {Field: "homepage", Value: "https://www.gnu.org/software/libc/libc.html"}}},
		{PURL: "pkg:maven/org.apache.commons/commons-lang3@3.14.0"},
		{PURL: "pkg:pypi/requests@2.32.0", Declared: []delist.Declaration{{Field: "author", Value: "Kenneth Reitz <me@kennethreitz.org>"}}},
	}
}

// BenchmarkAttribute measures items a second against the whole register.
func BenchmarkAttribute(b *testing.B) {
	reg, err := register.Load()
	if err != nil {
		b.Fatal(err)
	}
	a := attribute.New(reg)
	known := []delist.Item{
		{PURL: "pkg:deb/debian/klnagent64@15.1.0?arch=amd64", Declared: []delist.Declaration{{Field: "maintainer", Value: "Kaspersky Lab <support@kaspersky.com>"}}},
		{PURL: "pkg:golang/github.com/mailru/easyjson@v0.7.7"},
		{PURL: "pkg:npm/%40kaspersky/hexa-ui@6.198.2", Declared: []delist.Declaration{{Field: "author", Value: "AO Kaspersky Lab"}}},
	}
	for name, items := range map[string][]delist.Item{"unknown": unknownItems(), "known": known} {
		b.Run(name, func(b *testing.B) {
			dst := make([]delist.Attribution, 0, 8)
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				dst = a.Attribute(dst[:0], &items[n%len(items)])
				n++
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "items/s")
		})
	}
}

// FuzzAttribute checks that no package URL or text makes the attributer panic,
// and that whatever names a party was observed: an item without any known value
// has no party, but for what a name resembles.
func FuzzAttribute(f *testing.F) {
	a := attribute.New(madeUpRegister(f))
	f.Add("pkg:npm/%40example/ui@1", "Example Security <x@examplesec.test>")
	f.Add("pkg:golang/github.com/ExampleSec@v", "git@github.com:examplesec/x")
	f.Add("pkg:/%%%@@//..", "<<>>@")
	f.Fuzz(func(t *testing.T, purl, text string) {
		item := delist.Item{PURL: purl, Declared: []delist.Declaration{{Field: "author", Value: text}, {Field: "repository", Value: text}, {Field: "homepage", Value: text}}}
		for _, found := range a.Attribute(nil, &item) {
			if found.Party != "" && found.Identifier.Value == "" {
				t.Errorf("%q %q: a party without what was observed: %+v", purl, text, found)
			}
			all := strings.ToLower(purl + " " + text)
			if found.Party == "example-security" && found.Strength > delist.Named && !strings.Contains(all, "ex") && !strings.Contains(all, "%") {
				t.Errorf("%q %q: nothing of it was observed: %+v", purl, text, found)
			}
		}
	})
}
