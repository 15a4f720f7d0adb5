package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist/store/files"
)

func records(t *testing.T, d *files.Dir) string {
	t.Helper()
	var all []string
	for r, err := range d.Records("log/a.jsonl") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(r))
	}
	return strings.Join(all, " ")
}

func TestLog(t *testing.T) {
	d, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if got := records(t, d); got != "" {
		t.Errorf("a log that is not there: %q", got)
	}
	add := func(list ...string) error {
		var all [][]byte
		for _, r := range list {
			all = append(all, []byte(r))
		}
		return d.Append("log/a.jsonl", all)
	}
	if err := add("1", "2"); err != nil {
		t.Fatal(err)
	}
	// A crash leaves half a record.
	name := filepath.Join(d.Path(), "log", "a.jsonl")
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("hal"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if got := records(t, d); got != "1 2" {
		t.Errorf("after a crash: %q", got)
	}
	if err := add("3"); err != nil {
		t.Fatal(err)
	}
	if got := records(t, d); got != "1 2 3" {
		t.Errorf("after the next: %q", got)
	}
	if err := add("4", "a\nb"); err == nil {
		t.Error("a record with a line break is taken")
	}
	if got := records(t, d); got != "1 2 3" {
		t.Errorf("after one that is refused: %q", got)
	}
	for _, bad := range []string{"../x", "/x", "."} {
		if err := d.Append(bad, nil); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}
