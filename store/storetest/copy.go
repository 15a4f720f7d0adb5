package storetest

import (
	"errors"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/store/tables"
)

// Copied checks that a copy of a store of one kind in another kind has everything,
// verifies, and goes on.
func Copied(t *testing.T, from, to func(t *testing.T, name string) *tables.Store) {
	f := (&fixture{t: t, ctx: t.Context(), opens: from}).fresh(t.Name())
	f.save(tables.Inventory{Complete: true, Owner: "team", Keys: f.keys("k1", "a1"), Findings: []delist.Finding{finding("f1", delist.Warned), finding("f2", delist.Warned)}})
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1", "a1", "b1"), Findings: []delist.Finding{finding("f1", delist.Prohibited)}})
	for n := range 100 {
		f.save(tables.Inventory{Asset: "host-" + string(rune('0'+n)), Complete: n%2 == 0, Keys: f.keys("k1", "b1")})
	}
	for range 2 {
		if _, err := f.store.Decide(f.ctx, delist.Decision{Effect: delist.Approve, Party: "maker-k", By: "somebody"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.store.Erase(f.ctx, f.size()-1, "a test", "somebody"); err != nil {
		t.Fatal(err)
	}
	f.sound()

	copied := *f
	copied.opens = to
	copied.store = copied.open()
	if err := tables.Copy(f.ctx, copied.store, f.store); err != nil {
		t.Fatal(err)
	}
	copied.sound()
	same(t, "size", copied.size(), f.size())
	same(t, "held", copied.held(tables.Query{Name: "b1"}), f.held(tables.Query{Name: "b1"}))
	for n := range f.size() {
		same(t, "leaf", copied.leaf(n), f.leaf(n))
	}
	decided, err := copied.store.Decisions(f.ctx)
	if err != nil || len(decided) != 2 || decided[0].By != "somebody" || decided[1].By != "erased" {
		t.Errorf("decisions: got %+v, %v", decided, err)
	}
	if err := tables.Copy(f.ctx, copied.store, f.store); !errors.Is(err, tables.ErrNotEmpty) {
		t.Errorf("a second copy: got %v, want %v", err, tables.ErrNotEmpty)
	}
	copied.save(tables.Inventory{Complete: true, Keys: f.keys("k2")})
	copied.sound()
}
