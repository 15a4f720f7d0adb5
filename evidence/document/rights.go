package document

import (
	"strings"
	"unicode/utf8"
)

// notices are said of rights in many newspapers, in small letters.
var notices = []string{
	"is subject to copyright", "all rights reserved", "may not be published, broadcast", "no part may be reproduced",
	"may not be reproduced", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados",
	"tutti i diritti riservati", "все права защищены", "for information purposes only",
}

// rights marks lines on copyright, and paragraphs that say what nobody may do. It
// reports whether the whole paragraph is one. The holder of "© 2017 AFP" is the
// agency, not the publisher.
func (f *furniture) rights(i int) bool {
	s := f.paras[i].text
	if len(s) > 2000 {
		return false
	}
	small := f.lower(i)
	for _, phrase := range notices {
		if strings.Contains(small, phrase) {
			f.holder(i, max(0, copyrightAt(s)))
			f.mark("notice", i, 0, len(s))
			return true
		}
	}
	at := copyrightAt(s)
	if at < 0 || len(s)-at > maxLine {
		return false
	}
	f.holder(i, at)
	f.mark("copyright", i, at, len(s))
	return at == 0
}

// copyrightAt returns where a line on copyright begins; -1 where there is none.
func copyrightAt(s string) int {
	if i := strings.Index(s, "©"); i >= 0 {
		if hasPrefixFold(s, "copyright") {
			return 0
		}
		return i
	}
	if hasPrefixFold(s, "copyright ") || hasPrefixFold(s, "(c) ") {
		for _, c := range s[:min(len(s), 60)] {
			if c >= '0' && c <= '9' {
				return 0
			}
		}
		if hasPrefixFold(s, "(c) ") || agencyAfter(s) {
			return 0
		}
	}
	return -1
}

func agencyAfter(s string) bool {
	name, _, _ := agencyIn(s[:min(len(s), 120)])
	return name != ""
}

// holder credits the agency that holds the copyright.
func (f *furniture) holder(i, at int) {
	s := f.paras[i].text
	if at == 0 && copyrightAt(s) < 0 {
		return
	}
	end := min(len(s), at+120)
	for end < len(s) && !utf8.RuneStart(s[end]) {
		end++
	}
	if name, start, stop := agencyIn(s[at:end]); name != "" {
		f.credit(name, i, at+start, at+stop)
	}
}

// citations begin a paragraph that says how to cite the text.
var citations = []string{"citation: ", "cite this: ", "cite as: ", "to cite this", "zitierweise: ", "source: http", "url: http", "quelle: http"}

// retrievals introduce the day on which a text was fetched.
var retrievals = []string{"retrieved on ", "retrieved ", "accessed on ", "accessed ", "abgerufen am ", "consulté le ", "дата обращения: ", "consultado el "}

// cited reads a citation: "(2017, September 9) retrieved 15 May 2024 from <URL>".
func (f *furniture) cited(i int) bool {
	s := f.paras[i].text
	if len(s) > 2000 {
		return false
	}
	whole := false
	for _, prefix := range citations {
		whole = whole || hasPrefixFold(s, prefix)
	}
	fetched := f.retrieved(i)
	if !whole && !(fetched && len(s) < 2*maxLine) {
		return false
	}
	f.mark("citation", i, 0, len(s))
	if open := strings.Index(s, "("); open >= 0 && whole {
		if m, n := dateAt(s[open+1:]); n > 0 {
			f.printed(m)
			f.mark("printed", i, open+1, open+1+n)
		}
	}
	if at := strings.Index(s, "http"); at >= 0 && isWeb(s[at:]) {
		set(&f.doc.URL, strings.TrimRight(s[at:at+addressEnd(s[at:])], ".,;"))
	}
	return whole
}

// retrieved reads when a text was fetched.
func (f *furniture) retrieved(i int) bool {
	s, small := f.paras[i].text, f.lower(i)
	if len(small) != len(s) || !strings.ContainsAny(s, "0123456789") {
		return false
	}
	for _, word := range retrievals {
		at := strings.Index(small, word)
		if at < 0 {
			continue
		}
		at += len(word)
		m, n := dateAt(s[at:])
		if n == 0 || m.precision != "day" {
			continue
		}
		if f.doc.Retrieved.IsZero() {
			f.doc.Retrieved = m.date
		}
		f.mark("retrieved", i, at, at+n)
		return true
	}
	return false
}

// addressEnd returns where a web address at the beginning of s ends.
func addressEnd(s string) int {
	if end := strings.IndexAny(s, " <>\"')]|"); end >= 0 {
		return end
	}
	return len(s)
}

// captionCues stand in captions and in nothing else that short.
var captionCues = []string{
	"shown here", "pictured here", "pictured above", "file photo", "(photo", "photo:", "photo by", "picture:", "image:", "image credit", "credit:",
	"getty images", "afp photo", "ap photo", "reuters/", "foto:", "(foto", "фото:", "photograph:", "is seen in", "are seen in", "(illustration",
}

// captioned marks what stands below pictures: what the form says is one, and short
// paragraphs with the words of one.
func (f *furniture) captioned(i int, used bool) {
	p := f.paras[i]
	if p.kind == caption || !used && p.kind == body && len(p.text) >= 12 && len(p.text) <= 400 && isCaption(p.text, f.lower(i)) {
		f.mark("caption", i, 0, len(p.text))
	}
}

// isCaption reports whether a paragraph has the words of a caption; small is it in
// small letters.
func isCaption(s, small string) bool {
	for _, cue := range captionCues {
		if strings.Contains(small, cue) {
			return !strings.HasSuffix(s, "\"") && !strings.HasSuffix(s, "”") && strings.Count(s, ". ") <= 2
		}
	}
	return false
}
