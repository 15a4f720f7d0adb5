package register

import (
	"slices"

	"github.com/delistdev/delist"
)

// A File is a file of facts that a user adds: parties with their products and
// identifiers, and measures, as docs/register.md describes them, one or more
// documents in each.
type File struct {
	Name string
	Text []byte
}

// Extend returns a register that has the facts of files, too, and every fault of
// theirs, in the order of files and lines; it may be used only if there is none.
// The one it is called on stays as it is. Nothing that it has can be changed so: an
// id that is taken is a fault.
func (r *Register) Extend(files []File) (*Register, []Problem) {
	more := *r
	more.Parties, more.Products = slices.Clone(r.Parties), slices.Clone(r.Products)
	more.Identifiers, more.Measures = slices.Clone(r.Identifiers), slices.Clone(r.Measures)
	c := &checker{reg: &more, partyAt: map[delist.PartyID]place{}}
	for _, f := range files {
		if len(f.Text) > maxFile {
			c.fault(place{file: f.Name}, "%d bytes: more than %d", len(f.Text), maxFile)
			continue
		}
		for _, node := range c.parse(f.Name, f.Text) {
			at := place{f.Name, node}
			switch {
			case at.in("claims") != at, at.in("origins") != at, at.in("documents") != at:
				c.fault(at, "claims come into the register by being accepted: delist evidence")
			case at.in("issuer") != at:
				readDocument(c, at, c.addMeasure)
			default:
				readDocument(c, at, c.addParty)
			}
		}
	}
	more.index()
	c.facts()
	return &more, c.sorted()
}
