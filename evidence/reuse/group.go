package reuse

import (
	"cmp"
	"math/bits"
	"slices"
)

// An Origin is one text and the documents that print it, whole or cut.
type Origin struct {
	Documents []int // in the order in which they were added
}

// A Part is what a document takes from a text that it does not print as a whole.
type Part struct {
	Document int
	Origin   int // place in the list of origins
	From     int // a document of that origin that has the passage, too
	// Passages are the words of the document that stand there, as places of the
	// first and behind the last among its own words.
	Passages [][2]int
	Words    int
}

// Thresholds, chosen on collections of the package stories made with other seeds
// than the one that is measured.
const (
	// whole is the share of its own words from which a document prints another, in
	// clean texts; each hundredth of the words in common that is spoilt takes
	// lowered hundredths off, down to least.
	whole   = 0.50
	lowered = 1.3
	least   = 0.22
	// mutual is the part of that share which the longer of two needs, so that the
	// shorter need not be its beginning.
	mutual = 0.6
	// fewest is how many words in common make two documents prints of one text;
	// with fewer than some they need a share of mostly.
	fewest = 24
	some   = 45
	mostly = 0.68
	// beginning is within which share of a text a print of its beginning begins:
	// papers put a headline and another lead before it.
	beginning = 0.3
	// opening is within which share of a text a print must begin, unless it is most
	// of it.
	opening = 0.22
	// dense is the part of the share of whole that the words between the first and
	// the last in common must have, for a beginning.
	dense = 0.9
	// half is the share of a document from which it prints one text rather than two.
	half = 0.6
	// part is how many words make a passage that was taken from elsewhere.
	part = 25
)

// Origins groups the documents by the text that they print, and says what else
// they take from others. The order of documents does not matter but for ties.
func (x *Index) Origins() ([]Origin, []Part) {
	g := &grouping{Index: x, close: make([][]int32, len(x.docs)), same: make([][]int32, len(x.docs)), root: make([]int32, len(x.docs))}
	for d := range x.docs {
		g.root[d] = int32(d)
		for i := range x.links[d] {
			l := &x.links[d][i]
			if !g.isClose(int32(d), l) {
				continue
			}
			g.close[d] = append(g.close[d], int32(i))
			if g.isSame(int32(d), l) {
				g.same[d] = append(g.same[d], int32(i))
			}
		}
	}
	g.separate()
	for d := range g.same {
		for _, i := range g.same[d] {
			g.join(int32(d), x.links[d][i].other)
		}
	}
	return g.origins()
}

// A grouping is the state of one call of Origins.
type grouping struct {
	*Index
	// close are the links of each document to those that have much in common with
	// it; same are those of them to prints of the same text.
	close, same [][]int32
	root        []int32
}

// isClose reports whether most of one document stands in the other.
func (g *grouping) isClose(d int32, l *link) bool {
	common, high, enough := max(l.mine, l.theirs), max(g.share(l.mine, d), g.share(l.theirs, l.other)), enough(l)
	return common >= fewest && high >= enough && (common >= some || high >= mostly*enough/whole)
}

// isSame reports whether two documents that are close print one text: what they
// have in common is a large share of both, or the beginning of both.
func (g *grouping) isSame(d int32, l *link) bool {
	back := g.linkTo(l.other, d)
	mine, theirs, enough := g.share(l.mine, d), g.share(l.theirs, l.other), enough(l)
	if back == nil || !g.opens(d, l, mine, enough) || !g.opens(l.other, back, theirs, enough) {
		return false
	}
	return min(mine, theirs) >= mutual*enough || g.isBeginning(d, l) && g.isBeginning(l.other, back)
}

// opens reports whether what a document has in common with another is there from
// its beginning, or is most of it. An article that has its own beginning, and a
// passage of a wire story further down, is no print of that.
func (g *grouping) opens(d int32, l *link, share, enough float64) bool {
	return float64(l.from) <= opening*float64(len(g.docs[d].words)) || share >= half*enough/whole
}

// enough is the share of words that make a print, where so many are spoilt.
func enough(l *link) float64 {
	spoilt := float64(l.spoilt) / float64(max(l.mine, l.theirs, 1))
	return max(least, whole-lowered*spoilt)
}

func (g *grouping) linkTo(d, other int32) *link {
	for i := range g.links[d] {
		if g.links[d][i].other == other {
			return &g.links[d][i]
		}
	}
	return nil
}

// isBeginning reports whether what a document has in common with another is its
// beginning, without much else in between.
func (g *grouping) isBeginning(d int32, l *link) bool {
	n := float64(len(g.docs[d].words))
	return float64(l.from) <= beginning*n && float64(l.mine) >= dense*enough(l)*float64(l.to-l.from)
}

// share is how much of a document's own words so many are.
func (g *grouping) share(words, d int32) float64 {
	if n := len(g.docs[d].words); n > 0 {
		return float64(words) / float64(n)
	}
	return 0
}

// separate keeps a document that draws on two texts from making them one: where
// two that are close to it share different passages of it, and are not close to each
// other, it prints at most the one that most of it is from.
func (g *grouping) separate() {
	for d := range g.same {
		if len(g.same[d]) == 0 || len(g.close[d]) < 2 {
			continue
		}
		main, split := g.sides(int32(d))
		if !split {
			continue
		}
		for _, i := range g.same[d] {
			if !slices.Contains(main, i) {
				g.cut(g.links[d][i].other, int32(d))
			}
		}
		g.same[d] = slices.DeleteFunc(g.same[d], func(i int32) bool { return !slices.Contains(main, i) })
	}
}

// cut takes back that a document prints the same as another.
func (g *grouping) cut(d, other int32) {
	g.same[d] = slices.DeleteFunc(g.same[d], func(i int32) bool { return g.links[d][i].other == other })
}

// maxSides bounds how many neighbours of a document are compared with each other.
const maxSides = 24

// sides reports whether a document draws on two texts, and the links to those that
// share the larger side of it alone, if it is most of the document.
func (g *grouping) sides(d int32) (main []int32, split bool) {
	links := g.close[d][:min(len(g.close[d]), maxSides)]
	regions := make([]region, len(links))
	for k, i := range links {
		regions[k] = regionOf(&g.links[d][i], len(g.docs[d].words))
	}
	p, q := g.apart(d, links, regions)
	if p < 0 {
		return nil, false
	}
	side := g.side(d, links, regions, p, q)
	in := region{bits: make([]uint64, len(regions[p].bits))}
	for k, r := range regions {
		if r.inside(side) >= mutual && r.inside(regions[q]) <= strange {
			main = append(main, links[k])
			in.add(r)
		}
	}
	if g.share(int32(in.count()), d) < half {
		return nil, true
	}
	return main, true
}

// apart is how much of one passage may lie in another for them to be two; of texts
// that have nothing at all in common with each other, strange.
const apart, strange = 0.2, 0.36

// strangers reports whether two neighbours of a document, one of whose passages lies
// so far inside that of the other, print different texts.
func (g *grouping) strangers(d, a, b int32, inside float64) bool {
	first, second := g.links[d][a].other, g.links[d][b].other
	if g.areClose(first, second) {
		return false
	}
	return inside <= apart || inside <= strange && g.linkTo(first, second) == nil
}

// apart finds two neighbours that share different passages of a document and are
// not close to each other: those whose smaller passage is the largest. The first
// has the larger.
func (g *grouping) apart(d int32, links []int32, regions []region) (p, q int) {
	p, q = -1, -1
	most := max(int(part), len(g.docs[d].words)/8)
	for a := range links {
		for b := range links {
			x, y := regions[a].count(), regions[b].count()
			if y > x || y < most || !g.strangers(d, links[a], links[b], regions[b].inside(regions[a])) {
				continue
			}
			if (y > most || p < 0) && regions[b].inside(g.side(d, links, regions, a, b)) <= strange {
				p, q, most = a, b, y
			}
		}
	}
	return p, q
}

// side returns what those share of a document that are close to neighbour p and not
// to q: the passages of one text.
func (g *grouping) side(d int32, links []int32, regions []region, p, q int) region {
	all := region{slices.Clone(regions[p].bits)}
	first, second := g.links[d][links[p]].other, g.links[d][links[q]].other
	for k, i := range links {
		if other := g.links[d][i].other; k != q && g.areClose(other, first) && !g.areClose(other, second) {
			all.add(regions[k])
		}
	}
	return all
}

func (g *grouping) areClose(a, b int32) bool {
	return slices.ContainsFunc(g.close[a], func(i int32) bool { return g.links[a][i].other == b })
}

// A region is some of the words of a document.
type region struct {
	bits []uint64
}

// regionOf returns the words that a link shares.
func regionOf(l *link, words int) region {
	r := region{make([]uint64, (words+63)/64)}
	for _, run := range l.runs {
		for w := run.a0; w < run.a1 && int(w) < words; w++ {
			r.bits[w/64] |= 1 << (w % 64)
		}
	}
	return r
}

func (r region) count() int {
	n := 0
	for _, b := range r.bits {
		n += bits.OnesCount64(b)
	}
	return n
}

func (r region) add(s region) {
	for i := range r.bits {
		r.bits[i] |= s.bits[i]
	}
}

// inside is which share of a region lies in another.
func (r region) inside(s region) float64 {
	common := 0
	for i := range r.bits {
		common += bits.OnesCount64(r.bits[i] & s.bits[i])
	}
	return float64(common) / float64(max(r.count(), 1))
}

func (g *grouping) find(d int32) int32 {
	for g.root[d] != d {
		g.root[d] = g.root[g.root[d]]
		d = g.root[d]
	}
	return d
}

func (g *grouping) join(a, b int32) {
	a, b = g.find(a), g.find(b)
	g.root[max(a, b)] = min(a, b)
}

// origins lists the groups, and what is taken from others.
func (g *grouping) origins() ([]Origin, []Part) {
	at := map[int32]int{}
	var list []Origin
	of := make([]int, len(g.docs))
	for d := range g.docs {
		root := g.find(int32(d))
		n, ok := at[root]
		if !ok {
			n = len(list)
			at[root] = n
			list = append(list, Origin{})
		}
		list[n].Documents = append(list[n].Documents, d)
		of[d] = n
	}
	var parts []Part
	for d := range g.docs {
		best := map[int]*link{}
		for i := range g.links[d] {
			l := &g.links[d][i]
			o := of[l.other]
			if o == of[d] || l.mine < part || !g.takes(list, of, int32(d), l.other) {
				continue
			}
			if b := best[o]; b == nil || l.mine > b.mine {
				best[o] = l
			}
		}
		for o, l := range best {
			p := Part{Document: d, Origin: o, From: int(l.other), Words: int(l.mine)}
			for _, r := range l.runs {
				p.Passages = append(p.Passages, [2]int{int(r.a0), int(r.a1)})
			}
			slices.SortFunc(p.Passages, func(a, b [2]int) int { return a[0] - b[0] })
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(b.Words, a.Words), cmp.Compare(a.Origin, b.Origin))
	})
	return list, parts
}

// takes reports whether a document has a passage from another, and not the other
// way round: the text that more print is the source, then the one that has the
// larger share of it.
func (g *grouping) takes(list []Origin, of []int, d, other int32) bool {
	mine, theirs := len(list[of[d]].Documents), len(list[of[other]].Documents)
	if mine != theirs {
		return theirs > mine
	}
	l := g.linkTo(d, other)
	a, b := g.share(l.mine, d), g.share(l.theirs, other)
	if a != b {
		return a < b
	}
	return other < d
}
