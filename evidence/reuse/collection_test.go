package reuse_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/document"
	"github.com/delistdev/delist/evidence/reuse"
	"github.com/delistdev/delist/evidence/stories"
)

// grouped returns the group of each document, by its number.
func grouped(docs []*stories.Document) (of []int, parts []reuse.Part, groups []reuse.Origin) {
	x := reuse.NewIndex()
	for _, d := range docs {
		x.Add(asRead(d))
	}
	groups, parts = x.Origins()
	of = make([]int, len(docs))
	for g, o := range groups {
		for _, d := range o.Documents {
			of[d] = g
		}
	}
	return of, parts, groups
}

// asRead returns a document as it is read from a file of its text: with marks where
// captions, copyright lines and the like stand.
func asRead(d *stories.Document) *evidence.Document {
	for read, err := range document.Read(strings.NewReader(d.Text), d.ID, document.Limits{}) {
		if err == nil {
			return &read
		}
	}
	return &d.Document
}

// labels returns the story that each document prints: its own text where it has
// one. Composites of two stories print neither; they are measured apart.
func labels(docs []*stories.Document) []string {
	list := make([]string, len(docs))
	for i, d := range docs {
		switch d.Label.Kind {
		case stories.WholePrint:
			list[i] = d.Label.Draws[0].Origin
		case stories.PartialPrint:
			for _, draw := range d.Label.Draws {
				if draw.Own {
					list[i] = draw.Origin
				}
			}
		}
	}
	return list
}

// randIndex returns the adjusted Rand index of two groupings (Hubert and Arabie,
// "Comparing partitions", 1985) over the documents that have a label.
func randIndex(labels []string, of []int) float64 {
	cells, rows, columns := map[string]int{}, map[string]int{}, map[int]int{}
	n := 0
	for i, l := range labels {
		if l == "" {
			continue
		}
		cells[fmt.Sprint(l, "/", of[i])]++
		rows[l]++
		columns[of[i]]++
		n++
	}
	pairs := func(k int) float64 { return float64(k) * float64(k-1) / 2 }
	var index, a, b float64
	for _, k := range cells {
		index += pairs(k)
	}
	for _, k := range rows {
		a += pairs(k)
	}
	for _, k := range columns {
		b += pairs(k)
	}
	expected := a * b / pairs(n)
	if best := (a + b) / 2; best != expected {
		return (index - expected) / (best - expected)
	}
	return math.NaN()
}

// joined counts the pairs of stories about one event, written by two reporters, of
// which prints lie in one group. Articles that take passages of the other reporter's
// are no independent stories.
func joined(c *stories.Corpus, labels []string, of []int) (wrong, pairs int) {
	event := map[string]string{}
	byEvent := map[string][]string{}
	for _, s := range c.Stories {
		event[s.ID] = s.Event
		byEvent[s.Event] = append(byEvent[s.Event], s.ID)
	}
	for _, list := range byEvent {
		pairs += len(list) * (len(list) - 1) / 2
	}
	in := map[int]map[string]bool{}
	for i, l := range labels {
		if c.Documents[i].Label.Kind != stories.WholePrint {
			continue
		}
		if in[of[i]] == nil {
			in[of[i]] = map[string]bool{}
		}
		in[of[i]][l] = true
	}
	seen := map[string]bool{}
	for _, set := range in {
		for a := range set {
			for b := range set {
				if a < b && event[a] == event[b] && !seen[a+b] {
					seen[a+b] = true
					wrong++
				}
			}
		}
	}
	return wrong, pairs
}

func TestCollection(t *testing.T) {
	for _, noise := range []float64{0, 0.01, 0.02, 0.05, 0.10} {
		c := stories.Collection(heldOut, noise)
		l := labels(c.Documents)
		of, _, groups := grouped(c.Documents)
		ari := randIndex(l, of)
		wrong, pairs := joined(c, l, of)
		plain, at := plainMinHash(c.Documents, l)
		t.Logf("noise %2.0f %%: %d documents of %d stories, %d groups; adjusted Rand index %.4f, plain 5-gram MinHash %.4f (at %.2f); %d of %d pairs of independent stories joined",
			100*noise, len(c.Documents), len(c.Stories), len(groups), ari, plain, at, wrong, pairs)
		want := 0.95
		if noise > 0 {
			want = 0.90
		}
		if noise <= 0.05 && (ari < want || wrong > 0) {
			t.Errorf("noise %.0f %%: %.4f, want %.2f; %d independent stories joined, want none", 100*noise, ari, want, wrong)
		}
	}
}

// heldOut is the seed of the collection that is measured; thresholds were chosen
// on others.
const heldOut = 90125
