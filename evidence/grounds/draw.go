package grounds

import (
	"bufio"
	"cmp"
	"fmt"
	"html"
	"io"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/delistdev/delist"
)

// DOT writes the graph of documents and origins for Graphviz
// (https://graphviz.org/doc/info/lang.html).
func DOT(w io.Writer, list []Origin) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "digraph origins {\n  rankdir=RL;\n  node [fontname=\"sans-serif\"];")
	for i := range list {
		o := &list[i]
		style := "solid"
		if !o.Independent {
			style = "dashed"
		}
		fmt.Fprintf(out, "  %q [label=%q, shape=box, style=%s];\n", o.ID, o.Name, style)
		for _, d := range o.Documents {
			fmt.Fprintf(out, "  %q [label=%q, shape=note];\n  %q -> %q [label=\"prints\"];\n", d.ID, label(d), d.ID, o.ID)
		}
		for _, p := range o.Parts {
			fmt.Fprintf(out, "  %q -> %q [label=\"takes %d words\", style=dotted];\n", p.Document, p.Origin, p.Words)
		}
		for _, c := range o.Cites {
			if c.Origin != "" {
				fmt.Fprintf(out, "  %q -> %q [label=\"names\"];\n", o.ID, c.Origin)
			}
		}
	}
	fmt.Fprintln(out, "}")
	return out.Flush()
}

func label(p Print) string {
	return strings.TrimSpace(cmp.Or(p.Publisher, path.Base(filepath.ToSlash(p.File))) + " " + dayText(p.Printed, p.Precision))
}

// Sizes of the drawing, in pixels.
const (
	rowHeight   = 26
	leftColumn  = 330
	rightColumn = 420
	drawnWidth  = 820
	longest     = 44 // letters of a label
)

// SVG draws documents on the left and their origins on the right: whole lines are
// prints, dotted ones parts, and arrows between origins say who names whom.
func SVG(w io.Writer, list []Origin) error {
	place := map[delist.OriginID]float64{}
	docs := map[string]float64{}
	y := 40.0
	for i := range list {
		top := y
		for _, d := range list[i].Documents {
			docs[d.ID] = y
			y += rowHeight
		}
		place[list[i].ID] = (top + y - rowHeight) / 2
		y += rowHeight / 2
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%.0f" viewBox="0 0 %[1]d %.0[2]f" font-family="sans-serif" font-size="12">`+"\n", drawnWidth, y+10)
	fmt.Fprintf(out, `<title>Documents: %d, independent origins: %d</title>`+"\n", len(docs), Independent(list))
	fmt.Fprintf(out, `<text x="10" y="20" font-weight="bold">documents</text><text x="%d" y="20" font-weight="bold">origins</text>`+"\n", rightColumn)
	for i := range list {
		drawOrigin(out, &list[i], place, docs)
	}
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

func drawOrigin(out io.Writer, o *Origin, place map[delist.OriginID]float64, docs map[string]float64) {
	at, fill := place[o.ID], "#1b5e20"
	if !o.Independent {
		fill = "#ffffff"
	}
	for _, d := range o.Documents {
		y := docs[d.ID]
		fmt.Fprintf(out, `<text x="10" y="%.0f">%s</text>`+"\n", y+4, html.EscapeString(shorten(label(d))))
		fmt.Fprintf(out, `<line x1="%d" y1="%.0f" x2="%d" y2="%.0f" stroke="#555"/>`+"\n", leftColumn, y, rightColumn, at)
	}
	for _, p := range o.Parts {
		fmt.Fprintf(out, `<line x1="%d" y1="%.0f" x2="%d" y2="%.0f" stroke="#999" stroke-dasharray="2,3"><title>%d words</title></line>`+"\n",
			leftColumn, docs[p.Document], rightColumn, place[p.Origin], p.Words)
	}
	for _, c := range o.Cites {
		if to, ok := place[c.Origin]; ok {
			bend := rightColumn - 40
			fmt.Fprintf(out, `<path d="M %d %.0f C %d %.0f %d %.0f %d %.0f" fill="none" stroke="#b71c1c"><title>names its source: %s</title></path>`+"\n",
				rightColumn, at, bend, at, bend, to, rightColumn, to, html.EscapeString(c.Phrase))
		}
	}
	fmt.Fprintf(out, `<circle cx="%d" cy="%.0f" r="5" fill="%s" stroke="#1b5e20"/>`+"\n", rightColumn, at, fill)
	fmt.Fprintf(out, `<text x="%d" y="%.0f">%s</text>`+"\n", rightColumn+12, at+4, html.EscapeString(shorten(o.Name)))
}

func shorten(s string) string {
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest-1]) + "…"
}
