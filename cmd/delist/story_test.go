package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"
)

// A story is told by commands, on days that it chooses.
type story struct {
	t    *testing.T
	dir  string
	now  time.Time
	said string // on standard error
}

func newStory(t *testing.T) *story {
	s := &story{t: t, dir: t.TempDir()}
	clock = func() time.Time { return s.now }
	t.Cleanup(func() { clock = time.Now })
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	return s
}

func (s *story) path(name string) string { return filepath.Join(s.dir, name) }

// on sets the clock: noon, in UTC.
func (s *story) on(day string) {
	s.t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		s.t.Fatal(err)
	}
	s.now = at.Add(12 * time.Hour)
}

// does runs a command, which ends with a status, and returns what it wrote.
func (s *story) does(status int, args ...string) string {
	s.t.Helper()
	out, said := s.file("out"), s.file("said")
	defer out.Close()
	defer said.Close()
	if code := run(context.Background(), append([]string{"--data", s.path("data")}, args...), strings.NewReader(""), out, said); code != status {
		s.t.Errorf("delist %s: exit status %d, want %d", strings.Join(args, " "), code, status)
	}
	s.said = read(s.t, said.Name())
	return read(s.t, out.Name())
}

func (s *story) file(name string) *os.File {
	s.t.Helper()
	f, err := os.Create(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// says wants words in a text.
func (s *story) says(text string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			s.t.Errorf("%s: %q is not in it:\n%s", s.now.Format(time.DateOnly), w, text)
		}
	}
}

// level returns where the vendor stands for the shop.
func (s *story) level(flags ...string) string {
	s.t.Helper()
	var record struct{ Level string }
	text := s.does(0, append([]string{"standing", "AO Kaspersky Lab", "--as", "self", "--act", "sell", "--format", "json"}, flags...)...)
	if err := json.Unmarshal([]byte(text), &record); err != nil {
		s.t.Fatal(err)
	}
	return record.Level
}

// A shop stops selling a vendor in September 2017, proves that it did, looks at it
// again in January, and sells it again; and at the end the ledger has all of it.
// What the shop decided is made up for this test; its dates are those of a
// retailer's decision in the register.
func TestStory(t *testing.T) {
	s := newStory(t)
	feed, fresh, made, proof := "../../docs/examples/shop/shopify.csv", s.path("new.csv"), s.path("plan.json"), s.path("proof.json")
	scan := func(feed string) string {
		return s.does(0, "scan", feed, "--as", "self", "--save", "--asset", "web shop", "--owner", "Catalogue team")
	}

	s.on("2017-09-07")
	s.says(s.does(0, "ledger", "init", "--origin", "example.org/shop"), "example.org/shop+")
	s.says(scan(feed), "0 findings")

	s.on("2017-09-08")
	s.says(s.does(0, "decide", "suspend", "AO Kaspersky Lab", "--act", "sell", "--review", "2018-01-15", "--because", "suspended while it is looked into",
		"--ground", "us-2017-gsa-schedules", "--by", "A. Buyer"), "decision 1: suspend AO Kaspersky Lab (ao-kaspersky-lab) for self: sell, from 2017-09-08, review 2018-01-15")
	s.says(scan(feed), "1 finding", "suspended", "Own decision 1")
	s.says(s.said, "1 findings first seen")
	s.says(s.does(0, "find", "kaspersky"), "on 1 of 1 assets", "web shop", "Catalogue team")
	s.does(0, "plan", feed, "--as", "self", "-o", made, "--pull-list", s.path("pull.csv"), "--remedy", "exchange or refund", "--remedy-until", "2017-10-23")
	s.says(s.said, "1 to withdraw")
	s.says(read(t, s.path("pull.csv")), "Kaspersky Internet Security")
	s.does(0, "plan", "--apply", made, feed, "-o", fresh)
	s.does(1, "plan", "--verify", made, feed)

	s.on("2017-09-09")
	s.does(0, "plan", "--verify", made, fresh, "-o", proof)
	s.says(s.said, "all gone")
	s.does(0, "ledger", "checkpoint")
	kept := s.path("kept")
	write(t, kept, read(t, s.path("out")))
	taken := s.path("taken.csv") // what was withdrawn is taken out of the feed
	var left []string
	for _, line := range strings.SplitAfter(read(t, fresh), "\n") {
		if !strings.Contains(line, "Kaspersky Internet Security,") && !strings.Contains(line, ",Kaspersky,") {
			left = append(left, line)
		}
	}
	write(t, taken, strings.Join(left, ""))
	s.says(scan(taken), "0 findings")
	s.says(s.said, "1 findings gone")
	s.says(s.does(0, "find", "kaspersky"), "on 0 of 1 assets")
	s.says(s.does(0, "find", "kaspersky", "--on", "2017-09-08"), "on 1 of 1 assets")

	s.on("2018-01-14")
	s.does(0, "decide", "--list", "--due")
	s.says(s.said, "no decision is due")
	s.on("2018-01-15")
	s.says(s.does(0, "decide", "--list", "--due"), "suspend AO Kaspersky Lab", "A. Buyer")
	s.says(s.does(0, "decide", "approve", "AO Kaspersky Lab", "--act", "sell", "--because", "looked at again", "--by", "A. Buyer"), "takes the place of decision 1")
	s.says(s.does(0, "decide", "--list"), "1  2017-09-08  over", "2  2018-01-15  stands")
	s.does(0, "report", "exposure", "--saved", "-o", s.path("exposure.md"))

	for _, at := range []struct{ on, known, want string }{
		{"2017-09-07", "", "clear"}, {"2017-09-08", "", "suspended"}, {"2018-01-14", "", "suspended"}, {"2018-01-15", "", "approved"},
		{"2018-01-15", "2018-01-14", "suspended"}, {"2018-01-15", "2017-09-07", "clear"}, {"2017-09-08", "2017-09-07", "clear"},
	} {
		flags := []string{"--on", at.on}
		if at.known != "" {
			flags = append(flags, "--known", at.known)
		}
		if got := s.level(flags...); got != at.want {
			t.Errorf("on %s, as known on %q: %s, want %s", at.on, at.known, got, at.want)
		}
	}
	s.proveAll(kept)
	s.changeAll(kept)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// proveAll verifies the ledger, and proves each of its records to somebody who has
// nothing but the proof, the record and the public key.
func (s *story) proveAll(kept string) {
	s.t.Helper()
	s.says(s.does(0, "ledger", "verify", "--checkpoint", kept), "everything is as it was recorded")
	list := s.does(0, "ledger", "list")
	for _, kind := range []string{"decision", "finding-seen", "plan-verified", "finding-gone", "report"} {
		s.says(list, kind)
	}
	_, public, _ := strings.Cut(strings.TrimSpace(read(s.t, s.path("data/ledger.key"))), "\n")
	records := strings.Count(list, "\n") - 1
	if records != 7 {
		s.t.Errorf("%d records, want 7:\n%s", records, list)
	}
	for n := range records {
		number := fmt.Sprint(n)
		leaf, proof := s.path("leaf"), s.path("proof")
		write(s.t, leaf, s.does(0, "ledger", "list", number, "--leaf"))
		write(s.t, proof, s.does(0, "ledger", "prove", number))
		s.says(s.does(0, "ledger", "check", proof, leaf, "--key", public), "is record "+number+" of example.org/shop")
	}
	if text := read(s.t, s.path("leaf")); strings.Contains(text, "A. Buyer") {
		s.t.Error("a record has a person's name")
	}
}

// changeAll changes one byte of each value that the store keeps, and wants each
// change found.
func (s *story) changeAll(kept string) {
	s.t.Helper()
	path := s.path("data/delist.db")
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		s.t.Fatal(err)
	}
	values := valuesOf(s.t, db)
	db.Close()
	whole := []byte(read(s.t, path))
	changes := 0
	for name, list := range values {
		for _, value := range list {
			if !bytes.Contains(whole, value) {
				continue // too long for one page
			}
			for _, at := range []int{0, len(value) / 3, len(value) - 1} {
				changed := bytes.Clone(value)
				changed[at] ^= 0x20
				write(s.t, path, string(bytes.ReplaceAll(whole, value, changed)))
				changes++
				if code := run(context.Background(), []string{"--data", s.path("data"), "ledger", "verify", "--checkpoint", kept}, strings.NewReader(""), s.file("out"), s.file("said")); code == 0 {
					s.t.Errorf("%s: byte %d of %.60q is changed, and it is not found", name, at, value)
				}
			}
		}
	}
	write(s.t, path, string(whole))
	s.does(0, "ledger", "verify", "--checkpoint", kept)
	s.t.Logf("%d changes, each found", changes)
}

// valuesOf returns every text and blob of every table that is long enough to be
// told from others, by table and column.
func valuesOf(t *testing.T, db *sql.DB) map[string][][]byte {
	t.Helper()
	values := map[string][][]byte{}
	rows, err := db.Query("SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND p.type IN ('TEXT', 'BLOB') AND m.name NOT LIKE 'goose%'")
	if err != nil {
		t.Fatal(err)
	}
	var columns [][2]string
	for rows.Next() {
		var c [2]string
		if err := rows.Scan(&c[0], &c[1]); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, c)
	}
	for _, c := range columns {
		found, err := db.Query(fmt.Sprintf("SELECT CAST(%s AS BLOB) FROM %s LIMIT 8", c[1], c[0]))
		if err != nil {
			t.Fatal(err)
		}
		for found.Next() {
			var v []byte
			if err := found.Scan(&v); err != nil {
				t.Fatal(err)
			}
			if len(v) >= 8 {
				values[c[0]+"."+c[1]] = append(values[c[0]+"."+c[1]], v)
			}
		}
		found.Close()
	}
	return values
}

// A clock that ran years ahead for one decision does not hide what was decided
// after it was put right.
func TestClockPutRight(t *testing.T) {
	s := newStory(t)
	s.on("2031-01-01")
	s.does(0, "decide", "warn", "AO Kaspersky Lab", "--act", "buy", "--because", "the clock is wrong")
	s.on("2017-09-08")
	s.does(0, "decide", "suspend", "AO Kaspersky Lab", "--act", "sell", "--because", "the clock is right")
	s.on("2017-12-01")
	if got := s.level("--on", "2017-10-01", "--known", "2017-10-01"); got != "suspended" {
		t.Errorf("known on 2017-10-01: got %s, want suspended", got)
	}
	if got := s.level("--on", "2017-10-01", "--known", "2017-09-07"); got != "clear" {
		t.Errorf("known on the day before: got %s, want clear", got)
	}
}
