package names

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// fit is a file with a line for each name of the official lists: list, number,
// kind (O for an organisation), 1 for the main name, name; separated by tabs.
// "go test ./listed -run TestWriteNames -names FILE" makes it.
var fit = flag.String("fit", "", "fit the scorer anew on the names in `FILE`")

var rounds = flag.Int("rounds", 0, "try `N` other prices when fitting")

// A listedName is a line of the file that -fit names.
type listedName struct {
	entry        string // list and number
	organisation bool
	main         bool
	name         string
}

func readListed(t *testing.T) []listedName {
	t.Helper()
	if *fit == "" {
		t.Skip("needs -fit FILE")
	}
	f, err := os.Open(*fit)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var names []listedName
	for in := bufio.NewScanner(f); in.Scan(); {
		p := strings.SplitN(in.Text(), "\t", 5)
		names = append(names, listedName{p[0] + "/" + p[1], p[2] == "O", p[3] == "1", p[4]})
	}
	return names
}

// TestWriteFrequency renews data/frequency.tsv.
func TestWriteFrequency(t *testing.T) {
	var f form
	var buffer []byte
	seen, count := map[string]bool{}, map[string]int{}
	for _, n := range readListed(t) {
		buffer = f.parse(n.name, buffer)
		if seen[f.folded] {
			continue
		}
		seen[f.folded] = true
		had := map[string]bool{}
		for _, tok := range f.tokens {
			if !had[tok.word.text] {
				had[tok.word.text] = true
				count[tok.word.text]++
			}
		}
	}
	var words []string
	for w, n := range count {
		if n > 2 {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(count[b]-count[a], strings.Compare(a, b)) })
	out, err := os.Create("data/frequency.tsv")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(out, "# In how many of %d different names of the official lists a word stands, three or more.\n# Made by \"go test ./names -run TestWriteFrequency -fit FILE\". Do not edit.\n", len(seen))
	for _, w := range words {
		fmt.Fprintf(out, "%s\t%d\n", w, count[w])
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d names, %d words kept of %d", len(seen), len(words), len(count))
}
