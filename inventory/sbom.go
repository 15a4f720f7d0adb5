package inventory

import (
	"context"
	"io"
	"iter"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/sbom"
)

// isSBOM reports whether the input is, or is said to be, an SBOM.
func isSBOM(head []byte, input string) bool {
	return input == inputSBOM || input == "" && sbom.Sniff(head)
}

// readSBOM reads a document that is the target itself: as it comes, however
// long it is.
func readSBOM(ctx context.Context, r io.Reader, name string, opts Options) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		t := &tree{}
		t.files.Add(1)
		tell := newTeller(t, opts.Progress)
		defer tell.stop()
		tell.path = name
		for item, err := range sbom.Read(r, name, sbom.Limits{Component: opts.Limits.FileBytes}) {
			if ctx.Err() != nil {
				yield(delist.Item{}, ctx.Err())
				return
			}
			if err == nil {
				tell.items++
			}
			tell.whenDue()
			if !yield(item, err) {
				return
			}
		}
	}
}
