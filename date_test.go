package delist_test

import (
	"testing"

	"github.com/delistdev/delist"
)

func TestParseDate(t *testing.T) {
	tests := []struct {
		name, in string
		ok       bool
	}{
		{"a day", "2017-09-08", true},
		{"a leap day", "2024-02-29", true},
		{"a leap day that there is not", "2023-02-29", false},
		{"30 February", "2017-02-30", false},
		{"a month", "2017-09", false},
		{"a year of five figures", "20017-01-01", false},
		{"slashes", "2017/09/08", false},
		{"nothing", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := delist.ParseDate(test.in)
			if (err == nil) != test.ok {
				t.Fatalf("error %v, want one: %v", err, !test.ok)
			}
			if test.ok && d.String() != test.in {
				t.Errorf("got %s, want %s", d, test.in)
			}
		})
	}
}

func TestDateOrder(t *testing.T) {
	var none delist.Date
	day := delist.NewDate(2020, 8, 13)
	if !none.Before(day) || day.Before(none) || day.Before(day) || !day.AddDays(-1).Before(day) {
		t.Error("days do not come in their order, or the unknown one does not come first")
	}
	if got := delist.NewDate(2024, 2, 28).AddDays(2).String(); got != "2024-03-01" {
		t.Errorf("two days after 28 February 2024: %s", got)
	}
}

func TestPeriodContains(t *testing.T) {
	day := func(s string) delist.Date {
		if s == "" {
			return delist.Date{}
		}
		d, err := delist.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	tests := []struct {
		name             string
		from, until, day string
		want             bool
	}{
		{"first day", "2020-08-13", "", "2020-08-13", true},
		{"the day before", "2020-08-13", "", "2020-08-12", false},
		{"until is exclusive", "2020-08-13", "2024-01-01", "2024-01-01", false},
		{"no published start never clears", "", "", "1999-01-01", true},
	}
	for _, test := range tests {
		p := delist.Period{From: day(test.from), Until: day(test.until)}
		if got := p.Contains(day(test.day)); got != test.want {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
}

func TestAudienceBinds(t *testing.T) {
	tests := []struct {
		bound, asker delist.Audience
		want         bool
	}{
		{"us", "us/federal/civilian", true},
		{"us/federal", "us/federal", true},
		{"us/federal", "us", false},
		{"us/federal", "us/federally", false},
		{"us", "usa", false},
		{"us", delist.Everyone, true},
		{delist.Self, "us", false},
	}
	for _, test := range tests {
		if got := test.bound.Binds(test.asker); got != test.want {
			t.Errorf("%s binds %s: got %v", test.bound, test.asker, got)
		}
	}
}

func TestLevels(t *testing.T) {
	for l := delist.Clear; l <= delist.Prohibited; l++ {
		parsed, err := delist.ParseLevel(l.String())
		if err != nil || parsed != l {
			t.Errorf("%s: %v, %v", l, parsed, err)
		}
		if l.Adverse() != (l >= delist.Delisted) {
			t.Errorf("%s: adverse %v", l, l.Adverse())
		}
	}
	if _, err := delist.ParseLevel("banned"); err == nil {
		t.Error("banned is no level")
	}
}
