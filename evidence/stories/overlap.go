package stories

import (
	"slices"
	"strings"
)

// gramWords is how many words in a row are compared to measure the collection.
const gramWords = 5

// Overlap returns how many of the runs of five words of the shorter text stand in
// the other too: 0 to 1. Words are compared without case and marks. With masked,
// names and numbers count as equal: then it measures the sentences alone.
//
// It measures how far the stories of a collection differ. It finds nothing.
func Overlap(a, b string, masked bool) float64 { return shared(grams(a, masked), grams(b, masked)) }

// shared returns which part of the smaller of two sorted sets is in the other.
func shared(a, b []uint64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return float64(n) / float64(min(len(a), len(b)))
}

// grams returns the hashes of the runs of five words of a text, sorted, each once.
func grams(text string, masked bool) []uint64 {
	var words []uint64
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == '\n' }) {
		w = strings.Trim(w, `"'.,:;()`)
		if masked && w != "" && (w[0] < 'A' || w[0] > 'z' || isUpper(w[0]) && !openings[w]) {
			w = "X"
		}
		words = append(words, hash(w))
	}
	var all []uint64
	for i := 0; i+gramWords <= len(words); i++ {
		var h uint64
		for _, w := range words[i : i+gramWords] {
			h = mix(h ^ w)
		}
		all = append(all, h)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// hash is FNV-1a of the word in lower case.
func hash(w string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(w) {
		c := w[i]
		if isUpper(c) {
			c |= 0x20
		}
		h = (h ^ uint64(c)) * 0x100000001b3
	}
	return h
}
