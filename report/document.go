package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"github.com/delistdev/delist"
)

// Scan is the JSON document of a scan, which docs/scan.schema.json describes.
// Its writer puts what comes first in the stream first; the order of the fields
// is no part of the format.
type Scan struct {
	Schema     string                `json:"schema"`
	Version    string                `json:"version"`
	Target     string                `json:"target"`
	Asked      delist.Asked          `json:"asked"`
	Inputs     []delist.Input        `json:"inputs,omitempty"`
	Errors     []delist.Unread       `json:"errors"`
	Findings   []delist.Finding      `json:"findings"`
	Notices    []delist.Finding      `json:"notices"`
	Items      int                   `json:"items"`
	Attributed int                   `json:"attributed"`
	Complete   bool                  `json:"complete"`
	Parties    []delist.PartySummary `json:"parties"`
}

// document writes the stream as one JSON object, as it comes: findings are not
// held, however many there are.
type document struct {
	out    *writer
	list   string // the list that is open
	any    bool   // it has an element
	inputs []delist.Input
}

func (d *document) Handle(m delist.Message) error {
	switch {
	case m.Start != nil:
		d.out.text("{\n")
		d.out.field(1, "schema", delist.ScanSchema)
		d.out.field(1, "version", m.Start.Version)
		d.out.field(1, "target", m.Start.Target)
		d.out.field(1, "asked", m.Start.Asked)
		d.open("errors")
	case m.Input != nil:
		d.inputs = append(d.inputs, *m.Input)
	case m.Unread != nil:
		d.element()
		d.out.value(2, m.Unread)
	case m.Finding != nil:
		d.upTo("findings")
		d.element()
		d.out.finding(2, m.Finding)
	case m.Notice != nil:
		d.upTo("notices")
		d.element()
		d.out.finding(2, m.Notice)
	case m.Summary != nil:
		d.upTo("")
		d.summary(m.Summary)
	}
	return d.out.err
}

// listsInOrder are the lists of the document in their order, and its end.
var listsInOrder = []string{"errors", "findings", "notices", ""}

// upTo closes the lists before one, and opens it.
func (d *document) upTo(list string) {
	for at := slices.Index(listsInOrder, d.list); at < slices.Index(listsInOrder, list); at++ {
		if d.any {
			d.out.text("\n  ")
		}
		d.out.text("],\n")
		d.open(listsInOrder[at+1])
	}
}

func (d *document) open(list string) {
	d.list, d.any = list, false
	if list != "" {
		d.out.text("  \"" + list + "\": [")
	}
}

// element begins another element of the open list.
func (d *document) element() {
	if d.any {
		d.out.text(",")
	}
	d.out.text("\n    ")
	d.any = true
}

func (d *document) summary(s *delist.Summary) {
	if len(d.inputs) > 0 {
		d.out.field(1, "inputs", d.inputs)
	}
	d.out.field(1, "items", s.Items)
	d.out.field(1, "attributed", s.Attributed)
	d.out.field(1, "complete", s.Complete)
	parties := s.Parties
	if parties == nil {
		parties = []delist.PartySummary{}
	}
	d.out.text("  \"parties\": ")
	d.out.value(1, parties)
	d.out.text("\n}\n")
	d.out.flush()
}

// A writer writes JSON, indented, and remembers the first error.
type writer struct {
	w   *bufio.Writer
	err error
	buf bytes.Buffer
	// told holds what was written of grounds and the like, which thousands of
	// findings share.
	told map[any][]byte
}

func newWriter(w io.Writer) *writer {
	return &writer{w: bufio.NewWriterSize(w, 64<<10), told: map[any][]byte{}}
}

func (w *writer) text(s string) {
	if w.err == nil {
		_, w.err = w.w.WriteString(s)
	}
}

func (w *writer) bytes(b []byte) {
	if w.err == nil {
		_, w.err = w.w.Write(b)
	}
}

func (w *writer) flush() {
	if w.err == nil {
		w.err = w.w.Flush()
	}
}

const indents = "                " // as deep as anything begins here

// encoded returns a value as JSON that stands at a depth. It is good until the
// next call.
func (w *writer) encoded(depth int, value any) []byte {
	w.buf.Reset()
	enc := json.NewEncoder(&w.buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent(indents[:2*depth], "  ")
	if err := enc.Encode(value); err != nil && w.err == nil {
		w.err = err
	}
	return bytes.TrimSuffix(w.buf.Bytes(), []byte("\n"))
}

func (w *writer) value(depth int, value any) { w.bytes(w.encoded(depth, value)) }

// field writes a field of an object that others follow.
func (w *writer) field(depth int, name string, value any) {
	w.name(depth, name)
	w.value(depth, value)
	w.text(",\n")
}

func (w *writer) name(depth int, name string) {
	w.text(indents[:2*depth])
	w.text("\"" + name + "\": ")
}

// finding writes a finding or notice: the fields of [delist.Finding]. What all
// findings of one vendor and product share is turned into JSON once.
func (w *writer) finding(depth int, f *delist.Finding) {
	w.text("{\n")
	in := depth + 1
	w.field(in, "id", f.ID)
	w.field(in, "level", f.Level)
	shared(w, in, "conditional", f.Conditional, f.Conditional)
	w.field(in, "item", &f.Item)
	w.field(in, "party", f.Party)
	if f.Product != "" {
		w.field(in, "product", f.Product)
	}
	w.field(in, "attribution", &f.Attribution)
	shared(w, in, "grounds", first(f.Grounds), f.Grounds)
	if len(f.Elsewhere) > 0 {
		shared(w, in, "elsewhere", first(f.Elsewhere), f.Elsewhere)
	}
	if len(f.Claims) > 0 {
		shared(w, in, "claims", first(f.Claims), f.Claims)
	}
	if f.Origins != 0 {
		w.field(in, "origins", f.Origins)
	}
	if len(f.NotKnown) > 0 {
		w.field(in, "not_known", f.NotKnown)
	}
	if f.Exemption != nil {
		w.field(in, "exemption", f.Exemption)
	}
	w.name(in, "remedies")
	w.value(in, f.Remedies)
	w.text("\n" + indents[:2*depth] + "}")
}

// first returns what a list is known by: whoever shares its first element shares
// all.
func first[T any](list []T) *T {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// maxTold bounds how many different texts are kept.
const maxTold = 10_000

// shared writes a field that many findings have in common, known by a pointer.
func shared[T any](w *writer, depth int, name string, by *T, value any) {
	w.name(depth, name)
	if by == nil {
		w.value(depth, value)
		w.text(",\n")
		return
	}
	text, ok := w.told[by]
	if !ok {
		text = bytes.Clone(w.encoded(depth, value))
		if len(w.told) >= maxTold {
			clear(w.told)
		}
		w.told[by] = text
	}
	w.bytes(text)
	w.text(",\n")
}
