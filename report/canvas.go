package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/delistdev/delist"
)

// A canvas writes lines that fit a terminal and remembers the first error.
type canvas struct {
	w    io.Writer
	opts Options
	err  error
}

// printf writes one line or several. Text from outside must pass [clean] first.
func (c *canvas) printf(format string, args ...any) {
	if c.err == nil {
		_, c.err = fmt.Fprintf(c.w, format, args...)
	}
}

// fit cuts s to what is left of the line after indent columns.
func (c *canvas) fit(s string, indent int) string {
	s = Clean(s)
	room := c.opts.Width - indent
	if c.opts.Width == 0 || utf8.RuneCountInString(s) <= room {
		return s
	}
	return string([]rune(s)[:max(room-1, 1)]) + "…"
}

// wrap breaks s into lines of the canvas's width, indented after the first.
func (c *canvas) wrap(s string, indent int) string {
	words := strings.Fields(Clean(s))
	if c.opts.Width == 0 {
		return strings.Join(words, " ")
	}
	room := max(c.opts.Width-indent, 30)
	var out strings.Builder
	col := 0
	for _, word := range words {
		n := utf8.RuneCountInString(word)
		if col > 0 && col+1+n > room {
			out.WriteString("\n" + strings.Repeat(" ", indent))
			col = 0
		} else if col > 0 {
			out.WriteByte(' ')
			col++
		}
		out.WriteString(word)
		col += n
	}
	return out.String()
}

// Clean makes text from outside harmless to a terminal: control characters and
// what turns the direction of writing are shown and not sent.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return '·'
		}
		return r
	}, s)
}

// level writes a level in its colour, padded to width.
func (c *canvas) level(l delist.Level, width int) string {
	return c.paint(levelColor(l), fmt.Sprintf("%-*s", width, l))
}

func levelColor(l delist.Level) string {
	switch {
	case l >= delist.Suspended:
		return "1;31"
	case l.Adverse():
		return "1;33"
	case l == delist.Approved, l == delist.Clear:
		return "32"
	}
	return "36"
}

func (c *canvas) bold(s string) string { return c.paint("1", s) }
func (c *canvas) dim(s string) string  { return c.paint("2", s) }

func (c *canvas) paint(code, s string) string {
	if !c.opts.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func plural(n int, one string) string {
	switch {
	case n == 1:
		return "1 " + one
	case strings.HasSuffix(one, "y"):
		return fmt.Sprintf("%d %sies", n, one[:len(one)-1])
	}
	return fmt.Sprintf("%d %ss", n, one)
}

func join[T ~string](list []T) string {
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = string(v)
	}
	return strings.Join(parts, ", ")
}

// since writes when a ground's term starts, with its precision.
func since(g *delist.GroundRecord) string {
	switch {
	case g.From.IsZero():
		return "no start published"
	case g.Precision == "month":
		return "about " + g.From.String()[:7]
	case g.Precision == "year":
		return "about " + g.From.String()[:4]
	case g.Precision != "" && g.Precision != "day":
		return "about " + g.From.String()
	}
	return g.From.String()
}

// asked says in one line for whom, what and when.
func asked(a delist.Asked) string {
	return fmt.Sprintf("for %s · act %s · on %s", join(a.As), a.Act, a.On)
}

// maxRemedies is how many ways out a table shows.
const maxRemedies = 4

// wayOut writes what is not known, and what can be done.
func (c *canvas) wayOut(remedies []delist.Remedy, notKnown []string) {
	for _, question := range notKnown {
		c.printf("    %s\n", c.wrap("not known: "+question, 6))
	}
	for i, r := range remedies {
		if i == maxRemedies {
			c.printf("    … %d more ways out: --format json\n", len(remedies)-i)
			break
		}
		c.printf("    %s\n", c.wrap("way out: "+remedyText(r), 6))
	}
}

func remedyText(r delist.Remedy) string {
	text := r.Text
	if r.By != "" {
		text += " (" + string(r.Kind) + " " + r.By
		if r.Version != "" {
			text += " from " + r.Version
		}
		text += ")"
	}
	return text
}
