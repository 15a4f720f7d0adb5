package grounds

import (
	"strings"
	"testing"

	"github.com/delistdev/delist"
)

func TestContested(t *testing.T) {
	one := []delist.PartyID{"example"}
	tests := []struct {
		name string
		a, b Statement
		why  string
	}{
		{"a founding year", Statement{delist.Assertion, one, "The vendor, founded in 1977 by an engineer"}, Statement{delist.Assertion, one, "Example was founded in 1997."}, "founding year: founded in 1977 and founded in 1997"},
		{"the same year", Statement{delist.Assertion, one, "founded in 1997"}, Statement{delist.Assertion, one, "It was established in Musterstadt in 1997."}, ""},
		{"users", Statement{delist.Assertion, one, "with about 400-million product users"}, Statement{delist.Assertion, one, "Example has 300 million users"}, "users: "},
		{"over and exactly", Statement{delist.Assertion, one, "Over 400 million users"}, Statement{delist.Assertion, one, "430 million users"}, ""},
		{"another party", Statement{delist.Assertion, one, "founded in 1977"}, Statement{delist.Assertion, []delist.PartyID{"other"}, "founded in 1997"}, ""},
		{"a denial", Statement{delist.Assertion, one, "The company has links to the intelligence service of its government"}, Statement{delist.Denial, one, "There are no links to any government"}, "one denies what the other says: link"},
		{"a denial of something else", Statement{delist.Assertion, one, "Shops stopped selling its cameras"}, Statement{delist.Denial, one, "There are no links to any government"}, ""},
	}
	for _, test := range tests {
		for _, pair := range [][2]Statement{{test.a, test.b}, {test.b, test.a}} {
			why := Contested(pair[0], pair[1])
			if (why == "") != (test.why == "") || pair[0].Text == test.a.Text && !strings.HasPrefix(why, test.why) {
				t.Errorf("%s: %q; want %q", test.name, why, test.why)
			}
		}
	}
}
