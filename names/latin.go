package names

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What an ASCII character does when it is no letter and no digit.
const (
	vanish  = 0 // leaves no trace: the apostrophe in "Int'l"
	and     = 1
	percent = 2
	paren   = 3 // separates, and may open a phrase such as "(株)"
	space   = ' '
)

// ascii says what becomes of each ASCII character: itself in lower case, or one
// of the constants above.
var ascii = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			t[c] = byte(c)
		case 'A' <= c && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		default:
			t[c] = space
		}
	}
	t['\''], t['`'] = vanish, vanish
	t['&'], t['+'] = and, and
	t['%'] = percent
	t['('] = paren
	return t
}()

// latin appends s to dst in lower-case ASCII: letters a to z, digits 0 to 9,
// and single spaces between words. Like a name on a list, it says how a name is
// written and not how it is pronounced: "Ростех" gives "rostekh", and
// "杭州海康威视数字技术股份有限公司" gives "hangzhou haikangweishi digital
// technology co ltd".
//
// It is defined for every s and depends on nothing else, and latin of its own
// result is that result. Bytes that are not UTF-8 separate words, and so does
// every character that has no romanisation in data/latin.tsv, unless it is a
// mark on the character before it.
func latin(dst []byte, s string) []byte {
	start := len(dst)
	gap := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return latinRunes(dst[:start], s)
		}
		switch c = ascii[c]; c {
		case vanish:
		case space, paren:
			gap = true
		case and, percent:
			dst = appendWord(dst, start, signs[c])
			gap = true
		default:
			if gap && len(dst) > start {
				dst = append(dst, ' ')
			}
			gap = false
			dst = append(dst, c)
		}
	}
	return dst
}

// signs has the words for the signs that are spoken.
var signs = [...]string{and: "and", percent: "percent"}

// appendWord appends word as a word of its own to what dst has from start on.
func appendWord(dst []byte, start int, word string) []byte {
	if len(dst) > start {
		dst = append(dst, ' ')
	}
	return append(dst, word...)
}

// latinRunes is latin for a name with characters outside ASCII.
func latinRunes(dst []byte, s string) []byte {
	s = compose(s)
	w := writer{table: letters(), dst: dst, start: len(dst), word: len(dst)}
	for i := 0; i < len(s); {
		if n := w.phrase(s[i:]); n > 0 {
			i += n
			continue
		}
		if c := s[i]; c < utf8.RuneSelf {
			w.ascii(c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		w.rune(r, s[i:])
	}
	w.end()
	return w.dst
}

// compose returns s in the form NFKC, less the characters that must vanish but
// for which that form has a spelling: it writes ™ as "TM", and ´ as a space
// with an accent.
func compose(s string) string {
	if norm.NFKC.QuickSpanString(s) == len(s) {
		return s
	}
	if strings.ContainsAny(s, unspoken) {
		s = unspeak.Replace(s)
	}
	return norm.NFKC.String(s)
}

const unspoken = "™℠´№\u200b\u200c\u200d\u00ad\u034f\ufeff"

var unspeak = strings.NewReplacer("™", "", "℠", "", "´", "", "№", " ",
	"\u200b", "", "\u200c", "", "\u200d", "", "\u00ad", "", "\u034f", "", "\ufeff", "")

// A writer collects the words of one name.
type writer struct {
	table *table
	dst   []byte
	start int // where the name begins in dst
	word  int // where the present word begins in dst
	gap   bool

	kind    kind // of the last letter in the present word
	last    rune // the last letter itself
	vowel   bool // an inherent vowel is due unless a sign replaces it
	doubled bool // the next kana doubles its consonant
}

// ascii adds one ASCII character.
func (w *writer) ascii(c byte) {
	switch c = ascii[c]; c {
	case vanish:
	case space, paren:
		w.end()
	case and, percent:
		w.words(signs[c])
	default:
		w.enter(letter, rune(c))
		w.dst = append(w.dst, c)
	}
}

// enter prepares for a letter of kind k: it separates it from a word in
// another way of writing, as "华为2012" is two words.
func (w *writer) enter(k kind, r rune) {
	if k != w.kind && (k.joined() || w.kind.joined()) {
		w.end()
	}
	if w.vowel {
		w.dst = append(w.dst, 'a')
		w.vowel = false
	}
	if w.gap && len(w.dst) > w.start {
		w.dst = append(w.dst, ' ')
		w.word = len(w.dst)
	}
	w.gap = false
	w.kind, w.last = k, r
}

// end ends the present word.
func (w *writer) end() {
	if w.vowel && !w.kind.mute() {
		w.dst = append(w.dst, 'a')
	}
	w.gap, w.vowel, w.doubled = true, false, false
	w.kind, w.last = none, 0
}

// words adds text as words of their own.
func (w *writer) words(text string) {
	w.end()
	w.dst = appendWord(w.dst, w.start, text)
}

// phrase adds the translation of the longest phrase in the dictionary that s
// begins with, and reports its length in bytes: 0 if there is none.
func (w *writer) phrase(s string) int {
	if s[0] < utf8.RuneSelf && s[0] != '(' {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	for _, p := range w.table.phrases[w.table.heads.get(r)] {
		if strings.HasPrefix(s, p.text) {
			w.words(p.english)
			return len(p.text)
		}
	}
	return 0
}

// rune adds one character outside ASCII, which rest follows.
func (w *writer) rune(r rune, rest string) {
	if 0xAC00 <= r && r <= 0xD7A3 {
		w.hangul(r)
		return
	}
	if r == '々' && w.kind == han {
		r = w.last
	}
	sp := w.table.spelling(r)
	switch sp.kind {
	case none:
		w.end()
	case mark:
	case greek:
		w.greek(r, sp.text, rest)
	case kana:
		w.kana(r, sp.text)
	case matra:
		w.matra(r, sp.text)
	case nukta:
		w.nukta()
	default:
		w.letter(r, sp)
	}
}

// letter adds a letter that stands for its spelling.
func (w *writer) letter(r rune, sp *spelling) {
	if sp.text == "" {
		return
	}
	if (r == 'ւ' || r == 'Ւ') && (w.last == 'ո' || w.last == 'Ո') {
		w.dst[len(w.dst)-1] = 'u' // the two letters of the Armenian u
		w.last = r
		return
	}
	w.enter(sp.kind, r)
	w.dst = append(w.dst, sp.text...)
	w.vowel = sp.kind == abugida || sp.kind == abugidaMute
}
