package stories

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// companyFields are the facts of a company. They follow its prefix: "co.hq".
var companyFields = [...]string{
	"", ".short", ".kind", ".hq", ".founded", ".founder", ".staff", ".users", ".sales", ".sites", ".lands",
	".land", ".land.adj", ".capital",
}

// A company holds the values of companyFields.
type company [len(companyFields)]string

// A world is the companies that events happen to: one company takes part in many
// events of a collection.
type world struct {
	bank    *bank
	sectors map[string][]company
}

var sectors = []string{"software", "retail", "food", "device", "industry", "transport"}

// newWorld makes size companies of each sector.
func newWorld(seed uint64, size int) *world {
	w := &world{bank: theBank(), sectors: map[string][]company{}}
	for i, sector := range sectors {
		v := w.bank.speaker(seeded(seed, pathCompany, uint64(i)))
		for range size {
			w.sectors[sector] = append(w.sectors[sector], newCompany(w.bank, v, sector))
		}
	}
	return w
}

func newCompany(b *bank, v *voice, sector string) company {
	stem := v.line(b, "stem")
	c := company{
		stem + " " + v.line(b, "tail."+sector), stem, v.line(b, "kind."+sector), v.line(b, "city"),
		fmt.Sprint(1948 + v.r.IntN(62)),
	}
	for i := 5; i < 11; i++ {
		c[i] = v.line(b, "firm"+companyFields[i])
	}
	copy(c[11:], v.place(b))
	return c
}

// speaker returns a voice that knows the shared lists and no facts.
func (b *bank) speaker(r *rand.Rand) *voice { return &voice{r: r, lists: b.shared.lists} }

// line expands a line of a list.
func (v *voice) line(b *bank, list string) string {
	return string(v.fill(nil, b.names[list]))
}

// place returns a country, its adjective and its capital.
func (v *voice) place(b *bank) []string { return strings.Split(v.line(b, "land"), " // ") }
