package tables

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/ledger"
)

// A Report is what [Store.Verify] found.
type Report struct {
	ledger.Report
	// Tables are the faults of what is kept beside the ledger.
	Tables []error
}

// OK reports whether nothing is wrong.
func (r *Report) OK() bool { return r.Report.OK() && len(r.Tables) == 0 }

// maxFaults bounds how many faults of the tables are listed.
const maxFaults = 1000

// Verify compares everything that is kept with its checksums, and with what the
// ledger has recorded of it, and the ledger with itself, with its signature and
// with checkpoints that were kept elsewhere; see [ledger.Verify]. The error is for
// what kept it from looking.
func (s *Store) Verify(ctx context.Context, verifier note.Verifier, elsewhere [][]byte) (*Report, error) {
	r := &Report{}
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		c := newChecker(ctx, tx, func(err error) {
			if len(r.Tables) < maxFaults {
				r.Tables = append(r.Tables, err)
			}
		})
		if err := c.tables(); err != nil {
			return err
		}
		var err error
		r.Report, err = ledger.Verify(ctx, log{tx}, verifier, ledger.Options{Elsewhere: elsewhere, Each: c.record})
		c.missing()
		return err
	})
	return r, err
}

type checker struct {
	ctx   context.Context
	tx    *sql.Tx
	found func(error)

	items  int64                  // how many there are
	levels map[int64]delist.Level // that texts name

	// What the tables say of records, by their numbers.
	seen     map[int64]told   // a finding that was first seen
	gone     map[int64]string // one that is gone
	personal map[int64][]ledger.Personal
	keys     map[int64]string
	erased   map[int64]bool
	// Of findings, by the record of their being first seen: the level that the
	// tables have, and the one that the ledger has told last.
	level, told map[int64]delist.Level
}

func newChecker(ctx context.Context, tx *sql.Tx, found func(error)) *checker {
	return &checker{
		ctx: ctx, tx: tx, found: found, levels: map[int64]delist.Level{}, seen: map[int64]told{}, gone: map[int64]string{},
		level: map[int64]delist.Level{}, told: map[int64]delist.Level{},
		personal: map[int64][]ledger.Personal{}, keys: map[int64]string{}, erased: map[int64]bool{},
	}
}

func (c *checker) tables() error {
	return errors.Join(c.meta(), c.rows(), c.itemRows(), c.assets(), c.changes(), c.texts(), c.screened(), c.sightings(), c.outside(), c.named())
}

// each calls do for every row; a fault that it returns is told and the next row
// follows.
func (c *checker) each(query string, do func(row scanner) error) error {
	rows, err := c.tx.QueryContext(c.ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		err := do(rows)
		var fault *Fault
		switch {
		case errors.As(err, &fault):
			c.found(err)
		case err != nil:
			return err
		}
	}
	return rows.Err()
}

const changed = "it is not what was written"

// meta has two rows: the checkpoint, which is checked with the ledger, and by which
// facts items were attributed.
func (c *checker) meta() error {
	return c.each("SELECT name, value FROM meta", func(row scanner) error {
		var name string
		var value []byte
		if err := row.Scan(&name, &value); err != nil {
			return err
		}
		facts, sum, _ := strings.Cut(string(value), "\n")
		if name != checkpointName && (name != attributedName || sum != sumText(facts)) {
			return &Fault{"meta", name, changed}
		}
		return nil
	})
}

func (c *checker) itemRows() error {
	makers := map[int64][]Maker{}
	err := c.each("SELECT item, party, role, product, strength FROM maker ORDER BY item, party, role, product", func(row scanner) error {
		var n int64
		var m Maker
		if err := row.Scan(&n, &m.Party, &m.Role, &m.Product, &m.Strength); err != nil {
			return &Fault{"maker", "?", err.Error()}
		}
		makers[n] = append(makers[n], m)
		return nil
	})
	if err != nil {
		return err
	}
	return c.each("SELECT number, key, name, purl, body, makers FROM item", func(row scanner) error {
		var n, sum int64
		var it Item
		var key []byte
		if err := row.Scan(&n, &key, &it.Name, &it.PURL, &it.Body, &sum); err != nil {
			return err
		}
		want, err := itemOf(it.Body)
		switch {
		case err != nil || string(keyOf(it.Body)) != string(key) || want.Name != it.Name || want.PURL != it.PURL:
			return &Fault{"item", fmt.Sprint(n), changed}
		case sumOfMakers(makers[n]) != sum:
			return &Fault{"maker", fmt.Sprintf("of item %d", n), changed}
		}
		return nil
	})
}

func (c *checker) assets() error {
	return c.each("SELECT "+assetColumns+" FROM asset", func(row scanner) error {
		var a assetRow
		if err := a.scan(row); err != nil {
			return err
		}
		if numbers, err := unpack(nil, a.holding); err != nil || int64(len(numbers)) != a.items || a.items > 0 && numbers[a.items-1] > c.items {
			return &Fault{"asset", a.name, changed}
		}
		return nil
	})
}

func (c *checker) changes() error {
	return c.each("SELECT asset, sequence, at, added, removed, sum FROM change", func(row scanner) error {
		_, err := changeOf(row)
		return err
	})
}

func (c *checker) texts() error {
	return c.each("SELECT number, key, body FROM text", func(row scanner) error {
		var n int64
		var key, body []byte
		if err := row.Scan(&n, &key, &body); err != nil {
			return err
		}
		if string(keyOf(body)) != string(key) {
			return &Fault{"text", fmt.Sprint(n), changed}
		}
		var common struct{ Level delist.Level }
		if json.Unmarshal(body, &common) == nil { // a question has none
			c.levels[n] = common.Level
		}
		return nil
	})
}

func (c *checker) screened() error {
	return c.each("SELECT asset, asked, last, complete, sum FROM screened", func(row scanner) error {
		var asset, asked, last, complete, sum int64
		if err := row.Scan(&asset, &asked, &last, &complete, &sum); err != nil {
			return err
		}
		if sumOf(asset, asked, last, complete != 0) != sum || complete>>1 != 0 {
			return &Fault{"screened", fmt.Sprintf("%d/%d", asset, asked), changed}
		}
		return nil
	})
}

func (c *checker) sightings() error {
	return c.each("SELECT a.name, "+columnsOf("s", sightingColumns)+" FROM sighting s LEFT JOIN asset a ON a.number = s.asset", func(row scanner) error {
		var asset sql.NullString
		var r sightingRow
		if err := r.scan(prefixed{row, []any{&asset}}); err != nil {
			return err
		}
		c.seen[r.record] = told{Asset: asset.String, Finding: r.finding}
		c.level[r.record] = c.levels[r.standing]
		if r.ended != nil {
			c.gone[*r.ended] = r.finding
		}
		return nil
	})
}

// outside reads what records have outside of their leaves.
func (c *checker) outside() error {
	return c.each("SELECT record, field, salt, value FROM personal", func(row scanner) error {
		var n int64
		var p ledger.Personal
		var salt []byte
		if err := row.Scan(&n, &p.Field, &salt, &p.Value); err != nil {
			return err
		}
		if len(salt) != len(p.Salt) {
			return &Fault{"personal", fmt.Sprintf("%d/%s", n, p.Field), changed}
		}
		copy(p.Salt[:], salt)
		c.personal[n] = append(c.personal[n], p)
		return nil
	})
}

// named reads the names of records.
func (c *checker) named() error {
	return c.each("SELECT number, key FROM ledger WHERE key IS NOT NULL", func(row scanner) error {
		var n int64
		var key string
		if err := row.Scan(&n, &key); err != nil {
			return err
		}
		c.keys[n] = key
		var of int64
		if _, err := fmt.Sscanf(key, "erased/%d", &of); err == nil {
			c.erased[of] = true
		}
		return nil
	})
}

// record compares a record of the ledger with the tables.
func (c *checker) record(n int64, r ledger.Record) error {
	if bytes.Contains(r.Body, []byte(`"key":`)) || c.keys[n] != "" {
		if keyIn(r.Body) != c.keys[n] {
			return errors.New("it is filed under another name")
		}
		delete(c.keys, n)
	}
	for _, p := range c.personal[n] {
		if r.Personal[p.Field] != p.Hash() {
			return fmt.Errorf("personal part %q is not what the record has the hash of", p.Field)
		}
	}
	kept := len(c.personal[n])
	delete(c.personal, n)
	switch {
	case kept > 0 && c.erased[n]:
		return errors.New("a personal part is there, and a later record says that it was erased: delist ledger erase removes it again")
	case kept != len(r.Personal) && !c.erased[n]:
		return errors.New("a personal part is missing, and no record says that it was erased")
	}
	return c.finding(n, r)
}

// finding compares what a record says of a finding with the tables.
func (c *checker) finding(n int64, r ledger.Record) error {
	if r.Kind != KindSeen && r.Kind != KindChanged && r.Kind != KindGone {
		return nil
	}
	var said told
	if err := json.Unmarshal(r.Body, &said); err != nil {
		return fmt.Errorf("it says nothing of a finding: %w", err)
	}
	switch r.Kind {
	case KindSeen:
		row, ok := c.seen[n]
		delete(c.seen, n)
		c.told[n] = said.Level
		if !ok || said.Finding != row.Finding || said.Asset != row.Asset {
			return errors.New("the sighting in the store is missing, or another")
		}
	case KindChanged:
		c.told[said.Seen] = said.Level
	case KindGone:
		id, ok := c.gone[n]
		delete(c.gone, n)
		if !ok || said.Finding != id {
			return errors.New("the store does not say that this finding is gone")
		}
	}
	return nil
}

// missing tells what the tables refer to and the ledger has not.
func (c *checker) missing() {
	tell := func(table string, n int64) {
		c.found(&Fault{table, fmt.Sprintf("of record %d", n), "the ledger does not say so"})
	}
	for _, n := range slices.Sorted(maps.Keys(c.seen)) {
		tell("sighting", n)
	}
	for _, n := range slices.Sorted(maps.Keys(c.told)) {
		if level, ok := c.level[n]; ok && level != c.told[n] {
			c.found(&Fault{"sighting", fmt.Sprintf("of record %d", n), fmt.Sprintf("its level is %s, and the ledger says %s", level, c.told[n])})
		}
	}
	for _, n := range slices.Sorted(maps.Keys(c.gone)) {
		tell("sighting", n)
	}
	for _, n := range slices.Sorted(maps.Keys(c.personal)) {
		tell("personal", n)
	}
	for _, n := range slices.Sorted(maps.Keys(c.keys)) {
		tell("ledger key", n)
	}
}

// keyIn returns what a record calls itself.
func keyIn(body []byte) string {
	var named struct {
		Key string `json:"key"`
	}
	_ = json.Unmarshal(body, &named) // what is no object has no key
	return named.Key
}
