package stories

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/delistdev/delist"
)

// An Event is what happened: the facts that every reporter of it shares.
type Event struct {
	ID    string
	Topic string // the file of its templates, such as "recall"
	Date  delist.Date
	// Release is what the press release says: sentences that any reporter may quote.
	Release []Quote

	topic   *topic
	facts   []string // by slot
	seed    uint64   // of its numbers
	used    usage    // by the press release
	summary string   // a clause that follows "reported that"
}

// A Quote is one quoted sentence, without marks and final full stop.
type Quote struct {
	Text string

	speaker slot
}

var (
	people       = [...]string{"p1", "p2", "p3", "p4"}
	speakers     = [...]slot{slotP1, slotP2, slotP3, slotP4}
	partners     = [...]string{"co", "co2", "co3"}
	numberWords  = [...]string{"two", "three", "four", "five", "six", "eight"}
	firstDay     = delist.NewDate(2012, time.January, 2)
	daysOfEvents = 12 * 365
)

// event makes the facts of the event of that number; r decides all of them but
// its topic.
func (w *world) event(number int, r *rand.Rand) *Event {
	b := w.bank
	t := b.topics[number%len(b.topics)]
	e := &Event{ID: fmt.Sprintf("e%06d", number), Topic: t.name, topic: t, facts: make([]string, len(b.names)), seed: r.Uint64() | 1}
	v := &voice{r: r, facts: e.facts, lists: t.lists, seen: ^uint32(0), event: e.seed} // facts use short names
	b.set(e.facts, "", []string{"land", "land.adj", "capital"}, v.place(b))
	b.set(e.facts, "", []string{"city1", "city2"}, []string{v.line(b, "city"), v.line(b, "city")})
	e.setDates(b, r)
	for i, sector := range t.sectors {
		if all := w.sectors[sector]; len(all) > 0 {
			b.set(e.facts, partners[i], companyFields[:], all[r.IntN(len(all))][:])
		}
	}
	for _, p := range people {
		setPerson(b, v, p)
	}
	for _, f := range t.facts {
		row := f.rows[r.IntN(len(f.rows))]
		for i, s := range f.slots {
			e.facts[s] = string(tidy(v.expand(nil, row[i])))
		}
	}
	for i, p := range people {
		e.facts[speakers[i]] = e.facts[b.names[p+".role"]] + " " + e.facts[speakers[i]]
	}
	e.setRelease(v)
	return e
}

// set sets the facts of these names, each after the prefix.
func (b *bank) set(facts []string, prefix string, names, values []string) {
	for i, name := range names {
		if s, ok := b.names[prefix+name]; ok {
			facts[s] = values[i]
		}
	}
}

func setPerson(b *bank, v *voice, prefix string) {
	words, given := []string{"he", "his", "him", "man"}, "given.m"
	if v.r.IntN(2) == 0 {
		words, given = []string{"she", "her", "her", "woman"}, "given.f"
	}
	b.set(v.facts, prefix, []string{".he", ".his", ".him", ".man"}, words)
	last := v.line(b, "surname")
	b.set(v.facts, prefix, []string{"", ".last"}, []string{v.line(b, given) + " " + last, last})
}

// setDates sets the day of the event and the words for days around it.
func (e *Event) setDates(b *bank, r *rand.Rand) {
	e.Date = firstDay.AddDays(r.IntN(daysOfEvents))
	t := e.Date.Time()
	b.set(e.facts, "", []string{"day", "date", "month", "year", "lastyear", "nextyear", "lastmonth", "nextmonth", "ago"}, []string{
		t.Weekday().String(), t.Format("January 2"), t.Month().String(),
		strconv.Itoa(t.Year()), strconv.Itoa(t.Year() - 1), strconv.Itoa(t.Year() + 1),
		t.AddDate(0, 0, -t.Day()-r.IntN(120)).Month().String(),
		t.AddDate(0, 0, 32-t.Day()+r.IntN(120)).Month().String(),
		numberWords[r.IntN(len(numberWords))],
	})
}

// setRelease writes the press release: three sentences of the first two speakers,
// which all reporters have before them.
func (e *Event) setRelease(v *voice) {
	for _, who := range [...]int{0, 1, 0} {
		if l := e.used.pick(v.r, e.topic.lines[quoteP1+role(who)]); l != nil {
			e.Release = append(e.Release, Quote{v.sentence(l.text), speakers[who]})
		}
	}
	if l := e.used.pick(v.r, e.topic.lines[summaryRole]); l != nil {
		e.summary = string(tidy(v.expand(nil, l.text)))
	}
}
