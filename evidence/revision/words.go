package revision

// maxEffort bounds the cells of all tables together. Only texts made for it
// come near; what is left is then compared at its beginnings and ends.
const maxEffort = 300 << 20

// A change is a [Change] in tokens.
type change struct {
	a, b    stretch
	kind    Kind
	pair    int32 // -1 outside pairs
	soft    bool  // found by soften: it needs no further sense
	meaning []Meaning
}

// compareWords aligns the words of each pair and gathers what differs.
func (c *comparison) compareWords() {
	var t table
	for n, p := range c.pairs {
		a, b := c.a.words(p.a), c.b.words(p.b)
		c.alignWords(&t, a, b)
		c.absorb(a, b)
		from := len(c.changes)
		c.gather(int32(n), a, b)
		c.moves(from)
	}
}

// alignWords finds the heaviest common subsequence of two stretches.
func (c *comparison) alignWords(t *table, a, b stretch) {
	for a.len() > 0 && b.len() > 0 && c.same(a.from, b.from) {
		c.meet(a.from, b.from)
		a.from, b.from = a.from+1, b.from+1
	}
	for a.len() > 0 && b.len() > 0 && c.same(a.to-1, b.to-1) {
		a.to, b.to = a.to-1, b.to-1
		c.meet(a.to, b.to)
	}
	cells := int64(a.len()) * int64(b.len())
	if cells == 0 || c.effort+cells > maxEffort {
		return
	}
	c.effort += cells
	t.fill(c, a, b)
	i, j := a.len(), b.len()
	for i > 0 && j > 0 {
		switch t.step[int64(i-1)*int64(b.len())+int64(j-1)] {
		case stepBoth:
			i, j = i-1, j-1
			c.meet(a.from+i, b.from+j)
		case stepA:
			i--
		default:
			j--
		}
	}
}

func (c *comparison) same(i, j int32) bool { return c.a.tokens[i].word == c.b.tokens[j].word }

func (c *comparison) meet(i, j int32) { c.a.match[i], c.b.match[j] = j, i }

func (c *comparison) part(i int32) {
	c.b.match[c.a.match[i]] = -1
	c.a.match[i] = -1
}

// A table is the working memory of alignWords, used again and again.
type table struct {
	step      []uint8
	row, last []int32
}

const (
	stepA = iota
	stepB
	stepBoth
)

// fill computes the steps. A match counts the weight of its word, and more where
// the words before it are equal too: runs are better than single words.
func (t *table) fill(c *comparison, a, b stretch) {
	n := int(b.len())
	if need := int(a.len()) * n; cap(t.step) < need {
		t.step = make([]uint8, need)
	}
	if cap(t.row) <= n {
		t.row, t.last = make([]int32, n+1), make([]int32, n+1)
	}
	row, last := t.row[:n+1], t.last[:n+1]
	clear(row)
	clear(last)
	tb := c.b.tokens[b.from:b.to]
	for i := a.from; i < a.to; i++ {
		word := c.a.tokens[i].word
		weight := 2 * c.words.entries[word].weight
		step := t.step[int(i-a.from)*n:][:n]
		row[0] = 0
		for j := range tb {
			best, how := last[j+1], uint8(stepA)
			if row[j] > best {
				best, how = row[j], stepB
			}
			if tb[j].word == word {
				both := last[j] + weight
				if j > 0 && i > a.from && tb[j-1].word == c.a.tokens[i-1].word {
					both++
				}
				if both >= best {
					best, how = both, stepBoth
				}
			}
			row[j+1], step[j] = best, how
		}
		row, last = last, row
	}
}

// absorb undoes matches of one or two words without content between greater
// changes: "of" in two phrases that say different things.
func (c *comparison) absorb(a, b stretch) {
	i, j := a.from, b.from
	for i < a.to {
		gapA, gapB := i, j
		i, j = c.nextMatch(i, a.to, j)
		left := max(i-gapA, j-gapB)
		start := i
		for i < a.to && c.a.match[i] == j && j < b.to {
			i, j = i+1, j+1
		}
		x, y := c.nextMatch(i, a.to, j)
		if x >= a.to {
			y = b.to
		}
		if i-start <= 2 && left > 1 && max(x-i, y-j) > 1 && c.empty(stretch{start, i}) {
			for k := start; k < i; k++ {
				c.part(k)
			}
		}
	}
}

// nextMatch returns the next matched token of A from i on, and its partner.
func (c *comparison) nextMatch(i, to, j int32) (int32, int32) {
	for i < to && c.a.match[i] < 0 {
		i++
	}
	if i < to {
		return i, c.a.match[i]
	}
	return i, j
}

// empty reports whether a stretch of A has no word of content.
func (c *comparison) empty(r stretch) bool {
	for _, t := range c.a.tokens[r.from:r.to] {
		if !c.words.entries[t.word].function || t.kind >= openToken {
			return false
		}
	}
	return true
}

// gather turns what has no partner, and partners that are written differently,
// into changes.
func (c *comparison) gather(n int32, a, b stretch) {
	i, j := a.from, b.from
	for i < a.to || j < b.to {
		x, y := i, j
		for x < a.to && c.a.match[x] < 0 {
			x++
		}
		for y < b.to && c.b.match[y] < 0 {
			y++
		}
		if x > i || y > j {
			c.add(n, stretch{i, x}, stretch{j, y})
		}
		if i, j = x, y; i >= a.to || j >= b.to {
			continue
		}
		if ra, rb := (stretch{i, i + 1}), (stretch{j, j + 1}); c.a.text(ra) != c.b.text(rb) {
			c.a.match[i], c.b.match[j] = -1, -1
			c.add(n, ra, rb)
		}
		i, j = i+1, j+1
	}
}
