package decision_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/decision"
)

// made reads decisions as the tables write them, in the order of their numbers:
// "suspend sell from=2017-09-08 until=… review=… party=… product=… as=…", made
// up.
func made(t *testing.T, texts ...string) []delist.Decision {
	t.Helper()
	var list []delist.Decision
	for i, text := range texts {
		words := strings.Fields(text)
		d := delist.Decision{
			Number: int64(i + 1), Effect: delist.Effect(words[0]), Party: "vendor", AsNamed: "Vendor", Binds: []delist.Audience{delist.Self},
			Reach: []delist.Reach{delist.ReachNamed}, Depth: delist.Branded, Because: "a test", At: time.Date(2017, 1, 1+i, 0, 0, 0, 0, time.UTC), Record: int64(i),
		}
		for _, act := range strings.Split(words[1], ",") {
			d.Acts = append(d.Acts, delist.Act(act))
		}
		for _, word := range words[2:] {
			key, value, _ := strings.Cut(word, "=")
			switch key {
			case "from", "until", "review":
				day, err := delist.ParseDate(value)
				if err != nil {
					t.Fatal(err)
				}
				*map[string]*delist.Date{"from": &d.From, "until": &d.Until, "review": &d.Review}[key] = day
			case "party":
				d.Party = delist.PartyID(value)
			case "product":
				d.Objects.Products = append(d.Objects.Products, delist.ProductID(value))
			case "as":
				d.Binds = []delist.Audience{delist.Audience(value)}
			}
		}
		list = append(list, d)
	}
	return list
}

// terms writes what is left of decisions: "1: sell 2017-09-08..2018-01-15".
func terms(decisions []delist.Decision) string {
	var parts []string
	for i, m := range decision.Measures(decisions) {
		for _, term := range m.Terms {
			acts := fmt.Sprint(term.Acts)
			parts = append(parts, fmt.Sprintf("%d: %s %s..%s", i+1, acts[1:len(acts)-1], term.From, term.Until))
		}
	}
	return strings.Join(parts, "; ")
}

func TestMeasures(t *testing.T) {
	const first = "suspend sell,buy from=2017-09-08"
	for _, test := range []struct {
		name      string
		decisions []string
		want      string
	}{
		{"one stands", []string{first}, "1: sell buy 2017-09-08.."},
		{"a later one ends it on its first day", []string{first, "approve sell,buy from=2018-01-15"}, "1: sell buy 2017-09-08..2018-01-15; 2: sell buy 2018-01-15.."},
		{"for the acts of both only", []string{first, "approve sell from=2018-01-15"}, "1: sell 2017-09-08..2018-01-15; 1: buy 2017-09-08..; 2: sell 2018-01-15.."},
		{"on the same day nothing is left", []string{first, "approve sell,buy from=2017-09-08"}, "2: sell buy 2017-09-08.."},
		{"an end of its own stays where it is earlier", []string{first + " until=2017-10-01", "approve sell,buy from=2018-01-15"}, "1: sell buy 2017-09-08..2017-10-01; 2: sell buy 2018-01-15.."},
		{"what took its place and ended does not bring it back", []string{first, "approve sell,buy from=2018-01-15 until=2018-02-01"}, "1: sell buy 2017-09-08..2018-01-15; 2: sell buy 2018-01-15..2018-02-01"},
		{"another party is another matter", []string{first, "approve sell,buy from=2018-01-15 party=other"}, "1: sell buy 2017-09-08..; 2: sell buy 2018-01-15.."},
		{"another product is, too", []string{first, "approve sell,buy from=2018-01-15 product=suite"}, "1: sell buy 2017-09-08..; 2: sell buy 2018-01-15.."},
		{"another audience is, too", []string{first, "approve sell,buy from=2018-01-15 as=self/stores"}, "1: sell buy 2017-09-08..; 2: sell buy 2018-01-15.."},
		{"a waiver stands beside what it lifts", []string{first, "exempt sell,buy from=2018-01-15 until=2018-02-01"}, "1: sell buy 2017-09-08..; 2: sell buy 2018-01-15..2018-02-01"},
		{"and in the place of another waiver", []string{"exempt sell from=2018-01-15 until=2018-02-01", "exempt sell from=2018-01-20 until=2018-03-01"}, "1: sell 2018-01-15..2018-01-20; 2: sell 2018-01-20..2018-03-01"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := terms(made(t, test.decisions...)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// numbers writes the numbers of decisions.
func numbers(list []delist.Decision) string {
	var text []string
	for i := range list {
		text = append(text, fmt.Sprint(list[i].Number))
	}
	return strings.Join(text, " ")
}

func TestDue(t *testing.T) {
	list := made(t, "suspend sell from=2017-09-08 review=2018-01-15", "prohibit use from=2017-09-08", "exempt use from=2017-09-08 until=2018-02-01",
		"suspend buy from=2017-09-08 until=2018-01-01 review=2018-01-15", "suspend buy from=2018-03-01 review=2018-04-01")
	for _, test := range []struct {
		on     string
		within int
		want   string
	}{
		{"2018-01-14", 0, ""},
		{"2018-01-14", 1, "1"},
		{"2018-01-15", 0, "1"},
		{"2018-01-15", 30, "1 3"},
		{"2018-02-01", 0, "1"}, // the waiver is over, and so is decision 4
		{"2018-04-01", 0, "1 5"},
	} {
		on, _ := delist.ParseDate(test.on)
		if got := numbers(decision.Due(list, on, test.within)); got != test.want {
			t.Errorf("on %s, within %d: got %q, want %q", test.on, test.within, got, test.want)
		}
	}
}

func TestSuperseded(t *testing.T) {
	list := made(t, "suspend sell,buy from=2017-09-08", "approve sell from=2018-01-15", "prohibit sell,buy from=2018-02-01", "prohibit sell,buy from=2018-02-01")
	for number, want := range map[int64]string{1: "", 2: "1", 3: "1 2", 4: "3", 9: ""} {
		if got := numbers(decision.Superseded(list, number)); got != want {
			t.Errorf("decision %d: got %q, want %q", number, got, want)
		}
	}
}
