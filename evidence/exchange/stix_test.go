package exchange_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence/exchange"
)

// Invented, in the manner of other programs: a note and an opinion on it inside a
// report, with markings of both editions, labels of MISP and things that no claim holds.
const foreign = `{
 "type": "bundle",
 "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
 "objects": [
  {"type": "relationship", "spec_version": "2.1", "id": "relationship--57b56a43-b8b0-4cba-9deb-34e3e1faed9e",
   "created": "2024-05-12T08:17:27.000Z", "modified": "2024-05-12T08:17:27.000Z", "relationship_type": "contradicts",
   "source_ref": "note--2b39cb62-1b79-4b8b-b8d6-2b0c1f4ba3a0", "target_ref": "note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"},
  {"type": "report", "spec_version": "2.1", "id": "report--84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3",
   "created_by_ref": "identity--a463ffb3-1bd9-4d94-b02d-74e4f1658283", "created": "2024-05-12T08:17:27.000Z", "modified": "2024-05-12T08:17:27.000Z",
   "name": "On camera firmware", "description": "Not kept.", "published": "2024-05-11T22:00:00Z",
   "external_references": [{"source_name": "example", "url": "https://example.com/report", "external_id": "R-7"}],
   "object_marking_refs": ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"],
   "object_refs": ["indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2", "note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"]},
  {"type": "note", "spec_version": "2.1", "id": "note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061",
   "created": "2024-05-12T08:17:27.000Z", "modified": "2024-05-12T08:17:27.000Z", "confidence": 75,
   "abstract": "Firmware", "content": "The firmware calls home.", "authors": ["John Doe"], "lang": "en",
   "labels": ["admiralty-scale:source-reliability=\"b\"", "tracked"],
   "external_references": [{"source_name": "job-tracker", "external_id": "job-id-1234"}],
   "object_marking_refs": ["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "marking-definition--22222222-2222-4222-8222-222222222222",
     "marking-definition--44444444-4444-4444-8444-444444444444"],
   "granular_markings": [{"marking_ref": "marking-definition--11111111-1111-4111-8111-111111111111", "selectors": ["content"]}],
   "object_refs": ["identity--733c5838-34d9-4fbf-949c-62aba761184c", "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"]},
  {"type": "note", "spec_version": "2.1", "id": "note--2b39cb62-1b79-4b8b-b8d6-2b0c1f4ba3a0", "created_by_ref": "identity--733c5838-34d9-4fbf-949c-62aba761184c",
   "created": "2024-05-13T00:00:00.000Z", "modified": "2024-05-13T00:00:00.000Z", "content": "It does not.",
   "object_refs": ["identity--733c5838-34d9-4fbf-949c-62aba761184c"]},
  {"type": "opinion", "spec_version": "2.1", "id": "opinion--b01efc25-77b4-4003-b18b-f6e24b5cd9f7",
   "created": "2024-05-14T00:00:00.000Z", "modified": "2024-05-14T00:00:00.000Z", "opinion": "strongly-disagree", "explanation": "Seen nothing of it.",
   "authors": ["Jane Roe"], "object_refs": ["note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"]},
  {"type": "note", "spec_version": "2.1", "id": "note--33333333-3333-4333-8333-333333333333", "revoked": true,
   "created": "2024-05-14T00:00:00.000Z", "modified": "2024-05-14T00:00:00.000Z", "content": "Withdrawn.", "object_refs": []},
  {"type": "marking-definition", "spec_version": "2.1", "id": "marking-definition--11111111-1111-4111-8111-111111111111", "created": "2022-10-01T00:00:00.000Z",
   "name": "TLP:AMBER+STRICT", "extensions": {"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {"extension_type": "property-extension", "tlp_2_0": "amber+strict"}}},
  {"type": "marking-definition", "spec_version": "2.1", "id": "marking-definition--22222222-2222-4222-8222-222222222222", "created": "2022-10-01T00:00:00.000Z",
   "definition_type": "statement", "definition": {"statement": "Copyright 2024, Example CERT"}},
  {"type": "identity", "spec_version": "2.1", "id": "identity--a463ffb3-1bd9-4d94-b02d-74e4f1658283",
   "created": "2024-05-12T08:17:27.000Z", "modified": "2024-05-12T08:17:27.000Z", "name": "Example CERT", "identity_class": "organization"},
  {"type": "identity", "spec_version": "2.1", "id": "identity--733c5838-34d9-4fbf-949c-62aba761184c", "created": "2024-05-12T08:17:27.000Z",
   "modified": "2024-05-12T08:17:27.000Z", "name": "Example Camera Works", "identity_class": "organization", "sectors": ["technology"]},
  {"type": "indicator", "spec_version": "2.1", "id": "indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2", "pattern": "[…]"}
 ]
}`

func TestForeignSTIX(t *testing.T) {
	got, faults, notes := collect(t, exchange.ReadSTIX(strings.NewReader(foreign), "b"))
	about := []delist.PartyID{"stix-733c5838-34d9-4fbf-949c-62aba761184c"}
	want := exchange.Set{
		Claims: []delist.Claim{
			{ID: "stix-0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061", Kind: delist.Assertion, About: about, Text: "The firmware calls home.", Speaker: "John Doe",
				OnRecord: true, Date: day("2024-05-12"), Origins: []delist.OriginID{"stix-84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3"}, Reliability: "B", Credibility: 2,
				Note: "Firmware", Sources: []delist.Source{{Title: "job-tracker (job-id-1234)"}}},
			{ID: "stix-2b39cb62-1b79-4b8b-b8d6-2b0c1f4ba3a0", Kind: delist.Assertion, About: about, Text: "It does not.", Speaker: "Example Camera Works",
				OnRecord: true, Date: day("2024-05-13"), Contradicts: []delist.ClaimID{"stix-0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"}},
			{ID: "stix-b01efc25-77b4-4003-b18b-f6e24b5cd9f7", Kind: delist.Opinion, Text: "Seen nothing of it.", Speaker: "Jane Roe", OnRecord: true,
				Date: day("2024-05-14"), Contradicts: []delist.ClaimID{"stix-0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"}},
		},
		Origins: []delist.Origin{{ID: "stix-84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3", Name: "On camera firmware", Channel: "report", Date: day("2024-05-11"),
			Sources: []delist.Source{{URL: "https://example.com/report", Title: "example (R-7)"}}}},
		Documents: []delist.Document{{ID: "stix-84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3", Title: "On camera firmware", Publisher: "Example CERT",
			Printed: day("2024-05-11"), Origins: []delist.OriginID{"stix-84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3"},
			Source: delist.Source{URL: "https://example.com/report", Title: "example (R-7)"}}},
		Parties: []delist.Party{{ID: "stix-733c5838-34d9-4fbf-949c-62aba761184c", Kind: delist.LegalEntity, Name: "Example Camera Works"}},
		Sharing: map[exchange.Key]exchange.TLP{
			{Kind: exchange.Origin, ID: "stix-84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3"}:   {Level: "white", Edition: 1},
			{Kind: exchange.Document, ID: "stix-84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3"}: {Level: "white", Edition: 1},
			{Kind: exchange.Claim, ID: "stix-0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"}:    {Level: "amber+strict", Edition: 2},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b delist.Date) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"b:29: note--33333333-3333-4333-8333-333333333333 is revoked by whoever made it: left out",
		"b:14: marking marking-definition--44444444-4444-4444-8444-444444444444 is nowhere defined: how far the record may be shared is not known",
	}, faults); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	wantNotes := []string{
		"b:8: property description of a report is not kept",
		"b:14: property lang of a note is not kept",
		"b:37: property sectors of a identity is not kept",
		"b:14: marking of the type statement is not kept: Copyright 2024, Example CERT",
		"b:14: label tracked is not kept",
		"b:39: objects of type indicator are no claims (1, here first)",
		"b:14: that a note or opinion is about objects of type campaign is not kept (1, here first)",
	}
	if diff := cmp.Diff(wantNotes, notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// A marking goes through unchanged, and a claim that is marked is never published.
func TestMarkingsGoThrough(t *testing.T) {
	got, _, _ := collect(t, exchange.ReadSTIX(strings.NewReader(foreign), "b"))
	text := write(t, formats[0], got)
	again, faults, notes := collect(t, exchange.ReadSTIX(bytes.NewReader(text), "b"))
	if diff := cmp.Diff(got.Sharing, again.Sharing); diff != "" || len(faults)+len(notes) > 0 {
		t.Errorf("(-want +got):\n%s%q %q", diff, faults, notes)
	}
	if !bytes.Contains(text, []byte(`"authors":["John Doe"]`)) || !bytes.Contains(text, []byte(`"name":"John Doe","identity_class":"unknown","object_marking_refs":["marking-definition--939a9414`)) {
		t.Error("the name of a speaker is not marked as the claim is that tells it")
	}
	err := exchange.WriteClaimReview(&bytes.Buffer{}, got)
	if err == nil || !strings.Contains(err.Error(), "is marked TLP:AMBER+STRICT: it must not be published") {
		t.Errorf("written for everybody: %v", err)
	}
}

// Every object of a written bundle has the properties that STIX 2.1 requires of its
// type, in their form, and refers only to objects of the bundle.
func TestSTIXForm(t *testing.T) {
	set := made()
	set.Claims[0].Contradicts = set.Claims[0].Contradicts[:1] // the other leads out of the set
	set.Sharing = map[exchange.Key]exchange.TLP{
		{Kind: exchange.Claim, ID: "denies"}: {Level: "green", Edition: 1}, {Kind: exchange.Claim, ID: "test"}: {Level: "red", Edition: 2}}
	var bundle struct {
		Type, ID string
		Objects  []map[string]any
	}
	if err := json.Unmarshal(write(t, formats[0], set), &bundle); err != nil {
		t.Fatal(err)
	}
	required := map[string]string{
		"identity": "name modified", "note": "content object_refs modified", "report": "name published object_refs modified",
		"relationship": "relationship_type source_ref target_ref modified", "marking-definition": "",
		"extension-definition": "name schema version extension_types created_by_ref modified",
	}
	id := regexp.MustCompile(`^[a-z][a-z0-9-]+[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	stamp := regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`)
	if bundle.Type != "bundle" || !id.MatchString(bundle.ID) {
		t.Errorf("bundle %q %q", bundle.Type, bundle.ID)
	}
	there := map[string]bool{}
	for _, o := range bundle.Objects {
		name, _ := o["id"].(string)
		if there[name] || !id.MatchString(name) || !strings.HasPrefix(name, o["type"].(string)+"--") {
			t.Errorf("id %q", name)
		}
		there[name] = true
	}
	var look func(at string, v any)
	look = func(at string, v any) {
		switch v := v.(type) {
		case nil:
			t.Errorf("%s: null", at)
		case []any:
			if len(v) == 0 {
				t.Errorf("%s: an empty list", at)
			}
			for _, x := range v {
				look(at, x)
			}
		case map[string]any:
			for k, x := range v {
				look(at+"."+k, x)
			}
		case string:
			if (strings.Contains(at, "_ref") && !strings.Contains(at, "external")) && !there[v] {
				t.Errorf("%s: %s is not in the bundle", at, v)
			}
			if (strings.HasSuffix(at, ".created") || strings.HasSuffix(at, ".modified") || strings.HasSuffix(at, ".published")) && !stamp.MatchString(v) {
				t.Errorf("%s: %q", at, v)
			}
		}
	}
	for _, o := range bundle.Objects {
		typ := o["type"].(string)
		need, ok := required[typ]
		if !ok {
			t.Errorf("type %s", typ)
		}
		for _, p := range append(strings.Fields(need), "spec_version", "created") {
			if o[p] == nil {
				t.Errorf("%s: no %s", typ, p)
			}
		}
		if m, ok := o["modified"].(string); ok && m < o["created"].(string) {
			t.Errorf("%s: modified %s before it was created", o["id"], m)
		}
		look(typ, o)
	}
}

// The scale of STIX 2.1, appendix A.
func TestConfidence(t *testing.T) {
	for _, test := range []struct{ confidence, want int }{{0, 5}, {10, 5}, {19, 5}, {20, 4}, {39, 4}, {40, 3}, {59, 3}, {60, 2}, {79, 2}, {80, 1}, {100, 1}} {
		text := strings.Replace(`{"type":"note","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061","created":"2024-01-01T00:00:00.000Z","content":"T","authors":["S"],"confidence":N}`,
			"N", strings.TrimSpace(string(mustJSON(test.confidence))), 1)
		set, faults, notes := collect(t, exchange.ReadSTIX(strings.NewReader(text), "n"))
		if len(faults)+len(notes) > 0 || set.Claims[0].Credibility != test.want {
			t.Errorf("confidence %d: %+v %q %q, want %d", test.confidence, set.Claims, faults, notes, test.want)
		}
	}
}

func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// Of what somebody changed in a bundle of ours, the change is seen.
func TestChanged(t *testing.T) {
	text := string(write(t, formats[0], made()))
	text = strings.Replace(text, `"content":"They do not."`, `"content":"They never did."`, 1)
	text = strings.Replace(text, `"confidence":30`, `"confidence":90`, 1)
	text = strings.Replace(text, `{"source_name":"source","description"`, `{"source_name":"new","url":"https://example.com/new"},{"source_name":"source","description"`, 1)
	set, faults, _ := collect(t, exchange.ReadSTIX(strings.NewReader(text), "b"))
	if set.Claims[1].Text != "They never did." {
		t.Errorf("text %q", set.Claims[1].Text)
	}
	if len(set.Claims[2].Sources) != 2 || set.Claims[2].Sources[1].URL != "https://example.com/new" || set.Claims[2].Sources[1].Confirmed {
		t.Errorf("sources %+v", set.Claims[2].Sources)
	}
	if len(faults) != 1 || !strings.Contains(faults[0], "a confidence of 90 is credibility 1, and 4 is given: that is kept") {
		t.Errorf("faults %q", faults)
	}
}

// Objects come in a bundle, in the envelope of TAXII 2.1, in a list, alone, or after
// one another; of two versions the later counts, wherever it stands.
func TestSTIXForms(t *testing.T) {
	note := func(modified, content string) string {
		return `{"type":"note","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061","created":"2024-01-01T00:00:00.000Z","modified":"` + modified +
			`","content":"` + content + `","authors":["S"],"object_refs":[]}`
	}
	early, late := note("2024-01-01T00:00:00.000Z", "early"), note("2024-02-01T00:00:00.000Z", "late")
	for name, text := range map[string]string{
		"bundle": `{"objects":[` + late + `,` + early + `],"type":"bundle"}`, "envelope": `{"more":false,"objects":[` + early + "," + late + `]}`,
		"list": "[" + early + ",\n" + late + "]", "alone": late, "lines": late + "\n" + early + "\n", "marked": "\xef\xbb\xbf" + late,
	} {
		set, faults, _ := collect(t, exchange.ReadSTIX(strings.NewReader(text), "n"))
		if len(faults) > 0 || len(set.Claims) != 1 || set.Claims[0].Text != "late" {
			t.Errorf("%s: %+v %q", name, set.Claims, faults)
		}
	}
}
