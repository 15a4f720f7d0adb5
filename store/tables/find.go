package tables

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// A Query says which items are looked for. What several fields name counts
// together; one with nothing set finds nothing.
type Query struct {
	// Parties are ids, or what [Nameless] gives; whatever they stand behind is
	// found.
	Parties []string
	Product delist.ProductID
	// PURL is a package URL; without a version it is any version, and without
	// qualifiers or a subpath any of those.
	PURL string
	// Name is an item's whole name, letter case aside.
	Name string
	// On is the end of the day, in UTC, whose inventories are looked at; the zero
	// date is now.
	On delist.Date
}

// A Holding is an asset with those of its items that were looked for.
type Holding struct {
	Asset delist.Asset
	Items []int64 // numbers, for [Found.Items]
}

// Found is the answer to a query.
type Found struct {
	Holdings []Holding // by the name of the asset
	// Items are those of the holdings, by number; beyond 100,000 the last are left
	// out, and are only numbers.
	Items map[int64]delist.Item
	// Assets is how many were looked through.
	Assets int
}

// maxShown bounds how many different items are read back in full.
const maxShown = 100_000

// Find looks through the saved inventories of all assets.
func (s *Store) Find(ctx context.Context, q Query) (*Found, error) {
	found := &Found{Items: map[int64]delist.Item{}}
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		wanted, err := wantedItems(ctx, tx, q)
		if err != nil {
			return err
		}
		f := finder{ctx: ctx, tx: tx, wanted: setOf(wanted), found: found}
		if !q.On.IsZero() {
			f.until = millis(q.On.AddDays(1).Time())
		}
		if err := f.look(); err != nil {
			return err
		}
		return f.items()
	})
	return found, err
}

// wantedItems returns the numbers of the items that a query names.
func wantedItems(ctx context.Context, tx *sql.Tx, q Query) ([]int64, error) {
	var wanted []int64
	add := func(query string, args ...any) error {
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var n int64
			if err := rows.Scan(&n); err != nil {
				return err
			}
			wanted = append(wanted, n)
		}
		return rows.Err()
	}
	var errs []error
	for _, party := range q.Parties {
		errs = append(errs, add("SELECT item FROM maker WHERE party = $1", filed(party)))
	}
	if q.Product != "" {
		errs = append(errs, add("SELECT item FROM maker WHERE product = $1", filed(string(q.Product))))
	}
	if q.Name != "" {
		errs = append(errs, add("SELECT number FROM item WHERE name = $1", filed(strings.ToLower(q.Name))))
	}
	if q.PURL != "" {
		packages, err := wantedPackages(ctx, tx, newPURLQuery(q.PURL))
		wanted, errs = append(wanted, packages...), append(errs, err)
	}
	slices.Sort(wanted)
	return slices.Compact(wanted), errors.Join(errs...)
}

// wantedPackages returns the numbers of the items with a package URL.
func wantedPackages(ctx context.Context, tx *sql.Tx, q purlQuery) (wanted []int64, _ error) {
	for _, part := range q.ranges() {
		rows, err := tx.QueryContext(ctx, "SELECT number, purl FROM item WHERE purl <> '' AND purl >= $1 AND purl < $2", part[0], part[1])
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var n int64
			var purl string
			if err := rows.Scan(&n, &purl); err != nil {
				return nil, err
			}
			if q.matches(purl) {
				wanted = append(wanted, n)
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return wanted, nil
}

// A finder looks for items in inventories.
type finder struct {
	ctx    context.Context
	tx     *sql.Tx
	wanted set
	until  int64 // of what was saved before this moment; 0 for all
	found  *Found

	matches []match
	numbers []int64 // of items, those of one match after those of another
	shown   map[int64]bool
}

// A match is an asset with what was found on it.
type match struct {
	asset    int64
	from, to int // in numbers
}

// match notes what of a packed list is wanted.
func (f *finder) match(asset int64, packed []byte) (err error) {
	from := len(f.numbers)
	if f.numbers, err = f.wanted.pick(f.numbers, packed); err != nil {
		return &Fault{Table: "asset", Row: fmt.Sprint(asset), Reason: err.Error()}
	}
	if len(f.numbers) > from {
		f.matches = append(f.matches, match{asset, from, len(f.numbers)})
	}
	return nil
}

func (f *finder) look() error {
	if len(f.wanted) == 0 {
		return f.tx.QueryRowContext(f.ctx, "SELECT count(*) FROM asset WHERE $1 = 0 OR first < $1", f.until).Scan(&f.found.Assets)
	}
	rows, err := f.tx.QueryContext(f.ctx, "SELECT number, holds, last FROM asset ORDER BY number")
	if err != nil {
		return err
	}
	defer rows.Close()
	changed := map[int64][]byte{}
	for rows.Next() {
		var number, last int64
		var packed sql.RawBytes
		if err := rows.Scan(&number, &packed, &last); err != nil {
			return err
		}
		f.found.Assets++
		if f.until != 0 && last >= f.until {
			changed[number] = slices.Clone(packed)
		} else if err := f.match(number, packed); err != nil {
			return err
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, number := range slices.Sorted(maps.Keys(changed)) {
		if err := f.before(number, changed[number]); err != nil {
			return err
		}
	}
	return f.assets()
}

// before looks at what an asset held before it changed.
func (f *finder) before(asset int64, packed []byte) error {
	numbers, err := unpack(nil, packed)
	if err != nil {
		return &Fault{Table: "asset", Row: fmt.Sprint(asset), Reason: err.Error()}
	}
	var first int64
	if err := f.tx.QueryRowContext(f.ctx, "SELECT first FROM asset WHERE number = $1", asset).Scan(&first); err != nil {
		return err
	}
	if first >= f.until {
		f.found.Assets--
		return nil
	}
	if numbers, err = heldBefore(f.ctx, f.tx, asset, numbers, f.until); err != nil {
		return err
	}
	return f.match(asset, pack(numbers))
}

// heldBefore undoes the changes of an asset from a moment on.
func heldBefore(ctx context.Context, q queryer, asset int64, numbers []int64, until int64) ([]int64, error) {
	rows, err := q.QueryContext(ctx, "SELECT asset, sequence, at, added, removed, sum FROM change WHERE asset = $1 AND at >= $2 ORDER BY sequence DESC", asset, until)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c, err := changeOf(rows)
		if err != nil {
			return nil, err
		}
		numbers = undo(numbers, c.added, c.removed)
	}
	return numbers, rows.Err()
}

type change struct {
	asset          int64
	sequence, at   int64
	added, removed []int64
}

func changeOf(row scanner) (c change, err error) {
	var plus, minus []byte
	var sum int64
	if err := row.Scan(&c.asset, &c.sequence, &c.at, &plus, &minus, &sum); err != nil {
		return c, err
	}
	name := fmt.Sprintf("%d/%d", c.asset, c.sequence)
	if sumOf(c.asset, c.sequence, c.at, plus, minus) != sum {
		return c, &Fault{Table: "change", Row: name, Reason: "it is not what was written"}
	}
	c.added, err = unpack(nil, plus)
	if err == nil {
		c.removed, err = unpack(nil, minus)
	}
	if err != nil {
		return c, &Fault{Table: "change", Row: name, Reason: err.Error()}
	}
	return c, nil
}

// assets reads the assets on which something was found, and orders them by name.
func (f *finder) assets() error {
	f.shown = map[int64]bool{}
	f.found.Holdings = make([]Holding, len(f.matches))
	at := make(map[int64]*Holding, len(f.matches))
	for i, m := range f.matches {
		f.found.Holdings[i].Items = f.numbers[m.from:m.to:m.to]
		at[m.asset] = &f.found.Holdings[i]
		for _, n := range f.numbers[m.from:m.to] {
			f.shown[n] = true
		}
	}
	for part := range slices.Chunk(f.matches, 1000) {
		if err := f.some(part, at); err != nil {
			return err
		}
	}
	slices.SortFunc(f.found.Holdings, func(a, b Holding) int { return strings.Compare(a.Asset.Name, b.Asset.Name) })
	return nil
}

// some reads assets by their numbers. Where they lie close together, what is between
// them is read, too: to go from row to row costs less than to look each one up.
func (f *finder) some(part []match, at map[int64]*Holding) error {
	rows, err := f.tx.QueryContext(f.ctx, "SELECT number, name, owner, first, last, complete, items FROM asset WHERE number "+among(part))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a assetRow
		var complete int64
		if err := rows.Scan(&a.number, &a.name, &a.owner, &a.first, &a.last, &complete, &a.items); err != nil {
			return err
		}
		a.complete = complete != 0
		if holding := at[a.number]; holding != nil {
			holding.Asset = a.asset()
		}
	}
	return rows.Err()
}

// among is the condition that a number is one of those of assets, at least.
func among(part []match) string {
	first, last := part[0].asset, part[0].asset
	numbers := make([]string, len(part))
	for i := range part {
		n := part[i].asset
		first, last = min(first, n), max(last, n)
		numbers[i] = strconv.FormatInt(n, 10)
	}
	if last-first < 2*int64(len(part)) {
		return fmt.Sprintf("BETWEEN %d AND %d", first, last)
	}
	return "IN (" + strings.Join(numbers, ", ") + ")"
}

func (a *assetRow) asset() delist.Asset {
	return delist.Asset{Name: a.name, Owner: a.owner, First: fromMillis(a.first), Last: fromMillis(a.last), Items: int(a.items), Complete: a.complete}
}

// items reads the items that were found.
func (f *finder) items() error {
	for _, n := range slices.Sorted(maps.Keys(f.shown)) {
		if len(f.found.Items) == maxShown {
			return nil
		}
		var key, body []byte
		if err := f.tx.QueryRowContext(f.ctx, "SELECT key, body FROM item WHERE number = $1", n).Scan(&key, &body); err != nil {
			return err
		}
		var it delist.Item
		if err := json.Unmarshal(body, &it); err != nil || string(keyOf(body)) != string(key) {
			return &Fault{Table: "item", Row: fmt.Sprint(n), Reason: "it is not what was written"}
		}
		f.found.Items[n] = it
	}
	return nil
}

// Since returns from when on an asset has held an item without a break, as far as
// its inventories tell.
func (s *Store) Since(ctx context.Context, asset string, item int64) (time.Time, error) {
	var a assetRow
	if err := a.scan(s.db.QueryRowContext(ctx, "SELECT "+assetColumns+" FROM asset WHERE name = $1", asset)); err != nil {
		return time.Time{}, s.explain(err)
	}
	rows, err := s.db.QueryContext(ctx, "SELECT asset, sequence, at, added, removed, sum FROM change WHERE asset = $1 ORDER BY sequence DESC", a.number)
	if err != nil {
		return time.Time{}, s.explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		c, err := changeOf(rows)
		if err != nil {
			return time.Time{}, err
		}
		if _, ok := slices.BinarySearch(c.added, item); ok {
			return fromMillis(c.at), nil
		}
	}
	return fromMillis(a.first), rows.Err()
}

// Assets returns every asset, by name.
func (s *Store) Assets(ctx context.Context) ([]delist.Asset, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+assetColumns+" FROM asset ORDER BY name")
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var list []delist.Asset
	for rows.Next() {
		var a assetRow
		if err := a.scan(rows); err != nil {
			return nil, err
		}
		list = append(list, a.asset())
	}
	return list, rows.Err()
}
