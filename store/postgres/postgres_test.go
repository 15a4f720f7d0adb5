package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/delistdev/delist/store/postgres"
	"github.com/delistdev/delist/store/postgrestest"
	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/storetest"
	"github.com/delistdev/delist/store/tables"
)

func open(t *testing.T, url string) *tables.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// problem is what an error says to whoever uses the store.
func problem(t *testing.T, err error) *tables.Problem {
	t.Helper()
	var p *tables.Problem
	if !errors.As(err, &p) || p.Hint == "" {
		t.Fatalf("got %v, want a problem with the way out", err)
	}
	return p
}

// schemas gives stores that share a database, each in a schema of its own.
func schemas(url string) func(t *testing.T, name string) *tables.Store {
	names := map[string]string{}
	return func(t *testing.T, name string) *tables.Store {
		if names[name] == "" {
			names[name] = "case_" + string(rune('a'+len(names)/26)) + string(rune('a'+len(names)%26))
		}
		return open(t, url+"&search_path="+names[name])
	}
}

// Everything that needs no server of its own shares one.
func TestStore(t *testing.T) {
	server := postgrestest.New(t)
	t.Run("suite", func(t *testing.T) { storetest.Run(t, schemas(with(server.Database(t)))) })
	t.Run("copy", func(t *testing.T) { copied(t, schemas(with(server.Database(t)))) })
	for name, test := range map[string]func(t *testing.T, url string){
		"nothing kept": nothingKept, "reading": reading, "newer": newer, "together": together,
		"writers": writers, "migrating": migrating, "refused": refused, "rights": rights, "durable": durable,
	} {
		t.Run(name, func(t *testing.T) { test(t, with(server.Database(t))) })
	}
}

// with returns a URL to which more can be added with "&".
func with(url string) string {
	if strings.Contains(url, "?") {
		return url
	}
	return url + "?connect_timeout=10"
}

func copied(t *testing.T, inPostgres func(*testing.T, string) *tables.Store) {
	inFile := func(t *testing.T, _ string) *tables.Store {
		s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), sqlite.Name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	inOther := func(t *testing.T, name string) *tables.Store { return inPostgres(t, name+" copy") }
	t.Run("to a file", func(t *testing.T) { storetest.Copied(t, inPostgres, inFile) })
	t.Run("from a file", func(t *testing.T) { storetest.Copied(t, inFile, inPostgres) })
	t.Run("to another schema", func(t *testing.T) { storetest.Copied(t, inPostgres, inOther) })
}

func nothingKept(t *testing.T, url string) {
	for _, path := range []string{"", "&search_path=nowhere"} {
		if _, err := postgres.OpenReadOnly(t.Context(), url+path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: got %v, want %v", path, err, fs.ErrNotExist)
		}
	}
	s := open(t, url+"&search_path=made")
	var schemas int
	if err := s.DB().QueryRow("SELECT count(*) FROM pg_namespace WHERE nspname = 'nowhere'").Scan(&schemas); err != nil || schemas != 0 {
		t.Errorf("reading made a schema (%v)", err)
	}
	if _, err := postgres.OpenReadOnly(t.Context(), url); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the default schema beside one that is used: got %v", err)
	}
}

func reading(t *testing.T, url string) {
	append1(t, open(t, url))
	s, err := postgres.OpenReadOnly(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if found, err := s.Keyed(t.Context(), "a/"); err != nil || len(found) != 1 {
		t.Errorf("got %v, %v", found, err)
	}
	_, err = s.Append(t.Context(), tables.Event{Kind: "test", Body: map[string]any{}})
	if p := problem(t, err); !strings.Contains(p.Error(), "read-only") {
		t.Errorf("writing: got %v", p)
	}
}

func append1(t *testing.T, s *tables.Store) {
	t.Helper()
	if _, err := s.Append(t.Context(), tables.Event{Kind: "test", Key: "a/1", Body: map[string]any{"a": 1}}); err != nil {
		t.Fatal(err)
	}
}

func newer(t *testing.T, url string) {
	s := open(t, url)
	if _, err := s.DB().Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)"); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(context.Context, string) (*tables.Store, error){"writing": postgres.Open, "reading": postgres.OpenReadOnly} {
		_, err := open(t.Context(), url)
		if problem(t, err); !errors.Is(err, tables.ErrNewer) {
			t.Errorf("%s: got %v, want %v", name, err, tables.ErrNewer)
		}
	}
}

// Several servers that start on a new database at the same moment all get their
// store.
func together(t *testing.T, url string) {
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			s, err := postgres.Open(t.Context(), url+"&search_path=together")
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if _, err := s.Append(t.Context(), tables.Event{Kind: "test", Body: map[string]any{}}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	var steps int
	s := open(t, url+"&search_path=together")
	if err := s.DB().QueryRow("SELECT count(*) FROM goose_db_version WHERE version_id = 1").Scan(&steps); err != nil || steps != 1 {
		t.Errorf("the first step was done %d times (%v)", steps, err)
	}
}

// What a database or a role has set does not weaken what is promised.
func durable(t *testing.T, url string) {
	s := open(t, url)
	for _, set := range []string{"synchronous_commit = off", "default_transaction_isolation = 'serializable'", "default_transaction_read_only = on"} {
		if _, err := s.DB().Exec("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET " + strings.ReplaceAll(set, "'", "''") + "', current_database()); END $$"); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, url)
	for name, want := range map[string]string{"synchronous_commit": "on", "default_transaction_isolation": "read committed", "default_transaction_read_only": "off"} {
		var got string
		if err := s.DB().QueryRow("SELECT current_setting($1)", name).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %q (%v), want %q", name, got, err, want)
		}
	}
	append1(t, s)
}

// rights checks that those that docs/store.md names are enough.
func rights(t *testing.T, url string) {
	owner := open(t, url)
	for _, statement := range []string{
		"DROP ROLE IF EXISTS delist_test_writer", "CREATE ROLE delist_test_writer LOGIN", "REVOKE ALL ON SCHEMA public FROM public",
		"GRANT USAGE ON SCHEMA public TO delist_test_writer", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO delist_test_writer",
	} {
		if _, err := owner.DB().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	defer owner.DB().Exec("DROP OWNED BY delist_test_writer; DROP ROLE delist_test_writer")
	s, err := postgres.OpenReadOnly(t.Context(), url+"&user=delist_test_writer")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Assets(t.Context()); err != nil {
		t.Error(err)
	}
	s = open(t, url+"&user=delist_test_writer")
	_, err = s.Append(t.Context(), tables.Event{Kind: "test", Body: map[string]any{}})
	if p := problem(t, err); !strings.Contains(p.Hint, "INSERT") {
		t.Errorf("without the right to write: got %v; hint: %s", p, p.Hint)
	}
	if _, err := owner.DB().Exec("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO delist_test_writer"); err != nil {
		t.Fatal(err)
	}
	append1(t, s)
}

// refused checks what is said where somebody is not let in or lacks a right.
func refused(t *testing.T, url string) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("REVOKE ALL ON SCHEMA public FROM public; DROP ROLE IF EXISTS delist_test_reader; CREATE ROLE delist_test_reader LOGIN PASSWORD 'hunter2hunter2'"); err != nil {
		t.Fatal(err)
	}
	defer db.Exec("DROP OWNED BY delist_test_reader; DROP ROLE delist_test_reader")
	for _, test := range []struct{ name, more, want, hint string }{
		{"no such database", "&dbname=nowhere", `"nowhere" does not exist`, "createdb"},
		{"no server", "&host=/nowhere", "connect", "whether it runs"},
		{"no right to make tables", "&user=delist_test_reader&password=hunter2hunter2", "no schema", "search_path"},
		{"no right to make a schema", "&user=delist_test_reader&password=hunter2hunter2&search_path=own", "permission denied", "docs/store.md"},
		{"no such user", "&user=hunter2&password=hunter2hunter2", "hunter2", "password"},
		{"two schemas", "&search_path=a,b", "one schema", "lower-case"},
	} {
		_, err := postgres.Open(t.Context(), url+test.more)
		p := problem(t, err)
		if !strings.Contains(p.Error(), test.want) || !strings.Contains(p.Hint, test.hint) || strings.Contains(p.Error()+p.Hint, "hunter2hunter2") || strings.Contains(p.Error(), "\n") {
			t.Errorf("%s: got %v; hint: %s", test.name, p, p.Hint)
		}
	}
}
