package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// A dateLine is what stands before the dash of a report's first sentence:
// "WASHINGTON (AP) — ", "Moscow, Sept 9, 2017 (Reuters) - ", "МОСКВА, 9 сен - РИА Новости.".
// Spans are in the paragraph; those without a length are not there.
type dateLine struct {
	place, agency, printed evidence.Span
	agencyName             string
	when                   moment
}

// maxDateLine is the most bytes of a date line.
const maxDateLine = 120

// dashes end a date line, the surest first.
var dashes = []string{" — ", " – ", " -- ", " - ", " _ ", "—", "– "}

// dateLineOf reads the date line of a paragraph.
func dateLineOf(s string) (dateLine, bool) {
	at, dash := -1, ""
	head := s[:min(len(s), maxDateLine)]
	for _, d := range dashes {
		if i := strings.Index(head, d); i > 0 && (at < 0 || i < at) {
			at, dash = i, d
		}
	}
	if at < 0 {
		return dateLine{}, false
	}
	var d dateLine
	left := s[:at]
	sure := d.takeAgency(&left)
	if m, start, end := findDate(left); !m.date.IsZero() {
		d.when, d.printed = m, evidence.Span{Start: start, End: end}
		left = strings.TrimRight(left[:start], " ,(")
		sure = true
	} else if i := dayOfMonth(left); i >= 0 {
		left = strings.TrimRight(left[:i], " ,")
		sure = true
	}
	right := s[at+len(dash):]
	if name, n := agencyAt(right); n > 0 && n < len(right) && strings.IndexByte(".,:", right[n]) >= 0 && d.agencyName == "" {
		start := at + len(dash)
		d.agencyName, d.agency = name, evidence.Span{Start: start, End: start + n}
		sure = true
	}
	place := strings.TrimRight(left, " ,")
	if place == "" {
		return d, d.agencyName != ""
	}
	if !isPlace(place) {
		return dateLine{}, false
	}
	d.place = evidence.Span{Start: 0, End: len(place)}
	return d, sure || isUpper(place) || (strings.Contains(dash, "—") || strings.Contains(dash, "–")) && opens(right)
}

// takeAgency takes "(AFP)" from the end of what stands before the dash.
func (d *dateLine) takeAgency(left *string) bool {
	open := strings.LastIndexByte(*left, '(')
	if open < 0 || !strings.HasSuffix(*left, ")") {
		return false
	}
	inside := (*left)[open+1 : len(*left)-1]
	name := agencyOf(inside)
	place := strings.TrimSpace((*left)[:open])
	if name == "" && len(inside) >= 2 && len(inside) <= 24 && (isUpper(inside) || isUpper(place)) && !strings.ContainsAny(inside, "0123456789") {
		name = inside
	}
	if name == "" {
		return false
	}
	d.agencyName, d.agency = name, evidence.Span{Start: open + 1, End: open + 1 + len(inside)}
	*left = place
	return true
}

// dayOfMonth finds a date without a year at the end of s: ", Sept 9", ", 9 сен".
func dayOfMonth(s string) int {
	i := strings.LastIndexByte(s, ',')
	if i < 0 {
		return -1
	}
	t, n := dateTokens(s[i+1:])
	if n >= 2 && (t[0].month > 0 && isDay(t[1]) || isDay(t[0]) && t[1].month > 0) {
		return i
	}
	return -1
}

// isPlace reports whether s can be the name of a place: at most six words, each
// with a capital but for a few small ones.
func isPlace(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 6 || len(s) > 60 {
		return false
	}
	for i, word := range words {
		r, _ := utf8.DecodeRuneInString(word)
		switch {
		case unicode.IsUpper(r):
		case i > 0 && placeWords[word]:
		default:
			return false
		}
		if strings.ContainsAny(word, "0123456789:;!?\"“”") {
			return false
		}
	}
	return true
}

var placeWords = wordSet("de del la le sur am an der of the upon und on in do da du y")

// isUpper reports whether s has letters and all of them are capitals.
func isUpper(s string) bool {
	letters := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		letters = letters || unicode.IsUpper(r)
	}
	return letters
}

// opens reports whether s begins a sentence that no second dash interrupts: then
// the first one was not part of a sentence, as in "The firm — a maker of — said".
func opens(s string) bool {
	sentence, _, _ := strings.Cut(s, ". ")
	if strings.Contains(sentence, " — ") || strings.Contains(sentence, " – ") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"“„«‘'"))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// placeName returns a place as a name: "WASHINGTON" becomes "Washington".
func placeName(s string) string {
	if !isUpper(s) || len(s) < 4 {
		return s
	}
	out := []rune(strings.ToLower(s))
	start := true
	for i, r := range out {
		if start {
			out[i] = unicode.ToUpper(r)
		}
		start = !unicode.IsLetter(r) && r != '\'' && r != '’'
	}
	return string(out)
}
