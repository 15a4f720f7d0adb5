package stories_test

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/delistdev/delist/evidence/stories"
)

var clean = sync.OnceValue(func() *stories.Corpus { return stories.Collection(1, 0) })

// A comparison is how much two stories have in common.
type comparison struct {
	a, b          *stories.Story
	plain, masked float64
}

// comparisons compares each story with each.
var comparisons = sync.OnceValue(func() []comparison {
	var all []comparison
	stories.CompareAll(clean(), func(a, b *stories.Story, plain, masked float64) {
		all = append(all, comparison{a, b, plain, masked})
	})
	return all
})

func TestSizes(t *testing.T) {
	c := clean()
	perEvent, events := map[string]int{}, map[string]string{}
	sizes := map[int]int{}
	for _, s := range c.Stories {
		perEvent[s.Event]++
		events[s.ID] = s.Event
		sizes[len(s.Sentences)]++
		if n := len(s.Sentences); n < 8 || n > 25 {
			t.Errorf("%s has %d sentences, want 8 to 25", s.ID, n)
		}
	}
	pairs := 0
	for _, n := range perEvent {
		pairs += n * (n - 1) / 2
	}
	kinds := map[stories.Kind]int{}
	prints := map[string]int{}
	for _, d := range c.Documents {
		kinds[d.Label.Kind]++
		if d.Label.Kind == stories.WholePrint {
			prints[d.Label.Draws[0].Origin]++
		}
	}
	counts := make([]int, 10)
	for _, n := range prints {
		counts[n]++
	}
	t.Logf("%d stories of %d events, %d pairs of stories of one event, %d documents: %v", len(c.Stories), len(perEvent), pairs, len(c.Documents), kinds)
	t.Logf("stories by their number of sentences: %v", sizes)
	t.Logf("stories by their number of prints, from 0: %v", counts)
	if len(c.Stories) < 420 || pairs < 220 {
		t.Errorf("got %d stories and %d pairs, want at least 420 and 220", len(c.Stories), pairs)
	}
	if counts[1] < 100 || counts[9] == 0 || counts[1] < counts[2] || counts[2] < counts[4] {
		t.Errorf("stories by their number of prints are %v, want many with 1 and some with 9", counts)
	}
	if kinds[stories.PartialPrint] < 100 || kinds[stories.CompositePrint] < 50 {
		t.Errorf("kinds of documents are %v", kinds)
	}
}

func digest(t *testing.T, c *stories.Corpus) [32]byte {
	t.Helper()
	var b bytes.Buffer
	n, err := c.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("WriteTo wrote %d of %d bytes: %v", n, b.Len(), err)
	}
	if _, err := c.WriteStories(&b); err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(b.Bytes())
}

func TestSameSeedSameBytes(t *testing.T) {
	first := digest(t, clean())
	if digest(t, stories.Collection(1, 0)) != first {
		t.Error("the same seed gave another collection")
	}
	if digest(t, stories.Collection(2, 0)) == first {
		t.Error("another seed gave the same collection")
	}
}

// Collections of one seed differ in their noise alone.
func TestNoiseChangesNothingElse(t *testing.T) {
	a, b := clean(), stories.Collection(1, 0.05)
	if len(a.Documents) != len(b.Documents) {
		t.Fatalf("got %d documents, want %d", len(b.Documents), len(a.Documents))
	}
	for i, d := range a.Documents {
		n := b.Documents[i]
		if d.Label.Kind != n.Label.Kind || !slices.Equal(d.Label.Edits, n.Label.Edits) || len(d.Label.Draws) != len(n.Label.Draws) {
			t.Fatalf("document %d is %+v without noise, %+v with it", i, d.Label, n.Label)
		}
		for k, draw := range d.Label.Draws {
			if draw.Origin != n.Label.Draws[k].Origin || !slices.Equal(draw.Sentences, n.Label.Draws[k].Sentences) {
				t.Fatalf("document %d draws %v without noise, %v with it", i, draw, n.Label.Draws[k])
			}
		}
		if d.Text == n.Text {
			t.Errorf("document %d has no noise", i)
		}
	}
}

// Stories of different events differ, in more than their names.
func TestStoriesDiffer(t *testing.T) {
	for _, p := range comparisons() {
		if p.a.Event != p.b.Event && (p.plain > 0.15 || p.masked > 0.20) {
			t.Errorf("%s and %s of different events share %.0f %% of their runs of five words, %.0f %% with names masked", p.a.ID, p.b.ID, 100*p.plain, 100*p.masked)
		}
	}
	logDistribution(t, "different events", func(a, b *stories.Story) bool { return a.Event != b.Event })
	logDistribution(t, "different events of one topic", func(a, b *stories.Story) bool { return a.Event != b.Event && a.Topic == b.Topic })
	logDistribution(t, "one event", func(a, b *stories.Story) bool { return a.Event == b.Event })
}

// logDistribution prints how many pairs share 0 to 5 %, 5 to 10 %, and so on.
func logDistribution(t *testing.T, name string, which func(a, b *stories.Story) bool) {
	var plain, masked [12]int
	most, mostMasked, n := 0.0, 0.0, 0
	for _, p := range comparisons() {
		if which(p.a, p.b) {
			n++
			plain[min(11, int(p.plain*20))]++
			masked[min(11, int(p.masked*20))]++
			most, mostMasked = max(most, p.plain), max(mostMasked, p.masked)
		}
	}
	t.Logf("%s, %d pairs by shared runs of five words in steps of 5 %%: %v, at most %.1f %%; names masked: %v, at most %.1f %%",
		name, n, plain, 100*most, masked, 100*mostMasked)
}

// Two reporters of one event quote one to three sentences alike, and little else.
func TestReportersShareTheRelease(t *testing.T) {
	quotes := func(s *stories.Story) map[string]bool {
		found := map[string]bool{}
		for _, sentence := range s.Sentences {
			if sentence.Release {
				_, rest, _ := strings.Cut(sentence.Text, `"`)
				quoted, _, _ := strings.Cut(rest, `"`)
				found[strings.TrimRight(quoted, ".,")] = true
			}
		}
		return found
	}
	var counts [5]int
	for _, p := range comparisons() {
		if p.a.Event != p.b.Event {
			continue
		}
		n := 0
		others := quotes(p.b)
		for q := range quotes(p.a) {
			if others[q] {
				n++
			}
		}
		counts[n]++
		if p.plain > 0.5 {
			t.Errorf("%s and %s, written by two reporters, share %.0f %%", p.a.ID, p.b.ID, 100*p.plain)
		}
	}
	t.Logf("pairs of stories of one event by their common quoted sentences: %v", counts)
	if counts[1]+counts[2]+counts[3] < 220 || counts[4] > 0 {
		t.Errorf("pairs by common quoted sentences are %v, want 220 with 1 to 3", counts)
	}
}

// What a template could not fill would show its brackets.
func TestSentencesAreWhole(t *testing.T) {
	if err := stories.Reread(); err != nil {
		t.Fatal(err)
	}
	for _, s := range clean().Stories {
		for _, sentence := range append(s.Sentences, stories.Sentence{Text: s.Headline + "."}) {
			text := sentence.Text
			if strings.ContainsAny(text, "{}[]|<>~") || strings.Contains(text, "  ") || strings.Contains(text, " .") ||
				!strings.HasSuffix(strings.TrimRight(text, `"`), ".") && sentence.Role != "attrib pair" {
				t.Errorf("%s: %q is no sentence", s.ID, text)
			}
		}
	}
}

func TestCitationsName(t *testing.T) {
	c := clean()
	ids := map[string]*stories.Story{}
	for _, s := range c.Stories {
		ids[s.ID] = s
	}
	var found, outside, self int
	for _, s := range c.Stories {
		for _, cite := range s.Cites {
			if !strings.Contains(s.Sentences[cite.Sentence].Text, cite.Outlet) || cite.By != s.ID {
				t.Errorf("%s: %q does not name %q", s.ID, s.Sentences[cite.Sentence].Text, cite.Outlet)
			}
			switch {
			case cite.Self:
				self++
			case cite.Origin == "":
				outside++
			case ids[cite.Origin] == nil || ids[cite.Origin].Outlet != cite.Outlet || cite.Origin == s.ID:
				t.Errorf("%s cites %+v", s.ID, cite)
			default:
				found++
			}
		}
	}
	t.Logf("%d citations of stories, %d of outlets that have none, %d of the own outlet", found, outside, self)
	if found < 100 || outside < 20 || self < 40 {
		t.Error("too few citations")
	}
	inPrint := 0
	for _, d := range c.Documents {
		for _, cite := range d.Label.Cites {
			inPrint++
			if !strings.Contains(cite.Span.Of(&d.Document), cite.Outlet) {
				t.Errorf("%s: %q does not name %q", d.Part, cite.Span.Of(&d.Document), cite.Outlet)
			}
		}
	}
	t.Logf("%d citations in documents", inPrint)
}
