package reuse

import (
	"math/bits"
	"slices"
)

// A run is a passage that two texts have in common: words [A0, A1) of one and
// [B0, B1) of the other, of which matched stand in both.
type run struct {
	a0, a1, b0, b1 int32
	matched        int32
}

const (
	// maxGap is how many words may differ between two that match: a clause that a
	// print replaced, a few words that a scanner spoilt.
	maxGap = 10
	// A word that matches counts one, a word that does not takes penalty off. A
	// passage needs minScore, so that a name or a figure that both have from the event
	// is none, and ends where it has lost maxDrop.
	penalty  = 0.9
	minScore = 9
	maxDrop  = 9
	// maxSeeds bounds how often one pair of words is looked for in one text.
	maxSeeds = 8
	// minSeeds is how many words of a run must stand in pairs that match exactly,
	// for it to be looked at word by word.
	minSeeds = 6
	// closing is after how many words it is looked whether runs have ended.
	closing = 8
	// near is how far ahead the next common word is looked for.
	near = 5
)

// A text is a document as its own words are kept: what each is, and which letters
// it has.
type text struct{ words, letters []uint32 }

// An aligner finds the runs of texts in one text after the other.
type aligner struct {
	at   map[uint64][]int32 // pairs of words of b, by their places
	b    text
	open []run
	runs []run
	inA  []bool // words that match
	inB  []bool

	spoilt   int32 // of the words that match, those that match nearly
	steps    []step
	passages []run
}

// set chooses the text that others are aligned with.
func (al *aligner) set(chosen text) {
	b := chosen.words
	if al.at == nil {
		al.at = make(map[uint64][]int32, len(b))
	}
	clear(al.at)
	al.b = chosen
	for i := 0; i+1 < len(b); i++ {
		key := pairOf(b[i], b[i+1])
		if list := al.at[key]; len(list) < maxSeeds {
			al.at[key] = append(list, int32(i))
		}
	}
}

func pairOf(x, y uint32) uint64 { return uint64(x)<<32 | uint64(y) }

// align returns the runs that a text has in common with the chosen one, and how
// many words of each match in them. The runs are good until the next call.
func (al *aligner) align(t text) (runs []run, inA, inB int) {
	a := t.words
	al.open, al.runs = al.open[:0], al.runs[:0]
	for i := 0; i+1 < len(a); i++ {
		for _, j := range al.at[pairOf(a[i], a[i+1])] {
			al.extend(int32(i), j)
		}
		if i%closing == 0 {
			al.close(int32(i))
		}
	}
	al.close(int32(len(a)) + 2*maxGap)
	al.inA, al.inB = cleared(al.inA, len(a)), cleared(al.inB, len(al.b.words))
	al.passages, al.spoilt = al.passages[:0], 0
	for _, r := range al.choose() {
		al.passages = al.match(t, &r, al.passages)
	}
	return al.passages, count(al.inA), count(al.inB)
}

func cleared(list []bool, n int) []bool {
	if cap(list) < n {
		return make([]bool, n)
	}
	list = list[:n]
	clear(list)
	return list
}

func count(in []bool) int {
	n := 0
	for _, yes := range in {
		if yes {
			n++
		}
	}
	return n
}

// match goes through a run word by word, and keeps the passages of it in which
// most words match: each begins and ends with words that do, and what does not
// match costs. It is the local alignment of Smith and Waterman, "Identification of
// common molecular subsequences", 1981, along one path.
func (al *aligner) match(t text, r *run, out []run) []run {
	al.steps = al.steps[:0]
	best, first, score, top := -1, 0, 0.0, 0.0
	flush := func() {
		if best >= first && top >= minScore {
			out = al.keep(out, al.steps[first:best+1])
		}
		first, best, score, top = len(al.steps), -1, 0, 0
	}
	for i, j := r.a0, r.b0; i < r.a1 && j < r.b1; {
		if al.same(t, i, j) {
			if score++; score > top {
				best, top = len(al.steps), score
			}
			al.steps = append(al.steps, step{i, j, t.words[i] != al.b.words[j]})
			i, j = i+1, j+1
			continue
		}
		di, dj := al.next(t, r, i, j)
		score -= penalty * float64(max(di, dj))
		i, j = i+di, j+dj
		if score < 0 || score < top-maxDrop {
			// Behind the best passage another may begin.
			if back := al.rest(best, first); back != nil {
				i, j = back.a+1, back.b+1
			}
			al.steps = al.steps[:max(best+1, first)]
			flush()
		}
	}
	flush()
	return out
}

// rest returns the last step of the best passage, if steps behind it were tried in
// vain.
func (al *aligner) rest(best, first int) *step {
	if best < first || best+1 >= len(al.steps) {
		return nil
	}
	return &al.steps[best]
}

// A step is a pair of words that match, or nearly so.
type step struct {
	a, b   int32
	nearly bool
}

// keep adds a passage to the runs, and marks its words.
func (al *aligner) keep(out []run, steps []step) []run {
	first, last := steps[0], steps[len(steps)-1]
	for _, s := range steps {
		al.inA[s.a], al.inB[s.b] = true, true
		if s.nearly {
			al.spoilt++
		}
	}
	return append(out, run{first.a, last.a + 1, first.b, last.b + 1, int32(len(steps))})
}

// next returns how far it is to the next words that match.
func (al *aligner) next(t text, r *run, i, j int32) (di, dj int32) {
	for sum := int32(1); sum <= 2*near; sum++ {
		for d := max(0, sum-near); d <= min(sum, near); d++ {
			// Equal steps first: a word that was replaced.
			x := (sum + 1) / 2
			if d%2 == 0 {
				x -= d / 2
			} else {
				x += (d + 1) / 2
			}
			y := sum - x
			if x < 0 || y < 0 || x > near || y > near || i+x >= r.a1 || j+y >= r.b1 {
				continue
			}
			if al.same(t, i+x, j+y) {
				return x, y
			}
		}
	}
	return 1, 1
}

// same reports whether two words are one, but for what a scanner made of them.
func (al *aligner) same(t text, i, j int32) bool {
	if t.words[i] == al.b.words[j] {
		return true
	}
	return nearly(t.letters[i], al.b.letters[j])
}

// nearly reports whether two words of some length have nearly the same letters.
func nearly(a, b uint32) bool {
	common, all := bits.OnesCount32(a&b), bits.OnesCount32(a|b)
	return common >= 3 && common*3 >= all*2
}

// extend adds the pair of words at (i, j) to the run that it goes on with best.
func (al *aligner) extend(i, j int32) {
	best, least := -1, int32(2*maxGap+1)
	for k := range al.open {
		r := &al.open[k]
		di, dj := i-r.a1+2, j-r.b1+2 // from the beginning of its last pair
		if di < 0 || dj < 0 || di > maxGap || dj > maxGap || di == 0 && dj == 0 {
			continue
		}
		if apart := abs(di-dj)*2 + di; apart < least {
			best, least = k, apart
		}
	}
	if best < 0 {
		al.open = append(al.open, run{i, i + 2, j, j + 2, 2})
		return
	}
	r := &al.open[best]
	r.matched += min(i+2-r.a1, j+2-r.b1, 2)
	r.a1, r.b1 = max(r.a1, i+2), max(r.b1, j+2)
}

func abs(n int32) int32 { return max(n, -n) }

// close ends the runs that nothing at or behind place i can go on with.
func (al *aligner) close(i int32) {
	kept := al.open[:0]
	for _, r := range al.open {
		if i-r.a1+2 <= maxGap {
			kept = append(kept, r)
			continue
		}
		if r.matched >= minSeeds {
			al.runs = append(al.runs, r)
		}
	}
	al.open = kept
}

// choose takes the longest runs first, and of those that lie over one another on
// both sides only the longer.
func (al *aligner) choose() []run {
	slices.SortFunc(al.runs, func(x, y run) int { return int(y.matched - x.matched) })
	kept := al.runs[:0]
	for _, r := range al.runs {
		if !slices.ContainsFunc(kept, func(k run) bool {
			return overlap(r.a0, r.a1, k.a0, k.a1)*2 > r.a1-r.a0 || overlap(r.b0, r.b1, k.b0, k.b1)*2 > r.b1-r.b0
		}) {
			kept = append(kept, r)
		}
	}
	return kept
}

func overlap(a0, a1, b0, b1 int32) int32 { return max(0, min(a1, b1)-max(a0, b0)) }
