package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/evidence/grounds"
	"github.com/delistdev/delist/evidence/revision"
	"github.com/delistdev/delist/report"
)

func (a *app) evidenceOrigins() *cobra.Command {
	var format, out string
	cmd := &cobra.Command{
		Use: "origins [DOCUMENT…]", Short: "Count the independent sources behind documents, and say why",
		Long: `Origins groups the documents that print one text, however it was cut, re-spelt or
re-dated, shows which passages a document takes from another, and which name
another as their source. What rests on no other is independent.`,
		Example: "  delist evidence origins\n  delist evidence origins --format svg -o origins.svg",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.shelf(cmd)
			if err != nil {
				return err
			}
			list, err := chosen(s, args)
			if err != nil {
				return err
			}
			origins := grounds.Of(textsOf(list))
			return a.output(out, func(w io.Writer, opts report.Options) error {
				switch format {
				case "table":
					return originsTable(w, origins)
				case "json":
					return report.JSON(w, map[string]any{"schema": "delist/evidence-origins/1", "independent": grounds.Independent(origins), "origins": origins})
				case "svg":
					return grounds.SVG(w, origins)
				case "dot":
					return grounds.DOT(w, origins)
				}
				return fmt.Errorf("unknown format %q: want table, json, svg or dot", format)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json, svg, dot")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}

// originsTable writes origins for people.
func originsTable(w io.Writer, origins []grounds.Origin) error {
	documents := 0
	for i := range origins {
		documents += len(origins[i].Documents)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s from %s\n", counted(documents, "document"), counted(grounds.Independent(origins), "independent origin"))
	for i := range origins {
		o := &origins[i]
		sign := "●"
		if !o.Independent {
			sign = "○"
		}
		fmt.Fprintf(&b, "\n%s %s  %s\n", sign, report.Clean(o.Name), o.ID)
		fmt.Fprintf(&b, "  %s\n", report.Clean(o.Why))
		for _, p := range o.Documents {
			fmt.Fprintf(&b, "    %-10s  %s  %s\n", dayText(p), p.ID[:min(12, len(p.ID))], report.Clean(strings.TrimSpace(p.Publisher+"  "+p.Title+"  "+p.File)))
		}
		for _, part := range o.Parts {
			fmt.Fprintf(&b, "    takes %d words from %s:\n", part.Words, part.Origin)
			for _, text := range part.Text {
				fmt.Fprintf(&b, "      “%s”\n", report.Clean(text))
			}
		}
		for _, c := range o.Cites {
			fmt.Fprintf(&b, "    names %s (“%s”)\n", report.Clean(c.Source), report.Clean(c.Phrase))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func dayText(p grounds.Print) string {
	day := p.Printed.String()
	if p.Precision == "month" && len(day) > 7 {
		return day[:7]
	}
	return day
}

func (a *app) evidenceDiff() *cobra.Command {
	var format, out string
	cmd := &cobra.Command{
		Use: "diff A B", Short: "Show what two prints of one story changed, and which changes alter meaning",
		Example: "  delist evidence diff 1 2",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.shelf(cmd)
			if err != nil {
				return err
			}
			list, err := chosen(s, args)
			if err != nil {
				return err
			}
			if len(list) != 2 {
				return fmt.Errorf("%s and %s are one document", args[0], args[1])
			}
			r := revision.Compare(&list[0].Document, &list[1].Document)
			return a.output(out, func(w io.Writer, opts report.Options) error {
				switch format {
				case "table":
					return r.Text(w, cmp.Or(opts.Width, 100), opts.Color)
				case "json":
					return report.JSON(w, map[string]any{"schema": "delist/evidence-diff/1", "a": list[0].ID, "b": list[1].ID, "same": r.Same, "changes": r.Changes})
				}
				return fmt.Errorf("unknown format %q: want table or json", format)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}
