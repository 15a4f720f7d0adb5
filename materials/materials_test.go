package materials_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/materials"
)

var options = materials.Options{
	Version: "1.0", Created: "2026-11-21T00:00:00Z",
	PartyName: func(id delist.PartyID) string { return "Party " + string(id) },
}

// validate holds a document against a format's own schema.
func validate(t *testing.T, schema string, document []byte) {
	t.Helper()
	c := jsonschema.NewCompiler()
	for url, file := range map[string]string{
		"http://cyclonedx.org/schema/bom-1.6.schema.json":  "bom-1.6.schema.json",
		"http://cyclonedx.org/schema/spdx.schema.json":     "spdx.schema.json",
		"http://cyclonedx.org/schema/jsf-0.82.schema.json": "jsf-0.82.schema.json",
		"http://spdx.org/rdf/terms/2.3":                    "spdx-schema-2.3.json",
	} {
		content, err := os.ReadFile(filepath.Join("testdata/schema", file))
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(url, parsed); err != nil {
			t.Fatal(err)
		}
	}
	compiled, err := c.Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	if err := compiled.Validate(parsed); err != nil {
		t.Errorf("%v\n%s", err, document)
	}
}

// messages is a run with items of every kind and of every sort of maker.
func messages() []delist.Message {
	found := func(it delist.Item, attributions ...delist.Attribution) delist.Message {
		return delist.Message{Item: &delist.ItemFound{Item: it, Attributions: attributions}}
	}
	at := []delist.Location{{Path: "etc/a b.txt", Line: 3}, {Path: "lib/x", Layer: "sha256:00"}}
	return []delist.Message{
		{Start: &delist.Start{Version: "1.0", Target: "some/\"place\""}},
		found(delist.Item{Kind: delist.Package, Name: "@scope/name", Version: "1.0", PURL: "pkg:npm/%40scope/name@1.0", Locations: at,
			Declared: []delist.Declaration{{Field: "author", Value: "Jo <jo@example.org> (https://example.org)"}, {Field: "homepage", Value: "https://example.org/x"}, {Field: "repository", Value: "not an address"}}},
			delist.Attribution{Name: "scope", Role: delist.Developer, Strength: delist.Controlled, Identifier: delist.Observed{Kind: delist.PURL, Value: "pkg:npm/%40scope"}},
			delist.Attribution{Name: "Jo <jo@example.org>", Role: delist.Developer, Strength: delist.Declared}),
		found(delist.Item{Kind: delist.Package, Name: "bash", Version: "5.2", PURL: "pkg:deb/debian/bash@5.2"},
			delist.Attribution{Name: "Some Body <some@example.org>", Role: delist.Supplier, Strength: delist.Declared, Identifier: delist.Observed{Kind: "maintainer", Value: "Some Body"}},
			delist.Attribution{Name: "gnu.org", Role: delist.Developer, Strength: delist.Named, Identifier: delist.Observed{Kind: "homepage", Value: "https://gnu.org/"}}),
		found(delist.Item{Kind: delist.Binary, Name: "guard.dll"},
			delist.Attribution{Party: "example", Role: delist.Developer, Strength: delist.Verified, Stewards: []delist.PartyID{"steward"},
				Identifier: delist.Observed{Kind: delist.Signer, Value: "Example", Verified: true, Signature: delist.GradeVerified, Decided: "test root"}}),
		found(delist.Item{Kind: delist.Application, Name: "resembles"},
			delist.Attribution{Party: "somebody", Role: delist.Developer, Strength: delist.Named}),
		found(delist.Item{Kind: delist.Container, Name: "image"}),
		found(delist.Item{Kind: delist.Device, Name: "camera"}),
		found(delist.Item{Kind: delist.File, Name: "file"}),
		{Unread: &delist.Unread{Path: "broken.jar", Reason: "not a zip"}},
		{Summary: &delist.Summary{Items: 7, Complete: false}},
	}
}

func write(t *testing.T, handler delist.Handler) {
	t.Helper()
	for _, m := range messages() {
		if err := handler.Handle(m); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCycloneDX(t *testing.T) {
	var out, again bytes.Buffer
	write(t, materials.CycloneDX(&out, options))
	write(t, materials.CycloneDX(&again, options))
	validate(t, "http://cyclonedx.org/schema/bom-1.6.schema.json", out.Bytes())
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same run gave other bytes")
	}
	var doc struct {
		Components []struct {
			Name                   string
			Group                  string
			Supplier, Manufacturer *struct{ Name string }
		}
		Compositions []struct{ Aggregate string }
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range doc.Components {
		line := c.Group + " " + c.Name
		if c.Supplier != nil {
			line += " supplier " + c.Supplier.Name
		}
		if c.Manufacturer != nil {
			line += " manufacturer " + c.Manufacturer.Name
		}
		got = append(got, line)
	}
	want := []string{
		"@scope name supplier scope manufacturer scope",
		" bash supplier Some Body manufacturer gnu.org",
		" guard.dll supplier Party example manufacturer Party example",
		" resembles", " image", " camera", " file",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(doc.Compositions) != 1 || doc.Compositions[0].Aggregate != "incomplete" {
		t.Errorf("a partial result is not marked: %+v", doc.Compositions)
	}
}

func TestSPDX(t *testing.T) {
	var out, again bytes.Buffer
	write(t, materials.SPDX(&out, options))
	write(t, materials.SPDX(&again, options))
	validate(t, "http://spdx.org/rdf/terms/2.3", out.Bytes())
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same run gave other bytes")
	}
	for _, want := range []string{
		`"supplier":"Organization: Some Body (some@example.org)","originator":"Organization: gnu.org"`,
		`"name":"image","primaryPackagePurpose":"CONTAINER","supplier":"NOASSERTION"`,
		`strength verified; identifier signer Example; signature verified: test root; party example; steward Party steward`,
		`"comment":"Incomplete`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("not there: %s\nin %s", want, out.String())
		}
	}
}
