package fleet_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/fleet"
	"github.com/delistdev/delist/inventory/source"
)

// A result is what reading gave, a line each.
type result struct {
	items, faults, told []string
}

func read(t testing.TB, kind, content string) result {
	t.Helper()
	var got result
	in := &source.Input{Reader: strings.NewReader(content), Name: "in", Limits: source.Limits{Record: 4096}}
	in.Told = func(told delist.Input) { got.told = append(got.told, tell(told)) }
	for it, err := range fleet.Read(kind, in) {
		var fault *delist.ReadError
		switch {
		case err == nil:
			got.items = append(got.items, write(it))
		case errors.As(err, &fault) && fault.Reader == kind && fault.Path == "in":
			got.faults = append(got.faults, err.Error())
		default:
			t.Errorf("%s: error %v, not a ReadError with its place", kind, err)
		}
	}
	return got
}

func tell(told delist.Input) string {
	text := told.Reader + ": " + told.Form + ":"
	for _, c := range told.Columns {
		text += " " + c.Name + "=" + c.As
	}
	return text
}

// write writes an item: where, whose, name and version, and what else it says.
func write(it delist.Item) string {
	text := fmt.Sprintf("%s %s: %s %s", it.Locations[0], it.Kind, it.Name, it.Version)
	if it.PURL != "" {
		text += " " + it.PURL
	}
	for _, d := range it.Declared {
		text += fmt.Sprintf(" %s=%s", d.Field, d.Value)
	}
	for _, o := range it.Identifiers {
		text += fmt.Sprintf(" %s=%s", o.Kind, o.Value)
		if o.Signature != "" {
			text += "?"
		}
		if o.Verified || o.Signature != "" && (o.Signature != delist.GradeClaimed || o.Decided != "the export says so") {
			text += " WRONG GRADE"
		}
	}
	if it.Places > 0 {
		text += fmt.Sprintf(" ×%d", it.Places)
	}
	return text
}

func file(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

type readTest struct {
	name, kind, content string
	items, faults, told []string
}

func run(t *testing.T, tests []readTest) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := read(t, test.kind, test.content)
			if diff := cmp.Diff(got.items, test.items); diff != "" {
				t.Errorf("items (-got +want):\n%s", diff)
			}
			if diff := cmp.Diff(got.faults, test.faults); diff != "" {
				t.Errorf("faults (-got +want):\n%s", diff)
			}
			if diff := cmp.Diff(got.told, test.told); test.told != nil && diff != "" {
				t.Errorf("told (-got +want):\n%s", diff)
			}
		})
	}
}
