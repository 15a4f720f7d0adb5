package inventory

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/delistdev/delist"
)

const (
	// batchSize is how many results travel together from a reader to whoever
	// asks for them, and batchCount how many batches wait for one file: so much
	// may be read ahead, and no more, however large the file is.
	batchSize, batchCount = 256, 4
	// readAhead is how many files may be read before their turn.
	readAhead = 256
	// progressEvery is how often the progress is told.
	progressEvery = 100 * time.Millisecond
)

// A job is one candidate that is being read. Its channel is closed when
// everything in it was sent.
type job struct {
	candidate
	results chan []result
}

// items yields what is in the tree, in the order of paths: several files are
// read at a time and their results wait for their turn.
func (t *tree) items(ctx context.Context, progress func(delist.Progress)) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var group sync.WaitGroup
		defer t.close()
		defer group.Wait()
		defer cancel()
		tell := newTeller(t, progress)
		defer tell.stop()

		candidates := t.walkTelling(ctx, tell)
		queue := make(chan *job, readAhead)
		order := make(chan *job, readAhead)
		group.Go(func() { schedule(ctx, candidates, queue, order) })
		for range runtime.GOMAXPROCS(0) {
			group.Go(func() {
				for j := range queue {
					t.read(ctx, j)
				}
			})
		}
		for j := range order {
			tell.path = j.path
			if !drain(ctx, j, tell, yield) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(delist.Item{}, err)
		}
	}
}

// walkTelling walks the tree and tells the progress meanwhile.
func (t *tree) walkTelling(ctx context.Context, tell *teller) []candidate {
	walked := make(chan []candidate, 1)
	go func() { walked <- t.walk(ctx) }()
	for {
		select {
		case candidates := <-walked:
			return candidates
		case <-tell.tick:
			tell.now()
		}
	}
}

// schedule hands out the candidates in order, to the workers and to whoever
// waits for their results.
func schedule(ctx context.Context, candidates []candidate, queue, order chan<- *job) {
	defer close(queue)
	defer close(order)
	for _, c := range candidates {
		j := &job{candidate: c, results: make(chan []result, batchCount)}
		for _, to := range []chan<- *job{queue, order} {
			select {
			case to <- j:
			case <-ctx.Done():
				return
			}
		}
	}
}

// drain yields the results of one job as they come, and reports whether more
// are wanted.
func drain(ctx context.Context, j *job, tell *teller, yield func(delist.Item, error) bool) bool {
	for {
		select {
		case batch, ok := <-j.results:
			if !ok {
				return true
			}
			tell.whenDue()
			for _, r := range batch {
				if r.err == nil {
					tell.items++
				}
				if !yield(r.item, r.err) {
					return false
				}
			}
		case <-tell.tick:
			tell.now()
		case <-ctx.Done():
			yield(delist.Item{}, ctx.Err())
			return false
		}
	}
}

// read opens the candidate of a job and has it read.
func (t *tree) read(ctx context.Context, j *job) {
	if j.err != nil {
		j.fail(unread(j.path, j.err))
		return
	}
	opened, info, err := t.open(j.path)
	if err != nil {
		j.fail(unread(j.path, err))
		return
	}
	defer opened.Close()
	readAll(ctx, &file{tree: t, path: j.path, size: info.Size(), ReaderAt: opened}, j)
}

// fail ends a job that could not begin.
func (j *job) fail(err error) {
	j.results <- []result{{err: err}}
	close(j.results)
}

// readAll has every reader of a job read its file, and ends the job.
func readAll(ctx context.Context, f *file, j *job) {
	defer close(j.results)
	var batch []result
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		select {
		case j.results <- batch:
			batch = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for _, r := range j.readers {
		readFile(ctx, f, r, func(r result) error {
			batch = append(batch, r)
			if len(batch) < batchSize {
				return ctx.Err()
			}
			return flush()
		})
	}
	_ = flush() // only the context's end can keep it from being sent
}

// readFile has one reader read one file and reports how it ended.
func readFile(ctx context.Context, f *file, r *reader, send func(result) error) {
	out := &sink{ctx: ctx, file: f, reader: r.name, send: send}
	if err := guarded(r, f, out); err != nil && ctx.Err() == nil {
		_ = out.fail(0, err)
	}
}

// guarded keeps a fault of one reader, met in one hostile file, from ending the
// whole run: it becomes an error about that file.
func guarded(r *reader, f *file, out *sink) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%w: %v\n%s", errFault, fault, debug.Stack())
		}
	}()
	return r.read(f, out)
}

var errFault = errors.New("the reader has a fault")

// A teller tells the progress, at most ten times a second, from the goroutine
// that takes the items.
type teller struct {
	tree  *tree
	tell  func(delist.Progress)
	tick  <-chan time.Time
	stop  func()
	items int64
	path  string
}

func newTeller(t *tree, tell func(delist.Progress)) *teller {
	if tell == nil {
		return &teller{tree: t, stop: func() {}}
	}
	ticker := time.NewTicker(progressEvery)
	return &teller{tree: t, tell: tell, tick: ticker.C, stop: ticker.Stop}
}

func (t *teller) now() {
	t.tell(delist.Progress{Files: t.tree.files.Load(), Items: t.items, Path: t.path})
}

// whenDue tells it if it is time.
func (t *teller) whenDue() {
	select {
	case <-t.tick:
		t.now()
	default:
	}
}
