package names

import (
	"bytes"
	"unicode/utf8"
)

// A kind says how a character joins those beside it.
type kind uint8

const (
	none        kind = iota // separates words
	letter                  // stands for its spelling
	mark                    // leaves no trace
	greek                   // has a spelling that depends on its neighbours
	kana                    // a syllable, or a small one that changes the one before
	han                     // a syllable
	hangul                  // a syllable
	abugida                 // a consonant with an inherent a
	abugidaMute             // the same, but the a falls silent at the end of a word
	matra                   // a vowel sign that replaces the inherent a
	nukta                   // a dot that changes the consonant before it
)

// kindNames has the kinds as data/latin.tsv names them.
var kindNames = map[string]kind{
	"letter": letter, "mark": mark, "greek": greek, "kana": kana, "han": han,
	"abugida": abugida, "abugida-mute": abugidaMute, "matra": matra, "nukta": nukta,
}

// joined reports whether letters of kind k form words only among themselves.
func (k kind) joined() bool { return k == kana || k == han || k == hangul }

// mute reports whether a final inherent vowel is silent after kind k.
func (k kind) mute() bool { return k == abugidaMute }

// greek adds a Greek letter by the system that Greece, Cyprus and the United
// Nations use (ELOT 743), in which five letters depend on their neighbours.
func (w *writer) greek(r rune, text, rest string) {
	before := w.last
	if w.kind != greek {
		before = 0
	}
	w.enter(greek, r)
	switch text {
	case "y":
		text = upsilon(before, r, rest)
	case "g":
		if next, _ := utf8.DecodeRuneInString(rest); bytes.ContainsRune([]byte("γξχΓΞΧ"), next) {
			text = "n"
		}
	case "p":
		if (before == 'μ' || before == 'Μ') && len(w.dst)-w.word == 1 {
			w.dst[w.word] = 'b' // "Μπ" begins a word as in "Banca"
			return
		}
	}
	w.dst = append(w.dst, text...)
}

// upsilon returns the spelling of the upsilon r after the letter before: it is
// a consonant in "αυ", "ευ" and "ηυ" and a vowel elsewhere.
func upsilon(before, r rune, rest string) string {
	switch r {
	case 'ϋ', 'ΰ', 'ῢ', 'ῧ', 'Ϋ':
		return "y"
	}
	switch before {
	case 'ο', 'Ο':
		return "u"
	case 'α', 'ε', 'η', 'Α', 'Ε', 'Η':
		next, _ := utf8.DecodeRuneInString(rest)
		if rest == "" || !bytes.ContainsRune([]byte(voiced), next) {
			return "f"
		}
		return "v"
	}
	return "y"
}

// voiced has the letters before which the upsilon of "αυ" is a v.
const voiced = "αβγδεζηιλμνορυωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΙΛΜΝΟΡΥΩΆΈΉΊΌΎΏΪΫ"

// kana adds a kana in the Hepburn system without the signs for long vowels.
func (w *writer) kana(r rune, text string) {
	if text == "" { // the small tsu, or the mark of a long vowel
		w.doubled = r == 'ッ' || r == 'っ'
		return
	}
	before := w.last
	w.enter(kana, r)
	if small(r) && w.shorten(before, text[0]) {
		text = text[len(text)-1:]
	}
	if w.doubled {
		w.doubled = false
		switch text[0] {
		case 'a', 'i', 'u', 'e', 'o', 'n':
		case 'c':
			w.dst = append(w.dst, 't')
		default:
			w.dst = append(w.dst, text[0])
		}
	}
	w.dst = append(w.dst, text...)
}

// small reports whether r is a kana that is written small because it changes
// the vowel before it.
func small(r rune) bool {
	switch r {
	case 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ヮ',
		'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'ゃ', 'ゅ', 'ょ', 'ゎ':
		return true
	}
	return false
}

// shorten takes the vowel off the kana before a small one whose spelling begins
// with first, and reports whether there was one: "ki" and "ya" make "kya",
// "shi" and "yo" make "sho", "fu" and "a" make "fa", "u" and "i" make "wi".
func (w *writer) shorten(before rune, first byte) bool {
	n := len(w.dst)
	if before == 'ウ' || before == 'う' {
		w.dst[n-1] = 'w'
		return first != 'y'
	}
	if n-w.word < 2 || w.dst[n-1] == 'a' || w.dst[n-1] == 'n' {
		return false
	}
	w.dst = w.dst[:n-1]
	if first == 'y' && !palatal(w.dst[w.word:]) {
		w.dst = append(w.dst, 'y')
	}
	return true
}

// palatal reports whether the spelling ends in a consonant that has a y in it.
func palatal(word []byte) bool {
	return bytes.HasSuffix(word, []byte("sh")) || bytes.HasSuffix(word, []byte("ch")) ||
		bytes.HasSuffix(word, []byte("j"))
}

// The Revised Romanization of Korean, syllable by syllable.
var (
	hangulFirst = [...]string{"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s",
		"ss", "", "j", "jj", "ch", "k", "t", "p", "h"}
	hangulVowel = [...]string{"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa",
		"wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"}
	hangulLast = [...]string{"", "k", "k", "k", "n", "n", "n", "t", "l", "k",
		"m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"}
)

// hangul adds the syllable r, whose code is made of its first consonant, its
// vowel and its last consonants.
func (w *writer) hangul(r rune) {
	w.enter(hangul, r)
	r -= 0xAC00
	w.dst = append(w.dst, hangulFirst[r/588]...)
	w.dst = append(w.dst, hangulVowel[r%588/28]...)
	w.dst = append(w.dst, hangulLast[r%28]...)
}

// matra puts a vowel sign in the place of the inherent vowel.
func (w *writer) matra(r rune, text string) {
	if !w.vowel && text != "" {
		w.enter(letter, r)
	}
	w.vowel = false
	w.dst = append(w.dst, text...)
}

// nukta changes the consonant before it into the one that is written with a dot.
func (w *writer) nukta() {
	if !w.vowel {
		return
	}
	for _, sound := range [...][2]string{{"dh", "rh"}, {"ph", "f"}, {"j", "z"}, {"d", "r"}} {
		if bytes.HasSuffix(w.dst[w.word:], []byte(sound[0])) {
			w.dst = append(w.dst[:len(w.dst)-len(sound[0])], sound[1]...)
			return
		}
	}
}
