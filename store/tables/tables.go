// Package tables keeps assets with their inventories, findings with when they
// were seen, own decisions and the ledger, in the tables of a database.
//
// It is what [github.com/delistdev/delist/store/sqlite] and
// [github.com/delistdev/delist/store/postgres] have in common: the SQL is the
// same for both, and each opens its own kind of database and brings its tables to
// the present form. Everything that a call records commits in one transaction
// with its records in the ledger, or not at all, and is durable when the call
// returns.
package tables

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/delistdev/delist/ledger"
)

// A Dialect is what two kinds of database do differently.
type Dialect struct {
	// Mark stands before the number of a value in a statement: '$' or '?'. All but
	// the longest statements use '$', which both know.
	Mark byte
	// Prepares says that the driver prepares each statement once for a connection,
	// by itself; where it does not, that is done here.
	Prepares bool
	// Lock makes the transaction the only one that writes, until its end; nil
	// where beginning it does that already.
	Lock func(ctx context.Context, tx *sql.Tx) error
	// Explain turns an error of the database into one that says what to do; nil
	// leaves it as it is.
	Explain func(error) error
}

// A Store is an open database. It may be used by many goroutines.
type Store struct {
	db      *sql.DB
	dialect Dialect
	// Now is the clock; tests set it.
	Now func() time.Time

	mu     sync.Mutex // one writing transaction at a time, and what follows
	signer note.Signer
	edge   *ledger.Frontier // of the ledger as last written here; nil where not known
	// statements are those that are run again and again, by their text.
	statements map[string]*sql.Stmt
	wanted     []string
}

// New returns the store in a database whose tables have the present form.
func New(db *sql.DB, dialect Dialect) *Store {
	return &Store{db: db, dialect: dialect, Now: time.Now, statements: map[string]*sql.Stmt{}}
}

// Close ends the use of the database.
func (s *Store) Close() error { return s.db.Close() }

// DB returns the database itself, for those who open it.
func (s *Store) DB() *sql.DB { return s.db }

// SignWith signs the ledger's checkpoint after everything that is recorded from
// now on.
func (s *Store) SignWith(signer note.Signer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signer = signer
}

// write runs do in one transaction that is the only one to write, and commits it.
func (s *Store) write(ctx context.Context, do func(*writing) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.prepare(ctx); err != nil {
		return s.explain(err)
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	w := &writing{ctx: ctx, tx: tx, store: s, now: s.Now().UTC().Truncate(time.Millisecond)}
	if err := w.run(do); err != nil {
		s.edge = nil
		return errors.Join(s.explain(err), ignoreDone(tx.Rollback()))
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

func (s *Store) explain(err error) error {
	if err == nil || s.dialect.Explain == nil {
		return err
	}
	return s.dialect.Explain(err)
}

// A writing is a transaction that writes.
type writing struct {
	ctx   context.Context
	tx    *sql.Tx
	store *Store
	now   time.Time

	prepared map[string]*sql.Stmt

	bulk    *bulk // of ledger records, where one is open
	grown   bool
	highest map[string]int64 // the highest number of a table
	texts   map[Key]int64    // numbers of texts
}

func (w *writing) run(do func(*writing) error) error {
	if lock := w.store.dialect.Lock; lock != nil {
		if err := lock(w.ctx, w.tx); err != nil {
			return err
		}
	}
	if err := do(w); err != nil {
		return err
	}
	if err := w.finish(); err != nil {
		return err
	}
	return w.tx.Commit()
}

func (w *writing) exec(query string, args ...any) error {
	if w.store.dialect.Prepares {
		_, err := w.tx.ExecContext(w.ctx, query, args...)
		return err
	}
	statement, err := w.statement(query)
	if err != nil {
		return err
	}
	_, err = statement.ExecContext(w.ctx, args...)
	return err
}

// statement prepares a query, in the end once for all transactions: that costs more
// than to run it. A query that is new is prepared for this transaction, and for all
// before the next one begins: within it, there may be no other connection.
func (w *writing) statement(query string) (*sql.Stmt, error) {
	if at := w.prepared[query]; at != nil {
		return at, nil
	}
	if w.prepared == nil {
		w.prepared = map[string]*sql.Stmt{}
	}
	var err error
	if known := w.store.statements[query]; known != nil {
		w.prepared[query] = w.tx.StmtContext(w.ctx, known)
	} else if w.prepared[query], err = w.tx.PrepareContext(w.ctx, query); err == nil {
		w.store.wanted = append(w.store.wanted, query)
	}
	return w.prepared[query], err
}

// prepare readies the statements that were new in earlier transactions.
func (s *Store) prepare(ctx context.Context) error {
	for _, query := range s.wanted {
		if s.statements[query] != nil {
			continue
		}
		statement, err := s.db.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		s.statements[query] = statement
	}
	s.wanted = nil
	return nil
}

// row runs a query for one row.
func (w *writing) row(query string, args ...any) scanner {
	if w.store.dialect.Prepares {
		return w.tx.QueryRowContext(w.ctx, query, args...)
	}
	statement, err := w.statement(query)
	if err != nil {
		return failedRow{err}
	}
	return statement.QueryRowContext(w.ctx, args...)
}

// rows runs a query; often says that it is worth preparing.
func (w *writing) rows(query string, often bool, args ...any) (*sql.Rows, error) {
	if !often || w.store.dialect.Prepares {
		return w.tx.QueryContext(w.ctx, query, args...)
	}
	statement, err := w.statement(query)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(w.ctx, args...)
}

// A scanner is a row of a table.
type scanner interface{ Scan(...any) error }

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }

// next returns the next free number of a table that counts from 1.
func (w *writing) next(table string) (int64, error) {
	if w.highest == nil {
		w.highest = map[string]int64{}
	}
	n, ok := w.highest[table]
	if !ok {
		if err := w.row("SELECT coalesce(max(number), 0) FROM " + table).Scan(&n); err != nil {
			return 0, err
		}
	}
	n++
	w.highest[table] = n
	return n, nil
}

// snapshot runs do in a transaction that sees one state of everything.
func (s *Store) snapshot(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	return s.explain(do(tx))
}

// millis is how times are kept: milliseconds since 1970 in UTC.
func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

// sumOf is the checksum that stands in a row beside its values: eight bytes of
// the SHA-256 of them all, each with its length. It finds what was changed by
// accident, and by anybody who does not set it anew; the ledger finds the rest.
func sumOf(values ...any) int64 {
	h := sha256.New()
	var length [8]byte
	for _, v := range values {
		var data []byte
		switch v := v.(type) {
		case []byte:
			data = v
		case string:
			data = []byte(v)
		case int64:
			data = binary.LittleEndian.AppendUint64(nil, uint64(v))
		case bool:
			data = []byte{0}
			if v {
				data[0] = 1
			}
		default:
			panic(fmt.Sprintf("tables: no checksum of %T", v))
		}
		binary.LittleEndian.PutUint64(length[:], uint64(len(data)))
		h.Write(length[:])
		h.Write(data)
	}
	return int64(binary.LittleEndian.Uint64(h.Sum(nil)))
}

// keySize is how many bytes of its SHA-256 name a body by its content.
const keySize = 16

func keyOf(body []byte) []byte {
	sum := sha256.Sum256(body)
	return sum[:keySize]
}
