package stories

import (
	"math/rand/v2"
	"slices"
)

// Partial makes a newspaper's article that takes 2 to 6 paragraphs of a wire story
// into its own text, in one or two places.
func Partial(own, wire *Story, r *rand.Rand, o Options) *Document {
	o.Must &^= Cut | Drop | Reorder | Lead
	o.May &^= Cut | Drop | Reorder | Lead | MergeQuotes
	p := newPress(r, o)
	mine := paragraphs(own)
	mine = mine[:min(len(mine), 3+r.IntN(7))]
	taken := run(paragraphs(wire), 2+r.IntN(5), r)
	at := 1 + r.IntN(len(mine))
	p.takeAll(own, mine[:at], true)
	if half := len(taken) / 2; half > 0 && at < len(mine) && r.IntN(3) == 0 {
		p.takeAll(wire, taken[:half], false)
		p.takeAll(own, mine[at:at+1], true)
		at, taken = at+1, taken[half:]
	}
	p.takeAll(wire, taken, false)
	p.takeAll(own, mine[at:], true)
	return p.finish(own, PartialPrint)
}

// Composite makes an article of paragraphs of two wire stories, in turns.
func Composite(a, b *Story, r *rand.Rand, o Options) *Document {
	o.Must &^= Cut | Drop | Reorder | Lead
	o.May &^= Cut | Drop | Reorder | MergeQuotes
	p := newPress(r, o)
	first, second := paragraphs(a), paragraphs(b)
	first = first[:max(2, len(first)*(40+r.IntN(50))/100)]
	second = run(second, max(2, len(second)*(30+r.IntN(50))/100), r)
	for len(first)+len(second) > 0 {
		n := min(len(first), 1+r.IntN(4))
		p.takeAll(a, first[:n], false)
		m := min(len(second), 1+r.IntN(4))
		p.takeAll(b, second[:m], false)
		first, second = first[n:], second[m:]
	}
	if p.edits&Lead != 0 {
		p.newLead(a)
	}
	return p.finish(a, CompositePrint)
}

func (p *press) takeAll(s *Story, groups [][]int, own bool) {
	for _, g := range groups {
		p.take(s, g, own)
	}
}

// paragraphs returns the indexes of the sentences of each paragraph; a story of few
// long paragraphs is taken apart, so that there are at least four.
func paragraphs(s *Story) [][]int {
	var groups [][]int
	for i := range s.Sentences {
		if i == 0 || s.Sentences[i].Para != s.Sentences[i-1].Para {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], i)
	}
	for i := 0; i < len(groups) && len(groups) < 4; {
		if len(groups[i]) > 1 {
			groups = slices.Insert(groups, i+1, groups[i][1:])
			groups[i] = groups[i][:1]
		}
		i++
	}
	return groups
}

// run returns n neighbours of groups, or all.
func run(groups [][]int, n int, r *rand.Rand) [][]int {
	n = min(n, len(groups))
	at := r.IntN(len(groups) - n + 1)
	return groups[at : at+n]
}
