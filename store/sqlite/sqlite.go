// Package sqlite keeps everything in one file, in SQLite. One process writes at a
// time, and any number may read meanwhile.
//
// The file is in write-ahead mode with full synchronisation
// (https://www.sqlite.org/wal.html): what a call has recorded is on the disk when
// it returns, and a crash at any moment leaves what was there before or after.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/delistdev/delist/store/tables"
)

// Name is what the file is called in the data directory.
const Name = "delist.db"

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the store in a file for reading and writing, and makes the file, or
// brings its tables to the present form, where that is needed.
func Open(ctx context.Context, path string) (*tables.Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := private(path); err != nil {
		return nil, explain(path, err)
	}
	db, err := open(path, "rwc")
	if err != nil {
		return nil, err
	}
	steps, err := fs.Sub(migrations, "migrations")
	if err == nil {
		err = tables.Migrate(ctx, db, goose.DialectSQLite3, steps)
	}
	if err != nil {
		db.Close()
		return nil, explain(path, err)
	}
	return store(path, db), nil
}

// private makes a new file that only its owner can read.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// OpenReadOnly opens the store in a file for reading. A missing file is an error
// that wraps [fs.ErrNotExist]. In a directory that nobody can write to, the file is
// read as it lies there.
func OpenReadOnly(ctx context.Context, path string) (*tables.Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	var last error
	for _, mode := range []string{"ro", "ro&immutable=1"} {
		if mode != "ro" && exists(path+"-wal") {
			break // there is more than lies in the file
		}
		db, err := open(path, mode)
		if err != nil {
			return nil, err
		}
		steps, err := fs.Sub(migrations, "migrations")
		if err == nil {
			err = tables.Current(ctx, db, goose.DialectSQLite3, steps)
		}
		if err == nil {
			return store(path, db), nil
		}
		db.Close()
		last = err
		var code *sqlite.Error
		if !errors.As(err, &code) || code.Code()&0xff != sqlite3.SQLITE_CANTOPEN && code.Code()&0xff != sqlite3.SQLITE_READONLY {
			break
		}
	}
	return nil, explain(path, last)
}

func exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}

func open(path, mode string) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	const pragmas = "&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cell_size_check(1)&_pragma=temp_store(memory)&_pragma=cache_size(-16384)&_txlock=immediate"
	name := (&url.URL{Scheme: "file", Path: filepath.ToSlash(absolute)}).String() + "?mode=" + mode + pragmas
	if mode == "rwc" {
		// 32 MiB of pages: with the 2 that are usual, a great inventory writes the pages
		// of its indexes again and again.
		name += "&_pragma=journal_mode(WAL)&_pragma=cache_size(-32768)"
	}
	db, err := sql.Open("sqlite", name)
	if err == nil {
		db.SetMaxOpenConns(4)
	}
	return db, err
}

func store(path string, db *sql.DB) *tables.Store {
	return tables.New(db, tables.Dialect{Mark: '?', Explain: func(err error) error { return explain(path, err) }})
}

// explain says what an error of the database means for whoever uses it.
func explain(path string, err error) error {
	var problem *tables.Problem
	if err == nil || errors.As(err, &problem) {
		return err
	}
	if errors.Is(err, tables.ErrNewer) {
		return &tables.Problem{Where: path, Err: err, Hint: "use that version of delist, or restore a backup that this one made"}
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return &tables.Problem{Where: path, Err: err, Hint: "only its owner can write it: name another directory with --data DIR"}
	}
	var code *sqlite.Error
	if !errors.As(err, &code) {
		return err
	}
	hint := ""
	switch code.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		hint = "the disk is full: nothing was recorded; make room and do it again"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		hint = "the directory or the file cannot be written: name another with --data DIR, or change its permissions"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		hint = "the file is damaged: restore a backup (delist restore), and keep this file: what it still holds can be read with the sqlite3 program's .recover"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		hint = "somebody else is writing: wait until that is done"
	case sqlite3.SQLITE_IOERR:
		hint = "the disk does not answer as it should: look at the system's log, and restore a backup to another disk"
	default:
		return err
	}
	return &tables.Problem{Where: path, Err: err, Hint: hint}
}

// Integrity asks the database whether its file is whole: every page, every index
// beside its table.
func Integrity(ctx context.Context, s *tables.Store, found func(error)) error {
	rows, err := s.DB().QueryContext(ctx, "PRAGMA integrity_check(100)")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var said string
		if err := rows.Scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			found(&tables.Fault{Table: "file", Row: Name, Reason: said})
		}
	}
	return rows.Err()
}

// Backup writes a copy of the store, as it is at one moment, to a file that does
// not exist yet. Others may go on writing. The file is there in whole or not at
// all.
func Backup(ctx context.Context, s *tables.Store, path string) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("%s: exists already", path))
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := private(part); err != nil {
		return err
	}
	if _, err := s.DB().ExecContext(ctx, "VACUUM INTO $1", part); err != nil {
		return errors.Join(explain(part, err), os.Remove(part))
	}
	return finish(part, path)
}

// finish brings a file to the disk and gives it its name.
func finish(part, path string) error {
	for _, name := range []string{part, filepath.Dir(path)} {
		if name != part {
			if err := os.Rename(part, path); err != nil {
				return err
			}
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = f.Sync()
		if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
			err = nil
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}
