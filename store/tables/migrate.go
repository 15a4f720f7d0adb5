package tables

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// ErrNewer: the store was written by a newer version of this program.
var ErrNewer = errors.New("the store was written by a newer version of delist")

// Migrate brings the tables of a database to the form that this program knows.
// Each step commits as a whole. A form that is newer is [ErrNewer], and nothing is
// changed.
func Migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, steps fs.FS, more ...goose.ProviderOption) error {
	provider, err := goose.NewProvider(dialect, db, steps, append(more, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return err
	}
	has, knows, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return err
	case has > knows:
		return fmt.Errorf("%w: its form is %d, and this one knows %d", ErrNewer, has, knows)
	case has == knows:
		return nil
	}
	_, err = provider.Up(ctx)
	return err
}

// Current refuses a database whose tables do not have the present form, without
// changing anything.
func Current(ctx context.Context, db *sql.DB, dialect goose.Dialect, steps fs.FS) error {
	provider, err := goose.NewProvider(dialect, db, steps, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	knows := provider.ListSources()[len(provider.ListSources())-1].Version
	var has int64
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version").Scan(&has); err != nil {
		return err
	}
	switch {
	case has > knows:
		return fmt.Errorf("%w: its form is %d, and this one knows %d", ErrNewer, has, knows)
	case has < knows:
		return fmt.Errorf("%w: its form is %d", ErrOlder, has)
	}
	return nil
}

// ErrOlder: the store has to be opened for writing once, which brings it up to
// date.
var ErrOlder = errors.New("the store was written by an older version of delist")
