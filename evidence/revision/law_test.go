package revision_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/revision"
)

// apply makes B out of A, the pairs and the changes, without spaces: pair by
// pair in the order of B, the bytes of A that no change takes out, and between
// them what the changes put in.
func apply(a, b *evidence.Document, r revision.Revision) (string, error) {
	outA := cover(a, r, func(c revision.Change) evidence.Span { return c.A })
	inB := cover(b, r, func(c revision.Change) evidence.Span { return c.B })
	pairs := slices.Clone(r.Same)
	slices.SortFunc(pairs, func(x, y revision.Pair) int { return cmp.Compare(x.B.Start, y.B.Start) })
	var out strings.Builder
	at, used := 0, 0
	put := func(to int, kept string) error {
		for ; at < to; at++ {
			switch {
			case space(b.Text[at]):
			case inB[at]:
				out.WriteByte(b.Text[at])
			case kept == "":
				return fmt.Errorf("byte %d of B comes from nowhere", at)
			default:
				out.WriteByte(kept[0])
				kept = kept[1:]
			}
		}
		if kept != "" {
			return fmt.Errorf("%q of A is left over at byte %d of B", kept, at)
		}
		return nil
	}
	for _, p := range pairs {
		if err := put(p.B.Start, ""); err != nil {
			return "", err
		}
		kept := left(a.Text, p.A, outA)
		used += len(kept)
		if err := put(p.B.End, kept); err != nil {
			return "", err
		}
	}
	if err := put(len(b.Text), ""); err != nil {
		return "", err
	}
	if all := left(a.Text, evidence.Span{End: len(a.Text)}, outA); len(all) != used {
		return "", fmt.Errorf("%d bytes of A are in no pair and no change", len(all)-used)
	}
	return out.String(), nil
}

// cover returns which bytes of a document the changes cover. Sentences that moved
// are pairs, not changes of words.
func cover(d *evidence.Document, r revision.Revision, of func(revision.Change) evidence.Span) []bool {
	moved := map[revision.Pair]bool{}
	for _, p := range r.Same {
		moved[p] = p.Moved
	}
	list := make([]bool, len(d.Text))
	for _, c := range r.Changes {
		if c.Kind == revision.Moved && moved[revision.Pair{A: c.A, B: c.B, Moved: true}] {
			continue
		}
		for i := of(c).Start; i < of(c).End; i++ {
			list[i] = true
		}
	}
	return list
}

// left returns the bytes of a span that are not covered, without spaces.
func left(text string, s evidence.Span, covered []bool) string {
	var out strings.Builder
	for i := s.Start; i < s.End; i++ {
		if !covered[i] && !space(text[i]) {
			out.WriteByte(text[i])
		}
	}
	return out.String()
}

func space(c byte) bool { return c <= ' ' }

// plain writes every space as an ASCII one, so that the law can be checked by
// bytes, and mends what is no UTF-8.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r) || r < ' ':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}

// check asserts the law of a revision: applying it to A gives B, and every
// change has a meaning and stands within the texts.
func check(t *testing.T, a, b *evidence.Document, r revision.Revision) {
	t.Helper()
	for _, c := range r.Changes {
		if c.A.Start < 0 || c.A.Start > c.A.End || c.A.End > len(a.Text) || c.B.Start < 0 || c.B.Start > c.B.End || c.B.End > len(b.Text) {
			t.Fatalf("change %+v is outside the texts", c)
		}
		if len(c.Meaning) == 0 {
			t.Errorf("change %+v (%q, %q) has no meaning", c, c.A.Of(a), c.B.Of(b))
		}
		for _, m := range c.Meaning {
			if m.Kind == "" || m.Why == "" {
				t.Errorf("meaning %+v of %q, %q says nothing", m, c.A.Of(a), c.B.Of(b))
			}
		}
	}
	got, err := apply(a, b, r)
	want := left(b.Text, evidence.Span{End: len(b.Text)}, make([]bool, len(b.Text)))
	if err != nil || got != want {
		t.Fatalf("applying the changes to\n%q\ngives\n%q, %v, want\n%q", a.Text, got, err, want)
	}
}

// FuzzCompare checks the law of [check] on any two texts, with the days of
// printing known or not; that a text is the same as itself; and that comparing
// twice gives the same.
func FuzzCompare(f *testing.F) {
	f.Add("He said no. \"Yes,\" it said in a statement.\n\nThe end.", "“Yes”. He didn't say no.\nThe End", int32(20170909))
	f.Add("In July, about 400-million of 1,000 U.S. users paid $5m.", "On 3 July 2017 some 400 million US users had paid US$5 000 000", int32(0))
	f.Add("They met in July today. On 3 May it said so last week.", "They met in July. On May 3. today it said so this week Friday.", int32(20170909))
	f.Add("a. b. c. a. b. d e f.", "c. a. b. a. d. f e d.", int32(1))
	f.Add("''' ' \"\"\" “ ” the 's n't not", "\" ' ’ “„» not the't", int32(20000229))
	f.Fuzz(func(t *testing.T, x, y string, day int32) {
		a, b := &evidence.Document{Text: plain(x), Title: "One"}, &evidence.Document{Text: plain(y), Precision: "month"}
		if day > 0 {
			a.Printed = delist.NewDate(int(day/10000)%3000, 1, 1).AddDays(int(day % 400))
			b.Printed = a.Printed.AddDays(int(day % 11))
			a.Marks = []evidence.Mark{{Field: "title", Span: evidence.Span{End: int(day) % (len(a.Text) + 1)}}}
		}
		r := revision.Compare(a, b)
		check(t, a, b, r)
		if again := revision.Compare(a, b); fmt.Sprintf("%+v", again.Changes) != fmt.Sprintf("%+v", r.Changes) {
			t.Errorf("comparing twice differs:\n%+v\n%+v", r.Changes, again.Changes)
		}
		if same := revision.Compare(a, a); len(same.Changes) > 0 {
			t.Errorf("%q differs from itself: %+v", a.Text, same.Changes)
		}
		var text strings.Builder
		if err := r.Text(&text, int(day%120), day%2 == 0); err != nil {
			t.Error(err)
		}
		if day%2 != 0 && strings.ContainsFunc(text.String(), func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }) {
			t.Errorf("control characters in %q", text.String())
		}
	})
}
