package attribute_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/attribute"
	"github.com/delistdev/delist/register"
)

// A labelledOffer is one line of testdata/catalogue/labelled.tsv; the README there
// says how it was made.
type labelledOffer struct {
	id, group, maker, strength string
	item                       delist.Item
}

func labelledOffers(t *testing.T) []labelledOffer {
	t.Helper()
	content, err := os.ReadFile("testdata/catalogue/labelled.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var list []labelledOffer
	for i, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 {
			continue
		}
		o := labelledOffer{id: f[0], group: f[8], maker: f[9], strength: f[10]}
		o.item = delist.Item{Kind: delist.Offer, Name: f[1]}
		for _, one := range []delist.Observed{{Kind: delist.GTIN, Value: f[4]}, {Kind: delist.Brand, Value: f[2]}, {Kind: delist.PartNumber, Value: f[5]}} {
			if one.Kind == delist.GTIN && one.Value != "" {
				one.Value = strings.Repeat("0", 14-len(one.Value)) + one.Value
			}
			if one.Value != "" {
				o.item.Identifiers = append(o.item.Identifiers, one)
			}
		}
		if f[3] != "" {
			o.item.Declared = []delist.Declaration{{Field: "manufacturer", Value: f[3]}}
		}
		list = append(list, o)
	}
	return list
}

// TestLabelledOffers measures whom the lines of catalogues are said to be from.
// Precision: of the parties that are declared or stronger, those that the label
// names. Recall: of the lines whose label is declared, those whose party is found
// so.
func TestLabelledOffers(t *testing.T) {
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := attribute.New(reg)
	said, right, wanted, found := 0, 0, 0, 0
	for _, o := range labelledOffers(t) {
		var parties []string
		for _, at := range a.Attribute(nil, &o.item) {
			if at.Party != "" && at.Strength >= delist.Declared && !slices.Contains(parties, string(at.Party)) {
				parties = append(parties, string(at.Party))
			}
		}
		for _, p := range parties {
			said++
			if p == o.maker && o.strength == "declared" {
				right++
			} else {
				t.Logf("%s %s: said %s, label %s %s: %s", o.id, o.group, p, o.maker, o.strength, describe(&o.item))
			}
		}
		if o.strength == "declared" {
			wanted++
			if slices.Contains(parties, o.maker) {
				found++
			} else {
				t.Logf("%s %s: %s not found: %s", o.id, o.group, o.maker, describe(&o.item))
			}
		}
	}
	precision, recall := float64(right)/float64(said), float64(found)/float64(wanted)
	t.Logf("precision %.4f (%d of %d), recall %.4f (%d of %d)", precision, right, said, recall, found, wanted)
	if precision < 0.99 || recall < 0.97 {
		t.Errorf("precision %.4f, recall %.4f; want 0.99 and 0.97", precision, recall)
	}
}

func describe(item *delist.Item) string {
	out := item.Name
	for _, o := range item.Identifiers {
		out += " | " + string(o.Kind) + " " + o.Value
	}
	for _, d := range item.Declared {
		out += " | " + d.Field + " " + d.Value
	}
	return out
}
