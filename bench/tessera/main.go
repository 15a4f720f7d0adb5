// Tessera measures the peer of delist's ledger: the POSIX driver of
// transparency-dev/tessera, in a module of its own, because what it needs must
// not become what delist needs. It prints one line of JSON:
//
//	go -C bench/tessera run . -dir DIR
//
// With -check it reads what "delist ledger export" wrote, with tessera's own
// checker, and says whether everything is in order:
//
//	go -C bench/tessera run . -check DIR -key PUBLIC
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	dir := flag.String("dir", "", "an empty directory on the disk that is to be measured")
	check := flag.String("check", "", "check an exported ledger instead")
	key := flag.String("key", "", "the public key of that ledger")
	length := flag.Duration("for", 5*time.Second, "how long to measure each")
	many := flag.Int("many", 8192, "how many append at once")
	flag.Parse()
	if err := run(context.Background(), *dir, *check, *key, *length, *many); err != nil {
		fmt.Fprintln(os.Stderr, "tessera:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir, check, key string, length time.Duration, many int) error {
	if check != "" {
		return checkExport(ctx, check, key)
	}
	if dir == "" {
		return errors.New("no -dir")
	}
	// Who appends one by one waits for no others to fill a batch.
	one, err := measure(ctx, filepath.Join(dir, "one"), 1, 1, length)
	if err != nil {
		return err
	}
	all, err := measure(ctx, filepath.Join(dir, "many"), tessera.DefaultBatchMaxSize, many, length)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result{one, all, many})
}

// A result is in appends a second, each durable when it returned.
type result struct {
	OneByOne float64 `json:"one_by_one"`
	AtOnce   float64 `json:"at_once"`
	Many     int     `json:"many"` // how many waited at the same time
}

// open makes a log that writes batches of at most this many entries.
func open(ctx context.Context, dir string, batch uint) (*tessera.Appender, func(context.Context) error, error) {
	secret, _, err := note.GenerateKey(rand.Reader, "bench.example")
	if err != nil {
		return nil, nil, err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, nil, err
	}
	driver, err := posix.New(ctx, posix.Config{Path: dir})
	if err != nil {
		return nil, nil, err
	}
	options := tessera.NewAppendOptions().WithCheckpointSigner(signer).WithCheckpointInterval(time.Second).
		WithBatching(batch, tessera.DefaultBatchMaxAge).WithPushback(1 << 20)
	appender, shutdown, _, err := tessera.NewAppender(ctx, driver, options)
	return appender, shutdown, err
}

// measure appends by many at once, each of which waits until its entry has a
// durable number before it appends the next.
func measure(ctx context.Context, dir string, batch uint, many int, length time.Duration) (float64, error) {
	appender, shutdown, err := open(ctx, dir, batch)
	if err != nil {
		return 0, err
	}
	var appended atomic.Int64
	var failed atomic.Value
	var all sync.WaitGroup
	start := time.Now()
	for worker := range many {
		all.Go(func() {
			for n := 0; time.Since(start) < length; n++ {
				if _, err := appender.Add(ctx, tessera.NewEntry(entry(worker, n)))(); err != nil {
					failed.Store(err)
					return
				}
				appended.Add(1)
			}
		})
	}
	all.Wait()
	rate := float64(appended.Load()) / time.Since(start).Seconds()
	if err, ok := failed.Load().(error); ok {
		return 0, err
	}
	return rate, shutdown(ctx)
}

// entry makes up a record of the size that those of a ledger have.
func entry(worker, n int) []byte {
	return fmt.Appendf(nil, `{"at":"2017-09-13T10:00:00.000Z","body":{"because":"a reason, in some words, as long as such things are",`+
		`"effect":"suspend","number":%d,"party":"an-invented-vendor-%d","review":"2027-01-15"},"kind":"decision"}`, n, worker)
}

// checkExport reads a whole exported ledger: every leaf and tile, up to the
// checkpoint's root.
func checkExport(ctx context.Context, dir, key string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	checker := fsck.New(verifier.Name(), verifier, client.FileFetcher{Root: dir}, leafHashes, fsck.Opts{N: 2})
	checked := make(chan error, 1)
	go func() { checked <- checker.Check(ctx) }()
	select {
	case err := <-checked:
		if err == nil {
			fmt.Println("in order")
		}
		return err
	case <-time.After(time.Minute):
		return errors.New("not in order: no answer in a minute (v1.0.4 does not end where a bundle is damaged)")
	}
}

// leafHashes returns the hashes of the entries in a bundle.
func leafHashes(bundle []byte) ([][]byte, error) {
	var b api.EntryBundle
	if err := b.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	var hashes [][]byte
	for _, leaf := range b.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(leaf))
	}
	return hashes, nil
}
