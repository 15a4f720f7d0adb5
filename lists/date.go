package lists

import (
	"fmt"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// Years that a list can speak of; what lies outside was mistyped.
const firstYear, lastYear = 1900, 2200

// parseDate reads a day in one of the layouts of package time. A year that no
// list can mean, such as 20017, is an error.
func parseDate(value string, layouts ...string) (delist.Date, error) {
	value = strings.TrimSpace(value)
	for _, layout := range layouts {
		t, err := time.Parse(layout, value)
		if err != nil {
			continue
		}
		if t.Year() < firstYear || t.Year() > lastYear {
			return delist.Date{}, fmt.Errorf("%q is no day that a list can mean", value)
		}
		return delist.DateOf(t), nil
	}
	return delist.Date{}, fmt.Errorf("%q is not a day of the calendar", value)
}

// parseISO reads 2006-01-02, with or without a time or a zone behind it.
func parseISO(value string) (delist.Date, error) {
	value = strings.TrimSpace(value)
	if len(value) > len(time.DateOnly) && strings.ContainsRune("T +-Z", rune(value[len(time.DateOnly)])) {
		value = value[:len(time.DateOnly)]
	}
	return parseDate(value, time.DateOnly)
}

// dateAfter returns the day that stands behind a mark in the head of a file.
func dateAfter(head []byte, mark string) delist.Date {
	_, rest, ok := strings.Cut(string(head), mark)
	if !ok || len(rest) < len(time.DateOnly) {
		return delist.Date{}
	}
	d, err := parseISO(rest[:len(time.DateOnly)])
	if err != nil {
		return delist.Date{}
	}
	return d
}

// parseDayFirst reads 02/01/2006.
func parseDayFirst(value string) (delist.Date, error) { return parseDate(value, "02/01/2006") }
