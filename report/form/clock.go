package form

import (
	"math"
	"time"

	"github.com/delistdev/delist"
)

// An Event is what a clock counts from.
type Event string

// The events.
const (
	AfterDiscovery   Event = "discovery"   // it was identified, or somebody told of it
	AfterSubmission  Event = "submission"  // of the first report
	AfterInformation Event = "information" // something new was learnt
	AfterIssuance    Event = "issuance"    // of the measure itself, on [Clock.Start]
)

// The units of a clock, those of [delist.Duty] and the hour.
const (
	Hour        = "hour"
	Day         = "day" // of the calendar
	BusinessDay = "business-day"
)

// A Clock is a time limit of a clause.
type Clock struct {
	Within int    `json:"within"`
	Unit   string `json:"unit"`
	After  Event  `json:"after"`
	// Start is the day of [AfterIssuance].
	Start delist.Date `json:"start,omitzero"`
	// Text is how the clause says it.
	Text string `json:"text"`
	// Unconfirmed marks a clock that no text that was read confirms.
	Unconfirmed bool `json:"-"`
}

// hours orders clocks by how much time they leave at the least; none leaves all.
func (c *Clock) hours() int {
	switch {
	case c == nil:
		return math.MaxInt
	case c.Unit == Hour:
		return c.Within
	}
	return 24 * c.Within
}

// A Deadline is a clock that runs.
type Deadline struct {
	// End is the last moment, in UTC; zero where the clock does not run.
	End time.Time `json:"end,omitzero"`
	// Day is the last day at the place; zero where hours are counted.
	Day delist.Date `json:"day,omitzero"`
	// LeftOut are the days that were passed over, with the reasons.
	LeftOut []LeftOut `json:"left_out,omitempty"`
}

// A LeftOut is a day that is no business day.
type LeftOut struct {
	Day delist.Date `json:"day"`
	Why string      `json:"why"`
}

// Deadline counts from a moment. Hours run at once. Days are those of the place:
// the day of the moment does not count, and the last day runs to its end, as
// [Calendar.Counting] explains. A business day is one on which the calendar has
// nothing; where it is nil, every day is one.
func (c *Clock) Deadline(start time.Time, zone *time.Location, calendar *Calendar) Deadline {
	if c.Unit == Hour {
		return Deadline{End: start.Add(time.Duration(c.Within) * time.Hour).UTC()}
	}
	var d Deadline
	day := delist.DateOf(start.In(zone))
	for left := c.Within; left > 0; {
		day = day.AddDays(1)
		if c.Unit == BusinessDay {
			if why := calendar.off(day); why != "" {
				d.LeftOut = append(d.LeftOut, LeftOut{day, why})
				continue
			}
		}
		left--
	}
	d.Day, d.End = day, endOf(day, zone)
	return d
}

// endOf returns the last second of a day at a place: the next day may begin an
// hour off where clocks are changed, and does not always begin at midnight.
func endOf(day delist.Date, zone *time.Location) time.Time {
	next := day.AddDays(1).Time()
	return time.Date(next.Year(), next.Month(), next.Day(), 0, 0, 0, 0, zone).Add(-time.Second).UTC()
}
