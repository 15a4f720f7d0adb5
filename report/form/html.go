package form

import (
	_ "embed"
	"html/template"
	"io"
)

//go:embed report.html.tmpl
var pageText string

var pageTemplate = template.Must(template.New("report").Funcs(template.FuncMap{
	"source":  sourceText,
	"times":   func(a, b int) int { return a * b },
	"plus":    func(a, b int) int { return a + b },
	"address": address,
}).Parse(pageText))

// HTML writes the report as one page that needs nothing else: no script, no
// picture or style from elsewhere; printed, it is ready to be kept as PDF, on the
// paper that the printer has.
func (r *Report) HTML(w io.Writer) error {
	return pageTemplate.Execute(w, struct {
		Title  string
		Blocks page
	}{clean(r.Title), r.layout()})
}
