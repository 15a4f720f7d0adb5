package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// singleCounts tells a single mark from an apostrophe.
func (m *marker) singleCounts(k markKind, at, size int, before, after rune, to int, opens, closes *bool) bool {
	isCurlyClose := strings.HasPrefix(m.text[at:], "’")
	if isCurlyClose {
		*opens = false
	}
	inWord := unicode.IsLetter(before) || unicode.IsDigit(before)
	afterWord := unicode.IsLetter(after) || unicode.IsDigit(after)
	if inWord && afterWord {
		return false
	}
	if m.find(k) >= 0 {
		if *opens && !*closes {
			return true
		}
		if afterWord {
			return false
		}
		*closes, *opens = true, false
		// "the workers' pay": a better place to close follows.
		return !((before == 's' || before == 'S' || before == 'z') && unicode.IsSpace(after) && m.closesBetter(at+size, to))
	}
	if !*opens || !afterWord && after != '"' && after != '“' && after != '…' && after != '.' || unicode.IsDigit(after) && isYear(m.text[at+size:]) {
		return false
	}
	return m.closesLater(at+size, to)
}

// isYear tells '90s.
func isYear(s string) bool { return len(s) > 2 && s[1] >= '0' && s[1] <= '9' && s[2] == 's' }

// closesBetter reports whether another single mark after from closes before one opens:
// then the one before it was a genitive.
func (m *marker) closesBetter(from, to int) bool {
	for i := from; i < min(to, from+400); i++ {
		c := m.text[i]
		if c != '\'' && c != 0xE2 {
			continue
		}
		k, size := m.kindAt(i)
		if k != single && k != singleCurly {
			continue
		}
		before, after := m.around(i, i+size, from-1, to)
		letterBefore := unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune(".,?!", before)
		letterAfter := unicode.IsLetter(after) || unicode.IsDigit(after)
		switch {
		case letterBefore && letterAfter:
		case letterAfter:
			return false
		case letterBefore:
			return true
		}
	}
	return false
}

// closesLater reports whether a single mark after from can close.
func (m *marker) closesLater(from, to int) bool {
	if m.lastSingle < 0 {
		m.lastSingle = 0
		for i := to - 1; i > 0 && i >= from; i-- {
			if m.text[i] == '\'' || strings.HasPrefix(m.text[i:to], "’") {
				after := ' '
				if size := m.sizeAt(i); i+size < to {
					after, _ = utf8.DecodeRuneInString(m.text[i+size:])
				}
				before := m.text[i-1]
				if !unicode.IsLetter(after) && !unicode.IsDigit(after) && before != ' ' && before != '\n' {
					m.lastSingle = i
					break
				}
			}
		}
	}
	return m.lastSingle >= from
}

func (m *marker) sizeAt(i int) int {
	if m.text[i] == '\'' {
		return 1
	}
	return len("’")
}
