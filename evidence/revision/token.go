package revision

import (
	"unicode"
	"unicode/utf8"
)

// A token is the unit of comparison: a word, a number, a mark. Words with a
// hyphen are several.
type token struct {
	start, end int32
	word       uint32 // of the vocabulary: equal for words that are spelled differently only
	kind       tokenKind
	breaks     bool // a paragraph begins here
	spaced     bool // space stands before it, or nothing
}

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	markToken // punctuation
	openToken // quotation marks
	closeToken
)

// tokens takes a text apart. Every byte that is not space is in one token.
func tokens(text string, words *vocabulary) []token {
	list := make([]token, 0, len(text)/5+1)
	spaced, newlines := true, 2
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			spaced = true
			if r == '\n' {
				newlines++
			}
			i += n
			continue
		}
		end, kind := tokenAt(text, i, r, n)
		if r == '\'' && spaced || r == '‘' {
			kind = openToken
		}
		if isDouble(r) {
			kind = direction(r, text[i+n:], spaced)
		}
		t := token{start: int32(i), end: int32(end), kind: kind, spaced: spaced, breaks: newlines > 1}
		t.word = words.of(text[i:end], kind)
		list = append(list, t)
		i, spaced, newlines = end, false, 0
	}
	return singleQuotes(text, list, words)
}

// tokenAt returns the end and kind of the token that begins at i with r.
func tokenAt(text string, i int, r rune, n int) (int, tokenKind) {
	switch {
	case unicode.IsDigit(r):
		return numberEnd(text, i+n), numberToken
	case !unicode.IsLetter(r) && !unicode.IsMark(r):
		if isSymbol(r) {
			return i + n, wordToken
		}
		return i + n, markToken
	case alone(r):
		return i + n, wordToken
	}
	return wordEnd(text, i, i+n), wordToken
}

// isSymbol reports whether r is written for a word: currencies, percent.
func isSymbol(r rune) bool { return r == '%' || unicode.Is(unicode.Sc, r) }

// alone reports whether r is of a script that puts no space between words, so
// that each letter is a unit.
func alone(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// numberEnd goes over digits with single points and commas between them.
func numberEnd(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if c == '.' || c == ',' {
			if i+1 >= len(text) || text[i+1] < '0' || text[i+1] > '9' {
				return i
			}
		} else if c < '0' || c > '9' {
			return i
		}
		i++
	}
	return i
}

// wordEnd goes over letters and digits, apostrophes and points between them
// ("don't", "example.org") and the last point of initials ("U.S.").
func wordEnd(text string, start, i int) int {
	point := false
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) {
			next, _ := utf8.DecodeRuneInString(text[i+n:])
			if isApostrophe(r) && unicode.IsLetter(next) || r == '.' && inWord(next) {
				point = point || r == '.'
			} else if r == '.' && point && initials(text[start:i]) {
				return i + n
			} else {
				return i
			}
		}
		i += n
	}
	return i
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)) && !alone(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// initials reports whether s is single letters with points between.
func initials(s string) bool {
	for i := range len(s) {
		if (s[i] == '.') != (i%2 == 1) {
			return false
		}
	}
	return len(s) > 2
}
