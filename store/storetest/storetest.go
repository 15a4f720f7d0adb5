// Package storetest holds the suite that every kind of store passes.
package storetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/store/tables"
)

// Run runs the suite. open gives an empty store each time, and again the same one
// where its argument was given before.
func Run(t *testing.T, open func(t *testing.T, name string) *tables.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *fixture)
	}{
		{"an inventory comes back", inventoryComesBack},
		{"a change keeps what was held before", changeKeepsBefore},
		{"an unchanged inventory only changes its time", unchanged},
		{"an incomplete inventory takes nothing away", incomplete},
		{"findings are seen, stay, change and go", findings},
		{"the same question on another day is the same", sameQuestion},
		{"decisions are numbered and stay", decisions},
		{"the personal part can be erased", erased},
		{"a clock that goes back does not turn the order", clockBack},
		{"two stores on one database take turns", turns},
		{"a failed transaction leaves nothing", failed},
		{"who stands behind items can be worked out anew", attributedAnew},
		{"what is damaged is found", damaged},
		{"a level that was forged is found", forged},
		{"no name keeps an inventory from being saved", hostile},
		{"a package URL is found in any form", packages},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := (&fixture{t: t, ctx: t.Context(), opens: open}).fresh(t.Name())
			test.run(t, f)
			f.sound()
		})
	}
}

// A fixture is a store with items to save.
type fixture struct {
	t     *testing.T
	ctx   context.Context
	opens func(t *testing.T, name string) *tables.Store
	name  string
	store *tables.Store
	now   time.Time
	key   *ledger.Key
	items map[tables.Key]tables.Item
}

// fresh returns a fixture with a store of its own.
func (f *fixture) fresh(name string) *fixture {
	g := &fixture{t: f.t, ctx: f.ctx, opens: f.opens, name: name, items: map[tables.Key]tables.Item{}}
	g.now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	key, err := ledger.NewKey("example.org/test")
	if err != nil {
		f.t.Fatal(err)
	}
	g.key = key
	g.store = g.open()
	return g
}

// open opens the store of the fixture again.
func (f *fixture) open() *tables.Store {
	s := f.opens(f.t, f.name)
	s.Now = func() time.Time { return f.now }
	s.SignWith(f.key)
	return s
}

// Item gives an item by its key.
func (f *fixture) Item(k tables.Key) (tables.Item, error) {
	it, ok := f.items[k]
	if !ok {
		return it, fmt.Errorf("no item %s", k)
	}
	return it, nil
}

// keys returns the keys of made-up packages of these names, whose developer is
// the party "maker-" with the name's first letter.
func (f *fixture) keys(names ...string) []tables.Key {
	var keys []tables.Key
	for _, name := range names {
		item := delist.Item{Kind: delist.Package, Name: name, Version: "1.0", PURL: "pkg:generic/" + name + "@1.0", Locations: []delist.Location{{Path: "anywhere"}}}
		it, err := tables.NewItem(&item, []delist.Attribution{{Party: delist.PartyID("maker-" + name[:1]), Role: delist.Developer, Strength: delist.Declared}})
		if err != nil {
			f.t.Fatal(err)
		}
		f.items[it.Key] = it
		keys = append(keys, it.Key)
	}
	slices.SortFunc(keys, func(a, b tables.Key) int { return cmp.Compare(a.String(), b.String()) })
	return keys
}

func finding(id string, level delist.Level) delist.Finding {
	return delist.Finding{ID: id, Level: level, Party: delist.PartyRef{ID: "maker-k", Name: "Maker K"}, Item: delist.Item{Kind: delist.Package, Name: "k1"}, Grounds: []delist.GroundRecord{{Measure: "m-1"}}}
}

var asked = delist.Asked{As: []delist.Audience{"us"}, Act: delist.Use, On: delist.NewDate(2026, 11, 21)}

// save saves an inventory an hour after what was saved before.
func (f *fixture) save(i tables.Inventory) tables.Saved {
	f.t.Helper()
	f.now = f.now.Add(time.Hour)
	if i.Asset == "" {
		i.Asset = "host-1"
	}
	if i.Asked.Act == "" {
		i.Asked = asked
	}
	saved, err := f.store.Save(f.ctx, &i, f)
	if err != nil {
		f.t.Fatal(err)
	}
	return saved
}

// held returns the assets that hold what a query names, with how many of it.
func (f *fixture) held(q tables.Query) string {
	f.t.Helper()
	found, err := f.store.Find(f.ctx, q)
	if err != nil {
		f.t.Fatal(err)
	}
	text := ""
	for _, h := range found.Holdings {
		text += fmt.Sprintf("%s:%d ", h.Asset.Name, len(h.Items))
		for _, n := range h.Items {
			if found.Items[n].Name == "" {
				f.t.Errorf("item %d has no name", n)
			}
		}
	}
	return text
}

// sound checks the store.
func (f *fixture) sound() {
	f.t.Helper()
	for _, fault := range f.faults() {
		f.t.Error(fault)
	}
}

func (f *fixture) faults() []error {
	f.t.Helper()
	report, err := f.store.Verify(f.ctx, f.key.Verifier, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	faults := report.Tables
	for _, fault := range report.Faults {
		if report.Size > 0 || fault.Kind != ledger.CheckpointWrong { // nothing was ever signed
			faults = append(faults, fault)
		}
	}
	return faults
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// leaf returns a record of the ledger.
func (f *fixture) leaf(n int64) string {
	f.t.Helper()
	var leaf []byte
	err := f.store.Log(f.ctx, func(l ledger.Log) (err error) {
		leaf, err = l.Leaf(f.ctx, n)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return string(leaf)
}

// size returns how many records the ledger has.
func (f *fixture) size() int64 {
	f.t.Helper()
	var size int64
	err := f.store.Log(f.ctx, func(l ledger.Log) (err error) {
		size, err = l.Size(f.ctx)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return size
}
