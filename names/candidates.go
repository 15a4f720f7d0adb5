package names

import (
	"cmp"
	"slices"
	"strings"
)

// candidates fills r.found with the names whose cost may be at most the given.
func (r *room) candidates(most float32) {
	x := r.x
	r.found, r.names, r.alike = r.found[:0], r.names[:0], r.alike[:0]
	r.variants()
	tokens := r.query.tokens
	need, left := r.needed(most), weightOf(tokens)
	// The weightiest words first: whoever has none of them has too little.
	r.order = r.order[:0]
	for i := range tokens {
		r.order = append(r.order, i)
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return cmp.Compare(tokens[b].weight, tokens[a].weight) })
	for _, i := range r.order {
		if left < need {
			break
		}
		for k := range r.alike {
			if r.alike[k].q == i && len(r.names) < maxTouched {
				r.touch(x.namesWith(r.alike[k].word))
			}
		}
		left -= tokens[i].weight
	}
	for _, n := range x.byFolded.at(hashOf(r.query.folded)) {
		r.touch([]uint32{n})
	}
	r.keep(most)
	for _, n := range r.names {
		r.seen[n] = false
	}
	for _, v := range r.alike {
		r.gain[v.word], r.cover[v.word] = 0, 0
	}
}

func (r *room) touch(names []uint32) {
	if room := 2*maxTouched - len(r.names); len(names) > room {
		names = names[:max(0, room)]
	}
	for _, n := range names {
		if !r.seen[n] {
			r.seen[n] = true
			r.names = append(r.names, n)
		}
	}
}

// needed is the weight of words that must meet for a cost of at most the given:
// what is missing costs at least [costs.Missing] or [costs.Other] a weight.
func (r *room) needed(most float32) float32 {
	share := 1 - most/min(price.Missing, price.Missing+price.Other)
	return max(0.01, share*weightOf(r.query.tokens))
}

// keep moves the names that may be good enough to r.found, best first.
func (r *room) keep(most float32) {
	x := r.x
	whole := r.comparer.left(r.query.tokens, set(len(r.query.tokens)))
	for _, n := range r.names {
		var gain, theirs, met, differ float32
		for _, w := range x.tokensOf(n) {
			t := token{weight: x.weights[w], class: x.classes[w]}
			theirs += leftWeight(&t)
			if g := r.gain[w]; g > 0 {
				gain += max(leftWeight(&t), r.cover[w])
				met += max(t.weight, r.cover[w])
				differ += t.weight * (1 - g)
			}
		}
		if bound := r.bound(most, max(0, whole-gain, theirs-gain), met, differ); bound <= most+slack {
			r.found = append(r.found, scored{n, bound})
		}
	}
	slices.SortFunc(r.found, func(a, b scored) int { return cmp.Or(cmp.Compare(a.bound, b.bound), cmp.Compare(a.name, b.name)) })
	if len(r.found) > maxCompared {
		r.found = r.found[:maxCompared]
	}
}

// slack is what a bound may be too high by, because it adds in another order.
const slack = 0.02

// bound is a cost that a name has at the least: with so much weight missing, at
// most so much that meets, and at least so much of it unlike. It is worked out
// no further than it takes to see that it is more than most.
func (r *room) bound(most, missing, met, differ float32) float32 {
	cost := (price.Missing*missing + price.Differ*differ) / max(missing+met, 0.01)
	if cost > most+slack {
		return cost
	}
	// The index does not know which words were mended, and so weigh more.
	return cost + r.comparer.little(met+0.3, cost)
}

// variants finds the words of the index that the words of the query may meet.
func (r *room) variants() {
	tokens := r.query.tokens
	for i := range tokens {
		t := &tokens[i]
		r.variant(i, t.word.text, leftWeight(t))
		if t.class == plain {
			r.likeWord(i, &t.word, t.weight)
			r.parts(i, t.text, t.weight)
		}
	}
	for i := range tokens {
		text, weight := tokens[i].text, tokens[i].weight
		for k := i + 1; k < len(tokens) && k < i+3 && len(text) < 24; k++ {
			text += tokens[k].text
			weight += tokens[k].weight
			run := wordOf(text)
			for part := i; part <= k; part++ {
				r.variant(part, text, weight)
			}
			// A slipped space leaves at least one word that nobody has.
			if k == i+1 && tokens[i].class == plain && tokens[k].class == plain && !(r.known(i) && r.known(k)) {
				first := len(r.alike)
				r.likeWord(i, &run, weight)
				for _, v := range r.alike[first:] {
					r.alike = append(r.alike, variant{v.word, k, v.gain})
				}
			}
		}
	}
}

// known reports whether the index has token i of the query.
func (r *room) known(i int) bool {
	_, ok := r.x.word(r.query.tokens[i].word.text)
	return ok
}

// variant notes a word of the index for token i of the query; weight is that of
// the tokens which the word would meet.
func (r *room) variant(i int, text string, weight float32) {
	if w, ok := r.x.word(text); ok {
		r.note(i, w, 1, weight)
	}
}

func (r *room) note(i int, w uint32, alikeness, weight float32) {
	r.alike = append(r.alike, variant{w, i, alikeness})
	r.gain[w] = max(r.gain[w], alikeness)
	r.cover[w] = max(r.cover[w], weight)
}

// likeWord notes the words that differ from w by typing or transliteration. What
// was found for a word is kept: names are made of the same words.
func (r *room) likeWord(i int, w *word, weight float32) {
	found, ok := r.near[w.text]
	if !ok {
		found = r.search(w)
		if len(r.near) == maxNear {
			clear(r.near)
		}
		r.near[strings.Clone(w.text)] = found
	}
	for _, n := range found {
		r.note(i, n.word, n.gain, weight)
	}
}

// maxNear is for how many words a room keeps what is like them.
const maxNear = 1 << 14

// search finds the words of the index that are like w and not w.
func (r *room) search(w *word) (found []nearWord) {
	x := r.x
	consider := func(n uint32) {
		if r.asked[n] {
			return
		}
		r.asked[n] = true
		r.asking = append(r.asking, n)
		text := x.words.at(n)
		if len(text) > len(w.text)+4 || len(w.text) > len(text)+4 || text == w.text || x.classes[n] != plain {
			return
		}
		other := word{text, stem(text), x.sounds[n], x.letters[n]}
		if s, _ := alike(w, &other); s > 0.3 {
			found = append(found, nearWord{n, s})
		}
	}
	eachDeletion(w.text, func(hash uint32) {
		for _, n := range x.byRest.at(hash) {
			consider(n)
		}
	})
	if len(w.text) > 4 && w.sound.enough() {
		for _, n := range x.bySound.at(mixed(uint64(w.sound))) {
			consider(n)
		}
	}
	for _, n := range r.asking {
		r.asked[n] = false
	}
	r.asking = r.asking[:0]
	return found
}

// meaning returns the dictionary's word for a word, or the word.
func meaning(text string) string {
	if canon := dictionary().words[text]; canon != "" {
		return canon
	}
	return text
}

// parts notes two words of the index that text is written together from.
func (r *room) parts(i int, text string, weight float32) {
	if len(text) < 5 {
		return
	}
	for cut := 2; cut <= len(text)-2; cut++ {
		a, ok := r.x.word(meaning(text[:cut]))
		if !ok {
			continue
		}
		if b, ok := r.x.word(meaning(text[cut:])); ok {
			// Each part stands for as much as it is of the word.
			share := weight * float32(cut) / float32(len(text))
			r.note(i, a, 1, share)
			r.note(i, b, 1, weight-share)
		} else if _, ok := dictionary().legal[text[cut:]]; ok {
			r.note(i, a, 1, weight)
		}
	}
}
