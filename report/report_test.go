package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/report"
)

var update = flag.Bool("update", false, "renew the golden files")

var (
	day    = delist.NewDate(2026, 11, 20)
	ground = delist.GroundRecord{
		Measure: "us-made-up-1", Title: "Made-up Act, section 1", Term: "use", Text: "Nobody may use it.", Effect: delist.Prohibit, Level: delist.Prohibited,
		Binds: []delist.Audience{"us/federal"}, Acts: []delist.Act{delist.Use}, Issuer: "Authority", Citation: "1 M.U. 1", Source: "https://example.com/act",
		Confirmed: true, From: delist.NewDate(2018, 10, 1), Status: delist.InForce, Subject: "Example Security", Path: []delist.Step{},
	}
	elsewhere = func() delist.GroundRecord {
		g := ground
		g.Measure, g.Why, g.Level, g.Effect, g.Binds = "de-made-up", delist.WhyBindsOthers, delist.Warned, delist.Warn, []delist.Audience{"de"}
		g.Precision, g.Confirmed = "month", false
		return g
	}()
	question = delist.Condition{Key: "k", Question: "Is it so?"}
	claim    = delist.ClaimRecord{
		Claim: delist.Claim{ID: "c", Kind: delist.Assertion, Text: "It is so.", Speaker: "Somebody", Date: delist.NewDate(2025, 5, 5),
			Origins: []delist.OriginID{"o"}, EvidenceShown: "no", Sources: []delist.Source{{URL: "https://example.com/claim", Date: day, Confirmed: true}}},
		Independent: 1, OriginNames: []string{"A paper"},
	}
	item = delist.Item{Kind: delist.Package, Name: "exav", Version: "1.0", PURL: "pkg:deb/debian/exav@1.0", Locations: []delist.Location{{Path: "var/lib/dpkg/status", Line: 7}, {Path: "b"}}}
	made = delist.Attribution{Party: "example-security", Role: delist.Developer, Strength: delist.Declared, Identifier: delist.Observed{Kind: delist.PURL, Value: "pkg:deb/debian/exav@1.0"}}
)

// stream is one run with everything that can come out of one.
func stream() []delist.Message {
	conditional := ground
	conditional.Questions, conditional.Condition = []delist.Condition{question}, &question
	evil := item
	evil.Name, evil.PURL = "evil\x1b[31m\u202ename\nnext", "pkg:npm/evil@1"
	return []delist.Message{
		{Start: &delist.Start{Version: "v0", Target: "/", Asked: delist.Asked{As: []delist.Audience{"us/federal"}, Act: delist.Use, On: day}}},
		{Progress: &delist.Progress{Files: 3}},
		{Item: &delist.ItemFound{Item: item, Attributions: []delist.Attribution{made}}},
		{Unread: &delist.Unread{Reader: "npm", Path: "a/package.json", Line: 3, Reason: "it is cut"}},
		{Finding: &delist.Finding{ID: "1", Level: delist.Prohibited, Item: item, Party: delist.PartyRef{ID: "example-security", Name: "Example Security"}, Product: "EXAV",
			Attribution: made, Grounds: []delist.GroundRecord{ground}, Remedies: []delist.Remedy{{Kind: delist.RemovalTool, Text: "Remove it.", Sources: claim.Sources}},
			Exemption: &delist.Exemption{Party: "example-security", Reason: "r", By: "b", Until: delist.NewDate(2027, 1, 1)}}},
		{Finding: &delist.Finding{ID: "2", Item: evil, Party: delist.PartyRef{ID: "other", Name: "Other"}, Attribution: made,
			Conditional: &delist.Conditional{Level: delist.Prohibited, Questions: []delist.Condition{question}}, Grounds: []delist.GroundRecord{conditional}, Remedies: []delist.Remedy{}}},
		{Notice: &delist.Finding{ID: "3", Item: item, Party: delist.PartyRef{ID: "talked-about", Name: "Talked About"}, Product: "P", Attribution: made,
			Grounds: []delist.GroundRecord{}, Elsewhere: []delist.GroundRecord{elsewhere}, Claims: []delist.ClaimRecord{claim}, Origins: 1, Remedies: []delist.Remedy{},
			NotKnown: []string{"Whether it is so."}}},
		{Summary: &delist.Summary{Items: 2, Attributed: 2, Findings: 2, Notices: 1, Parties: []delist.PartySummary{{PartyRef: delist.PartyRef{ID: "example-security", Name: "Example Security"}, Level: delist.Prohibited, Items: 1}}}},
	}
}

func write(t *testing.T, format string, opts report.Options, messages []delist.Message) string {
	t.Helper()
	var out bytes.Buffer
	h, err := report.New(format, &out, opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if err := h.Handle(m); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), renew with -update:\n%s", name, diff)
	}
}

func TestFormats(t *testing.T) {
	for _, format := range report.Formats {
		golden(t, "scan."+format, write(t, format, report.Options{Width: 80}, stream()))
	}
}

// A saved stream gives the same bytes through every handler.
func TestReplay(t *testing.T) {
	saved := write(t, "jsonl", report.Options{}, stream())
	for _, format := range report.Formats {
		var out bytes.Buffer
		h, err := report.New(format, &out, report.Options{Width: 80})
		if err != nil {
			t.Fatal(err)
		}
		if err := report.Replay(strings.NewReader(saved), h); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(write(t, format, report.Options{Width: 80}, stream()), out.String()); diff != "" {
			t.Errorf("%s (-run +replay):\n%s", format, diff)
		}
	}
	if err := report.Replay(strings.NewReader("{}\n{"), &counter{}); err == nil || !strings.Contains(err.Error(), "message 2") {
		t.Errorf("a cut stream: %v", err)
	}
}

type counter struct{ n int }

func (c *counter) Handle(delist.Message) error { c.n++; return nil }

// What a hostile name holds does not reach the terminal.
func TestTableIsHarmless(t *testing.T) {
	for _, r := range write(t, "table", report.Options{Width: 80}, stream()) {
		if r == '\x1b' || r == '\u202e' {
			t.Fatalf("%q reached the terminal", r)
		}
	}
}

func TestTableFitsTheTerminal(t *testing.T) {
	for _, width := range []int{72, 80, 120} {
		for _, line := range strings.Split(write(t, "table", report.Options{Width: width}, stream()), "\n") {
			if n := len([]rune(line)); n > width {
				t.Errorf("%d columns at width %d: %s", n, width, line)
			}
		}
	}
}

// broken fails after n bytes.
type broken struct{ n int }

var errDisk = errors.New("no space left")

func (b *broken) Write(p []byte) (int, error) {
	if b.n -= len(p); b.n < 0 {
		return 0, errDisk
	}
	return len(p), nil
}

func TestWriteErrorsAreReturned(t *testing.T) {
	for _, format := range report.Formats {
		h, err := report.New(format, &broken{10}, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var failed error
		for _, m := range stream() {
			if err := h.Handle(m); err != nil && failed == nil {
				failed = err
			}
		}
		if !errors.Is(failed, errDisk) {
			t.Errorf("%s: %v", format, failed)
		}
	}
	if _, err := report.New("xml", nil, report.Options{}); err == nil {
		t.Error("an unknown format is accepted")
	}
}

func standing() *delist.StandingRecord {
	over := elsewhere
	over.Why, over.Until, over.From = delist.WhyOver, delist.NewDate(2020, 1, 1), delist.NewDate(2015, 1, 1)
	open := ground
	open.Questions, open.Condition = []delist.Condition{question}, &question
	open.Path = []delist.Step{{From: "a", To: "b", Back: true, Relation: delist.Relation{Kind: delist.Owns, Other: "a", Percent: 60}}}
	return &delist.StandingRecord{
		Schema: delist.StandingSchema, Asked: delist.Asked{As: []delist.Audience{"us/federal"}, Act: delist.Use, On: day},
		Party: &delist.PartyRef{ID: "example-security", Name: "Example Security"}, Level: delist.Warned,
		Conditional: &delist.Conditional{Level: delist.Prohibited, Questions: []delist.Condition{question}},
		Grounds:     []delist.GroundRecord{open}, Elsewhere: []delist.GroundRecord{elsewhere, over}, Claims: []delist.ClaimRecord{claim}, Origins: 1,
	}
}

func TestStanding(t *testing.T) {
	var out bytes.Buffer
	if err := report.Standing(&out, standing(), report.Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "standing.table", out.String())
	if err := report.Standing(&broken{10}, standing(), report.Options{}); !errors.Is(err, errDisk) {
		t.Errorf("a full disk: %v", err)
	}
}

// The JSON is what its published schema says.
func TestSchemas(t *testing.T) {
	var out bytes.Buffer
	if err := report.JSON(&out, standing()); err != nil {
		t.Fatal(err)
	}
	for schema, document := range map[string]string{
		"../docs/scan.schema.json":     write(t, "json", report.Options{}, stream()),
		"../docs/standing.schema.json": out.String(),
	} {
		compiled, err := jsonschema.NewCompiler().Compile(schema)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", schema, err)
		}
		if err := compiled.Validate(map[string]any{"schema": "delist/other/1"}); err == nil {
			t.Errorf("%s accepts anything", schema)
		}
	}
	if !json.Valid([]byte(write(t, "sarif", report.Options{}, stream()))) {
		t.Error("the SARIF is no JSON")
	}
}

// FuzzReplay checks that no saved stream makes a handler panic, and that a
// stream that ends well was read to its end.
func FuzzReplay(f *testing.F) {
	f.Add(`{"start":{"version":"v","target":"t","asked":{"as":["us"],"act":"use","on":"2026-11-20"}}}` + "\n" + `{"summary":{"items":1}}`)
	f.Add(`{"finding":{"level":"prohibited","grounds":[{"measure":"m"}]}}`)
	f.Fuzz(func(t *testing.T, stream string) {
		for _, format := range report.Formats {
			h, err := report.New(format, new(bytes.Buffer), report.Options{Width: 80})
			if err != nil {
				t.Fatal(err)
			}
			_ = report.Replay(strings.NewReader(stream), h) // an error is an answer, a panic is not
		}
	})
}
