package names

import (
	"math/bits"
	"slices"
	"strings"
)

// why lists the reasons of the last cost, in the order of the query's words,
// with raw prices.
func (c *comparer) why(q, n *form) []Why {
	var matched, differ float32
	for i := range c.taken {
		m := &c.taken[i]
		differ += m.weight * (1 - m.alike)
		matched += m.weight * m.alike
	}
	qLeft, nLeft := c.left(q.tokens, c.qLeft), c.left(n.tokens, c.nLeft)
	total := matched + differ + max(qLeft, nLeft)
	if total == 0 || matched == 0 {
		return []Why{{Query: q.folded, Name: n.folded, How: apart.String(), Price: 1}}
	}
	slices.SortFunc(c.taken, func(a, b met) int { return bits.TrailingZeros64(a.q) - bits.TrailingZeros64(b.q) })
	var why []Why
	var cost float32
	add := func(query, name, how string, price float32) {
		cost += price
		why = append(why, Why{query, name, how, float64(price)})
	}
	for i := range c.taken {
		m := &c.taken[i]
		add(wordsOf(q.tokens, m.q), wordsOf(n.tokens, m.n), m.how.String(), price.Differ*m.weight*(1-m.alike)/total)
	}
	// Of the two sides, the heavier pays as missing, the lighter as other words.
	qPrice, nPrice := price.Missing, price.Other
	if qLeft < nLeft {
		qPrice, nPrice = nPrice, qPrice
	}
	c.eachLeft(q.tokens, c.qLeft, func(t *token) { add(t.text, "", "only in the query", qPrice*leftWeight(t)/total) })
	c.eachLeft(n.tokens, c.nLeft, func(t *token) { add("", t.text, "only in the name", nPrice*leftWeight(t)/total) })
	if rarest := c.rarest(q, n); rarest > 0 {
		add("", "", "the rarest word is missing", rarest)
	}
	if little := c.little(matched, cost); little > 0.005 {
		add("", "", "the words that meet are common", little)
	} else {
		cost += little
	}
	if legal := legalCost(q.legal, n.legal); legal > 0 {
		add(legalText(q.legal), legalText(n.legal), "legal form", legal)
	}
	return why
}

func legalText(forms []legal) string {
	var texts []string
	for _, l := range forms {
		texts = append(texts, l.text)
	}
	return strings.Join(texts, " ")
}

func (c *comparer) eachLeft(tokens []token, set uint64, do func(*token)) {
	for ; set != 0; set &= set - 1 {
		do(&tokens[bits.TrailingZeros64(set)])
	}
}
