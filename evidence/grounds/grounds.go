// Package grounds counts how many independent sources stand behind documents, and
// says why.
//
// Documents are one source in two ways: they print one text, which package reuse
// finds, or they name another as theirs, which package cite finds. What is left is
// independent, as far as the texts show it.
package grounds

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/cite"
	"github.com/delistdev/delist/evidence/reuse"
)

// An Origin is one source: a text and its prints, or a source that others name and
// of which no text is at hand.
type Origin struct {
	ID   delist.OriginID `json:"id"`
	Name string          `json:"name"`
	// Documents print it, whole or cut, in the order of their days.
	Documents []Print `json:"documents"`
	// Parts are passages that these documents take from other origins.
	Parts []Part `json:"parts"`
	// Cites are the sources that it names.
	Cites []Citation `json:"cites"`
	// Independent reports that it rests on no other origin of the collection.
	Independent bool `json:"independent"`
	// Why says in words why it counts or does not.
	Why string `json:"why"`
}

// A Print is one document of an origin.
type Print struct {
	ID        string      `json:"id"`
	File      string      `json:"file"`
	Publisher string      `json:"publisher,omitempty"`
	Title     string      `json:"title,omitempty"`
	Printed   delist.Date `json:"printed,omitzero"`
	Precision string      `json:"precision,omitempty"`
	// Passages are the sentences of Parts that stand in it.
	number int
}

// A Part is what a document takes from another origin than its own.
type Part struct {
	Document string          `json:"document"`
	Origin   delist.OriginID `json:"origin"`
	From     string          `json:"from"` // a document of that origin that has it, too
	Words    int             `json:"words"`
	Spans    []evidence.Span `json:"spans"`
	Text     []string        `json:"text"`
}

// A Citation is a source that a text names.
type Citation struct {
	Source string `json:"source"`
	// Origin is the origin of the collection that is meant; empty where none is.
	Origin   delist.OriginID `json:"origin,omitempty"`
	Phrase   string          `json:"phrase"`
	Document string          `json:"document"`
	Span     evidence.Span   `json:"span"`
}

// Of groups documents by their origins. The same documents in the same order give
// the same answer.
func Of(docs []*evidence.Document) []Origin {
	index := reuse.NewIndex()
	index.AddAll(slices.Values(docs))
	groups, parts := index.Origins()
	list := make([]Origin, len(groups))
	of := make([]int, len(docs))
	for i, g := range groups {
		for _, n := range g.Documents {
			of[n] = i
		}
		list[i] = originOf(docs, g.Documents)
	}
	for _, p := range parts {
		addPart(list, docs, of, p)
	}
	for i := range list {
		list[i].Cites = citations(docs, &list[i])
	}
	resolve(list, docs)
	for i := range list {
		judgeOne(list, i)
	}
	return list
}

// originOf makes the origin of a group of prints.
func originOf(docs []*evidence.Document, group []int) Origin {
	o := Origin{Parts: []Part{}, Cites: []Citation{}}
	for _, n := range group {
		d := docs[n]
		o.Documents = append(o.Documents, Print{d.ID, d.File, d.Publisher, d.Title, d.Printed, d.Precision, n})
	}
	slices.SortStableFunc(o.Documents, comparePrints)
	first := docs[o.Documents[0].number]
	o.ID = delist.OriginID("text-" + short(smallest(o.Documents)))
	o.Name = nameOf(docs, o.Documents, first)
	return o
}

// comparePrints orders documents by their days. Those of which only the month is
// known come behind the days of it, and those without any last.
func comparePrints(a, b Print) int {
	key := func(p Print) string {
		day := dayText(p.Printed, p.Precision)
		return day + strings.Repeat("~", len("2006-01-02")-len(day))
	}
	return strings.Compare(key(a), key(b))
}

func smallest(list []Print) string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	return slices.Min(ids)
}

func short(id string) string { return id[:min(len(id), 12)] }

// nameOf calls an origin by the agency that its prints credit, else by its first
// publisher, with its first day.
func nameOf(docs []*evidence.Document, list []Print, first *evidence.Document) string {
	name := ""
	for _, p := range list {
		if agency := docs[p.number].Agency; agency != "" {
			name = agency
			break
		}
	}
	name = cmp.Or(name, first.Publisher, first.Author, first.Title, path.Base(filepath.ToSlash(first.File)))
	if day := dayText(first.Printed, first.Precision); day != "" {
		name += ", " + day
	}
	return name
}

func dayText(d delist.Date, precision string) string {
	text := d.String()
	switch {
	case text == "":
		return ""
	case precision == "month":
		return text[:7]
	case precision == "year":
		return text[:4]
	}
	return text
}

// addPart notes what a document takes from another origin.
func addPart(list []Origin, docs []*evidence.Document, of []int, p reuse.Part) {
	d := docs[p.Document]
	o := &list[of[p.Document]]
	one := Part{Document: d.ID, Origin: list[p.Origin].ID, From: docs[p.From].ID, Words: p.Words}
	one.Spans = reuse.Spans(d, p.Passages)
	for _, span := range one.Spans {
		one.Text = append(one.Text, span.Of(d))
	}
	o.Parts = append(o.Parts, one)
}

// citations are the sources that the prints of an origin name, each once.
func citations(docs []*evidence.Document, o *Origin) []Citation {
	list := []Citation{}
	for _, p := range o.Documents {
		for _, c := range cite.Cites(docs[p.number]) {
			// "Told AFP" in a story of AFP names nobody else.
			if !isOf(docs, o, c.Source) && !slices.ContainsFunc(list, func(have Citation) bool { return strings.EqualFold(have.Source, c.Source) }) {
				list = append(list, Citation{Source: c.Source, Phrase: c.Phrase, Document: p.ID, Span: c.Span})
			}
		}
	}
	return list
}

// resolve finds the origins of the collection that citations mean: those that the
// source published, or is credited for.
func resolve(list []Origin, docs []*evidence.Document) {
	for i := range list {
		for k := range list[i].Cites {
			c := &list[i].Cites[k]
			for j := range list {
				if j != i && c.Origin == "" && isOf(docs, &list[j], c.Source) && !later(&list[j], &list[i]) {
					c.Origin = list[j].ID
				}
			}
		}
	}
}

// isOf reports whether a source published an origin, or is credited for it.
func isOf(docs []*evidence.Document, o *Origin, source string) bool {
	for _, p := range o.Documents {
		d := docs[p.number]
		for _, name := range []string{d.Agency, d.Publisher} {
			if name != "" && sameName(name, source) {
				return true
			}
		}
	}
	return false
}

func sameName(a, b string) bool {
	plain := func(s string) string { return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "the ") }
	return plain(a) == plain(b)
}

// later reports whether one origin was certainly published after another.
func later(a, b *Origin) bool {
	x, y := a.Documents[0].Printed, b.Documents[0].Printed
	return !x.IsZero() && !y.IsZero() && y.Before(x)
}

// judgeOne says whether an origin is independent of the others, and why.
func judgeOne(list []Origin, i int) {
	o := &list[i]
	prints := ""
	if n := len(o.Documents); n > 1 {
		prints = fmt.Sprintf("%d documents print one text", n)
	}
	for _, c := range o.Cites {
		if c.Origin != "" {
			o.Why = joined(prints, fmt.Sprintf("it names %s as its source (“%s”), which is here, too", c.Source, c.Phrase))
			return
		}
	}
	o.Independent = true
	o.Why = prints
	if o.Why == "" {
		o.Why = "a text of its own"
	}
	if len(o.Parts) > 0 {
		o.Why += fmt.Sprintf("; %d words of it stand in another, too", o.Parts[0].Words)
	}
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
}

// Independent counts the origins that rest on no other.
func Independent(list []Origin) int {
	n := 0
	for i := range list {
		if list[i].Independent {
			n++
		}
	}
	return n
}
