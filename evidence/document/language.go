package document

import (
	"strings"
	"unicode"
)

// stopWords are words that most sentences have, of six languages. Words that two of
// them share count for both.
var stopWords = func() map[string]uint8 {
	set := map[string]uint8{}
	for i, words := range []string{
		"the of and to in that is was for on with it as by from has have not its said are be at this will he they which or",
		"der die das und in zu den mit von für auf ist nicht ein eine des dem sich auch es an als werden hat wird bei sie im zum war",
		"le la les de des et en un une que est du dans pour qui par au sur pas plus il ce ne sont avec se aux a été",
		"el la los de que y en un una por con no para del se las es al lo como más su sus fue ha han este pero",
		"il la di che e un una per non in del della le si con da è dei sono al nel alla lo ha gli più anche i ed delle",
		"и в не на что с по как это от к из у за о для его но был она он они было года также а же или при",
	} {
		for _, w := range strings.Fields(words) {
			set[w] |= 1 << i
		}
	}
	return set
}()

var languages = [6]string{"en", "de", "fr", "es", "it", "ru"}

// guessLanguage tells the language of a text by its stop words; "" where none has
// clearly more than the others.
func guessLanguage(text string) string {
	text = text[:min(len(text), 3000)]
	var hits [len(languages)]int
	words := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		if len(word) > 10 {
			continue
		}
		for i, set := 0, stopWords[strings.ToLower(word)]; set != 0; i, set = i+1, set>>1 {
			hits[i] += int(set & 1)
		}
	}
	best, second := 0, 0
	for i, n := range hits {
		switch {
		case n > hits[best]:
			best, second = i, hits[best]
		case i != best && n > second:
			second = n
		}
	}
	if hits[best] < 3 || hits[best]*12 < words || hits[best]*2 < second*3 {
		return ""
	}
	// Letters that Russian does not have: other languages share its short words.
	if languages[best] == "ru" && strings.ContainsAny(text, "іїєґўјљњћђџ") {
		return ""
	}
	return languages[best]
}
