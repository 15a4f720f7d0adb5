package revision_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/revision"
)

// seeds returns two prints of one wire story, which are not part of the project.
func seeds(t testing.TB) (a, b *evidence.Document) {
	t.Helper()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "seeds", name))
		if os.IsNotExist(err) {
			text, err = os.ReadFile(filepath.Join(os.Getenv("DELIST_SHARED"), "seeds", name))
		}
		if err != nil {
			t.Skip("the two prints are not here: ", err)
		}
		return strings.TrimSpace(string(text))
	}
	a = &evidence.Document{Text: strings.ReplaceAll(read("000_986e5b526a06649d.txt"), "[government](#)", "government"),
		Printed: delist.NewDate(2017, 9, 9), Precision: "day", Language: "en"}
	b = &evidence.Document{Text: read("003_09fab2321b4984e7.txt"), Printed: delist.NewDate(2017, 9, 1), Precision: "month", Language: "en"}
	for _, m := range [][3]string{
		{"title", "Best Buy drops", "Russia concerns"}, {"printed", "September 9 2017", "2017"},
		{"caption", "Cyber security giant", "to the Kremlin"}, {"copyright", "© 2017 AFP", "AFP"},
		{"citation", "Citation:", "russia.html>"}, {"notice", "This document is", "information purposes only."},
	} {
		start := strings.Index(a.Text, m[1])
		end := start + strings.Index(a.Text[start:], m[2]) + len(m[2])
		a.Marks = append(a.Marks, evidence.Mark{Field: m[0], Span: evidence.Span{Start: start, End: end}})
	}
	return a, b
}

// What a careful reader finds in the two prints must be found.
func TestSeeds(t *testing.T) {
	a, b := seeds(t)
	r := revision.Compare(a, b)
	check(t, a, b, r)
	for _, c := range r.Changes {
		t.Logf("%s %q → %q", c.Kind, c.A.Of(a), c.B.Of(b))
		for _, m := range c.Meaning {
			t.Logf("      %v %s: %q → %q: %s", m.Alters, m.Kind, m.A, m.B, m.Why)
		}
	}
	tests := []struct {
		kind, a, b string
		alters     bool
	}{
		{revision.RelativeDate, "this week", "Last week", true},
		{revision.RelativeDate, "Friday", "", true},
		{revision.Attribution, "in an email", "", true},
		{revision.Attribution, "it said in a statement", "", true},
		{revision.QuoteMarks, "", "", true},
		{revision.Hedge, "an estimate", "about", false},
		{"title", "Best Buy drops", "", true},
		{"caption", "Cyber security giant", "", true},
		{revision.Tense, "has", "had", false},
		{revision.RelativeDate, "Last week", "Last week", false},
		{revision.Spelling, "cyber security", "cybersecurity", false},
		{revision.Spelling, "United States", "US", false},
		{revision.Spelling, "anymore", "any more", false},
	}
	for _, tt := range tests {
		if !has(r, tt.kind, tt.a, tt.b, tt.alters) {
			t.Errorf("no meaning %s %q → %q with alters %v", tt.kind, tt.a, tt.b, tt.alters)
		}
	}
}

// The other way round, what was dropped is added.
func TestSeedsReversed(t *testing.T) {
	b, a := seeds(t)
	for _, part := range [][2]string{{"printed", "2017-09"}, {"place", "Washington"}} {
		start := strings.Index(a.Text, part[1])
		a.Marks = append(a.Marks, evidence.Mark{Field: part[0], Span: evidence.Span{Start: start, End: start + len(part[1])}})
	}
	r := revision.Compare(a, b)
	check(t, a, b, r)
	for _, m := range []revision.Meaning{
		{Kind: revision.RelativeDate, A: "Last week", B: "this week", Alters: true}, {Kind: revision.RelativeDate, B: "Friday", Alters: true},
		{Kind: revision.Attribution, B: "in an email", Alters: true}, {Kind: revision.Hedge, A: "about", B: "an estimate"},
		{Kind: "printed", A: "date 2017-09 Washington —"},
	} {
		if !has(r, m.Kind, m.A, m.B, m.Alters) {
			t.Errorf("no meaning %+v", m)
		}
	}
}

// has reports whether a revision has a meaning. Quotation marks may have any
// words, parts of the document any that begin so.
func has(r revision.Revision, kind, a, b string, alters bool) bool {
	for _, c := range r.Changes {
		for _, m := range c.Meaning {
			if m.Kind == kind && m.Alters == alters && (kind == revision.QuoteMarks || m.A == a && m.B == b || (kind == "title" || kind == "caption") && strings.HasPrefix(m.A, a)) {
				return true
			}
		}
	}
	return false
}
