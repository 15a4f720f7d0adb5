package quote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/quote"
)

// FuzzPropose checks that no text makes it panic, that every proposal has a kind, a rule
// and some text, that all its spans lie within the document at whole characters, that
// the pieces of a quote follow one another, and that the same text gives the same again.
func FuzzPropose(f *testing.F) {
	for _, test := range directTests {
		f.Add(test.text)
	}
	f.Add("A: \"x\n\n\"y\n\n“z ‘w’ «v »u „t\"")
	f.Add("A B: C.\n\nD E: F.\n\nA B: G.\n\nD E: H.")
	f.Fuzz(func(t *testing.T, text string) {
		d := &evidence.Document{Text: text}
		got := quote.Propose(d)
		for _, p := range got {
			checkProposal(t, d, p)
		}
		if again := quote.Propose(d); len(again) != len(got) {
			t.Fatalf("%q: %d proposals, then %d", text, len(got), len(again))
		}
	})
}

func checkProposal(t *testing.T, d *evidence.Document, p quote.Proposal) {
	t.Helper()
	if p.Kind == "" || p.Rule == "" || len(p.Text) == 0 {
		t.Fatalf("%q: no kind, rule or text: %+v", d.Text, p)
	}
	spans := append(append([]evidence.Span{p.SpeakerAt, p.VerbAt, p.DateAt}, p.Hedges...), p.Text...)
	for _, s := range spans {
		if s.Start < 0 || s.End < s.Start || s.End > len(d.Text) {
			t.Fatalf("%q: span %v: %+v", d.Text, s, p)
		}
		if utf8.ValidString(d.Text) && !utf8.ValidString(s.Of(d)) {
			t.Fatalf("%q: span %v cuts a character: %+v", d.Text, s, p)
		}
	}
	for i := 1; i < len(p.Text); i++ {
		if p.Quote && p.Text[i].Start < p.Text[i-1].End {
			t.Fatalf("%q: pieces out of order: %+v", d.Text, p)
		}
	}
}

// Texts that are made to be slow must not be.
func TestHostile(t *testing.T) {
	for name, unit := range map[string]string{
		"open marks": `" `, "single marks": `' a`, "mixed marks": `"a'b“c«`, "names": "Aa Bb ", "he said": "He said. ", "commas": "Aa, said, ", "who": "a who ",
		"paragraphs": "\"a\n\n", "the company": "Korrin Systems is old. The company said it. ", "brackets": "((", "one word": "a", "said": "said ", "the judge": "The judge said. ",
	} {
		t.Run(name, func(t *testing.T) {
			d := &evidence.Document{Text: strings.Repeat(unit, 200_000/len(unit))}
			for _, p := range quote.Propose(d) {
				checkProposal(t, d, p)
			}
		})
	}
}

func BenchmarkPropose(b *testing.B) {
	text, err := os.ReadFile(filepath.Join("testdata", "labelled.jsonl"))
	if err != nil {
		b.Skip(err)
	}
	var docs []*evidence.Document
	size := 0
	for line := range strings.Lines(string(text)) {
		d := &evidence.Document{Text: articleText(b, line)}
		docs = append(docs, d)
		size += len(d.Text)
	}
	b.ReportAllocs()
	b.SetBytes(int64(size / len(docs)))
	i := 0
	for b.Loop() {
		quote.Propose(docs[i%len(docs)])
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "documents/s")
}
