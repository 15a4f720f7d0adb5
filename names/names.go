// Package names finds parties by name: under any spelling, in any script, with
// or without a legal form, and says why.
//
// A name becomes words in Latin letters ([Index.Match] and [Compare] both begin
// there); words weigh by how rare they are on the official lists; a score from 0
// to 1 says how likely it is that two names are one party's, and each part of
// what is missing to 1 has a reason ([Why]). The score of a pair depends on the
// two names alone, not on what else is in an index.
//
// A name that resembles is never more than that: what follows from a match is
// not decided here.
package names

import (
	"math"
	"slices"
	"strings"
)

// Threshold is the score at and above which two names are taken for one party's
// where nobody says otherwise. See docs/names.md for how it was chosen.
const Threshold = 0.75

// A Why is one reason for a score: which words met which, how, and at what price.
// The prices of all reasons and the score add up to 1.
type Why struct {
	// Query and Name are the words, in Latin letters; one is empty where the
	// other name lacks the word.
	Query string `json:"query,omitempty"`
	Name  string `json:"name,omitempty"`
	How   string `json:"how"`
	// Price is what it takes from the score.
	Price float64 `json:"price"`
}

// A Score says how likely it is that two names are one party's.
type Score struct {
	Score float64 `json:"score"`
	Why   []Why   `json:"why"`
}

// Compare scores two names.
func Compare(query, name string) Score {
	var q, n form
	buffer := q.parse(query, nil)
	n.parse(name, buffer)
	return new(comparer).score(&q, &n)
}

// score compares two forms and explains the result.
func (c *comparer) score(q, n *form) Score {
	if q.folded == "" || n.folded == "" {
		return Score{0, []Why{{Query: q.folded, Name: n.folded, How: "no letters or digits", Price: 1}}}
	}
	if q.folded == n.folded {
		return Score{1, []Why{{Query: q.folded, Name: n.folded, How: same.String()}}}
	}
	cost := c.cost(q, n)
	score := rounded(scoreOf(cost))
	return Score{score, priced(c.why(q, n), score)}
}

// rounded cuts a score to four digits: more would pretend to know more.
func rounded(score float64) float64 { return math.Round(score*1e4) / 1e4 }

// priced scales raw prices so that they add up to what is missing to 1, in
// ten-thousandths; the greatest takes what rounding leaves.
func priced(why []Why, score float64) []Why {
	var raw float64
	greatest := 0
	for i := range why {
		raw += why[i].Price
		if why[i].Price > why[greatest].Price {
			greatest = i
		}
	}
	missing := 1 - score
	if raw == 0 {
		// The words are the same, and only what costs nothing differs.
		return append(why, Why{How: "order, spaces or legal form", Price: rounded(missing)})
	}
	rest := missing
	for i := range why {
		why[i].Price = rounded(why[i].Price / raw * missing)
		rest -= why[i].Price
	}
	why[greatest].Price = rounded(why[greatest].Price + rest)
	return why
}

// keyWeight is the weight of words that a name needs to tell parties apart.
const keyWeight = 0.9

// Key returns what a name comes to without its script, legal forms and the order
// of its words, and whether that is rare enough to tell parties apart. Words are
// not translated: what a party is called decides, and not what that means.
func Key(name string) (key string, strong bool) {
	var f form
	f.parse(name, nil)
	words := make([]string, len(f.tokens))
	for i := range f.tokens {
		words[i] = f.tokens[i].text
	}
	slices.Sort(words)
	return strings.Join(words, " "), weightOf(f.tokens) >= keyWeight
}

// Folded returns a name in lower-case Latin letters and digits, with single
// spaces between its words: what two spellings of it have in common.
func Folded(name string) string { return string(latin(nil, name)) }
