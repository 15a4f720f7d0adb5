package postgres

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/delistdev/delist/store/tables"
)

// lockWait is how long a writer waits for another.
var lockWait = 10 * time.Second

// lockKey is what the lock of a schema's one writer is called. Advisory locks
// belong to a database, so that the schema's name is enough.
func lockKey(schema string) int64 {
	sum := sha256.Sum256([]byte("delist " + schema))
	return int64(binary.LittleEndian.Uint64(sum[:]))
}

// An executor is a transaction or a connection.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// lock makes a transaction the only one that writes, until its end. It is an
// advisory lock: readers are not in its way, and it goes with the connection that
// holds it.
func (d *database) lock(ctx context.Context, tx *sql.Tx) error {
	return d.wait(ctx, tx, "SELECT set_config('lock_timeout', $1, true), pg_advisory_xact_lock($2)")
}

// SessionLock keeps everybody from writing while the tables get another form; for
// goose.
func (d *database) SessionLock(ctx context.Context, conn *sql.Conn) error {
	return d.wait(ctx, conn, "SELECT set_config('lock_timeout', $1, false), pg_advisory_lock($2)")
}

// SessionUnlock ends what SessionLock began.
func (d *database) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SELECT set_config('lock_timeout', '0', false), pg_advisory_unlock($1)", d.key)
	return err
}

func (d *database) wait(ctx context.Context, by executor, query string) error {
	_, err := by.ExecContext(ctx, query, strconv.FormatInt(lockWait.Milliseconds(), 10), d.key)
	var code *pgconn.PgError
	if !errors.As(err, &code) || code.Code != lockNotAvailable {
		return err
	}
	return &tables.Problem{Where: d.at.where, Err: fmt.Errorf("%s (waited %v)", d.holder(ctx), lockWait), Hint: "wait until that is done; if it is stuck, end it there: its locks go with it"}
}

// holder says who holds the lock. Whoever waited has a transaction that failed, so
// it asks on another connection.
func (d *database) holder(ctx context.Context) string {
	var name, from string
	var since sql.NullTime
	var pid int64
	err := d.db.QueryRowContext(ctx, `SELECT coalesce(a.application_name, ''), coalesce(host(a.client_addr), ''), coalesce(a.xact_start, a.backend_start), a.pid
		FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
		WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid::bigint = $1 AND l.objid::bigint = $2
		AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1`,
		int64(uint64(d.key)>>32), d.key&0xffffffff).Scan(&name, &from, &since, &pid)
	if err != nil {
		return "somebody else is writing"
	}
	who := fmt.Sprintf("%q is writing", name)
	if from != "" {
		who += " from " + from
	}
	if since.Valid {
		who += " since " + since.Time.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("%s, server process %d", who, pid)
}
