package form

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// An unknownWord is a word where only some have a meaning.
type unknownWord struct{ what, word string }

func (u unknownWord) Error() string { return fmt.Sprintf("%q is no %s", u.word, u.what) }

// A checker looks for faults in forms and calendars.
type checker struct {
	calendars map[string]*Calendar
	problems  []Problem
}

func (c *checker) say(file, format string, args ...any) {
	c.problems = append(c.problems, Problem{file, fmt.Sprintf(format, args...)})
}

// id checks that what a file holds is called as the file is.
func (c *checker) id(file, id string) {
	if want := strings.TrimSuffix(path.Base(file), ".yaml"); id != want {
		c.say(file, "id is %q, and the file's name says %q", id, want)
	}
}

func (c *checker) sources(file, of string, sources []delist.Source) {
	if len(sources) == 0 {
		c.say(file, "%s has no source", of)
	}
	for _, s := range sources {
		if !strings.HasPrefix(s.URL, "https://") || s.Date.IsZero() {
			c.say(file, "%s: source %q wants an https address and the day on which it was read", of, s.URL)
		}
	}
}

func (c *checker) checkCalendar(file string, cal *Calendar) {
	c.id(file, cal.ID)
	c.calendars[cal.ID] = cal
	c.sources(file, "the calendar", cal.Sources)
	if cal.Counting == "" {
		c.say(file, "does not say how days are counted")
	}
	if len(cal.Weekend) >= 7 {
		c.say(file, "has no day of work")
	}
	for _, r := range cal.Holidays {
		fixed, moving := r.Day >= 1 && r.Day <= 31, r.Weekday != 0 && r.Nth != 0 && r.Nth >= -4 && r.Nth <= 4
		if r.Name == "" || r.Month < time.January || r.Month > time.December || fixed == moving {
			c.say(file, "holiday %q wants a name, a month, and either a day or an nth weekday", r.Name)
		}
	}
}

func (c *checker) checkForm(file string, f *formFile) {
	c.id(file, f.ID)
	if f.Title == "" || f.Summary == "" {
		c.say(file, "wants a title and a summary")
	}
	for _, s := range f.Sections {
		if !slices.Contains(allSections, s) {
			c.say(file, "%v", unknownWord{"section", string(s)})
		}
	}
	if f.Calendar != "" {
		if f.Form.Calendar = c.calendars[f.Calendar]; f.Form.Calendar == nil {
			c.say(file, "%v", unknownWord{"calendar", f.Calendar})
		}
	}
	for i := range f.Fields {
		c.checkField(file, f, i)
	}
	if len(f.Editions) == 0 {
		c.say(file, "has no edition")
	}
	for i := range f.Editions {
		c.checkEdition(file, f, i)
	}
}

func (c *checker) checkField(file string, f *formFile, i int) {
	d := &f.Fields[i]
	if d.ID == "" || strings.ContainsAny(d.ID, "@= ") || d.Name == "" || f.field(d.ID) != d {
		c.say(file, "field %q wants an id of its own and a name", cmp.Or(d.ID, d.Name))
	}
	if words[d.Need] == "" {
		c.say(file, "field %s: %v", d.ID, unknownWord{"need", string(d.Need)})
	}
	switch d.Scope {
	case OfReport:
		if d.Fill != "" && reportFills[d.Fill] == nil {
			c.say(file, "field %s: %v", d.ID, unknownWord{"answer about a report", d.Fill})
		}
	case OfItem:
		if d.Fill != "" && itemFills[d.Fill] == nil {
			c.say(file, "field %s: %v", d.ID, unknownWord{"answer about an item", d.Fill})
		}
	default:
		c.say(file, "field %s: %v", d.ID, unknownWord{"scope", string(d.Scope)})
	}
	if len(d.Choices) == 1 || d.Denies != "" && !slices.Contains(d.Choices, d.Denies) {
		c.say(file, "field %s: its choices are no choice, or do not have %q", d.ID, d.Denies)
	}
}

func (c *checker) checkEdition(file string, f *formFile, i int) {
	e := &f.Editions[i]
	of := "edition " + e.ID
	if e.ID == "" || e.Date == "" || e.Article == "" || len(e.Stages) == 0 {
		c.say(file, "%s wants an id, a date, the name of its articles, and reports", of)
	}
	for _, before := range f.Editions[:i] {
		if before.ID == e.ID || !before.From.Before(e.From) {
			c.say(file, "%s does not come after edition %s", of, before.ID)
		}
	}
	if len(f.Measures) > 0 {
		c.sources(file, of, e.Sources)
	}
	for j := range e.Stages {
		s := &e.Stages[j]
		if s.ID == "" || s.Title == "" || e.stage(s.ID) != s {
			c.say(file, "%s: report %q wants an id of its own and a title", of, s.ID)
		}
		for _, id := range s.Asks {
			if f.field(id) == nil {
				c.say(file, "%s, report %s: asks for %q, which is no field", of, s.ID, id)
			}
		}
		c.checkClock(file, of+", report "+s.ID, s.Clock, f.Form.Calendar)
	}
}

func (c *checker) checkClock(file, of string, k *Clock, calendar *Calendar) {
	if k == nil {
		return
	}
	if k.Within < 1 || k.Within > 3660 || k.Text == "" {
		c.say(file, "%s: the clock wants a count and the words of the text", of)
	}
	switch {
	case k.Unit != Hour && k.Unit != Day && k.Unit != BusinessDay:
		c.say(file, "%s: %v", of, unknownWord{"unit of a clock", k.Unit})
	case k.Unit == BusinessDay && calendar == nil:
		c.say(file, "%s: counts business days, and the form has no calendar", of)
	}
	switch k.After {
	case AfterDiscovery, AfterSubmission, AfterInformation:
	case AfterIssuance:
		if k.Start.IsZero() {
			c.say(file, "%s: counts from the day of issuance, and has no start", of)
		}
	default:
		c.say(file, "%s: %v", of, unknownWord{"event that a clock counts from", string(k.After)})
	}
}
