package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/store/files"
	"github.com/delistdev/delist/store/postgres"
	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/tables"
)

// storeURL returns the URL of the database in which --data, or else $DELIST_DATA,
// says that the store is; it is empty where the store is a file in the data
// directory. What lies in files stays in a directory in both cases.
func storeURL(cmd *cobra.Command) string {
	named, err := cmd.Flags().GetString("data")
	if err != nil {
		return ""
	}
	if at := cmp.Or(named, os.Getenv("DELIST_DATA")); strings.Contains(at, "://") {
		return at
	}
	return ""
}

// openStored opens the store for reading: the file in the data directory, or the
// database at a URL that is not empty.
func openStored(ctx context.Context, dir *files.Dir, url string) (*tables.Store, error) {
	read, write, at := sqlite.OpenReadOnly, sqlite.Open, filepath.Join(dir.Path(), sqlite.Name)
	if url != "" {
		if err := alone(dir); err != nil {
			return nil, err
		}
		read, write, at = postgres.OpenReadOnly, postgres.Open, url
	}
	s, err := read(ctx, at)
	if errors.Is(err, tables.ErrOlder) {
		return write(ctx, at)
	}
	return s, err
}

// openToRecord opens the store for writing; see openStored.
func openToRecord(ctx context.Context, dir *files.Dir, url string) (*tables.Store, error) {
	if url == "" {
		return sqlite.Open(ctx, filepath.Join(dir.Path(), sqlite.Name))
	}
	if err := alone(dir); err != nil {
		return nil, err
	}
	return postgres.Open(ctx, url)
}

// alone refuses files that belong to another store: its key would sign a second
// ledger under the same name, and its checkpoint tell of records that this one
// never had.
func alone(dir *files.Dir) error {
	name := filepath.Join(dir.Path(), sqlite.Name)
	if !exists(name) {
		return nil
	}
	return hinted{fmt.Errorf("%s: the files there belong to the store beside them, and not to a database", name), "name another directory for the files beside the database: DELIST_DATA=DIR delist --data URL"}
}

// intact checks the store's file, where it is one; a database has its own means.
func intact(cmd *cobra.Command, s *tables.Store, url string, found func(error)) error {
	if url != "" {
		return nil
	}
	return sqlite.Integrity(cmd.Context(), s, found)
}

// toFile copies a database into a file, which is how it is backed up.
func toFile(ctx context.Context, s *tables.Store, path string) error {
	file, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	return cmp.Or(tables.Copy(ctx, file, s), file.Close())
}

// toDatabase brings a backup's file, where there is one, into an empty database,
// and removes it.
func toDatabase(ctx context.Context, path, url string) error {
	file, err := sqlite.OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := postgres.Open(ctx, url)
	if err == nil {
		err = cmp.Or(tables.Copy(ctx, s, file), s.Close())
	}
	if err = cmp.Or(err, file.Close()); errors.Is(err, tables.ErrNotEmpty) {
		return hinted{err, "name a schema in which nothing is kept: ?search_path=NAME"}
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if err == nil && exists(name) {
			err = os.Remove(name)
		}
	}
	return err
}
