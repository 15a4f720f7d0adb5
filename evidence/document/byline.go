package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// byPrefixes introduce who wrote a text.
var byPrefixes = []string{"by ", "written by ", "von ", "par ", "por ", "di ", "автор: ", "автор ", "author: ", "autor: "}

// byline reads "By Jane Doe", "By Jane Doe, Reuters", "By Reuters".
func (f *furniture) byline(i int) bool {
	s := f.paras[i].text
	if len(s) > 160 || ended(s) && !strings.HasSuffix(s, "Jr.") {
		return false
	}
	if name := agencyOf(s); name != "" {
		return f.credit(name, i, 0, len(s))
	}
	if f.doc.Author != "" && len(s) < len(f.doc.Author)+60 {
		if at := strings.Index(s, f.doc.Author); at >= 0 {
			f.mark("author", i, at, at+len(f.doc.Author))
			return true
		}
	}
	for _, prefix := range byPrefixes {
		if hasPrefixFold(s, prefix) {
			return f.writer(i, len(prefix))
		}
	}
	return false
}

// writer reads who is named from a place of a byline on.
func (f *furniture) writer(i, start int) bool {
	s := f.paras[i].text
	end := start + authorEnd(s[start:])
	who := strings.TrimSpace(s[start:end])
	if name, at, stop := agencyIn(s[start:]); name != "" {
		f.credit(name, i, start+at, start+stop)
		if at == 0 || agencyOf(who) != "" {
			return true
		}
		if start+at < end {
			end = start + len(strings.TrimRight(s[start:start+at], " ,/|("))
			who = s[start:end]
		}
	}
	if !isPerson(who) {
		return false
	}
	set(&f.doc.Author, who)
	f.mark("author", i, start, start+len(who))
	return true
}

// authorEnd returns where the names of a byline end.
func authorEnd(s string) int {
	for _, stop := range []string{", ", " | ", " / ", "/", " — ", " – ", " - ", " ("} {
		if i := strings.Index(s, stop); i > 0 {
			s = s[:i]
		}
	}
	return len(s)
}

// isPerson reports whether s can be the names of people: words with capitals, and
// "and" between them.
func isPerson(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 10 || strings.ContainsAny(s, "0123456789:@") {
		return false
	}
	for i, word := range words {
		if r, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(r) && (i == 0 || !nameWords[word]) {
			return false
		}
	}
	return true
}

var nameWords = wordSet("and und et y e de del der den van von da di du la le al el bin ibn ter и")

// credit notes that an agency is credited at a place.
func (f *furniture) credit(name string, i, start, end int) bool {
	set(&f.doc.Agency, name)
	f.mark("agency", i, start, end)
	return true
}

// credits finds the agency in the last lines: "AFP", "(Reuters)", "… he said. (AFP)".
func (f *furniture) credits(used []bool) {
	for i := len(f.paras) - 1; i >= max(0, len(f.paras)-tailSize) && i > 0; i-- {
		s := f.paras[i].text
		if used[i] {
			continue
		}
		if name := agencyOf(s); name != "" {
			f.credit(name, i, 0, len(s))
			continue
		}
		at := max(strings.LastIndexByte(s, '('), strings.LastIndex(s, "— "), strings.LastIndex(s, "– "), strings.LastIndex(s, " - "))
		if at > 0 && len(s)-at < 60 && ended(s[:at]) {
			if name := agencyOf(s[at:]); name != "" {
				f.credit(name, i, at, len(s))
			}
		}
	}
}
