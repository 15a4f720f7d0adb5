package document

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mend undoes what a print did to the paragraphs: line breaks, hyphens at the ends
// of lines, page breaks inside sentences, links that lead nowhere.
func (d *draft) mend() {
	h := hyphens{paras: d.paras}
	kept := d.paras[:0:0]
	for _, p := range d.paras {
		p.text = h.lines(unlink(p.text))
		if p.text == "" {
			continue
		}
		if n := len(kept); n > 0 && p.kind == body && kept[n-1].kind == body {
			// The number of a page between two halves of a sentence.
			if n > 1 && isPageNumber(kept[n-1].text) && kept[n-2].kind == body && broken(kept[n-2].text, p.text) {
				d.note(fmt.Sprintf("left out between two halves of a sentence: %q", kept[n-1].text))
				kept = kept[:n-1]
				n--
			}
			if broken(kept[n-1].text, p.text) {
				kept[n-1].text = join(kept[n-1].text, p.text)
				continue
			}
		}
		kept = append(kept, p)
	}
	d.paras = kept
}

// joinLimit bounds a paragraph that is put together of several, so that a list of
// a million lines does not become one.
const joinLimit = 4 << 10

// broken reports whether a paragraph stops inside a sentence that the next one goes
// on with: the next begins with a small letter, or this one ends with a word that
// never ends a sentence.
func broken(a, b string) bool {
	if len(a) < 40 || len(a) > joinLimit || ended(a) || isBullet(b) || isPageNumber(b) {
		return false
	}
	if lower(b) {
		return true
	}
	last := a[strings.LastIndexByte(a, ' ')+1:]
	return leading[strings.ToLower(last)] && last != strings.ToUpper(last) && letterFirst(b)
}

// leading are words that another must follow.
var leading = wordSet(`the a an of to in on at by for from with and or but that which its their his her
der die das dem den des ein eine einer und oder von vom mit im in zur zum für auf
le la les un une des du de et ou en dans par pour sur el los las una y o del al con por
il lo gli di da della delle dei che e nel nella и в на с по из к о у за для что как или`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

func letterFirst(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// join puts two halves of a sentence together.
func join(a, b string) string {
	if stem, ok := strings.CutSuffix(a, "-"); ok && lower(b) && endsInLetter(stem) {
		return stem + b
	}
	return a + " " + b
}

// isPageNumber reports whether a paragraph is the number of a page: "2", "1/2",
// "- 3 -", "Page 2 of 7".
func isPageNumber(s string) bool {
	if len(s) > 24 {
		return false
	}
	digits := false
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" -–—/.|", r) }) {
		switch {
		case isDigits(word) && len(word) <= 4:
			digits = true
		case word == "page" || word == "of" || word == "seite" || word == "von" || word == "p":
		default:
			return false
		}
	}
	return digits
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
