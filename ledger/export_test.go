package ledger_test

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/delistdev/delist/ledger"
)

// A mirror reads exported files as a client of c2sp.org/tlog-tiles, with the
// tiles of package tlog, which checks them against the root.
type mirror struct {
	t   *testing.T
	dir string
}

func (m mirror) Height() int                     { return 8 }
func (m mirror) SaveTiles([]tlog.Tile, [][]byte) {}
func (m mirror) read(path string) (data []byte) {
	return must(os.ReadFile(filepath.Join(m.dir, path)))(m.t)
}
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// ReadTiles turns the addresses of package tlog, which name the height, into
// those of tlog-tiles.
func (m mirror) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range tiles {
		data = append(data, m.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
	}
	return data, nil
}

// leaves reads all entry bundles.
func (m mirror) leaves(size int64) (leaves [][]byte) {
	for n := int64(0); n*256 < size; n++ {
		tile := tlog.Tile{H: 8, L: -1, N: n, W: int(min(256, size-n*256))}
		bundle := m.read(strings.Replace(tile.Path(), "tile/8/data", "tile/entries", 1))
		for len(bundle) > 0 {
			length := binary.BigEndian.Uint16(bundle)
			leaves = append(leaves, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	return leaves
}

// check reads everything, and checks each leaf against the checkpoint.
func (m mirror) check(key *ledger.Key, want *memory) {
	m.t.Helper()
	c, _, _, err := log.ParseCheckpoint(m.read("checkpoint"), key.Name(), key.Verifier)
	if err != nil {
		m.t.Fatal(err)
	}
	size, root := int64(c.Size), tlog.Hash(c.Hash)
	leaves := m.leaves(size)
	if size != want.tree.Size() || len(leaves) != len(want.records) {
		m.t.Fatalf("size %d, %d leaves; want %d", size, len(leaves), want.tree.Size())
	}
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, m)
	for n, leaf := range leaves {
		p, err := tlog.ProveRecord(size, int64(n), reader)
		if err != nil {
			m.t.Fatal(err)
		}
		if err := tlog.CheckRecord(p, size, root, int64(n), tlog.RecordHash(leaf)); err != nil {
			m.t.Fatalf("record %d: %v", n, err)
		}
	}
}

func export(t *testing.T, m *memory, dir string, key *ledger.Key) {
	t.Helper()
	c, err := ledger.Export(t.Context(), m, dir, key.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	if c.Size != m.tree.Size() || c.Root != m.tree.Root() {
		t.Errorf("exported %v", c)
	}
}

func TestExport(t *testing.T) {
	key := newKey(t)
	for _, size := range []int{0, 1, 255, 256, 257, 700} {
		dir := t.TempDir()
		m := keep(t, size, key)
		export(t, m, dir, key)
		mirror{t, dir}.check(key, m)
	}
}

// Files are added as the ledger grows; what was full is never written again,
// and what is left at the end is what a fresh export writes.
func TestExportGrows(t *testing.T) {
	key := newKey(t)
	dir := t.TempDir()
	m := &memory{}
	full := map[string]fs.FileInfo{}
	for _, size := range []int{0, 1, 5, 255, 256, 256, 300, 511, 513, 1200} {
		for n := len(m.records); n < size; n++ {
			m.append(leafOf(t, n))
		}
		m.sign(t, key)
		export(t, m, dir, key)
		mirror{t, dir}.check(key, m)
		for path, info := range files(t, dir) {
			if path == "checkpoint" {
				continue
			}
			if before, ok := full[path]; ok && (!os.SameFile(before, info) || before.ModTime() != info.ModTime()) && !strings.Contains(path, ".p/") {
				t.Errorf("at %d: %s was written again", size, path)
			}
			full[path] = info
		}
	}
	fresh := t.TempDir()
	export(t, m, fresh, key)
	for path := range files(t, fresh) {
		if a, b := (mirror{t, dir}).read(path), (mirror{t, fresh}).read(path); string(a) != string(b) {
			t.Errorf("%s: another file", path)
		}
	}
	for path := range files(t, dir) {
		if whole, _, partial := strings.Cut(path, ".p/"); partial && exists(filepath.Join(dir, whole)) {
			t.Errorf("%s stays, though the tile is full", path)
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func files(t *testing.T, dir string) map[string]fs.FileInfo {
	t.Helper()
	found := map[string]fs.FileInfo{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		found[filepath.ToSlash(name)], err = d.Info()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// The specification's own example, of 70,000 entries.
func TestExportHasTheTilesOfTheSpecification(t *testing.T) {
	key := newKey(t)
	m := &memory{}
	for n := range 70_000 {
		m.append(fmt.Appendf(nil, "leaf %d", n))
	}
	m.sign(t, key)
	dir := t.TempDir()
	export(t, m, dir, key)
	got := map[string]int{}
	for path := range files(t, dir) {
		level, name, _ := strings.Cut(strings.TrimPrefix(path, "tile/"), "/")
		if _, width, partial := strings.Cut(name, ".p/"); partial {
			got[level+" partial "+width]++
		} else {
			got[level+" full"]++
		}
	}
	want := map[string]int{"0 full": 273, "0 partial 112": 1, "1 full": 1, "1 partial 17": 1, "2 partial 1": 1,
		"entries full": 273, "entries partial 112": 1, "checkpoint full": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/2/000.p/1", "tile/entries/273.p/112"} {
		if !exists(filepath.Join(dir, path)) {
			t.Errorf("no %s", path)
		}
	}
}

func TestExportRefuses(t *testing.T) {
	key := newKey(t)
	m := keep(t, 600, key)
	other := m.clone()
	rewrite(other, func(n int) []byte { return leafOf(t, n+1000) })
	other.append(leafOf(t, 5000))
	other.sign(t, key)
	tests := []struct {
		name string
		log  func() *memory
		want string
	}{
		{"an older copy", func() *memory { return keep(t, 599, key) }, "rolled back"},
		{"another history", func() *memory { return other }, "not the first ones"},
		{"no checkpoint", func() *memory { c := m.clone(); c.checkpoint = nil; return c }, "no checkpoint"},
		{"a ledger of another key", func() *memory { return keep(t, 700, newKey(t)) }, "key"},
		{"a record changed since", func() *memory { return changed(t, m, key, func(s *ledger.Stored) { s.Leaf[3] ^= 1 }) }, "does not fit"},
		{"a hash changed since", func() *memory { return changed(t, m, key, func(s *ledger.Stored) { s.Hashes[3] ^= 1 }) }, "does not fit"},
		{"the last record gone", func() *memory { c := grown(t, m, key); c.records = c.records[:len(c.records)-1]; return c }, "not those"},
		{"one gone", func() *memory {
			c := grown(t, m, key)
			c.records = slices.Delete(c.records, 560, 561)
			return c
		}, "missing"},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		export(t, m, dir, key)
		if _, err := ledger.Export(t.Context(), tt.log(), dir, key.Verifier); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		mirror{t, dir}.check(key, m)
	}
}

// grown is m with a record more.
func grown(t *testing.T, m *memory, key *ledger.Key) *memory {
	c := m.clone()
	c.append(leafOf(t, len(c.records)))
	c.sign(t, key)
	return c
}

func changed(t *testing.T, m *memory, key *ledger.Key, change func(*ledger.Stored)) *memory {
	c := grown(t, m, key)
	change(&c.records[len(c.records)-1])
	return c
}

// An export that breaks off leaves the checkpoint as it was; the next one ends it.
func TestExportAfterACrash(t *testing.T) {
	key := newKey(t)
	dir := t.TempDir()
	m := keep(t, 300, key)
	export(t, m, dir, key)
	later := keep(t, 1000, key)
	if _, err := ledger.Export(t.Context(), unreadable{later, 800}, dir, key.Verifier); err == nil {
		t.Fatal("no error")
	}
	mirror{t, dir}.check(key, m)
	export(t, later, dir, key)
	mirror{t, dir}.check(key, later)
}
