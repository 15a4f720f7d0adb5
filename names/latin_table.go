package names

import (
	_ "embed"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Both files say on top how they were made.
var (
	//go:embed data/latin.tsv
	latinData string

	//go:embed data/han.tsv
	hanData string
)

// A spelling says how to write a character in ASCII.
type spelling struct {
	text string
	kind kind
}

// A phrase is a run of characters that is translated and not spelled.
type phrase struct {
	text    string
	english string
}

// A table has the spelling of each character. Its rune tables hold positions
// in the slices beside them.
type table struct {
	runes     runeTable
	spellings []spelling // the first is that of a separator

	heads   runeTable
	phrases [][]phrase // by first character, longest first; the first is empty
}

// letters returns the table that is made from data/latin.tsv and data/han.tsv.
var letters = sync.OnceValue(func() *table {
	return newTable(latinData, hanData)
})

// newTable reads a table from the text of its two files.
func newTable(latin, han string) *table {
	t := &table{spellings: make([]spelling, 2, 2048), phrases: make([][]phrase, 1)}
	t.spellings[1] = spelling{kind: mark}
	for line := range rows(latin) {
		kind, rest, _ := strings.Cut(line, "\t")
		text, runes, _ := strings.Cut(rest, "\t")
		t.spellings = append(t.spellings, spelling{text, kindNames[kind]})
		for _, r := range runes {
			t.runes.set(r, uint16(len(t.spellings)-1))
		}
	}
	t.addCapitals()
	for line := range rows(han) {
		text, english, _ := strings.Cut(line, "\t")
		t.addPhrase(phrase{text, english})
	}
	for _, list := range t.phrases {
		sort.Slice(list, func(i, j int) bool { return len(list[i].text) > len(list[j].text) })
	}
	return t
}

// addCapitals spells capital letters as the small ones.
func (t *table) addCapitals() {
	for page, entries := range t.runes {
		if entries == nil || page > 0x1E9 {
			continue
		}
		for i, n := range entries {
			r := rune(page<<8 | i)
			if up := unicode.ToUpper(r); n > 0 && up != r && t.runes.get(up) == 0 {
				t.runes.set(up, n)
			}
		}
	}
}

// addPhrase adds p to those with the same first character.
func (t *table) addPhrase(p phrase) {
	r, _ := utf8.DecodeRuneInString(p.text)
	n := t.heads.get(r)
	if n == 0 {
		n = uint16(len(t.phrases))
		t.phrases = append(t.phrases, nil)
		t.heads.set(r, n)
	}
	t.phrases[n] = append(t.phrases[n], p)
}

// spelling returns the spelling of r. A character that has none separates words
// unless it is a mark on another.
func (t *table) spelling(r rune) *spelling {
	n := t.runes.get(r)
	if n == 0 && unicode.In(r, unicode.M, unicode.Cf) {
		n = 1
	}
	return &t.spellings[n]
}

// A runeTable maps runes to small numbers, in pages of 256. All that is not set
// is 0.
type runeTable [0x400]*[256]uint16

func (t *runeTable) get(r rune) uint16 {
	if page := uint32(r) >> 8; page < uint32(len(t)) && t[page] != nil {
		return t[page][r&0xFF]
	}
	return 0
}

func (t *runeTable) set(r rune, n uint16) {
	page := &t[r>>8]
	if *page == nil {
		*page = new([256]uint16)
	}
	(*page)[r&0xFF] = n
}

// rows yields the lines of a data file that are not empty and no comments.
func rows(data string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(data) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(line) {
				return
			}
		}
	}
}
