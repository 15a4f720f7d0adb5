package names

import (
	"math/bits"
	"strings"
)

// A meeting says how two words meet.
type meeting uint8

const (
	apart      meeting = iota
	same               // the same letters
	translated         // the same word of the dictionary
	misspelt           // a few letters differ
	sounded            // the same but for vowels and ways of transliteration
	inflected          // the same but for an ending
	joined             // one word written as two
	shortened          // the first letter, or the first letters, of the other
)

var meetingNames = [...]string{"apart", "same", "translated", "misspelt", "sounds alike", "other ending", "joined", "shortened"}

func (m meeting) String() string { return meetingNames[m] }

// A word is what words are compared by.
type word struct {
	text    string
	stem    int // how many of its letters are left without an ending
	sound   soundKey
	letters letterSet
}

func wordOf(text string) word { return word{text, stem(text), sound(text), lettersOf(text)} }

// A letterSet has a bit for each letter and digit that a word has.
type letterSet uint64

func lettersOf(text string) letterSet {
	var set letterSet
	for i := range len(text) {
		set |= 1 << (text[i] & 63)
	}
	return set
}

// far reports whether words with these letters are more than most edits apart:
// an edit takes at most one letter away and brings at most one.
func (s letterSet) far(t letterSet, most int) bool {
	return bits.OnesCount64(uint64(s&^t)) > most || bits.OnesCount64(uint64(t&^s)) > most
}

// similarity says how alike two words are, from 0 to 1, and how they meet.
func similarity(a, b *token) (float32, meeting) {
	switch {
	case a.text == b.text:
		return 1, same
	case a.word.text == b.word.text && (a.mended || b.mended):
		return 0.9, misspelt
	case a.word.text == b.word.text:
		return 0.97, translated
	case a.class != plain || b.class != plain:
		return 0, apart
	}
	return alike(&a.word, &b.word)
}

// alike compares two different words of no special class.
func alike(a, b *word) (float32, meeting) {
	if len(a.text) > len(b.text) {
		a, b = b, a
	}
	if len(a.text) < 3 {
		if len(a.text) == 1 && a.text[0] == b.text[0] {
			return 0.4, shortened
		}
		return 0, apart
	}
	best, how := float32(0), misspelt
	if !a.letters.far(b.letters, allowedEdits(len(a.text), len(b.text))) {
		best = mistyped(a.text, b.text)
	}
	if a.sound == b.sound && len(a.text) > 4 && a.sound.enough() && best < price.Sound {
		best, how = price.Sound, sounded
	}
	if (a.stem < len(a.text) || b.stem < len(b.text)) && best < 0.8 {
		if s := otherEnding(a, b); s > best {
			best, how = s, inflected
		}
	}
	if best == 0 {
		how = apart
	}
	return best, how
}

// mistyped is how alike two words are that differ by a few letters, 0 where they
// differ by more; a is not longer than b.
func mistyped(a, b string) float32 {
	most := allowedEdits(len(a), len(b))
	if len(b)-len(a) > most {
		return 0
	}
	if d := edits(a, b, most); d <= most {
		return editSimilarity(d, a, b)
	}
	return 0
}

// otherEnding is how alike two words are of which one has an ending.
func otherEnding(a, b *word) float32 {
	x, y := a.text[:a.stem], b.text[:b.stem]
	if x == y {
		return 0.85
	}
	if x, y = strings.TrimSuffix(x, "sk"), strings.TrimSuffix(y, "sk"); x == y && len(x) > 4 {
		return 0.6
	}
	return 0
}

// allowedEdits is how many letters may differ in words of these lengths.
func allowedEdits(short, long int) int {
	switch {
	case long < 3:
		return 0
	case short < 5:
		return 1
	case short < 9:
		return 2
	}
	return 3
}

// editSimilarity is what is left of a word after d edits: less for a short word,
// and less where the first letter is another, which is rarely mistyped.
func editSimilarity(d int, a, b string) float32 {
	cost := float32(d) * price.Edit
	if d > 1 {
		cost *= price.MoreEdits
	}
	if a[0] != b[0] {
		cost += price.FirstLetter
	}
	return max(0, 1-cost/float32(len(b)))
}

// stem returns how much of a word is left without the ending of an adjective of
// a place or a person: "kaspersk" of "kaspersky" and of "kasperskogo".
func stem(word string) int {
	if len(word) < 6 {
		return len(word)
	}
	at := strings.LastIndex(word, "sk")
	if at < 3 || len(word)-at > 5 {
		return len(word)
	}
	switch word[at+2:] {
	case "ogo", "aya", "aia", "oye", "oie", "ikh", "omu", "im", "iy", "ij", "ii", "oy", "oi", "oe", "i", "y":
		return at + 2
	}
	return len(word)
}

// edits counts the insertions, deletions, replacements and swaps of neighbours
// from a to b, each letter touched once (optimal string alignment), or most+1
// where there are more than most. The words have at most 64 letters; longer
// ones are compared by their beginnings.
func edits(a, b string, most int) int {
	a, b = a[:min(len(a), 63)], b[:min(len(b), 63)]
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	var rows [3][64]uint8
	for k := range len(b) + 1 {
		rows[1][k] = uint8(k)
	}
	for i := range len(a) {
		before, above, row := &rows[i%3], &rows[(i+1)%3], &rows[(i+2)%3]
		row[0] = uint8(i + 1)
		least := row[0]
		for k := range len(b) {
			cost := above[k]
			if a[i] != b[k] {
				cost = 1 + min(above[k], above[k+1], row[k])
				if i > 0 && k > 0 && a[i] == b[k-1] && a[i-1] == b[k] {
					cost = min(cost, before[k-1]+1)
				}
			}
			row[k+1] = cost
			least = min(least, cost)
		}
		if int(least) > most {
			return most + 1
		}
	}
	return int(rows[(len(a)+1)%3][len(b)])
}

// A soundKey holds the consonants of a word as they sound, of at most twelve,
// five bits each; zero for none.
type soundKey uint64

// enough reports whether the key says enough to compare by.
func (k soundKey) enough() bool { return k >= 1<<10 } // three consonants or more

// sound writes a word as the consonants that are left when vowels, doubled
// letters and the differences between ways of transliteration are dropped:
// "qaeda" and "qaida", "obshchestvo" and "obschestvo", "mohamed" and "muhammad".
// A vowel at the beginning counts as one of no quality.
func sound(word string) soundKey {
	word = word[:stem(word)]
	var key soundKey
	last := byte(0)
	for i, n := 0, 0; i < len(word) && n < 12; {
		c, taken := consonant(word[i:])
		if c == 0 && i == 0 && taken == 1 && word[0] != 'h' {
			c = 'a'
		}
		i += taken
		if c == 0 || c == last {
			if c == 0 {
				last = 0
			}
			continue
		}
		key = key<<5 | soundKey(c&31)
		last = c
		n++
	}
	return key
}

// consonant returns the sound at the beginning of a word, 0 for none, and how
// many letters write it.
func consonant(w string) (byte, int) {
	next := func(i int) byte {
		if i < len(w) {
			return w[i]
		}
		return 0
	}
	switch c := w[0]; c {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'h':
		return 0, 1
	case 's':
		switch {
		case strings.HasPrefix(w, "shch"):
			return 's', 4
		case strings.HasPrefix(w, "sch"):
			return 's', 3
		case next(1) == 'h':
			return 's', 2
		}
		return 's', 1
	case 't':
		switch {
		case strings.HasPrefix(w, "tch"):
			return 'c', 3
		case next(1) == 's' || next(1) == 'z':
			return 'c', 2
		case next(1) == 'h':
			return 't', 2
		}
		return 't', 1
	case 'c':
		switch next(1) {
		case 'h':
			return 'c', 2
		case 'k':
			return 'k', 2
		case 'e', 'i', 'y':
			return 'c', 1
		}
		return 'k', 1
	case 'k':
		if next(1) == 'h' {
			return 'h', 2
		}
		return 'k', 1
	case 'p':
		if next(1) == 'h' {
			return 'f', 2
		}
		return 'p', 1
	case 'z', 'g', 'd':
		if next(1) == 'h' {
			return c, 2
		}
		return c, 1
	case 'q':
		if next(1) == 'u' {
			return 'k', 2
		}
		return 'k', 1
	case 'x':
		return 'x', 1
	case 'w':
		return 'v', 1
	default:
		return c, 1
	}
}
