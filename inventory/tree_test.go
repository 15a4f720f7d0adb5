package inventory_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

// write makes a directory with files, by their path below it.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		add(t, dir, name, content)
	}
	return dir
}

func add(t testing.TB, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// read returns everything that a target gives. An error that is no ReadError
// fails the test.
func read(t testing.TB, target string, stdin io.Reader, opts inventory.Options) (items []delist.Item, faults []*delist.ReadError) {
	t.Helper()
	seq, err := inventory.Read(context.Background(), target, stdin, opts)
	if err != nil {
		t.Fatalf("Read(%s): %v", target, err)
	}
	for item, err := range seq {
		var fault *delist.ReadError
		switch {
		case err == nil:
			items = append(items, item)
		case errors.As(err, &fault):
			faults = append(faults, fault)
		default:
			t.Fatalf("Read(%s) yields %v", target, err)
		}
	}
	return items, faults
}

// clean returns the items of a target that gives no errors.
func clean(t testing.TB, target string) []delist.Item {
	t.Helper()
	items, faults := read(t, target, nil, inventory.Options{})
	for _, fault := range faults {
		t.Errorf("%s: unexpected error: %v", target, fault)
	}
	return items
}

func names(items []delist.Item) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.Name+"@"+item.Version)
	}
	return all
}
