package tables

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/delistdev/delist"
)

// An Inventory is what one run found on one asset.
type Inventory struct {
	Asset string
	// Owner is whose the asset is; empty leaves what was said before.
	Owner string
	Asked delist.Asked
	// Complete reports that everything was read. What an incomplete inventory
	// does not have counts as not seen, and never as gone.
	Complete bool
	// Keys are those of its items, sorted and each once.
	Keys     []Key
	Findings []delist.Finding
}

// Items gives the items that inventories have, by their keys.
type Items interface {
	Item(Key) (Item, error)
}

// Saved says what an inventory changed.
type Saved struct {
	Asset          string
	Items          int
	Added, Removed int // items
	// Seen and Gone are the ids of findings that were not there before, or are
	// there no longer.
	Seen, Gone []string
}

// Changed reports whether anything but the time was different.
func (s Saved) Changed() bool { return s.Added+s.Removed+len(s.Seen)+len(s.Gone) > 0 }

// Save records what was found on an asset.
func (s *Store) Save(ctx context.Context, inventory *Inventory, items Items) (Saved, error) {
	all, err := s.SaveAll(ctx, []*Inventory{inventory}, items)
	if err != nil {
		return Saved{}, err
	}
	return all[0], nil
}

// SaveAll records what was found on many assets, of all of them or of none.
func (s *Store) SaveAll(ctx context.Context, inventories []*Inventory, items Items) (all []Saved, err error) {
	err = s.write(ctx, func(w *writing) error {
		for _, inventory := range inventories {
			saved, err := w.save(inventory, items)
			if err != nil {
				return err
			}
			all = append(all, saved)
		}
		return nil
	})
	return all, err
}

func (w *writing) save(inventory *Inventory, items Items) (Saved, error) {
	named := *inventory
	named.Asset, named.Owner = filed(inventory.Asset), plain(inventory.Owner)
	saved := Saved{Asset: named.Asset}
	a, err := w.asset(&named)
	if err != nil {
		return saved, err
	}
	if err := w.holds(a, &named, items, &saved); err != nil {
		return saved, err
	}
	return saved, w.findings(a, &named, &saved)
}

// An assetRow is an asset as it is kept.
type assetRow struct {
	number          int64
	name, owner     string
	first, last     int64
	complete        bool
	items           int64
	changes         int64 // how many are kept of it
	digest, holding []byte
}

const assetColumns = "number, name, owner, first, last, complete, items, changes, digest, holds, sum"

func (a *assetRow) sum() int64 {
	return sumOf(a.number, a.name, a.owner, a.first, a.last, a.complete, a.items, a.changes, a.digest, a.holding)
}

// scan reads a row of assetColumns, and checks it.
func (a *assetRow) scan(row scanner) error {
	var complete, sum int64
	if err := row.Scan(&a.number, &a.name, &a.owner, &a.first, &a.last, &complete, &a.items, &a.changes, &a.digest, &a.holding, &sum); err != nil {
		return err
	}
	a.complete = complete != 0
	if a.sum() != sum || flag(a.complete) != complete {
		return &Fault{Table: "asset", Row: a.name, Reason: changed}
	}
	return nil
}

// asset returns the row of an inventory's asset; its number is 0 for a new one.
func (w *writing) asset(inventory *Inventory) (*assetRow, error) {
	a := &assetRow{name: inventory.Asset}
	err := a.scan(w.row("SELECT "+assetColumns+" FROM asset WHERE name = $1", inventory.Asset))
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	if inventory.Owner != "" {
		a.owner = inventory.Owner
	}
	return a, err
}

// holds brings what an asset holds up to date, and keeps how it changed.
func (w *writing) holds(a *assetRow, inventory *Inventory, items Items, saved *Saved) error {
	isNew := a.number == 0
	now := max(millis(w.now), a.last) // a clock that went back does not turn the order
	digest := digestOf(inventory)
	same := !isNew && bytes.Equal(digest, a.digest)
	a.last, a.complete = now, inventory.Complete
	if same {
		saved.Items = int(a.items)
		return w.exec("UPDATE asset SET owner = $1, last = $2, complete = $3, sum = $4 WHERE number = $5", a.owner, a.last, flag(a.complete), a.sum(), a.number)
	}
	numbers, err := w.numbers(inventory.Keys, items)
	if err != nil {
		return err
	}
	before, err := unpack(nil, a.holding)
	if err != nil {
		return &Fault{Table: "asset", Row: a.name, Reason: err.Error()}
	}
	if !inventory.Complete {
		numbers = append(numbers, before...)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	a.digest, a.holding, a.items = digest, pack(numbers), int64(len(numbers))
	added, removed := without(numbers, before), without(before, numbers)
	saved.Items, saved.Added, saved.Removed = len(numbers), len(added), len(removed)
	if isNew {
		return w.insertAsset(a)
	}
	if err := w.change(a, added, removed); err != nil {
		return err
	}
	return w.exec("UPDATE asset SET owner = $1, last = $2, complete = $3, items = $4, changes = $5, digest = $6, holds = $7, sum = $8 WHERE number = $9",
		a.owner, a.last, flag(a.complete), a.items, a.changes, a.digest, a.holding, a.sum(), a.number)
}

func (w *writing) insertAsset(a *assetRow) (err error) {
	if a.number, err = w.next("asset"); err != nil {
		return err
	}
	a.first = a.last
	return w.exec("INSERT INTO asset ("+assetColumns+") VALUES ("+marks(11)+")",
		a.number, a.name, a.owner, a.first, a.last, flag(a.complete), a.items, a.changes, a.digest, a.holding, a.sum())
}

func (w *writing) change(a *assetRow, added, removed []int64) error {
	if len(added)+len(removed) == 0 {
		return nil
	}
	a.changes++
	plus, minus := pack(added), pack(removed)
	return w.exec("INSERT INTO change (asset, sequence, at, added, removed, sum) VALUES ("+marks(6)+")",
		a.number, a.changes, a.last, plus, minus, sumOf(a.number, a.changes, a.last, plus, minus))
}

// digestOf names what an inventory holds. One that is incomplete is never the same
// as another.
func digestOf(inventory *Inventory) []byte {
	h := sha256.New()
	for i := range inventory.Keys {
		h.Write(inventory.Keys[i][:])
	}
	if !inventory.Complete {
		h.Write([]byte("incomplete"))
	}
	return h.Sum(nil)[:keySize]
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// numbers returns the numbers of items, and keeps those that nobody had before.
func (w *writing) numbers(keys []Key, items Items) ([]int64, error) {
	numbers := make([]int64, 0, len(keys))
	rows := w.into("INSERT INTO item (number, key, name, purl, body, makers)", 6, "")
	makers := w.into("INSERT INTO maker (party, item, role, product, strength)", 5, "")
	makers.after = rows
	for part := range slices.Chunk(keys, bulkRows) {
		known, err := w.known(part)
		if err != nil {
			return nil, err
		}
		for _, key := range part {
			n, ok := known[key]
			if !ok {
				if n, err = w.insertItem(key, items, rows, makers); err != nil {
					return nil, err
				}
			}
			numbers = append(numbers, n)
		}
	}
	return numbers, errors.Join(rows.flush(), makers.flush())
}

func (w *writing) insertItem(key Key, items Items, rows, makers *bulk) (int64, error) {
	it, err := items.Item(key)
	if err != nil {
		return 0, fmt.Errorf("item %s: %w", key, err)
	}
	n, err := w.next("item")
	if err != nil {
		return 0, err
	}
	if err := rows.add(n, it.Key[:], it.Name, it.PURL, []byte(it.Body), sumOfMakers(it.Makers)); err != nil {
		return 0, err
	}
	for _, m := range it.Makers {
		if err := makers.add(m.Party, n, string(m.Role), string(m.Product), int64(m.Strength)); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// known returns the numbers of those items that are kept already.
func (w *writing) known(keys []Key) (map[Key]int64, error) {
	args := make([]any, len(keys))
	for i := range keys {
		args[i] = keys[i][:]
	}
	var query strings.Builder
	query.WriteString("SELECT key, number FROM item WHERE key IN (")
	w.store.marks(&query, 0, len(keys))
	query.WriteByte(')')
	rows, err := w.rows(query.String(), len(keys) == bulkRows, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := make(map[Key]int64, len(keys))
	for rows.Next() {
		var key sql.RawBytes
		var n int64
		if err := rows.Scan(&key, &n); err != nil {
			return nil, err
		}
		if len(key) == keySize {
			known[Key(key)] = n
		}
	}
	return known, rows.Err()
}
