// Package form makes official reports from what was found: which fields a clause
// asks for, what of them the finding answers, what is missing, and by when.
//
// Forms, editions, fields, clocks and holidays are data with sources, in data/.
// The code knows no clause and no country. It fills a field only from what was
// observed or is on record, says where each value is from, and asks for the
// rest; it never takes a maker for a supplier. What no text that was read says is
// shown as not confirmed. It is no legal advice.
package form

import (
	"slices"

	"github.com/delistdev/delist"
)

// A Form is one kind of report.
type Form struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
	// Measures are those whose findings it reports; none means all findings.
	Measures []delist.MeasureID `json:"measures,omitempty"`
	// As and Acts are how an inventory must have been asked about for it.
	As        delist.Audience `json:"as,omitempty"`
	Acts      []delist.Act    `json:"acts,omitempty"`
	Sections  []Section       `json:"sections"`
	Recipient string          `json:"recipient,omitempty"`
	// Inquiry says what kind of inquiry the rule asks for, in its words.
	Inquiry string `json:"inquiry,omitempty"`
	// Editions are in the order of their days.
	Editions []Edition `json:"editions"`
	Fields   []Field   `json:"fields"`
	// Calendar says which days are business days; nil where no clock counts them.
	Calendar *Calendar `json:"-" yaml:"-"`
}

// A Section is one part of a report.
type Section string

// The sections.
const (
	ClocksSection   Section = "clocks"
	FieldsSection   Section = "fields"
	ArticlesSection Section = "articles"
	ExposureSection Section = "exposure"
	ClaimsSection   Section = "claims"
	PlanSection     Section = "plan"
	InquirySection  Section = "inquiry"
	SourcesSection  Section = "sources"
)

var allSections = []Section{ClocksSection, FieldsSection, ArticlesSection, ExposureSection, ClaimsSection, PlanSection, InquirySection, SourcesSection}

// An Edition is one version of a clause's text. A contract keeps the one that it
// was made with.
type Edition struct {
	ID   string `json:"id"`   // such as "2018-07"
	Date string `json:"date"` // as the clause writes it: "Jul 2018"
	// From is the day from which contracts carry it.
	From delist.Date `json:"from,omitzero"`
	// Article is what the edition calls the thing that is reported.
	Article string          `json:"article"`
	Note    string          `json:"note,omitempty"`
	Stages  []Stage         `json:"reports" yaml:"reports"`
	Sources []delist.Source `json:"sources,omitempty"`
}

// A Stage is one of the reports that an edition asks for, in their order: the
// first report, the follow-up.
type Stage struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Paragraph string   `json:"paragraph,omitempty"`
	Clock     *Clock   `json:"clock,omitempty"`
	Asks      []string `json:"asks"` // fields, in the order of the clause
}

// A Need says whether a field must be answered.
type Need string

// The needs.
const (
	Required     Need = "required"
	IfApplicable Need = "if-applicable"
	IfKnown      Need = "if-known"
	IfAvailable  Need = "if-available"
)

var words = map[Need]string{Required: "to be filled", IfApplicable: "if applicable", IfKnown: "if known", IfAvailable: "if available"}

// A Scope says what a field is about.
type Scope string

// The scopes.
const (
	OfReport Scope = "report"
	OfItem   Scope = "item" // once for each article
)

// A Field is one thing that a form asks for.
type Field struct {
	ID string `json:"id"`
	// Name is in the law's own words.
	Name      string `json:"name"`
	Scope     Scope  `json:"scope"`
	Need      Need   `json:"need"`
	Paragraph string `json:"paragraph,omitempty"`
	Help      string `json:"help,omitempty"`
	// Fill names what answers it from a finding; empty where only the user can.
	Fill string `json:"fill,omitempty"`
	// Choices are the answers that there are; Denies is the one that says that
	// there is nothing to report.
	Choices []string `json:"choices,omitempty"`
	Denies  string   `json:"denies,omitempty"`
	// Own marks a field that the rule does not ask for.
	Own bool `json:"own,omitempty"`
	// Unconfirmed marks one that no text that was read confirms for this form.
	Unconfirmed bool `json:"unconfirmed,omitempty"`
}

// Find returns the form of that id, or nil.
func Find(id string) *Form {
	forms := Forms()
	if i := slices.IndexFunc(forms, func(f Form) bool { return f.ID == id }); i >= 0 {
		return &forms[i]
	}
	return nil
}

func (f *Form) field(id string) *Field {
	if i := slices.IndexFunc(f.Fields, func(d Field) bool { return d.ID == id }); i >= 0 {
		return &f.Fields[i]
	}
	return nil
}

func (f *Form) shows(s Section) bool { return slices.Contains(f.Sections, s) }

func (e *Edition) stage(id string) *Stage {
	if i := slices.IndexFunc(e.Stages, func(s Stage) bool { return s.ID == id }); i >= 0 {
		return &e.Stages[i]
	}
	return nil
}
