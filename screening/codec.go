package screening

import (
	"bufio"
	"encoding/binary"
	"io"

	"github.com/delistdev/delist"
)

// A writer writes items down for the same run to read again: texts with their
// lengths, numbers as variable-length integers, in the order of the fields. It is
// no format for anybody else.
type writer struct{ buf []byte }

func (w *writer) number(n int) { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }

func (w *writer) text(s string) {
	w.number(len(s))
	w.buf = append(w.buf, s...)
}

func (w *writer) observed(o *delist.Observed) {
	w.text(string(o.Kind))
	w.text(o.Value)
	w.text(string(o.Signature))
	w.text(o.Decided)
	verified := 0
	if o.Verified {
		verified = 1
	}
	w.number(verified)
}

func (w *writer) item(it *delist.Item) {
	for _, s := range [...]string{string(it.Kind), it.Name, it.Version, it.PURL, it.Reader} {
		w.text(s)
	}
	w.number(it.Places)
	w.number(len(it.Declared))
	for _, d := range it.Declared {
		w.text(d.Field)
		w.text(d.Value)
	}
	w.number(len(it.Identifiers))
	for i := range it.Identifiers {
		w.observed(&it.Identifiers[i])
	}
	w.number(len(it.Locations))
	for _, l := range it.Locations {
		w.text(l.Path)
		w.number(l.Line)
		w.text(l.Layer)
		w.text(l.Object)
		w.text(l.Asset)
		w.sale(l.Sale)
	}
}

func (w *writer) sale(s *delist.Sale) {
	if s == nil {
		w.number(0)
		return
	}
	w.number(1)
	w.text(s.Withdrawn)
	w.text(s.Shelf)
	w.text(s.Quantity)
}

// A reader reads what a writer wrote. Its error is the first that was met.
type reader struct {
	in    *bufio.Reader
	err   error
	words map[string]string // short texts that come again and again
	buf   []byte
}

func (r *reader) number() int {
	n, err := binary.ReadUvarint(r.in)
	if err != nil && r.err == nil {
		r.err = err
	}
	return int(n)
}

// text reads a text that is of one item; it shares the memory of none.
func (r *reader) text() string { return string(r.bytes()) }

func (r *reader) bytes() []byte {
	n := r.number()
	if r.err != nil || n == 0 {
		return nil
	}
	if cap(r.buf) < n {
		r.buf = make([]byte, n)
	}
	b := r.buf[:n]
	if _, err := io.ReadFull(r.in, b); err != nil {
		r.err = err
		return nil
	}
	return b
}

// maxWords bounds the texts that are kept once for all.
const maxWords = 1000

// word reads a text that many items have.
func (r *reader) word() string {
	b := r.bytes()
	if s, ok := r.words[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(r.words) < maxWords {
		r.words[s] = s
	}
	return s
}

func (r *reader) observed() delist.Observed {
	return delist.Observed{
		Kind: delist.IdentifierKind(r.word()), Value: r.text(), Signature: delist.Grade(r.word()), Decided: r.word(),
		Verified: r.number() == 1,
	}
}

func (r *reader) item() (it delist.Item) {
	it.Kind, it.Name, it.Version, it.PURL, it.Reader = delist.ItemKind(r.word()), r.text(), r.text(), r.text(), r.word()
	it.Places = r.number()
	for n := r.number(); n > 0 && r.err == nil; n-- {
		it.Declared = append(it.Declared, delist.Declaration{Field: r.word(), Value: r.text()})
	}
	if n := r.number(); n > 0 && r.err == nil {
		it.Identifiers = make([]delist.Observed, 0, min(n, maxLocations))
		for ; n > 0 && r.err == nil; n-- {
			it.Identifiers = append(it.Identifiers, r.observed())
		}
	}
	if n := r.number(); n > 0 && r.err == nil {
		it.Locations = make([]delist.Location, 0, min(n, maxLocations))
		for ; n > 0 && r.err == nil; n-- {
			it.Locations = append(it.Locations, delist.Location{Path: r.word(), Line: r.number(), Layer: r.word(), Object: r.text(), Asset: r.word(), Sale: r.sale()})
		}
	}
	return it
}

func (r *reader) sale() *delist.Sale {
	if r.number() == 0 {
		return nil
	}
	return &delist.Sale{Withdrawn: r.word(), Shelf: r.text(), Quantity: r.text()}
}
