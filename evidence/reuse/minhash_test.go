package reuse_test

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"unicode"

	"github.com/delistdev/delist/evidence/stories"
)

// Plain MinHash over shingles of five words, as peers find near duplicates with:
// 128 permutations, bands of two rows, and an estimated resemblance from which two
// documents are put together. The best threshold of those below is taken for each
// noise, with the labels in view: better than blind.
const (
	permutations = 128
	rows         = 2
)

var resemblances = []float64{0.02, 0.04, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5}

// plainMinHash returns the best adjusted Rand index of plain MinHash, and the
// threshold that gave it.
func plainMinHash(docs []*stories.Document, labels []string) (best, at float64) {
	signatures := signaturesOf(docs)
	for _, threshold := range resemblances {
		if ari := randIndex(labels, banded(signatures, threshold)); ari > best {
			best, at = ari, threshold
		}
	}
	return best, at
}

func signaturesOf(docs []*stories.Document) [][permutations]uint64 {
	random := rand.New(rand.NewPCG(1, 1))
	var a, b [permutations]uint64
	for i := range a {
		a[i], b[i] = random.Uint64()|1, random.Uint64()
	}
	signatures := make([][permutations]uint64, len(docs))
	for d, doc := range docs {
		s := &signatures[d]
		for i := range s {
			s[i] = ^uint64(0)
		}
		words := strings.FieldsFunc(strings.ToLower(doc.Text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for i := 0; i+5 <= len(words); i++ {
			h := fnv.New64a()
			for _, w := range words[i : i+5] {
				h.Write([]byte(w))
				h.Write([]byte{0})
			}
			x := h.Sum64()
			for k := range s {
				s[k] = min(s[k], x*a[k]+b[k])
			}
		}
	}
	return signatures
}

func banded(signatures [][permutations]uint64, threshold float64) []int {
	root := make([]int, len(signatures))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for band := 0; band < permutations; band += rows {
		buckets := map[[rows]uint64][]int{}
		for d := range signatures {
			var key [rows]uint64
			copy(key[:], signatures[d][band:])
			buckets[key] = append(buckets[key], d)
		}
		for _, list := range buckets {
			for i, x := range list {
				for _, y := range list[i+1:] {
					if find(x) != find(y) && alike(&signatures[x], &signatures[y]) >= threshold {
						root[find(y)] = find(x)
					}
				}
			}
		}
	}
	for i := range root {
		root[i] = find(i)
	}
	return root
}

func alike(a, b *[permutations]uint64) float64 {
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / permutations
}
