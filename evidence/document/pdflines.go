package document

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A textLine is a line of a page.
type textLine struct {
	text      string
	x, y, end float64
	size      float64
	turned    int
}

// linesOf puts the runs of a page together to lines. The order of the page's
// content is kept: it is that of reading in all but few files, and columns stay
// apart.
func linesOf(runs []run) []textLine {
	var out []textLine
	var b strings.Builder
	var last run
	open := false
	flush := func() {
		if open {
			line := &out[len(out)-1]
			line.text = spaced(strings.Fields(b.String()))
			line.end = last.end
			if line.text == "" {
				out = out[:len(out)-1]
			}
		}
		b.Reset()
		open = false
	}
	for _, r := range runs {
		if open && !follows(last, r) {
			flush()
		}
		switch {
		case !open:
			out = append(out, textLine{x: r.x, y: r.y, size: r.size, turned: r.turned})
			open = true
		case r.x-last.end > spaceOf(last, r):
			b.WriteByte(' ')
		}
		b.WriteString(r.text)
		if strings.TrimSpace(r.text) != "" && math.Abs(r.y-out[len(out)-1].y) < r.size*0.1 {
			out[len(out)-1].size = max(out[len(out)-1].size, r.size)
		}
		last = r
	}
	flush()
	return out
}

// gapShare is how wide a gap is a space, as a share of the size.
const gapShare = 0.15

// spaceOf returns how wide a gap between two runs is a space.
func spaceOf(a, b run) float64 { return gapShare * min(a.size, b.size) }

// spaced puts a line together that was set with wide letters: "W A L D E N".
func spaced(words []string) string {
	for _, w := range words {
		if utf8.RuneCountInString(w) > 1 || !letterFirst(w) {
			return strings.Join(words, " ")
		}
	}
	if len(words) < 4 {
		return strings.Join(words, " ")
	}
	return strings.Join(words, "")
}

// follows reports whether a run goes on with the line of another.
func follows(a, b run) bool {
	size := max(a.size, b.size)
	return a.turned == b.turned && math.Abs(a.y-b.y) < 0.45*size && b.x > a.end-0.6*size && b.x < a.end+3*size
}

// furnitureOf finds the lines that stand at the top and the bottom of many pages:
// running titles and numbers.
func furnitureOf(pages [][]textLine) map[string]bool {
	count := map[string]int{}
	for _, page := range pages {
		seen := map[string]bool{}
		for _, i := range edges(page) {
			if key := edgeKey(page[i].text); !seen[key] {
				seen[key] = true
				count[key]++
			}
		}
	}
	out := map[string]bool{}
	for key, n := range count {
		if n >= 3 || n == 2 && len(pages) <= 3 {
			out[key] = true
		}
	}
	return out
}

// edges returns the two lines nearest to the top and to the bottom of a page.
func edges(page []textLine) []int {
	var order []int
	for i := range page {
		if page[i].turned == 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case page[a].y > page[b].y:
			return -1
		case page[a].y < page[b].y:
			return 1
		}
		return 0
	})
	if len(order) <= 4 {
		return order
	}
	return append(slices.Clone(order[:2]), order[len(order)-2:]...)
}

// edgeKey is a line without its numbers.
func edgeKey(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '#'
		}
		return r
	}, text[:min(len(text), 200)])
}

// joinPage puts the lines of a page together to paragraphs, their lines kept apart
// by "\n".
func joinPage(lines []textLine, usual float64) []para {
	var out []para
	right, first := 0.0, 0
	flush := func(end int) {
		if first == end {
			return
		}
		var text strings.Builder
		for i, line := range lines[first:end] {
			if i > 0 {
				text.WriteByte('\n')
			}
			text.WriteString(line.text)
		}
		p := para{text: text.String(), kind: kindOfLine(lines[first], usual)}
		if len(p.text) > maxLine {
			p.kind = body
		}
		out = append(out, p)
		first = end
	}
	for i, line := range lines {
		if i > 0 && begins(lines[i-1], line, right) {
			flush(i)
			right = 0
		}
		right = max(right, line.end)
	}
	flush(len(lines))
	return out
}

func kindOfLine(line textLine, usual float64) kind {
	if line.size > 1.25*usual && utf8.RuneCountInString(line.text) > 2 {
		return heading
	}
	return body
}

// begins reports whether line b begins a new paragraph below line a; right is how
// far the lines of a's paragraph reach.
func begins(a, b textLine, right float64) bool {
	size := max(a.size, b.size)
	gap := a.y - b.y
	switch {
	case a.turned != b.turned, math.Abs(a.size-b.size) > 0.15*size:
		return true
	case math.Abs(gap) < 0.45*size:
		return b.x > a.end+3*size || b.x < a.x
	case gap < 0:
		// Upwards: the next column, which goes on where a sentence did not end.
		return true
	case gap > 1.75*size:
		return true
	case isBullet(b.text):
		return true
	case b.x > a.x+0.8*size && b.x < a.x+5*size && ended(a.text):
		return true
	}
	return a.end < right-0.15*(right-a.x) && ended(a.text)
}
