package osquery

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/source"
)

// The kinds of input.
const (
	kindOsquery = "osquery"
	kindFleet   = "fleet"
)

// Kinds are the names of all that this package reads.
var Kinds = []string{kindOsquery, kindFleet}

// Read yields the items of an export, in file order.
//
// "osquery" is what osqueryi --json and --csv print, the result logs of
// osqueryd, alone or in an array, in the event, batch and snapshot formats, and
// the results of live queries ({"host":…,"rows":[…]}). "fleet" is a body of
// Fleet's REST API: hosts with their software, a host, titles and versions of
// software, the report of a query, or a report as CSV. Several documents may
// follow one another.
//
// A log is read twice where in.At is there, or where it is no larger than
// in.Limits.Whole: a row that was removed later, or that an earlier whole result
// had (a snapshot, or the first result of an epoch), is no item. Where it can be
// read only once, all rows that came are items, and those that went are counted
// and reported as undecided.
//
// A record that cannot be read is yielded as a [*delist.ReadError] with a zero
// item, and reading goes on.
func Read(kind string, in *source.Input) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		limits := in.Limits.OrDefault()
		r := &reader{in: in, kind: kind, yield: yield, planner: newPlanner(kind == kindFleet), limit: limits.Record, whole: wholeOf(limits)}
		head := make([]byte, source.HeadSize)
		n, err := io.ReadFull(in.Reader, head)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			yield(delist.Item{}, in.Fault(kind, 0, "", err))
			return
		}
		r.start(head[:n], limits)
	}
}

// wholeOf returns how large a record may be; its nodes count bytes in 32 bits.
func wholeOf(limits source.Limits) int { return int(min(limits.Whole, 1<<30)) }

// A reader is one run over an input.
type reader struct {
	in      *source.Input
	kind    string
	yield   func(delist.Item, error) bool
	stopped bool
	limit   int // the largest row, in bytes
	whole   int // the largest record, which may have many rows

	s       *stream
	d       doc
	builder builder
	planner planner
	counts  counts
	told    int
	form    string
	history *history
	records int64 // envelopes so far
	texts   map[string]string
	around  envelope
	taken   int    // bytes of the record at hand
	spoilt  bool   // nothing was read since something could not be
	scratch []byte // fields of a row of a table
	lined   bool   // the record at hand begins on a line of its own
}

// start reads on behind the head.
func (r *reader) start(head []byte, limits source.Limits) {
	rest := io.MultiReader(bytes.NewReader(head), r.in.Reader)
	if !beginsJSON(head) {
		r.table(head, rest)
		r.report()
		return
	}
	again := r.replay(head, &rest, limits)
	if again != nil && r.isLog(head) {
		r.history = ahead(again, r.kind, limits)
		if r.history.full {
			r.fault(0, "", errState)
		}
	}
	r.form = "JSON"
	r.s = newStream(decoded(rest, head))
	visit := r.record
	if r.kind == kindFleet {
		visit = r.body
	}
	r.documents(visit)
	r.report()
}

// replay returns what reads the input another time, or nil where that cannot be.
func (r *reader) replay(head []byte, rest *io.Reader, limits source.Limits) io.Reader {
	if !r.isLog(head) {
		return nil
	}
	if r.in.At != nil {
		return decoded(io.NewSectionReader(r.in.At, 0, r.in.Size), head)
	}
	held, err := io.ReadAll(io.LimitReader(*rest, limits.Whole+1))
	if err == nil && int64(len(held)) <= limits.Whole {
		*rest = bytes.NewReader(held)
		return decoded(bytes.NewReader(held), head)
	}
	behind := *rest
	if err != nil {
		behind = &failing{err}
	}
	*rest = io.MultiReader(bytes.NewReader(held), behind)
	return nil
}

// failing is what is left of a reader that failed.
type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// ahead reads a log for its history alone. What is wrong with it is told when it
// is read for its items.
func ahead(again io.Reader, kind string, limits source.Limits) *history {
	h := newHistory()
	r := &reader{in: &source.Input{}, kind: kind, yield: func(delist.Item, error) bool { return true }, limit: limits.Record, whole: wholeOf(limits)}
	r.s = newStream(again)
	var e envelope
	r.documents(func(i uint32, _ place) {
		r.envelopes(&e, i, place{}, func(place) { h.note(&e) }, func(uint32, place) {})
	})
	return h
}

// decoded reads UTF-8 out of what PowerShell writes, too: UTF-16 with its mark.
func decoded(in io.Reader, head []byte) io.Reader {
	if !inUTF16(head) && !bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		return in
	}
	return transform.NewReader(in, unicode.BOMOverride(transform.Nop))
}

func inUTF16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// plainHead returns the beginning of a file in UTF-8, without its mark.
func plainHead(head []byte) []byte {
	if inUTF16(head) {
		head = head[:len(head)&^1]
	}
	text, err := io.ReadAll(decoded(bytes.NewReader(head), head))
	if err != nil || !utf8.Valid(text) && inUTF16(head) {
		return head
	}
	return text
}

func beginsJSON(head []byte) bool {
	head = bytes.TrimLeft(plainHead(head), " \t\r\n")
	return len(head) == 0 || head[0] == '[' || head[0] == '{'
}

// fault yields what is wrong at a line or an object.
func (r *reader) fault(line int, object string, err error) {
	if !r.stopped && !r.yield(delist.Item{}, r.in.Fault(r.kind, line, object, err)) {
		r.stopped = true
	}
}

// report tells at the end what gave no item.
func (r *reader) report() {
	for _, what := range r.counts.order {
		n := *r.counts.of[what]
		err := fmt.Errorf("%s: %s (%d)", what.query, what.why, n)
		fault := r.in.Fault(r.kind, 0, "", err)
		fault.Undecided = what.why == whyRemoved
		if !r.stopped && !r.yield(delist.Item{}, fault) {
			r.stopped = true
		}
	}
}
