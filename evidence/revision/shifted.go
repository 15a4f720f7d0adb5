package revision

import (
	"fmt"

	"github.com/delistdev/delist"
)

// A verdict says whether two dates are the same days.
type verdict uint8

const (
	unknown verdict = iota
	sameDays
	otherDays
	depends // on the day of printing, which is not known exactly
)

// compareDates says which days two dates mean, each in its own print, and
// whether they are the same.
func (c *comparison) compareDates(x, y *fact) (verdict, string) {
	pa, okA := printing(c.a.doc)
	pb, okB := printing(c.b.doc)
	if !x.rule.relative() {
		pa, okA = oneDay, true
	}
	if !y.rule.relative() {
		pb, okB = oneDay, true
	}
	switch exactA, exactB := isDay(pa), isDay(pb); {
	case !okA || !okB:
		return unknown, "which days are meant depends on the days of printing, which are not both known"
	case exactA && exactB:
		da, db := x.rule.on(pa.From), y.rule.on(pb.From)
		why := fmt.Sprintf("the first means %s, the second %s", written(da), written(db))
		if da == db {
			return sameDays, "both mean " + written(da)
		}
		return otherDays, why
	case exactA:
		return c.within(x.rule.on(pa.From), y.rule, pb, "second")
	case exactB:
		return c.within(y.rule.on(pb.From), x.rule, pa, "first")
	}
	if x.rule == y.rule && pa == pb {
		return depends, "the same words, and both prints are of one time: the exact days are not known"
	}
	return unknown, "which days are meant depends on the days of printing, which are not known exactly"
}

// within compares days that are known with a rule of a print that may be of any
// day of a period.
func (c *comparison) within(known delist.Period, r rule, printed delist.Period, which string) (verdict, string) {
	first, last, all := -1, -1, true
	for n, p := range c.eachDay(r, printed) {
		if p != known {
			all = false
			continue
		}
		if last = n; first < 0 {
			first = n
		}
	}
	other := "first"
	if which == "first" {
		other = "second"
	}
	switch {
	case all:
		return sameDays, "both mean " + written(known)
	case first < 0:
		return otherDays, fmt.Sprintf("the %s means %s, the %s cannot", other, written(known), which)
	}
	return depends, fmt.Sprintf("the %s means %s, the %s the same only if it was printed %s", other, written(known), which,
		written(delist.Period{From: printed.From.AddDays(first), Until: printed.From.AddDays(last + 1)}))
}

// eachDay returns what a rule means in a print of each day of a period. It is
// kept: a text may have the same words a hundred thousand times.
func (c *comparison) eachDay(r rule, printed delist.Period) []delist.Period {
	key := ruleIn{r, printed}
	list, ok := c.days[key]
	if !ok {
		for d := printed.From; d.Before(printed.Until); d = d.AddDays(1) {
			list = append(list, r.on(d))
		}
		c.days[key] = list
	}
	return list
}

type ruleIn struct {
	rule    rule
	printed delist.Period
}

// oneDay is any day, for dates that do not depend on it.
var oneDay = delist.Period{From: delist.NewDate(2000, 1, 1), Until: delist.NewDate(2000, 1, 2)}

func isDay(p delist.Period) bool { return p.From.AddDays(1) == p.Until }

// written returns a period in words.
func written(p delist.Period) string {
	if isDay(p) {
		return "on " + p.From.String()
	}
	return "from " + p.From.String() + " to " + p.Until.AddDays(-1).String()
}
