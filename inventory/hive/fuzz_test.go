package hive_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/hive"
)

// FuzzRead checks that no hive and no log makes the reader panic or go on without
// end, that every item has a name, a kind and the key where it was found, that
// every error names the file, and that a hive which gives nothing says why,
// unless it is one whose keys are all there and hold no programs.
func FuzzRead(f *testing.F) {
	one, two := edition(1), edition(2)
	f.Add(build(software()), []byte{})
	f.Add(system(2, key("S", val{"Type", 16}, val{"ImagePath", "x.exe"}, key("Parameters", val{"ServiceDll", "y.dll"}))), []byte{})
	f.Add((&builder{most: 2, leaf: "li", wide: true}).build(software()), []byte{})
	f.Add(numbered(one, 8, 7), logOf(7, one, two))
	f.Add(numbered(one, 8, 7), oldLogOf(two))
	f.Fuzz(func(t *testing.T, content, log []byte) {
		if len(content) >= 512 && content[511] == 'S' { // so that a change does not only spoil the checksum
			seal(content)
		}
		n := 0
		for it, err := range hive.ReadWithLogs("registry-hive", input(content), bytes.NewReader(log)) {
			n++
			var fault *delist.ReadError
			switch {
			case err != nil && (!errors.As(err, &fault) || fault.Path != "HIVE" || fault.Reader != "registry-hive"):
				t.Fatalf("error %v without a place", err)
			case err == nil && (it.Name == "" || it.Kind == "" || len(it.Locations) != 1 || it.Locations[0].Object == ""):
				t.Fatalf("incomplete item %+v", it)
			}
		}
		if n == 0 && hive.Sniff(content) == "" {
			t.Fatal("what is no hive was read as an empty one")
		}
	})
}
