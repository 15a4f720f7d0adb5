package listed_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/register"
)

// What a list means is facts: held by the same rules as the register's.
func TestCatalogue(t *testing.T) {
	catalogue, err := lists.Known()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range catalogue.Publications {
		if reg.Party(p.Publisher) == nil {
			t.Errorf("%s: the register has no publisher %q", p.ID, p.Publisher)
		}
		if len(p.Sources) == 0 || len(p.Formats) == 0 {
			t.Errorf("%s: no sources or no formats", p.ID)
		}
		for _, id := range p.Lists {
			if catalogue.List(id) == nil {
				t.Errorf("%s: no list %q is described", p.ID, id)
			}
		}
		for _, format := range p.Formats {
			for _, url := range format.URLs {
				if !strings.HasPrefix(url, "https://") {
					t.Errorf("%s: %s is not fetched safely", p.ID, url)
				}
			}
		}
	}
	terms := map[string]bool{}
	for _, l := range catalogue.Lists {
		terms[string(l.ID)] = true
		for _, term := range l.Terms {
			terms[string(l.ID)+"/"+term.ID] = true
		}
	}
	for _, l := range catalogue.Lists {
		if reg.Party(l.Issuer) == nil {
			t.Errorf("%s: the register has no issuer %q", l.ID, l.Issuer)
		}
		if reg.Measure(delist.MeasureID(l.ID)) != nil {
			t.Errorf("%s is the id of a measure of the register too", l.ID)
		}
		if len(l.Sources) == 0 {
			t.Errorf("%s: no sources", l.ID)
		}
		for _, term := range l.Terms {
			at := string(l.ID) + "/" + term.ID
			if term.Text == "" || term.Effect == "" || len(term.Binds) == 0 || len(term.Acts) == 0 || len(term.Reach) == 0 || len(term.Sources) == 0 {
				t.Errorf("%s lacks text, effect, binds, acts, reach or sources", at)
			}
			for _, a := range term.Binds {
				if !reg.HasAudience(a) {
					t.Errorf("%s: no audience %q", at, a)
				}
			}
			for _, a := range term.Acts {
				if !slices.Contains(delist.Acts, a) {
					t.Errorf("%s: no act %q", at, a)
				}
			}
			for _, lifted := range term.Lifts {
				if !terms[lifted] && reg.Measure(delist.MeasureID(strings.Split(lifted, "/")[0])) == nil {
					t.Errorf("%s lifts %q, which there is not", at, lifted)
				}
			}
		}
	}
}
