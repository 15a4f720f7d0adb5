package grounds

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/delistdev/delist"
)

// A Statement is a claim as it is compared with others.
type Statement struct {
	Kind  delist.ClaimKind
	About []delist.PartyID
	Text  string
}

// Contested returns why two statements about one party cannot both be true, or "".
// It sees figures that differ (topics.tsv), and what one denies that the other
// says. What it does not see may be contested all the same.
func Contested(a, b Statement) string {
	if !slices.ContainsFunc(a.About, func(id delist.PartyID) bool { return slices.Contains(b.About, id) }) {
		return ""
	}
	for _, x := range figures(a.Text) {
		for _, y := range figures(b.Text) {
			if x.topic == y.topic && x.value != y.value && !(x.atLeast && y.value > x.value) && !(y.atLeast && x.value > y.value) {
				return fmt.Sprintf("%s: %s and %s", x.topic, x.text, y.text)
			}
		}
	}
	if (a.Kind == delist.Denial) != (b.Kind == delist.Denial) && a.Kind != delist.Opinion && b.Kind != delist.Opinion {
		if common := sharedWords(a.Text, b.Text); len(common) >= 2 {
			return "one denies what the other says: " + strings.Join(common, ", ")
		}
	}
	return ""
}

// A figure is a number that a text gives for a topic.
type figure struct {
	topic   string
	value   float64
	text    string
	atLeast bool // "over", "more than"
}

//go:embed topics.tsv
var topicTable string

type topic struct {
	name    string
	pattern *regexp.Regexp
}

// topics are what figures of two texts are compared about. A pattern has one
// group, the number.
var topics = sync.OnceValue(func() []topic {
	var list []topic
	for line := range strings.Lines(topicTable) {
		name, pattern, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if ok && !strings.HasPrefix(name, "#") {
			list = append(list, topic{name, regexp.MustCompile("(?i)" + pattern)})
		}
	}
	return list
})

var (
	scale   = map[string]float64{"thousand": 1e3, "million": 1e6, "billion": 1e9}
	orMore  = regexp.MustCompile(`(?i)(over|more than|at least|some) $`)
	maxText = 6400 // bytes of a text that figures are looked for in
)

func figures(text string) []figure {
	var list []figure
	text = text[:min(len(text), maxText)]
	for _, t := range topics() {
		for _, m := range t.pattern.FindAllStringSubmatchIndex(text, -1) {
			number := text[m[2]:m[3]]
			value, err := strconv.ParseFloat(strings.ReplaceAll(number, ",", ""), 64)
			if err != nil {
				continue
			}
			for word, factor := range scale {
				if strings.HasPrefix(strings.ToLower(strings.TrimLeft(text[m[3]:], " -")), word) {
					value *= factor
				}
			}
			list = append(list, figure{t.name, value, strings.TrimSpace(text[m[0]:m[1]]), orMore.MatchString(text[:m[2]])})
		}
	}
	return list
}

// sharedWords returns the words of weight that two texts have in common: no
// function words, which are short, and no names, which both have anyway.
func sharedWords(a, b string) []string {
	in := map[string]bool{}
	for _, w := range weighty(a) {
		in[w] = true
	}
	var list []string
	for _, w := range weighty(b) {
		if in[w] && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

var light = map[string]bool{"about": true, "after": true, "their": true, "there": true, "these": true, "those": true, "which": true, "would": true, "could": true,
	"should": true, "other": true, "company": true, "never": true, "nor": true, "with": true, "from": true, "that": true, "this": true, "have": true, "been": true, "will": true, "into": true, "over": true, "than": true, "them": true, "they": true, "what": true, "when": true, "were": true, "some": true, "says": true, "said": true}

// weighty returns the stems of a text's words of four letters and more that do
// not begin with a capital inside a sentence.
func weighty(text string) []string {
	var list []string
	for i, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		first := []rune(w)[0]
		if len(w) < 4 || i > 0 && unicode.IsUpper(first) {
			continue
		}
		w = strings.ToLower(w)
		if light[w] {
			continue
		}
		for _, end := range []string{"ing", "ed", "es", "s"} {
			if len(w)-len(end) >= 4 && strings.HasSuffix(w, end) {
				w = strings.TrimSuffix(w, end)
				break
			}
		}
		list = append(list, w)
	}
	return list
}
