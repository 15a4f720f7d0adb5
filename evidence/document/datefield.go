package document

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/delistdev/delist"
)

// dateTime reads the days of RFC 3339 and 2017年9月9日.
func dateTime(s string) (moment, int) {
	if len(s) >= 10 && s[4] == '-' && s[7] == '-' {
		if d, err := delist.ParseDate(s[:10]); err == nil && d.Time().Year() >= firstYear {
			return moment{d, "day"}, 10
		}
	}
	if len(s) < 12 || s[0] < '1' || s[0] > '2' {
		return moment{}, 0
	}
	year, rest, ok := strings.Cut(s[:min(len(s), 20)], "年")
	month, rest, ok2 := strings.Cut(rest, "月")
	dayOf, _, ok3 := strings.Cut(rest, "日")
	if !ok || !ok2 || !ok3 {
		return moment{}, 0
	}
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(dayOf)
	return day(y, m, n, len(year)+len(month)+len(dayOf)+len("年月日"))
}

// layouts are those of HTTP, mail and feeds.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "20060102T150405Z", "20060102", time.RFC1123Z, time.RFC1123,
	"Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", time.RFC850, time.ANSIC, time.UnixDate,
}

// written reads a date out of a field that holds nothing else.
func written(value string) moment {
	value = strings.TrimSpace(value)
	if value == "" || len(value) > 200 {
		return moment{}
	}
	if m, n := dateAt(value); n > 0 {
		return m
	}
	if i := strings.IndexByte(value, '('); i > 0 { // a comment of RFC 5322
		value = strings.TrimSpace(value[:i])
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, value); err == nil && t.Year() >= firstYear && t.Year() <= lastYear {
			return moment{delist.DateOf(t), "day"}
		}
	}
	m, _, _ := findDate(value)
	if m.date.IsZero() && len(value) == 4 && isDigits(value) {
		if y, _ := strconv.Atoi(value); y >= firstYear && y <= lastYear {
			return moment{delist.NewDate(y, 1, 1), "year"}
		}
	}
	return m
}

// findDate finds the first date in s, and where it stands.
func findDate(s string) (m moment, start, end int) {
	inside := false
	for i, r := range s {
		word := unicode.IsLetter(r) || unicode.IsDigit(r)
		if word && !inside {
			if m, n := dateAt(s[i:]); n > 0 {
				return m, i, i + n
			}
		}
		inside = word
	}
	return moment{}, 0, 0
}
