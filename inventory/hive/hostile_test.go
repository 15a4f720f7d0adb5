package hive_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/hive"
	"github.com/delistdev/delist/inventory/source"
)

// find returns where the cell of a key of that name begins in a hive.
func find(t *testing.T, content []byte, name string) int {
	t.Helper()
	for at := 4096 + 32; at < len(content); {
		if string(content[at+4:at+6]) == "nk" && bytes.HasPrefix(content[at+80:], []byte(name)) {
			return at
		}
		size := int(int32(le.Uint32(content[at:])))
		at += max(size, -size)
	}
	t.Fatalf("no key %q", name)
	return 0
}

// three is a hive of three programs.
func three() []byte {
	return build(key("R", path(uninstall, key("first", val{"DisplayName", "First"}), key("middle", val{"DisplayName", "Middle"}), key("third", val{"DisplayName", "Third"}))))
}

// TestHostile spoils a hive of three programs in one place each.
func TestHostile(t *testing.T) {
	// list returns where the content of a cell begins whose offset stands in a key.
	list := func(h []byte, key, field int) int { return 4096 + int(le.Uint32(h[key+4+field:])) + 4 }
	tests := []struct {
		name   string
		spoil  func(h []byte)
		want   string // first letters of the programs that are left
		faults string // what the only fault says
	}{
		{"a key that is none", func(h []byte) { h[find(t, h, "middle")+4] = 'x' }, "FT", `holds "xk" and no key`},
		{"no list of programs", func(h []byte) { h[find(t, h, "Uninstall")+4+76] = 'X' }, "", "no list of installed programs"},
		{"no keys but a list", func(h []byte) { le.PutUint32(h[find(t, h, "Uninstall")+4+20:], 0) }, "", "no keys below it, and a list"},
		{"no values but a list", func(h []byte) { le.PutUint32(h[find(t, h, "middle")+4+36:], 0) }, "FT", "no values, and a list"},
		{"a key that is free", func(h []byte) { le.PutUint32(h[find(t, h, "middle"):], 88) }, "FT", "is not in use"},
		{"a key past the end", func(h []byte) { le.PutUint32(h[list(h, find(t, h, "Uninstall"), 28)+12:], 0x7ffffff8) }, "FT", "past the end"},
		{"a key between cells", func(h []byte) { h[list(h, find(t, h, "Uninstall"), 28)+12]++ }, "FT", "no cell is at offset"},
		{"a key that is named twice", func(h []byte) {
			at := list(h, find(t, h, "Uninstall"), 28)
			copy(h[at+12:at+16], h[at+4:at+8])
		}, "FT", "name the key at offset"},
		{"a list that is none", func(h []byte) { h[list(h, find(t, h, "Uninstall"), 28)+1] = 'x' }, "", `holds "lx" and no list`},
		{"a list that is too long", func(h []byte) { le.PutUint16(h[list(h, find(t, h, "Uninstall"), 28)+2:], 0xffff) }, "FMT", "entry 4 of 65535"},
		{"a short count of keys", func(h []byte) { le.PutUint32(h[find(t, h, "Uninstall")+4+20:], 2) }, "FM", "more than the 2 keys"},
		{"a list that is too short", func(h []byte) { le.PutUint16(h[list(h, find(t, h, "Uninstall"), 28)+2:], 2) }, "FM", "do not name 1 of them"},
		{"a list of lists that leads to itself", func(h []byte) {
			key := find(t, h, "Uninstall")
			at := list(h, key, 28)
			copy(h[at:], "ri\x01\x00")
			copy(h[at+4:at+8], h[key+4+28:])
		}, "", `holds "ri" and no list`},
		{"a long count of keys", func(h []byte) { le.PutUint32(h[find(t, h, "Uninstall")+4+20:], 0xffffffff) }, "FMT", "do not name 4294967292"},
		{"a long name", func(h []byte) { le.PutUint16(h[find(t, h, "middle")+4+72:], 0xffff) }, "FT", "has 65535 bytes and its cell"},
		{"no name", func(h []byte) { le.PutUint16(h[find(t, h, "middle")+4+72:], 0) }, "FT", "has no name"},
		{"a cell that is longer than the hive", func(h []byte) { le.PutUint32(h[find(t, h, "middle"):], 0x80000000) }, "FT", "the data ends at"},
		{"a long count of values", func(h []byte) { le.PutUint32(h[find(t, h, "middle")+4+36:], 0xffffffff) }, "FMT", "entry 2 of 4294967295"},
		{"a list of values that is none", func(h []byte) { le.PutUint32(h[find(t, h, "middle")+4+40:], 0xffffffff) }, "FT", "list of values"},
		{"a value that is none", func(h []byte) {
			v := list(h, find(t, h, "middle"), 40)
			h[4096+int(le.Uint32(h[v:]))+4] = 'x'
		}, "FT", `holds "xk" and no value`},
		{"a name of a value that is too long", func(h []byte) {
			v := 4096 + int(le.Uint32(h[list(h, find(t, h, "middle"), 40):])) + 4
			le.PutUint16(h[v+2:], 300)
		}, "FT", "has 300 bytes and its cell"},
		{"a name that is no text", func(h []byte) {
			v := 4096 + int(le.Uint32(h[list(h, find(t, h, "middle"), 40):])) + 4
			h[v+12] = 3
		}, "FmT", "data of type 3, which is no text"},
		{"data past the end", func(h []byte) {
			v := 4096 + int(le.Uint32(h[list(h, find(t, h, "middle"), 40):])) + 4
			le.PutUint32(h[v+8:], 0x7ffffff8)
		}, "FmT", "value displayname: data"},
		{"data that are too long", func(h []byte) {
			v := 4096 + int(le.Uint32(h[list(h, find(t, h, "middle"), 40):])) + 4
			le.PutUint32(h[v+4:], 5<<20)
		}, "FmT", "limit met"},
		{"long data in a short cell", func(h []byte) {
			v := 4096 + int(le.Uint32(h[list(h, find(t, h, "middle"), 40):])) + 4
			le.PutUint32(h[v+4:], 20000)
		}, "FmT", "20000 are wanted"},
		{"five bytes in place of four", func(h []byte) {
			v := 4096 + int(le.Uint32(h[list(h, find(t, h, "middle"), 40):])) + 4
			le.PutUint32(h[v+4:], 5|1<<31)
		}, "FmT", "5 bytes of data in a place for four"},
		{"a root that is none", func(h []byte) { le.PutUint32(h[36:], 64); seal(h) }, "", "its root"},
		{"an old version", func(h []byte) { h[24] = 1; seal(h) }, "", "version 1.1"},
		{"a log", func(h []byte) { h[28] = 6; seal(h) }, "", "transaction log"},
		{"a checksum that does not hold", func(h []byte) { h[508]++ }, "FMT", "not closed cleanly"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := three()
			tt.spoil(h)
			items, faults := collect(t, hive.Read("registry-hive", input(h)))
			got := ""
			for _, it := range items {
				got += it.Name[:1]
			}
			ok := slices.ContainsFunc(faults, func(f *delist.ReadError) bool { return strings.Contains(f.Error(), tt.faults) })
			if got != tt.want || len(faults) != 1 || !ok {
				t.Errorf("got %q, want %q; faults %v, want one with %q", got, tt.want, faults, tt.faults)
			}
		})
	}
}

// TestCut cuts a hive off everywhere: what is read is a part of what it has, and
// that something is missing is always said.
func TestCut(t *testing.T) {
	whole := build(software())
	for n := 0; n < len(whole); n += 8 {
		items, faults := collect(t, hive.Read("registry-hive", input(whole[:n])))
		if len(faults) == 0 || len(items) > len(softwareItems()) {
			t.Fatalf("cut at %d of %d: %d items, no fault", n, len(whole), len(items))
		}
		if n >= 4096 && faults[0].Offset != int64(n) {
			t.Errorf("cut at %d: told at %d: %v", n, faults[0].Offset, faults[0])
		}
	}
}

// TestBudget reads a hive whose root of lists names one list 1000 times, whose
// keys all have the same values, of which there are as many as fit: sound cells,
// and a billion ways through them.
func TestBudget(t *testing.T) {
	b := &builder{most: 1}
	values := []any{val{"DisplayName", "x"}}
	for range 5000 {
		values = append(values, val{"Comments", "x"})
	}
	var keys []*node
	for i := range 2000 {
		keys = append(keys, key(fmt.Sprint("k", i)))
	}
	keys = append(keys, key("values", values...))
	h := b.build(key("R", path(uninstall, keys)))
	from := find(t, h, "values")
	for i := range 2000 {
		to := find(t, h, fmt.Sprint("k", i))
		copy(h[to+4+36:to+4+44], h[from+4+36:from+4+44])
	}
	start := time.Now()
	items, faults := collect(t, hive.Read("registry-hive", input(h)))
	last := faults[len(faults)-1]
	if took := time.Since(start); !last.Undecided || !strings.Contains(last.Error(), "again and again") || took > 10*time.Second {
		t.Errorf("%d items and %v in %v", len(items), last, took)
	}
}

// TestManyFaults has more faults than are told one by one.
func TestManyFaults(t *testing.T) {
	var keys []*node
	for i := range 3000 {
		keys = append(keys, key(fmt.Sprint("k", i), val{"DisplayName", "x"}))
	}
	h := build(key("R", path(uninstall, keys)))
	for i := range 3000 {
		h[find(t, h[:], fmt.Sprint("k", i, ""))+5] = 'x'
		if i > 1100 {
			break
		}
	}
	_, faults := collect(t, hive.Read("registry-hive", input(h)))
	if last := faults[len(faults)-1]; len(faults) != 1001 || !last.Undecided || !strings.Contains(last.Error(), "more than 1000 faults") {
		t.Errorf("%d faults, the last %v", len(faults), last)
	}
}

func TestUnknownHive(t *testing.T) {
	items, faults := collect(t, hive.Read("registry-hive", input(build(key("R", key("SAM"), key("Policy"))))))
	if len(items) > 0 || len(faults) != 1 || !strings.Contains(faults[0].Error(), "2 keys: Policy, SAM") {
		t.Errorf("got %v, %v", items, faults)
	}
}

// A control set that is not named is the first; one that is named must be there.
func TestControlSet(t *testing.T) {
	for current, want := range map[any]string{"two": "Old", 9: "", 1: "Old", 2: "New"} {
		items, faults := collect(t, hive.Read("registry-hive", input(system(current, key("New", val{"Type", 16})))))
		got := ""
		for _, it := range items {
			got += it.Name
		}
		if got != want || (len(faults) > 0) != (current == "two" || current == 9) && current != 1 {
			t.Errorf("Current %v: got %q, %v", current, got, faults)
		}
	}
}

func TestStreamLimit(t *testing.T) {
	content := build(software())
	in := &source.Input{Reader: bytes.NewReader(content), Name: "-", Limits: source.Limits{Whole: int64(len(content)) - 8}}
	_, faults := collect(t, hive.Read("registry-hive", in))
	if len(faults) == 0 || !faults[0].Undecided {
		t.Errorf("got %v", faults)
	}
}

// A caller may stop at any time.
func TestStop(t *testing.T) {
	h := three()
	h[find(t, h, "first")+4] = 'x'
	for stop := range 3 {
		n := 0
		for range hive.Read("registry-hive", input(h)) {
			if n++; n > stop {
				break
			}
		}
	}
}

// TestForeign reads a hive that hivexregedit 1.3.23 wrote: into an empty one of
// this test's, entries made up for it were merged.
func TestForeign(t *testing.T) {
	content, err := os.ReadFile("testdata/hivexregedit.hive")
	if err != nil {
		t.Fatal(err)
	}
	chart := item(delist.Application, "Sea Chart", "4.2.1", uninstall+`\`+guid)
	chart.Declared = []delist.Declaration{{Field: "publisher", Value: "Example Charts Ltd"}, {Field: "homepage", Value: "https://help.charts.example/"}, {Field: "product-code", Value: guid}}
	want := []delist.Item{
		item(delist.Application, "Windows 7 Professional", "6.1.7601", `Microsoft\Windows NT\CurrentVersion`),
		item(delist.Application, "Guard", "", uninstall+`\Guard`), chart,
	}
	if diff := cmp.Diff(want, clean(t, content), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
