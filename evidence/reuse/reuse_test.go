package reuse

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence"
)

// story is a made-up report; rewritten is another reporter's of the same event.
const story = `Example Stores has stopped selling the network cameras of Beispiel Video amid worries about where their recordings go, both companies confirmed on Friday.

The chain, which runs 240 shops in nine states, did not announce the step itself, but its website showed no cameras of the brand on Thursday evening and shoppers wrote that shelves had been cleared.

A spokeswoman confirmed in an email that the decision followed questions from customers about servers abroad.

Beispiel Video, which denies that recordings leave the country, said the two firms "have agreed to pause their cooperation for the time being and will look at the matter again in spring."

"We have worked with Example Stores for eleven years and thank every customer for the trust that they have shown us," it said in a statement.

The maker, founded in 1988 by the engineer Paula Muster, says that its cameras watch over two million homes.

In March the state's purchasing office struck the brand from its catalogue, a month after inspectors had described weaknesses in its software.

Nobody has shown that a recording was ever taken, and an official of a rival, who asked not to be named, said this week that he saw no reason for the fuss.`

const rewritten = `Shoppers who looked for Beispiel Video cameras at Example Stores this weekend found empty hooks: the retailer and the manufacturer have parted ways.

Worries over data transfers were behind it, according to a company representative, who answered questions on Friday by email.

The firms "have agreed to pause their cooperation for the time being and will look at the matter again in spring," Beispiel said.

"We have worked with Example Stores for eleven years and thank every customer for the trust that they have shown us," the statement read.

Paula Muster started the business in 1988; today two million households use its products. Public buyers in the state have been unable to order them since March, when a catalogue entry vanished following an unfavourable inspection.

Competitors sound unimpressed. One executive told us the excitement was hard to understand, and no proof of a leak exists.`

const other = `Heavy rain closed four roads in the hills above Musterstadt on Monday, the county said, and crews were still clearing mud from two of them by nightfall.

Firefighters pumped out thirty cellars. Nobody was hurt, although a bus had to turn back when water rose over a bridge near the mill.

Forecasters expect drier weather from Wednesday, with temperatures near eighteen degrees and a light wind from the west.

The mayor thanked volunteers and said that a drain finished last year had kept the market square dry for the first time in a decade.

Schools will open an hour later so that drivers can take the longer way round, and the library remains shut until its floor has been looked at.`

// cut keeps the first paragraphs.
func cut(text string, n int) string {
	return strings.Join(strings.Split(text, "\n\n")[:n], "\n\n")
}

func origins(texts ...string) string {
	x := NewIndex()
	for _, text := range texts {
		x.Add(&evidence.Document{Text: text})
	}
	groups, parts := x.Origins()
	var out []string
	for _, g := range groups {
		out = append(out, strings.Trim(fmt.Sprint(g.Documents), "[]"))
	}
	text := strings.Join(out, " | ")
	for _, p := range parts {
		text += fmt.Sprintf("; %d takes from %d", p.Document, p.Origin)
	}
	return text
}

func TestOrigins(t *testing.T) {
	tense := strings.NewReplacer("has stopped", "had stopped", " says that", " said that", "Friday", "Saturday", "this week", "last week", "“", `"`, "shown", "demonstrated").Replace(story)
	noisy := strings.NewReplacer("o", "0", "rn", "m", "li", "h").Replace(story)
	paragraphs := strings.Split(story, "\n\n")
	article := strings.Join([]string{cut(other, 2), strings.Join(paragraphs[:3], "\n\n"), strings.Join(strings.Split(other, "\n\n")[2:], "\n\n")}, "\n\n")
	tests := []struct {
		name  string
		texts []string
		want  string
	}{
		{"the same twice", []string{story, story}, "0 1"},
		{"another tense, another day", []string{story, tense}, "0 1"},
		{"cut from the end", []string{story, cut(story, 4)}, "0 1"},
		{"a new lead", []string{story, "Cameras of a well-known brand are gone from the shelves of a large chain, it emerged at the weekend.\n\n" + story}, "0 1"},
		{"paragraphs merged", []string{story, strings.ReplaceAll(story, "\n\n", " ")}, "0 1"},
		{"the errors of a scanner", []string{story, noisy}, "0 1"},
		{"two reporters, one event, the same quotes", []string{story, rewritten}, "0 | 1"},
		{"two events", []string{story, other}, "0 | 1"},
		{"passages inside another article", []string{story, article, story}, "0 2 | 1; 1 takes from 0"},
		{"an article of two stories does not make them one", []string{story, other, story + "\n\n" + other, story, other}, "0 3 | 1 4 | 2; 2 takes from 0; 2 takes from 1"},
		{"nothing", []string{"", ""}, "0 | 1"},
	}
	for _, test := range tests {
		if got := origins(test.texts...); got != test.want {
			t.Errorf("%s: %s; want %s", test.name, got, test.want)
		}
	}
}

// Adding all at once is adding one by one.
func TestAddAll(t *testing.T) {
	var docs []*evidence.Document
	for i := range 300 {
		text := story
		if i%3 == 1 {
			text = cut(other, 2+i%3)
		}
		docs = append(docs, &evidence.Document{Text: text})
	}
	one, all := NewIndex(), NewIndex()
	for _, d := range docs {
		one.Add(d)
	}
	all.AddAll(slices.Values(docs))
	a, p := one.Origins()
	b, q := all.Origins()
	if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(p, q) {
		t.Errorf("%v, %v; want %v, %v", b, q, a, p)
	}
}
