package form

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/delistdev/delist"
)

// Markdown writes the report as CommonMark with the tables of GitHub's. Whatever
// a text holds, it is text in the result: no markup, no link, no HTML.
func (r *Report) Markdown(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, b := range r.layout() {
		b.markdown(out)
	}
	return out.Flush()
}

func (b *block) markdown(w io.Writer) {
	switch {
	case b.Heading != nil:
		fmt.Fprintf(w, "%s %s\n", strings.Repeat("#", b.Heading.Level), escape(b.Heading.Text))
	case b.Text != "":
		fmt.Fprintf(w, "%s\n", escape(b.Text))
	case b.Warning != "":
		fmt.Fprintf(w, "> **Note:** %s\n", escape(b.Warning))
	case b.Answers != nil:
		for _, a := range b.Answers {
			a.markdown(w)
		}
	case b.Table != nil:
		b.Table.markdown(w)
	case b.Bars != nil:
		for _, line := range b.Bars {
			fmt.Fprintf(w, "- %s %d %s (%s)\n", strings.Repeat("█", max(1, line.Percent*30/100)), line.Count, escape(line.Label), line.Level)
		}
	case b.Sources != nil:
		for _, s := range b.Sources {
			fmt.Fprintf(w, "- %s", escape(sourceText(s)))
			if address := address(s); address != "" {
				fmt.Fprintf(w, " <%s>", address)
			}
			io.WriteString(w, "\n")
		}
	}
	io.WriteString(w, "\n")
}

func (a *shownAnswer) markdown(w io.Writer) {
	var lines []string
	for _, line := range a.Lines {
		lines = append(lines, escape(line))
	}
	text := strings.Join(lines, "<br>")
	if a.Open {
		text = "**" + text + "**"
	}
	fmt.Fprintf(w, "- %s: %s", escape(a.Label), text)
	if a.Note != "" {
		fmt.Fprintf(w, " *(%s)*", escape(a.Note))
	}
	io.WriteString(w, "\n")
}

func (t *table) markdown(w io.Writer) {
	row := func(cells []string) {
		for _, cell := range cells {
			fmt.Fprintf(w, "| %s ", escape(cell))
		}
		io.WriteString(w, "|\n")
	}
	row(t.Head)
	fmt.Fprintf(w, "%s|\n", strings.Repeat("| --- ", len(t.Head)))
	for _, cells := range t.Rows {
		row(cells)
	}
}

func sourceText(s delist.Source) string {
	text := cmp.Or(s.Title, "text") + ", read on " + s.Date.String()
	if !s.Confirmed {
		text += ", not confirmed"
	}
	return clean(text)
}

// address returns where a source is, if that can stand in a link as it is.
func address(s delist.Source) string {
	if !strings.HasPrefix(s.URL, "https://") || strings.ContainsFunc(s.URL, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"`\\", r) }) {
		return ""
	}
	return s.URL
}

// escape makes a text safe at any place of a Markdown document but the start of a
// line, where it never stands. CommonMark lets any ASCII punctuation be escaped;
// "://", "www." and "@" are, so that GitHub makes no links of its own.
func escape(s string) string { return www.ReplaceAllString(escaper.Replace(s), `$1\.`) }

var www = regexp.MustCompile(`(?i)(www)\.`)

var escaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`,
	"|", `\|`, "~", `\~`, "#", `\#`, "!", `\!`, "$", `\$`, "://", `\://`, "@", `\@`,
)
