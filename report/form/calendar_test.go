package form_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/report/form"
)

// The dates that OPM published, as its lists were reprinted: for 2010 and 2011 at
// https://indexmundi.com/blog/index.php/tag/holidays (with the observance of New
// Year's Day 2011 in 2010), for 2012 at
// https://www.fedsmith.com/2012/01/02/2012-paid-federal-holidays/, for 2023 at
// https://www.j4neiros.us/2023/12/federal-holidays-2023.html.
var published = map[int]string{
	2010: "01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
	2011: "01-17 02-21 05-30 07-04 09-05 10-10 11-11 11-24 12-26",
	2012: "01-02 01-16 02-20 05-28 07-04 09-03 10-08 11-12 11-22 12-25",
	2023: "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
}

func usFederal(t *testing.T) *form.Calendar {
	t.Helper()
	return form.Find("far-52.204-23").Calendar
}

func TestHolidaysArePublishedOnes(t *testing.T) {
	for year, want := range published {
		var got []string
		for _, h := range usFederal(t).In(year) {
			got = append(got, h.Observed.String()[5:])
		}
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" {
			t.Errorf("%d: (-published +got)\n%s", year, diff)
		}
	}
}

// Every holiday of twenty years that is observed on another day: by hand, from a
// calendar on paper and the two rules, and none besides.
func TestObservance(t *testing.T) {
	want := []string{
		"2011-12-25 on 2011-12-26", "2012-01-01 on 2012-01-02", "2012-11-11 on 2012-11-12", "2015-07-04 on 2015-07-03",
		"2016-12-25 on 2016-12-26", "2017-01-01 on 2017-01-02", "2017-11-11 on 2017-11-10", "2018-11-11 on 2018-11-12",
		"2020-07-04 on 2020-07-03", "2021-06-19 on 2021-06-18", "2021-07-04 on 2021-07-05", "2021-12-25 on 2021-12-24",
		"2022-01-01 on 2021-12-31", "2022-06-19 on 2022-06-20", "2022-12-25 on 2022-12-26", "2023-01-01 on 2023-01-02",
		"2023-11-11 on 2023-11-10", "2026-07-04 on 2026-07-03", "2027-06-19 on 2027-06-18", "2027-07-04 on 2027-07-05",
		"2027-12-25 on 2027-12-24", "2028-01-01 on 2027-12-31", "2028-11-11 on 2028-11-10", "2029-11-11 on 2029-11-12",
	}
	var got []string
	for year := 2011; year <= 2030; year++ {
		holidays := usFederal(t).In(year)
		for _, h := range holidays {
			if h.Date != h.Observed {
				got = append(got, h.Date.String()+" on "+h.Observed.String())
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Juneteenth is a holiday from 2021 on, and Inauguration Day is none.
func TestWhatIsNoHoliday(t *testing.T) {
	for _, day := range []delist.Date{
		delist.NewDate(2020, time.June, 19), delist.NewDate(2021, time.January, 20),
		delist.NewDate(2018, time.December, 5), delist.NewDate(2018, time.December, 24), // closed by order
	} {
		for _, h := range usFederal(t).In(day.Time().Year()) {
			if h.Observed == day {
				t.Errorf("%s is %s", day, h.Name)
			}
		}
	}
}
