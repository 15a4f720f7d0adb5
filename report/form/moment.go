package form

import (
	"fmt"
	"time"
	_ "time/tzdata" // places are known on machines without a zone database, too
)

// ParseZone returns the place of a name of the IANA time zone database, such as
// "America/New_York". The zone of the machine ("Local") is no place.
func ParseZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not a time zone: want a name such as America/New_York or UTC", name)
	}
	return zone, nil
}

// ParseMoment reads a time: with its zone as in RFC 3339, or without, and then
// at the place that is given, UTC if nil. A day alone begins at midnight, the
// earliest that it can have been. It must lie in the years 1990 to 2199.
func ParseMoment(s string, zone *time.Location) (time.Time, error) {
	if zone == nil {
		zone = time.UTC
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateTime, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		t, err := time.ParseInLocation(layout, s, zone)
		if err == nil && t.Year() >= 1990 && t.Year() < 2200 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: want 2026-11-20T15:04:00-05:00, or 2026-11-20T15:04 at the place of --zone", s)
}
