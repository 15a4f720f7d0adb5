package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/delistdev/delist/ledger"
)

// A frontier that was never read makes the same tree as package tlog, which
// reads; and so does one that is opened at any size.
func TestFrontierIsTheTree(t *testing.T) {
	var f ledger.Frontier
	m := &memory{}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (hashes []tlog.Hash, err error) {
		for _, i := range indexes {
			hashes = append(hashes, stored[i])
		}
		return hashes, nil
	})
	for n := range int64(1100) {
		root, err := tlog.TreeHash(n, reader)
		if err != nil {
			t.Fatal(err)
		}
		if f.Size() != n || f.Root() != root {
			t.Fatalf("size %d, root %v; want %d, %v", f.Size(), f.Root(), n, root)
		}
		opened, err := ledger.OpenFrontier(n, ledger.HashReader(t.Context(), m))
		if err != nil {
			t.Fatal(err)
		}
		if opened.Root() != root {
			t.Fatalf("opened at %d: another root", n)
		}
		leaf := fmt.Appendf(nil, "leaf %d", n)
		want, err := tlog.StoredHashes(n, leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		for _, tree := range []*ledger.Frontier{&f, opened} {
			if diff := cmp.Diff(want, tree.Append(leaf)); diff != "" {
				t.Fatalf("record %d: %s", n, diff)
			}
		}
		if len(want) != ledger.HashCount(n) {
			t.Errorf("record %d brings %d hashes, not %d", n, len(want), ledger.HashCount(n))
		}
		stored = append(stored, want...)
		m.append(leaf)
	}
	checkHashReader(t, m, stored)
}

// checkHashReader asks for every stored hash, and for all at once.
func checkHashReader(t *testing.T, m *memory, stored []tlog.Hash) {
	t.Helper()
	reader := ledger.HashReader(t.Context(), m)
	var all []int64
	for i := range stored {
		all = append(all, int64(len(stored)-1-i)) // in no order that helps
	}
	hashes, err := reader.ReadHashes(all)
	if err != nil {
		t.Fatal(err)
	}
	for i, index := range all {
		if hashes[i] != stored[index] {
			t.Fatalf("hash %d is another one", index)
		}
	}
	if _, err := reader.ReadHashes([]int64{int64(len(stored))}); err == nil {
		t.Error("a hash beyond the end is read")
	}
	m.records[5].Hashes = m.records[5].Hashes[1:]
	if _, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, 5)}); err == nil {
		t.Error("a hash that is cut off is read")
	}
}

func TestOpenFrontierRefuses(t *testing.T) {
	broken := errors.New("broken")
	for name, reader := range map[string]tlog.HashReader{
		"what cannot be read": tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) { return nil, broken }),
		"too few hashes":      tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) { return nil, nil }),
	} {
		if _, err := ledger.OpenFrontier(3, reader); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := ledger.OpenFrontier(-1, nil); err == nil {
		t.Error("fewer than no records: no error")
	}
}

// A transaction that fails keeps the frontier that it copied.
func TestFrontierCopy(t *testing.T) {
	var f ledger.Frontier
	f.Append([]byte("a"))
	before := f
	root := f.Root()
	f.Append([]byte("b"))
	if before.Root() != root || before.Size() != 1 {
		t.Error("a copy changed with its original")
	}
	first, second := before.Append([]byte("b")), f.Root()
	if before.Root() != second || bytes.Equal(first[0][:], root[:]) {
		t.Error("a copy does not grow as its original")
	}
}
