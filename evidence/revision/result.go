package revision

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// revision writes down what was found.
func (c *comparison) revision() Revision {
	r := Revision{a: c.a.doc, b: c.b.doc, Same: make([]Pair, 0, len(c.pairs)), Changes: make([]Change, 0, len(c.changes))}
	for _, p := range c.pairs {
		r.Same = append(r.Same, Pair{A: c.a.span(c.a.words(p.a)), B: c.b.span(c.b.words(p.b)), Moved: p.moved})
	}
	for _, x := range c.changes {
		if x.kind == "" {
			continue
		}
		out := Change{A: c.a.span(x.a), B: c.b.span(x.b), Kind: x.kind, Meaning: x.meaning}
		if x.pair == gapPair {
			out.A, out.B = c.a.before(x.a.from), c.b.before(x.b.from)
		}
		for i := range out.Meaning {
			out.Meaning[i].A, out.Meaning[i].B = cut(out.Meaning[i].A), cut(out.Meaning[i].B)
		}
		r.Changes = append(r.Changes, out)
	}
	r.Changes = append(r.Changes, c.tail()...)
	slices.SortStableFunc(r.Changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(x.A.Start, y.A.Start), cmp.Compare(x.B.Start, y.B.Start), cmp.Compare(y.A.End, x.A.End))
	})
	return r
}

// tail returns a change of what stands behind MaxText, if anything does.
func (c *comparison) tail() []Change {
	a := evidence.Span{Start: c.a.limit, End: len(c.a.doc.Text)}
	b := evidence.Span{Start: c.b.limit, End: len(c.b.doc.Text)}
	if a.Start == a.End && b.Start == b.End {
		return nil
	}
	x := Change{A: a, B: b, Kind: Replaced, Meaning: []Meaning{{Kind: Wording, Alters: true, Why: "too long: this part was not compared"}}}
	switch {
	case a.Start == a.End:
		x.Kind = Inserted
	case b.Start == b.End:
		x.Kind = Deleted
	}
	return []Change{x}
}

// cut shortens words for a reader.
func cut(s string) string {
	const most = 300
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= most {
		return s
	}
	end := most
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
