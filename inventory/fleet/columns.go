package fleet

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/tabular"
)

// A Meaning is something that a column may hold, and the headings that say so.
type Meaning struct {
	// As is the plain word: "name", "publisher". Empty: it is known, and not
	// used.
	As string
	// Headings are written in any letter case and with any punctuation; where a
	// table has several, the first that has a value counts.
	Headings []string
}

// Headings know what the columns of one kind of table are called.
type Headings struct {
	meanings []Meaning
	of       map[string]rank // by folded heading
}

type rank struct{ meaning, heading int }

// NewHeadings returns headings that can be looked up. One that stands under two
// meanings has the first.
func NewHeadings(meanings ...Meaning) *Headings {
	h := &Headings{meanings: meanings, of: make(map[string]rank)}
	for m, meaning := range meanings {
		for i, heading := range meaning.Headings {
			if _, ok := h.of[foldHeading(heading)]; !ok {
				h.of[foldHeading(heading)] = rank{m, i}
			}
		}
	}
	return h
}

// maxHeading is more than any heading has.
const maxHeading = 96

// Know reports whether a field is one of the headings. It allocates nothing for
// ASCII: it is asked of every row.
func (h *Headings) Know(field string) bool {
	_, ok := h.find(field)
	return ok
}

func (h *Headings) find(field string) (rank, bool) {
	if len(field) > maxHeading {
		return rank{}, false
	}
	var buffer [maxHeading]byte
	folded := buffer[:0]
	for i := 0; i < len(field); i++ {
		switch c := field[i]; {
		case c >= utf8.RuneSelf:
			r, ok := h.of[foldHeading(field)]
			return r, ok
		case c >= 'A' && c <= 'Z':
			folded = append(folded, c+'a'-'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			folded = append(folded, c)
		}
	}
	r, ok := h.of[string(folded)]
	return r, ok
}

// foldHeading folds a heading; accents that are written apart are put together.
func foldHeading(heading string) string { return tabular.Fold(norm.NFC.String(heading)) }

// Columns say which columns of a table hold what.
type Columns struct {
	// Told are the columns in the order of the table.
	Told []delist.Column
	// Doubled are headings that stand there twice; the first is used.
	Doubled []string
	// Null is what stands in a field without a value; "" if nothing does.
	Null string
	of   map[string][]int
}

// Match takes a row for headings. It is false where no column holds a name.
func (h *Headings) Match(row []string) (Columns, bool) {
	c := Columns{Told: make([]delist.Column, len(row)), of: make(map[string][]int)}
	seen := make(map[rank]bool)
	best := make(map[string][]rank)
	for i, field := range row {
		c.Told[i].Name = strings.TrimSpace(field)
		r, ok := h.find(field)
		if !ok {
			continue
		}
		if seen[r] {
			c.Doubled = append(c.Doubled, c.Told[i].Name)
			continue
		}
		seen[r] = true
		as := h.meanings[r.meaning].As
		if as == "" {
			continue
		}
		c.Told[i].As = as
		at := len(best[as])
		for at > 0 && best[as][at-1].heading > r.heading {
			at--
		}
		best[as] = append(best[as][:at], append([]rank{r}, best[as][at:]...)...)
		c.of[as] = append(c.of[as][:at], append([]int{i}, c.of[as][at:]...)...)
	}
	return c, len(c.of["name"]) > 0
}

// Has reports whether a column holds what the word says.
func (c Columns) Has(as string) bool { return len(c.of[as]) > 0 }

// Count is of how many meanings there is a column.
func (c Columns) Count() int { return len(c.of) }

// Get returns what a row says: the first value, where several columns could say
// it; "" where none does.
func (c Columns) Get(row []string, as string) string {
	for _, i := range c.of[as] {
		if i < len(row) {
			if value := strings.TrimSpace(row[i]); value != "" && value != c.Null {
				return value
			}
		}
	}
	return ""
}
