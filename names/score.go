package names

import (
	"math"
	"math/bits"
	"slices"
	"strings"
)

// costs are the prices of differences, in parts of the weight of a name. They
// were fitted on other names of listed organisations; see fitting_test.go.
type costs struct {
	Differ  float32 // per weight of words that meet, times how unlike they are
	Missing float32 // per weight of words that only one name has, of the name that has more of them
	Other   float32 // per weight of words that stand against different words of the other name
	Rarest  float32 // when the weightiest word of a name is not among those that meet
	Number  float32 // what a number or a side counts for when it is missing or another
	Little  float32 // when the words that meet say little: times exp(-weight/Enough)
	Enough  float32
	Legal   float32 // a public or charitable legal form against a company's
	NoLegal float32 // a legal form that one name lacks, or another
	// How unlike two words are: an edit, in letters; what the second makes of
	// it; another first letter. And how alike words are that only sound so.
	Edit, MoreEdits, FirstLetter, Sound float32
}

var price = costs{
	Differ: 1.1, Missing: 0.8, Other: 0.4, Rarest: 0.08, Number: 3.5, Little: 1.2, Enough: 0.43,
	Legal: 0.2, NoLegal: 0.01,
	Edit: 1.2, MoreEdits: 0.95, FirstLetter: 0.25, Sound: 0.78,
}

// A met is a word, or several, of one name with those of the other.
type met struct {
	q, n   uint64 // sets of tokens
	alike  float32
	weight float32
	how    meeting
}

// A comparer compares forms. It holds room that is used again.
type comparer struct {
	pairs []met // every pair of words that could meet
	taken []met // those that do, best first
	// What is left over, as sets of tokens.
	qLeft, nLeft uint64
}

// cost says how different two names are: 0 for the same, 1 and more for two
// that have nothing in common. c.taken, c.qLeft and c.nLeft say why.
func (c *comparer) cost(q, n *form) float32 {
	c.meet(q, n)
	var differ, matched float32
	for i := range c.taken {
		m := &c.taken[i]
		differ += m.weight * (1 - m.alike)
		matched += m.weight * m.alike
	}
	qLeft, nLeft := c.left(q.tokens, c.qLeft), c.left(n.tokens, c.nLeft)
	more, less := max(qLeft, nLeft), min(qLeft, nLeft)
	total := matched + differ + more
	if matched == 0 || total == 0 {
		return 2
	}
	cost := (price.Differ*differ + price.Missing*more + price.Other*less) / total
	cost += c.little(matched, cost) + c.rarest(q, n)
	return cost + legalCost(q.legal, n.legal)
}

// little is the price of words that meet and say little.
func (c *comparer) little(matched, cost float32) float32 {
	if cost == 0 {
		return 0
	}
	return price.Little * float32(math.Exp(-float64(matched/price.Enough)))
}

// rarest is the price of missing the very word that a name is known by.
func (c *comparer) rarest(q, n *form) float32 {
	if c.qLeft&weightiest(q.tokens) != 0 || c.nLeft&weightiest(n.tokens) != 0 {
		return price.Rarest
	}
	return 0
}

// weightiest is the set of the weightiest of several tokens.
func weightiest(tokens []token) uint64 {
	most := 0
	for i := range tokens {
		if tokens[i].weight > tokens[most].weight {
			most = i
		}
	}
	return 1 << most
}

// left is the weight of the tokens of a set; numbers and sides count more.
func (c *comparer) left(tokens []token, set uint64) float32 {
	var sum float32
	for ; set != 0; set &= set - 1 {
		sum += leftWeight(&tokens[bits.TrailingZeros64(set)])
	}
	return sum
}

func leftWeight(t *token) float32 {
	if t.class != plain {
		return max(t.weight, 0.3) * price.Number
	}
	return t.weight
}

// meet finds which words of the names meet, the weightiest first, each once.
func (c *comparer) meet(q, n *form) {
	c.pairs, c.taken = c.pairs[:0], c.taken[:0]
	c.qLeft, c.nLeft = set(len(q.tokens)), set(len(n.tokens))
	c.meetGlued(q, n, false)
	c.meetGlued(n, q, true)
	c.pairs = c.pairs[:0]
	for i := range q.tokens {
		for k := range n.tokens {
			if alike, how := similarity(&q.tokens[i], &n.tokens[k]); alike > 0 {
				c.add(q, n, 1<<i, 1<<k, alike, how)
			}
		}
	}
	c.meetJoined(q, n, false)
	c.meetJoined(n, q, true)
	c.take()
	if c.qLeft == 0 && c.nLeft == 0 {
		return
	}
	// First letters are looked for among what is left, so that they never break
	// what meets as it stands.
	c.pairs = c.pairs[:0]
	c.meetInitials(q, n, false)
	c.meetInitials(n, q, true)
	c.take()
	c.meetRest(q, n)
}

// meetGlued looks for one left-over word of a that is a left-over word of b with
// its legal form written to it: "SiemensAG".
func (c *comparer) meetGlued(a, b *form, swapped bool) {
	if len(b.legal) == 0 {
		return
	}
	aLeft, bLeft := c.sides(swapped)
	for i := range a.tokens {
		for k := range b.tokens {
			if aLeft&(1<<i) == 0 || bLeft&(1<<k) == 0 {
				continue
			}
			form, ok := strings.CutPrefix(a.tokens[i].text, b.tokens[k].text)
			if !ok || len(b.tokens[k].text) < 3 || !slices.ContainsFunc(b.legal, func(l legal) bool { return l.text == form }) {
				continue
			}
			c.pairs = c.pairs[:0]
			if swapped {
				c.add(b, a, 1<<k, 1<<i, 0.95, joined)
			} else {
				c.add(a, b, 1<<i, 1<<k, 0.95, joined)
			}
			c.take()
			return
		}
	}
}

// meetRest compares everything that is still left over as one word each: a space
// may have slipped.
func (c *comparer) meetRest(q, n *form) {
	if bits.OnesCount64(c.qLeft)+bits.OnesCount64(c.nLeft) < 3 || c.qLeft == 0 || c.nLeft == 0 {
		return
	}
	var one, two [64]byte
	a, b := written(one[:0], q.tokens, c.qLeft), written(two[:0], n.tokens, c.nLeft)
	if len(a) < 5 || len(b) < 5 || len(a) > len(b)+2 || len(b) > len(a)+2 {
		return
	}
	if !allPlain(q.tokens, c.qLeft) || !allPlain(n.tokens, c.nLeft) {
		return
	}
	most := min(2, allowedEdits(min(len(a), len(b)), max(len(a), len(b))))
	if d := edits(string(a), string(b), most); d <= most {
		c.pairs = c.pairs[:0]
		c.add(q, n, c.qLeft, c.nLeft, 0.95*editSimilarity(d, string(a), string(b)), joined)
		c.take()
	}
}

// written puts the words of a set together, as far as there is room.
func written(dst []byte, tokens []token, set uint64) []byte {
	for ; set != 0; set &= set - 1 {
		text := tokens[bits.TrailingZeros64(set)].text
		dst = append(dst, text[:min(len(text), cap(dst)-len(dst))]...)
	}
	return dst
}

func set(n int) uint64 { return 1<<n - 1 }

func (c *comparer) add(q, n *form, qSet, nSet uint64, alike float32, how meeting) {
	w := max(setWeight(q.tokens, qSet), setWeight(n.tokens, nSet))
	c.pairs = append(c.pairs, met{qSet, nSet, alike, w, how})
}

func setWeight(tokens []token, set uint64) float32 {
	var sum float32
	for ; set != 0; set &= set - 1 {
		sum += tokens[bits.TrailingZeros64(set)].weight
	}
	return sum
}

// take moves the best of the pairs that do not share a word to c.taken. Equals
// keep their order, so that the answer does not depend on anything else.
func (c *comparer) take() {
	for {
		best, gain := -1, float32(0)
		for i := range c.pairs {
			m := &c.pairs[i]
			if m.q&^c.qLeft == 0 && m.n&^c.nLeft == 0 {
				if g := m.alike * m.alike * m.weight; g > gain {
					best, gain = i, g
				}
			}
		}
		if best < 0 {
			return
		}
		m := c.pairs[best]
		c.taken = append(c.taken, m)
		c.qLeft &^= m.q
		c.nLeft &^= m.n
	}
}

// meetJoined looks for one left-over word of a that two or three neighbours of
// b make together.
func (c *comparer) meetJoined(a, b *form, swapped bool) {
	aLeft, bLeft := c.sides(swapped)
	var text [3 * 32]byte
	for k := range b.tokens {
		run := text[:0]
		var bSet uint64
		for n := k; n < len(b.tokens) && n < k+3; n++ {
			if bLeft&(1<<n) == 0 || len(run)+len(b.tokens[n].text) > len(text) {
				break
			}
			run = append(run, b.tokens[n].text...)
			bSet |= 1 << n
			if n > k {
				c.meetRun(a, b, aLeft, bSet, string(run), swapped)
			}
		}
	}
}

func (c *comparer) meetRun(a, b *form, aLeft, bSet uint64, run string, swapped bool) {
	for i := range a.tokens {
		word := a.tokens[i].text
		if aLeft&(1<<i) == 0 || len(word) < 4 || len(word)+2 < len(run) || len(run)+2 < len(word) {
			continue
		}
		alikeness := float32(0.95)
		if word != run {
			if !allPlain(b.tokens, bSet) || a.tokens[i].class != plain {
				continue // a number is not mistyped
			}
			if alikeness *= mistyped(min2(word, run)); alikeness == 0 {
				continue
			}
		}
		if swapped {
			c.add(b, a, bSet, 1<<i, alikeness, joined)
		} else {
			c.add(a, b, 1<<i, bSet, alikeness, joined)
		}
	}
}

func allPlain(tokens []token, set uint64) bool {
	for ; set != 0; set &= set - 1 {
		if tokens[bits.TrailingZeros64(set)].class != plain {
			return false
		}
	}
	return true
}

// min2 returns two words, the shorter first.
func min2(a, b string) (string, string) {
	if len(a) > len(b) {
		return b, a
	}
	return a, b
}

// meetInitials looks for one left-over short word of a that is the first
// letters of left-over neighbours of b.
func (c *comparer) meetInitials(a, b *form, swapped bool) {
	aLeft, bLeft := c.sides(swapped)
	for i := range a.tokens {
		word := a.tokens[i].text
		if aLeft&(1<<i) == 0 || len(word) < 3 || len(word) > 7 {
			continue
		}
		for k := 0; k+len(word) <= len(b.tokens); k++ {
			var bSet uint64
			for n := range len(word) {
				t := &b.tokens[k+n]
				if bLeft&(1<<(k+n)) == 0 || t.text[0] != word[n] || len(t.text) < 2 {
					bSet = 0
					break
				}
				bSet |= 1 << (k + n)
			}
			switch {
			case bSet == 0:
			case swapped:
				c.add(b, a, bSet, 1<<i, 0.7, shortened)
			default:
				c.add(a, b, 1<<i, bSet, 0.7, shortened)
			}
		}
	}
}

func (c *comparer) sides(swapped bool) (a, b uint64) {
	if swapped {
		return c.nLeft, c.qLeft
	}
	return c.qLeft, c.nLeft
}

// legalCost is the price of other legal forms: almost nothing, but for those of
// a public or charitable body against those of a company.
func legalCost(a, b []legal) float32 {
	if len(a) == 0 && len(b) == 0 {
		return 0
	}
	cost := price.Legal
	if len(a) == 0 || len(b) == 0 {
		cost = price.NoLegal
	}
	for _, x := range a {
		for _, y := range b {
			if x.canon == y.canon {
				return 0
			}
			if commercial(x.class) == commercial(y.class) {
				cost = price.NoLegal
			}
		}
	}
	return cost
}

func commercial(class string) bool { return class != "nonprofit" && class != "state" }

// wordsOf writes the words of a set.
func wordsOf(tokens []token, set uint64) string {
	var words []string
	for ; set != 0; set &= set - 1 {
		if text := tokens[bits.TrailingZeros64(set)].text; len(words) == 0 || words[len(words)-1] != text {
			words = append(words, text)
		}
	}
	return strings.Join(words, " ")
}
