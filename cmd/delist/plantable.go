package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/plan"
	"github.com/delistdev/delist/report"
)

// mostLines bounds the lines of a plan that a table shows.
const mostLines = 40

// A lineWriter writes lines that fit a terminal and remembers the first error.
type lineWriter struct {
	w    io.Writer
	opts report.Options
	err  error
}

func (l *lineWriter) printf(format string, args ...any) {
	if l.err == nil {
		text := strings.TrimRight(fmt.Sprintf(format, args...), " ")
		if n := l.opts.Width; n > 0 && len([]rune(text)) > n {
			text = string([]rune(text)[:n-1]) + "…"
		}
		_, l.err = fmt.Fprintln(l.w, text)
	}
}

// planTable writes a plan for people.
func planTable(w io.Writer, p *plan.Plan, opts report.Options) error {
	l := &lineWriter{w: w, opts: opts}
	l.printf("%s %s", report.Clean(p.Target), askedText(p.Asked))
	l.printf("plan %s: %s", p.ID, countsText(p))
	l.printf("customers: %s", customersText(p.Customers))
	for i := range p.Lines {
		if i == mostLines {
			l.printf("… and %d more lines: --format json", len(p.Lines)-i)
			break
		}
		l.planLine(&p.Lines[i])
	}
	if len(p.Lines) == 0 {
		l.printf("Nothing is to be done about what could be attributed.")
	}
	if !p.Complete {
		l.printf("Incomplete: %s could not be read or decided: there may be more to do.", countOf(len(p.Unread), "place"))
	}
	return l.err
}

func (l *lineWriter) planLine(line *plan.Line) {
	what := line.Item.Name
	if line.Item.Version != "" {
		what += " " + line.Item.Version
	}
	if line.Bundle {
		what += " (bundle)"
	}
	l.printf("")
	l.printf("%3d %-8s  %s  %s", line.Number, line.Do, report.Clean(what), report.Clean(whereText(line.Locations, line.Places)))
	l.printf("    %s", report.Clean(line.Reason()))
	for _, number := range []struct{ word, value string }{{"gtin", line.Item.GTIN}, {"part number", line.Item.PartNumber}, {"shelf", shelfOf(line)}} {
		if number.value != "" {
			l.printf("    %s %s", number.word, report.Clean(number.value))
		}
	}
	for _, q := range line.Questions {
		l.printf("    ? %s --given %s=yes|no", report.Clean(q.Question), q.Key)
	}
	for _, c := range line.Commands {
		l.printf("    %s: %s", c.Platform, report.Clean(c.Text))
	}
	for _, r := range line.Remedies {
		l.printf("    way out: %s", report.Clean(r.Text))
	}
	for _, asset := range line.Assets {
		owner := asset.Owner
		if owner == "" {
			owner = "no owner on record"
		}
		l.printf("    on %s (%s)", report.Clean(asset.Name), report.Clean(owner))
	}
}

func shelfOf(line *plan.Line) string {
	for _, place := range line.Locations {
		if place.Sale != nil && place.Sale.Shelf != "" {
			return place.Sale.Shelf
		}
	}
	return ""
}

func askedText(asked delist.Asked) string {
	var as []string
	for _, audience := range asked.As {
		as = append(as, string(audience))
	}
	return fmt.Sprintf("for %s · act %s · on %s", strings.Join(as, ", "), asked.Act, asked.On)
}

func customersText(c plan.Customers) string {
	remedy, until := report.Clean(c.Remedy), c.Until.String()
	switch {
	case remedy == "" && until == "":
		return "none given (--remedy, --remedy-until)"
	case remedy == "":
		remedy = "remedy: none given"
	case until == "":
		until = "no last day given"
	}
	return remedy + ", until " + until
}

func whereText(places []delist.Location, all int) string {
	if len(places) == 0 {
		return ""
	}
	text := places[0].String()
	if n := max(all, len(places)); n > 1 {
		text += fmt.Sprintf(" (+%d)", n-1)
	}
	return text
}

// verificationTable writes a verification for people, the worst first.
func verificationTable(w io.Writer, v *plan.Verification, opts report.Options) error {
	l := &lineWriter{w: w, opts: opts}
	l.printf("%s %s", report.Clean(v.Target), askedText(v.Asked))
	l.printf("plan %s: %s", v.Plan, numbered(v.Counts, plan.States, func(s plan.State) string { return string(s) }))
	shown := 0
	for _, state := range plan.States {
		for i := range v.Lines {
			one := &v.Lines[i]
			if one.State != state {
				continue
			}
			if shown++; shown > mostLines {
				continue
			}
			by := ""
			if one.State == plan.Withdrawn {
				by = "  " + one.By
			}
			l.printf("%3d %-9s  %s  %s%s", one.Number, one.State, report.Clean(one.Item.Name), report.Clean(whereText(one.Locations, one.Places)), report.Clean(by))
		}
	}
	if shown > mostLines {
		l.printf("… and %d more lines: --format json", shown-mostLines)
	}
	for i := range v.New {
		if i == mostLines {
			l.printf("… and %d more new findings: --format json", len(v.New)-i)
			break
		}
		one := &v.New[i]
		l.printf("    new        %s  %s  %s: %s", report.Clean(one.Item.Name), report.Clean(whereText(one.Locations, one.Places)), report.Clean(one.Party.Name), one.Level)
	}
	if len(v.New) > 0 {
		l.printf("New findings are not in the plan: plan again to deal with them.")
	}
	if !v.Complete {
		l.printf("Incomplete: %s could not be read or decided, so nothing counts as gone that could be there.", countOf(len(v.Unread), "place"))
	}
	l.printf("sha256 %s", v.SHA256)
	return l.err
}
