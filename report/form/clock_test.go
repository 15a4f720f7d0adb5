package form_test

import (
	"testing"
	"time"

	"github.com/delistdev/delist/report/form"
)

func TestDeadline(t *testing.T) {
	tests := []struct {
		name   string
		within int
		unit   string
		start  string
		zone   string
		end    string
	}{
		{"the day of discovery does not count", 1, form.BusinessDay, "2026-11-17T00:00:00Z", "UTC", "2026-11-18T23:59:59Z"},
		{"a discovery in the last second of a day", 1, form.BusinessDay, "2026-11-17T23:59:59Z", "UTC", "2026-11-18T23:59:59Z"},
		{"Friday to Monday", 1, form.BusinessDay, "2026-11-20T15:04:00Z", "UTC", "2026-11-23T23:59:59Z"},
		{"Saturday to Monday", 1, form.BusinessDay, "2026-11-21T15:04:00Z", "UTC", "2026-11-23T23:59:59Z"},
		{"three days over Thanksgiving", 3, form.BusinessDay, "2026-11-24T12:00:00Z", "UTC", "2026-11-30T23:59:59Z"},
		{"ten days with Thanksgiving", 10, form.BusinessDay, "2026-11-20T12:00:00Z", "UTC", "2026-12-07T23:59:59Z"},
		{"the year's end: Christmas on Friday, New Year on Friday", 10, form.BusinessDay, "2026-12-23T12:00:00Z", "UTC", "2027-01-08T23:59:59Z"},
		{"New Year's Day observed in the old year", 1, form.BusinessDay, "2021-12-30T12:00:00Z", "UTC", "2022-01-03T23:59:59Z"},
		{"two observed Fridays in a row", 3, form.BusinessDay, "2021-12-23T12:00:00Z", "UTC", "2021-12-29T23:59:59Z"},
		{"a leap day is a day of work", 1, form.BusinessDay, "2024-02-28T12:00:00Z", "UTC", "2024-02-29T23:59:59Z"},
		{"no leap day", 1, form.BusinessDay, "2023-02-28T12:00:00Z", "UTC", "2023-03-01T23:59:59Z"},
		{"no Juneteenth in 2020", 1, form.BusinessDay, "2020-06-18T12:00:00Z", "UTC", "2020-06-19T23:59:59Z"},
		{"Juneteenth in 2023", 1, form.BusinessDay, "2023-06-16T12:00:00Z", "UTC", "2023-06-20T23:59:59Z"},
		{"closed by order, and a day of work all the same", 1, form.BusinessDay, "2018-12-21T12:00:00Z", "UTC", "2018-12-24T23:59:59Z"},
		{"the day at the place: still Thursday there", 1, form.BusinessDay, "2026-11-20T03:00:00Z", "America/New_York", "2026-11-21T04:59:59Z"},
		{"the clocks go back on the way", 1, form.BusinessDay, "2026-10-30T12:00:00Z", "America/New_York", "2026-11-03T04:59:59Z"},
		{"the clocks go forward on the way", 1, form.BusinessDay, "2026-03-06T12:00:00Z", "America/New_York", "2026-03-10T03:59:59Z"},
		{"the last day has 23 hours", 2, form.Day, "2026-03-06T12:00:00Z", "America/New_York", "2026-03-09T03:59:59Z"},
		{"a place ahead of UTC", 1, form.BusinessDay, "2026-11-17T20:00:00Z", "Asia/Tokyo", "2026-11-19T14:59:59Z"},
		{"calendar days count every day", 30, form.Day, "2017-09-13T00:00:00Z", "UTC", "2017-10-13T23:59:59Z"},
		{"a last calendar day may be a Sunday", 60, form.Day, "2017-09-13T00:00:00Z", "UTC", "2017-11-12T23:59:59Z"},
		{"ninety days", 90, form.Day, "2017-09-13T00:00:00Z", "UTC", "2017-12-12T23:59:59Z"},
		{"hours run over weekends", 72, form.Hour, "2026-11-20T15:04:05Z", "America/New_York", "2026-11-23T15:04:05Z"},
		{"hours know no change of clocks", 72, form.Hour, "2026-10-31T12:00:00Z", "America/New_York", "2026-11-03T12:00:00Z"},
	}
	for _, test := range tests {
		start, err := time.Parse(time.RFC3339, test.start)
		if err != nil {
			t.Fatal(err)
		}
		zone, err := form.ParseZone(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		clock := form.Clock{Within: test.within, Unit: test.unit}
		got := clock.Deadline(start, zone, usFederal(t))
		if end := got.End.Format(time.RFC3339); end != test.end {
			t.Errorf("%s: %d %s from %s at %s end %s, want %s", test.name, test.within, test.unit, test.start, test.zone, end, test.end)
		}
	}
}

// A deadline in business days is itself a business day, after its start, and what
// was passed over lies between.
func TestDeadlineLaws(t *testing.T) {
	calendar := usFederal(t)
	for start := time.Date(2018, 1, 1, 13, 0, 0, 0, time.UTC); start.Year() < 2031; start = start.AddDate(0, 0, 1) {
		one := (&form.Clock{Within: 1, Unit: form.BusinessDay}).Deadline(start, time.UTC, calendar)
		two := (&form.Clock{Within: 2, Unit: form.BusinessDay}).Deadline(start, time.UTC, calendar)
		step := (&form.Clock{Within: 1, Unit: form.BusinessDay}).Deadline(one.End, time.UTC, calendar)
		if !one.End.After(start) || two.Day != step.Day {
			t.Errorf("%s: one day ends %s, two %s, one after one %s", start, one.Day, two.Day, step.Day)
		}
		if d := one.Day.Time().Weekday(); d == time.Saturday || d == time.Sunday {
			t.Errorf("%s: ends on a %s", start, d)
		}
		if days := int(one.Day.Time().Sub(start.Truncate(24*time.Hour)).Hours() / 24); days != 1+len(one.LeftOut) {
			t.Errorf("%s: ends after %d days and leaves out %d", start, days, len(one.LeftOut))
		}
	}
}

func TestParseMoment(t *testing.T) {
	tests := []struct{ in, zone, want string }{
		{"2026-11-20T15:04:00-05:00", "UTC", "2026-11-20T20:04:00Z"},
		{"2026-11-20T15:04Z", "America/New_York", "2026-11-20T15:04:00Z"},
		{"2026-11-20T15:04", "America/New_York", "2026-11-20T20:04:00Z"},
		{"2026-07-20 15:04", "America/New_York", "2026-07-20T19:04:00Z"},
		{"2026-11-20", "America/New_York", "2026-11-20T05:00:00Z"},
		{"2026-11-20", "UTC", "2026-11-20T00:00:00Z"},
		{"yesterday", "UTC", ""},
		{"2026-02-30", "UTC", ""},
		{"0001-01-01", "UTC", ""},
		{"", "UTC", ""},
	}
	for _, test := range tests {
		zone, err := form.ParseZone(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		got, err := form.ParseMoment(test.in, zone)
		if test.want == "" {
			if err == nil {
				t.Errorf("%q is read as %s", test.in, got)
			}
		} else if err != nil || got.Format(time.RFC3339) != test.want {
			t.Errorf("%q at %s is %s, %v, want %s", test.in, test.zone, got.Format(time.RFC3339), err, test.want)
		}
	}
	for _, zone := range []string{"", "Local", "Nowhere", "../../etc/passwd"} {
		if _, err := form.ParseZone(zone); err == nil {
			t.Errorf("%q is a zone", zone)
		}
	}
}
