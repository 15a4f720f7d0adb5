package osquery

import (
	"bytes"

	"github.com/delistdev/delist"
)

// A cell is a value as its row has it.
type cell struct {
	b     []byte
	plain bool // b stands for itself; else it is JSON's way to write it
}

// A builder makes an item of one row. The texts of an item share one string.
type builder struct {
	cells    [words]cell
	used     []word // those whose cells are set
	text     []byte // decoded, one after the other
	declared []said
	observed []seen
}

// A span is a part of the builder's text.
type span struct{ from, to int }

func (s span) empty() bool { return s.from == s.to }

type said struct {
	field string
	at    span
}

type seen struct {
	kind    delist.IdentifierKind
	at      span
	claimed bool
	decided string
}

func (b *builder) reset() {
	for _, w := range b.used {
		b.cells[w] = cell{}
	}
	b.used = b.used[:0]
	b.text, b.declared, b.observed = b.text[:0], b.declared[:0], b.observed[:0]
}

// set gives a word its value; the first that is not empty stays.
func (b *builder) set(w word, value []byte, plain bool) {
	if len(b.cells[w].b) == 0 && len(value) > 0 {
		b.cells[w] = cell{value, plain}
		b.used = append(b.used, w)
	}
}

// put appends the text of a word, unless it is blank.
func (b *builder) put(w word) span {
	c := b.cells[w]
	if len(c.b) == 0 {
		return span{}
	}
	from := len(b.text)
	if c.plain {
		b.text = append(b.text, c.b...)
	} else {
		b.text = appendText(b.text, c.b)
	}
	if blank(b.text[from:]) {
		b.text = b.text[:from]
	}
	return span{from, len(b.text)}
}

func blank(s []byte) bool {
	return len(s) == 0 || s[0] <= ' ' && len(bytes.TrimSpace(s)) == 0
}

// first is put for the first of some words that has a text.
func (b *builder) first(of ...word) span {
	for _, w := range of {
		if at := b.put(w); !at.empty() {
			return at
		}
	}
	return span{}
}

// bytes returns the text of a span, good until the next put.
func (b *builder) bytes(at span) []byte { return b.text[at.from:at.to:at.to] }

// append adds a text of the builder's own.
func (b *builder) append(s ...[]byte) span {
	from := len(b.text)
	for _, s := range s {
		b.text = append(b.text, s...)
	}
	return span{from, len(b.text)}
}

func (b *builder) declare(field string, at span) {
	if !at.empty() {
		b.declared = append(b.declared, said{field, at})
	}
}

func (b *builder) observe(kind delist.IdentifierKind, at span) {
	if !at.empty() {
		b.observed = append(b.observed, seen{kind: kind, at: at})
	}
}

// claim observes what the export says of a signature.
func (b *builder) claim(kind delist.IdentifierKind, at span, decided string) {
	if !at.empty() {
		b.observed = append(b.observed, seen{kind: kind, at: at, claimed: true, decided: decided})
	}
}

// finish fills in the declarations and identifiers of an item, whose texts are
// in all.
func (b *builder) finish(it *delist.Item, all string) {
	if len(b.declared) > 0 {
		it.Declared = make([]delist.Declaration, len(b.declared))
		for i, d := range b.declared {
			it.Declared[i] = delist.Declaration{Field: d.field, Value: all[d.at.from:d.at.to]}
		}
	}
	if len(b.observed) == 0 {
		return
	}
	it.Identifiers = make([]delist.Observed, len(b.observed))
	for i, o := range b.observed {
		it.Identifiers[i] = delist.Observed{Kind: o.kind, Value: all[o.at.from:o.at.to], Decided: o.decided}
		if o.claimed {
			it.Identifiers[i].Signature = delist.GradeClaimed
		}
	}
}
