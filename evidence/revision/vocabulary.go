package revision

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A vocabulary numbers the different words of both texts, so that comparing
// them is comparing numbers. Letter case, forms of apostrophes and quotation
// marks, and the spellings of spelling.tsv make no difference here.
type vocabulary struct {
	lists   *lexicon // nil where the texts are not English
	ids     map[string]uint32
	entries []entry
	buffer  []byte
}

// An entry is one word.
type entry struct {
	text     string // folded
	function bool   // a word without content of its own, or a mark
	weight   int32  // how much it counts that it stands in both texts
	number   bool   // digits, or a number word
	phrases  []phrase
	saying   string // the class of a verb of saying
}

func newVocabulary(english bool) *vocabulary {
	v := &vocabulary{ids: map[string]uint32{}, lists: &lexicon{}}
	if english {
		v.lists = lists()
	}
	return v
}

// of returns the number of a word.
func (v *vocabulary) of(text string, kind tokenKind) uint32 {
	v.buffer = fold(v.buffer[:0], text, kind)
	if id, ok := v.ids[string(v.buffer)]; ok {
		return id
	}
	key := string(v.buffer)
	spelled := v.american(key)
	id, ok := v.ids[spelled]
	if !ok {
		id = uint32(len(v.entries))
		v.entries = append(v.entries, v.entry(spelled, kind))
		v.ids[spelled] = id
	}
	v.ids[key] = id
	return id
}

func (v *vocabulary) entry(text string, kind tokenKind) entry {
	e := entry{text: text, weight: 5, phrases: v.lists.phrases[text], saying: v.lists.saying[text]}
	_, word := v.lists.numbers[text]
	e.number = word || kind == numberToken
	switch {
	case kind >= markToken:
		e.function, e.weight = true, 1
	case v.lists.function[text]:
		e.function, e.weight = true, 2
	}
	return e
}

// american returns the one spelling of a word that has several.
func (v *vocabulary) american(word string) string {
	for _, s := range v.lists.spelling {
		if strings.HasPrefix(word, s[0]) && !strings.HasPrefix(word, s[1]) {
			return s[1] + word[len(s[0]):]
		}
	}
	return word
}

// fold appends the form of a word in which it is compared.
func fold(dst []byte, text string, kind tokenKind) []byte {
	switch {
	case kind == openToken:
		return append(dst, "“"...)
	case kind == closeToken:
		return append(dst, "”"...)
	case kind == markToken:
		return append(dst, mark(text)...)
	}
	ascii := true
	for i := 0; i < len(text) && ascii; i++ {
		ascii = text[i] < utf8.RuneSelf
	}
	if !ascii {
		text = norm.NFKC.String(strings.NewReplacer("’", "'", "ʼ", "'", "\u00ad", "").Replace(strings.ToLower(text)))
	}
	pointed := kind == wordToken && initials(text) // U.S. is US
	for i := range len(text) {
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != '.' || !pointed {
			dst = append(dst, c)
		}
	}
	return dst
}

// mark returns the usual form of a punctuation mark.
func mark(text string) string {
	switch text {
	case "’", "‘", "ʼ":
		return "'"
	case "‐", "‑":
		return "-"
	case "–", "―":
		return "—"
	}
	return text
}
