package register_test

import (
	"strings"
	"testing"

	"github.com/delistdev/delist/register"
)

const ownParty = `id: example-cameras
kind: company
name: Example Cameras
sources: [{url: "https://example.org/cameras", date: 2026-11-20, confirmed: true}]
identifiers: [{kind: brand, value: Example Cameras}]
`

func TestExtend(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	before := len(reg.Parties)
	more, problems := reg.Extend([]register.File{{Name: "own.yaml", Text: []byte(ownParty)}})
	if len(problems) > 0 || more.Party("example-cameras") == nil || len(more.FindParties("example cameras")) != 1 {
		t.Fatalf("got %v", problems)
	}
	if reg.Party("example-cameras") != nil || len(reg.Parties) != before {
		t.Error("the register itself was changed")
	}
	for name, text := range map[string]string{
		`own.yaml:1: party id "ao-kaspersky-lab" is used 2 times`: strings.Replace(ownParty, "example-cameras", "ao-kaspersky-lab", 1),
		"own.yaml:1: a fact without a source":                     strings.Replace(ownParty, `{url: "https://example.org/cameras", date: 2026-11-20, confirmed: true}`, "", 1),
		"own.yaml:1: claims come into":                            "claims: []\n",
		"own.yaml:1: ":                                            "- a\n- list\n",
	} {
		_, problems := reg.Extend([]register.File{{Name: "own.yaml", Text: []byte(text)}})
		if len(problems) == 0 || !strings.HasPrefix(problems[0].Error(), name) {
			t.Errorf("got %v, want %s", problems, name)
		}
	}
}

// FuzzExtend checks that no file makes the register panic, and that whatever comes
// without a fault leaves what was there as it was.
func FuzzExtend(f *testing.F) {
	f.Add(ownParty)
	f.Add("id: m\nissuer: example\nterms: [{id: a}]\n")
	f.Add("--- \n---\n- x")
	reg, err := register.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		more, problems := reg.Extend([]register.File{{Name: "own.yaml", Text: []byte(text)}})
		if len(problems) == 0 && (len(more.Parties) < len(reg.Parties) || more.Party("ao-kaspersky-lab") == nil) {
			t.Error("something was lost")
		}
	})
}
