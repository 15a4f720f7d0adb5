package materials_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/materials"
)

// example knows a maker and a packager for all but what is called "unknown".
func example(raw []byte) ([]delist.Attribution, error) {
	var c struct{ Name string }
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, err
	}
	if c.Name == "unknown" {
		return nil, nil
	}
	return []delist.Attribution{
		{Name: "Maker", Role: delist.Developer, Strength: delist.Controlled, Identifier: delist.Observed{Kind: delist.PURL, Value: "pkg:x/maker"}},
		{Name: "Pack <p@example.org>", Role: delist.Supplier, Strength: delist.Declared, Identifier: delist.Observed{Kind: "maintainer", Value: "Pack"}},
	}, nil
}

func fill(in string) (string, materials.Counts, []string, error) {
	var out bytes.Buffer
	var unread []string
	counts, err := materials.Fill(&out, strings.NewReader(in), example, options, func(_ int, err error) { unread = append(unread, err.Error()) })
	return out.String(), counts, unread, err
}

func TestFill(t *testing.T) {
	const supplied = `"supplier":{"name":"Pack","contact":[{"name":"Pack","email":"p@example.org"}]}`
	const made = `"manufacturer":{"name":"Maker"}`
	const how = `{"name":"delist:supplier:strength","value":"declared"},{"name":"delist:supplier:identifier","value":"maintainer Pack"}`
	const madeHow = `{"name":"delist:manufacturer:strength","value":"controlled"},{"name":"delist:manufacturer:identifier","value":"purl pkg:x/maker"}`
	note := func(comment string) string {
		return `{"annotationDate":"2026-11-21T00:00:00Z","annotationType":"OTHER","annotator":"Tool: delist-1.0","comment":"` + comment + `"}`
	}
	supplierNote := note("supplier Pack: strength declared; identifier maintainer Pack")
	originNote := note("originator Maker: strength controlled; identifier purl pkg:x/maker")
	cdx := func(version, components string) string {
		return `{"bomFormat":"CycloneDX","specVersion":"` + version + `","components":[` + components + `],"x":1e5}` + "\n"
	}
	spdx := func(packages string) string {
		return `{"SPDXID":"SPDXRef-DOCUMENT","spdxVersion":"SPDX-2.3","packages":[` + packages + `]}`
	}
	tests := []struct{ name, in, want string }{
		{"a component", cdx("1.6", `{"name":"a"}`), cdx("1.6", `{"name":"a",`+supplied+`,`+made+`,"properties":[`+how+`,`+madeHow+`]}`)},
		{"nobody is invented", cdx("1.6", `{"name":"unknown"}`), cdx("1.6", `{"name":"unknown"}`)},
		{"what is there stays", cdx("1.6", `{"name":"a","supplier":{"name":"Other"},"authors":[{"name":"B"}]}`), cdx("1.6", `{"name":"a","supplier":{"name":"Other"},"authors":[{"name":"B"}]}`)},
		{"an empty supplier says nothing", cdx("1.6", `{"supplier":{},"name":"a","authors":[{"name":"B"}]}`), cdx("1.6", `{`+supplied+`,"name":"a","authors":[{"name":"B"}],"properties":[`+how+`]}`)},
		{"properties are added to", cdx("1.6", `{"name":"a","properties":[ {"name":"x"} ],"author":"B"}`), cdx("1.6", `{"name":"a","properties":[ {"name":"x"}, `+strings.ReplaceAll(how, "},{", "}, {")+` ],"author":"B",`+supplied+`}`)},
		{"before 1.6 there was no manufacturer", cdx("1.4", `{"name":"a"}`), cdx("1.4", `{"name":"a",`+supplied+`,"author":"Maker","properties":[`+how+`,`+madeHow+`]}`)},
		{"nor before 1.3 properties", cdx("1.2", `{"name":"a"}`), cdx("1.2", `{"name":"a",`+supplied+`,"author":"Maker"}`)},
		{"components inside", cdx("1.6", `{"name":"unknown","components":[{"name":"a","author":"x"}]}`), cdx("1.6", `{"name":"unknown","components":[{"name":"a","author":"x",`+supplied+`,"properties":[`+how+`]}]}`)},
		{"spaces stay", `{ "bomFormat" : "CycloneDX", "specVersion" : "1.2", "components" : [ { "name" : "a" } ] }`, `{ "bomFormat" : "CycloneDX", "specVersion" : "1.2", "components" : [ { "name" : "a", ` + supplied[:10] + ` : ` + supplied[11:] + `, "author" : "Maker" } ] }`},
		{"an SPDX package", spdx(`{"name":"a","supplier":"NOASSERTION"}`), spdx(`{"name":"a","supplier":"Organization: Pack (p@example.org)","originator":"Organization: Maker","annotations":[` + supplierNote + `,` + originNote + `]}`)},
		{"an SPDX package with a supplier", spdx(`{"name":"a","supplier":"Person: Q","originator":"NONE"}`), spdx(`{"name":"a","supplier":"Person: Q","originator":"Organization: Maker","annotations":[` + originNote + `]}`)},
		{"other arrays of components stay", `{"bomFormat":"CycloneDX","metadata":{"component":{"name":"a"},"tools":{"components":[{"name":"a"}]}},"components":[]}`, `{"bomFormat":"CycloneDX","metadata":{"component":{"name":"a"},"tools":{"components":[{"name":"a"}]}},"components":[]}`},
		{"XML", xmlDoc("1.6", "<component type=\"library\"><name>a</name><purl>pkg:x/a</purl><components><component><name>unknown</name></component></components></component>"),
			xmlDoc("1.6", "<component type=\"library\"><supplier><name>Pack</name><contact><name>Pack</name><email>p@example.org</email></contact></supplier><manufacturer><name>Maker</name></manufacturer>"+
				"<name>a</name><purl>pkg:x/a</purl><properties>"+xmlHow+"</properties><components><component><name>unknown</name></component></components></component>")},
		{"XML with indentation and properties", xmlDoc("1.4", "\n  <b:component>\n    <b:supplier><b:name>Q</b:name></b:supplier>\n    <b:name>a</b:name>\n    <b:properties>\n      <b:property name=\"x\">y</b:property>\n    </b:properties>\n  </b:component>\n"),
			xmlDoc("1.4", "\n  <b:component>\n    <b:supplier><b:name>Q</b:name></b:supplier>\n    <b:author>Maker</b:author>\n    <b:name>a</b:name>\n    <b:properties>\n      <b:property name=\"x\">y</b:property>"+
				"\n      <b:property name=\"delist:manufacturer:strength\">controlled</b:property>\n      <b:property name=\"delist:manufacturer:identifier\">purl pkg:x/maker</b:property>\n    </b:properties>\n  </b:component>\n")},
		{"tag-value", "SPDXVersion: SPDX-2.3\n\nPackageName: a\nSPDXID: SPDXRef-a\nPackageSupplier: NOASSERTION\nPackageDownloadLocation: NONE\n\nPackageName: unknown\nSPDXID: SPDXRef-b\n",
			"SPDXVersion: SPDX-2.3\n\nPackageName: a\nSPDXID: SPDXRef-a\nPackageSupplier: Organization: Pack (p@example.org)\nPackageOriginator: Organization: Maker\nPackageDownloadLocation: NONE\n\n" +
				tagNote("supplier Pack: strength declared; identifier maintainer Pack") + tagNote("originator Maker: strength controlled; identifier purl pkg:x/maker") +
				"PackageName: unknown\nSPDXID: SPDXRef-b\n"},
		{"byte order mark", "\ufeff" + cdx("1.6", ``), "\ufeff" + cdx("1.6", ``)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, unread, err := fill(tt.in)
			if err != nil || len(unread) > 0 {
				t.Fatal(err, unread)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			again, _, _, err := fill(got)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, again); diff != "" {
				t.Errorf("the second time changes more (-first +second):\n%s", diff)
			}
		})
	}
}

const xmlHow = `<property name="delist:supplier:strength">declared</property><property name="delist:supplier:identifier">maintainer Pack</property>` +
	`<property name="delist:manufacturer:strength">controlled</property><property name="delist:manufacturer:identifier">purl pkg:x/maker</property>`

func xmlDoc(version, components string) string {
	return `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/` + version + `" xmlns:b="http://cyclonedx.org/schema/bom/` + version + `">` +
		"<metadata><component><name>a</name></component></metadata><components>" + components + "</components><x/></bom>\n"
}

func tagNote(comment string) string {
	return "Annotator: Tool: delist-1.0\nAnnotationDate: 2026-11-21T00:00:00Z\nAnnotationType: OTHER\nSPDXREF: SPDXRef-a\nAnnotationComment: <text>" + comment + "</text>\n"
}

// TestFillKeepsIndentation: what is added looks like what is around it, with the
// ends of lines of the document.
func TestFillKeepsIndentation(t *testing.T) {
	const in = "{\r\n\t\"bomFormat\": \"CycloneDX\",\r\n\t\"specVersion\": \"1.2\",\r\n\t\"components\": [\r\n\t\t{\r\n\t\t\t\"name\": \"a\"\r\n\t\t}\r\n\t]\r\n}"
	const want = "{\r\n\t\"bomFormat\": \"CycloneDX\",\r\n\t\"specVersion\": \"1.2\",\r\n\t\"components\": [\r\n\t\t{\r\n\t\t\t\"name\": \"a\",\r\n" +
		"\t\t\t\"supplier\": {\r\n\t\t\t\t\"name\": \"Pack\",\r\n\t\t\t\t\"contact\": [\r\n\t\t\t\t\t{\r\n\t\t\t\t\t\t\"name\": \"Pack\",\r\n\t\t\t\t\t\t\"email\": \"p@example.org\"\r\n\t\t\t\t\t}\r\n\t\t\t\t]\r\n\t\t\t},\r\n" +
		"\t\t\t\"author\": \"Maker\"\r\n\t\t}\r\n\t]\r\n}"
	got, counts, _, err := fill(in)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := (materials.Counts{Components: 1, SupplierAfter: 1, DeveloperAfter: 1}); counts != want {
		t.Errorf("got %+v, want %+v", counts, want)
	}
}

func TestFillBadInput(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", "", materials.ErrForm.Error()},
		{"other XML", "<bom/>", materials.ErrForm.Error()},
		{"XML that is cut", "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"><components>\n<component>", "line 2: XML syntax error"},
		{"a text without end", "SPDXVersion: SPDX-2.3\nPackageComment: <text>a", "<text> without </text>"},
		{"other JSON", `{"a":1}`, materials.ErrForm.Error()},
		{"cut in a component", `{"bomFormat":"CycloneDX",` + "\n" + `"components":[{"name":"a"`, "line 2: the document ends in the middle"},
		{"cut behind one", `{"bomFormat":"CycloneDX","components":[{"name":"a"}`, "line 1: the document ends in the middle"},
		{"more behind the end", `{"bomFormat":"CycloneDX"} {}`, "more follows the end"},
		{"brackets that do not match", `{"bomFormat":"CycloneDX","x":]}`, "not JSON"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, _, err := fill(tt.in)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
	_, counts, unread, err := fill(`{"bomFormat":"CycloneDX","components":[1,{},{"name":2},{"name":"a"}]}`)
	if err != nil || len(unread) != 3 || counts.Components != 2 {
		t.Errorf("got %+v, %q, %v; want three components that could not be read, and the last filled in", counts, unread, err)
	}
}

// FuzzFill checks that no input makes it panic, that what comes out without a
// fault is valid JSON wherever what went in was, and that a second time changes
// nothing.
func FuzzFill(f *testing.F) {
	f.Add(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"a","properties":[{}],"components":[{"name":"b"}]}]}`)
	f.Add(`{"SPDXID":"x","spdxVersion":"SPDX-2.3","packages":[{"name":"a","supplier":"NONE","annotations":[ ]}]}`)
	f.Add(xmlDoc("1.6", "<component><name>a</name><properties/></component>"))
	f.Add("SPDXVersion: SPDX-2.3\r\nPackageName: a\r\nSPDXID: SPDXRef-a\r\nPackageComment: <text>x\r\n</text>\r\n")
	f.Fuzz(func(t *testing.T, in string) {
		out, _, _, err := fill(in)
		if err != nil {
			if errors.Is(err, materials.ErrForm) && out != "" {
				t.Errorf("%q was written for a form that is not filled in", out)
			}
			return
		}
		plain := strings.TrimPrefix(in, "\ufeff")
		if json.Valid([]byte(plain)) && !json.Valid([]byte(strings.TrimPrefix(out, "\ufeff"))) {
			t.Fatalf("%q became %q", in, out)
		}
		again, _, _, err := fill(out)
		if err != nil || again != out {
			t.Errorf("%q became %q, then %q, %v", in, out, again, err)
		}
	})
}
