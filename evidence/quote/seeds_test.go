package quote_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/quote"
)

// seedClaims are the 22 claims that a careful reader finds in two prints of one wire
// story: a key phrase of each, its speaker and its kind; kinds after the first are as good.
var seedClaims = []struct{ id, in, phrase, speaker, kinds string }{
	{"C00", "A", "allegations in the US that it has close links", "AFP", "assertion"},
	{"C01", "AB", "stopped selling products by leading", "Best Buy and Kaspersky Lab", "confirmation"},
	{"C02", "AB", "concerns the company ha", "AFP", "assertion"},
	{"C03", "AB", "its website was no longer offering", "AFP", "assertion"},
	{"C04", "AB", "they were not on store shelves", "numerous social media reports", "assertion"},
	{"C05", "AB", "the action was", "Best Buy spokeswoman", "confirmation"},
	{"C06", "AB", "Russian government links", "Kaspersky Lab", "denial"},
	{"C07", "AB", "have suspended their relationship", "Kaspersky Lab", "confirmation"},
	{"C08", "AB", "the relationship may be re-evaluated", "Kaspersky Lab", "assertion confirmation"},
	{"C09", "AB", "has enjoyed a decade-long", "Kaspersky Lab", "assertion confirmation"},
	{"C10", "AB", "founded in 1977", "AFP", "assertion"},
	{"C11", "AB", "born Eugene Kaspersky", "AFP", "assertion"},
	{"C12", "AB", "million product users", "AFP", "assertion"},
	{"C13", "AB", "main offices in Russia", "AFP", "assertion"},
	{"C14", "AB", "from its list of approved vendors", "US government", "official-act"},
	{"C15", "AB", "concerns about the safety", "officials", "opinion assertion"},
	{"C16", "AB", "introducing legislation to ban", "Jeanne Shaheen", "announcement"},
	{"C17", "AB", "no evidence has been presented", "AFP", "assertion"},
	{"C18", "AB", "might be a tool of Moscow", "", "assertion"},
	{"C19", "AB", "has no ties to any government", "Kaspersky Lab", "denial"},
	{"C19", "AB", "those insinuations", "Kaspersky Lab", "denial"},
	{"C20", "AB", "did not believe the allegations", "top official of a Kaspersky competitor", "opinion"},
	{"C21", "AB", "treating his and other US", "top official of a Kaspersky competitor", "assertion opinion"},
}

var seedsDir = flag.String("seeds", filepath.Join("..", "..", "..", "shared", "seeds"), "where the two prints are")

// readSeed makes a document of a seed, with what a reader of documents would mark.
func readSeed(t *testing.T, name string) *evidence.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(*seedsDir, name))
	if err != nil {
		t.Skip("the seeds are not here: ", err)
	}
	d := &evidence.Document{Text: string(data), Agency: "AFP"}
	mark := func(field, from string) {
		if i := strings.Index(d.Text, from); i >= 0 {
			d.Marks = append(d.Marks, evidence.Mark{Field: field, Span: evidence.Span{Start: i, End: len(d.Text)}})
		}
	}
	mark("copyright", "© 2017")
	return d
}

func TestSeeds(t *testing.T) {
	for name, file := range map[string]string{"A": "000_986e5b526a06649d.txt", "B": "003_09fab2321b4984e7.txt"} {
		t.Run(name, func(t *testing.T) {
			d := readSeed(t, file)
			got := quote.Propose(d)
			for _, want := range seedClaims {
				if strings.Contains(want.in, name) && !hasClaim(d, got, want.phrase, want.speaker, want.kinds) {
					t.Errorf("%s: no claim %q by %q (%s)", want.id, want.phrase, want.speaker, want.kinds)
				}
			}
			for _, p := range got {
				t.Logf("%-12s %q: %q [%s] %s %s %s %s", p.Kind, p.Speaker, texts(d, p), p.Rule, p.Channel, p.Date, p.EvidenceShown, p.Note)
			}
		})
	}
}

func hasClaim(d *evidence.Document, got []quote.Proposal, phrase, speaker, kinds string) bool {
	for _, p := range got {
		if (p.Speaker == "") != (speaker == "") || !strings.Contains(p.Speaker, speaker) || !strings.Contains(kinds, string(p.Kind)) {
			continue
		}
		for _, text := range texts(d, p) {
			if strings.Contains(strings.Join(strings.Fields(text), " "), phrase) {
				return true
			}
		}
	}
	return false
}

func texts(d *evidence.Document, p quote.Proposal) []string {
	var out []string
	for _, span := range p.Text {
		out = append(out, span.Of(d))
	}
	return out
}
