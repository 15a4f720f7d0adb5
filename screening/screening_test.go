package screening_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/screening"
)

// world is what a run stands on: who made which item, and where each stands.
type world struct {
	made   map[string][]delist.Attribution // by item name
	stands map[delist.PartyID]delist.Standing
	inside []delist.Maker
	judged int
}

func (w *world) Attribute(dst []delist.Attribution, item *delist.Item) []delist.Attribution {
	return append(dst, w.made[item.Name]...)
}
func (w *world) Judge(q delist.Question) delist.Standing {
	w.judged++
	return w.stands[q.Party]
}
func (w *world) Behind(delist.ProductID, delist.Date) []delist.Maker { return w.inside }
func (w *world) PartyName(id delist.PartyID) string                  { return strings.ToUpper(string(id)) }
func (w *world) Product(id delist.ProductID) *delist.Product {
	if id == "" {
		return nil
	}
	return &delist.Product{ID: id, Name: "Product " + string(id)}
}
func (w *world) Origin(id delist.OriginID) *delist.Origin {
	return &delist.Origin{ID: id, Name: string(id)}
}

// tape keeps the messages.
type tape struct {
	messages []delist.Message
	fail     int // at which message, 0 for never
}

var errTape = errors.New("the tape is full")

func (t *tape) Handle(m delist.Message) error {
	t.messages = append(t.messages, m)
	if len(t.messages) == t.fail {
		return errTape
	}
	return nil
}

// kinds writes the stream as one letter a message.
func (t *tape) kinds() string {
	var b strings.Builder
	for _, m := range t.messages {
		switch {
		case m.Start != nil:
			b.WriteByte('S')
		case m.Item != nil:
			b.WriteByte('i')
		case m.Unread != nil:
			b.WriteByte('u')
		case m.Finding != nil:
			b.WriteByte('F')
		case m.Notice != nil:
			b.WriteByte('n')
		case m.Summary != nil:
			b.WriteByte('.')
		}
	}
	return b.String()
}

func by(party delist.PartyID, strength delist.Strength) delist.Attribution {
	return delist.Attribution{Party: party, Role: delist.Developer, Strength: strength}
}

var (
	measure    = &delist.Measure{ID: "m", Title: "M", Issuer: "authority"}
	prohibited = delist.Standing{Level: delist.Prohibited, Grounds: []delist.Ground{{Measure: measure, Term: &delist.Term{ID: "t", Effect: delist.Prohibit}, Level: delist.Prohibited}}}
	warned     = delist.Standing{Level: delist.Warned}
	open       = delist.Standing{Conditional: delist.Conditional{Level: delist.Prohibited, Questions: []delist.Condition{{Key: "k"}}}}
	elsewhere  = delist.Standing{Elsewhere: []delist.Ground{{Measure: measure, Term: &delist.Term{ID: "t"}, Status: delist.InForce, Why: delist.WhyBindsOthers}}}
	over       = delist.Standing{Elsewhere: []delist.Ground{{Measure: measure, Term: &delist.Term{ID: "t"}, Status: delist.Ended, Why: delist.WhyOver}}}
	otherThing = delist.Standing{Elsewhere: []delist.Ground{{Measure: measure, Term: &delist.Term{ID: "t"}, Status: delist.InForce, Why: delist.WhyOtherObject}}}
	claimed    = delist.Standing{Claims: []*delist.Claim{{ID: "c", Origins: []delist.OriginID{"o", "p"}}}}
)

func newWorld() *world {
	return &world{
		made: map[string][]delist.Attribution{
			"bad": {by("bad", delist.Controlled)}, "warned": {by("warned", delist.Declared)}, "open": {by("open", delist.Declared)},
			"elsewhere": {by("elsewhere", delist.Declared)}, "claimed": {by("claimed", delist.Declared)}, "over": {by("over", delist.Declared)}, "other-thing": {by("other-thing", delist.Declared)},
			"resembles": {by("bad", delist.Named)}, "nobody": {{Name: "Somebody", Role: delist.Supplier, Strength: delist.Declared}},
		},
		stands: map[delist.PartyID]delist.Standing{"bad": prohibited, "warned": warned, "open": open, "elsewhere": elsewhere, "claimed": claimed, "over": over, "other-thing": otherThing},
	}
}

// items yields items of the given names; one that begins with "!" is an error.
func items(names ...string) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		for i, name := range names {
			if reason, bad := strings.CutPrefix(name, "!"); bad {
				if !yield(delist.Item{}, &delist.ReadError{Path: "p", Err: errors.New(reason)}) {
					return
				}
				continue
			}
			item := delist.Item{Kind: delist.Package, Name: name, PURL: "pkg:npm/" + name + "@1", Locations: []delist.Location{{Path: fmt.Sprint(i)}}}
			if !yield(item, nil) {
				return
			}
		}
	}
}

func run(t *testing.T, w *world, h *tape, change func(*screening.Screening), names ...string) (delist.Summary, error) {
	t.Helper()
	s := &screening.Screening{
		Target: "t", Asked: delist.Asked{As: []delist.Audience{"us"}, Act: delist.Use, On: delist.NewDate(2026, 11, 20)},
		Attributer: w, Judge: w, Facts: w, Handler: h,
	}
	if change != nil {
		change(s)
	}
	return s.Run(context.Background(), items(names...))
}

func TestStream(t *testing.T) {
	tests := []struct {
		name, items, want string
		complete          bool
		worst             delist.Level
	}{
		{"nothing", "", "S.", true, delist.Clear},
		{"what nobody knows", "unknown nobody", "Sii.", true, delist.Clear},
		{"the gravest first", "warned bad", "SiiFF.", true, delist.Prohibited},
		{"a conditional standing is a finding", "open", "SiF.", true, delist.Clear},
		{"others are bound: a notice", "elsewhere", "Sin.", true, delist.Clear},
		{"a claim: a notice", "claimed", "Sin.", true, delist.Clear},
		{"a measure that is over is nothing", "over", "Si.", true, delist.Clear},
		{"a measure about another thing is nothing", "other-thing", "Si.", true, delist.Clear},
		{"a resemblance is a notice", "resembles", "Sin.", true, delist.Clear},
		{"notices after findings", "claimed bad elsewhere", "SiiiFnn.", true, delist.Prohibited},
		{"the same item twice", "bad bad", "SiF.", true, delist.Prohibited},
		{"unread goes on, and is not complete", "!broken bad", "SuiF.", false, delist.Prohibited},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := new(tape)
			summary, err := run(t, newWorld(), h, nil, strings.Fields(test.items)...)
			if err != nil {
				t.Fatal(err)
			}
			if got := h.kinds(); got != test.want {
				t.Errorf("stream %s, want %s", got, test.want)
			}
			if summary.Complete != test.complete || summary.Worst != test.worst {
				t.Errorf("complete %v, worst %s; want %v, %s", summary.Complete, summary.Worst, test.complete, test.worst)
			}
		})
	}
}

func TestEachPairIsJudgedOnce(t *testing.T) {
	w := newWorld()
	var names []string
	for i := range 1000 {
		name := fmt.Sprint("item", i)
		w.made[name] = w.made["bad"]
		names = append(names, name)
	}
	summary, err := run(t, w, new(tape), nil, names...)
	if err != nil || summary.Findings != 1000 || w.judged != 1 {
		t.Errorf("%d findings, %d judgements (%v); want 1000 and 1", summary.Findings, w.judged, err)
	}
}

func TestPlacesArePutTogether(t *testing.T) {
	h := new(tape)
	if _, err := run(t, newWorld(), h, nil, "bad", "warned", "bad"); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(h.messages, func(m delist.Message) bool { return m.Finding != nil })
	if got := h.messages[i].Finding.Item.Locations; len(got) != 2 || got[0].Path != "0" || got[1].Path != "2" {
		t.Errorf("locations %v", got)
	}
}

// As many places are kept as are asked for, and all are counted.
func TestPlacesKept(t *testing.T) {
	names := strings.Fields(strings.Repeat("bad ", 150))
	for _, test := range []struct{ asked, kept, places int }{{0, 100, 150}, {20, 20, 150}, {1000, 150, 0}} {
		h := new(tape)
		if _, err := run(t, newWorld(), h, func(s *screening.Screening) { s.Places = test.asked }, names...); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(h.messages, func(m delist.Message) bool { return m.Finding != nil })
		if it := h.messages[i].Finding.Item; len(it.Locations) != test.kept || it.Places != test.places {
			t.Errorf("asked for %d: %d kept and %d counted, want %d and %d", test.asked, len(it.Locations), it.Places, test.kept, test.places)
		}
	}
}

func TestAttributedCountsItemsWithAMaker(t *testing.T) {
	summary, err := run(t, newWorld(), new(tape), nil, "unknown", "nobody", "bad")
	if err != nil || summary.Items != 3 || summary.Attributed != 2 {
		t.Errorf("%d of %d attributed (%v), want 2 of 3", summary.Attributed, summary.Items, err)
	}
}

func TestExemptions(t *testing.T) {
	until := func(day int) delist.Date { return delist.NewDate(2026, 11, day) }
	tests := []struct {
		name   string
		e      delist.Exemption
		worst  delist.Level
		exempt bool
	}{
		{"by party", delist.Exemption{Party: "bad", Until: until(21)}, delist.Clear, true},
		{"by the party's name", delist.Exemption{Party: "Bad", Until: until(21)}, delist.Clear, true},
		{"by package URL, any version", delist.Exemption{PURL: "pkg:npm/bad", Until: until(21)}, delist.Clear, true},
		{"by package URL, another that begins alike", delist.Exemption{PURL: "pkg:npm/ba", Until: until(21)}, delist.Prohibited, false},
		{"of somebody else", delist.Exemption{Party: "warned", Until: until(21)}, delist.Prohibited, false},
		{"on its last day it is over", delist.Exemption{Party: "bad", Until: until(20)}, delist.Prohibited, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := new(tape)
			summary, err := run(t, newWorld(), h, func(s *screening.Screening) { s.Exemptions = []delist.Exemption{test.e} }, "bad")
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(h.messages, func(m delist.Message) bool { return m.Finding != nil })
			e := h.messages[i].Finding.Exemption
			if summary.Worst != test.worst || (e != nil) != test.exempt {
				t.Errorf("worst %s, exemption %v; want %s, %v", summary.Worst, e, test.worst, test.exempt)
			}
			if e != nil && e.Over != (test.worst != delist.Clear) {
				t.Errorf("over: %v", e.Over)
			}
		})
	}
}

func TestWorkInsideAProductIsFound(t *testing.T) {
	w := newWorld()
	w.made["suite"] = []delist.Attribution{{Party: "maker", Product: "suite", Role: delist.Developer, Strength: delist.Declared}}
	w.inside = []delist.Maker{{Party: "maker", Role: delist.Developer}, {Party: "bad", Role: delist.Embeds}}
	h := new(tape)
	if _, err := run(t, w, h, nil, "suite"); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(h.messages, func(m delist.Message) bool { return m.Finding != nil })
	if i < 0 || h.messages[i].Finding.Party.ID != "bad" || h.messages[i].Finding.Attribution.Role != delist.Embeds {
		t.Errorf("stream %s", h.kinds())
	}
}

func TestWhatEndsARun(t *testing.T) {
	for n := 1; n <= 4; n++ { // Start, Item, Finding, Summary
		if _, err := run(t, newWorld(), &tape{fail: n}, nil, "bad"); !errors.Is(err, errTape) {
			t.Errorf("handler fails at message %d: %v", n, err)
		}
	}
	w := newWorld()
	s := &screening.Screening{Attributer: w, Judge: w, Facts: w, Handler: new(tape)}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Run(ctx, items("bad")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	broken := func(yield func(delist.Item, error) bool) { yield(delist.Item{}, errTape) }
	if _, err := s.Run(context.Background(), broken); !errors.Is(err, errTape) {
		t.Errorf("broken sequence: %v", err)
	}
}

func TestFindingsHaveTheSameIDEveryTime(t *testing.T) {
	id := func(names ...string) string {
		h := new(tape)
		if _, err := run(t, newWorld(), h, nil, names...); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(h.messages, func(m delist.Message) bool { return m.Finding != nil && m.Finding.Item.Name == "bad" })
		return h.messages[i].Finding.ID
	}
	if a, b := id("bad"), id("unknown", "warned", "bad"); a != b || a == "" {
		t.Errorf("%q and %q", a, b)
	}
}
