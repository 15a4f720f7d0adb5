package form

import (
	"fmt"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

func drawClocks(p *page, r *Report) {
	if len(r.Deadlines) == 0 {
		return
	}
	p.heading(2, "Deadlines")
	t := &table{Head: []string{"Report", "Within", "In the words of the text", "Counted from", "Due"}}
	for i := range r.Deadlines {
		d := &r.Deadlines[i]
		t.Rows = append(t.Rows, []string{title(d), within(d), wording(d), counted(d, r.place()), due(d, r.place())})
	}
	p.table(t)
	for i := range r.Deadlines {
		if d := &r.Deadlines[i]; len(d.LeftOut) > 0 {
			var days []string
			for _, l := range d.LeftOut {
				days = append(days, fmt.Sprintf("%s (%s)", l.Day, l.Why))
			}
			p.text("%s: no business days are %s.", d.Report.Title, strings.Join(days, ", "))
		}
	}
	for _, text := range r.counting {
		p.text("%s", text)
	}
}

// place is where the days of the report are.
func (r *Report) place() *time.Location {
	if zone, err := ParseZone(r.Zone); err == nil {
		return zone
	}
	return time.UTC
}

func title(d *Due) string { return strings.TrimSpace(d.Report.Title + " " + d.Report.Paragraph) }

func within(d *Due) string {
	unit := map[string]string{Hour: "hour", Day: "calendar day", BusinessDay: "business day"}[d.Unit]
	if d.Within != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", d.Within, unit)
}

func wording(d *Due) string {
	if !d.Confirmed {
		return d.Text + " (not confirmed)"
	}
	return d.Text
}

func counted(d *Due, zone *time.Location) string {
	if d.Counted.IsZero() {
		return map[Event]string{
			AfterDiscovery:   "discovery: not in the ledger",
			AfterSubmission:  "submission of the first report: not given",
			AfterInformation: "discovery of new information: not given",
		}[d.After]
	}
	if d.After == AfterIssuance {
		return d.Start.String() + ", " + d.Basis
	}
	return at(d.Counted, zone) + ", " + d.Basis
}

func due(d *Due, zone *time.Location) string {
	switch {
	case d.End.IsZero():
		return "not known"
	case d.After == AfterIssuance:
		return dayText(d.Day)
	case d.Day.IsZero():
		return at(d.End, zone)
	}
	return fmt.Sprintf("end of %s (%s)", dayText(d.Day), at(d.End, zone))
}

func dayText(d delist.Date) string { return d.Time().Format("Monday, 2 January 2006") }

// at writes a moment in UTC, and at a place where that is another.
func at(t time.Time, zone *time.Location) string {
	text := t.UTC().Format(time.RFC3339)
	if zone != time.UTC {
		text += t.In(zone).Format(", 2006-01-02 15:04 MST")
	}
	return text
}
