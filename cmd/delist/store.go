package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/store/files"
	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/tables"
)

// The files of the data directory with the key of the ledger, and with its newest
// checkpoint: an older copy of the store beside it is seen.
const (
	keyName        = "ledger.key"
	checkpointName = "ledger.checkpoint"
)

// stored opens the store for reading and does something with it. Where nothing was
// ever kept, do is not called and the error wraps [fs.ErrNotExist].
func (a *app) stored(cmd *cobra.Command, do func(*tables.Store) error) error {
	dir, err := dataDir(cmd)
	if err != nil {
		return err
	}
	s, err := openStored(cmd.Context(), dir, storeURL(cmd))
	if err != nil {
		return explained(err)
	}
	defer s.Close()
	return explained(do(s))
}

// recording opens the store as its one writer and does something with it. What is
// recorded is signed where the ledger has a key.
func (a *app) recording(cmd *cobra.Command, do func(*tables.Store) error) error {
	dir, err := dataDir(cmd)
	if err != nil {
		return err
	}
	unlock, err := dir.Lock()
	if err != nil {
		return explained(err)
	}
	defer unlock()
	s, err := openToRecord(cmd.Context(), dir, storeURL(cmd))
	if err != nil {
		return explained(err)
	}
	s.Now = clock
	key, err := ledgerKey(dir)
	if err != nil {
		s.Close()
		return err
	}
	if key != nil {
		if err := notOlder(cmd.Context(), dir, s, key); err != nil {
			s.Close()
			return err
		}
		s.SignWith(key)
	}
	err = explained(do(s))
	switch {
	case err != nil:
	case key != nil:
		err = keepCheckpoint(cmd.Context(), dir, s)
	default:
		err = a.noteUnsigned(cmd.Context(), dir, s)
	}
	return cmp.Or(err, s.Close())
}

// noteUnsigned says where a ledger that was signed goes on without its key.
func (a *app) noteUnsigned(ctx context.Context, dir *files.Dir, s *tables.Store) error {
	signed, err := checkpointOf(ctx, s)
	if err == nil && signed != nil {
		fmt.Fprintf(a.stderr, "note: recorded, and not signed: the ledger's key is not at %s\n", filepath.Join(dir.Path(), keyName))
	}
	return err
}

// notOlder refuses to record in a store that is older than the checkpoint beside
// it: its history would fork.
func notOlder(ctx context.Context, dir *files.Dir, s *tables.Store, key *ledger.Key) error {
	text, err := dir.ReadFile(checkpointName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	last, err := ledger.ParseCheckpoint(text, key.Verifier)
	if err != nil {
		return hinted{fmt.Errorf("%s: %w", filepath.Join(dir.Path(), checkpointName), err), "delist ledger verify"}
	}
	var size int64
	err = s.Log(ctx, func(l ledger.Log) (err error) {
		size, err = l.Size(ctx)
		return err
	})
	if err == nil && size < last.Size {
		err = hinted{fmt.Errorf("%s: an older copy: it has %d records, and %d were signed", sqlite.Name, size, last.Size), "look for the newer copy, and go on with that (delist ledger verify)"}
	}
	return err
}

// keepCheckpoint writes the newest checkpoint beside the store.
func keepCheckpoint(ctx context.Context, dir *files.Dir, s *tables.Store) error {
	signed, err := checkpointOf(ctx, s)
	if err != nil || signed == nil {
		return err
	}
	if last, err := dir.ReadFile(checkpointName); err == nil && bytes.Equal(last, signed) {
		return nil
	}
	return dir.WriteFile(checkpointName, signed)
}

// ledgerKey returns the key of the ledger, or nil where there is none.
func ledgerKey(dir *files.Dir) (*ledger.Key, error) {
	path := filepath.Join(dir.Path(), keyName)
	key, err := ledger.ReadKey(path)
	var open *ledger.ModeError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.As(err, &open):
		return nil, hinted{err, "chmod 600 " + path + "; if somebody else may have read it, begin a new ledger in a new data directory"}
	}
	return key, err
}

// explained says the way out of what a store reports.
func explained(err error) error {
	var problem *tables.Problem
	var fault *tables.Fault
	var said hinted
	switch {
	case errors.As(err, &problem):
		return hinted{err, problem.Hint}
	case errors.As(err, &fault):
		return hinted{err, "delist ledger verify says what else is damaged; delist restore brings a backup back"}
	case errors.As(err, &said):
		return err
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return hinted{err, "it can be read, and not written: name another directory with --data DIR, or change its permissions"}
	}
	return err
}

// ownDecisions returns what was decided here by the end of a day; the zero date is
// today. Each goes by its own time: a clock that once ran ahead must not hide what
// was decided after it was put right. Where nothing was ever kept, that is nothing.
func ownDecisions(ctx context.Context, dir *files.Dir, url string, known delist.Date) ([]delist.Decision, error) {
	s, err := openStored(ctx, dir, url)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, explained(err)
	}
	defer s.Close()
	all, err := s.Decisions(ctx)
	if err != nil {
		return nil, fmt.Errorf("own decisions: %w", explained(err))
	}
	if known.IsZero() {
		return all, nil
	}
	return slices.DeleteFunc(all, func(d delist.Decision) bool { return known.Before(delist.DateOf(d.At)) }), nil
}
