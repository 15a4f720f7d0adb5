package tables

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/delistdev/delist/ledger"
)

// checkpointName is where the newest signed checkpoint stands in meta.
const checkpointName = "checkpoint"

// An Event is something that the ledger is to record.
type Event struct {
	// Kind is what happened, in the words of docs/ledger.md.
	Kind string
	// Key, where it is set, is what the record is called: "decision/1". No two
	// records have the same.
	Key string
	// Body is what happened, as a value of which JSON makes an object.
	Body any
	// Personal are texts by field that stay outside the record and can be erased;
	// the record has a salted hash of each.
	Personal map[string]string
}

// Append records events and returns the number of the first; the others follow
// it without a gap.
func (s *Store) Append(ctx context.Context, events ...Event) (first int64, err error) {
	err = s.write(ctx, func(w *writing) error {
		for i := range events {
			n, err := w.record(&events[i])
			if err != nil {
				return err
			}
			if i == 0 {
				first = n
			}
		}
		return nil
	})
	return first, err
}

// body is what is recorded, with the key as its member "key".
func (e *Event) body() (json.RawMessage, error) {
	body, err := json.Marshal(e.Body)
	if err != nil || e.Key == "" {
		return body, err
	}
	key, err := json.Marshal(e.Key)
	if err != nil || len(body) < 2 || body[0] != '{' {
		return nil, errors.Join(err, errors.New("what has a key is no object"))
	}
	more := slices.Concat([]byte(`{"key":`), key)
	if len(body) > 2 {
		more = append(more, ',')
	}
	return append(more, body[1:]...), nil
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// record puts an event at the end of the ledger and returns its number, from 0.
func (w *writing) record(e *Event) (int64, error) {
	if err := w.openEdge(); err != nil {
		return 0, err
	}
	body, err := e.body()
	if err != nil {
		return 0, fmt.Errorf("record of kind %q: %w", e.Kind, err)
	}
	r := ledger.Record{Kind: e.Kind, At: w.now, Body: body}
	var personal []ledger.Personal
	for _, field := range slices.Sorted(maps.Keys(e.Personal)) {
		p, hash := ledger.Commit(field, plain(e.Personal[field]))
		if r.Personal == nil {
			r.Personal = map[string]string{}
		}
		r.Personal[field] = hash
		personal = append(personal, p)
	}
	leaf, err := r.Leaf()
	if err != nil {
		return 0, err
	}
	edge := w.store.edge
	n := edge.Size()
	if err := w.bulk.add(n, orNull(e.Key), leaf, ledger.Join(edge.Append(leaf))); err != nil {
		return 0, err
	}
	w.grown = true
	if len(personal) == 0 {
		return n, nil
	}
	if err := w.bulk.flush(); err != nil { // what personal refers to
		return 0, err
	}
	for _, p := range personal {
		if err := w.exec("INSERT INTO personal (record, field, salt, value) VALUES ($1, $2, $3, $4)", n, p.Field, p.Salt[:], p.Value); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// openEdge finds the right edge of the tree, where somebody else may have
// appended since.
func (w *writing) openEdge() error {
	if w.bulk != nil {
		return nil
	}
	w.bulk = w.into("INSERT INTO ledger (number, key, leaf, hashes)", 4, "")
	var size int64
	if err := w.row(sizeQuery).Scan(&size); err != nil {
		return err
	}
	if w.store.edge != nil && w.store.edge.Size() == size {
		return nil
	}
	var err error
	w.store.edge, err = ledger.OpenFrontier(size, ledger.HashReader(w.ctx, log{w.tx}))
	return err
}

// finish stores the records that are still open, and a checkpoint over them where
// there is a key. The one is done while the other is waited for: a signature takes
// as long as a row.
func (w *writing) finish() error {
	if w.bulk == nil {
		return nil
	}
	if !w.grown || w.store.signer == nil {
		return w.bulk.flush()
	}
	var signed []byte
	var failed error
	done := make(chan struct{})
	size, root := w.store.edge.Size(), w.store.edge.Root()
	go func() {
		defer close(done)
		signed, failed = ledger.Sign(size, root, w.store.signer)
	}()
	err := w.bulk.flush()
	<-done
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	return w.setMeta(checkpointName, signed)
}

func (w *writing) setMeta(name string, value []byte) error {
	return w.exec("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
}

// Seal signs the checkpoint of what is recorded already; it is for a ledger
// whose key was made after its first records.
func (s *Store) Seal(ctx context.Context) error {
	return s.write(ctx, func(w *writing) error {
		if err := w.openEdge(); err != nil {
			return err
		}
		w.grown = true
		return nil
	})
}

// A queryer is a database or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

const sizeQuery = "SELECT coalesce(max(number) + 1, 0) FROM ledger"

func sizeOf(ctx context.Context, q queryer) (n int64, err error) {
	err = q.QueryRowContext(ctx, sizeQuery).Scan(&n)
	return n, err
}

func metaOf(ctx context.Context, q queryer, name string) ([]byte, error) {
	var value []byte
	err := q.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = $1", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return value, err
}

// Log gives the ledger for reading, as it is at one moment, until do returns.
func (s *Store) Log(ctx context.Context, do func(ledger.Log) error) error {
	return s.snapshot(ctx, func(tx *sql.Tx) error { return do(log{tx}) })
}

// A log is the ledger in a transaction; see [ledger.Log].
type log struct{ tx *sql.Tx }

func (l log) Size(ctx context.Context) (int64, error) { return sizeOf(ctx, l.tx) }

func (l log) Leaf(ctx context.Context, n int64) ([]byte, error) {
	var leaf []byte
	err := l.tx.QueryRowContext(ctx, "SELECT leaf FROM ledger WHERE number = $1", n).Scan(&leaf)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("the ledger has no record %d", n)
	}
	return leaf, err
}

func (l log) Hashes(ctx context.Context, numbers []int64) ([][]byte, error) {
	all := make([][]byte, len(numbers))
	for i, n := range numbers {
		err := l.tx.QueryRowContext(ctx, "SELECT hashes FROM ledger WHERE number = $1", n).Scan(&all[i])
		if errors.Is(err, sql.ErrNoRows) {
			err = fmt.Errorf("the ledger has no record %d", n)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (l log) Records(ctx context.Context, from, to int64) iter.Seq2[ledger.Stored, error] {
	return func(yield func(ledger.Stored, error) bool) {
		rows, err := l.tx.QueryContext(ctx, "SELECT number, leaf, hashes FROM ledger WHERE number >= $1 AND number < $2 ORDER BY number", from, to)
		if err != nil {
			yield(ledger.Stored{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var r ledger.Stored
			var leaf, hashes sql.RawBytes
			if err := rows.Scan(&r.Number, &leaf, &hashes); err != nil {
				yield(ledger.Stored{}, err)
				return
			}
			r.Leaf, r.Hashes = leaf, hashes
			if !yield(r, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(ledger.Stored{}, err)
		}
	}
}

func (l log) Checkpoint(ctx context.Context) ([]byte, error) {
	return metaOf(ctx, l.tx, checkpointName)
}

// Keyed returns the records whose key begins with a prefix, in their order. They
// have neither hashes nor personal parts.
func (s *Store) Keyed(ctx context.Context, prefix string) ([]Keyed, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT number, key, leaf FROM ledger WHERE key >= $1 AND key < $2 ORDER BY number", prefix, prefix+"\U0010FFFF")
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var all []Keyed
	for rows.Next() {
		var k Keyed
		var leaf []byte
		if err := rows.Scan(&k.Number, &k.Key, &leaf); err != nil {
			return nil, err
		}
		if k.Record, err = ledger.ParseLeaf(leaf); err != nil {
			return nil, &Fault{"ledger", fmt.Sprintf("record %d", k.Number), err.Error()}
		}
		all = append(all, k)
	}
	return all, rows.Err()
}

// A Keyed is a record of the ledger that has a key.
type Keyed struct {
	Number int64
	Key    string
	ledger.Record
}

// Personal returns what a record has outside of its leaf, by field, without what
// was erased.
func (s *Store) Personal(ctx context.Context, n int64) (map[string]ledger.Personal, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT field, salt, value FROM personal WHERE record = $1", n)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	found := map[string]ledger.Personal{}
	for rows.Next() {
		var p ledger.Personal
		var salt []byte
		if err := rows.Scan(&p.Field, &salt, &p.Value); err != nil {
			return nil, err
		}
		copy(p.Salt[:], salt)
		found[p.Field] = p
	}
	return found, rows.Err()
}

// Erase removes the personal part of a record for good, and records that it did.
// The record itself stays, and so does the proof that it is unchanged. What came
// back from an older copy is removed again, and the first record of it stands. It
// returns how many fields were removed.
func (s *Store) Erase(ctx context.Context, n int64, because, by string) (fields int64, err error) {
	err = s.write(ctx, func(w *writing) error {
		result, err := w.tx.ExecContext(ctx, "DELETE FROM personal WHERE record = $1", n)
		if err != nil {
			return err
		}
		if fields, err = result.RowsAffected(); err != nil || fields == 0 {
			return err
		}
		var before int
		if err := w.row("SELECT count(*) FROM ledger WHERE key = $1", erasedKey(n)).Scan(&before); err != nil || before > 0 {
			return err
		}
		_, err = w.record(&Event{Kind: KindErased, Key: erasedKey(n), Body: map[string]any{"record": n, "because": because}, Personal: map[string]string{"by": by}})
		return err
	})
	return fields, err
}

// KindErased is the kind of the record that a personal part was removed.
const KindErased = "erased"

func erasedKey(n int64) string { return fmt.Sprintf("erased/%d", n) }

// Is reports whether a record is what the event would have recorded.
func (e *Event) Is(r *ledger.Record) bool {
	body, err := e.body()
	if err != nil {
		return false
	}
	again := ledger.Record{Kind: e.Kind, At: r.At, Body: body, Personal: r.Personal}
	want, err := again.Leaf()
	got, other := r.Leaf()
	return errors.Join(err, other) == nil && bytes.Equal(want, got)
}
