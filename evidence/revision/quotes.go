package revision

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isDouble reports whether r is a quotation mark that is nothing else.
func isDouble(r rune) bool {
	return r == '"' || r == '“' || r == '”' || r == '„' || r == '«' || r == '»' || r == '‟'
}

// direction tells an opening mark from a closing one: by its form, or, for the
// straight one, by the space around it. Some languages close with “ and open
// with », so the space decides where it is clear.
func direction(r rune, after string, spaced bool) tokenKind {
	next, _ := utf8.DecodeRuneInString(after)
	open := after != "" && !unicode.IsSpace(next) && !strings.ContainsRune(".,;:!?)", next)
	switch {
	case r == '„' || spaced && open:
		return openToken
	case !spaced && !open:
		return closeToken
	case r == '“' || r == '«' || r == '‟' || r == '"' && spaced:
		return openToken
	}
	return closeToken
}

// singleQuotes finds single marks that are used as quotation marks, which may
// also be apostrophes: an opening one before a word, and the last possible
// closing one after it, in one paragraph. All others are punctuation.
func singleQuotes(text string, list []token, words *vocabulary) []token {
	open := -1
	for i := range list {
		t := &list[i]
		if t.breaks && open >= 0 {
			list[open].kind = markToken
			open = -1
		}
		switch r, _ := utf8.DecodeRuneInString(text[t.start:t.end]); {
		case t.kind == openToken && (r == '\'' || r == '‘'):
			if open >= 0 {
				list[open].kind = markToken
			}
			open = i
		case t.kind == markToken && isApostrophe(r) && open >= 0:
			t.kind = closeToken
			open = -1
		}
	}
	if open >= 0 {
		list[open].kind = markToken
	}
	for i, t := range list {
		if t.end-t.start <= 3 && t.kind != wordToken && t.kind != numberToken {
			list[i].word = words.of(text[t.start:t.end], t.kind)
		}
	}
	return list
}

// quotations finds which tokens stand between quotation marks. A quotation ends
// with its paragraph; one that goes on is opened again there.
func (s *side) quotations() {
	s.quoted = make([]bool, len(s.tokens))
	s.paragraph = make([]int32, len(s.tokens))
	open, paragraph := int32(-1), int32(0)
	for i, t := range s.tokens {
		if t.breaks {
			paragraph++
		}
		s.paragraph[i] = paragraph
		if t.breaks && open >= 0 {
			if t.kind != openToken {
				s.odd = append(s.odd, open)
			}
			open = -1
		}
		switch {
		case t.kind == openToken:
			if open >= 0 {
				s.odd = append(s.odd, int32(i))
			}
			open = int32(i)
		case t.kind == closeToken:
			if open < 0 {
				s.odd = append(s.odd, int32(i))
			}
			open = -1
		default:
			s.quoted[i] = open >= 0
		}
	}
	if open >= 0 {
		s.odd = append(s.odd, open)
	}
}

// oddFrom returns the place in odd of the first mark from a token on.
func (s *side) oddFrom(i int32) (int, bool) {
	at, _ := slices.BinarySearch(s.odd, i)
	return at, at < len(s.odd)
}
