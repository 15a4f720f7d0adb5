package revision

import (
	"cmp"
	"slices"
)

// A pair is sentences of A, from up to to, and those of B that say the same.
type pair struct {
	a, b  stretch // of sentences
	moved bool
}

// align finds the pairs: equal sentences first, then those with most words in
// common, then what stands alone between two pairs, and the parts of sentences
// that were joined or cut. Order plays no part until the end, so a sentence that
// moved is found like any other.
func (c *comparison) align() {
	p := &pairing{c: c, toB: free(len(c.a.sentences)), toA: free(len(c.b.sentences))}
	p.equal()
	p.alike()
	p.between()
	for i, j := range p.toB {
		if j >= 0 {
			c.pairs = append(c.pairs, pair{a: stretch{int32(i), int32(i) + 1}, b: stretch{j, j + 1}})
		}
	}
	p.join()
	c.pairs = inOrder(c.pairs, c.a.sentences)
}

// A pairing is the state of align: for each sentence its partner, or -1.
type pairing struct {
	c        *comparison
	toB, toA []int32
	count    []int32 // by word, all zero between uses
}

func free(n int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = -1
	}
	return list
}

func (p *pairing) pair(i, j int32) { p.toB[i], p.toA[j] = j, i }

// can reports whether i and j are sentences that may still be paired.
func (p *pairing) can(i, j int) bool {
	return i >= 0 && j >= 0 && i < len(p.toB) && j < len(p.toA) && p.toB[i] < 0 && p.toA[j] < 0
}

// equal pairs sentences with the same words: those that each side has once, then
// their neighbours, then the rest in order of appearance.
func (p *pairing) equal() {
	type places struct{ a, b []int32 }
	byHash := map[uint64]*places{}
	for i, s := range p.c.a.sentences {
		at := byHash[s.hash]
		if at == nil {
			at = &places{}
			byHash[s.hash] = at
		}
		at.a = append(at.a, int32(i))
	}
	for j, s := range p.c.b.sentences {
		if at := byHash[s.hash]; at != nil {
			at.b = append(at.b, int32(j))
		}
	}
	for i, s := range p.c.a.sentences {
		if at := byHash[s.hash]; len(at.a) == 1 && len(at.b) == 1 {
			p.pair(int32(i), at.b[0])
		}
	}
	p.neighbours(1)
	p.neighbours(-1)
	for i, s := range p.c.a.sentences {
		at := byHash[s.hash]
		for p.toB[i] < 0 && len(at.b) > 0 {
			if j := at.b[0]; p.toA[j] < 0 {
				p.pair(int32(i), j)
			}
			at.b = at.b[1:]
		}
	}
}

// neighbours pairs equal sentences next to pairs, going by step.
func (p *pairing) neighbours(step int) {
	i, end := 0, len(p.toB)
	if step < 0 {
		i, end = len(p.toB)-1, -1
	}
	for ; i != end; i += step {
		if p.toB[i] < 0 {
			continue
		}
		x, y := i+step, int(p.toB[i])+step
		if p.can(x, y) && p.c.a.sentences[x].hash == p.c.b.sentences[y].hash {
			p.pair(int32(x), int32(y))
		}
	}
}

// between compares what is left between two pairs that follow each other, more
// leniently: its place speaks for it.
func (p *pairing) between() {
	const most, least = 8, 0.3
	lastB := -1
	for i := 0; i < len(p.toB); i++ {
		if p.toB[i] >= 0 {
			lastB = int(p.toB[i])
			continue
		}
		end := i
		for end < len(p.toB) && p.toB[end] < 0 {
			end++
		}
		to := len(p.toA)
		if end < len(p.toB) {
			to = int(p.toB[end])
		}
		if end-i <= most && to-lastB-1 <= most {
			var found []candidate
			for x := i; x < end; x++ {
				for y := lastB + 1; y < to; y++ {
					if s := p.similarity(int32(x), int32(y)); s >= least && p.can(x, y) {
						found = append(found, candidate{int32(x), int32(y), s})
					}
				}
			}
			p.take(found)
		}
		i = end - 1
	}
}

// take pairs candidates, the most similar first.
func (p *pairing) take(found []candidate) {
	slices.SortFunc(found, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.similarity, x.similarity),
			cmp.Compare(max(x.i-x.j, x.j-x.i), max(y.i-y.j, y.j-y.i)), cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
	})
	for _, f := range found {
		if p.can(int(f.i), int(f.j)) {
			p.pair(f.i, f.j)
		}
	}
}
