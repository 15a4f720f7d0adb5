package files_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/delistdev/delist/store/files"
)

func sum(s string) string {
	digest := sha256.Sum256([]byte(s))
	return hex.EncodeToString(digest[:])
}

func squeeze(t *testing.T, s string) []byte {
	t.Helper()
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return enc.EncodeAll([]byte(s), nil)
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedPart(t *testing.T) {
	const content = "Hikvision\nDahua\n"
	good := squeeze(t, content)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"other bytes of the same size", squeeze(t, "Hikvision\nDaHua\n"), "SHA-256"},
		{"shorter", squeeze(t, "Hikvision\n"), "6 bytes are missing"},
		{"longer", squeeze(t, content+"x"), "longer"},
		{"much longer", squeeze(t, strings.Repeat("x", 64<<20)), "longer"},
		{"cut off", good[:len(good)-3], ""},
		{"empty", nil, "16 bytes are missing"},
		{"not compressed", []byte(content), ""},
		{"with something behind", append(append([]byte{}, good...), "more"...), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := open(t, t.TempDir())
			part := add(t, d, noon, content).Parts[0]
			file := filepath.Join(d.Path(), "lists", "us-list", part.SHA256+".zst")
			write(t, file, test.data)
			_, err := read(d, part)
			if !errors.Is(err, files.ErrAltered) {
				t.Fatalf("got %v, want ErrAltered", err)
			}
			wantError(t, err, file, "altered or damaged", test.want)

			// The same bytes, when they come again, restore it.
			if v := add(t, d, noon.Add(time.Hour), content); v.Number != 1 {
				t.Errorf("got version %d", v.Number)
			}
			if got, err := read(d, part); err != nil || got != content {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestMissingPart(t *testing.T) {
	d := open(t, t.TempDir())
	part := add(t, d, noon, "a").Parts[0]
	file := filepath.Join(d.Path(), "lists", "us-list", part.SHA256+".zst")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	_, err := read(d, part)
	wantError(t, err, file)
}

// A crash can leave temporary files, and parts of which no account was made.
// Neither counts, and neither is in the way.
func TestCrash(t *testing.T) {
	d := open(t, t.TempDir())
	add(t, d, noon, "a")
	before := versions(t, d)

	old := filepath.Join(d.Path(), "tmp", "part-old.zst")
	write(t, old, []byte("half a pa"))
	if err := os.Chtimes(old, noon, noon); err != nil {
		t.Fatal(err)
	}
	recent := filepath.Join(d.Path(), "tmp", "state-1")
	write(t, recent, []byte(`{"schema":`))
	write(t, filepath.Join(d.Path(), "lists", "us-list", sum("b")+".zst"), squeeze(t, "b"))
	write(t, filepath.Join(d.Path(), "lists", "us-list", sum("c")+".zst"), nil) // its bytes were lost
	if err := os.MkdirAll(filepath.Join(d.Path(), "lists", "never-finished"), 0o755); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, versions(t, d), days); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
	if vs, err := d.Versions("never-finished"); err != nil || len(vs) != 0 {
		t.Errorf("got %v, %v", vs, err)
	}
	for i, content := range []string{"b", "c"} {
		v := add(t, d, noon.Add(time.Hour), content)
		if got, err := read(d, v.Parts[0]); v.Number != i+2 || err != nil || got != content {
			t.Errorf("version %d: got %q, %v", v.Number, got, err)
		}
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("a temporary file of years ago was not swept away")
	}
	if _, err := os.Stat(recent); err != nil {
		t.Errorf("a temporary file of today may be in use: %v", err)
	}
}

// A reader in the middle of a write sees the old account.
func TestStagedDoesNotCount(t *testing.T) {
	d := open(t, t.TempDir())
	add(t, d, noon, "a")
	s := stage(t, d, "b", "b")
	defer s.Discard()
	if vs := versions(t, d); len(vs) != 1 {
		t.Errorf("got %d versions", len(vs))
	}
}

func TestDamagedAccount(t *testing.T) {
	good := func(change func(map[string]any)) string {
		v := map[string]any{
			"number": 1, "publication": "us-list", "retrieved": noon, "entries": 0, "unread": 0,
			"parts": []any{map[string]any{"name": "a", "sha256": sum("a"), "size": 1}},
		}
		file := map[string]any{"schema": "delist/lists/1", "versions": []any{v}}
		v["file"] = file
		change(v)
		delete(v, "file")
		data, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	set := func(key string, value any) string { return good(func(v map[string]any) { v[key] = value }) }
	tests := []struct{ name, content, want string }{
		{"empty", "", "damaged: unexpected end"},
		{"cut off", good(func(map[string]any) {})[:60], "damaged: unexpected end"},
		{"null", "null", `damaged: schema ""`},
		{"something behind", good(func(map[string]any) {}) + "{}", "damaged: invalid character"},
		{"newer", `{"schema":"delist/lists/2","versions":{}}`, `"delist/lists/2": written by a newer delist`},
		{"another file", `{"schema":"delist/scan/1"}`, "damaged: schema"},
		{"unknown field", set("colour", "red"), "damaged: json: unknown field"},
		{"gap", set("number", 2), "damaged: version 2"},
		{"of another list", set("publication", "eu-list"), `"eu-list"`},
		{"no parts", set("parts", []any{}), "version 1: no parts"},
		{"no digest", set("parts", []any{map[string]any{"name": "a"}}), "no SHA-256"},
		{"negative size", set("parts", []any{map[string]any{"name": "a", "sha256": sum("a"), "size": -1}}), "size -1"},
		{"no time", set("retrieved", time.Time{}), "no time of retrieval"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := open(t, t.TempDir())
			name := filepath.Join(d.Path(), "lists", "us-list", "versions.json")
			write(t, name, []byte(test.content))
			_, err := d.Versions("us-list")
			wantError(t, err, name+": ", test.want)
			s := stage(t, d, "b", "b")
			defer s.Discard()
			_, err = d.Add(files.Version{Publication: "us-list", Retrieved: noon}, []*files.Staged{s})
			wantError(t, err, name+": ", test.want)
			if data, err := os.ReadFile(name); err != nil || string(data) != test.content {
				t.Errorf("the account was begun anew: %q, %v", data, err)
			}
		})
	}
	d := open(t, t.TempDir())
	write(t, filepath.Join(d.Path(), "lists", "us-list", "versions.json"), []byte(good(func(map[string]any) {})))
	if vs := versions(t, d); len(vs) != 1 {
		t.Errorf("the good one was not read: %v", vs)
	}
}

// FuzzVersions checks that no account makes the reader panic, and that one that
// is read is the same after it was written and read again: nothing of it is
// lost by the next write.
func FuzzVersions(f *testing.F) {
	d, err := files.Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	s, err := d.Stage("a", strings.NewReader("a"))
	if err != nil {
		f.Fatal(err)
	}
	if _, err := d.Add(files.Version{Publication: "us-list", Retrieved: noon, Mapping: []byte(`{"a":[1]}`)}, []*files.Staged{s}); err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(d.Path(), "lists", "us-list", "versions.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"schema":"delist/lists/1","versions":[]}`))
	f.Add([]byte(`{"schema":"delist/lists/2"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := files.DecodeVersions(data, "us-list")
		if err != nil {
			return
		}
		written, err := files.EncodeVersions(first)
		if err != nil {
			t.Fatalf("read but not written: %v", err)
		}
		second, err := files.DecodeVersions(written, "us-list")
		if err != nil {
			t.Fatalf("written but not read: %v\n%s", err, written)
		}
		again, err := files.EncodeVersions(second)
		if err != nil || string(again) != string(written) {
			t.Errorf("%v, -first +second:\n%s", err, cmp.Diff(string(written), string(again)))
		}
	})
}
