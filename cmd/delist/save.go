package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/screening"
	"github.com/delistdev/delist/store/tables"
)

// A saving holds the flags of a scan whose result is kept, and what it collects.
type saving struct {
	save         bool
	asset, owner string

	attributer screening.Attributer
	assets     map[string]*assetFound
	holders    map[string][]holder // by the id that a finding of theirs would have
	spool      spool
	buffer     []delist.Attribution
	err        error
	complete   bool // everything was read
}

// An assetFound is what a scan has found on one asset.
type assetFound struct {
	name     string
	keys     map[tables.Key]bool
	findings []delist.Finding
}

// A holder is an asset on which a finding would be, in so many places.
type holder struct {
	asset  *assetFound
	places int
}

func (k *saving) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&k.save, "save", false, "keep what is found: delist find answers from it, and the ledger records findings as they come and go")
	f.StringVar(&k.asset, "asset", "", "with --save: the `NAME` of the asset that was scanned (default its path; hosts of an export have names of their own)")
	f.StringVar(&k.owner, "owner", "", "with --save: `WHO` owns the asset")
}

// check refuses flags that only make sense together.
func (k *saving) check(target string, asked *ask) error {
	switch {
	case !k.save && (k.asset != "" || k.owner != ""):
		return hinted{errors.New("--asset and --owner say what is saved"), "--save"}
	case !k.save:
		return nil
	case asked.on != "" || asked.known != "":
		// By the measures of another day, findings of today would be recorded as gone.
		return hinted{errors.New("--save keeps what stands today: --on and --known ask about another day"), "scan twice: once to save, and once to ask"}
	case target == "-" && k.asset == "":
		return hinted{errors.New("standard input has no name to be saved under"), "--asset NAME"}
	}
	if k.asset == "" {
		if k.asset = target; !strings.HasPrefix(target, registryPrefix) {
			if absolute, err := filepath.Abs(target); err == nil {
				k.asset = filepath.ToSlash(absolute)
			}
		}
	}
	if len(k.asset) > maxAsset {
		return hinted{fmt.Errorf("the name of the asset has %d bytes, and at most %d are possible", len(k.asset), maxAsset), "--asset NAME, with a shorter one"}
	}
	return nil
}

// maxAsset bounds the name of an asset, in bytes.
const maxAsset = 500

// watch passes items on, and collects them by asset.
func (k *saving) watch(items iter.Seq2[delist.Item, error]) iter.Seq2[delist.Item, error] {
	if !k.save {
		return items
	}
	k.assets, k.holders = map[string]*assetFound{}, map[string][]holder{}
	k.found(k.asset)
	return func(yield func(delist.Item, error) bool) {
		for item, err := range items {
			if err == nil {
				k.take(&item)
			}
			if k.err != nil {
				yield(delist.Item{}, k.err)
				return
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

func (k *saving) found(asset string) *assetFound {
	a := k.assets[asset]
	if a == nil {
		a = &assetFound{name: asset, keys: map[tables.Key]bool{}}
		k.assets[asset] = a
	}
	return a
}

// take keeps one item of the sequence for every asset that has it.
func (k *saving) take(item *delist.Item) {
	k.buffer = k.attributer.Attribute(k.buffer[:0], item)
	kept, err := tables.NewItem(item, k.buffer)
	if err == nil {
		err = k.spool.add(kept)
	}
	if err != nil {
		k.err = err
		return
	}
	for _, asset := range assetsOf(item, k.asset) {
		a := k.found(asset)
		a.keys[kept.Key] = true
		for i, behind := range k.buffer {
			twice := func(other delist.Attribution) bool { return other.Party == behind.Party && other.Role == behind.Role }
			if behind.Party != "" && !slices.ContainsFunc(k.buffer[:i], twice) {
				k.holds(screening.ID(item, behind), a, max(1, len(locationsOn(item, asset, k.asset))))
			}
		}
	}
}

// holds notes on which asset a finding would be.
func (k *saving) holds(id string, a *assetFound, places int) {
	list := k.holders[id]
	if last := len(list) - 1; last >= 0 && list[last].asset == a {
		list[last].places += places
		return
	}
	k.holders[id] = append(list, holder{a, places})
}

// assetsOf returns whose inventory an item is in: a host that the export names, or
// the asset that was scanned.
func assetsOf(item *delist.Item, otherwise string) []string {
	var names []string
	for i := range item.Locations {
		name := cmp.Or(item.Locations[i].Asset, otherwise)
		if len(name) > maxAsset {
			name = strings.ToValidUTF8(name[:maxAsset], "")
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		names = []string{otherwise}
	}
	return names
}

// handler passes messages on, and collects findings by asset.
func (k *saving) handler(next delist.Handler) delist.Handler {
	if !k.save {
		return next
	}
	return handlerFunc(func(m delist.Message) error {
		if m.Summary != nil {
			k.complete = m.Summary.Complete
		}
		if f := m.Finding; f != nil {
			for _, name := range assetsOf(&f.Item, k.asset) {
				k.holds(f.ID, k.found(name), 0)
			}
			k.share(f)
		}
		return next.Handle(m)
	})
}

// share gives a finding to all assets that it is on.
func (k *saving) share(f *delist.Finding) {
	places := map[*assetFound]int{}
	for _, h := range k.holders[f.ID] {
		places[h.asset] += h.places
	}
	for a, n := range places {
		own := *f
		if len(places) > 1 {
			own = of(f, a.name, k.asset, n)
		}
		a.findings = append(a.findings, own)
	}
}

type handlerFunc func(delist.Message) error

func (h handlerFunc) Handle(m delist.Message) error { return h(m) }

// of returns a finding as it is on one asset of several: with the places that lie
// there, and how many they are.
func of(f *delist.Finding, asset, otherwise string, places int) delist.Finding {
	own := *f
	own.Item.Locations = locationsOn(&f.Item, asset, otherwise)
	if own.Item.Places = 0; places > len(own.Item.Locations) {
		own.Item.Places = places
	}
	return own
}

// locationsOn returns those places of an item that lie on an asset.
func locationsOn(item *delist.Item, asset, otherwise string) (on []delist.Location) {
	for i := range item.Locations {
		if cmp.Or(item.Locations[i].Asset, otherwise) == asset {
			on = append(on, item.Locations[i])
		}
	}
	return on
}

// keep saves what was collected, once the scan is done.
func (k *saving) keep(a *app, cmd *cobra.Command, asked delist.Asked, facts string) error {
	if !k.save {
		return nil
	}
	if len(k.assets) > 1 && len(k.assets[k.asset].keys) == 0 {
		delete(k.assets, k.asset) // an export of hosts is no host
	}
	if err := k.spool.flush(); err != nil {
		return err
	}
	return a.recording(cmd, func(s *tables.Store) error {
		if _, err := attributeAnew(cmd.Context(), s, facts, k.attributer); err != nil {
			return err
		}
		var inventories []*tables.Inventory
		for _, name := range slices.Sorted(maps.Keys(k.assets)) {
			found := k.assets[name]
			inventories = append(inventories, &tables.Inventory{Asset: name, Owner: k.owner, Asked: asked, Complete: k.complete, Keys: sortedKeys(found.keys), Findings: found.findings})
			delete(k.assets, name)
		}
		all, err := s.SaveAll(cmd.Context(), inventories, &k.spool)
		if err != nil {
			return err
		}
		a.tellSaved(all)
		return nil
	})
}

func (a *app) tellSaved(all []tables.Saved) {
	if len(all) > maxToldAssets {
		fmt.Fprintf(a.stderr, "saved: %d assets\n", len(all))
		return
	}
	for _, saved := range all {
		fmt.Fprintln(a.stderr, savedText(saved))
	}
}

// attributeAnew works out who stands behind the kept items, where that was done by
// other facts. It returns of how many items that is somebody else now.
func attributeAnew(ctx context.Context, s *tables.Store, facts string, by screening.Attributer) (int, error) {
	if last, err := s.Attributed(ctx); err != nil || last == facts {
		return 0, err
	}
	var buffer []delist.Attribution
	return s.Attribute(ctx, facts, func(item *delist.Item) []delist.Attribution {
		buffer = by.Attribute(buffer[:0], item)
		return buffer
	})
}

// maxToldAssets is up to how many assets each has a line.
const maxToldAssets = 20

func savedText(s tables.Saved) string {
	text := fmt.Sprintf("saved as %s: %d items", report.Clean(s.Asset), s.Items)
	if !s.Changed() {
		return text + ", unchanged"
	}
	for _, part := range []struct {
		n    int
		what string
	}{{s.Added, "added"}, {s.Removed, "removed"}, {len(s.Seen), "findings first seen"}, {len(s.Gone), "findings gone"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.what)
		}
	}
	return text
}

func sortedKeys(m map[tables.Key]bool) []tables.Key {
	keys := make([]tables.Key, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b tables.Key) int { return bytes.Compare(a[:], b[:]) })
	return keys
}
