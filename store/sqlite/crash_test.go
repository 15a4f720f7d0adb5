package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/tables"
)

// TestMain turns the test binary into a program that records until it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("DELIST_CRASH_IN"); dir != "" {
		if err := recordForEver(dir); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// recordForEver makes a store, or opens one, and appends, saves and backs up,
// saying on standard output what has returned.
func recordForEver(dir string) error {
	key, err := ledger.ReadKey(filepath.Join(dir, "key"))
	if err != nil {
		return err
	}
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(dir, sqlite.Name))
	if err != nil {
		return err
	}
	s.SignWith(key)
	items := crashItems{}
	for n := 0; ; n++ {
		record, err := s.Append(ctx, tables.Event{Kind: "test", Body: map[string]any{"n": n}, Personal: map[string]string{"by": "somebody"}})
		if err != nil {
			return err
		}
		fmt.Println("appended", record)
		keys := items.keys(n)
		saved, err := s.Save(ctx, &tables.Inventory{Asset: "host", Asked: question, Complete: true, Keys: keys, Findings: []delist.Finding{{ID: fmt.Sprintf("f%d", n%3)}}}, items)
		if err != nil {
			return err
		}
		fmt.Println("saved", len(keys), saved.Items)
		if n%4 == 3 {
			name := fmt.Sprintf("backup-%d-%d", os.Getpid(), n)
			if err := sqlite.Backup(ctx, s, filepath.Join(dir, name)); err != nil {
				return err
			}
			fmt.Println("backup", name)
		}
	}
}

type crashItems map[tables.Key]tables.Item

func (c crashItems) Item(k tables.Key) (tables.Item, error) { return c[k], nil }

// keys returns those of a few items, other ones each time.
func (c crashItems) keys(n int) []tables.Key {
	var keys []tables.Key
	for i := range 5 + n%20 {
		it, err := tables.NewItem(&delist.Item{Kind: delist.Package, Name: fmt.Sprintf("package-%d-%d", n%7, i)}, []delist.Attribution{{Name: "somebody", Role: delist.Developer, Strength: delist.Declared}})
		if err != nil {
			panic(err)
		}
		c[it.Key] = it
		keys = append(keys, it.Key)
	}
	slices.SortFunc(keys, func(a, b tables.Key) int { return strings.Compare(string(a[:]), string(b[:])) })
	return keys
}

// TestKill kills a process that records, at moments that nobody chose, from the
// making of the tables on. What it said it had recorded is there, and everything
// that is there is whole. DELIST_KILLS says how often; make soak asks for 1,000.
func TestKill(t *testing.T) {
	kills := 50
	if text := os.Getenv("DELIST_KILLS"); text != "" {
		kills, _ = strconv.Atoi(text)
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	c := &crash{t: t}
	reached := map[string]int{}
	for n := range kills {
		if n%5 == 0 {
			c.begin()
		}
		// One in five dies while it makes its tables, the others later.
		wait := time.Duration(10+r.IntN(60)) * time.Millisecond
		if n%5 == 0 {
			wait = time.Duration(r.IntN(30)) * time.Millisecond
		}
		c.run(wait)
		reached[c.last]++
		c.check()
	}
	t.Logf("%d kills; the last that was said before: %v", kills, reached)
}

type crash struct {
	t       *testing.T
	dir     string
	key     *ledger.Key
	records int64    // that were acknowledged
	backups []string // that were acknowledged
	last    string
}

// begin starts anew in an empty directory.
func (c *crash) begin() {
	c.dir, c.records, c.backups = c.t.TempDir(), 0, nil
	var err error
	if c.key, err = ledger.NewKey("example.org/crash"); err == nil {
		err = c.key.Write(filepath.Join(c.dir, "key"))
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// run starts the process, kills it after a time, and notes what it said.
func (c *crash) run(wait time.Duration) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "DELIST_CRASH_IN="+c.dir)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	timer := time.AfterFunc(wait, func() { cmd.Process.Kill() })
	defer timer.Stop()
	c.last = "nothing"
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		c.last = words[0]
		switch words[0] {
		case "appended":
			n, _ := strconv.ParseInt(words[1], 10, 64)
			c.records = max(c.records, n+1)
		case "backup":
			c.backups = append(c.backups, words[1])
		case "error":
			c.t.Errorf("after a kill: %s", lines.Text())
		}
	}
	cmd.Wait() // it was killed
}

// check opens what is left and verifies it.
func (c *crash) check() {
	c.sound(sqlite.Name, c.records)
	for _, name := range c.backups {
		c.sound(name, 1)
	}
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, e := range entries { // one that was not acknowledged is whole, or has not its name
		if strings.HasPrefix(e.Name(), "backup-") && !strings.Contains(e.Name(), ".part") && !strings.HasSuffix(e.Name(), "-wal") && !strings.HasSuffix(e.Name(), "-shm") {
			c.sound(e.Name(), 1)
			os.Remove(filepath.Join(c.dir, e.Name()))
		}
	}
	c.backups = nil
}

func (c *crash) sound(name string, records int64) {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	if _, err := os.Stat(path); os.IsNotExist(err) && records == 0 {
		return
	}
	s, err := sqlite.Open(c.t.Context(), path)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	defer s.Close()
	report, err := s.Verify(c.t.Context(), c.key.Verifier, nil)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	if report.Size < records {
		c.t.Errorf("%s: %d records, and %d were acknowledged", name, report.Size, records)
	}
	if report.Size == 0 {
		return
	}
	for _, fault := range report.Faults {
		c.t.Errorf("%s: %v", name, fault)
	}
	for _, fault := range report.Tables {
		c.t.Errorf("%s: %v", name, fault)
	}
	if err := sqlite.Integrity(c.t.Context(), s, func(err error) { c.t.Errorf("%s: %v", name, err) }); err != nil {
		c.t.Error(err)
	}
}
