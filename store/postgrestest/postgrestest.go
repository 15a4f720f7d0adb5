// Package postgrestest gives tests a PostgreSQL server of their own, from the
// programs of Debian's package. It listens on a socket in a temporary folder alone,
// and ends with the test.
package postgrestest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Variable names a server to use instead, by its URL. The role has to be allowed
// to make databases.
const Variable = "DELIST_TEST_POSTGRES"

// errMissing: the programs are not installed.
var errMissing = errors.New("PostgreSQL is not installed: scripts/setup.sh installs it (Debian's package postgresql), or set " + Variable + " to the URL of a server")

// A Server is a running server, or the one that [Variable] names.
type Server struct {
	dir, bin string
	process  *exec.Cmd
	log      bytes.Buffer
	base     url.URL
	made     atomic.Int64
}

// New starts a server that ends with the test, or skips the test where there is
// none.
func New(t testing.TB) *Server {
	t.Helper()
	if text := os.Getenv(Variable); text != "" {
		base, err := url.Parse(text)
		if err != nil {
			t.Fatalf("%s is no URL", Variable)
		}
		return &Server{base: *base}
	}
	return Own(t)
}

// Own is [New] for tests that stop the server: it never is the one that [Variable]
// names.
func Own(t testing.TB) *Server {
	t.Helper()
	s, err := initialise()
	if errors.Is(err, errMissing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Stop(t)
		os.RemoveAll(s.dir)
	})
	s.Start(t)
	return s
}

// programs returns the folder with the newest installed server.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil || len(found) == 0 {
		return "", errMissing
	}
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(found[len(found)-1]), nil
}

func version(program string) (n int) {
	_, _ = fmt.Sscanf(program, "/usr/lib/postgresql/%d/", &n) // 0 for what has none
	return n
}

// initialise makes the files of a server in a new folder. The path of a socket is
// at most 107 bytes long, so that the folder of a test would not do.
func initialise() (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin, base: url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: "host=" + url.QueryEscape(dir)}}
	if err := own(dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	command := s.command("initdb", "-D", filepath.Join(dir, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := command.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(dir))
	}
	return s, nil
}

// command runs a program of the server as a user without rights, as which it
// insists on running.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(s.bin, name), args...)
	command.Dir = s.dir
	command.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	unprivileged(command)
	return command
}

// Start starts the server, and waits until it answers.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	s.log.Reset()
	s.process = s.command("postgres", "-D", filepath.Join(s.dir, "data"), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=40", "-c", "shared_buffers=16MB")
	s.process.Stdout, s.process.Stderr = &s.log, &s.log
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", s.base.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := db.PingContext(context.Background())
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			s.Kill(t)
			t.Fatalf("the server does not answer: %v\n%s", err, s.log.String())
		}
	}
}

// Stop ends the server in order.
func (s *Server) Stop(t testing.TB) { s.end(t, os.Interrupt) }

// Kill ends the server as a crash would: nothing is finished, and what was not on
// the disk is gone.
func (s *Server) Kill(t testing.TB) { s.end(t, quit) }

func (s *Server) end(t testing.TB, how os.Signal) {
	if s.process == nil {
		return
	}
	if err := s.process.Process.Signal(how); err != nil {
		t.Error(err)
	}
	_ = s.process.Wait() // its status says only that it was ended
	s.process = nil
}

// Database makes a database and returns its URL. It goes with the server, or with
// the test where the server is another's.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("delist_test_%d_%d", os.Getpid(), s.made.Add(1))
	s.Run(t, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8'")
	if s.dir == "" {
		t.Cleanup(func() { s.Run(t, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	}
	u := s.base
	u.Path = "/" + name
	return u.String()
}

// Run runs a statement as the server's owner.
func (s *Server) Run(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", s.base.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
