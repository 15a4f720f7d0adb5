package revision

import (
	"cmp"
	"slices"

	"github.com/delistdev/delist/evidence"
)

// pair writes the words of a pair: B's, with A's that are gone where they stood.
func (p *printer) pair(b block) {
	var gone, come []evidence.Span
	for _, c := range b.changes {
		if c.Kind == Kept || c.Meaning[0].Kind == Paragraph || c.A == b.pair.A && c.B == b.pair.B && c.Kind == Moved {
			continue
		}
		gone, come = append(gone, c.A), append(come, c.B)
	}
	a := parts(b.pair.A, gone, p.r.a.Text)
	z := parts(b.pair.B, come, p.r.b.Text)
	// Kept words are the same on both sides, so that they tell where A's words
	// belong among B's.
	for len(a) > 0 || len(z) > 0 {
		switch {
		case len(a) > 0 && a[0].changed:
			p.wrap.glue(a[0], red)
			if a = a[1:]; len(z) > 0 && z[0].changed {
				z[0].spaced = true
			}
		case len(z) > 0 && z[0].changed:
			p.wrap.glue(z[0], green)
			z = z[1:]
		case len(a) > 0 && len(z) > 0:
			n := min(len(a[0].text), len(z[0].text))
			if a[0].text != z[0].text { // spaces differ: go by words
				n = 0
			}
			p.common(&a, &z, n)
		case len(z) > 0:
			p.wrap.glue(z[0], plain)
			z = z[1:]
		default:
			a = a[1:]
		}
	}
}

// common writes the words that both lists begin with.
func (p *printer) common(a, z *[]part, n int) {
	x, y := &(*a)[0], &(*z)[0]
	if n > 0 {
		p.wrap.glue(*y, plain)
		*a, *z = (*a)[1:], (*z)[1:]
		return
	}
	i, j := 0, 0
	for i < len(x.text) && j < len(y.text) {
		switch {
		case space(x.text[i]):
			i++
		case space(y.text[j]):
			j++
		default:
			i, j = i+1, j+1
		}
	}
	p.wrap.glue(part{text: y.text[:j], spaced: y.spaced}, plain)
	if x.text = x.text[i:]; blank(x.text) {
		*a = (*a)[1:]
	} else {
		x.spaced = space(x.text[0])
	}
	if y.text = y.text[j:]; blank(y.text) {
		*z = (*z)[1:]
	} else {
		y.spaced = space(y.text[0])
	}
}

func space(c byte) bool { return c <= ' ' }

func blank(s string) bool {
	for i := range len(s) {
		if !space(s[i]) {
			return false
		}
	}
	return true
}

// A part is a run of a pair's text that changed as a whole, or did not.
type part struct {
	text    string
	changed bool
	spaced  bool // space stands before it
}

// parts cuts a span at the changes.
func parts(whole evidence.Span, changes []evidence.Span, text string) (list []part) {
	slices.SortFunc(changes, func(x, y evidence.Span) int { return cmp.Compare(x.Start, y.Start) })
	at := whole.Start
	add := func(to int, changed bool) {
		if s := text[at:to]; !blank(s) {
			list = append(list, part{s, changed, space(s[0]) || at == 0 || space(text[at-1])})
		}
		at = to
	}
	for _, c := range changes {
		if c.Start >= c.End || c.Start < at || c.End > whole.End {
			continue
		}
		add(c.Start, false)
		add(c.End, true)
	}
	add(whole.End, false)
	return list
}
