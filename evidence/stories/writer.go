package stories

import (
	"math/rand/v2"
)

// A writer is a story being written.
type writer struct {
	voice
	bank  *bank
	story *Story
	event *Event
	used  *usage // by other reporters of the event too
	mine  usage  // by this one
	para  int
	he    string // the pronoun of who speaks
	// release are the sentences of the press release that are still to be quoted, by
	// their bits: the first by everybody.
	release uint
}

// report writes a story of an event, for an outlet of its choice. What other
// reporters of the event have used is in used.
func (b *bank) report(e *Event, used *usage, cites []reference, r *rand.Rand) *Story {
	o := b.outlet(r)
	s := &Story{
		Event: e.ID, Topic: e.Topic, Outlet: o.name, Agency: o.agency, Date: e.Date,
		event: e, short: o.short, british: o.british,
	}
	facts := append(make([]string, 0, len(e.facts)), e.facts...)
	w := &writer{
		voice: voice{r: r, facts: facts, lists: e.topic.lists, event: e.seed}, bank: b, story: s, event: e, used: used,
		mine: e.used, release: 1 | uint(r.IntN(8)),
	}
	onDay := e.facts[b.names["day"]]
	if r.IntN(2) == 0 {
		onDay = "on " + onDay
	}
	b.set(facts, "", []string{"onday", "self"}, []string{onDay, s.short})
	s.Author = w.line(b, "given.f") + " " + w.line(b, "surname")
	s.Place = e.facts[b.names[[]string{"city1", "capital", "city2"}[r.IntN(3)]]]
	w.body(cites)
	s.Headline = w.headline()
	w.spell()
	s.used = *used
	return s
}

// spell sets the story in the spelling of its outlet; the templates are American.
func (w *writer) spell() {
	if !w.story.british {
		return
	}
	for i := range w.story.Sentences {
		s := &w.story.Sentences[i]
		for _, text := range []*string{&s.Text, &s.other} {
			w.buf = w.bank.words.apply(w.buf[:0], *text, wording{kinds: toBritish}, nil)
			*text = string(w.buf)
		}
	}
}

// body writes between 8 and 25 sentences: what is new first, the rest in an order
// that differs from story to story.
func (w *writer) body(cites []reference) {
	r := w.r
	w.say(leadRole)
	w.many(detailRole, 1+r.IntN(2))
	blocks := []func(){
		func() { w.quotes(0, 1+r.IntN(2)) },
		func() { w.quotes(1, 1+r.IntN(2)) },
		func() { w.many(reactionRole, 1+r.IntN(2)); w.quotes(2, r.IntN(2)) },
		func() { w.quotes(3, r.IntN(2)) },
		func() { w.many(numbersRole, r.IntN(3)) },
		func() { w.many(backgroundRole, 1+r.IntN(3)) },
		func() { w.many(historyRole, r.IntN(3)) },
		func() { w.many(detailRole, r.IntN(4)) },
	}
	for _, c := range cites {
		blocks = append(blocks, func() { w.cite(c) })
	}
	r.Shuffle(len(blocks), func(i, j int) { blocks[i], blocks[j] = blocks[j], blocks[i] })
	for _, block := range blocks {
		block()
	}
	most := maxSentences
	switch r.IntN(5) {
	case 0: // a short item
		most = minSentences + r.IntN(6)
	case 1: // a long read
		w.many(historyRole, 2)
		w.many(detailRole, 1+r.IntN(4))
		w.many(backgroundRole, r.IntN(3))
	}
	w.many(closingRole, r.IntN(3))
	w.bound(most)
}

const (
	minSentences = 8
	maxSentences = 25
)

// bound makes a story longer that is too short, and cuts it to the most sentences;
// what cites or quotes the release stays.
func (w *writer) bound(most int) {
	for len(w.story.Sentences) < minSentences {
		w.say(backgroundRole)
	}
	for i := len(w.story.Sentences) - 1; i > 0 && len(w.story.Sentences) > most; i-- {
		if w.cited(i) || w.story.Sentences[i].Release {
			continue
		}
		w.story.Sentences = append(w.story.Sentences[:i], w.story.Sentences[i+1:]...)
		for c := range w.story.Cites {
			if w.story.Cites[c].Sentence > i {
				w.story.Cites[c].Sentence--
			}
		}
	}
}

func (w *writer) cited(i int) bool {
	for _, c := range w.story.Cites {
		if c.Sentence == i {
			return true
		}
	}
	return false
}

func (w *writer) many(ro role, n int) {
	for range n {
		w.say(ro)
	}
}

// say writes a sentence of a role, if the topic has one.
func (w *writer) say(ro role) {
	if l := w.pick(ro); l != nil {
		w.add(l, ro, -1, w.r.IntN(5) < 3)
	}
}

// pick chooses a line that the story does not have yet, and if there is one, that no
// other reporter has.
func (w *writer) pick(ro role) *line {
	lines := w.event.topic.lines[ro]
	if len(lines) == 0 {
		return nil
	}
	at := w.r.IntN(len(lines))
	var second *line
	for i := range lines {
		l := &lines[(at+i)%len(lines)]
		if w.mine.has(l) {
			continue
		}
		if !w.used.has(l) {
			w.used.mark(l)
			w.mine.mark(l)
			return l
		}
		if second == nil {
			second = l
		}
	}
	if second != nil {
		w.mine.mark(second)
	}
	return second
}

// add appends the sentence of a line.
func (w *writer) add(l *line, ro role, speaker slot, newPara bool) *Sentence {
	seen := w.seen
	text := w.sentence(l.text)
	other := ""
	if l.other != nil {
		w.seen, seen = seen, w.seen
		other = w.sentence(l.other)
		w.seen |= seen
	}
	if newPara && len(w.story.Sentences) > 0 {
		w.para++
	}
	w.story.Sentences = append(w.story.Sentences, Sentence{Text: text, Para: w.para, Role: roleNames[ro], other: other, speaker: speaker})
	return &w.story.Sentences[len(w.story.Sentences)-1]
}

func (w *writer) set(name, value string) { w.facts[w.bank.names[name]] = value }

func (w *writer) headline() string {
	l := pickLine(&w.voice, headlineRole, w.event.topic)
	w.seen = ^uint32(0)
	return w.sentence(l.text)
}
