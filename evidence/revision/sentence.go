package revision

import (
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// A sentence is a run of tokens that ends with a full stop, or with its
// paragraph, or where a mark of the document says that another part begins.
type sentence struct {
	stretch
	hash  uint64
	field string // of the mark that it stands in
}

// Lists and tables may go on for pages without a full stop. They are cut at
// words, not by number, so that an insertion does not shift all cuts after it.
const (
	cutFrom = 128
	cutAt   = 512
)

func sentences(d *evidence.Document, list []token, words *vocabulary) []sentence {
	var all []sentence
	marks := newMarks(d)
	from, field := 0, ""
	for i := range list {
		marked := marks.at(int(list[i].start))
		if i > from && (marked != field || endsBefore(d.Text, list, i, from, words)) {
			all = append(all, newSentence(list, from, i, field))
			from = i
		}
		field = marked
	}
	if from < len(list) {
		all = append(all, newSentence(list, from, len(list), field))
	}
	return all
}

func newSentence(list []token, from, to int, field string) sentence {
	h := uint64(14695981039346656037)
	for _, t := range list[from:to] {
		h = (h ^ uint64(t.word)) * 1099511628211
	}
	return sentence{stretch{int32(from), int32(to)}, h, field}
}

// endsBefore reports whether the sentence that began at from ends before token i.
func endsBefore(text string, list []token, i, from int, words *vocabulary) bool {
	if n := i - from; n >= cutFrom && (n >= cutAt || list[i].word%64 == 0) {
		return true
	}
	t := list[i]
	last := i - 1
	for last > from && isClosing(text, list[last]) {
		last--
	}
	first, _ := utf8.DecodeRuneInString(text[t.start:])
	stop := isStop(text, list, last, words)
	if t.breaks { // a page may end within a sentence
		return stop || !unicode.IsLower(first)
	}
	if !stop {
		return false
	}
	wide := list[last].end-list[last].start > 1 // 。！？ need no space
	return (t.spaced || wide) && !isClosing(text, t) && !unicode.IsLower(first)
}

// isClosing reports whether t belongs to the sentence before it: a closing mark.
func isClosing(text string, t token) bool {
	c := text[t.start]
	return t.kind == closeToken || t.kind == markToken && (c == ')' || c == ']')
}

// isStop reports whether the token ends a sentence: a full stop that is not of
// an abbreviation or an initial.
func isStop(text string, list []token, i int, words *vocabulary) bool {
	switch text[list[i].start:list[i].end] {
	case "!", "?", "…", "。", "！", "？", "।", "؟", "۔":
		return true
	case ".":
		if i == 0 || list[i].spaced || list[i-1].kind != wordToken {
			return true
		}
		before := words.entries[list[i-1].word].text
		return len(before) > 1 && !words.lists.stops[before]
	}
	return false
}
