package report

import (
	"fmt"
	"slices"

	"github.com/delistdev/delist"
)

// sarif writes findings for code-scanning tools, with a rule for each measure.
//
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version
// 2.1.0", 27 March 2020. Levels: note, warning, error (section 3.27.10).
//
// Results are written as they come; the rules that they name, which need not come
// first, at the end.
type sarif struct {
	out    *writer
	start  delist.Start
	rules  []sarifRule
	any    bool
	unread []sarifNotification
}

type (
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string    `json:"id"`
		Short   sarifText `json:"shortDescription"`
		HelpURI string    `json:"helpUri,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool                `json:"executionSuccessful"`
		Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations,omitempty"`
		Fingerprints map[string]string  `json:"fingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
)

func (s *sarif) Handle(m delist.Message) error {
	switch {
	case m.Start != nil:
		s.start = *m.Start
		s.out.text("{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n      \"results\": [")
	case m.Finding != nil:
		if s.any {
			s.out.text(",")
		}
		s.any = true
		s.out.text("\n        ")
		s.out.value(4, s.result(m.Finding))
	case m.Unread != nil:
		level := "error"
		if m.Unread.Mended {
			level = "note"
		}
		s.unread = append(s.unread, sarifNotification{
			Level: level, Message: sarifText{m.Unread.Reason},
			Locations: []sarifLocation{locationOf(delist.Location{Path: m.Unread.Path, Line: m.Unread.Line})},
		})
	case m.Summary != nil:
		s.end(m.Summary)
	}
	return s.out.err
}

// end writes what names the rules and says how the run went.
func (s *sarif) end(summary *delist.Summary) {
	if s.any {
		s.out.text("\n      ")
	}
	s.out.text("],\n")
	s.out.field(3, "tool", sarifTool{sarifDriver{
		Name: "delist", Version: s.start.Version, InformationURI: "https://github.com/delistdev/delist",
		Rules: append([]sarifRule{}, s.rules...),
	}})
	s.out.name(3, "invocations")
	s.out.value(3, []sarifInvocation{{ExecutionSuccessful: summary.Complete, Notifications: s.unread}})
	s.out.text("\n    }\n  ]\n}\n")
	s.out.flush()
}

func (s *sarif) result(f *delist.Finding) sarifResult {
	rule := s.rule(f)
	level, standing := "error", f.Level.String()
	if f.Level < delist.Restricted {
		level = "warning"
	}
	if f.Conditional != nil && !f.Level.Adverse() {
		standing = "conditionally " + f.Conditional.Level.String()
	}
	r := sarifResult{
		RuleID: rule, Level: level, Fingerprints: map[string]string{"delist/v1": f.ID},
		Message: sarifText{fmt.Sprintf("%s %s: %s stands %s for %s (act %s, on %s)%s", f.Item.Name, f.Item.Version,
			f.Party.Name, standing, join(s.start.Asked.As), s.start.Asked.Act, s.start.Asked.On, under(f))},
	}
	for _, l := range f.Item.Locations {
		r.Locations = append(r.Locations, locationOf(l))
	}
	if f.Exemption != nil && !f.Exemption.Over {
		r.Suppressions = []sarifSuppression{{"external", exemptionText(f.Exemption)}}
	}
	return r
}

func under(f *delist.Finding) string {
	if len(f.Grounds) == 0 {
		return ""
	}
	return fmt.Sprintf(" under %s (%s)", f.Grounds[0].Title, f.Grounds[0].Citation)
}

// rule returns the id of the gravest ground's measure and keeps the rule.
func (s *sarif) rule(f *delist.Finding) string {
	if len(f.Grounds) == 0 {
		return "delist"
	}
	g := f.Grounds[0]
	if !slices.ContainsFunc(s.rules, func(r sarifRule) bool { return r.ID == string(g.Measure) }) {
		s.rules = append(s.rules, sarifRule{string(g.Measure), sarifText{g.Title}, g.Source})
	}
	return string(g.Measure)
}

func locationOf(l delist.Location) sarifLocation {
	p := sarifPhysical{Artifact: sarifArtifact{l.Path}}
	if l.Line > 0 {
		p.Region = &sarifRegion{l.Line}
	}
	return sarifLocation{p}
}
