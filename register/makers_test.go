package register_test

import (
	"bufio"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/delistdev/delist/register"
)

// TestMakers finds every line of every table, and nothing that is in none.
func TestMakers(t *testing.T) {
	entries, err := fs.ReadDir(register.Data(), "makers")
	if err != nil || len(entries) == 0 {
		t.Fatal("no tables", err)
	}
	for _, e := range entries {
		ecosystem := strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
		f, err := register.Data().Open("makers/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		last, lines := "", 0
		for s := bufio.NewScanner(f); s.Scan(); {
			name, maker, ok := strings.Cut(s.Text(), "\t")
			if strings.HasPrefix(s.Text(), "#") {
				if register.Maker(ecosystem, name) != "" {
					t.Errorf("%s: a comment is found", e.Name())
				}
				continue
			}
			lines++
			if !ok || maker == "" || name <= last {
				t.Errorf("%s: %q after %q: want a name, a tab and a maker, sorted by name", e.Name(), s.Text(), last)
			}
			last = name
			if got := register.Maker(ecosystem, name); got != maker {
				t.Errorf("%s: %s is %q, want %q", ecosystem, name, got, maker)
			}
			if got := register.Maker(ecosystem, name+"-no-such"); got != "" {
				t.Errorf("%s: %s-no-such is %q", ecosystem, name, got)
			}
		}
		if lines < 100 {
			t.Errorf("%s: %d lines", e.Name(), lines)
		}
	}
	if got := register.Maker("no-such-ecosystem", "lodash"); got != "" {
		t.Errorf("got %q of no table", got)
	}
}
