package names

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The data that names are read with; data/README.md says where each is from.
var (
	//go:embed data/legalforms.tsv
	legalForms string
	//go:embed data/words.tsv
	organisationWords string
	//go:embed data/places.tsv
	placeWords string
	//go:embed data/frequency.tsv
	wordFrequency string
)

// A dict holds what is known about words: legal forms, translations, and how
// often each stands on the lists.
type dict struct {
	// legal maps a legal form, words joined with spaces, to its short name;
	// legalStart maps a first word to the most words of a form that it begins.
	legal      map[string]legalForm
	legalStart map[string]int
	// parts are the words that legal forms are made of.
	parts map[string]bool
	// places are words for countries and continents.
	places map[string]bool
	// known are these and the words of the dictionary; near finds them by what
	// a typing error leaves of them.
	known []string
	near  hashTable
	// knownLetters are the letters of each of known.
	knownLetters []letterSet
	words        map[string]string
	pairs        map[pair]string
	// rare is the weight of a word that the lists do not have.
	weights map[string]float32
}

// A legalForm is one form under all its spellings, such as "llc", and its class:
// "limited", "joint-stock", "nonprofit" and others.
type legalForm struct{ canon, class string }

type pair struct{ first, second string }

var dictionary = sync.OnceValue(func() *dict {
	d := &dict{
		legal: map[string]legalForm{}, legalStart: map[string]int{},
		parts: map[string]bool{}, places: map[string]bool{},
		words: map[string]string{}, pairs: map[pair]string{}, weights: map[string]float32{},
	}
	translations := map[string]bool{}
	for variant, canon := range lines(organisationWords) {
		translations[variant], translations[canon] = true, true
		if first, second, two := strings.Cut(variant, " "); two {
			d.pairs[pair{first, second}] = canon
		} else {
			d.words[variant] = canon
			d.known = append(d.known, variant)
		}
	}
	for phrase, rest := range lines(legalForms) {
		canon, class, _ := strings.Cut(rest, "\t")
		words := joinInitials(split(nil, phrase))
		d.legal[strings.Join(words, " ")] = legalForm{canon, class}
		d.legalStart[words[0]] = max(d.legalStart[words[0]], len(words))
		for _, word := range words {
			if !translations[word] || slices.Contains(ordinary, word) {
				d.addPart(word)
			}
		}
	}
	for line := range strings.Lines(placeWords) {
		d.places[strings.TrimSuffix(line, "\n")] = true
	}
	d.findKnown()
	for word, count := range lines(wordFrequency) {
		n, err := strconv.Atoi(count)
		if err != nil {
			panic("names: data/frequency.tsv: " + err.Error()) // part of the binary, held by a test
		}
		d.weights[word] = weightFor(n)
	}
	return d
})

// ordinary are words of legal forms that the dictionary holds for their other
// meaning as well.
var ordinary = []string{"company", "companies", "corporation", "joint", "public", "private"}

// addPart notes a word of a legal form.
func (d *dict) addPart(word string) {
	if len(word) > 1 && !d.parts[word] {
		d.parts[word] = true
		d.known = append(d.known, word)
	}
}

// findKnown makes the table by which mistyped words are known again.
func (d *dict) findKnown() {
	entries := make([]entry, 0, 20*len(d.known))
	for i, word := range d.known {
		d.knownLetters = append(d.knownLetters, lettersOf(word))
		if len(word) > 4 {
			eachDeletion(word, func(hash uint32) { entries = append(entries, entry{hash, uint32(i)}) })
		}
	}
	d.near = newHashTable(entries)
}

// mended returns the known word that a word unknown to lists and dictionary is
// mistyped from, or the word itself.
func (d *dict) mended(word string) string {
	if len(word) < 6 || d.parts[word] || d.weights[word] != 0 || d.words[word] != "" {
		return word
	}
	best, least := word, 3
	letters := lettersOf(word)
	eachDeletion(word, func(hash uint32) {
		for _, i := range d.near.at(hash) {
			known, most := d.known[i], 1
			if len(known) > 8 {
				most = 2
			}
			if letters.far(d.knownLetters[i], most) {
				continue
			}
			if n := edits(word, known, most); n <= most && (n < least || n == least && known < best) {
				best, least = known, n
			}
		}
	})
	return best
}

// commonForms are short legal forms that end names and are mistyped there.
var commonForms = []string{"ltd", "corp", "inc", "llc", "gmbh", "ltda", "plc"}

// mendedForm returns the legal form that the last word of a name is mistyped
// from, if the lists do not have the word: two letters swapped, or one missing.
func (d *dict) mendedForm(word string) string {
	if len(word) < 2 || len(word) > 4 || d.weights[word] != 0 || d.words[word] != "" || d.legal[word].canon != "" {
		return word
	}
	for _, form := range commonForms {
		if (len(form) == len(word) || len(form) == len(word)+1 && len(word) > 2) && form[0] == word[0] && edits(word, form, 1) == 1 &&
			lettersOf(word)&^lettersOf(form) == 0 {
			return form
		}
	}
	return word
}

// lines yields the two parts of each line of a table of the binary.
func lines(table string) func(yield func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\n")
			key, value, ok := strings.Cut(line, "\t")
			if ok && line[0] != '#' && !yield(key, value) {
				return
			}
		}
	}
}

// placeWeight is what a country counts of what the word would: a branch bears it
// beside the name.
const placeWeight = 0.5

// partWeight is the most that a word of a legal form weighs where the rest of
// the form is missing.
const partWeight = 0.15

// listed is how many different names the table of frequencies was counted over.
const listed = 100_000

// weightFor is the weight of a word that stands in n of the listed names: 1 for
// one that is on none, falling with the logarithm, never below a twentieth.
func weightFor(n int) float32 {
	w := 1 - math.Log1p(float64(n))/math.Log1p(listed)
	return float32(max(0.05, w))
}

func (d *dict) weight(word string) float32 {
	w, ok := d.weights[word]
	if d.places[word] {
		return placeWeight * max(w, 0.5)
	}
	if d.parts[word] && (!ok || w > partWeight) {
		return partWeight
	}
	if ok {
		return w
	}
	if len(word) == 1 {
		return 0.3 // an initial
	}
	return 1
}

// legalAt returns the longest legal form that begins at words[i], and its
// length. One of two or three letters is also a word, and counts only at either
// end of a name.
func (d *dict) legalAt(words []string, i int) (form legalForm, n int) {
	longest := min(d.legalStart[words[i]], len(words)-i)
	if longest == 0 {
		return legalForm{}, 0
	}
	for n := longest; n > 1; n-- {
		if form, ok := d.legal[strings.Join(words[i:i+n], " ")]; ok {
			return form, n
		}
	}
	form, ok := d.legal[words[i]]
	if !ok || len(words[i]) < 3 && i != 0 && i < len(words)-3 {
		return legalForm{}, 0
	}
	return form, 1
}
