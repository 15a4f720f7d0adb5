package revision

import (
	"cmp"
	"slices"
)

// mostJoined bounds the tokens on one side of a pair of several sentences.
const mostJoined = 1024

// join adds to each pair the sentences next to it that are left, and that the
// pair needs: their words stand in the other side and are missing on their own.
func (p *pairing) join() {
	pairs := p.c.pairs
	for n := range pairs {
		x := &pairs[n]
		for p.needs(x, stretch{x.a.to, x.a.to + 1}, true) {
			p.toB[x.a.to] = x.b.from
			x.a.to++
		}
		for p.needs(x, stretch{x.a.from - 1, x.a.from}, true) {
			x.a.from--
			p.toB[x.a.from] = x.b.from
		}
		for p.needs(x, stretch{x.b.to, x.b.to + 1}, false) {
			p.toA[x.b.to] = x.a.from
			x.b.to++
		}
		for p.needs(x, stretch{x.b.from - 1, x.b.from}, false) {
			x.b.from--
			p.toA[x.b.from] = x.a.from
		}
	}
}

// needs reports whether one more sentence of a side belongs to the pair: with it
// there is clearly more in common, by more than half of the sentence's weight.
func (p *pairing) needs(x *pair, more stretch, ofA bool) bool {
	s, partner := &p.c.a, p.toB
	if !ofA {
		s, partner = &p.c.b, p.toA
	}
	if more.from < 0 || int(more.to) > len(partner) || partner[more.from] >= 0 {
		return false
	}
	a, b := p.c.a.words(x.a), p.c.b.words(x.b)
	if a.len()+b.len() > mostJoined {
		return false
	}
	before, _ := p.common(a, b)
	added := s.words(more)
	if ofA {
		a = stretch{min(a.from, added.from), max(a.to, added.to)}
	} else {
		b = stretch{min(b.from, added.from), max(b.to, added.to)}
	}
	after, _ := p.common(a, b)
	weight := int32(0)
	for _, t := range s.tokens[added.from:added.to] {
		weight += p.c.words.entries[t.word].weight
	}
	return after-before > 10 && 2*(after-before) > weight
}

// words returns the tokens of a run of sentences.
func (s *side) words(r stretch) stretch {
	return stretch{s.sentences[r.from].from, s.sentences[r.to-1].to}
}

// inOrder marks as moved the pairs that must be taken out, by the fewest words,
// for the others to stand in the same order on both sides.
func inOrder(pairs []pair, sentences []sentence) []pair {
	// best[k] is the greatest weight of a rising run that ends with the k-th place
	// of B; a Fenwick tree answers the greatest up to a place.
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Compare(x.a.from, y.a.from) })
	most := int32(0)
	for _, p := range pairs {
		most = max(most, p.b.from)
	}
	tree := make([]int32, most+2) // index of a pair + 1
	weight := make([]int64, len(pairs))
	before := make([]int32, len(pairs))
	last := int32(0)
	for i, p := range pairs {
		at := int32(0)
		for k := p.b.from; k > 0; k -= k & -k {
			at = heavier(weight, at, tree[k])
		}
		weight[i] = int64(sentences[p.a.to-1].to - sentences[p.a.from].from)
		if before[i] = at; at > 0 {
			weight[i] += weight[at-1]
		}
		for k := p.b.from + 1; k < int32(len(tree)); k += k & -k {
			tree[k] = heavier(weight, tree[k], int32(i)+1)
		}
		last = heavier(weight, last, int32(i)+1)
	}
	for i := range pairs {
		pairs[i].moved = true
	}
	for ; last > 0; last = before[last-1] {
		pairs[last-1].moved = false
	}
	return pairs
}

// heavier returns the one of two pairs, counted from 1, with more weight.
func heavier(weight []int64, x, y int32) int32 {
	if x == 0 || y > 0 && weight[y-1] > weight[x-1] {
		return y
	}
	return x
}
