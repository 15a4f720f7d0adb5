package revision

import (
	"cmp"
	"slices"
)

// A candidate is two sentences that have words in common.
type candidate struct {
	i, j       int32
	similarity float64 // 0 to 1
}

// A word or two words that stand in more sentences than mostPlaces tell little;
// without this bound, texts of one word would take a square of their length.
const (
	mostPlaces   = 24
	mostCompared = 4
	leastAlike   = 0.45
)

// alike pairs the sentences that have most words in common.
func (p *pairing) alike() {
	a, b := &p.c.a, &p.c.b
	places := map[uint64][]int32{}
	for j, s := range b.sentences {
		if p.toA[j] < 0 {
			p.features(b, s, func(f uint64) {
				if at := places[f]; len(at) <= mostPlaces && (len(at) == 0 || at[len(at)-1] != int32(j)) {
					places[f] = append(at, int32(j))
				}
			})
		}
	}
	if len(places) == 0 {
		return
	}
	var found []candidate
	hits := make([]int32, len(b.sentences))
	var hit []int32
	for i, s := range a.sentences {
		if p.toB[i] >= 0 {
			continue
		}
		p.features(a, s, func(f uint64) {
			if at := places[f]; len(at) <= mostPlaces {
				for _, j := range at {
					if hits[j] == 0 {
						hit = append(hit, j)
					}
					hits[j]++
				}
			}
		})
		slices.SortFunc(hit, func(x, y int32) int { return cmp.Or(cmp.Compare(hits[y], hits[x]), cmp.Compare(x, y)) })
		for _, j := range hit[:min(len(hit), mostCompared)] {
			if s := p.similarity(int32(i), j); s >= leastAlike {
				found = append(found, candidate{int32(i), j, s})
			}
		}
		for _, j := range hit {
			hits[j] = 0
		}
		hit = hit[:0]
	}
	p.take(found)
}

// features calls do with each word of content of a sentence, and each two words
// that stand together.
func (p *pairing) features(s *side, x sentence, do func(uint64)) {
	before := uint64(0)
	for _, t := range s.tokens[x.from:x.to] {
		if t.kind >= markToken {
			continue
		}
		w := uint64(t.word) + 1
		if !p.c.words.entries[t.word].function {
			do(w)
		}
		if before != 0 {
			do(before<<32 | w)
		}
		before = w
	}
}

// similarity returns what part of the weight of two sentences they have in
// common, from 0 to 1.
func (p *pairing) similarity(i, j int32) float64 {
	a, b := p.c.a.sentences[i].stretch, p.c.b.sentences[j].stretch
	common, whole := p.common(a, b)
	return 2 * float64(common) / float64(max(whole, 1))
}

// common returns the weight of the words that stand in both stretches, and that
// of all words of both.
func (p *pairing) common(a, b stretch) (common, whole int32) {
	if p.count == nil {
		p.count = make([]int32, len(p.c.words.entries))
	}
	for _, t := range p.c.a.tokens[a.from:a.to] {
		p.count[t.word]++
		whole += p.c.words.entries[t.word].weight
	}
	for _, t := range p.c.b.tokens[b.from:b.to] {
		w := p.c.words.entries[t.word].weight
		whole += w
		if p.count[t.word] > 0 {
			p.count[t.word]--
			common += w
		}
	}
	for _, t := range p.c.a.tokens[a.from:a.to] {
		p.count[t.word] = 0
	}
	return common, whole
}
