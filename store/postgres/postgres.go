// Package postgres keeps everything in a PostgreSQL database, so that several
// servers can share one store. One of them writes at a time, and the others wait
// for it; any number may read meanwhile.
//
// What a call has recorded is on the server's disk when it returns
// (synchronous_commit is on, whatever the database says). Whoever reads a store
// that a writer crashed in sees what was there before.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/delistdev/delist/store/tables"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the store in the database at a URL for reading and writing, and makes
// its tables, or brings them to the present form, where that is needed. They lie in
// the schema that the URL names (?search_path=NAME), which is made, or else in the
// role's default one.
//
// TLS, passwords and what is left out of the URL are as with every client of
// PostgreSQL (https://www.postgresql.org/docs/current/libpq-connect.html): sslmode
// and sslrootcert, ~/.pgpass, PGHOST and the other variables. No error has the
// password in it.
func Open(ctx context.Context, url string) (*tables.Store, error) {
	d, err := connect(ctx, url, true)
	if err != nil {
		return nil, err
	}
	steps, err := fs.Sub(migrations, "migrations")
	if err == nil {
		err = tables.Migrate(ctx, d.db, goose.DialectPostgres, steps, goose.WithSessionLocker(d))
	}
	return d.store(err)
}

// OpenReadOnly opens the store in the database at a URL for reading. A database in
// which nothing was ever kept is an error that wraps [fs.ErrNotExist]. It needs no
// more than the right to read, and answers from a replica as well.
func OpenReadOnly(ctx context.Context, url string) (*tables.Store, error) {
	d, err := connect(ctx, url, false)
	if err != nil {
		return nil, err
	}
	steps, err := fs.Sub(migrations, "migrations")
	if err == nil {
		err = tables.Current(ctx, d.db, goose.DialectPostgres, steps)
	}
	return d.store(err)
}

// A database is the schema of a database in which a store lies.
type database struct {
	db *sql.DB
	at *address
	// key is what the advisory lock of its one writer is called.
	key int64
}

func connect(ctx context.Context, url string, writes bool) (*database, error) {
	at, err := parse(url)
	if err != nil {
		return nil, err
	}
	d := &database{at: at, db: stdlib.OpenDB(*at.config, stdlib.OptionAfterConnect(session(writes)))}
	d.db.SetMaxOpenConns(4)
	if err := d.place(ctx, writes); err != nil {
		return nil, errors.Join(at.explain(err), d.db.Close())
	}
	return d, nil
}

// store returns the store in a database whose tables have the present form.
func (d *database) store(err error) (*tables.Store, error) {
	if err != nil {
		return nil, errors.Join(d.at.explain(err), d.db.Close())
	}
	return tables.New(d.db, tables.Dialect{Mark: '$', Prepares: true, Lock: d.lock, Explain: d.at.explain}), nil
}

// session sets what has to hold for each connection, whatever the database or the
// role says: that what is committed is on the disk, that each statement of a writer
// sees what was written before it got the lock, and that a client whose computer is
// gone is noticed within a minute or two and loses the lock.
func session(writes bool) func(context.Context, *pgx.Conn) error {
	readOnly := "on"
	if writes {
		readOnly = "off"
	}
	return func(ctx context.Context, conn *pgx.Conn) error {
		if encoding := conn.PgConn().ParameterStatus("server_encoding"); encoding != "UTF8" {
			return fmt.Errorf("%w: its encoding is %s", errEncoding, encoding)
		}
		_, err := conn.Exec(ctx, `SELECT
			set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),
			set_config('default_transaction_isolation', 'read committed', false),
			set_config('default_transaction_read_only', $1, false),
			set_config('tcp_keepalives_idle', '30', false),
			set_config('tcp_keepalives_interval', '10', false),
			set_config('tcp_keepalives_count', '3', false)`, readOnly)
		return err
	}
}

var (
	errEncoding = errors.New("the database does not hold every text")
	errNoSchema = errors.New("there is no schema in which the role could keep anything")
)

// place finds the schema, and makes the one that the URL names.
func (d *database) place(ctx context.Context, writes bool) error {
	schema, err := d.schema(ctx)
	named := d.at.schema
	if err == nil && schema == "" && named != "" && writes {
		_, err = d.db.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{named}.Sanitize())
		var code *pgconn.PgError
		if errors.As(err, &code) && (code.Code == "23505" || code.Code == "42P06") {
			err = nil // another made it at the same moment
		}
		if err == nil {
			schema, err = d.schema(ctx)
		}
	}
	switch {
	case err != nil:
		return err
	case schema == "" && named != "" && !writes:
		return fmt.Errorf("schema %s: %w", named, fs.ErrNotExist)
	case schema == "":
		return errNoSchema
	}
	d.key = lockKey(schema)
	return nil
}

// schema returns the first schema of the search path that there is, or "".
func (d *database) schema(ctx context.Context) (name string, err error) {
	err = d.db.QueryRowContext(ctx, "SELECT coalesce(current_schema(), '')").Scan(&name)
	return name, err
}
