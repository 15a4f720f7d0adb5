package form

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// An Input is what a report is made of.
type Input struct {
	Version   string // of delist
	Made      time.Time
	Sightings []delist.Sighting
	Inquiry   Inquiry
	Plan      []Planned
	// Values are the user's answers: by FIELD, or by FIELD@FINDING for one
	// article. See [ReadValues].
	Values map[string]string
	// Edition names one, or ContractDate chooses the one that contracts of that
	// day carry.
	Edition      string
	ContractDate delist.Date
	// Stage is which of the edition's reports; empty means the first.
	Stage string
	// Discovered is when the user learnt of it; Submitted when the first report
	// was handed in.
	Discovered, Submitted time.Time
	// Zone is the place whose days count; nil: nobody said.
	Zone *time.Location
}

// Make fills a form. It fails only on an edition, stage or answer that the form
// does not have: what is not known is listed in [Report.Missing].
func Make(f Form, in Input) (*Report, error) {
	m := &maker{form: &f, in: in, zone: cmp.Or(in.Zone, time.UTC)}
	if err := m.choose(); err != nil {
		return nil, err
	}
	m.report = &Report{
		Schema: Schema, Version: in.Version, Form: f.ID, Title: f.Title,
		Edition: EditionRef{m.edition.ID, m.edition.Date, m.edition.From, m.edition.Article}, EditionGiven: m.given,
		Stage: ref(m.stage), Recipient: f.Recipient, Made: in.Made.UTC(), Sources: m.edition.Sources,
		Inquiry: in.Inquiry, Missing: []Missing{}, Deadlines: []Due{}, Fields: []Answer{}, Articles: []Article{},
		sections: f.Sections, inquiry: f.Inquiry,
	}
	r := m.report
	r.Inquiry.Searched, r.Inquiry.Versions, r.Inquiry.Unread = orEmpty(r.Inquiry.Searched), orEmpty(r.Inquiry.Versions), orEmpty(r.Inquiry.Unread)
	if in.Zone != nil {
		m.report.Zone = in.Zone.String()
	}
	if err := m.checkValues(); err != nil {
		return nil, err
	}
	m.tellEdition()
	m.addArticles()
	m.addFields()
	m.addClocks()
	m.addExposure()
	m.addNotes()
	m.report.Complete = len(m.report.Missing) == 0 && in.Inquiry.Complete()
	return m.report, nil
}

// orEmpty returns a list that JSON writes as one.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// A maker fills one report.
type maker struct {
	form    *Form
	in      Input
	zone    *time.Location
	edition *Edition
	given   bool // the edition was chosen by the user, or there is only one
	stage   *Stage
	items   []group
	report  *Report
}

func ref(s *Stage) StageRef { return StageRef{s.ID, s.Title, s.Paragraph} }

func (m *maker) note(format string, args ...any) {
	m.report.Notes = append(m.report.Notes, fmt.Sprintf(format, args...))
}

func (m *maker) miss(field, name string, article int, flag string) {
	m.report.Missing = append(m.report.Missing, Missing{field, name, article, flag})
}

// choose finds the edition and the stage.
func (m *maker) choose() error {
	var err error
	switch {
	case m.in.Edition != "":
		err = m.named()
	case !m.in.ContractDate.IsZero():
		err = m.carried()
	default:
		m.shortest()
	}
	if err != nil {
		return err
	}
	id := cmp.Or(m.in.Stage, m.edition.Stages[0].ID)
	if m.stage = m.edition.stage(id); m.stage == nil {
		var ids []string
		for _, s := range m.edition.Stages {
			ids = append(ids, s.ID)
		}
		return fmt.Errorf("%s has no report %q: want one of %s", m.form.ID, id, strings.Join(ids, ", "))
	}
	return nil
}

func (m *maker) named() error {
	m.given = true
	var ids []string
	for i := range m.form.Editions {
		e := &m.form.Editions[i]
		ids = append(ids, e.ID)
		if e.ID == m.in.Edition {
			m.edition = e
			return nil
		}
	}
	return fmt.Errorf("%s has no edition %q: want one of %s", m.form.ID, m.in.Edition, strings.Join(ids, ", "))
}

// carried chooses the last edition that contracts of a day can carry.
func (m *maker) carried() error {
	m.given = true
	for i := range m.form.Editions {
		if !m.in.ContractDate.Before(m.form.Editions[i].From) {
			m.edition = &m.form.Editions[i]
		}
	}
	if m.edition == nil {
		return fmt.Errorf("%s: no contract of %s carries it; its first edition is in contracts from %s", m.form.ID, m.in.ContractDate, m.form.Editions[0].From)
	}
	return nil
}

// shortest chooses the edition that leaves the least time, and of those the one
// that asks the most: whoever keeps to that keeps to any.
func (m *maker) shortest() {
	m.given = len(m.form.Editions) == 1
	m.edition = &m.form.Editions[0]
	for i := range m.form.Editions[1:] {
		e := &m.form.Editions[i+1]
		if stricter(&e.Stages[0], &m.edition.Stages[0]) {
			m.edition = e
		}
	}
}

func stricter(a, b *Stage) bool {
	if x, y := a.Clock.hours(), b.Clock.hours(); x != y {
		return x < y
	}
	return len(a.Asks) > len(b.Asks)
}

func (m *maker) tellEdition() {
	if !m.given {
		m.miss("edition", "edition of the clause that the contract carries", 0, "--edition EDITION or --contract-date DATE")
		m.note("Nobody said which edition of the clause the contract carries. This report is by the edition of %s: none leaves less time or asks for more.", m.edition.Date)
	} else if !m.in.ContractDate.IsZero() && m.in.Edition == "" {
		m.note("The edition of %s was chosen by the contract's date, %s. A modification of the contract may have brought in a later one.", m.edition.Date, m.in.ContractDate)
	}
	if m.edition.Note != "" {
		m.note("%s", m.edition.Note)
	}
}

// addFields answers what the stage asks about the report as a whole.
func (m *maker) addFields() {
	for _, id := range m.stage.Asks {
		field := m.form.field(id)
		if field.Scope != OfReport {
			continue
		}
		a := m.answer(field, "")
		if a.Text == "" && field.Fill != "" {
			a.Text, a.Basis = reportFills[field.Fill](m.report)
		}
		m.report.Fields = append(m.report.Fields, a)
		m.ask(field, a, 0, "")
		if field.Denies != "" && a.Text == field.Denies {
			m.contest(field)
		}
	}
}

// contest says what stands against an answer that there is nothing.
func (m *maker) contest(field *Field) {
	if n := len(m.report.Articles); n > 0 {
		m.note("The answer %q to field %s stands against %d found: see the articles.", field.Denies, field.ID, n)
	}
	if !m.in.Inquiry.Complete() {
		m.note("The answer %q to field %s rests on an inquiry that is not complete.", field.Denies, field.ID)
	}
}

// ask puts a required field without an answer on the list of what is missing.
func (m *maker) ask(field *Field, a Answer, article int, finding string) {
	if a.Text != "" || field.Need != Required {
		return
	}
	key := field.ID
	if finding != "" {
		key += "@" + finding
	}
	m.miss(field.ID, field.Name, article, "--set "+key+"=…")
}

// addNotes says what takes from the report's worth.
func (m *maker) addNotes() {
	r := m.report
	if !m.in.Inquiry.Complete() {
		m.note("Partial: not everything that was searched could be read. What was not is listed below; there may be more to report.")
	}
	if len(m.form.Measures) > 0 && len(r.Articles) == 0 {
		m.note("Nothing that was found counts as: %s.", m.edition.Article)
	}
	if m.form.As != "" && !m.askedAs() {
		m.note("No inventory was asked about as %s for what the clause forbids: what is reported here may not be all. Scan with --as %s --act %s.", m.form.As, m.form.As, m.form.Acts[0])
	}
	if m.in.Zone == nil && slices.ContainsFunc(r.Deadlines, func(d Due) bool { return !d.Day.IsZero() && d.After != AfterIssuance }) {
		m.note("Days are counted in UTC, because no place was given. Where it was still the day before, the deadline is a day earlier: give --zone.")
	}
}

// askedAs reports whether an inventory was asked about as the form needs it.
func (m *maker) askedAs() bool {
	return slices.ContainsFunc(m.in.Inquiry.Searched, func(s Searched) bool {
		return slices.Contains(m.form.Acts, s.Asked.Act) && slices.ContainsFunc(s.Asked.As, func(a delist.Audience) bool {
			return a == m.form.As || strings.HasPrefix(string(a), string(m.form.As)+"/")
		})
	})
}
