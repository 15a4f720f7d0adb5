package stories

import (
	"math/rand/v2"
	"strings"
)

// An outlet is an agency or a newspaper.
type outlet struct {
	name, short string
	agency      bool
	british     bool
}

// outlet chooses who writes: two of three stories are an agency's.
func (b *bank) outlet(r *rand.Rand) outlet {
	v := b.speaker(r)
	if r.IntN(3) == 0 {
		paper := v.line(b, "paper")
		return outlet{name: paper, short: "the " + paper, british: r.IntN(2) == 0}
	}
	row := strings.Split(v.line(b, "agency"), " // ")
	return outlet{name: row[0], short: row[1], agency: true, british: row[2] == "uk"}
}

// named returns the outlet's name as a sentence has it.
func (s *Story) named() string {
	if s.Agency {
		return s.Outlet
	}
	return s.short
}

// credit returns the short name as it stands alone.
func (s *Story) credit() string { return strings.TrimPrefix(s.short, "the ") }
