package postgres_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/store/postgres"
	"github.com/delistdev/delist/store/tables"
)

// A slow inventory gives its items only when it may.
type slow struct {
	reached, goOn chan struct{}
}

func (s slow) Item(tables.Key) (tables.Item, error) {
	close(s.reached)
	<-s.goOn
	return tables.Item{}, fmt.Errorf("a test")
}

// waitOnly makes writers wait no longer than that.
func waitOnly(t *testing.T, wait time.Duration) {
	before := *postgres.LockWait
	*postgres.LockWait = wait
	t.Cleanup(func() { *postgres.LockWait = before })
}

// hold makes one store hold the lock until the end of the test.
func hold(t *testing.T, s *tables.Store) {
	held, done := slow{make(chan struct{}), make(chan struct{})}, make(chan struct{})
	go func() {
		defer close(done)
		_, err := s.Save(t.Context(), &tables.Inventory{Asset: "host-1", Asked: delist.Asked{Act: delist.Use}, Keys: []tables.Key{{1}}}, held)
		if err == nil {
			t.Error("an item that is not there is no error")
		}
	}()
	<-held.reached
	t.Cleanup(func() {
		close(held.goOn)
		<-done
	})
}

// A second writer waits, and then says who holds the lock; somebody who reads does
// not notice.
func writers(t *testing.T, url string) {
	waitOnly(t, 200*time.Millisecond)
	first, second := open(t, url), open(t, url)
	hold(t, first)
	start := time.Now()
	_, err := second.Append(t.Context(), tables.Event{Kind: "test", Body: map[string]any{}})
	p := problem(t, err)
	host, _ := os.Hostname()
	for _, want := range []string{`"delist `, fmt.Sprintf("@%.20s %d", host, os.Getpid()), "is writing", " since 20", "server process "} {
		if !strings.Contains(p.Error(), want) {
			t.Errorf("got %v, want %q in it", p, want)
		}
	}
	if waited := time.Since(start); waited < 200*time.Millisecond || waited > 5*time.Second {
		t.Errorf("waited %v", waited)
	}
	if _, err := second.Assets(t.Context()); err != nil {
		t.Errorf("reading: %v", err)
	}
	other := open(t, url+"&search_path=other")
	append1(t, other) // the lock is of one schema
}

// While somebody writes, the tables keep their form.
func migrating(t *testing.T, url string) {
	waitOnly(t, 200*time.Millisecond)
	first := open(t, url)
	hold(t, first)
	if _, err := first.DB().Exec("DELETE FROM goose_db_version WHERE version_id > 0"); err != nil {
		t.Fatal(err)
	}
	_, err := postgres.Open(t.Context(), url)
	if p := problem(t, err); !strings.Contains(p.Error(), "is writing") {
		t.Errorf("got %v", p)
	}
}
