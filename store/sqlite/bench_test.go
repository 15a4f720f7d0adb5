package sqlite_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/store/sqlite"
	"github.com/delistdev/delist/store/tables"
)

// A fleet is made-up packages, of the size of Debian's, for assets to hold.
type fleet struct {
	items map[tables.Key]tables.Item
	keys  []tables.Key
}

func newFleet(b *testing.B, n int) *fleet {
	f := &fleet{items: map[tables.Key]tables.Item{}}
	for i := range n {
		item := delist.Item{
			Kind: delist.Package, Name: fmt.Sprintf("package-%d", i), Version: "1.2.3-4", PURL: fmt.Sprintf("pkg:deb/debian/package-%d@1.2.3-4?arch=amd64&distro=debian-12", i),
			Declared: []delist.Declaration{{Field: "maintainer", Value: "Made-up Maintainers <maintainers@example.org>"}, {Field: "homepage", Value: fmt.Sprintf("https://example.org/package-%d", i)}},
		}
		it, err := tables.NewItem(&item, []delist.Attribution{{Party: "debian", Role: delist.Supplier, Strength: delist.Controlled}, {Party: delist.PartyID(fmt.Sprintf("maker-%d", i%400)), Role: delist.Developer, Strength: delist.Declared}})
		if err != nil {
			b.Fatal(err)
		}
		f.items[it.Key] = it
		f.keys = append(f.keys, it.Key)
	}
	return f
}

func (f *fleet) Item(k tables.Key) (tables.Item, error) { return f.items[k], nil }

// some returns n of the packages, the more common ones more often.
func (f *fleet) some(r *rand.Rand, n int) []tables.Key {
	picked := map[tables.Key]bool{}
	for len(picked) < n {
		x := r.Float64()
		picked[f.keys[int(x*x*float64(len(f.keys)))]] = true
	}
	keys := make([]tables.Key, 0, n)
	for k := range picked {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b tables.Key) int { return cmp.Compare(string(a[:]), string(b[:])) })
	return keys
}

var question = delist.Asked{As: []delist.Audience{"us"}, Act: delist.Use}

func open(b *testing.B, path string) *tables.Store {
	s, err := sqlite.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// BenchmarkSave saves 1,000 items that nobody had, then the same again.
func BenchmarkSave(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), sqlite.Name))
	f := newFleet(b, 1000*(b.N+1))
	var first, again time.Duration
	for n := range b.N {
		keys := slices.Clone(f.keys[1000*n : 1000*(n+1)])
		slices.SortFunc(keys, func(a, b tables.Key) int { return cmp.Compare(string(a[:]), string(b[:])) })
		i := &tables.Inventory{Asset: fmt.Sprint("host-", n), Asked: question, Complete: true, Keys: keys}
		for _, spent := range []*time.Duration{&first, &again} {
			start := time.Now()
			if _, err := s.Save(b.Context(), i, f); err != nil {
				b.Fatal(err)
			}
			*spent += time.Since(start)
		}
	}
	b.ReportMetric(float64(first.Microseconds())/float64(b.N)/1000, "ms/new")
	b.ReportMetric(float64(again.Microseconds())/float64(b.N)/1000, "ms/unchanged")
}

// BenchmarkFind looks for a vendor in 10,000 assets of 500 items.
func BenchmarkFind(b *testing.B) {
	path := filepath.Join(b.TempDir(), sqlite.Name)
	s, f, r := open(b, path), newFleet(b, 20_000), rand.New(rand.NewPCG(1, 2))
	const assets, each = 10_000, 500
	start := time.Now()
	for n := range assets {
		if _, err := s.Save(b.Context(), &tables.Inventory{Asset: fmt.Sprint("host-", n), Asked: question, Complete: true, Keys: f.some(r, each)}, f); err != nil {
			b.Fatal(err)
		}
	}
	saving := time.Since(start)
	if _, err := s.DB().Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		found, err := s.Find(b.Context(), tables.Query{Parties: []string{"maker-7"}})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(found.Holdings)), "holders")
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/find")
	b.ReportMetric(float64(saving.Milliseconds())/assets, "ms/save")
	b.ReportMetric(float64(info.Size())/assets/each, "bytes/pair")
}

// BenchmarkAppend appends to the ledger, each append durable when it returns.
func BenchmarkAppend(b *testing.B) {
	for _, batch := range []int{1, 100} {
		b.Run(fmt.Sprint(batch), func(b *testing.B) {
			s := open(b, filepath.Join(b.TempDir(), sqlite.Name))
			key, err := ledger.NewKey("example.org/bench")
			if err != nil {
				b.Fatal(err)
			}
			s.SignWith(key)
			events := make([]tables.Event, batch)
			for i := range events {
				events[i] = tables.Event{Kind: "test", Body: map[string]any{"finding": "d113e408c4a5e151", "asset": "host-1", "level": "prohibited", "name": "a made-up package", "record": i}}
			}
			for b.Loop() {
				if _, err := s.Append(b.Context(), events...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(batch*b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
}

// BenchmarkMillion verifies a ledger of a million records, and proves records of
// it, with what is read from the disk.
func BenchmarkMillion(b *testing.B) {
	const records = 1_000_000
	s := open(b, filepath.Join(b.TempDir(), sqlite.Name))
	key, err := ledger.NewKey("example.org/bench")
	if err != nil {
		b.Fatal(err)
	}
	s.SignWith(key)
	events := make([]tables.Event, 1000)
	for n := 0; n < records; n += len(events) {
		for i := range events {
			events[i] = tables.Event{Kind: "test", Body: map[string]any{"finding": "d113e408c4a5e151", "asset": "host-1", "level": "prohibited", "name": "a made-up package", "record": n + i}}
		}
		if _, err := s.Append(b.Context(), events...); err != nil {
			b.Fatal(err)
		}
	}
	const proofs = 1000
	r := rand.New(rand.NewPCG(3, 4))
	var proving, verifying time.Duration
	var size int
	for b.Loop() {
		start := time.Now()
		for range proofs {
			err := s.Log(b.Context(), func(l ledger.Log) error {
				p, err := ledger.Prove(b.Context(), l, r.Int64N(records), key.Verifier)
				size = max(size, len(p.Text()))
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		proving += time.Since(start)
		start = time.Now()
		report, err := s.Verify(b.Context(), key.Verifier, nil)
		if err != nil || !report.OK() {
			b.Fatal(err, report)
		}
		verifying += time.Since(start)
	}
	b.ReportMetric(float64(proving.Microseconds())/float64(b.N)/proofs/1000, "ms/proof")
	b.ReportMetric(float64(size), "bytes/proof")
	b.ReportMetric(verifying.Seconds()/float64(b.N), "s/verify")
}
