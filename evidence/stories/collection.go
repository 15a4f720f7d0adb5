package stories

import (
	"fmt"
)

// A Corpus is a collection of documents with the stories behind them.
type Corpus struct {
	Stories   []*Story
	Documents []*Document
}

// The sizes of a collection.
const (
	eventsOfOne   = 230 // events with one reporter
	eventsOfTwo   = 230
	eventsOfThree = 10
	partials      = 160
	composites    = 80
	companies     = 40 // of each sector
)

// How much two stories of different events may have in common, as [Overlap]
// measures it; a story that has more is written anew, up to maxDrafts times.
const (
	maxOverlap       = 0.12
	maxMaskedOverlap = 0.15
	maxDrafts        = 60
)

// Collection makes a collection with some 700 stories and 2,000 documents. The
// noise is the share of characters misread, 0 to 1: it alone differs between
// collections of one seed. The documents come in no order.
func Collection(seed uint64, noise float64) *Corpus {
	e := &editor{seed: seed, world: newWorld(seed, companies), options: Options{May: AllEdits, Noise: noise}}
	for i := range eventsOfOne + eventsOfTwo + eventsOfThree {
		e.cover(i)
	}
	c := &Corpus{Stories: e.stories}
	for i, s := range e.stories {
		c.Documents = append(c.Documents, e.prints(uint64(i), s)...)
	}
	e.mixed(c)
	r := seeded(seed, pathOrder)
	r.Shuffle(len(c.Documents), func(i, j int) { c.Documents[i], c.Documents[j] = c.Documents[j], c.Documents[i] })
	for i, d := range c.Documents {
		d.number(i)
		d.seal()
	}
	return c
}

// The first steps of the paths of [seeded].
const (
	pathCompany = 1 + iota
	pathEvent
	pathStory
	pathPrints
	pathPrint
	pathMixed
	pathOrder
)

func (d *Document) number(i int) {
	d.File = "stories.jsonl"
	d.Part = fmt.Sprint(i + 1)
}
