package document

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed agencies.tsv
var agencyTable string

// A credit is one way in which an agency is named below or above a text.
type credit struct{ text, name string }

// credits are those of agencies.tsv, the longest first, by their first byte.
var credits = func() map[byte][]credit {
	by := map[byte][]credit{}
	for line := range strings.Lines(agencyTable) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) == 3 && fields[0][0] != '#' {
			by[line[0]] = append(by[line[0]], credit{fields[0], fields[1]})
		}
	}
	for _, list := range by {
		slices.SortFunc(list, func(a, b credit) int { return len(b.text) - len(a.text) })
	}
	return by
}()

// agencyAt returns the agency that is credited at the beginning of s, and how many
// bytes the credit has; 0 for none.
func agencyAt(s string) (string, int) {
	if s == "" {
		return "", 0
	}
	for _, c := range credits[s[0]] {
		if strings.HasPrefix(s, c.text) {
			if r, _ := utf8.DecodeRuneInString(s[len(c.text):]); len(s) == len(c.text) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return c.name, len(c.text)
			}
		}
	}
	return "", 0
}

// agencyOf returns the agency that s names and nothing else; "" for none.
func agencyOf(s string) string {
	s = strings.Trim(s, " .()[]—–-")
	if name, n := agencyAt(s); n > 0 && n == len(s) {
		return name
	}
	return ""
}

// agencyIn finds the first credit in s, and where it stands.
func agencyIn(s string) (name string, start, end int) {
	inside := false
	for i, r := range s {
		word := unicode.IsLetter(r) || unicode.IsDigit(r)
		if word && !inside {
			if name, n := agencyAt(s[i:]); n > 0 {
				return name, i, i + n
			}
		}
		inside = word
	}
	return "", 0, 0
}
