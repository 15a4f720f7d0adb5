package stories

import (
	"slices"
)

// A slot is the number of a name; the names of all templates share one table.
type slot int32

// The slots of things that are called by their full name once and by their short
// name from then on. The short name's slot follows that of the full one.
const (
	slotCo slot = 2 * iota
	slotCo2
	slotCo3
	slotAg
	slotP1
	slotP2
	slotP3
	slotP4
	slotMentioned // the first that is not mentioned
)

var mentioned = []string{
	"co", "co.short", "co2", "co2.short", "co3", "co3.short", "ag", "ag.short",
	"p1", "p1.last", "p2", "p2.last", "p3", "p3.last", "p4", "p4.last",
}

// given are the other slots that the program itself fills.
var given = []string{
	"land", "land.adj", "capital", "city1", "city2", "day", "date", "month", "year", "lastyear", "nextyear",
	"lastmonth", "nextmonth", "ago", "onday", "self", "who", "q", "outlet", "older", "noun", "ag", "ag.short",
}

// A names table gives each name of a slot its number.
type names map[string]slot

func newNames() names {
	n := names{}
	for _, s := range slices.Concat(mentioned, given) {
		n.of(s)
	}
	for _, p := range people {
		for _, field := range []string{".role", ".he", ".his", ".him", ".man"} {
			n.of(p + field)
		}
	}
	for _, p := range partners {
		for _, field := range companyFields {
			n.of(p + field)
		}
	}
	return n
}

func (n names) of(name string) slot {
	s, ok := n[name]
	if !ok {
		s = slot(len(n))
		n[name] = s
	}
	return s
}
