package quote_test

import (
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/quote"
)

// reportedTests are texts written for this test; each want is "kind speaker: clause".
var reportedTests = []struct {
	name, text string
	want       []string
}{
	{"that", `Maria Lund said that the pump was old.`, []string{"assertion Maria Lund: the pump was old"}},
	{"without that", `Maria Lund said the pump was old.`, []string{"assertion Maria Lund: the pump was old"}},
	{"two clauses", `Lund said that the pump was old and that it leaked.`, []string{"assertion Lund: the pump was old", "assertion Lund: it leaked"}},
	{"told", `Lund told the court the pump was old.`, []string{"assertion Lund: the pump was old"}},
	{"trailing", `The pump was old, Lund said on Friday.`, []string{"assertion Lund: The pump was old"}},
	{"inverted", `The pump was old, said Lund.`, []string{"assertion Lund: The pump was old"}},
	{"between", `The pump, Lund explained, leaks.`, []string{"assertion Lund: The pump", "assertion Lund: leaks"}},
	{"according", `The pump was old, according to Lund.`, []string{"assertion Lund: The pump was old"}},
	{"according, first", `According to Lund, the pump was old.`, []string{"assertion Lund: the pump was old"}},
	{"denies", `Korrin denies any link.`, []string{"denial Korrin: any link"}},
	{"which denies", `Korrin, which denies any link, said it was sorry.`, []string{"denial Korrin: any link", "assertion Korrin: it was sorry"}},
	{"confirmed reports", `Korrin confirmed reports that the pump was old.`, []string{"confirmation Korrin: the pump was old"}},
	{"announcement", `Korrin said it would recall the pumps.`, []string{"announcement Korrin: it would recall the pumps"}},
	{"belief", `Lund said she did not believe the report.`, []string{"opinion Lund: she did not believe the report"}},
	{"concern", `Lund expressed concern about the pumps.`, []string{"opinion Lund: concern about the pumps"}},
	{"ruled", `The court ruled that the pumps were safe.`, []string{"official-act the court: the pumps were safe"}},
	{"fined", `The agency fined Korrin 4,000 crowns.`, []string{"official-act the agency: Korrin 4,000 crowns"}},
	{"removed", `The government removed Korrin from its list.`, []string{"official-act the government: Korrin from its list"}},
	{"no authority", `Korrin removed the pumps from its shop.`, nil},
	{"nested", `Lund said Korrin had admitted an error.`, []string{"assertion Lund: Korrin had admitted an error"}},
	{"not said", `Lund did not say who paid.`, nil},
	{"declined", `Lund declined to comment.`, nil},
	{"noun", `The report was old. Its claims were not.`, nil},
	{"passive", `Lund was told that the pump was old.`, nil},
	{"reports nobody", `They faced claims that the pump was old.`, nil},
}

func TestReported(t *testing.T) {
	for _, test := range reportedTests {
		t.Run(test.name, func(t *testing.T) {
			d := &evidence.Document{Text: test.text}
			var got []string
			for _, p := range quote.Propose(d) {
				if !p.Quote && p.Speaker != "" {
					for _, text := range texts(d, p) {
						got = append(got, string(p.Kind)+" "+p.Speaker+": "+text)
					}
				}
			}
			if strings.Join(got, "|") != strings.Join(test.want, "|") {
				t.Errorf("%s\n got %q\nwant %q", test.text, got, test.want)
			}
		})
	}
}

// TestFields checks what stands beside the text of a proposal.
func TestFields(t *testing.T) {
	one := func(text string) (*evidence.Document, quote.Proposal) {
		d := &evidence.Document{Text: text, Agency: "CNA"}
		got := quote.Propose(d)
		if len(got) == 0 {
			t.Fatalf("%q: nothing proposed", text)
		}
		return d, got[0]
	}
	d, p := one(`In July, a senior official told CNA on condition of anonymity that the pump may have failed.`)
	if !p.Anonymous || p.OnRecord || p.Date != "In July" || len(p.Hedges) != 1 || p.Hedges[0].Of(d) != "may" {
		t.Errorf("anonymous official: %+v", p)
	}
	if d, p = one(`"It leaks," Maria Lund said in a statement on Friday.`); p.Channel != "in a statement" || p.Date != "on Friday" || p.DateAt.Of(d) != "on Friday" || !p.OnRecord || p.VerbAt.Of(d) != "said" || p.SpeakerAt.Of(d) != "Maria Lund" {
		t.Errorf("statement: %+v", p)
	}
	if _, p = one(`But no evidence has been presented to support the claim.`); p.EvidenceShown != "no" || p.Speaker != "CNA" || p.Rule != "own-no-evidence" {
		t.Errorf("no evidence: %+v", p)
	}
	if _, p = one(`"It leaks. "It always has," said Maria Lund.`); !strings.Contains(p.Note, "mark") {
		t.Errorf("unbalanced marks: %+v", p)
	}
	if _, p = one("Ana Ruiz spoke first. Tom Berg came later.\n\n\"It leaks.\""); p.Speaker != "" || p.Note == "" {
		t.Errorf("nobody is named as the speaker: %+v", p)
	}
}

// What a document marks as no part of its story says nothing.
func TestMarksAreLeftOut(t *testing.T) {
	text := "Maria Lund said it leaks.\n\nKorrin said this notice is copyright."
	d := &evidence.Document{Text: text, Marks: []evidence.Mark{{Field: "notice", Span: evidence.Span{Start: 27, End: len(text)}}}}
	if got := quote.Propose(d); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
}
