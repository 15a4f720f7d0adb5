package inventory_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

const priceList = "sku,title,brand,price\n1,Lamp,Example,9\n2,Desk,Other,9\n"

func packed(t *testing.T, content string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Exports are recognised by what is in them, whatever they are called, from a
// file and from standard input, packed or not.
func TestExports(t *testing.T) {
	tests := []struct {
		name, content, kind, item string
		place                     string // behind the file's name
	}{
		{"a price list", priceList, "catalogue", "Lamp", ":2"},
		{"a price list in gzip", packed(t, priceList), "catalogue", "Lamp", ":2"},
		{"osquery", `[{"name":"Example","version":"1","publisher":"Example Ltd","identifying_number":"","install_location":"","install_source":"","language":"1033","uninstall_string":"","install_date":""}]`, "osquery", "Example", "#/0"},
		{"nmap", `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="nmap"><host><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/></host><runstats><finished exit="success"/></runstats></nmaprun>`, "nmap", "192.0.2.7", "#host 192.0.2.7 (192.0.2.7)"},
		{"rpm -qa", "bash-5.2.15-3.fc38.x86_64\nzlib-1.2.13-3.fc38.x86_64\nacl-2.3.1-6.fc38.x86_64\n", "rpm-list", "bash", ":1"},
	}
	for _, test := range tests {
		for _, target := range []string{"-", "file"} {
			kind := ""
			opts := inventory.Options{Recognised: func(k string) { kind = k }}
			name := target
			if target == "file" {
				name = filepath.Join(t.TempDir(), "file.dat")
				if err := os.WriteFile(name, []byte(test.content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			seq, err := inventory.Read(context.Background(), name, strings.NewReader(test.content), opts)
			if err != nil {
				t.Errorf("%s, %s: %v", test.name, target, err)
				continue
			}
			var first *delist.Item
			for item, err := range seq {
				if err != nil {
					t.Errorf("%s, %s: %v", test.name, target, err)
				} else if first == nil {
					first = &item
				}
			}
			switch {
			case kind != test.kind:
				t.Errorf("%s, %s: recognised as %q, want %q", test.name, target, kind, test.kind)
			case first == nil || first.Name != test.item || !strings.HasSuffix(first.Locations[0].String(), test.place):
				t.Errorf("%s, %s: first %+v", test.name, target, first)
			}
		}
	}
}

// What is told of an input comes before its items.
func TestInputsAreTold(t *testing.T) {
	var told []delist.Input
	seq, err := inventory.Read(context.Background(), "-", strings.NewReader(priceList), inventory.Options{Told: func(in delist.Input) { told = append(told, in) }})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range seq {
		if err != nil || len(told) != 1 {
			t.Fatalf("%v, told %v", err, told)
		}
	}
	if told[0].Reader != "catalogue" || told[0].Path != "-" || len(told[0].Columns) != 4 {
		t.Errorf("%+v", told)
	}
}

// Whoever stops taking items stops the reading.
func TestExportsStop(t *testing.T) {
	seq, err := inventory.Read(context.Background(), "-", strings.NewReader("sku,title,brand,price\n"+strings.Repeat("1,Lamp,Example,9\n", 100_000)), inventory.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range seq {
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	seq, err = inventory.Read(ctx, "-", strings.NewReader(priceList), inventory.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for range seq {
		n++
	}
	if n > 5 {
		t.Errorf("%d items after the end", n)
	}
}

func TestEveryKindCanBeAskedFor(t *testing.T) {
	for _, kind := range inventory.Inputs() {
		if _, err := inventory.Read(context.Background(), "/nonexistent", nil, inventory.Options{Input: kind}); err == nil || strings.Contains(err.Error(), "unknown kind") {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
