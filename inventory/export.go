package inventory

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"iter"
	"runtime/debug"
	"slices"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/catalogue"
	"github.com/delistdev/delist/inventory/fleet"
	"github.com/delistdev/delist/inventory/fleet/osquery"
	"github.com/delistdev/delist/inventory/network"
	"github.com/delistdev/delist/inventory/source"
)

// An export is a family of files that hold the items of others: of fleets, of
// networks, of shops. They are read as a target, as they come, and not searched
// for in a tree.
type export struct {
	kinds []string
	sniff func(head []byte) string
	items func(kind string, in *source.Input) iter.Seq2[delist.Item, error]
}

// exports are asked in this order which of them knows a form.
var exports = []*export{
	{kinds: osquery.Kinds, sniff: osquery.Sniff, items: osquery.Read},
	{kinds: fleet.Kinds, sniff: fleet.Sniff, items: fleet.Read},
	{kinds: network.Kinds, sniff: network.Sniff, items: network.Read},
	{kinds: catalogue.Kinds, sniff: catalogue.Sniff, items: catalogue.Read},
}

// A chosenExport is an export with the kind that it was recognised as.
type chosenExport struct {
	*export
	kind string
}

// exportOf returns the export that is asked for, or the one that knows the form.
func exportOf(head []byte, input string) *chosenExport {
	for _, e := range exports {
		if input != "" {
			if slices.Contains(e.kinds, input) {
				return &chosenExport{e, input}
			}
			continue
		}
		if kind := e.sniff(head); kind != "" {
			return &chosenExport{e, kind}
		}
	}
	return nil
}

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte("\x1f\x8b")) }

// packedExport looks for an export in a file that gzip has packed, as shops and
// servers do with large ones, and returns it with what is in the file.
func packedExport(r io.Reader, head []byte, opts Options) (*chosenExport, io.Reader) {
	if !isGzip(head) || opts.Input != "" && exportOf(nil, opts.Input) == nil {
		return nil, nil
	}
	unpacked, err := gzip.NewReader(bufio.NewReaderSize(r, 256<<10))
	if err != nil {
		return nil, nil
	}
	in := bufio.NewReaderSize(&cappedReader{unpacked, source.Limits{}.OrDefault().Unpacked}, source.HeadSize)
	inner, _ := in.Peek(source.HeadSize) // whatever there is
	if e := exportOf(inner, opts.Input); e != nil {
		return e, in
	}
	return nil, nil
}

// A cappedReader ends with an error at its limit, not as if all had been read.
type cappedReader struct {
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, fmt.Errorf("%w: it unpacks to more than is read", source.ErrLimit)
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// hasReader reports whether a file is that of a reader by its name, which goes
// before its form, unless a kind was asked for.
func hasReader(f *file, input string) bool {
	return input == "" && len(named(f.tree.dir, f.path)) > 0
}

// readAheadItems is how many items wait for whoever takes them: reading goes on
// meanwhile, on another processor.
const readAheadItems = 64 * batchSize

// read yields the items of an export as they come.
func (e *chosenExport) read(ctx context.Context, f *file, r io.Reader, opts Options) iter.Seq2[delist.Item, error] {
	opts.Recognised(e.kind)
	return func(yield func(delist.Item, error) bool) {
		in := &source.Input{Reader: r, Name: f.path, Limits: source.Limits{Whole: opts.Limits.FileBytes}, Sale: opts.Sale}
		if f.ReaderAt != nil {
			in.At, in.Size = f.ReaderAt, f.size
		}
		ctx, cancel := context.WithCancel(ctx)
		j := &exportJob{kind: e.kind, path: f.path, results: make(chan exportBatch, readAheadItems/batchSize)}
		in.Told = func(told delist.Input) { j.batch.told = append(j.batch.told, told) }
		done := make(chan struct{})
		go func() {
			defer close(done)
			j.read(ctx, e.items(e.kind, in))
		}()
		defer func() { <-done }()
		defer cancel()
		f.tree.files.Add(1)
		tell := newTeller(f.tree, opts.Progress)
		defer tell.stop()
		tell.path = f.path
		j.drain(ctx, tell, opts.Told, yield)
	}
}

// An exportBatch is some results, after what was told before them.
type exportBatch struct {
	told    []delist.Input
	results []result
}

// An exportJob hands the items of one export from the goroutine that reads them
// to the one that takes them.
type exportJob struct {
	kind, path string
	results    chan exportBatch
	batch      exportBatch
}

func (j *exportJob) read(ctx context.Context, items iter.Seq2[delist.Item, error]) {
	defer close(j.results)
	defer func() { // of a fault in one hostile file, as with other readers
		if fault := recover(); fault != nil {
			err := fmt.Errorf("%w: %v\n%s", errFault, fault, debug.Stack())
			j.batch.results = append(j.batch.results, result{err: &delist.ReadError{Reader: j.kind, Path: j.path, Err: err}})
			j.flush(ctx)
		}
	}()
	for item, err := range items {
		if j.batch.results == nil {
			j.batch.results = make([]result, 0, batchSize)
		}
		j.batch.results = append(j.batch.results, result{item, err})
		if len(j.batch.results) == batchSize && !j.flush(ctx) {
			return
		}
	}
	j.flush(ctx)
}

func (j *exportJob) flush(ctx context.Context) bool {
	select {
	case j.results <- j.batch:
		j.batch = exportBatch{}
		return true
	case <-ctx.Done():
		return false
	}
}

func (j *exportJob) drain(ctx context.Context, tell *teller, told func(delist.Input), yield func(delist.Item, error) bool) {
	for {
		select {
		case batch, ok := <-j.results:
			if !ok {
				return
			}
			for _, in := range batch.told {
				if told != nil {
					told(in)
				}
			}
			tell.whenDue()
			for i := range batch.results {
				r := &batch.results[i]
				if r.err == nil {
					tell.items++
				}
				if !yield(r.item, r.err) {
					return
				}
			}
		case <-tell.tick:
			tell.now()
		case <-ctx.Done():
			yield(delist.Item{}, ctx.Err())
			return
		}
	}
}

// IsCatalogue reports whether a kind of input is what somebody sells.
func IsCatalogue(kind string) bool { return slices.Contains(catalogue.Kinds, kind) }
