package stories

import "math/rand/v2"

// A role is what a sentence does in a story; the sections of the template files
// are named for them.
type role uint8

const (
	leadRole role = iota
	detailRole
	numbersRole
	backgroundRole
	historyRole
	reactionRole
	closingRole
	headlineRole
	summaryRole
	quoteP1
	quoteP2
	quoteP3
	quoteP4
	attribRole
	attribPairRole
	citeRole
	citeOlderRole
	citeSelfRole
	captionRole
	roles int = iota
)

var roleNames = [roles]string{
	"lead", "detail", "numbers", "background", "history", "reaction", "closing", "headline", "summary",
	"quote p1", "quote p2", "quote p3", "quote p4", "attrib", "attrib pair", "cite", "cite older", "cite self", "caption",
}

// A usage says which lines of a topic were used.
type usage [16]uint64

func (u *usage) has(l *line) bool { return u[l.number/64]>>(l.number%64)&1 != 0 }
func (u *usage) mark(l *line)     { u[l.number/64] |= 1 << (l.number % 64) }

// pick returns an unused line, and marks it; nil where there is none.
func (u *usage) pick(r *rand.Rand, lines []line) *line {
	if len(lines) == 0 {
		return nil
	}
	at := r.IntN(len(lines))
	for i := range lines {
		if l := &lines[(at+i)%len(lines)]; !u.has(l) {
			u.mark(l)
			return l
		}
	}
	return nil
}
