package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/store/postgres"
	"github.com/delistdev/delist/store/postgrestest"
	"github.com/delistdev/delist/store/tables"
)

// The server is killed while several write. When it runs again, everything that
// was acknowledged is there, each batch is there in whole or not at all, and the
// store verifies.
func TestKilledServer(t *testing.T) {
	server := postgrestest.Own(t)
	url := server.Database(t)
	key, err := ledger.NewKey("example.org/test")
	if err != nil {
		t.Fatal(err)
	}
	seen := &acknowledged{batches: map[string]int64{}}
	for round := range 6 {
		ctx, cancel := context.WithCancel(t.Context())
		var wait sync.WaitGroup
		for writer := range 3 {
			s, err := postgres.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			s.SignWith(key)
			wait.Go(func() {
				defer s.Close()
				err := write(ctx, s, fmt.Sprintf("%d/%d", round, writer), seen)
				var p *tables.Problem
				if ctx.Err() == nil && !errors.As(err, &p) {
					t.Errorf("got %v, want a problem with the way out", err)
				}
			})
		}
		time.Sleep(time.Duration(100+rand.IntN(200)) * time.Millisecond)
		server.Kill(t)
		wait.Wait()
		cancel()
		server.Start(t)
		seen.check(t, url, key)
	}
	t.Logf("%d batches were acknowledged", len(seen.batches))
	if len(seen.batches) < 20 {
		t.Errorf("only %d batches were acknowledged", len(seen.batches))
	}
}

// batch is how many records one transaction has.
const batch = 3

// acknowledged are the batches whose writing returned without an error, with the
// number of their first record.
type acknowledged struct {
	sync.Mutex
	batches map[string]int64
}

// items are items by their keys.
type items map[tables.Key]tables.Item

func (i items) Item(k tables.Key) (tables.Item, error) { return i[k], nil }

// write appends batches, and saves inventories, until an error.
func write(ctx context.Context, s *tables.Store, name string, seen *acknowledged) error {
	for n := 0; ctx.Err() == nil; n++ {
		var events []tables.Event
		prefix := fmt.Sprintf("batch/%s/%d", name, n)
		for part := range batch {
			events = append(events, tables.Event{Kind: "test", Key: fmt.Sprintf("%s/%d", prefix, part), Body: map[string]any{}, Personal: map[string]string{"by": name}})
		}
		first, err := s.Append(ctx, events...)
		if err != nil {
			return err
		}
		seen.Lock()
		seen.batches[prefix] = first
		seen.Unlock()
		item := delist.Item{Kind: delist.Package, Name: fmt.Sprintf("made-up-%d", n%50)}
		kept, err := tables.NewItem(&item, nil)
		if err != nil {
			return err
		}
		if _, err := s.Save(ctx, &tables.Inventory{Asset: name, Complete: true, Keys: []tables.Key{kept.Key}}, items{kept.Key: kept}); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (a *acknowledged) check(t *testing.T, url string, key *ledger.Key) {
	t.Helper()
	s := open(t, url)
	defer s.Close()
	report, err := s.Verify(t.Context(), key.Verifier, nil)
	if err != nil || !report.OK() {
		t.Fatalf("verify: %v, %v, %v", err, report.Faults, report.Tables)
	}
	records, err := s.Keyed(t.Context(), "batch/")
	if err != nil {
		t.Fatal(err)
	}
	at, parts := map[string]int64{}, map[string]int{}
	for _, r := range records {
		at[r.Key] = r.Number
		parts[r.Key[:len(r.Key)-2]]++
	}
	for prefix, first := range a.batches {
		for part := range batch {
			if n, ok := at[fmt.Sprintf("%s/%d", prefix, part)]; !ok || n != first+int64(part) {
				t.Errorf("%s was acknowledged, and its part %d is lost", prefix, part)
			}
		}
	}
	for prefix, n := range parts {
		if n != batch {
			t.Errorf("%s: %d of %d records are there", prefix, n, batch)
		}
	}
}
