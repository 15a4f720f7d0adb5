package reuse

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// A word is one word of a text.
type word struct {
	hash    uint32
	letters uint32 // which it has: see shape
	quoted  bool
	start   int32 // in bytes
	end     int32
}

// ownWords returns the words of the story that a document tells in its own words:
// outside of quotations, and of what its marks say is no part of it.
func ownWords(d *evidence.Document) []word {
	list := wordsOf(d.Text)
	marks := slices.Clone(d.Marks)
	slices.SortFunc(marks, func(a, b evidence.Mark) int { return a.Start - b.Start })
	kept, end := list[:0], 0
	for _, w := range list {
		for len(marks) > 0 && marks[0].Start <= int(w.start) {
			end = max(end, marks[0].End)
			marks = marks[1:]
		}
		if !w.quoted && int(w.start) >= end {
			kept = append(kept, w)
		}
	}
	return kept
}

// maxWords bounds the words of one document that are compared.
const maxWords = 200_000

// wordsOf cuts a text into words. Those inside quotation marks are marked.
func wordsOf(text string) []word {
	list := make([]word, 0, len(text)/6)
	q := quotes{text: text}
	h, start, letters := uint32(fnvOffset), -1, uint32(0)
	var last byte // letter that was folded before
	for i := 0; i < len(text) && len(list) < maxWords; {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if start < 0 {
				start, h, last, letters = i, fnvOffset, 0, 0
			}
			h, last = fold(h, last, r)
			letters |= shape(r)
			i += n
			continue
		}
		if start >= 0 && !(isApostrophe(r) && nextIsLetter(text[i+n:])) {
			list = append(list, word{finish(h), letters, q.inside, int32(start), int32(i)})
			start = -1
		}
		q.mark(i, n, r)
		i += n
	}
	if start >= 0 && len(list) < maxWords {
		list = append(list, word{finish(h), letters, q.inside, int32(start), int32(len(text))})
	}
	return list
}

const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// folded says which letters fall together: those that character recognition takes
// for one another, and z with s as British and American spelling have them.
var folded = func() (table [128]byte) {
	for c := range table {
		table[c] = byte(unicode.ToLower(rune(c)))
	}
	for _, class := range []string{"l1i|j", "o0", "ec", "hb", "sz5", "g9q", "uv"} {
		for i := range len(class) {
			table[class[i]] = class[0]
			table[byte(unicode.ToUpper(rune(class[i])))] = class[0]
		}
	}
	return table
}()

// fold adds a letter to the hash of a word. Doubled letters count once ("travelled",
// "traveled"), "rn" is "m", and the "u" of "colour" is left out.
func fold(h uint32, last byte, r rune) (uint32, byte) {
	if r >= utf8.RuneSelf {
		r = unicode.ToLower(r)
		for _, c := range []byte(string(r)) {
			h = (h ^ uint32(c)) * fnvPrime
		}
		return h, 0
	}
	c := folded[r]
	if c == last || c == 'u' && last == 'o' {
		return h, last
	}
	return (h ^ uint32(c)) * fnvPrime, c
}

// shape returns the bit of a letter: words that a scanner spoilt still have most
// of their letters.
func shape(r rune) uint32 {
	switch {
	case r < utf8.RuneSelf && 'a' <= folded[r] && folded[r] <= 'z':
		return 1 << (folded[r] - 'a')
	case '0' <= r && r <= '9':
		return 1 << (26 + uint32(r-'0')%6)
	}
	return 1 << (uint32(unicode.ToLower(r)) % 26)
}

// finish spreads the bits of a hash, whose low ones choose what is indexed.
func finish(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x7feb352d
	h ^= h >> 15
	return h
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

func nextIsLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
