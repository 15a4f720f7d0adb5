package listed_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/names"
	"github.com/delistdev/delist/register"
)

// everything is the set of all real lists, which lie beside the project, and the
// register; made once.
var everything = sync.OnceValues(func() (*listed.Set, error) {
	files, _ := filepath.Glob("../../shared/data/lists/*.gz")
	if len(files) == 0 {
		return nil, os.ErrNotExist
	}
	dir, err := os.MkdirTemp("", "delist-measure-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	store, err := open(dir)
	if err != nil {
		return nil, err
	}
	store.Take(filesOf(files...), listed.Take{Source: "import"}) // the older layout is refused, as it should be
	return store.Current()
})

func realSet(t testing.TB) *listed.Set {
	t.Helper()
	set, err := everything()
	if err != nil {
		t.Skipf("the real lists are not here: %v", err)
	}
	return set
}

func labelled(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("../../shared/data/names", name))
	if err != nil {
		t.Skipf("the labelled names are not here: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// inRegister are negatives of the labelled queries that the register has by
// their own name, because an authority is reported to have spoken of them.
var inRegister = []string{"Palo Alto Networks"}

func TestVendorQueries(t *testing.T) {
	set := realSet(t)
	for _, row := range labelled(t, "vendor_queries.csv") {
		kind, query, accept := row[0], row[1], row[2]
		found, err := set.Match(names.Query{Name: query}, delist.Date{})
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case kind == "positive" && len(found) == 0:
			t.Errorf("%q: nobody", query)
		case kind == "positive" && !regexp.MustCompile("(?i)"+accept).MatchString(found[0].Matched+" "+found[0].Name):
			t.Errorf("%q: %s (%s), want %s", query, found[0].Matched, found[0].Name, accept)
		case kind == "negative" && len(found) > 0 && !(slices.Contains(inRegister, query) && found[0].List == "register" && found[0].Score == 1):
			t.Errorf("%q: %s with %v, want nobody", query, found[0].Matched, found[0].Score)
		}
	}
}

// Every vendor of the register is found first under each of its names, in any
// letter case and in any spelling of its script.
func TestEveryNameOfTheRegister(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := listed.NewStore(nil, reg).Current()
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for i := range reg.Parties {
		p := &reg.Parties[i]
		for _, name := range append([]string{p.Name}, p.Names...) {
			for _, spelt := range []string{name, strings.ToLower(name), strings.ToUpper(name), " " + name + " "} {
				checked++
				found, err := set.Match(names.Query{Name: spelt}, delist.Date{})
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(found, func(m names.Match) bool { return m.ID == string(p.ID) && m.Score == found[0].Score }) {
					t.Errorf("%q of %s: found %+v", spelt, p.ID, found)
				}
			}
		}
	}
	t.Logf("%d names", checked)
}

// Mutated names of listed parties come first or share the first place.
func TestKnownItems(t *testing.T) {
	set := realSet(t)
	hits, all := map[string]int{}, map[string]int{}
	var scores, false_ []float64
	for _, row := range labelled(t, "known_items.csv") {
		kind, mutation, query, want := row[0], row[1], row[2], strings.Join(strings.Fields(row[3]), " ")
		found, err := set.Match(names.Query{Name: query, Threshold: 0.05}, delist.Date{})
		if err != nil {
			t.Fatal(err)
		}
		top := 0.0
		if len(found) > 0 {
			top = found[0].Score
		}
		if kind == "negative" {
			false_ = append(false_, top)
			continue
		}
		all[mutation]++
		if ranksFirst(t, set, found, want) {
			hits[mutation]++
			scores = append(scores, top)
		} else {
			scores = append(scores, 0)
		}
	}
	for mutation, least := range map[string]float64{"exact": 1, "1 edit": 0.99, "2 edits": 0.95, "reordered": 0.995, "legal form swapped": 0.995} {
		share := float64(hits[mutation]) / float64(all[mutation])
		t.Logf("%-20s %.4f (%d of %d)", mutation, share, hits[mutation], all[mutation])
		if share < least {
			t.Errorf("%s: %.4f, want %.3f", mutation, share, least)
		}
	}
	slices.Sort(false_)
	alarm := false_[len(false_)-1-len(false_)/100]
	found := 0
	for _, s := range scores {
		if s > alarm {
			found++
		}
	}
	recall := float64(found) / float64(len(scores))
	t.Logf("recall at 1 %% false alarms %.4f (above %.3f)", recall, alarm)
	if recall < 0.95 {
		t.Errorf("recall at 1 %% false alarms is %.4f, want 0.95", recall)
	}
}

// ranksFirst reports whether a party with that name has the best score.
func ranksFirst(t *testing.T, set *listed.Set, found []names.Match, want string) bool {
	for _, m := range found {
		if m.Score < found[0].Score {
			return false
		}
		p, err := set.Party(delist.PartyID(m.ID))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range p.Entries {
			for _, n := range e.Names {
				if strings.EqualFold(strings.Join(strings.Fields(n.Name), " "), want) {
					return true
				}
			}
		}
	}
	return false
}

// BenchmarkMatch asks the labelled names of all lists together, one after the
// other on one processor.
func BenchmarkMatch(b *testing.B) {
	set := realSet(b)
	groups := map[string][]string{}
	for _, row := range labelled(b, "known_items.csv") {
		groups[row[1]] = append(groups[row[1]], row[2])
		groups["all"] = append(groups["all"], row[2])
	}
	for _, row := range labelled(b, "vendor_queries.csv") {
		groups["vendors"] = append(groups["vendors"], row[1])
	}
	for _, group := range []string{"all", "exact", "1 edit", "2 edits", "reordered", "none", "vendors"} {
		b.Run(strings.ReplaceAll(group, " ", "-"), func(b *testing.B) {
			queries, times := groups[group], []time.Duration{}
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				if _, err := set.Match(names.Query{Name: queries[i%len(queries)]}, delist.Date{}); err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "queries/s")
			b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
		})
	}
}
