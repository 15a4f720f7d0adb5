package report

import (
	"fmt"
	"io"
	"slices"

	"github.com/delistdev/delist"
)

// sarif writes findings for code-scanning tools, with a rule for each measure.
//
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version
// 2.1.0", 27 March 2020. Levels: note, warning, error (section 3.27.10).
type sarif struct {
	w       io.Writer
	start   delist.Start
	rules   []sarifRule
	results []sarifResult
	unread  []sarifNotification
}

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
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
	case m.Finding != nil:
		s.results = append(s.results, s.result(m.Finding))
	case m.Unread != nil:
		s.unread = append(s.unread, sarifNotification{
			Level: "error", Message: sarifText{m.Unread.Reason},
			Locations: []sarifLocation{locationOf(delist.Location{Path: m.Unread.Path, Line: m.Unread.Line})},
		})
	case m.Summary != nil:
		return JSON(s.w, s.log(m.Summary))
	}
	return nil
}

func (s *sarif) log(summary *delist.Summary) sarifLog {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "delist", Version: s.start.Version, InformationURI: "https://github.com/delistdev/delist",
			Rules: append([]sarifRule{}, s.rules...),
		}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: summary.Complete, Notifications: s.unread}},
		Results:     append([]sarifResult{}, s.results...),
	}
	return sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
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
