package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A markKind is a family of quotation marks that open and close one another.
type markKind uint8

func sameFamily(a, b markKind) bool {
	double := func(k markKind) bool { return k == straight || k == curly || k == low }
	ones := func(k markKind) bool { return k == single || k == singleCurly }
	return a == b || double(a) && double(b) || ones(a) && ones(b)
}

// around returns the characters beside a mark, a space at the ends.
func (m *marker) around(start, end, from, to int) (before, after rune) {
	before, after = ' ', ' '
	if start > from {
		before, _ = utf8.DecodeLastRuneInString(m.text[from:start])
	}
	if end < to {
		after, _ = utf8.DecodeRuneInString(m.text[end:to])
	}
	return before, after
}

// sides says whether a mark can open and whether it can close where it stands.
func (m *marker) sides(k markKind, at, size int, before, after rune) (opens, closes bool) {
	gapBefore := unicode.IsSpace(before) || strings.ContainsRune("([{—–-/:>“‘\"'", before)
	gapAfter := unicode.IsSpace(after) || strings.ContainsRune(".,;:!?)]}—–-/<”’\"'…", after)
	switch r, _ := utf8.DecodeRuneInString(m.text[at:]); r {
	case '“':
		german := len(m.open) > 0 && m.open[len(m.open)-1].kind == low
		return !german, german
	case '”':
		return len(m.open) == 0 && gapBefore && !gapAfter, true
	case '„', '‚', '「', '『', '‹':
		return true, false
	case '」', '』', '›':
		return false, true
	case '‘':
		return gapBefore, false
	case '«', '»':
		if !m.knowsSwap {
			m.swapped, m.knowsSwap = r == '»', true
		}
		first := (r == '«') != m.swapped
		return first, !first
	}
	if gapBefore == gapAfter {
		return len(m.find2(k)) == 0 && !unicode.IsSpace(after) && k == straight, true
	}
	return gapBefore, gapAfter
}

func (m *marker) find2(k markKind) []openMark {
	if i := m.find(k); i >= 0 {
		return m.open[i : i+1]
	}
	return nil
}

// kindAt returns the family and the length in bytes of the mark at i.
func (m *marker) kindAt(i int) (markKind, int) {
	if i >= len(m.text) {
		return noMark, 0
	}
	switch m.text[i] {
	case '"':
		return straight, 1
	case '\'':
		if strings.HasPrefix(m.text[i:], "''") {
			return straight, 2
		}
		return single, 1
	case '`':
		if strings.HasPrefix(m.text[i:], "``") {
			return straight, 2
		}
		return noMark, 0
	}
	r, n := utf8.DecodeRuneInString(m.text[i:])
	switch r {
	case '“', '”':
		return curly, n
	case '„':
		return low, n
	case '‘', '’', '‚':
		return singleCurly, n
	case '«', '»':
		return guillemet, n
	case '‹', '›':
		return singleAngled, n
	case '「', '」', '『', '』':
		return corner, n
	}
	return noMark, 0
}
