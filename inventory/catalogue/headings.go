package catalogue

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/delistdev/delist/tabular"
)

// A role is what a column is taken for.
type role uint8

const (
	unused role = iota
	roleID
	roleTitle
	roleBrand
	roleManufacturer
	roleGTIN
	rolePart
	rolePrice // says that this is a catalogue, and nothing of whose product it is
	roles
)

var roleNames = [roles]string{"", "offer id", "title", "brand", "manufacturer", "gtin", "part number", "price"}

//go:embed headings.tsv
var headingTable string

// headings holds what each known heading, folded, is taken for, and how far down
// its line it stands: the first heading of a role is its usual one.
var headings = sync.OnceValue(func() map[string]heading {
	known := map[string]heading{}
	for line := range strings.Lines(headingTable) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		for r := range roles {
			if roleNames[r] != name {
				continue
			}
			for i, text := range strings.Split(list, "|") {
				key := tabular.Fold(text)
				if _, taken := known[key]; !taken {
					known[key] = heading{r, i}
				}
			}
		}
	}
	return known
})

type heading struct {
	role role
	rank int
}

// headingOf returns what a heading says; Google's own prefix is left out.
func headingOf(text string) heading {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "g:"); ok {
		text = rest
	}
	if i := strings.IndexAny(text, "(["); i > 0 { // "Preis (EUR)"
		if h := headings()[tabular.Fold(text)]; h.role != unused {
			return h
		}
		text = text[:i]
	}
	return headings()[tabular.Fold(text)]
}
