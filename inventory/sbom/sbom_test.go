package sbom_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/sbom"
)

// read gathers what a document yields.
func read(t testing.TB, doc io.Reader, limits sbom.Limits) (items []delist.Item, errs []*delist.ReadError) {
	t.Helper()
	for item, err := range sbom.Read(doc, "bom", limits) {
		var unread *delist.ReadError
		switch {
		case err == nil:
			items = append(items, item)
		case errors.As(err, &unread):
			errs = append(errs, unread)
		default:
			t.Fatalf("error of type %T: %v", err, err)
		}
	}
	return items, errs
}

func file(t *testing.T, name string) io.Reader {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReader(string(data))
}

// The four forms of one made-up product list give the same items, but for what
// a form cannot say.
func TestForms(t *testing.T) {
	want := map[string][]string{ // by package URL or name: field=value
		"pkg:npm/%40kaspersky/hexa-ui@6.198.2": {"supplier=AO Kaspersky Lab"},
		"pkg:deb/debian/klnagent64@15.1.0":     {"supplier=Kaspersky Lab <support@kaspersky.com>"},
		"camera firmware":                      {"supplier=Example Camera Works"},
		"inner":                                nil,
	}
	for _, name := range []string{"bom.cdx.json", "bom.cdx.xml", "bom.spdx.json", "bom.spdx"} {
		t.Run(name, func(t *testing.T) {
			items, errs := read(t, file(t, name), sbom.Limits{})
			if len(errs) > 0 {
				t.Fatalf("errors: %v", errs)
			}
			got := map[string][]string{}
			for _, item := range items {
				key := item.PURL
				if key == "" {
					key = item.Name
				}
				got[key] = nil
				for _, d := range item.Declared {
					if d.Field == "supplier" {
						got[key] = append(got[key], d.Field+"="+strings.NewReplacer(" (", " <", ")", ">").Replace(d.Value))
					}
				}
				if len(item.Locations) != 1 || item.Locations[0].Line == 0 {
					t.Errorf("%s: no line: %v", key, item.Locations)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLines(t *testing.T) {
	for name, want := range map[string]int{"bom.cdx.json": 21, "bom.spdx.json": 16, "bom.spdx": 14, "bom.cdx.xml": 16} {
		items, _ := read(t, file(t, name), sbom.Limits{})
		for _, item := range items {
			if strings.Contains(item.PURL, "klnagent64") && item.Locations[0].Line != want {
				t.Errorf("%s: klnagent64 on line %d, want %d", name, item.Locations[0].Line, want)
			}
		}
	}
}

func TestBadInput(t *testing.T) {
	deep := func(n int) string {
		return `{"bomFormat":"CycloneDX","components":[` + strings.Repeat(`{"name":"a","components":[`, n) +
			strings.Repeat(`]}`, n) + `]}`
	}
	deepXML := func(n int) string {
		return `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>` +
			strings.Repeat(`<component type="library"><name>a</name><components>`, n) +
			strings.Repeat(`</components></component>`, n) + `</components></bom>`
	}
	tests := []struct {
		name, doc string
		items     int
		errs      []string // a part of each error, in order
	}{
		{"not an SBOM", `{"a":1}`, 0, []string{"neither CycloneDX nor SPDX"}},
		{"empty", ``, 0, []string{"neither CycloneDX nor SPDX"}},
		{"cut in a component", `{"bomFormat":"CycloneDX","components":[{"name":"a"},{"na`, 1, []string{"ends in the middle"}},
		{"cut between components", `{"bomFormat":"CycloneDX","components":[{"name":"a"},`, 1, []string{"ends in the middle"}},
		{"cut after components", `{"bomFormat":"CycloneDX","components":[{"name":"a"}]`, 1, []string{"ends in the middle"}},
		{"a syntax error", `{"bomFormat":"CycloneDX","components":[{"name":"a"},{"name":]}`, 1, []string{"invalid character"}},
		{"a field of another type is left out", `{"bomFormat":"CycloneDX","components":[{"name":"a","version":7},{"name":"b"}]}`, 2, []string{"field left out"}},
		{"a component that is a number", `{"bomFormat":"CycloneDX","components":[7,{"name":"b"}]}`, 1, []string{"cannot unmarshal number"}},
		{"a component without a name", `{"bomFormat":"CycloneDX","components":[{},{"name":"b"}]}`, 1, []string{"without a name"}},
		{"components that are no list", `{"bomFormat":"CycloneDX","components":{"name":"a"}}`, 0, []string{"where a list belongs"}},
		{"no components", `{"bomFormat":"CycloneDX","components":null}`, 0, nil},
		{"two documents", `{"bomFormat":"CycloneDX","components":[{"name":"a"}]}{}`, 1, []string{"follows the end"}},
		{"deeper than the limit", deep(70), 65, []string{"nested deeper"}},
		{"100,000 deep", deep(100_000), 0, []string{"exceeded max depth"}},
		{"XML deeper than the limit", deepXML(70), 65, []string{"nested deeper"}},
		{"XML 100,000 deep", deepXML(100_000), 65, []string{"nested deeper"}},
		{"an XML entity is not expanded", `<!DOCTYPE bom [<!ENTITY a "b">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component><name>&a;</name></component></components></bom>`, 0, []string{"invalid character entity &a;"}},
		{"XML cut", `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component><name>a</name></component><component>`, 1, []string{"unexpected EOF"}},
		{"SPDX of another type", `{"spdxVersion":"SPDX-2.3","packages":[{"name":"a","externalRefs":"x"},{"name":"b"}]}`, 2, []string{"cannot unmarshal string"}},
		{"tag-value that is neither", "SPDXVersion: SPDX-2.3\nPackageName: a\nnonsense\nPackageName: b\n", 2, []string{"neither a tag"}},
		{"tag-value with an open text", "SPDXVersion: SPDX-2.3\nPackageName: a\nPackageComment: <text>x\n", 1, []string{"without </text>"}},
		{"tag-value with a short reference", "SPDXVersion: SPDX-2.3\nPackageName: a\nExternalRef: purl\n", 1, []string{"want category"}},
		{"SPDX 3", `{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}`, 0, []string{"SPDX 3 is not read yet"}},
		{"a byte order mark", "\xef\xbb\xbf" + `{"bomFormat":"CycloneDX","components":[{"name":"a"}]}`, 1, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			items, errs := read(t, strings.NewReader(test.doc), sbom.Limits{})
			if len(items) != test.items {
				t.Errorf("%d items, want %d", len(items), test.items)
			}
			if len(errs) != len(test.errs) {
				t.Fatalf("errors %v, want %q", errs, test.errs)
			}
			for i, err := range errs {
				if !strings.Contains(err.Error(), test.errs[i]) {
					t.Errorf("error %q, want %q in it", err, test.errs[i])
				}
			}
		})
	}
}

// A component larger than the limit is undecided, and reading it does not take
// the memory.
func TestHugeComponent(t *testing.T) {
	doc := io.MultiReader(strings.NewReader(`{"bomFormat":"CycloneDX","components":[{"name":"a"},{"name":"`), endless{})
	items, errs := read(t, doc, sbom.Limits{Component: 1 << 20})
	if len(items) != 1 || len(errs) != 1 || !errs[0].Undecided {
		t.Errorf("%d items, errors %v; want 1 and an undecided one", len(items), errs)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// FuzzRead checks that no input makes the reader panic or loop, that every item
// has a name, a package URL or an identifier, and that a document with a good
// first component either yields it or reports an error.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"bom.cdx.json", "bom.cdx.xml", "bom.spdx.json", "bom.spdx"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, doc string) {
		items, errs := read(t, strings.NewReader(doc), sbom.Limits{Component: 1 << 20, Line: 1 << 16})
		for _, item := range items {
			if item.Name == "" && item.PURL == "" && len(item.Identifiers) == 0 {
				t.Errorf("an item without a name: %+v", item)
			}
		}
		if !sbom.Sniff([]byte(doc)[:min(len(doc), sbom.SniffLen)]) && len(errs) == 0 {
			t.Error("neither recognised nor reported")
		}
		good := `{"bomFormat":"CycloneDX","components":[{"name":"good"},` + doc + `]}`
		items, errs = read(t, strings.NewReader(good), sbom.Limits{Component: 1 << 20})
		if len(errs) == 0 && (len(items) == 0 || items[0].Name != "good") {
			t.Errorf("the good component is neither read nor reported: %v", items)
		}
	})
}

// TestNoAssertionTwice: osv-scalibr 0.5.3 writes "NOASSERTION: NOASSERTION" in
// tag-value, which once came out as the name of a supplier.
func TestNoAssertionTwice(t *testing.T) {
	const doc = "SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\nPackageSupplier: NOASSERTION: NOASSERTION\nPackageOriginator: NONE\n"
	for item, err := range sbom.Read(strings.NewReader(doc), "a.spdx", sbom.Limits{}) {
		if err != nil || len(item.Declared) != 0 {
			t.Errorf("got %+v, %v", item.Declared, err)
		}
	}
}
