package hive

import (
	"bytes"
	"fmt"
	"io"
	"iter"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// kindName is what the user types after --input.
const kindName = "registry-hive"

// Kinds are the names of what this package reads.
var Kinds = []string{kindName}

// Sniff returns the kind of a file by its beginning; "" if it is no hive. A
// transaction log is none: it is read with its hive.
func Sniff(head []byte) string {
	b, err := parseBase(head[:min(len(head), checkedSize+4)])
	if err != nil || b.supported() != nil {
		return ""
	}
	return kindName
}

// Read yields what a hive says of installed programs, services, drivers and the
// system itself. It is [ReadWithLogs] where there are no logs.
func Read(kind string, in *source.Input) iter.Seq2[delist.Item, error] {
	return ReadWithLogs(kind, in)
}

// ReadWithLogs is Read for a hive whose transaction logs are at hand, in any
// order. They are looked at only if the hive was not closed cleanly, and nothing
// is written. Without one that fits, a [*delist.ReadError] that is Undecided says
// that the last changes are missing, and what the hive has is read.
//
// Everything that could not be read is yielded as a [*delist.ReadError] with a
// zero Item. A hive that is cut off yields what can still be reached.
func ReadWithLogs(kind string, in *source.Input, logs ...io.ReaderAt) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		r := &reader{in: in, kind: kind, limit: int64(in.Limits.OrDefault().Record), yield: yield, seen: map[uint32]struct{}{}}
		if r.open(logs) {
			r.read()
		}
	}
}

// A reader reads one hive.
type reader struct {
	in     *source.Input
	kind   string
	limit  int64 // bytes of one value
	bins   *bins
	root   key
	asset  string // the name of the machine, once known
	yield  func(delist.Item, error) bool
	over   bool // nothing more is wanted, or can be had
	faults int
	seen   map[uint32]struct{} // keys that were taken for items
}

// open finds the root key, and reports whether there is one.
func (r *reader) open(logs []io.ReaderAt) bool {
	at, size := r.content()
	head, err := readBase(at)
	if err == nil {
		err = head.supported()
	}
	if err != nil {
		r.fault("", err)
		return false
	}
	have := max(0, size-baseSize)
	want := have
	if head.checked {
		want = int64(head.dataSize) // what stands behind it is padding
	}
	r.bins = newBins(at, min(have, want))
	if head.dirty() {
		done := r.bins.replayLogs(head, logs)
		if done.err != nil {
			r.undecided(done.err)
		}
		if head = done.base; done.applied > 0 {
			want = done.size
		}
	}
	if r.bins.missing(have, want) {
		r.cut(size, baseSize+want)
	}
	root, err := r.bins.key(head.root)
	if err != nil {
		r.fault("", fmt.Errorf("its root: %w", err))
		return false
	}
	r.root = root
	return !r.over
}

// content returns the file; of a stream, as much of it as is held in memory.
func (r *reader) content() (io.ReaderAt, int64) {
	if r.in.At != nil {
		return r.in.At, r.in.Size
	}
	limit := r.in.Limits.OrDefault().Whole
	content, err := io.ReadAll(io.LimitReader(r.in, limit+1))
	if int64(len(content)) > limit {
		content, err = content[:limit], fmt.Errorf("%w: of a stream at most %d bytes are read; give a file instead", source.ErrLimit, limit)
	}
	r.fault("", err)
	return bytes.NewReader(content), int64(len(content))
}
