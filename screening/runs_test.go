package screening

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

// fill gives every field of a value something of its own, so that none that is
// added later can be forgotten.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("s", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	}
}

func TestItemsAreWrittenWhole(t *testing.T) {
	var item delist.Item
	n := 0
	fill(reflect.ValueOf(&item).Elem(), &n)
	var w writer
	w.item(&item)
	r := reader{in: bufio.NewReader(bytes.NewReader(w.buf)), words: map[string]string{}}
	if diff := cmp.Diff(item, r.item()); diff != "" || r.err != nil {
		t.Errorf("%v (-want +got)\n%s", r.err, diff)
	}
}

func TestSeen(t *testing.T) {
	var s seen
	want := map[uint64]bool{}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		hash := random.Uint64N(1<<17) * 0x9e3779b97f4a7c15
		entry, again := s.at(hash)
		if again != want[hash&^flags] {
			t.Fatalf("%x: again %v", hash, again)
		}
		if again && *entry&isKept == 0 {
			t.Fatalf("%x: flag lost", hash)
		}
		want[hash&^flags] = true
		*entry |= isKept
	}
}

// shop is a world in which every item is of one of two parties.
type shop struct{}

func (shop) Attribute(dst []delist.Attribution, item *delist.Item) []delist.Attribution {
	party := delist.PartyID("good")
	if len(item.Name)%3 != 0 {
		party = "bad"
	}
	return append(dst, delist.Attribution{
		Party: party, Role: delist.Developer, Strength: delist.Declared, Classes: []delist.Class{"c"},
		Identifier: delist.Observed{Kind: delist.Brand, Value: item.Name},
	})
}
func (shop) Judge(q delist.Question) delist.Standing {
	if q.Party == "bad" {
		return delist.Standing{Level: delist.Prohibited, Grounds: []delist.Ground{{Measure: &delist.Measure{ID: "m"}, Term: &delist.Term{ID: "t"}}}}
	}
	return delist.Standing{Claims: []*delist.Claim{{ID: "c"}}}
}
func (shop) Behind(delist.ProductID, delist.Date) []delist.Maker { return nil }
func (shop) PartyName(id delist.PartyID) string                  { return string(id) }
func (shop) Product(delist.ProductID) *delist.Product            { return nil }
func (shop) Origin(delist.OriginID) *delist.Origin               { return nil }

// copies keeps what it is told, for longer than it may look at it.
type copies struct {
	list    []delist.Finding
	summary delist.Summary
}

func (c *copies) Handle(m delist.Message) error {
	for _, f := range []*delist.Finding{m.Finding, m.Notice} {
		if f != nil {
			one := *f
			one.Item.Locations = append([]delist.Location(nil), f.Item.Locations...)
			c.list = append(c.list, one)
		}
	}
	if m.Summary != nil {
		c.summary = *m.Summary
	}
	return nil
}

// offers yields n lines of a catalogue in which some products stand twice.
func offers(n int) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		for i := range n {
			name := fmt.Sprint("product ", i*7919%(n-n/5))
			item := delist.Item{Kind: delist.Offer, Name: name, Locations: []delist.Location{{Path: "feed", Line: i + 1}}}
			if !yield(item, nil) {
				return
			}
		}
	}
}

// What does not fit into memory is told as if it did.
func TestMoreThanIsHeld(t *testing.T) {
	const n = 5000
	told := func(held int) copies {
		defer func(before int) { maxHeld = before }(maxHeld)
		maxHeld = held
		var c copies
		s := &Screening{Attributer: shop{}, Judge: shop{}, Facts: shop{}, Handler: &c}
		if _, err := s.Run(context.Background(), offers(n)); err != nil {
			t.Fatal(err)
		}
		return c
	}
	whole := told(n)
	for _, held := range []int{1, 7, 1000, n / 2} {
		parts := told(held)
		if diff := cmp.Diff(whole.list, parts.list, cmp.Comparer(func(a, b delist.Date) bool { return a == b })); diff != "" {
			t.Errorf("%d held: (-want +got)\n%.2000s", held, diff)
		}
		if diff := cmp.Diff(whole.summary, parts.summary); diff != "" {
			t.Errorf("%d held: (-want +got)\n%s", held, diff)
		}
	}
	if len(whole.list) != n-n/5 || whole.summary.Items != n-n/5 {
		t.Errorf("%d findings and notices of %d items", len(whole.list), whole.summary.Items)
	}
}

func TestTheSameProduct(t *testing.T) {
	offer := func(name string, observed ...string) *delist.Item {
		item := &delist.Item{Kind: delist.Offer, Name: name}
		for i := 0; i < len(observed); i += 2 {
			item.Identifiers = append(item.Identifiers, delist.Observed{Kind: delist.IdentifierKind(observed[i]), Value: observed[i+1]})
		}
		return item
	}
	by := func(party string) []delist.Attribution {
		return []delist.Attribution{{Party: delist.PartyID(party), Strength: delist.Declared}}
	}
	seed := maphash.MakeSeed()
	tests := []struct {
		name string
		a, b *delist.Item
		of   [2][]delist.Attribution
		same bool
	}{
		{"by GTIN, whatever it is called", offer("Lamp", "gtin", "1"), offer("A lamp", "gtin", "1"), [2][]delist.Attribution{by("x"), by("x")}, true},
		{"one GTIN for products of two makers", offer("Lamp", "gtin", "1"), offer("Desk", "gtin", "1"), [2][]delist.Attribution{by("x"), by("y")}, false},
		{"by part number of one maker", offer("Lamp", "part-number", "L"), offer("A lamp", "part-number", "L"), [2][]delist.Attribution{by("x"), by("x")}, true},
		{"by part number of nobody known", offer("Lamp", "part-number", "L"), offer("Desk", "part-number", "L"), [2][]delist.Attribution{}, false},
		{"by title and brand", offer("Lamp", "brand", "E"), offer("Lamp", "brand", "E"), [2][]delist.Attribution{}, true},
		{"one title, two brands", offer("Lamp", "brand", "E"), offer("Lamp", "brand", "F"), [2][]delist.Attribution{}, false},
		{"who sells it is no matter", offer("Lamp", "brand", "E", "offer-id", "1"), offer("Lamp", "brand", "E", "offer-id", "2"), [2][]delist.Attribution{}, true},
	}
	for _, test := range tests {
		a, b := identityOf(test.a, test.of[0]).hash(seed, test.a), identityOf(test.b, test.of[1]).hash(seed, test.b)
		if (a == b) != test.same {
			t.Errorf("%s: the same %v", test.name, a == b)
		}
	}
}
