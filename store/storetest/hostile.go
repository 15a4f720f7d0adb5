package storetest

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/store/tables"
)

// hostile saves items with names that not every database takes as they are, or
// can index. They are found nevertheless, and what is kept verifies.
func hostile(t *testing.T, f *fixture) {
	random := rand.New(rand.NewPCG(1, 2))
	long := make([]rune, 50_000) // of which no compression makes a short one
	for i := range long {
		long[i] = rune(0x4e00 + random.IntN(20_000))
	}
	names := []string{"a\x00b", "bad \xff\xfe bytes", string(long), "tab\tand\nline", "\U0010FFFF"}
	inventory := tables.Inventory{Asset: "host\x00\xff", Owner: "owner\x00", Complete: true, Findings: []delist.Finding{finding("f1", delist.Warned)}}
	for _, name := range names {
		item := delist.Item{Kind: delist.Package, Name: name, PURL: "pkg:generic/" + name}
		kept, err := tables.NewItem(&item, []delist.Attribution{{Name: name, Role: delist.Developer, Strength: delist.Declared}})
		if err != nil {
			t.Fatal(err)
		}
		f.items[kept.Key] = kept
		inventory.Keys = append(inventory.Keys, kept.Key)
	}
	slices.SortFunc(inventory.Keys, func(a, b tables.Key) int { return bytes.Compare(a[:], b[:]) })
	f.save(inventory)
	if _, err := f.store.Append(f.ctx, tables.Event{Kind: "test", Body: map[string]any{"text": "\x00"}, Personal: map[string]string{"by": "\x00\xff"}}); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		for _, q := range []tables.Query{{Name: name}, {PURL: "pkg:generic/" + name}, {Parties: []string{tables.Nameless(name)}}} {
			if held := f.held(q); !strings.HasSuffix(held, ":1 ") {
				t.Errorf("%.20q: got %q", name, held)
			}
		}
	}
}
