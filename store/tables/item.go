package tables

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/delistdev/delist"
)

// A Key names an item by its content: two items of one key are the same to the
// last byte, but for where they lie.
type Key [keySize]byte

func (k Key) String() string { return hex.EncodeToString(k[:]) }

// An Item is an item as it is kept, once for all assets that hold it.
type Item struct {
	Key    Key
	Name   string
	PURL   string          // in its canonical form
	Body   json.RawMessage // of a [delist.Item] without places
	Makers []Maker
}

// A Maker is somebody behind an item.
type Maker struct {
	// Party is the id of a party, or what [Nameless] gives.
	Party    string
	Role     delist.Role
	Product  delist.ProductID
	Strength delist.Strength
}

// Nameless is how a party is kept of which only the name is known: letter case
// aside.
func Nameless(name string) string { return filed("name:" + strings.ToLower(strings.TrimSpace(name))) }

// NewItem returns an item as it is kept.
func NewItem(item *delist.Item, behind []delist.Attribution) (Item, error) {
	plain := *item
	plain.Locations, plain.Places, plain.Reader = nil, 0, ""
	body, err := json.Marshal(&plain)
	if err != nil {
		return Item{}, err
	}
	return Item{Key: Key(keyOf(body)), Name: filed(strings.ToLower(item.Name)), PURL: canonical(item.PURL), Body: body, Makers: MakersOf(behind)}, nil
}

// itemOf returns what is kept beside a body.
func itemOf(body []byte) (Item, error) {
	var it delist.Item
	err := json.Unmarshal(body, &it)
	return Item{Name: filed(strings.ToLower(it.Name)), PURL: canonical(it.PURL)}, err
}

// MakersOf returns those behind an item, sorted and each once, with the greatest
// strength that speaks for them.
func MakersOf(behind []delist.Attribution) []Maker {
	makers := make([]Maker, 0, len(behind))
	for i := range behind {
		a := &behind[i]
		m := Maker{Party: filed(string(a.Party)), Role: a.Role, Product: delist.ProductID(filed(string(a.Product))), Strength: a.Strength}
		if m.Party == "" {
			if a.Name == "" {
				continue
			}
			m.Party = Nameless(a.Name)
		}
		makers = append(makers, m)
	}
	slices.SortFunc(makers, func(a, b Maker) int {
		return cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Product, b.Product), cmp.Compare(b.Strength, a.Strength))
	})
	return slices.CompactFunc(makers, func(a, b Maker) bool {
		return a.Party == b.Party && a.Role == b.Role && a.Product == b.Product
	})
}

func sumOfMakers(makers []Maker) int64 {
	values := make([]any, 0, 4*len(makers))
	for _, m := range makers {
		values = append(values, m.Party, string(m.Role), string(m.Product), int64(m.Strength))
	}
	return sumOf(values...)
}

// attributedName is where meta has by which facts makers were worked out.
const attributedName = "attributed"

// Attributed returns by which facts those behind the kept items were worked out;
// empty where nothing is kept, or nobody said.
func (s *Store) Attributed(ctx context.Context) (string, error) {
	value, err := metaOf(ctx, s.db, attributedName)
	facts, sum, _ := strings.Cut(string(value), "\n")
	if err == nil && sum != sumText(facts) {
		return "", nil // whatever it says, it is not known
	}
	return facts, s.explain(err)
}

// sumText is the checksum of a text that has no column for one.
func sumText(text string) string { return strconv.FormatInt(sumOf(text), 16) }

// Attribute works out anew who stands behind every kept item, and notes by which
// facts. It returns of how many items that is somebody else now.
func (s *Store) Attribute(ctx context.Context, facts string, behind func(*delist.Item) []delist.Attribution) (changed int, err error) {
	err = s.write(ctx, func(w *writing) error {
		stale, err := w.stale(behind)
		if err != nil {
			return err
		}
		if err := w.remake(stale); err != nil {
			return err
		}
		changed = len(stale)
		return w.setMeta(attributedName, []byte(facts+"\n"+sumText(facts)))
	})
	return changed, err
}

// stale returns the items behind which somebody else stands than is kept.
func (w *writing) stale(behind func(*delist.Item) []delist.Attribution) (map[int64][]Maker, error) {
	rows, err := w.tx.QueryContext(w.ctx, "SELECT number, body, makers FROM item")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	stale := map[int64][]Maker{}
	for rows.Next() {
		var n, sum int64
		var body []byte
		if err := rows.Scan(&n, &body, &sum); err != nil {
			return nil, err
		}
		var it delist.Item
		if err := json.Unmarshal(body, &it); err != nil {
			return nil, &Fault{"item", fmt.Sprint(n), err.Error()}
		}
		if makers := MakersOf(behind(&it)); sumOfMakers(makers) != sum {
			stale[n] = makers
		}
	}
	return stale, rows.Err()
}

// remake replaces those behind items.
func (w *writing) remake(stale map[int64][]Maker) error {
	if len(stale) == 0 {
		return nil
	}
	old, err := w.makers(stale)
	if err != nil {
		return err
	}
	for _, row := range old {
		if err := w.exec("DELETE FROM maker WHERE party = $1 AND item = $2 AND role = $3 AND product = $4", row...); err != nil {
			return err
		}
	}
	rows := w.into("INSERT INTO maker (party, item, role, product, strength)", 5, "")
	for _, n := range slices.Sorted(maps.Keys(stale)) {
		for _, m := range stale[n] {
			if err := rows.add(m.Party, n, string(m.Role), string(m.Product), int64(m.Strength)); err != nil {
				return err
			}
		}
		if err := w.exec("UPDATE item SET makers = $1 WHERE number = $2", sumOfMakers(stale[n]), n); err != nil {
			return err
		}
	}
	return rows.flush()
}

// makers returns the rows that are kept of those behind items, by their key.
func (w *writing) makers(of map[int64][]Maker) (kept [][]any, _ error) {
	rows, err := w.tx.QueryContext(w.ctx, "SELECT party, item, role, product FROM maker")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var party, role, product string
		if err := rows.Scan(&party, &n, &role, &product); err != nil {
			return nil, err
		}
		if _, ok := of[n]; ok {
			kept = append(kept, []any{party, n, role, product})
		}
	}
	return kept, rows.Err()
}
