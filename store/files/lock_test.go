package files_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/delistdev/delist/store/files"
)

// TestMain lets the test program be a second process that writes: DELIST_TEST
// says what it does with the directory in DELIST_TEST_DIR.
func TestMain(m *testing.M) {
	switch os.Getenv("DELIST_TEST") {
	case "":
		os.Exit(m.Run())
	case "add":
		exitOn(addMany(os.Getenv("DELIST_TEST_DIR"), os.Getenv("DELIST_TEST_NAME")))
	case "crash":
		d, err := files.Open(os.Getenv("DELIST_TEST_DIR"))
		exitOn(err)
		_, err = d.Lock()
		exitOn(err) // and ends without giving it back
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const eachAdds = 15

// addMany adds versions with bytes that nobody else adds.
func addMany(dir, name string) error {
	d, err := files.Open(dir)
	if err != nil {
		return err
	}
	d.WaitFor(time.Minute)
	for i := range eachAdds {
		s, err := d.Stage("a", strings.NewReader(fmt.Sprint(name, i)))
		if err != nil {
			return err
		}
		if _, err := d.Add(files.Version{Publication: "us-list", Note: name}, []*files.Staged{s}); err != nil {
			return err
		}
	}
	return nil
}

func process(dir, does, name string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "DELIST_TEST="+does, "DELIST_TEST_DIR="+dir, "DELIST_TEST_NAME="+name)
	return cmd
}

// No version is lost when processes, and goroutines of them, add at once.
func TestAddAtOnce(t *testing.T) {
	d := open(t, t.TempDir())
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			if err := addMany(d.Path(), fmt.Sprint("goroutine ", i, " ")); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if out, err := process(d.Path(), "add", fmt.Sprint("process ", i, " ")).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	count := map[string]int{}
	for _, v := range versions(t, d) {
		count[v.Note]++
		if _, err := read(d, v.Parts[0]); err != nil {
			t.Error(err)
		}
	}
	for name, n := range count {
		if n != eachAdds {
			t.Errorf("%s: %d versions, want %d", name, n, eachAdds)
		}
	}
	if len(count) != 4 {
		t.Errorf("versions of %d writers, want 4", len(count))
	}
	if left := tree(t, filepath.Join(d.Path(), "tmp")); len(left) != 0 {
		t.Errorf("left over: %q", left)
	}
}

func TestLockIsHeld(t *testing.T) {
	d := open(t, t.TempDir())
	unlock, err := d.Lock()
	if err != nil {
		t.Fatal(err)
	}
	second := open(t, d.Path())
	second.WaitFor(60 * time.Millisecond)
	_, err = second.Lock()
	host, _ := os.Hostname()
	wantError(t, err, filepath.Join(d.Path(), "lists", "lock"), fmt.Sprintf("held by process %d on %s since 20", os.Getpid(), host))

	second.WaitFor(10 * time.Second)
	time.AfterFunc(50*time.Millisecond, unlock)
	unlock2, err := second.Lock()
	if err != nil {
		t.Fatal(err)
	}
	unlock() // a second time, which must not take the lock from its new holder
	d.WaitFor(60 * time.Millisecond)
	_, err = d.Lock()
	wantError(t, err, "held by")
	unlock2()
	if left := tree(t, d.Path()); len(left) != 0 {
		t.Errorf("left over: %q", left)
	}
}

// Of many who find the lock of a dead process, one at a time gets it.
func TestLockOfTheDead(t *testing.T) {
	for range 3 {
		d := open(t, t.TempDir())
		if out, err := process(d.Path(), "crash", "").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if len(tree(t, d.Path())) != 1 {
			t.Fatalf("no lock was left: %q", tree(t, d.Path()))
		}
		var holders, turns atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				unlock, err := d.Lock()
				if err != nil {
					t.Error(err)
					return
				}
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d hold the lock", n)
				}
				turns.Add(1)
				time.Sleep(time.Millisecond)
				holders.Add(-1)
				unlock()
			})
		}
		wg.Wait()
		if turns.Load() != 8 {
			t.Errorf("%d had their turn, want 8", turns.Load())
		}
	}
}

func TestWhoIsGone(t *testing.T) {
	mine := strings.SplitN(files.NewToken(), ".", 3)
	tests := []struct {
		name  string
		token string
		gone  bool
	}{
		{"this process number in an earlier life", strings.Join(mine, "."), true},
		{"no such process", "999999999." + mine[1] + ".1", true},
		{"a living process", fmt.Sprint(os.Getppid()) + "." + mine[1] + ".1", false},
		{"another computer", "999999999.0000000000000000.1", false},
		{"no token", "README", false},
		{"no process number", "0." + mine[1] + ".1", false},
		{"negative", "-1." + mine[1] + ".1", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := open(t, t.TempDir())
			d.WaitFor(50 * time.Millisecond)
			write(t, filepath.Join(d.Path(), "lists", "lock", test.token), nil)
			unlock, err := d.Lock()
			if (err == nil) != test.gone {
				t.Errorf("got %v, want gone = %v", err, test.gone)
			}
			if err == nil {
				unlock()
			}
		})
	}
}

// A crash while the lock is given back leaves an empty folder.
func TestEmptyLock(t *testing.T) {
	d := open(t, t.TempDir())
	if err := os.MkdirAll(filepath.Join(d.Path(), "lists", "lock"), 0o755); err != nil {
		t.Fatal(err)
	}
	unlock, err := d.Lock()
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}
