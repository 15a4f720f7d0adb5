package form

import (
	"fmt"
	"slices"
	"time"

	"github.com/delistdev/delist"
)

// addClocks counts every clock of the edition as far as its start is known.
func (m *maker) addClocks() {
	if !m.form.shows(ClocksSection) {
		return
	}
	for i := range m.edition.Stages {
		s := &m.edition.Stages[i]
		if s.Clock == nil {
			continue
		}
		due := Due{Report: ref(s), Clock: *s.Clock, Confirmed: !s.Clock.Unconfirmed && delist.Confirmed(m.edition.Sources)}
		due.Counted, due.Basis = m.start(s)
		if due.Counted.IsZero() || m.partlyRecorded(s) {
			m.askStart(s)
		}
		if !due.Counted.IsZero() {
			due.Deadline = s.Clock.Deadline(due.Counted, m.place(s.Clock), m.form.Calendar)
		}
		m.report.Deadlines = append(m.report.Deadlines, due)
	}
	if c := m.form.Calendar; c != nil && slices.ContainsFunc(m.report.Deadlines, func(d Due) bool { return d.Unit == BusinessDay }) {
		m.report.counting = append([]string{c.Counting}, c.Notes...)
	}
}

// place is whose days a clock counts: the day of issuance is one everywhere.
func (m *maker) place(c *Clock) *time.Location {
	if c.After == AfterIssuance {
		return time.UTC
	}
	return m.zone
}

// start returns from when a stage's clock counts, and whose word that is.
func (m *maker) start(s *Stage) (time.Time, string) {
	switch s.Clock.After {
	case AfterIssuance:
		return s.Clock.Start.Time(), "day of issuance"
	case AfterSubmission:
		return saidBy("submission of the first report", m.in.Submitted)
	case AfterInformation:
		if s != m.stage { // the discovery that was given is that of the stage at hand
			return time.Time{}, ""
		}
		return saidBy("discovery of the new information", m.in.Discovered)
	}
	if m.stage.Clock != nil && m.stage.Clock.After == AfterInformation {
		return m.recorded(time.Time{})
	}
	return m.recorded(m.in.Discovered)
}

// saidBy returns a moment with its basis, if the user gave it.
func saidBy(what string, t time.Time) (time.Time, string) {
	if t.IsZero() {
		return time.Time{}, ""
	}
	return t.UTC(), what + ", as given by the user"
}

// recorded returns when the first of the articles was discovered by the ledger,
// or before that by what the user says: a contractor may have been told.
func (m *maker) recorded(given time.Time) (time.Time, string) {
	first, record := time.Time{}, int64(0)
	for _, g := range m.items {
		for _, s := range g {
			if s.Record > 0 && (first.IsZero() || s.First.Before(first)) {
				first, record = s.First, s.Record
			}
		}
	}
	switch {
	case first.IsZero() && given.IsZero():
		return time.Time{}, ""
	case first.IsZero():
		return given.UTC(), "given by the user; the moment of discovery is not in the ledger"
	case !given.IsZero() && given.Before(first):
		return given.UTC(), fmt.Sprintf("given by the user; record %d of the ledger has it first seen later, on %s", record, first.UTC().Format(time.RFC3339))
	}
	return first.UTC(), fmt.Sprintf("first seen, record %d of the ledger", record)
}

// partlyRecorded reports whether a clock counts from the ledger, and the ledger
// does not have when some of the articles were discovered: that may have been
// before.
func (m *maker) partlyRecorded(s *Stage) bool {
	return s.Clock.After == AfterDiscovery && m.in.Discovered.IsZero() && slices.ContainsFunc(m.items, func(g group) bool {
		return !slices.ContainsFunc(g, func(s *delist.Sighting) bool { return s.Record > 0 })
	})
}

// askStart asks for the start of the clock of the report at hand.
func (m *maker) askStart(s *Stage) {
	if s != m.stage {
		return
	}
	switch s.Clock.After {
	case AfterSubmission:
		m.miss("submitted", "when the first report was submitted", 0, "--submitted TIME")
	case AfterInformation:
		m.miss("discovered", "when the new information was discovered", 0, "--discovered TIME")
	case AfterDiscovery:
		if len(m.items) > 0 {
			m.miss("discovered", "moment of discovery, which the ledger does not have for every article", 0, "--discovered TIME")
		}
	}
}

// DueText says by when this report must be in, or "" where that is not known.
func (r *Report) DueText() string {
	if d := r.due(); d != nil {
		return due(d, r.place())
	}
	return ""
}

// due returns the clock of the report at hand, if it runs.
func (r *Report) due() *Due {
	i := slices.IndexFunc(r.Deadlines, func(d Due) bool { return d.Report.ID == r.Stage.ID && !d.End.IsZero() })
	if i < 0 {
		return nil
	}
	return &r.Deadlines[i]
}
