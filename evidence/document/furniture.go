package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// furniture finds what stands around a story: the headline, who wrote and carried
// it, where and when, captions, and what is said of rights. It looks at the
// beginning and the end only, and at nothing that is longer than such lines are.
type furniture struct {
	*draft
	at []int // where each paragraph begins in the text
	// small is one of the paragraphs in small letters, lowered which.
	small   string
	lowered int
}

// lower returns a paragraph in small letters; the one that was asked for last is
// kept.
func (f *furniture) lower(i int) string {
	if f.lowered != i+1 {
		f.small, f.lowered = strings.ToLower(f.paras[i].text), i+1
	}
	return f.small
}

const (
	// leadSize and tailSize are how many paragraphs from the beginning and the end
	// may be furniture.
	leadSize, tailSize = 10, 12
	// maxLine is the most bytes of a line of furniture.
	maxLine = 300
)

func (f *furniture) mark(field string, i, start, end int) {
	if start < end {
		f.doc.Marks = append(f.doc.Marks, evidence.Mark{Field: field, Span: evidence.Span{Start: f.at[i] + start, End: f.at[i] + end}})
	}
}

func (f *furniture) find() {
	n := len(f.paras)
	used := make([]bool, n) // paragraphs that are furniture as a whole
	f.title(used)
	for i := range min(n, leadSize) {
		if !used[i] && len(f.paras[i].text) <= maxLine {
			used[i] = f.dated(i) || f.byline(i)
		}
	}
	f.stray(used)
	f.dateLine(used)
	for i := range n {
		if i < leadSize || i >= n-tailSize {
			used[i] = f.rights(i) || f.cited(i) || used[i]
		}
		f.captioned(i, used[i])
	}
	f.credits(used)
}

// title marks the headline, and takes it from the text where nothing else says it.
func (f *furniture) title(used []bool) {
	for i := range min(len(f.paras), leadSize) {
		p := f.paras[i]
		same := f.doc.Title != "" && len(p.text) < 2*maxLine && sameText(p.text, f.doc.Title)
		if same || f.doc.Title == "" && (p.kind == heading || i == 0 && f.isHeadline()) {
			set(&f.doc.Title, p.text)
			f.mark("title", i, 0, len(p.text))
			used[i] = true
			return
		}
	}
}

// isHeadline reports whether the first paragraph looks like a headline: short, no
// sentence of its own, with longer paragraphs below.
func (f *furniture) isHeadline() bool {
	s := f.paras[0].text
	words := strings.Count(s, " ") + 1
	last, _ := utf8.DecodeLastRuneInString(s)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'“‘«„¿¡"))
	if len(s) > 220 || words < 2 || words > 30 || len(f.paras) < 2 || strings.ContainsRune(".,:;", last) && !strings.HasSuffix(s, "...") {
		return false
	}
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && (unicode.IsLower(first) || !unicode.IsLetter(first)) {
		return false
	}
	if _, n := dateAt(s); n > 0 || isBullet(s) || hasPrefixFold(s, "dear ") || agencyOf(s) != "" || strings.Contains(s, ". ") && words > 12 {
		return false
	}
	if _, ok := dateLineOf(s); ok {
		return false
	}
	for i := 1; i < min(len(f.paras), 6); i++ {
		if len(f.paras[i].text) > len(s) && ended(f.paras[i].text) {
			return true
		}
	}
	return false
}

// dated reads a paragraph that is a date and little else: "September 9 2017",
// "Published: 9 Sep 2017, 14:05".
func (f *furniture) dated(i int) bool {
	s := f.paras[i].text
	m, start, end := findDate(s[:min(len(s), 120)])
	if m.date.IsZero() {
		return false
	}
	before, after := strings.ToLower(s[:start]), s[end:]
	updated := strings.Contains(before, "updated") || strings.Contains(before, "modified") || strings.Contains(before, "aktualisiert") || strings.Contains(before, "mis à jour")
	if !isDateWords(before) || strings.Count(after, " ") > 6 || len(after) > 40 {
		return false
	}
	if updated {
		f.updated = m
	} else {
		f.printed(m)
	}
	f.mark("printed", i, start, end)
	return true
}

// isDateWords reports whether only words stand before a date that introduce one.
func isDateWords(before string) bool {
	for word := range strings.FieldsFuncSeq(before, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !dateWords[word] {
			return false
		}
	}
	return true
}

var dateWords = wordSet(`date published posted updated on last modified first created am vom stand veröffentlicht aktualisiert publié le mis à jour
publicado el pubblicato il опубликовано дата and at
monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche`)

// stray reads "date 2017-09" before the text of the first paragraph.
func (f *furniture) stray(used []bool) {
	if len(f.paras) == 0 || used[0] || !hasPrefixFold(f.paras[0].text, "date ") {
		return
	}
	if m, n := dateAt(f.paras[0].text[len("date "):]); n > 0 {
		f.printed(m)
		f.mark("printed", 0, len("date "), len("date ")+n)
	}
}

// dateLine reads the date line of the first paragraphs that have one.
func (f *furniture) dateLine(used []bool) {
	seen := 0
	for i := 0; i < min(len(f.paras), leadSize) && seen < 3; i++ {
		p := f.paras[i]
		if used[i] || p.kind != body {
			continue
		}
		if len(p.text) > 80 {
			seen++
		}
		skip := 0
		if hasPrefixFold(p.text, "date ") {
			if _, n := dateAt(p.text[len("date "):]); n > 0 {
				skip = len("date ") + n
				skip += len(p.text[skip:]) - len(strings.TrimLeft(p.text[skip:], " ,;:"))
			}
		}
		d, ok := dateLineOf(p.text[skip:])
		if !ok {
			continue
		}
		if place := d.place.End - d.place.Start; place > 0 {
			set(&f.doc.Place, placeName(p.text[skip+d.place.Start:skip+d.place.End]))
			f.mark("place", i, skip+d.place.Start, skip+d.place.End)
		}
		if d.agencyName != "" {
			f.credit(d.agencyName, i, skip+d.agency.Start, skip+d.agency.End)
		}
		if !d.when.date.IsZero() {
			f.printed(d.when)
			f.mark("printed", i, skip+d.printed.Start, skip+d.printed.End)
		}
		return
	}
}

// hasPrefixFold is strings.HasPrefix without regard to capitals.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// sameText compares two texts by their letters and digits.
func sameText(a, b string) bool {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	pa := plain(a)
	return pa != "" && pa == plain(b)
}
