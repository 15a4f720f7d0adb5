// Package cite finds what a text names as its source: "first reported by the
// Gazette", "told AFP", "according to the Times", "citing a report of".
//
// It finds publications and agencies. A person or company that is quoted is a
// speaker and no source of the text; those are found by package quote.
package cite

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist/evidence"
)

// A Cite is one place where a text names a source.
type Cite struct {
	// Source is the publication or agency, as the text has it, without "the".
	Source string
	evidence.Span
	// Phrase is the words that name it.
	Phrase string
	// Rule is the cue that it was found by.
	Rule string
}

// maxText bounds how much of a text is searched.
const maxText = 1 << 20

// Cites returns the sources that a document names, in the order of its text. The
// agency that it credits is one of them only where the text says so in a sentence.
func Cites(d *evidence.Document) []Cite {
	text := d.Text[:min(len(d.Text), maxText)]
	var list []Cite
	for _, c := range cues() {
		for _, m := range c.pattern.FindAllStringSubmatchIndex(text, -1) {
			source := plain(text[m[2]:m[3]])
			if source == "" || !c.anybody && !isMedium(source) || sameAs(source, d.Publisher) || inMark(d, m[0]) {
				continue
			}
			span := evidence.Span{Start: m[0], End: m[1]}
			if slices.ContainsFunc(list, func(have Cite) bool { return have.Start < span.End && span.Start < have.End }) {
				continue
			}
			list = append(list, Cite{Source: source, Span: span, Phrase: strings.Join(strings.Fields(text[m[0]:m[1]]), " "), Rule: c.name})
		}
	}
	slices.SortFunc(list, func(a, b Cite) int { return a.Start - b.Start })
	return list
}

// A cue is a pattern whose group is the source.
type cue struct {
	name    string
	pattern *regexp.Regexp
	// anybody reports that whatever stands there is a source, not only what is
	// known or looks like a medium.
	anybody bool
}

//go:embed cues.tsv
var cueTable string

// sourcePattern is a name: words with capitals, and what may stand between them.
const sourcePattern = `((?:[Tt]he )?[A-Z][\p{L}\p{N}'’&-]*(?: (?:of|and|de|der|di|du|la|le|[A-Z][\p{L}\p{N}'’&-]*)){0,5})`

var cues = sync.OnceValue(func() []cue {
	var list []cue
	for line := range strings.Lines(cueTable) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(fields) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		pattern := strings.ReplaceAll(fields[2], "SOURCE", sourcePattern)
		list = append(list, cue{fields[0], regexp.MustCompile(pattern), fields[1] == "anybody"})
	}
	return list
})

//go:embed media.tsv
var mediaTable string

// media are the agencies that are known by name, and the words that names of
// publications have.
var media = sync.OnceValues(func() (names, words map[string]bool) {
	names, words = map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(mediaTable) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(fields) < 2 || strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.SplitSeq(fields[1], "|") {
			if fields[0] == "agency" {
				names[strings.ToLower(word)] = true
			} else {
				words[strings.ToLower(word)] = true
			}
		}
	}
	return names, words
})

// isMedium reports whether a name is that of an agency, or looks like that of a
// publication.
func isMedium(source string) bool {
	names, words := media()
	lower := strings.ToLower(source)
	if names[lower] {
		return true
	}
	all := strings.FieldsFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(all) == 0 {
		return false
	}
	last := all[len(all)-1]
	return len(all) > 1 && (words[last] || slices.ContainsFunc(all[:len(all)-1], func(w string) bool { return words["+"+w] })) ||
		strings.HasSuffix(last, "wire") || isAcronym(source)
}

// isAcronym reports whether a name is two to five capitals, as agencies and
// broadcasters are called.
func isAcronym(source string) bool {
	if len(source) < 2 || len(source) > 5 {
		return false
	}
	for i := range len(source) {
		if source[i] < 'A' || source[i] > 'Z' {
			return false
		}
	}
	return source != "US" && source != "UK" && source != "EU" && source != "UN" && source != "CEO"
}

// plain takes off the article, a genitive, and what ends the sentence.
func plain(source string) string {
	source = strings.TrimSpace(source)
	for _, article := range []string{"the ", "The "} {
		source = strings.TrimPrefix(source, article)
	}
	source = strings.TrimRight(source, ".,'’-")
	for _, end := range []string{"'s", "’s", " and", " of"} {
		source = strings.TrimSuffix(source, end)
	}
	if r, _ := utf8.DecodeRuneInString(source); !unicode.IsUpper(r) {
		return ""
	}
	return source
}

func sameAs(a, b string) bool {
	return b != "" && strings.EqualFold(strings.TrimPrefix(strings.ToLower(a), "the "), strings.TrimPrefix(strings.ToLower(b), "the "))
}

// inMark reports whether a place is in what is no part of the story.
func inMark(d *evidence.Document, at int) bool {
	return slices.ContainsFunc(d.Marks, func(m evidence.Mark) bool { return m.Start <= at && at < m.End })
}
