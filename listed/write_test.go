package listed_test

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/delistdev/delist"
)

var namesFile = flag.String("names", "", "write the names of all real lists to `FILE`, to fit the scorer on")

// TestWriteNames writes a line for each name of each entry: list, number, O for
// an organisation, 1 for the main name, name; separated by tabs. The tests of
// package names that count words and fit prices read it.
func TestWriteNames(t *testing.T) {
	if *namesFile == "" {
		t.Skip("needs -names FILE")
	}
	set := realSet(t)
	f, err := os.Create(*namesFile)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(f)
	for n := range set.Index.Parties() {
		p, err := set.Nth(n)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range p.Entries {
			kind := "O"
			switch e.Kind {
			case delist.Person:
				kind = "P"
			case delist.Vessel:
				kind = "V"
			case delist.Airplane:
				kind = "A"
			}
			for i, name := range e.Names {
				main := 0
				if i == 0 {
					main = 1
				}
				fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%s\n", e.List, e.ID, kind, main, strings.Join(strings.Fields(name.Name), " "))
			}
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
