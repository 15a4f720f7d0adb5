package register

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/delistdev/delist"
)

// FindParties returns the parties with that id, name or other name, letter case
// and signs aside; the one that most measures name comes first.
func (r *Register) FindParties(name string) []*delist.Party {
	if p := r.Party(delist.PartyID(name)); p != nil {
		return []*delist.Party{p}
	}
	want := fold(name)
	var found []*delist.Party
	for i := range r.Parties {
		p := &r.Parties[i]
		if want != "" && (fold(p.Name) == want || slices.ContainsFunc(p.Names, func(n string) bool { return fold(n) == want })) {
			found = append(found, p)
		}
	}
	named := r.timesNamed()
	slices.SortStableFunc(found, func(a, b *delist.Party) int { return cmp.Compare(named[b.ID], named[a.ID]) })
	return found
}

// FindProduct returns the product with that id, name or other name, or nil.
func (r *Register) FindProduct(name string) *delist.Product {
	if p := r.Product(delist.ProductID(name)); p != nil {
		return p
	}
	want := fold(name)
	for i := range r.Products {
		p := &r.Products[i]
		if want != "" && (fold(p.Name) == want || slices.ContainsFunc(p.Names, func(n string) bool { return fold(n) == want })) {
			return p
		}
	}
	return nil
}

func (r *Register) timesNamed() map[delist.PartyID]int {
	n := map[delist.PartyID]int{}
	for i := range r.Measures {
		for _, s := range r.Measures[i].Subjects {
			n[s.Party]++
		}
	}
	return n
}

// fold writes a name in lower case with one space between words and no signs.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}

// Names returns every id and name of parties and products, for suggestions.
func (r *Register) Names() []string {
	var names []string
	for i := range r.Parties {
		names = append(append(names, string(r.Parties[i].ID), r.Parties[i].Name), r.Parties[i].Names...)
	}
	for i := range r.Products {
		names = append(append(names, string(r.Products[i].ID), r.Products[i].Name), r.Products[i].Names...)
	}
	return names
}

// Nearest returns up to n of the names that are most like s, nearest first: the
// fewest edits, or sharing a word. Names that are nothing like it are left out.
func Nearest(s string, names []string, n int) []string {
	type scored struct {
		name string
		cost int
	}
	want := fold(s)
	var list []scored
	for _, name := range names {
		have := fold(name)
		cost := edits(want, have)
		if shared(want, have) {
			cost = min(cost, 1+len(have)/16)
		}
		if cost <= max(2, len([]rune(want))/3) {
			list = append(list, scored{name, cost})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), strings.Compare(a.name, b.name))
	})
	var nearest []string
	for _, candidate := range list {
		if len(nearest) < n && !slices.Contains(nearest, candidate.name) {
			nearest = append(nearest, candidate.name)
		}
	}
	return nearest
}

// shared reports whether the names have a word of four letters or more in
// common.
func shared(a, b string) bool {
	words := strings.Fields(b)
	return slices.ContainsFunc(strings.Fields(a), func(w string) bool { return len(w) > 3 && slices.Contains(words, w) })
}

// edits counts the insertions, deletions and replacements from a to b (V. I.
// Levenshtein, 1966). Long input is cut: nobody mistypes that much.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	x, y = x[:min(len(x), 64)], y[:min(len(y), 64)]
	row := make([]int, len(y)+1)
	for k := range row {
		row[k] = k
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for k := range y {
			above := row[k+1]
			cost := diagonal
			if x[i] != y[k] {
				cost = 1 + min(diagonal, above, row[k])
			}
			row[k+1], diagonal = cost, above
		}
	}
	return row[len(y)]
}
