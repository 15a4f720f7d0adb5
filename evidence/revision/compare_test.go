package revision_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/revision"
)

// The sentences are invented, but for names.
func TestMeaning(t *testing.T) {
	tests := []struct {
		name, a, b string
		kind       string // of a meaning that must be there
		alters     bool   // whether any change alters
	}{
		{"other number", "The firm has 400 million users.", "The firm has 300 million users.", revision.Number, true},
		{"hyphen in a number", "It has 400 million users.", "It has 400-million users.", revision.Number, false},
		{"number in words", "It has four hundred users.", "It has 400 users.", revision.Number, false},
		{"groups of digits", "They sold 1,000,000 routers.", "They sold 1 million routers.", revision.Number, false},
		{"other currency", "It paid $5 million for it.", "It paid €5 million for it.", revision.Number, true},
		{"currency in words", "It paid $5 million for it.", "It paid 5 million dollars for it.", revision.Number, false},
		{"another unit of the same length", "The cable is 5 km long.", "The cable is 3.1 miles long.", revision.Number, false},
		{"other unit", "The ban lasts two weeks more.", "The ban lasts two years more.", revision.Number, true},
		{"percent", "Sales fell 5 percent in Russia.", "Sales fell 5% in Russia.", revision.Spelling, false},
		{"hedge for a hedge", "It has about 400 shops there.", "It has some 400 shops there.", revision.Hedge, false},
		{"hedge dropped", "It has about 400 shops there.", "It has 400 shops there.", revision.Hedge, true},
		{"allegation becomes a fact", "They spoke of alleged links to spies.", "They spoke of links to spies.", revision.Hedge, true},
		{"modal", "The tool was used by spies.", "The tool may have been used by spies.", revision.Hedge, true},
		{"backshift of a modal", "It might be a tool of spies.", "It may be a tool of spies.", revision.Tense, false},
		{"negation added", "The company has ties to spies.", "The company has no ties to spies.", revision.Negation, true},
		{"negation contracted", "The firm did not answer them.", "The firm didn't answer them.", revision.Spelling, false},
		{"negation contracted into a word", "The firm did answer them today.", "The firm didn't answer them today.", revision.Negation, true},
		{"date", "The rule begins on 1 October 2018.", "The rule begins on 1 November 2018.", revision.Date, true},
		{"date in another form", "The rule begins on 1 October 2018.", "The rule begins on October 1, 2018.", revision.Date, false},
		{"iso date", "The rule begins on 2018-10-01 there.", "The rule begins on 1 October 2018 there.", revision.Date, false},
		{"short month", "It was sold on Sept. 9 there.", "It was sold on September 9 there.", revision.RelativeDate, false},
		{"year", "The vendor, founded in 1977, sells software.", "The vendor, founded in 1997, sells software.", revision.Date, true},
		{"weekday dropped", "Both companies confirmed it Friday.", "Both companies confirmed it.", revision.RelativeDate, true},
		{"name replaced", "The routers were made by Huawei in China.", "The routers were made by ZTE in China.", revision.Name, true},
		{"name shortened", "It was founded by Eugene Kaspersky long ago.", "It was founded by Kaspersky long ago.", revision.Name, true},
		{"nation's adjective", "The Russia-born founder left the firm.", "The Russian-born founder left the firm.", revision.Name, false},
		{"abbreviation", "It has offices in the United States.", "It has offices in the US.", revision.Spelling, false},
		{"abbreviation is no pronoun", "They gave it to US officials there.", "They gave it to us officials there.", revision.Wording, true},
		{"who sued whom", "Yesterday Huawei sued Verizon over it.", "Yesterday Verizon sued Huawei over it.", revision.Name, true},
		{"speaker", "The claim is false, Huawei said.", "The claim is false, Verizon said.", revision.Speaker, true},
		{"pronoun of the speaker", "The claim is false, he said in a statement.", "The claim is false, she said in a statement.", revision.Speaker, true},
		{"verb of saying", "The firm said the claim is false.", "The firm admitted the claim is false.", revision.Attribution, true},
		{"verb of saying that says the same", "The firm said the claim is false.", "The firm stated the claim is false.", revision.Attribution, false},
		{"channel dropped", "She confirmed in an email that it stopped.", "She confirmed that it stopped.", revision.Attribution, true},
		{"attribution dropped", "The chips were altered, according to two officials.", "The chips were altered.", revision.Attribution, true},
		{"tense", "The company has stopped the sales.", "The company had stopped the sales.", revision.Tense, false},
		{"regular verb", "The company denies selling data, it warns.", "The company denied selling data, it warned.", revision.Tense, false},
		{"plural is no tense", "They asked the official for papers.", "They asked the officials for papers.", revision.Wording, true},
		{"to come", "The company will stop the sales.", "The company did stop the sales.", revision.Tense, true},
		{"words become a quotation", "She called it a grave risk to all.", "She called it a \"grave risk\" to all.", revision.QuoteMarks, true},
		{"words cease to be a quotation", "She called it “a grave risk” to all.", "She called it a grave risk to all.", revision.QuoteMarks, true},
		{"quotation marks in another form", "She called it “a grave risk” then.", "She called it \"a grave risk\" then.", revision.QuoteMarks, false},
		{"single quotation marks", "She called it 'a grave risk' then.", "She called it \"a grave risk\" then.", revision.QuoteMarks, false},
		{"apostrophe", "Kaspersky's links are unknown.", "Kaspersky’s links are unknown.", revision.Spelling, false},
		{"spelling", "The organisation favours the colour.", "The organization favors the color.", revision.Spelling, false},
		{"hyphen", "The cyber security firm won.", "The cyber-security firm won.", revision.Punctuation, false},
		{"joined words", "It is not on shelves anymore.", "It is not on shelves any more.", revision.Spelling, false},
		{"question", "The firm sold the data.", "The firm sold the data?", revision.Punctuation, true},
		{"paragraphs", "One thing was sold.\n\nAnother thing was kept.", "One thing was sold. Another thing was kept.", revision.Paragraph, false},
		{"sentence dropped", "One thing was sold. The firm denied it all.", "One thing was sold.", revision.Sentence, true},
		{"sentence moved", "One thing was sold. The firm denied it all before the court.", "The firm denied it all before the court. One thing was sold.", revision.Sentence, false},
		{"adverb moved", "It strongly denied those claims.", "It denied those claims strongly.", revision.Wording, false},
		{"small word turned", "The data were sold to spies.", "The data were sold by spies.", revision.Wording, true},
		{"article", "The firm sold the data there.", "The firm sold data there.", revision.Wording, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := &evidence.Document{Text: tt.a}, &evidence.Document{Text: tt.b}
			for _, two := range [][2]*evidence.Document{{a, b}, {b, a}} {
				r := revision.Compare(two[0], two[1])
				check(t, two[0], two[1], r)
				found, alters := false, false
				for _, c := range r.Changes {
					alters = alters || c.Alters()
					for _, m := range c.Meaning {
						found = found || m.Kind == tt.kind && m.Alters == tt.alters
					}
				}
				if !found || alters != tt.alters {
					t.Errorf("Compare(%q, %q) = %+v, want kind %s, alters %v", two[0].Text, two[1].Text, r.Changes, tt.kind, tt.alters)
				}
			}
		})
	}
}

// A relative date is the same day only together with the day of printing.
func TestRelativeDates(t *testing.T) {
	day := func(s string) delist.Date {
		d, err := delist.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	tests := []struct {
		name            string
		a, printedA     string
		b, printedB     string
		precisionB      string
		changes, alters bool
		why             string
	}{
		{name: "shifted rightly", a: "this week", printedA: "2017-09-09", b: "last week", printedB: "2017-09-12", changes: true, why: "both mean from 2017-09-04 to 2017-09-10"},
		{name: "shifted wrongly", a: "this week", printedA: "2017-09-09", b: "last week", printedB: "2017-09-10", changes: true, alters: true, why: "the second from 2017-08-28 to 2017-09-03"},
		{name: "left when it should shift", a: "last week", printedA: "2017-09-09", b: "last week", printedB: "2017-09-12", changes: true, alters: true, why: "the second from 2017-09-04"},
		{name: "left on the same day", a: "last week", printedA: "2017-09-09", b: "last week", printedB: "2017-09-09"},
		{name: "left within the week", a: "last week", printedA: "2017-09-08", b: "last week", printedB: "2017-09-09"},
		{name: "yesterday for a weekday", a: "yesterday", printedA: "2017-09-09", b: "on Friday", printedB: "2017-09-11", changes: true, why: "both mean on 2017-09-08"},
		{name: "a day for a weekday", a: "on Friday", printedA: "2017-09-09", b: "on 8 September 2017", printedB: "2018-01-01", changes: true, why: "both mean on 2017-09-08"},
		{name: "month of another year", a: "in July", printedA: "2017-09-09", b: "in July", printedB: "2018-09-09", changes: true, alters: true, why: "2018-07-01"},
		{name: "print of an unknown day", a: "this week", printedA: "2017-09-09", b: "last week", printedB: "2017-09-01", precisionB: "month", changes: true, alters: true, why: "only if it was printed from 2017-09-11 to 2017-09-17"},
		{name: "print of no known time", a: "this week", printedA: "2017-09-09", b: "last week", changes: true, alters: true, why: "not both known"},
		{name: "kept in prints of no known time", a: "this week", b: "this week"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := &evidence.Document{Text: "An official told reporters " + tt.a + " that it was so."}
			b := &evidence.Document{Text: "An official told reporters " + tt.b + " that it was so.", Precision: tt.precisionB}
			if tt.printedA != "" {
				a.Printed = day(tt.printedA)
			}
			if tt.printedB != "" {
				b.Printed = day(tt.printedB)
			}
			r := revision.Compare(a, b)
			check(t, a, b, r)
			if (len(r.Changes) > 0) != tt.changes {
				t.Fatalf("changes %+v, want any: %v", r.Changes, tt.changes)
			}
			for _, c := range r.Changes {
				if m := c.Meaning[0]; m.Kind != revision.RelativeDate || m.Alters != tt.alters || !strings.Contains(m.Why, tt.why) {
					t.Errorf("meaning %+v, want alters %v and why %q", m, tt.alters, tt.why)
				}
			}
		})
	}
}

// A headline may stand in the text or beside it.
func TestHeadline(t *testing.T) {
	body := "The first thing happened. The second did not."
	with := &evidence.Document{Text: "Things happen\n\n" + body, Marks: []evidence.Mark{{Field: "title", Span: evidence.Span{End: 13}}}}
	tests := []struct {
		name   string
		a, b   *evidence.Document
		alters bool
	}{
		{"dropped from the text", with, &evidence.Document{Text: body}, true},
		{"beside the text", with, &evidence.Document{Text: body, Title: "Things  Happen"}, false},
		{"another beside the text", with, &evidence.Document{Text: body, Title: "Nothing happens"}, true},
		{"both beside", &evidence.Document{Text: body, Title: "A"}, &evidence.Document{Text: body, Title: "B"}, true},
		{"same beside", &evidence.Document{Text: body, Title: "A"}, &evidence.Document{Text: body, Title: "A"}, false},
	}
	for _, tt := range tests {
		r := revision.Compare(tt.a, tt.b)
		check(t, tt.a, tt.b, r)
		alters := false
		for _, c := range r.Changes {
			alters = alters || c.Alters()
			if c.Meaning[0].Kind != "title" {
				t.Errorf("%s: meaning %+v, want title", tt.name, c.Meaning)
			}
		}
		if alters != tt.alters {
			t.Errorf("%s: %+v, want alters %v", tt.name, r.Changes, tt.alters)
		}
	}
}

func TestDateLine(t *testing.T) {
	a := &evidence.Document{Text: "The first thing happened in the house."}
	b := &evidence.Document{Text: "WASHINGTON — The first thing happened in the house.", Marks: []evidence.Mark{{Field: "place", Span: evidence.Span{End: 10}}}}
	r := revision.Compare(a, b)
	check(t, a, b, r)
	for _, c := range r.Changes {
		if c.Alters() {
			t.Errorf("a date line alters: %+v", c)
		}
	}
}

func TestJSON(t *testing.T) {
	r := revision.Compare(&evidence.Document{Text: "It has 4 shops."}, &evidence.Document{Text: "It has 5 shops."})
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"same":[{"a":{"start":0,"end":15},"b":{"start":0,"end":15}}],"changes":[{"a":{"start":7,"end":8},"b":{"start":7,"end":8},"kind":"replaced","meaning":[{"kind":"number","a":"4","b":"5","alters":true,"why":"another number"}]}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var back revision.Revision
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	if err := back.Text(&strings.Builder{}, 80, false); err == nil {
		t.Error("a revision without its texts was written")
	}
}
