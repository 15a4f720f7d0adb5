package inventory_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

const goodPackage = `{"name": "left-pad", "version": "1.3.0"}`

// TestOrder checks that the sequence does not depend on scheduling.
func TestOrder(t *testing.T) {
	files := map[string]string{}
	for i := range 400 {
		files[fmt.Sprintf("d%d/package.json", i*7919%1000)] = fmt.Sprintf(`{"name": "p%d", "version": "1"}`, i)
		files[fmt.Sprintf("d%d/bad/package.json", i*7919%1000)] = `{`
	}
	dir := write(t, files)
	var first []string
	for _, workers := range []int{1, 2, 8} {
		before := runtime.GOMAXPROCS(workers)
		var got []string
		seq, err := inventory.Read(context.Background(), dir, nil, inventory.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range seq {
			got = append(got, fmt.Sprint(item, err))
		}
		runtime.GOMAXPROCS(before)
		if len(got) != 800 {
			t.Fatalf("%d workers: %d results, want 800", workers, len(got))
		}
		if first == nil {
			first = got
		} else if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("%d workers give another sequence than 1 (-1 +%d):\n%s", workers, workers, diff)
		}
	}
}

func TestSymlinks(t *testing.T) {
	outside := write(t, map[string]string{"package.json": `{"name": "outside", "version": "1"}`})
	dir := write(t, map[string]string{"a/package.json": goodPackage})
	for link, to := range map[string]string{
		"a/loop": "..", "self": "self", "out": outside, "a/copy.json": "package.json",
		"b": "a", "hanging": "nowhere", "linked/package.json": filepath.Join(outside, "package.json"),
	} {
		path := filepath.Join(dir, link)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"left-pad@1.3.0"}, names(clean(t, dir))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// The target itself may be a link: it was asked for.
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if got := names(clean(t, link)); len(got) != 1 {
		t.Errorf("through a link: %v, want left-pad", got)
	}
}

// TestUnlistableDirectory uses a path that is too long to be opened, so that it
// fails for every user: root may list what nobody else may.
func TestUnlistableDirectory(t *testing.T) {
	dir := write(t, map[string]string{"package.json": goodPackage})
	deep := dir
	at, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.Repeat("d", 200)
	for len(deep) < 4200 {
		if err := at.Mkdir(name, 0o755); err != nil {
			t.Fatal(err)
		}
		below, err := at.OpenRoot(name)
		if err != nil {
			t.Fatal(err)
		}
		at.Close()
		at, deep = below, filepath.Join(deep, name)
	}
	at.Close()
	items, faults := read(t, dir, nil, inventory.Options{})
	if len(items) != 1 || len(faults) != 1 || !strings.Contains(faults[0].Path, name) || faults[0].Reader != "walk" {
		t.Errorf("items %v, errors %v; want one item, and one error about %s…", names(items), faults, name[:8])
	}
}

func TestDepthLimit(t *testing.T) {
	dir := write(t, map[string]string{"a/package.json": goodPackage, "a/b/c/d/package.json": goodPackage})
	items, faults := read(t, dir, nil, inventory.Options{Limits: inventory.Limits{Depth: 3}})
	if len(items) != 1 || len(faults) != 1 || !faults[0].Undecided || faults[0].Path != "a/b/c/d" {
		t.Errorf("items %v, errors %v; want one item, and a/b/c/d undecided", names(items), faults)
	}
}

// TestVanishingFile removes a file after the walk has seen it and before its
// turn has come.
func TestVanishingFile(t *testing.T) {
	files := map[string]string{}
	for i := range 1000 {
		files[fmt.Sprintf("d%04d/package.json", i)] = goodPackage
	}
	dir := write(t, files)
	seq, err := inventory.Read(context.Background(), dir, nil, inventory.Options{})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	var fault *delist.ReadError
	for _, err := range seq {
		if count == 0 {
			if err := os.RemoveAll(filepath.Join(dir, "d0999")); err != nil {
				t.Fatal(err)
			}
		}
		count++
		if err != nil && !errors.As(err, &fault) {
			t.Fatal(err)
		}
	}
	if count != 1000 || fault == nil || fault.Path != "d0999/package.json" || !errors.Is(fault, fs.ErrNotExist) {
		t.Errorf("%d results, error %v; want 1000 with d0999/package.json not there", count, fault)
	}
}

func TestStopping(t *testing.T) {
	files := map[string]string{}
	for i := range 500 {
		files[fmt.Sprintf("d%03d/package.json", i)] = goodPackage
	}
	dir := write(t, files)
	t.Run("by the caller", func(t *testing.T) {
		seq, err := inventory.Read(context.Background(), dir, nil, inventory.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range seq {
			break // must not leave workers behind: the directory is removed
		}
	})
	t.Run("by the context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		seq, err := inventory.Read(ctx, dir, nil, inventory.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var last error
		for _, err := range seq {
			cancel()
			last = err
		}
		if !errors.Is(last, context.Canceled) {
			t.Errorf("last error %v, want %v", last, context.Canceled)
		}
	})
}

func TestProgress(t *testing.T) {
	files := map[string]string{}
	for i := range 200 {
		files[fmt.Sprintf("d%03d/package.json", i)] = goodPackage
	}
	var told []delist.Progress
	seq, err := inventory.Read(context.Background(), write(t, files), nil, inventory.Options{
		Progress: func(p delist.Progress) { told = append(told, p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	for range seq {
		time.Sleep(2 * time.Millisecond)
	}
	if most := int(time.Since(start)/(100*time.Millisecond)) + 1; len(told) == 0 || len(told) > most {
		t.Errorf("told %d times, want 1 to %d", len(told), most)
	}
	if last := told[len(told)-1]; last.Files != 200 || last.Items == 0 || last.Path == "" {
		t.Errorf("last told: %+v", last)
	}
}

func TestTargets(t *testing.T) {
	dir := write(t, map[string]string{"notes": "buy milk", "package-lock.json": `{"packages": {"node_modules/a": {"version": "1"}}}`})
	tests := []struct {
		name, target, input, stdin string
		want                       string // part of the error
	}{
		{"missing", filepath.Join(dir, "none"), "", "", "no such file"},
		{"unknown form", filepath.Join(dir, "notes"), "", "", "text of an unknown form"},
		{"unknown kind", dir, "punch cards", "", "unknown kind of input"},
		{"file for directory", filepath.Join(dir, "notes"), "directory", "", "not a directory"},
		{"directory for file", dir, "npm", "", "is a directory, not npm"},
		{"device", os.DevNull, "", "", "is a device"},
		{"nothing on standard input", "-", "", "", "is empty"},
		{"unknown form on standard input", "-", "", "\x1f\x8b\x08", "looks like gzip"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := inventory.Read(context.Background(), tt.target, strings.NewReader(tt.stdin), inventory.Options{Input: tt.input})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSingleFiles(t *testing.T) {
	lock := `{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1"}}}`
	dir := write(t, map[string]string{
		"package-lock.json": lock, "renamed.json": lock,
		"bom.json": `{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "a", "version": "1"}]}`,
	})
	for _, name := range []string{"package-lock.json", "renamed.json", "bom.json"} {
		items := clean(t, filepath.Join(dir, name))
		if got := names(items); len(got) != 1 || got[0] != "a@1" || items[0].Locations[0].Path != name {
			t.Errorf("%s: %v at %v, want a@1 at %s", name, got, items, name)
		}
		stdin, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer stdin.Close()
		if items, faults := read(t, "-", stdin, inventory.Options{}); len(items) != 1 || len(faults) > 0 {
			t.Errorf("%s from standard input: %v, errors %v; want a@1", name, items, faults)
		}
	}
}
