package revision

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/delistdev/delist/evidence"
)

// Text writes a revision for a terminal of width columns: each sentence in which
// something changed, in the order of B with those of A that are gone between,
// "[-" and "-]" around what is in A only and "{+" and "+}" around what is in B
// only, or red and green where color is true. A sentence with a change that
// alters begins with "!", and under it stands what is altered and why; "~" is
// before those with other changes. A width under 40 is taken for 40. Control
// characters of the texts are not written. The error is that of w.
//
// Only what [Compare] returned can be written: it knows the texts.
func (r Revision) Text(w io.Writer, width int, color bool) error {
	if r.a == nil || r.b == nil {
		return fmt.Errorf("revision without its texts: only what Compare returned can be written")
	}
	out := bufio.NewWriter(w)
	p := &printer{r: r, wrap: wrapper{out: out, width: max(width, 40), color: color}}
	p.heading("-", r.a)
	p.heading("+", r.b)
	p.body()
	p.summary()
	return out.Flush()
}

// A printer writes one revision.
type printer struct {
	r    Revision
	wrap wrapper
	same int // sentences without a change that were not written
}

func (p *printer) heading(sign string, d *evidence.Document) {
	style := red
	if sign == "+" {
		style = green
	}
	if !p.wrap.color {
		style = plain
	}
	name := cmp.Or(d.Publisher, d.URL, d.File, "a document without a name")
	if day := printedText(d); day != "" {
		name += ", " + day
	}
	p.wrap.begin(sign + " ")
	p.wrap.words(name, style)
	p.wrap.end()
}

// printedText returns the day of printing as far as it is known.
func printedText(d *evidence.Document) string {
	day := d.Printed.String()
	switch {
	case day == "":
		return ""
	case d.Precision == "year":
		return day[:4]
	case d.Precision == "month":
		return day[:7]
	}
	return day
}

// A block is what is written together: a pair with its changes, or one change
// outside pairs.
type block struct {
	pair    *Pair
	changes []Change
	at      evidence.Span // B's, to order by
	rank    int           // A's place, where B's are equal
}

// body writes the blocks in order.
func (p *printer) body() {
	for _, b := range p.blocks() {
		if len(b.changes) == 0 {
			p.same++
			continue
		}
		p.skipped()
		p.block(b)
	}
	p.skipped()
}

func (p *printer) skipped() {
	if p.same > 0 {
		p.wrap.begin("  ")
		p.wrap.words(fmt.Sprintf("… %s without a change", count(p.same, "sentence")), faint)
		p.wrap.end()
	}
	p.same = 0
}

// blocks puts each change to the pair that it stands in.
func (p *printer) blocks() []block {
	pairs := slices.Clone(p.r.Same)
	slices.SortFunc(pairs, func(x, y Pair) int { return cmp.Compare(x.B.Start, y.B.Start) })
	list := make([]block, len(pairs))
	byA := make([]int, len(pairs)) // blocks in the order of A
	for i := range pairs {
		list[i] = block{pair: &pairs[i], at: pairs[i].B, rank: pairs[i].A.Start}
		byA[i] = i
	}
	slices.SortFunc(byA, func(x, y int) int { return cmp.Compare(pairs[x].A.Start, pairs[y].A.Start) })
	var alone []block
	for _, c := range p.r.Changes {
		if i := owner(pairs, byA, c); i >= 0 {
			list[i].changes = append(list[i].changes, c)
		} else if c.Meaning[0].Kind != Paragraph {
			alone = append(alone, block{changes: []Change{c}, at: c.B, rank: c.A.Start})
		}
	}
	list = append(list, alone...)
	slices.SortStableFunc(list, func(x, y block) int {
		return cmp.Or(cmp.Compare(x.at.Start, y.at.Start), cmp.Compare(x.at.End, y.at.End), cmp.Compare(x.rank, y.rank))
	})
	return list
}

// owner returns the pair in which a change stands, or -1.
func owner(pairs []Pair, byA []int, c Change) int {
	inside := func(s, whole evidence.Span) bool {
		return s.Start < s.End && s.Start >= whole.Start && s.End <= whole.End
	}
	at, _ := slices.BinarySearchFunc(pairs, c.B.Start+1, func(p Pair, start int) int { return cmp.Compare(p.B.Start, start) })
	if at > 0 && inside(c.B, pairs[at-1].B) {
		return at - 1
	}
	at, _ = slices.BinarySearchFunc(byA, c.A.Start+1, func(i, start int) int { return cmp.Compare(pairs[i].A.Start, start) })
	if at > 0 && inside(c.A, pairs[byA[at-1]].A) {
		return byA[at-1]
	}
	return -1
}

// block writes the words of a block, then what is altered in it.
func (p *printer) block(b block) {
	sign, style := "~ ", faint
	if slices.ContainsFunc(b.changes, Change.Alters) {
		sign, style = "! ", bold
	}
	p.wrap.lead(sign, style)
	if b.pair == nil {
		p.wrap.words(b.changes[0].A.Of(p.r.a), red)
		p.wrap.words(b.changes[0].B.Of(p.r.b), green)
	} else {
		p.pair(b)
	}
	p.wrap.end()
	p.meanings(b.changes)
}

// mostTold bounds the lines under a sentence: one that was written anew is to be
// read as a whole.
const mostTold = 8

// meanings writes what alters, each once.
func (p *printer) meanings(changes []Change) {
	told := map[Meaning]bool{}
	for _, c := range changes {
		for _, m := range c.Meaning {
			if m.Kind == QuoteMarks {
				m.A, m.B = "", "" // the words show it
			}
			if m.Alters && !told[m] {
				if told[m] = true; len(told) <= mostTold {
					p.meaning(m)
				}
			}
		}
	}
	if more := len(told) - mostTold; more > 0 {
		p.wrap.begin("      ")
		p.wrap.words(fmt.Sprintf("and %d more", more), plain)
		p.wrap.end()
	}
}

func (p *printer) meaning(m Meaning) {
	p.wrap.begin("      ")
	p.wrap.words(m.Kind+":", bold)
	if (m.A != "" || m.B != "") && m.Kind != Sentence && len(m.A)+len(m.B) < 120 {
		p.wrap.words(quotedOr(m.A), plain)
		p.wrap.words("→", plain)
		p.wrap.words(quotedOr(m.B)+":", plain)
	}
	p.wrap.words(m.Why, plain)
	p.wrap.end()
}

func quotedOr(s string) string {
	if s == "" {
		return "nothing"
	}
	return "‘" + s + "’"
}

func (p *printer) summary() {
	alter := 0
	for _, c := range p.r.Changes {
		if c.Alters() {
			alter++
		}
	}
	p.wrap.begin("")
	p.wrap.words(fmt.Sprintf("%s, of which %d alter what is said.", count(len(p.r.Changes), "change"), alter), plain)
	p.wrap.end()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, strings.TrimSpace(what))
}
