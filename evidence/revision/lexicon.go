package revision

import (
	"embed"
	"iter"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/*.tsv data/*.txt
var data embed.FS

// A phrase is words of a list, and what they stand for.
type phrase struct {
	words []string // after the first
	kind  string
	class string
	rule  rule // of dates
}

// A lexicon is the lists of data, ready to be asked by word.
type lexicon struct {
	phrases  map[string][]phrase // by first word, longest first
	saying   map[string]string
	numbers  map[string]float64
	units    map[string]unit
	verbs    map[string]string
	spelling [][2]string
	long     map[string]string // abbreviation → long form
	nations  map[string]string
	function map[string]bool
	stops    map[string]bool
}

// A unit is what a number counts.
type unit struct {
	dimension string
	factor    float64
}

var lists = sync.OnceValue(func() *lexicon {
	l := &lexicon{
		phrases: map[string][]phrase{}, numbers: map[string]float64{}, units: map[string]unit{},
		saying: column("saying.tsv"), verbs: column("verbs.tsv"), long: column("abbreviations.tsv"), nations: column("nations.tsv"),
		function: set("function.txt"), stops: set("stops.txt"),
	}
	for f := range rows("phrases.tsv") {
		l.add(f[0], phrase{kind: f[1], class: f[2]})
	}
	for f := range rows("when.tsv") {
		l.add(f[0], phrase{kind: Date, rule: ruleOf(f[1], int(number(f[2])))})
	}
	for f := range rows("numbers.tsv") {
		l.numbers[f[0]] = number(f[1])
	}
	for f := range rows("units.tsv") {
		l.units[f[0]] = unit{f[1], number(f[2])}
	}
	for f := range rows("spelling.tsv") {
		l.spelling = append(l.spelling, [2]string{f[0], f[1]})
	}
	return l
})

// add puts a phrase behind the longer ones with the same first word.
func (l *lexicon) add(text string, p phrase) {
	fields := strings.Fields(text)
	p.words = fields[1:]
	list := append(l.phrases[fields[0]], p)
	for i := len(list) - 1; i > 0 && len(list[i-1].words) < len(list[i].words); i-- {
		list[i-1], list[i] = list[i], list[i-1]
	}
	l.phrases[fields[0]] = list
}

// rows yields the columns of each line of a list that is no comment.
func rows(name string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		text, err := data.ReadFile("data/" + name)
		if err != nil {
			panic(err) // it is embedded
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line != "" && line[0] != '#' && !yield(strings.Split(line, "\t")) {
				return
			}
		}
	}
}

func column(name string) map[string]string {
	m := map[string]string{}
	for f := range rows(name) {
		m[f[0]] = f[1]
	}
	return m
}

func set(name string) map[string]bool {
	m := map[string]bool{}
	for f := range rows(name) {
		m[f[0]] = true
	}
	return m
}

func number(s string) float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err) // it is embedded
	}
	return n
}
