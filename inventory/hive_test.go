package inventory_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

// crashed returns a hive as it is after the machine lost its power, with all of
// its data in a log of the form that Windows 7 has.
func crashed(t *testing.T, whole []byte) (hive, log string) {
	t.Helper()
	le := binary.LittleEndian
	numbered := func(b []byte, kind, primary, secondary uint32) []byte {
		le.PutUint32(b[4:], primary)
		le.PutUint32(b[8:], secondary)
		le.PutUint32(b[28:], kind)
		var sum uint32
		for i := 0; i < 508; i += 4 {
			sum ^= le.Uint32(b[i:])
		}
		le.PutUint32(b[508:], sum)
		return b
	}
	pages := append([]byte("DIRT"), bytes.Repeat([]byte{0xff}, (len(whole)-4096)/4096)...)
	pages = append(pages, make([]byte, 512-len(pages)%512)...)
	log = string(numbered(slices.Clone(whole[:512]), 1, 8, 8)) + string(pages) + string(whole[4096:])
	hive = string(numbered(slices.Clone(whole[:4096]), 0, 8, 7)) + strings.Repeat("\x00", len(whole)-4096)
	return hive, log
}

// TestHives finds the hives of a mounted disk in any letter case, with the logs
// beside them, and takes nothing else for hives.
func TestHives(t *testing.T) {
	whole, err := os.ReadFile("hive/testdata/hivexregedit.hive")
	if err != nil {
		t.Fatal(err)
	}
	hive, log := crashed(t, whole)
	dir := write(t, map[string]string{
		"Windows/System32/config/SOFTWARE":         string(whole),
		"Windows/System32/config/RegBack/SOFTWARE": string(whole),
		"WINNT/system32/config/software":           hive,
		"WINNT/system32/config/Software.Log1":      log,
		"copies/config/SYSTEM":                     string(whole),
		"copies/SOFTWARE":                          string(whole),
		"lib/config/system":                        "#!/bin/sh\n",
		"Users/ann/ntuser.dat":                     hive,
		"Users/ben/NTUSER.DAT":                     "no hive",
	})
	seq, err := inventory.Read(context.Background(), dir, nil, inventory.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found, faults := map[string]int{}, map[string]string{}
	for item, err := range seq {
		var fault *delist.ReadError
		switch {
		case err == nil:
			found[item.Locations[0].Path]++
			if item.Reader != "registry-hive" || item.Locations[0].Object == "" {
				t.Errorf("got %+v", item)
			}
		case errors.As(err, &fault):
			faults[fault.Path] += fault.Error()
		}
	}
	for _, path := range []string{"Windows/System32/config/SOFTWARE", "WINNT/system32/config/software", "copies/config/SYSTEM"} {
		if found[path] != 3 {
			t.Errorf("%s: %d items, want 3", path, found[path])
		}
		delete(found, path)
	}
	if len(found) > 0 {
		t.Errorf("also found %v", found)
	}
	if len(faults) != 2 || !strings.Contains(faults["Users/ann/ntuser.dat"], "not closed cleanly") || !strings.Contains(faults["Users/ben/NTUSER.DAT"], "no registry hive") {
		t.Errorf("faults: %v", faults)
	}
}

// TestHiveAlone reads hives as the target, under any name, and a directory of them.
func TestHiveAlone(t *testing.T) {
	whole, err := os.ReadFile("hive/testdata/hivexregedit.hive")
	if err != nil {
		t.Fatal(err)
	}
	hive, log := crashed(t, whole)
	dir := write(t, map[string]string{"SOFTWARE": hive, "SOFTWARE.LOG1": log, "backup.bin": string(whole)})
	for _, target := range []string{dir, filepath.Join(dir, "SOFTWARE"), filepath.Join(dir, "backup.bin")} {
		if got := clean(t, target); len(got) != 3 {
			t.Errorf("%s: %d items, want 3", target, len(got))
		}
	}
}
