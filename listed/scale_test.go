package listed_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/names"
)

// madeNames makes n names of organisations from the words of the real ones.
func madeNames(b *testing.B, n int) []string {
	words, whole := wordsOf(b)
	r := rand.New(rand.NewPCG(7, 7))
	made := make([]string, n)
	for i := range made {
		if r.IntN(10) == 0 {
			made[i] = whole[r.IntN(len(whole))]
			continue
		}
		var parts []string
		for range 2 + r.IntN(3) {
			parts = append(parts, words[r.IntN(len(words))])
		}
		made[i] = strings.Join(parts, " ")
	}
	return made
}

// wordsOf returns the words of the names of all real entries, as often as they
// occur, and the names.
func wordsOf(b *testing.B) (words, whole []string) {
	set := realSet(b)
	for _, id := range []string{"ao-kaspersky-lab"} { // the register's own first
		if p, err := set.Find(id); err == nil && p != nil {
			whole = append(whole, p.Name)
		}
	}
	for _, row := range labelled(b, "known_items.csv") {
		whole = append(whole, row[2])
	}
	for name := range set.Index.Names() {
		whole = append(whole, name)
	}
	for _, name := range whole {
		words = append(words, strings.Fields(name)...)
	}
	return words, whole
}

// BenchmarkPortfolio screens 100,000 vendors against all lists, and a change of
// 500 entries against them.
func BenchmarkPortfolio(b *testing.B) {
	set := realSet(b)
	vendors := madeNames(b, 100_000)
	b.Run("all-lists", func(b *testing.B) {
		for b.Loop() {
			var wait sync.WaitGroup
			for part := range slices.Chunk(vendors, (len(vendors)+1)/runtime.GOMAXPROCS(0)) {
				wait.Go(func() {
					for _, v := range part {
						if _, err := set.Match(names.Query{Name: v}, delist.Date{}); err != nil {
							b.Error(err)
						}
					}
				})
			}
			wait.Wait()
		}
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/portfolio")
	})
	var queries []names.Query
	for _, v := range vendors {
		queries = append(queries, names.Query{Name: v})
	}
	portfolio := listed.NewPortfolio(queries, 0)
	var changes []lists.Change
	for n := range set.Index.Parties() {
		if n%40 != 0 || len(changes) == 500 {
			continue
		}
		p, err := set.Nth(n)
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range p.Entries {
			changes = append(changes, lists.Change{Kind: lists.Added, List: e.List, ID: e.ID, After: &e.Entry})
			break
		}
	}
	b.Run("change", func(b *testing.B) {
		events := 0
		for b.Loop() {
			events = len(portfolio.Concerned(changes))
		}
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/change")
		b.ReportMetric(float64(len(changes)), "entries")
		b.ReportMetric(float64(events), "events")
	})
}

// BenchmarkTenMillion asks an index of as many names as DELIST_NAMES says, ten
// million if it says nothing, made from the words of the lists.
func BenchmarkTenMillion(b *testing.B) {
	n := 10_000_000
	if s := os.Getenv("DELIST_NAMES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	words, whole := wordsOf(b)
	r := rand.New(rand.NewPCG(7, 7))
	start := time.Now()
	index := names.Build(func(yield func(names.Record) bool) {
		for i := range n {
			var parts []string
			for range 2 + r.IntN(3) {
				parts = append(parts, words[r.IntN(len(words))])
			}
			if !yield(names.Record{ID: fmt.Sprintf("%09d", i), Names: []names.Alias{{Name: strings.Join(parts, " ")}}}) {
				return
			}
		}
	})
	b.Logf("built %d names in %v", index.Len(), time.Since(start).Round(time.Second))
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		s := time.Now()
		index.Match(names.Query{Name: whole[(i*7919)%len(whole)]})
		times = append(times, time.Since(s))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(memory.HeapInuse)/1e9, "GB")
}

// BenchmarkReady opens the set of all real lists: from what was made before, and
// from the lists themselves.
func BenchmarkReady(b *testing.B) {
	realSet(b) // skips where they are not
	path := b.TempDir()
	store, err := open(path)
	if err != nil {
		b.Fatal(err)
	}
	names, _ := filepath.Glob("../../shared/data/lists/*.gz")
	store.Take(filesOf(names...), listed.Take{Source: "import"})
	for _, from := range []string{"lists", "stored"} {
		b.Run(from, func(b *testing.B) {
			for b.Loop() {
				if from == "lists" {
					if err := os.RemoveAll(filepath.Join(path, "compiled")); err != nil {
						b.Fatal(err)
					}
				}
				if _, err := store.Current(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/ready")
		})
	}
}
