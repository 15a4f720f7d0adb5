package tables

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// ErrNotEmpty: a store is copied only into one that has nothing yet.
var ErrNotEmpty = errors.New("the store is not empty")

// contents are all tables with their columns and the order in which their rows are
// copied; what another refers to comes before it.
var contents = []struct{ table, columns, order string }{
	{"meta", "name, value", "name"},
	{"ledger", "number, key, leaf, hashes", "number"},
	{"personal", "record, field, salt, value", "record, field"},
	{"item", "number, key, name, purl, body, makers", "number"},
	{"maker", "party, item, role, product, strength", "item, party, role, product"},
	{"asset", assetColumns, "number"},
	{"change", "asset, sequence, at, added, removed, sum", "asset, sequence"},
	{"text", "number, key, body", "number"},
	{"screened", "asset, asked, last, complete, sum", "asset, asked"},
	{"sighting", sightingColumns, "number"},
}

// Copy copies everything from one store into another that is empty, which may be
// in another kind of database. It is as src was at one moment, while others go on
// writing there, and is in dst in whole or not at all; dst that is not empty is
// [ErrNotEmpty]. Nothing is judged on the way: a fault is copied as well, and
// [Store.Verify] finds it on both sides.
func Copy(ctx context.Context, dst, src *Store) error {
	return src.snapshot(ctx, func(from *sql.Tx) error {
		return dst.write(ctx, func(w *writing) error {
			for _, c := range contents {
				if err := w.empty(c.table); err != nil {
					return err
				}
			}
			for _, c := range contents {
				if err := w.copyTable(from, c.table, c.columns, c.order); err != nil {
					return fmt.Errorf("copying %s: %w", c.table, err)
				}
			}
			return nil
		})
	})
}

func (w *writing) empty(table string) error {
	var there int
	err := w.tx.QueryRowContext(w.ctx, "SELECT 1 FROM "+table+" LIMIT 1").Scan(&there)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = ErrNotEmpty
	}
	return err
}

func (w *writing) copyTable(from *sql.Tx, table, columns, order string) error {
	rows, err := from.QueryContext(w.ctx, "SELECT "+columns+" FROM "+table+" ORDER BY "+order)
	if err != nil {
		return err
	}
	defer rows.Close()
	width := strings.Count(columns, ",") + 1
	into := w.into("INSERT INTO "+table+" ("+columns+")", width, "")
	for rows.Next() {
		row, at := make([]any, width), make([]any, width)
		for i := range row {
			at[i] = &row[i]
		}
		if err := rows.Scan(at...); err != nil {
			return err
		}
		for i := range row {
			if b, ok := row[i].([]byte); ok && b == nil {
				row[i] = []byte{} // empty, where nil is written as NULL
			}
		}
		if err := into.add(row...); err != nil {
			return err
		}
	}
	return errors.Join(rows.Err(), into.flush())
}
