package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/store/tables"
)

func inventoryComesBack(t *testing.T, f *fixture) {
	saved := f.save(tables.Inventory{Complete: true, Owner: "web team", Keys: f.keys("k1", "k2", "a1")})
	same(t, "items", saved.Items, 3)
	f.save(tables.Inventory{Asset: "host-2", Complete: true, Keys: f.keys("a1", "b1")})
	f.store = f.open()
	same(t, "by party", f.held(tables.Query{Parties: []string{"maker-k"}}), "host-1:2 ")
	same(t, "by package", f.held(tables.Query{PURL: "pkg:generic/a1"}), "host-1:1 host-2:1 ")
	same(t, "by version", f.held(tables.Query{PURL: "pkg:generic/a1@1.0"}), "host-1:1 host-2:1 ")
	same(t, "another version", f.held(tables.Query{PURL: "pkg:generic/a1@1"}), "")
	same(t, "the start of a name", f.held(tables.Query{PURL: "pkg:generic/a"}), "")
	same(t, "by name", f.held(tables.Query{Name: "B1"}), "host-2:1 ")
	same(t, "nothing asked", f.held(tables.Query{}), "")
	assets, err := f.store.Assets(f.ctx)
	if err != nil || len(assets) != 2 || assets[0].Owner != "web team" || assets[0].Items != 3 || !assets[0].Complete {
		t.Errorf("assets: got %+v, %v", assets, err)
	}
}

func changeKeepsBefore(t *testing.T, f *fixture) {
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1", "a1")})
	f.now = f.now.AddDate(0, 0, 1)
	saved := f.save(tables.Inventory{Complete: true, Keys: f.keys("a1", "b1")})
	same(t, "added", saved.Added, 1)
	same(t, "removed", saved.Removed, 1)
	f.now = f.now.AddDate(0, 0, 1)
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1", "b1")})
	for _, test := range []struct{ day, k, a, b string }{
		{"2026-11-20", "", "", ""},
		{"2026-11-21", "host-1:1 ", "host-1:1 ", ""},
		{"2026-11-22", "", "host-1:1 ", "host-1:1 "},
		{"2026-11-23", "host-1:1 ", "", "host-1:1 "},
		{"", "host-1:1 ", "", "host-1:1 "},
	} {
		var on delist.Date
		if test.day != "" {
			on, _ = delist.ParseDate(test.day)
		}
		for name, want := range map[string]string{"k1": test.k, "a1": test.a, "b1": test.b} {
			same(t, name+" on "+test.day, f.held(tables.Query{Name: name, On: on}), want)
		}
	}
	found, err := f.store.Find(f.ctx, tables.Query{Name: "k1"})
	if err != nil || len(found.Holdings) != 1 {
		t.Fatalf("find: %v, %v", found, err)
	}
	since, err := f.store.Since(f.ctx, "host-1", found.Holdings[0].Items[0])
	if err != nil || since.Day() != 23 {
		t.Errorf("since: got %v, %v", since, err)
	}
}

func unchanged(t *testing.T, f *fixture) {
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1"), Findings: []delist.Finding{finding("f1", delist.Prohibited)}})
	before := f.size()
	saved := f.save(tables.Inventory{Complete: true, Keys: f.keys("k1"), Findings: []delist.Finding{finding("f1", delist.Prohibited)}})
	after := f.size()
	same(t, "changed", saved.Changed(), false)
	same(t, "records", after, before)
	assets, _ := f.store.Assets(f.ctx)
	same(t, "last", assets[0].Last.Equal(f.now), true)
	sightings, _ := f.store.Sightings(f.ctx, "", false)
	same(t, "seen last", sightings[0].Last.Equal(f.now), true)
	same(t, "seen first", sightings[0].First.Equal(f.now.Add(-time.Hour)), true)
}

func incomplete(t *testing.T, f *fixture) {
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1", "a1"), Findings: []delist.Finding{finding("f1", delist.Prohibited)}})
	saved := f.save(tables.Inventory{Keys: f.keys("b1")})
	same(t, "removed", saved.Removed, 0)
	same(t, "gone", len(saved.Gone), 0)
	same(t, "held", f.held(tables.Query{Parties: []string{"maker-k", "maker-a", "maker-b"}}), "host-1:3 ")
	sightings, _ := f.store.Sightings(f.ctx, "host-1", false)
	same(t, "sightings", len(sightings), 1)
	saved = f.save(tables.Inventory{Complete: true, Keys: f.keys("b1")})
	same(t, "removed", saved.Removed, 2)
	same(t, "gone", len(saved.Gone), 1)
}

func findings(t *testing.T, f *fixture) {
	keys := f.keys("k1")
	saved := f.save(tables.Inventory{Complete: true, Keys: keys, Findings: []delist.Finding{finding("f1", delist.Suspended), finding("f2", delist.Prohibited)}})
	same(t, "seen", fmt.Sprint(saved.Seen), "[f1 f2]")
	first := f.now
	saved = f.save(tables.Inventory{Complete: true, Keys: keys, Findings: []delist.Finding{finding("f1", delist.Prohibited)}})
	same(t, "gone", fmt.Sprint(saved.Gone), "[f2]")
	open, err := f.store.Sightings(f.ctx, "host-1", false)
	if err != nil || len(open) != 1 || open[0].Finding.Level != delist.Prohibited || !open[0].First.Equal(first) || open[0].Finding.Grounds[0].Measure != "m-1" {
		t.Errorf("open: got %+v, %v", open, err)
	}
	all, err := f.store.Sightings(f.ctx, "", true)
	if err != nil || len(all) != 2 || !all[1].Gone.Equal(f.now) || !all[1].Last.Equal(first) {
		t.Errorf("all: got %+v, %v", all, err)
	}
	saved = f.save(tables.Inventory{Complete: true, Keys: keys, Findings: []delist.Finding{finding("f1", delist.Prohibited), finding("f2", delist.Prohibited)}})
	same(t, "back", fmt.Sprint(saved.Seen), "[f2]")
	same(t, "kinds", strings.Join(f.kinds(), " "), "finding-seen finding-seen finding-changed finding-gone finding-seen")
}

// kinds returns the kinds of all records of the ledger.
func (f *fixture) kinds() (kinds []string) {
	f.t.Helper()
	for n := range f.size() {
		r, err := ledger.ParseLeaf([]byte(f.leaf(n)))
		if err != nil {
			f.t.Fatal(err)
		}
		kinds = append(kinds, r.Kind)
	}
	return kinds
}

func sameQuestion(t *testing.T, f *fixture) {
	inventory := tables.Inventory{Complete: true, Asked: asked, Keys: f.keys("k1"), Findings: []delist.Finding{finding("f1", delist.Suspended)}}
	f.save(inventory)
	inventory.Asked.On = inventory.Asked.On.AddDays(1)
	same(t, "seen on another day", len(f.save(inventory).Seen), 0)
	inventory.Asked.As = []delist.Audience{"self"}
	same(t, "seen by somebody else", len(f.save(inventory).Seen), 1)
	all, _ := f.store.Sightings(f.ctx, "", false)
	same(t, "sightings", len(all), 2)
}

func decisions(t *testing.T, f *fixture) {
	for n := range int64(2) {
		d, err := f.store.Decide(f.ctx, delist.Decision{Effect: delist.Suspend, Party: "maker-k", AsNamed: "Maker K", Binds: []delist.Audience{delist.Self}, Acts: []delist.Act{delist.Sell}, Because: "a test", By: "somebody"})
		if err != nil || d.Number != n+1 || d.Record != n || !d.At.Equal(f.now) {
			t.Fatalf("decided: got %+v, %v", d, err)
		}
	}
	list, err := f.store.Decisions(f.ctx)
	if err != nil || len(list) != 2 || list[1].By != "somebody" || list[1].Number != 2 || list[0].AsNamed != "Maker K" || !list[0].At.Equal(f.now) {
		t.Errorf("decisions: got %+v, %v", list, err)
	}
	leaf := f.leaf(0)
	same(t, "who decided is in the leaf", strings.Contains(leaf, "somebody"), false)
}

func erased(t *testing.T, f *fixture) {
	first, err := f.store.Append(f.ctx, tables.Event{Kind: "report", Body: map[string]any{"form": "x"}, Personal: map[string]string{"by": "somebody", "text": "a text"}})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := f.store.Personal(f.ctx, first)
	if err != nil || kept["text"].Value != "a text" {
		t.Fatalf("personal: got %v, %v", kept, err)
	}
	was := kept
	before := f.leaf(first)
	n, err := f.store.Erase(f.ctx, first, "asked for", "somebody else")
	if err != nil || n != 2 {
		t.Fatalf("erased: got %d, %v", n, err)
	}
	after := f.leaf(first)
	same(t, "leaf", after, before)
	kept, _ = f.store.Personal(f.ctx, first)
	same(t, "left", len(kept), 0)
	same(t, "kinds", strings.Join(f.kinds(), " "), "report erased")
	f.sound()
	// It comes back from an older copy, is found, and goes again.
	salt := was["text"].Salt
	if _, err := f.store.DB().ExecContext(f.ctx, "INSERT INTO personal (record, field, salt, value) VALUES ($1, $2, $3, $4)", first, "text", salt[:], "a text"); err != nil {
		t.Fatal(err)
	}
	same(t, "faults", len(f.faults()), 1)
	if n, err = f.store.Erase(f.ctx, first, "again", "somebody else"); err != nil || n != 1 {
		t.Fatalf("erased again: got %d, %v", n, err)
	}
	f.sound()
	same(t, "kinds", strings.Join(f.kinds(), " "), "report erased")
	n, err = f.store.Erase(f.ctx, 99, "", "")
	if n != 0 || err != nil {
		t.Errorf("erasing nothing: got %d, %v", n, err)
	}
}

func clockBack(t *testing.T, f *fixture) {
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1")})
	late := f.now
	f.now = f.now.AddDate(-1, 0, 0)
	f.save(tables.Inventory{Complete: true, Keys: f.keys("a1")})
	assets, _ := f.store.Assets(f.ctx)
	same(t, "last", assets[0].Last.Equal(late), true)
	same(t, "held now", f.held(tables.Query{Name: "a1"}), "host-1:1 ")
	same(t, "held then", f.held(tables.Query{Name: "k1", On: delist.DateOf(late).AddDays(-1)}), "")
}

func turns(t *testing.T, f *fixture) {
	other := f.open()
	const each = 20
	var wait sync.WaitGroup
	errs := make(chan error, 2*each)
	for _, s := range []*tables.Store{f.store, other} {
		wait.Go(func() {
			for range each {
				_, err := s.Append(f.ctx, tables.Event{Kind: "test", Body: map[string]any{"a": 1}})
				errs <- err
			}
		})
	}
	wait.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	size := f.size()
	same(t, "records", size, int64(2*each))
}

func failed(t *testing.T, f *fixture) {
	f.save(tables.Inventory{Complete: true, Keys: f.keys("a1")})
	before := f.size()
	keys := f.keys("k1", "k2")
	delete(f.items, keys[1])
	_, err := f.store.Save(f.ctx, &tables.Inventory{Asset: "host-1", Asked: asked, Complete: true, Keys: keys, Findings: []delist.Finding{finding("f1", delist.Warned)}}, f)
	if err == nil {
		t.Error("an item that is not there is no error")
	}
	whole := &tables.Inventory{Asset: "host-0", Asked: asked, Complete: true, Keys: keys[:1]}
	if _, err := f.store.SaveAll(f.ctx, []*tables.Inventory{whole, {Asset: "host-1", Asked: asked, Keys: keys}}, f); err == nil {
		t.Error("one inventory of several fails, and they are saved")
	}
	ended, cancel := context.WithCancel(f.ctx)
	cancel()
	if _, err := f.store.Append(ended, tables.Event{Kind: "test"}); err == nil {
		t.Error("a transaction whose time is over is no error")
	}
	after := f.size()
	same(t, "records", after, before)
	same(t, "held", f.held(tables.Query{Parties: []string{"maker-k", "maker-a"}}), "host-1:1 ")
	f.save(tables.Inventory{Complete: true, Keys: f.keys("a1"), Findings: []delist.Finding{finding("f1", delist.Warned)}})
}

func attributedAnew(t *testing.T, f *fixture) {
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1", "k2", "a1")})
	facts, err := f.store.Attributed(f.ctx)
	if err != nil || facts != "" {
		t.Errorf("attributed: got %q, %v", facts, err)
	}
	changed, err := f.store.Attribute(f.ctx, "facts 2", func(it *delist.Item) []delist.Attribution {
		return []delist.Attribution{{Party: "maker-k", Role: delist.Developer, Strength: delist.Declared}}
	})
	if err != nil || changed != 1 {
		t.Errorf("changed: got %d, %v", changed, err)
	}
	same(t, "held", f.held(tables.Query{Parties: []string{"maker-k"}}), "host-1:3 ")
	same(t, "held", f.held(tables.Query{Parties: []string{"maker-a"}}), "")
	facts, err = f.store.Attributed(f.ctx)
	if err != nil || facts != "facts 2" {
		t.Errorf("attributed: got %q, %v", facts, err)
	}
}

// damaged changes one value that people read at a time, and wants it found.
func damaged(t *testing.T, f *fixture) {
	for i, change := range []string{
		"UPDATE asset SET owner = 'other'", "UPDATE asset SET last = last + 1", "UPDATE asset SET complete = 0", "UPDATE asset SET name = 'host-9'",
		"UPDATE item SET name = 'x1' WHERE number = 1", "UPDATE item SET purl = '' WHERE number = 1",
		"UPDATE maker SET strength = strength + 1 WHERE item = 1", "UPDATE maker SET party = 'maker-z' WHERE item = 1", "DELETE FROM maker WHERE item = 1",
		"UPDATE change SET at = at - 1", "UPDATE screened SET last = last - 1", "UPDATE sighting SET first = first - 1", "UPDATE sighting SET gone = 0",
		"UPDATE sighting SET record = 0", "DELETE FROM sighting WHERE gone = 0", "UPDATE personal SET value = 'x'", "DELETE FROM personal",
		"UPDATE ledger SET key = 'other' WHERE key IS NOT NULL", "UPDATE ledger SET key = NULL", "UPDATE ledger SET leaf = hashes WHERE number = 1",
		"UPDATE meta SET value = substr(value, 1, 20) WHERE name = 'checkpoint'", "UPDATE text SET key = body WHERE number = 1",
		"DELETE FROM change", "DELETE FROM screened", "UPDATE asset SET complete = 2", "UPDATE screened SET complete = 2",
	} {
		one := f.fresh(fmt.Sprint(t.Name(), i))
		one.save(tables.Inventory{Complete: true, Owner: "team", Keys: one.keys("k1", "a1"), Findings: []delist.Finding{finding("f1", delist.Warned), finding("f2", delist.Warned)}})
		one.save(tables.Inventory{Complete: true, Keys: one.keys("k1", "b1"), Findings: []delist.Finding{finding("f1", delist.Warned)}})
		if _, err := one.store.Decide(f.ctx, delist.Decision{Effect: delist.Approve, Party: "maker-k", By: "somebody"}); err != nil {
			t.Fatal(err)
		}
		one.sound()
		if _, err := one.store.DB().ExecContext(f.ctx, change); err != nil {
			t.Fatalf("%s: %v", change, err)
		}
		if len(one.faults()) == 0 {
			t.Errorf("not found: %s", change)
		}
	}
}

// forged changes the level of a finding with every checksum set anew: the ledger
// has told another.
func forged(t *testing.T, f *fixture) {
	f = f.fresh(t.Name() + "1")
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1"), Findings: []delist.Finding{finding("f1", delist.Warned)}})
	f.save(tables.Inventory{Complete: true, Keys: f.keys("k1"), Findings: []delist.Finding{finding("f1", delist.Prohibited)}})
	f.sound()
	var n int64
	var body []byte
	row := f.store.DB().QueryRowContext(f.ctx, "SELECT t.number, t.body FROM sighting s JOIN text t ON t.number = s.standing")
	if err := row.Scan(&n, &body); err != nil {
		t.Fatal(err)
	}
	body = bytes.Replace(body, []byte("prohibited"), []byte("approved"), 1)
	sum := sha256.Sum256(body)
	if _, err := f.store.DB().ExecContext(f.ctx, "UPDATE text SET body = $1, key = $2 WHERE number = $3", body, sum[:16], n); err != nil {
		t.Fatal(err)
	}
	same(t, "faults", fmt.Sprint(f.faults()), "[sighting of record 0: damaged: its level is approved, and the ledger says prohibited]")
}

// packages looks for package URLs in other forms than they were saved in.
func packages(t *testing.T, f *fixture) {
	inventory := tables.Inventory{Complete: true}
	for _, purl := range []string{"pkg:npm/%40example/core@17.0.1", "pkg:npm/plain@1.0?b=2&a=1#sub/path", "pkg:npm/plain-extra@1.0", "pkg:golang/example.com/sub#a/b", "pkg:npm/bare?a=1", "no package"} {
		kept, err := tables.NewItem(&delist.Item{Kind: delist.Package, Name: purl, PURL: purl}, nil)
		if err != nil {
			t.Fatal(err)
		}
		f.items[kept.Key] = kept
		inventory.Keys = append(inventory.Keys, kept.Key)
	}
	slices.SortFunc(inventory.Keys, func(a, b tables.Key) int { return bytes.Compare(a[:], b[:]) })
	f.save(inventory)
	for purl, want := range map[string]string{
		"pkg:npm/@example/core": "host-1:1 ", "pkg:npm/%40example/core@17.0.1": "host-1:1 ", "PKG:npm/%40example/core": "host-1:1 ", "pkg:npm/%40example/core@17.0": "",
		"pkg:npm/plain": "host-1:1 ", "pkg:npm/plain@1.0": "host-1:1 ", "pkg:npm/plain?a=1": "host-1:1 ", "pkg:npm/plain@1.0?a=1&b=2": "host-1:1 ", "pkg:npm/plain?a=2": "",
		"pkg:npm/plain#sub/path": "host-1:1 ", "pkg:npm/plain#sub": "", "pkg:golang/example.com/sub": "host-1:1 ", "pkg:npm/bare": "host-1:1 ", "pkg:npm/bar": "", "no package": "host-1:1 ",
	} {
		same(t, purl, f.held(tables.Query{PURL: purl}), want)
	}
}
