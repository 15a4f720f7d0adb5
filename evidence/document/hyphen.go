package document

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hyphens puts lines together, and words that were divided at the end of a line.
type hyphens struct {
	paras  []para // of the document, to see how it writes a word elsewhere
	looked int    // bytes looked through for it
}

// maxLooked bounds how many bytes of a document are looked through for words.
const maxLooked = 16 << 20

// lines returns a paragraph as one line with single spaces.
func (h *hyphens) lines(s string) string {
	if isTidy(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	for line := range strings.Lines(s) {
		first := true
		for word := range strings.FieldsSeq(line) {
			if strings.Trim(word, "\u00AD") == "" {
				continue
			}
			stem, divided := []byte(nil), false
			if first && len(b) > 0 {
				stem, divided = cutHyphen(b, word)
			}
			switch {
			case divided && h.withHyphen(stem, word):
			case divided:
				b = stem
			case len(b) > 0:
				b = append(b, ' ')
			}
			b = append(b, word...)
			first = false
		}
	}
	return strings.ReplaceAll(string(b), "\u00AD", "")
}

// cutHyphen returns b without the hyphen at its end, if a word was divided there
// that goes on with next.
func cutHyphen(b []byte, next string) ([]byte, bool) {
	for _, mark := range []string{"-", "\u00AD", "\u2010"} {
		if stem, ok := bytes.CutSuffix(b, []byte(mark)); ok && lower(next) {
			r, _ := utf8.DecodeLastRune(stem)
			return stem, unicode.IsLetter(r)
		}
	}
	return b, false
}

// withHyphen reports whether a divided word has a hyphen of its own: the document
// writes it so elsewhere, and never without.
func (h *hyphens) withHyphen(stem []byte, rest string) bool {
	first := string(stem[bytes.LastIndexAny(stem, " \n")+1:])
	rest, _, _ = strings.Cut(rest, " ")
	rest = strings.TrimRight(rest, ".,;:!?\"'”’)")
	if len(first) > 100 || len(rest) > 100 || rest == "" {
		return false
	}
	with := false
	for _, p := range h.paras {
		if h.looked += len(p.text); h.looked > maxLooked {
			return false
		}
		if strings.Contains(p.text, first+rest) {
			return false
		}
		with = with || strings.Contains(p.text, first+"-"+rest)
	}
	return with
}

// isTidy reports whether a paragraph is one line with single spaces.
func isTidy(s string) bool {
	return !strings.HasPrefix(s, " ") && !strings.HasSuffix(s, " ") && !strings.Contains(s, "  ") &&
		strings.IndexFunc(s, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) || r == 0xAD }) < 0
}

func endsInLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r)
}
