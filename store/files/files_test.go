package files_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/store/files"
)

func open(t *testing.T, dir string) *files.Dir {
	t.Helper()
	d, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func stage(t *testing.T, d *files.Dir, name, content string) *files.Staged {
	t.Helper()
	s, err := d.Stage(name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func add(t *testing.T, d *files.Dir, at time.Time, contents ...string) files.Version {
	t.Helper()
	var parts []*files.Staged
	for i, c := range contents {
		parts = append(parts, stage(t, d, fmt.Sprintf("part-%d.csv", i+1), c))
	}
	v, err := d.Add(files.Version{Publication: "us-list", Retrieved: at, Source: "import"}, parts)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func versions(t *testing.T, d *files.Dir) []files.Version {
	t.Helper()
	vs, err := d.Versions("us-list")
	if err != nil {
		t.Fatal(err)
	}
	return vs
}

func read(d *files.Dir, p files.Part) (string, error) {
	r, err := d.OpenPart("us-list", p)
	if err != nil {
		return "", err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	return string(data), err
}

// tree lists the files below a directory.
func tree(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

var days = cmp.Comparer(func(a, b delist.Date) bool { return a == b })

var noon = time.Date(2017, 9, 8, 12, 0, 0, 0, time.UTC)

func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want one that says %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func TestOpenMakesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	d := open(t, dir)
	if names, err := d.Publications(); err != nil || len(names) != 0 {
		t.Errorf("publications %q, %v", names, err)
	}
	if vs := versions(t, d); len(vs) != 0 {
		t.Errorf("versions %v", vs)
	}
	if _, ok, err := d.Known("us-list", delist.NewDate(2017, 9, 8)); ok || err != nil {
		t.Errorf("known %v, %v", ok, err)
	}
	if _, err := d.ReadFile("state.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want one that wraps fs.ErrNotExist", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory was made")
	}
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := files.Open(file)
	wantError(t, err, file, "not a directory")
	_, err = files.Open("")
	wantError(t, err, "no path")
}

func TestAddAndRead(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "data"))
	first, second := stage(t, d, "names.csv", "Hikvision\n"), stage(t, d, "empty.csv", "")
	first.ETag, first.LastModified = `"a"`, "Fri, 08 Sep 2017 10:00:00 GMT"
	first.SHA256 = strings.Repeat("0", 64) // what the caller says of the bytes is not believed
	in := files.Version{
		Publication: "us-list", Format: "csv", Mapping: []byte(`{"name":1}`), AsOf: delist.NewDate(2017, 9, 7),
		Retrieved: noon.Add(time.Millisecond).In(time.FixedZone("", 3600)), Source: "https://example.org/names.csv",
		Entries: 1, Unread: 2, Note: "invented",
	}
	got, err := d.Add(in, []*files.Staged{first, second})
	if err != nil {
		t.Fatal(err)
	}
	want := in
	want.Number, want.Retrieved = 1, noon
	want.Parts = []files.Part{
		{Name: "names.csv", SHA256: sum("Hikvision\n"), Size: 10, ETag: `"a"`, LastModified: "Fri, 08 Sep 2017 10:00:00 GMT"},
		{Name: "empty.csv", SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Size: 0},
	}
	if diff := cmp.Diff(want, got, days); diff != "" {
		t.Errorf("added, -want +got:\n%s", diff)
	}
	kept := versions(t, open(t, d.Path()))
	kept[0].Mapping = bytes.Join(bytes.Fields(kept[0].Mapping), nil) // it was indented
	if diff := cmp.Diff([]files.Version{want}, kept, days); diff != "" {
		t.Errorf("kept, -want +got:\n%s", diff)
	}
	for i, content := range []string{"Hikvision\n", ""} {
		if text, err := read(d, want.Parts[i]); err != nil || text != content {
			t.Errorf("part %d: got %q, %v, want %q", i, text, err, content)
		}
	}
	if names, err := d.Publications(); err != nil || len(names) != 1 || names[0] != "us-list" {
		t.Errorf("publications %q, %v", names, err)
	}
	wantFiles := []string{
		"lists/us-list/" + want.Parts[0].SHA256 + ".zst", "lists/us-list/" + want.Parts[1].SHA256 + ".zst", "lists/us-list/versions.json",
	}
	if diff := cmp.Diff(wantFiles, tree(t, d.Path())); diff != "" {
		t.Errorf("files, -want +got:\n%s", diff)
	}
}

func TestSameBytesAreNoNewVersion(t *testing.T) {
	d := open(t, t.TempDir())
	add(t, d, noon, "a", "b")
	s1, s2 := stage(t, d, "part-1.csv", "a"), stage(t, d, "part-2.csv", "b")
	s1.ETag = `"new"`
	got, err := d.Add(files.Version{Publication: "us-list", Retrieved: noon.Add(time.Hour)}, []*files.Staged{s1, s2})
	if err != nil {
		t.Fatal(err)
	}
	if got.Number != 1 || !got.Retrieved.Equal(noon) || !got.Checked.Equal(noon.Add(time.Hour)) || got.Parts[0].ETag != `"new"` {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff([]files.Version{got}, versions(t, d), days); diff != "" {
		t.Errorf("kept, -returned +kept:\n%s", diff)
	}
	if left := tree(t, filepath.Join(d.Path(), "tmp")); len(left) != 0 {
		t.Errorf("left over: %q", left)
	}
	// The same bytes in another order, and a return to older bytes, are news.
	if v := add(t, d, noon.Add(2*time.Hour), "b", "a"); v.Number != 2 || !v.Checked.IsZero() {
		t.Errorf("got %+v", v)
	}
	if v := add(t, d, noon.Add(3*time.Hour), "a", "b"); v.Number != 3 {
		t.Errorf("got %+v", v)
	}
}

func TestChecked(t *testing.T) {
	d := open(t, t.TempDir())
	if _, err := d.Checked("us-list", noon); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want one that wraps fs.ErrNotExist", err)
	}
	add(t, d, noon, "a")
	v, err := d.Checked("us-list", noon.Add(time.Hour))
	if err != nil || !v.Checked.Equal(noon.Add(time.Hour)) {
		t.Errorf("got %+v, %v", v, err)
	}
	if got := versions(t, d)[0]; !got.Checked.Equal(v.Checked) {
		t.Errorf("kept %v", got.Checked)
	}
}

func TestKnown(t *testing.T) {
	d := open(t, t.TempDir())
	add(t, d, time.Date(2017, 9, 8, 0, 0, 0, 0, time.UTC), "1")
	add(t, d, time.Date(2017, 9, 8, 23, 59, 59, 0, time.UTC), "2")
	add(t, d, time.Date(2017, 9, 9, 0, 30, 0, 0, time.FixedZone("", 3600)), "3") // 23:30 UTC of the day before
	add(t, d, time.Date(2017, 9, 10, 0, 0, 0, 0, time.UTC), "4")
	tests := []struct {
		day  string
		want int
	}{
		{"2017-09-07", 0}, {"2017-09-08", 3}, {"2017-09-09", 3}, {"2017-09-10", 4}, {"2030-01-01", 4},
	}
	for _, test := range tests {
		day, err := delist.ParseDate(test.day)
		if err != nil {
			t.Fatal(err)
		}
		v, ok, err := d.Known("us-list", day)
		if err != nil || ok != (test.want != 0) || v.Number != test.want {
			t.Errorf("%s: got version %d, %v, %v, want %d", test.day, v.Number, ok, err, test.want)
		}
	}
}

func TestBadNames(t *testing.T) {
	d := open(t, t.TempDir())
	for _, name := range []string{"", ".", "..", "../x", "a/b", `a\b`, "A", "a.b", "ä", "a b", "a\x00", "lock"} {
		_, err := d.Versions(name)
		wantError(t, err, "no name of a publication")
		s := stage(t, d, "a", "a")
		_, err = d.Add(files.Version{Publication: name, Retrieved: noon}, []*files.Staged{s})
		wantError(t, err, "no name of a publication")
		s.Discard()
		_, err = d.OpenPart(name, s.Part)
		wantError(t, err, "no name of a publication")
		_, _, err = d.Known(name, delist.NewDate(2017, 9, 8))
		wantError(t, err, "no name of a publication")
		_, err = d.Checked(name, noon)
		wantError(t, err, "no name of a publication")
	}
	for _, name := range []string{"", ".", "..", "../x", "/x", "a/../../x"} {
		_, err := d.ReadFile(name)
		wantError(t, err, "no file below")
		wantError(t, d.WriteFile(name, nil), "no file below")
	}
	for _, name := range []string{"lists/us-list/versions.json", "tmp/x", "a/../lists/x", "Lists/x", "lists"} {
		wantError(t, d.WriteFile(name, nil), "no place for state")
	}
	_, err := d.OpenPart("us-list", files.Part{Name: "a", SHA256: "../../../../etc/passwd"})
	wantError(t, err, "no SHA-256")
}

func TestAddRefuses(t *testing.T) {
	d := open(t, t.TempDir())
	one, two := stage(t, d, "same", "1"), stage(t, d, "same", "2")
	v := files.Version{Publication: "us-list", Retrieved: noon}
	_, err := d.Add(v, nil)
	wantError(t, err, "us-list", "no parts")
	_, err = d.Add(v, []*files.Staged{one, two})
	wantError(t, err, `two parts with the name "same"`)
	two.Discard()
	_, err = d.Add(v, []*files.Staged{two})
	wantError(t, err, "no longer staged")
	if vs := versions(t, d); len(vs) != 0 {
		t.Errorf("added %v", vs)
	}
}

func TestStage(t *testing.T) {
	d := open(t, t.TempDir())
	s := stage(t, d, "a.csv", "Dahua\n")
	if s.Name != "a.csv" || s.Size != 6 || s.SHA256 != sum("Dahua\n") {
		t.Errorf("got %+v", s.Part)
	}
	for range 2 {
		r, err := s.Open()
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(r); err != nil || string(data) != "Dahua\n" {
			t.Errorf("got %q, %v", data, err)
		}
		r.Close()
	}
	s.Discard()
	s.Discard()
	_, err := s.Open()
	wantError(t, err, "a.csv", "no longer staged")

	broken := errors.New("connection broke")
	_, err = d.Stage("b.csv", io.MultiReader(strings.NewReader("Da"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's error", err)
	}
	wantError(t, err, "b.csv")
	if left := tree(t, d.Path()); len(left) != 0 {
		t.Errorf("left over: %q", left)
	}
}

func TestState(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "data"))
	for _, want := range []string{"one", "", "three"} {
		if err := d.WriteFile("watch/state.json", []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := d.ReadFile("watch/state.json"); err != nil || string(got) != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if diff := cmp.Diff([]string{"watch/state.json"}, tree(t, d.Path())); diff != "" {
		t.Errorf("files, -want +got:\n%s", diff)
	}
}

func TestDefault(t *testing.T) {
	tests := []struct {
		system string
		env    map[string]string
		want   string // "" for an error
	}{
		{"linux", map[string]string{"DELIST_DATA": "/d", "HOME": "/h", "XDG_DATA_HOME": "/x"}, "/d"},
		{"linux", map[string]string{"DELIST_DATA": "postgres://h/d", "XDG_DATA_HOME": "/x"}, "/x/delist"},
		{"linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/x/delist"},
		{"linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "relative"}, "/h/.local/share/delist"},
		{"linux", map[string]string{"HOME": "/h"}, "/h/.local/share/delist"},
		{"linux", nil, ""},
		{"darwin", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/h/Library/Application Support/delist"},
		{"windows", map[string]string{"LocalAppData": "/l", "HOME": "/h"}, "/l/delist"},
		{"windows", map[string]string{"HOME": "/h"}, ""},
	}
	for _, test := range tests {
		got, err := files.DefaultFor(test.system, func(name string) string { return test.env[name] })
		if filepath.ToSlash(got) != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s %v: got %q, %v, want %q", test.system, test.env, got, err, test.want)
		}
	}
	t.Setenv("DELIST_DATA", "/d")
	if got, err := files.Default(); err != nil || got != "/d" {
		t.Errorf("got %q, %v", got, err)
	}
}
