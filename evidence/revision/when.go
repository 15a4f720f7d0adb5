package revision

import (
	"time"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
)

// A rule says which days words such as "last week" mean, given the day of
// printing. The zero rule means none.
type rule struct {
	unit unitOfTime
	// offset is in units from the day of printing; for months and weekdays of a
	// name it is 0 for the latest one that has begun, -1 for the one before it.
	offset int
	// Of days of the calendar, each 0 where it is not said.
	year, month, day int
	weekday          time.Weekday
}

type unitOfTime uint8

const (
	noTime unitOfTime = iota
	days
	weeks // from Monday
	months
	quarters
	years
	weekdays // a named one
	calendar // year, month, day
)

// ruleOf returns the rule of a line of when.tsv.
func ruleOf(unit string, n int) rule {
	switch unit {
	case "day":
		return rule{unit: days, offset: n}
	case "week":
		return rule{unit: weeks, offset: n}
	case "month":
		return rule{unit: months, offset: n}
	case "quarter":
		return rule{unit: quarters, offset: n}
	case "year":
		return rule{unit: years, offset: n}
	case "is-month":
		return rule{unit: calendar, month: n}
	}
	return rule{unit: weekdays, weekday: time.Weekday(n)}
}

// relative reports whether the days depend on the day of printing.
func (r rule) relative() bool { return r.unit != calendar || r.year == 0 }

// on returns the days that r means in a print of a day.
func (r rule) on(printed delist.Date) delist.Period {
	t := printed.Time()
	y, m, d := t.Date()
	switch r.unit {
	case days:
		return span(t.AddDate(0, 0, r.offset), 0, 0, 1)
	case weeks:
		monday := d - (int(t.Weekday())+6)%7
		return span(time.Date(y, m, monday+7*r.offset, 0, 0, 0, 0, time.UTC), 0, 0, 7)
	case months:
		return span(time.Date(y, m+time.Month(r.offset), 1, 0, 0, 0, 0, time.UTC), 0, 1, 0)
	case quarters:
		return span(time.Date(y, (m-1)/3*3+1+time.Month(3*r.offset), 1, 0, 0, 0, 0, time.UTC), 0, 3, 0)
	case years:
		return span(time.Date(y+r.offset, 1, 1, 0, 0, 0, 0, time.UTC), 1, 0, 0)
	case weekdays:
		back := (int(t.Weekday()) - int(r.weekday) + 7) % 7
		if r.offset < 0 && back == 0 {
			back = 7
		} else if r.offset > 0 {
			back -= 7
		}
		return span(t.AddDate(0, 0, -back), 0, 0, 1)
	}
	return r.inCalendar(printed)
}

// inCalendar returns the days of a date of the calendar. One without a year is
// the latest that began at most 30 days after printing: papers announce what is
// near and tell what was.
func (r rule) inCalendar(printed delist.Date) delist.Period {
	month, day := max(r.month, 1), max(r.day, 1)
	year := r.year
	if year == 0 {
		year = printed.Time().Year() + 1
		for limit := printed.AddDays(30); limit.Before(delist.NewDate(year, time.Month(month), day)); {
			year--
		}
		year += r.offset
	}
	start := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	switch {
	case r.month == 0:
		return span(start, 1, 0, 0)
	case r.day == 0:
		return span(start, 0, 1, 0)
	}
	return span(start, 0, 0, 1)
}

func span(from time.Time, y, m, d int) delist.Period {
	return delist.Period{From: delist.DateOf(from), Until: delist.DateOf(from.AddDate(y, m, d))}
}

// printing returns the days on which a document may have been printed; ok is
// false where not even the year is known.
func printing(d *evidence.Document) (p delist.Period, ok bool) {
	t := d.Printed.Time()
	switch {
	case d.Printed.IsZero() || t.Year() < 1 || t.Year() > 9000:
		return p, false
	case d.Precision == "year":
		return span(time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC), 1, 0, 0), true
	case d.Precision == "month":
		return span(time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC), 0, 1, 0), true
	}
	return span(t, 0, 0, 1), true
}
