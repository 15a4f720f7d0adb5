package sqlite_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/tables"
)

// A broken is a store to be broken, with what is in it.
type broken struct {
	t    *testing.T
	path string
	key  *ledger.Key
}

// newBroken makes a store with a few records and an inventory, and closes it.
func newBroken(t *testing.T) *broken {
	t.Helper()
	b := &broken{t: t, path: filepath.Join(t.TempDir(), sqlite.Name)}
	var err error
	if b.key, err = ledger.NewKey("example.org/broken"); err != nil {
		t.Fatal(err)
	}
	s := b.open()
	defer s.Close()
	items := crashItems{}
	for n := range 5 {
		inventory := &tables.Inventory{Asset: "host", Asked: question, Complete: true, Keys: items.keys(n), Findings: []delist.Finding{{ID: fmt.Sprint("finding-", n)}}}
		if _, err := s.Save(t.Context(), inventory, items); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func (b *broken) open() *tables.Store {
	b.t.Helper()
	s, err := sqlite.Open(b.t.Context(), b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	s.SignWith(b.key)
	return s
}

// faults returns what is found wrong with the file.
func (b *broken) faults() (faults []string) {
	b.t.Helper()
	s, err := sqlite.OpenReadOnly(b.t.Context(), b.path)
	if err != nil {
		return []string{err.Error()}
	}
	defer s.Close()
	found := func(err error) { faults = append(faults, err.Error()) }
	report, err := s.Verify(b.t.Context(), b.key.Verifier, nil)
	if err != nil {
		return []string{err.Error()}
	}
	for _, f := range report.Faults {
		found(f)
	}
	for _, err := range report.Tables {
		found(err)
	}
	if err := sqlite.Integrity(b.t.Context(), s, found); err != nil {
		found(err)
	}
	return faults
}

// A bit that is flipped in the file, in any record, hash or signature, is found.
func TestFlippedBits(t *testing.T) {
	b := newBroken(t)
	whole := b.wholeFile()
	for _, query := range []string{
		"SELECT leaf FROM ledger", "SELECT hashes FROM ledger", "SELECT value FROM meta", "SELECT holds FROM asset", "SELECT body FROM item LIMIT 3",
		"SELECT body FROM sighting", "SELECT body FROM text LIMIT 3", "SELECT CAST(name AS BLOB) FROM asset", "SELECT key FROM item LIMIT 3",
	} {
		for _, value := range b.values(query) {
			if !bytes.Contains(whole, value) {
				continue // its pages lie apart
			}
			for _, offset := range []int{0, len(value) / 2, len(value) - 1} {
				flipped := bytes.Clone(value)
				flipped[offset] ^= 1 << (offset % 8)
				b.write(bytes.ReplaceAll(whole, value, flipped)) // some lie in free space, too
				if len(b.faults()) == 0 {
					t.Errorf("%s: a flipped bit in byte %d of %q is not found", query, offset, value)
				}
			}
		}
	}
	b.write(whole)
	if faults := b.faults(); len(faults) > 0 {
		t.Errorf("whole again, and still %v", faults)
	}
}

// A row that somebody removes with another program is found: SQLite looks after
// what refers to it only for those who ask for that.
func TestRemovedRows(t *testing.T) {
	for _, row := range []string{
		"item WHERE number = 1", "item WHERE number = (SELECT max(number) FROM item)", "asset", "text WHERE number = 1", "change WHERE sequence = 1",
		"change WHERE sequence = (SELECT max(sequence) FROM change)", "screened", "sighting WHERE number = 1", "ledger WHERE number = 1", "meta WHERE name = 'checkpoint'",
	} {
		b := newBroken(t)
		s := b.open()
		s.DB().SetMaxOpenConns(1)
		for _, statement := range []string{"PRAGMA foreign_keys = 0", "DELETE FROM " + row} {
			if _, err := s.DB().ExecContext(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		s.Close()
		if len(b.faults()) == 0 {
			t.Errorf("not found: %s was removed", row)
		}
	}
}

func (b *broken) wholeFile() []byte {
	b.t.Helper()
	s := b.open()
	if _, err := s.DB().Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		b.t.Fatal(err)
	}
	s.Close()
	data, err := os.ReadFile(b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

func (b *broken) write(data []byte) {
	b.t.Helper()
	for _, rest := range []string{"-wal", "-shm"} {
		os.Remove(b.path + rest)
	}
	if err := os.WriteFile(b.path, data, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *broken) values(query string) (values [][]byte) {
	b.t.Helper()
	s := b.open()
	defer s.Close()
	rows, err := s.DB().Query(query)
	if err != nil {
		b.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v []byte
		if err := rows.Scan(&v); err != nil {
			b.t.Fatal(err)
		}
		if len(v) > 3 {
			values = append(values, v)
		}
	}
	return values
}

// What a newer version has written is not touched.
func TestNewerForm(t *testing.T) {
	b := newBroken(t)
	s := b.open()
	if _, err := s.DB().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for name, open := range map[string]func() error{
		"writing": func() error { _, err := sqlite.Open(t.Context(), b.path); return err },
		"reading": func() error { _, err := sqlite.OpenReadOnly(t.Context(), b.path); return err },
	} {
		var problem *tables.Problem
		if err := open(); !errors.Is(err, tables.ErrNewer) || !errors.As(err, &problem) || problem.Hint == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A full disk records nothing, and says so; with room again all goes on.
func TestFullDisk(t *testing.T) {
	b := newBroken(t)
	s := b.open()
	defer s.Close()
	s.DB().SetMaxOpenConns(1)
	var pages int
	if err := s.DB().QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DB().Exec(fmt.Sprint("PRAGMA max_page_count = ", pages+2)); err != nil {
		t.Fatal(err)
	}
	event := tables.Event{Kind: "test", Body: map[string]any{"text": strings.Repeat("x", 30_000)}}
	_, err := s.Append(t.Context(), event)
	var problem *tables.Problem
	if !errors.As(err, &problem) || !strings.Contains(problem.Hint, "disk is full") {
		t.Fatalf("got %v", err)
	}
	if _, err := s.DB().Exec("PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), event); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if faults := b.faults(); len(faults) > 0 {
		t.Errorf("after a full disk: %v", faults)
	}
}

// What is no store is named, and left as it is.
func TestNoStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), sqlite.Name)
	if _, err := sqlite.OpenReadOnly(t.Context(), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: got %v", err)
	}
	text := []byte(strings.Repeat("this is a text and no store\n", 100))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	var problem *tables.Problem
	if _, err := sqlite.Open(t.Context(), path); !errors.As(err, &problem) || !strings.Contains(problem.Hint, "restore") {
		t.Errorf("a text: got %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(after, text) {
		t.Error("the text was changed")
	}
}
