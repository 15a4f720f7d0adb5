package cite_test

import (
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/cite"
	"github.com/delistdev/delist/evidence/stories"
)

func TestCites(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"first reported", "The step was first reported by the Musterstadt Gazette.", "Musterstadt Gazette"},
		{"told an agency", "An official told AFP on condition of anonymity that he doubted it.", "AFP"},
		{"told a person", "She told Maria Lund that it was over.", ""},
		{"a paper that its name does not show", "According to the Daily Example, sales stopped in May.", ""},
		{"according to a paper by its last word", "According to the Example Times, sales stopped in May.", "Example Times"},
		{"according to a company", "According to Example Stores, sales stopped in May.", ""},
		{"according to a report", "according to a report by Example Weekly on Monday", "Example Weekly"},
		{"citing", "The paper, citing the Associated Press, wrote of doubts.", "Associated Press"},
		{"the agency reported", "Reuters reported on Friday that talks had failed.", "Reuters"},
		{"its story", "The company denied the Wall Street Journal's report.", "Wall Street Journal"},
		{"two", "First reported by Example News. Later, Reuters reported more.", "Example News, Reuters"},
		{"nobody", "The company said on Friday that it had stopped.", ""},
	}
	for _, test := range tests {
		var got []string
		for _, c := range cite.Cites(&evidence.Document{Text: test.text}) {
			got = append(got, c.Source)
			if !strings.Contains(test.text, c.Phrase) || c.Rule == "" {
				t.Errorf("%s: phrase %q, rule %q", test.name, c.Phrase, c.Rule)
			}
		}
		if text := strings.Join(got, ", "); text != test.want {
			t.Errorf("%s: %q; want %q", test.name, text, test.want)
		}
	}
}

// TestCollection measures how many of the sources that made-up stories name are
// found. What else is found are the papers' own names ("told the Gazette"), which the
// labels leave out.
func TestCollection(t *testing.T) {
	c := stories.Collection(90125, 0)
	wanted, found, said := 0, 0, 0
	for _, d := range c.Documents {
		got := cite.Cites(&d.Document)
		said += len(got)
		for _, label := range d.Label.Cites {
			if !strings.Contains(d.Text, label.Outlet) {
				continue
			}
			wanted++
			for _, one := range got {
				if strings.Contains(strings.ToLower(label.Outlet), strings.ToLower(one.Source)) || strings.Contains(strings.ToLower(one.Source), strings.ToLower(label.Outlet)) {
					found++
					break
				}
			}
		}
	}
	recall := float64(found) / float64(wanted)
	t.Logf("%d sources named, %d found (recall %.3f); %d told in all", wanted, found, recall, said)
	if recall < 0.9 {
		t.Errorf("recall %.3f; want 0.9", recall)
	}
}

// FuzzCites checks that spans lie in the text and do not overlap.
func FuzzCites(f *testing.F) {
	f.Add("First reported by the Gazette. An official told AFP.")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, c := range cite.Cites(&evidence.Document{Text: text}) {
			if c.Start < end || c.End > len(text) || c.Source == "" {
				t.Fatalf("%+v after %d", c, end)
			}
			end = c.End
		}
	})
}
