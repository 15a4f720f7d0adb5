package form

import (
	"fmt"
	"strings"
	"time"

	"github.com/delistdev/delist"
)

// A block is a part of a report as it is shown. The words are chosen here, once;
// [Report.Markdown] and [Report.HTML] only draw and escape. Exactly one of its
// fields is set.
type block struct {
	Heading *heading
	Text    string
	Warning string
	Answers []shownAnswer
	Table   *table
	Bars    []bar
	Sources []delist.Source
}

type heading struct {
	Level int // 1 to 3
	Text  string
}

// A shownAnswer is a field and what is known of it.
type shownAnswer struct {
	Label string
	Lines []string
	Open  bool   // nothing is known: Lines say what is wanted
	Note  string // the basis, and what is not confirmed
}

type table struct {
	Head []string
	Rows [][]string
}

// A bar is one line of a picture: Percent is its length.
type bar struct {
	Label   string
	Count   int
	Percent int
	Level   string
}

// A page collects blocks.
type page []block

func (p *page) heading(level int, format string, args ...any) {
	*p = append(*p, block{Heading: &heading{level, clean(fmt.Sprintf(format, args...))}})
}

func (p *page) text(format string, args ...any) {
	*p = append(*p, block{Text: clean(fmt.Sprintf(format, args...))})
}

func (p *page) warning(format string, args ...any) {
	*p = append(*p, block{Warning: clean(fmt.Sprintf(format, args...))})
}

func (p *page) table(t *table) {
	for _, row := range t.Rows {
		for i := range row {
			row[i] = clean(row[i])
		}
	}
	*p = append(*p, block{Table: t})
}

// draws are the sections in the forms in which they are drawn.
var draws = map[Section]func(*page, *Report){
	ClocksSection:   drawClocks,
	FieldsSection:   drawFields,
	ArticlesSection: drawArticles,
	ExposureSection: drawExposure,
	ClaimsSection:   drawClaims,
	PlanSection:     drawPlan,
	InquirySection:  drawInquiry,
	SourcesSection:  drawSources,
}

// layout returns the report as blocks.
func (r *Report) layout() page {
	var p page
	p.heading(1, "%s", r.Title)
	head := r.Stage.Title
	if !r.Edition.From.IsZero() {
		head += ", edition " + r.Edition.Date
	}
	if r.Stage.Paragraph != "" {
		head += ", " + r.Stage.Paragraph
	}
	p.text("%s. Made %s by delist %s.", head, r.Made.Format(time.RFC3339), r.Version)
	if by := r.DueText(); by != "" {
		p.text("Due: %s.", by)
	}
	if !r.Complete {
		p.warning("Not complete. Answers that are missing: %d%s.", len(r.Missing), r.partly())
	}
	if r.Recipient != "" {
		p.text("To whom: %s", r.Recipient)
	}
	for _, note := range r.Notes {
		p.warning("%s", note)
	}
	for _, s := range r.sections {
		draws[s](&p, r)
	}
	p.text("This report is filled in from what was found and from the sources that it names. It is not legal advice.")
	return p
}

func (r *Report) partly() string {
	if r.Inquiry.Complete() {
		return ""
	}
	return "; and not all that was searched could be read"
}

func drawFields(p *page, r *Report) {
	if len(r.Fields) > 0 {
		p.heading(2, "Report")
		*p = append(*p, block{Answers: shownAnswers(r.Fields)})
	}
}

func shownAnswers(answers []Answer) []shownAnswer {
	var out []shownAnswer
	for i := range answers {
		out = append(out, showAnswer(&answers[i]))
	}
	return out
}

func showAnswer(a *Answer) shownAnswer {
	s := shownAnswer{Label: a.Name, Lines: []string{clean(a.Text)}, Note: clean(a.Basis)}
	if a.Basis == byUser {
		s.Lines = cleanLines(a.Text) // what was found has no lines of its own
	}
	if a.Paragraph != "" {
		s.Label += " " + a.Paragraph
	}
	if len(a.Choices) > 0 {
		s.Lines = []string{choices(a)}
	}
	if a.Text == "" {
		s.Open, s.Note = true, clean(a.Help)
		if len(a.Choices) == 0 {
			s.Lines = []string{fmt.Sprintf("[%s: %s]", words[a.Need], short(a))}
		} else {
			s.Lines[0] += " [" + words[a.Need] + ": " + short(a) + "]"
		}
	}
	if a.Own {
		s.Note = join(s.Note, "not asked for by the rule")
	} else if !a.Confirmed {
		s.Note = join(s.Note, "not confirmed that the text asks for it")
	}
	return s
}

// short names a field in a few words.
func short(a *Answer) string {
	if len(a.Name) <= 60 {
		return a.Name
	}
	return strings.ReplaceAll(a.ID, "-", " ")
}

func choices(a *Answer) string {
	var out []string
	for _, c := range a.Choices {
		box := "☐"
		if c == a.Text {
			box = "☒"
		}
		out = append(out, box+" "+c)
	}
	return strings.Join(out, "  ")
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

func drawArticles(p *page, r *Report) {
	for i := range r.Articles {
		a := &r.Articles[i]
		p.heading(2, "%d. %s", a.Number, a.Title)
		for _, q := range a.Open {
			p.warning("It is one only if so: %s", q)
		}
		if a.Waived != nil {
			p.warning("The own configuration waives it until %s (%s, by %s). That lifts no law.", a.Waived.Until, a.Waived.Reason, a.Waived.By)
		}
		if answers := shownAnswers(a.Fields); len(answers) > 0 {
			*p = append(*p, block{Answers: answers})
		}
		for j := range a.Seen {
			p.text("Found on %s.", seenText(&a.Seen[j], r.place()))
		}
		p.text("Finding %s: %s is the %s that stands at %s.", a.Finding, a.Party.Name, a.Role, a.Level)
	}
}

func seenText(s *Seen, zone *time.Location) string {
	text := s.Asset
	if s.Record == 0 {
		text += "; moment of discovery: not in the ledger"
	} else {
		text += fmt.Sprintf("; first seen %s, record %d of the ledger", at(s.First, zone), s.Record)
	}
	if !s.Gone.IsZero() {
		text += "; gone " + at(s.Gone, zone)
	}
	return text
}

func drawSources(p *page, r *Report) {
	if len(r.Sources) > 0 {
		p.heading(2, "Texts")
		*p = append(*p, block{Sources: r.Sources})
	}
}
