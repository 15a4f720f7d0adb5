package form

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// A Calendar says which days are no business days. Its rules are data.
type Calendar struct {
	ID      string
	Title   string
	Weekend []weekday
	// Observed is by how many days a holiday moves that falls on a weekday.
	Observed map[weekday]int
	Holidays []rule
	// Notes say what is left out, and why.
	Notes []string
	// Counting says how days are counted, and whose reading that is.
	Counting string
	Sources  []delist.Source
}

// A rule gives one holiday a year: a fixed day, or the nth weekday of a month,
// the last for -1.
type rule struct {
	Name    string
	Month   time.Month
	Day     int
	Weekday weekday
	Nth     int
	From    int // first year; 0 for ever
}

// A weekday is written in English and lower case. It is one more than
// [time.Weekday], so that the zero value is none.
type weekday int

func (w *weekday) UnmarshalText(text []byte) error {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.ToLower(d.String()) == string(text) {
			*w = weekday(d + 1)
			return nil
		}
	}
	return unknownWord{"day of the week", string(text)}
}

func weekdayOf(d delist.Date) weekday { return weekday(d.Time().Weekday() + 1) }

// A Holiday is one holiday as it is observed.
type Holiday struct {
	Name string
	// Date is the holiday itself, Observed the day on which nobody works for it.
	Date, Observed delist.Date
}

// In returns the holidays that are observed in a year, in the order of their
// days: with that of the next year's first day, where it falls into this one.
func (c *Calendar) In(year int) []Holiday {
	var found []Holiday
	for _, y := range []int{year - 1, year, year + 1} {
		for _, r := range c.Holidays {
			if y < r.From {
				continue
			}
			h := Holiday{Name: r.Name, Date: r.on(y)}
			h.Observed = h.Date.AddDays(c.Observed[weekdayOf(h.Date)])
			if h.Observed.Time().Year() == year {
				found = append(found, h)
			}
		}
	}
	slices.SortFunc(found, func(a, b Holiday) int { return cmp.Compare(a.Observed.String(), b.Observed.String()) })
	return found
}

// on returns the day of a holiday in a year.
func (r rule) on(year int) delist.Date {
	if r.Day > 0 {
		return delist.NewDate(year, r.Month, r.Day)
	}
	if r.Nth < 0 {
		last := delist.NewDate(year, r.Month+1, 1).AddDays(-1)
		if r.Month == time.December {
			last = delist.NewDate(year, r.Month, 31)
		}
		return last.AddDays(-int((weekdayOf(last)-r.Weekday+7)%7) + 7*(r.Nth+1))
	}
	first := delist.NewDate(year, r.Month, 1)
	return first.AddDays(int((r.Weekday-weekdayOf(first)+7)%7) + 7*(r.Nth-1))
}

// off returns why a day is no business day, or "".
func (c *Calendar) off(day delist.Date) string {
	if c == nil {
		return ""
	}
	for _, h := range c.In(day.Time().Year()) {
		switch {
		case h.Observed == day && h.Date == day:
			return h.Name
		case h.Observed == day:
			return h.Name + ", observed"
		}
	}
	if slices.Contains(c.Weekend, weekdayOf(day)) {
		return day.Time().Weekday().String()
	}
	return ""
}
