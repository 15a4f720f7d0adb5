package stories

import (
	"fmt"
	"math/rand/v2"
)

// An editor has events covered.
type editor struct {
	seed    uint64
	world   *world
	options Options
	stories []*Story

	plain, masked archive
}

// cover lets one to three reporters write of the event of that number.
func (e *editor) cover(number int) {
	reporters := 1
	switch r := number % (eventsOfOne + eventsOfTwo + eventsOfThree) * 7919 % (eventsOfOne + eventsOfTwo + eventsOfThree); {
	case r < eventsOfThree:
		reporters = 3
	case r < eventsOfThree+eventsOfTwo:
		reporters = 2
	}
	e.coverBy(number, reporters)
}

// coverBy writes the stories; the facts are drawn anew with the first story.
func (e *editor) coverBy(number, reporters int) []*Story {
	var event *Event
	var mine []*Story
	var used usage
	for i := range reporters {
		refs := e.references(number, mine)
		var best *Story
		var bestUsed usage
		least := 9.0
		for draft := range uint64(maxDrafts) {
			tried, now := event, used
			if i == 0 {
				tried = e.world.event(number, seeded(e.seed, pathEvent, uint64(number), draft))
			}
			s := e.world.bank.report(tried, &now, refs, seeded(e.seed, pathStory, uint64(number), uint64(i), draft))
			if over := e.excess(s); over < least {
				least, best, bestUsed = over, s, now
			}
			if least <= 0 {
				break
			}
		}
		event, used = best.event, bestUsed
		e.keep(best)
		mine = append(mine, best)
	}
	return mine
}

// excess says by how much a story has too much in common with an earlier one.
func (e *editor) excess(s *Story) float64 {
	text := s.text()
	return max(0, e.plain.most(s.Event, grams(text, false))-maxOverlap, e.masked.most(s.Event, grams(text, true))-maxMaskedOverlap)
}

func (e *editor) keep(s *Story) {
	s.number(len(e.stories))
	text := s.text()
	e.plain.add(s.Event, grams(text, false))
	e.masked.add(s.Event, grams(text, true))
	e.stories = append(e.stories, s)
}

func (s *Story) number(n int) {
	s.ID = fmt.Sprintf("s%06d", n)
	for i := range s.Cites {
		s.Cites[i].By = s.ID
	}
}

// references orders what the next story of an event cites: an earlier story of the
// same event, a story of another, an outlet that has no story here, or itself.
func (e *editor) references(number int, mine []*Story) []reference {
	r := seeded(e.seed, pathStory, uint64(number), uint64(len(mine)), 1<<32)
	var refs []reference
	if len(mine) > 0 && r.IntN(100) < 45 {
		s := mine[r.IntN(len(mine))]
		refs = append(refs, reference{outlet: s.named(), origin: s.ID})
	}
	if len(e.stories) > 20 && r.IntN(100) < 12 {
		if s := e.stories[r.IntN(len(e.stories))]; s.Event != fmt.Sprintf("e%06d", number) {
			refs = append(refs, reference{outlet: s.named(), origin: s.ID, older: s.event.summary})
		}
	}
	if r.IntN(100) < 8 {
		refs = append(refs, reference{outlet: "the " + e.world.bank.speaker(r).line(e.world.bank, "paper")})
	}
	if r.IntN(100) < 15 {
		refs = append(refs, reference{})
	}
	return refs
}

// printCounts are the chances, of 100, that a story has 1 to 9 prints.
var printCounts = [...]int{40, 19, 12, 8, 6, 5, 4, 3, 3}

func printCount(r *rand.Rand) int {
	x := r.IntN(100)
	for i, chance := range printCounts {
		if x -= chance; x < 0 {
			return i + 1
		}
	}
	return len(printCounts)
}

// prints makes the prints of a story.
func (e *editor) prints(number uint64, s *Story) []*Document {
	n := printCount(seeded(e.seed, pathPrints, number))
	all := make([]*Document, 0, n)
	for i := range uint64(n) {
		all = append(all, Print(s, seeded(e.seed, pathPrint, number, i), e.options))
	}
	return all
}

// mixed adds the articles that draw on more than one story. Half of the partial
// ones are set in an article of the same event. The own articles are stories too,
// that have no print of their own.
func (e *editor) mixed(c *Corpus) {
	base := len(c.Stories)
	for i := range partials {
		r := seeded(e.seed, pathMixed, uint64(i))
		wire := c.Stories[r.IntN(base)]
		event := eventsOfOne + eventsOfTwo + eventsOfThree + i
		var own *Story
		if i%2 == 0 {
			own = e.another(wire, r)
		} else {
			own = e.coverBy(event, 1)[0]
		}
		c.Documents = append(c.Documents, Partial(own, wire, r, e.options))
	}
	for i := range composites {
		r := seeded(e.seed, pathMixed, uint64(partials+i))
		at := r.IntN(base)
		other := r.IntN(base)
		if i%2 == 0 { // neighbours are often of one event
			other = (at + 1) % base
		}
		if other == at {
			other = (at + 2) % base
		}
		c.Documents = append(c.Documents, Composite(c.Stories[at], c.Stories[other], r, e.options))
	}
	c.Stories = e.stories
}

// another has one more reporter write of the event of a story.
func (e *editor) another(s *Story, r *rand.Rand) *Story {
	used := s.used
	var best *Story
	least := 9.0
	for range maxDrafts {
		now := used
		t := e.world.bank.report(s.event, &now, nil, r)
		if over := e.excess(t); over < least {
			least, best = over, t
		}
		if least <= 0 {
			break
		}
	}
	e.keep(best)
	return best
}
