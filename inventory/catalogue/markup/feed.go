package markup

import (
	"errors"
	"io"
	"iter"
	"strconv"

	"github.com/delistdev/delist/inventory/source"
)

// Feed yields the products of a merchant feed in file order: each <item> of
// RSS 2.0 and 1.0 and each <entry> of Atom, wherever it stands. Several feeds may
// follow each other in one file.
//
// A nested element gives its path ("shipping.price"), the link of Atom its
// address. An element's value is its own text, not that of elements in it.
//
// A product that is not well-formed is yielded as a [*RecordError] with a zero
// Record, and reading goes on at the next product. Where only characters are at
// fault (a bare "&", an undeclared entity, bytes of another encoding) the product
// is yielded, and a RecordError after it says what is not as XML has it. A feed
// that stops in the middle is a RecordError at its end. Any other error comes from
// r and ends it.
//
// Of limits, Record counts: the largest product in bytes. One larger is passed
// over and reported.
//
// Source: Google Merchant Center, "Product data specification"
// (https://support.google.com/merchants/answer/7052112), "RSS 2.0 specification"
// (/160589), "Atom 1.0 specification" (/160593).
func Feed(r io.Reader, limits source.Limits) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		text, encoding, fault := decodeXML(r)
		f := &feed{
			scan: newScanner(text, limits.OrDefault().Record), most: limits.OrDefault().Record,
			words: newVocabulary(), encoding: encoding, record: -1, yield: yield,
		}
		if fault == nil || f.report(1, "", fault) {
			f.read()
		}
	}
}

// mostDepth bounds how deep elements nest.
const mostDepth = 64

// A feed is being read. Methods that return a bool return false where reading is
// to end.
type feed struct {
	scan     *scanner
	words    *vocabulary
	most     int    // bytes of a record
	encoding string // that the document declared
	yield    func(Record, error) bool

	open    []level // elements, outermost first
	path    []byte  // of the innermost element, in a record
	value   []byte  // scratch
	lost    bool    // after a fault end tags need not match outside of records
	counts  [2]int  // of items and entries
	record  int     // which level is the record; -1 outside of one
	began   int64   // where it began
	closing []byte  // the tag that ends it
	current Record
	fields  []Field // of it
	fault   error   // the first among its characters
	faults  int
}

// A level is an open element.
type level struct {
	written []byte // its name
	path    int    // how much of feed.path leads to it
	text    []byte // its own, decoded
	line    int
}

func (f *feed) read() {
	var t token
	for {
		before := f.scan.taken
		err := f.scan.next(&t)
		if err == nil && t.kind == tokenEnd {
			f.stopped(nil)
			return
		}
		if err == nil {
			err = f.token(&t)
		}
		if err == nil && f.record >= 0 && f.scan.taken-f.began > int64(f.most) {
			err = limitf("the record has more than %d bytes", f.most)
		}
		var syntax *syntaxError
		switch {
		case err == nil:
		case err == errDone:
			return
		case err == errStopped:
			f.stopped(err)
			return
		case !errors.As(err, &syntax) && !errors.Is(err, source.ErrLimit):
			f.yield(Record{}, err)
			return
		case !f.broken(t.line, err) || !f.resume(f.scan.taken > before, syntax == nil):
			return
		}
	}
}

// errDone says that the one who reads wants no more.
var errDone = errors.New("done")

func (f *feed) token(t *token) error {
	switch t.kind {
	case tokenText, tokenCDATA:
		return f.text(t)
	case tokenOpen:
		return f.start(t)
	case tokenClose:
		return f.end(t)
	case tokenInstruction:
		return f.instruction(t)
	case tokenDirective:
		return f.directive(t)
	}
	return nil
}

// report yields a fault.
func (f *feed) report(line int, object string, err error) bool {
	return f.yield(Record{}, &RecordError{Line: line, Object: object, Err: err})
}

// begin begins a record with the level that was opened last.
func (f *feed) begin(name string, t *token) {
	which, count := "item ", &f.counts[0]
	if name == "entry" {
		which, count = "entry ", &f.counts[1]
	}
	*count++
	f.record, f.began = len(f.open)-1, f.scan.taken
	f.closing = append(append(append(f.closing[:0], "</"...), f.open[f.record].written...), '>')
	f.current = Record{Line: t.line, Object: which + strconv.Itoa(*count), Begin: t.begin}
	f.fields, f.path, f.fault, f.faults = f.fields[:0], f.path[:0], nil, 0
}

// finish yields the record.
func (f *feed) finish() error {
	f.record = -1
	f.current.Fields, f.current.End = append([]Field(nil), f.fields...), f.scan.taken
	if !f.yield(f.current, nil) {
		return errDone
	}
	if f.fault == nil {
		return nil
	}
	if f.faults > 1 {
		f.fault = faultf("%v; and %d more faults", f.fault, f.faults-1)
	}
	if !f.report(f.current.Line, f.current.Object, f.fault) {
		return errDone
	}
	return nil
}
