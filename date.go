package delist

import (
	"fmt"
	"time"
)

// A Date is one calendar day at the place of whoever set it, without a time or
// a zone. The zero Date means that no day is known. Dates compare with == and
// with [Date.Before].
type Date struct{ n int32 } // year*10000 + month*100 + day

// NewDate returns the given day without checking that it exists; see
// [ParseDate] for input from outside.
func NewDate(year int, month time.Month, day int) Date {
	return Date{int32(year*10000 + int(month)*100 + day)}
}

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date { return NewDate(t.Date()) }

// ParseDate reads a day written as 2006-01-02 (ISO 8601-1:2019, section 5.2.2).
// A day that the calendar does not have, such as 2017-02-30, is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day of the calendar: want YYYY-MM-DD, such as 2017-09-08", s)
	}
	return DateOf(t), nil
}

// IsZero reports whether no day is known.
func (d Date) IsZero() bool { return d.n == 0 }

// Before reports whether d is an earlier day than e. The zero Date is before
// every other.
func (d Date) Before(e Date) bool { return d.n < e.n }

// Time returns the start of d in UTC.
func (d Date) Time() time.Time {
	return time.Date(int(d.n/10000), time.Month(d.n/100%100), int(d.n%100), 0, 0, 0, 0, time.UTC)
}

// AddDays returns the day n days after d.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// String returns d as 2006-01-02, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.n/10000, d.n/100%100, d.n%100)
}

// MarshalText writes d as [Date.String] does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Date.MarshalText] writes; the empty text is the
// zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// A Period is the half-open interval [From, Until) in whole days. A zero From
// means that no start is known, a zero Until that no end is set.
type Period struct {
	From  Date `json:"from,omitzero" yaml:"from"`
	Until Date `json:"until,omitzero" yaml:"until"`
}

// Contains reports whether d lies in p. A missing start never excludes a day.
func (p Period) Contains(d Date) bool {
	return !d.Before(p.From) && (p.Until.IsZero() || d.Before(p.Until))
}
