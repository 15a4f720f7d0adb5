package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/report/form"
)

// A reporting holds the flags of "delist report".
type reporting struct {
	list                  bool
	from, asset           string
	saved                 bool
	plan                  string
	edition, contractDate string
	set                   []string
	values                string
	discovered, submitted string
	followUp              bool
	stage                 string
	zone                  string
	format, out           string
}

const followUpStage = "follow-up"

var reportFormats = []string{"markdown", "html", "json"}

func (a *app) reportCommand() *cobra.Command {
	var k reporting
	cmd := &cobra.Command{
		Use:   "report FORM",
		Short: "Fill in an official report from what was found, with its deadline and what is missing",
		Long: `Report fills in the form of a clause from a scan: the fields that it asks for,
one block for each article, the deadline, and the texts that it rests on. What is
not known is marked in the report and listed on standard error with the flag that
gives it; the exit status is then 3. Nothing is invented, and it is no legal advice.`,
		Example: `  delist report --list
  delist scan . --as us/contractor --format json | delist report far-52.204-23 --from -
  delist report far-52.204-23 --from scan.json --edition 2018-07 --discovered 2026-11-20T15:04 \
      --zone America/New_York --set contract-number=EX-0001 --format html -o report.html
  delist report far-52.204-23 --from scan.json --follow-up --submitted 2026-11-23 --values answers.yaml`,
		Args:              func(cmd *cobra.Command, args []string) error { return k.args(cmd, args) },
		ValidArgsFunction: completeForms,
		RunE: func(cmd *cobra.Command, args []string) error {
			if k.list {
				return a.listForms()
			}
			return a.report(cmd, args[0], &k)
		},
	}
	k.flags(cmd)
	return cmd
}

func (k *reporting) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&k.list, "list", false, "list the forms with their editions and clocks")
	f.StringVar(&k.from, "from", "", "JSON `FILE` of a scan, or - for standard input")
	f.StringVar(&k.asset, "asset", "", "report what is saved of the asset `NAME`")
	f.StringVar(&k.plan, "plan", "", "say what this `PLAN` has to be done, where the form has room for it")
	f.StringVar(&k.edition, "edition", "", "`EDITION` of the clause that the contract carries, such as 2018-07")
	f.StringVar(&k.contractDate, "contract-date", "", "choose the edition by the contract's `DATE`")
	f.StringArrayVar(&k.set, "set", nil, "answer a field, `FIELD=TEXT`, or FIELD@FINDING=TEXT for one article; repeatable")
	f.StringVar(&k.values, "values", "", "answers from a YAML `FILE`; --set wins")
	f.StringVar(&k.discovered, "discovered", "", "`TIME` of discovery, where the ledger does not have it")
	f.StringVar(&k.submitted, "submitted", "", "`TIME` at which the first report was submitted")
	f.BoolVar(&k.followUp, "follow-up", false, "write the follow-up")
	f.StringVar(&k.stage, "stage", "", "write the `REPORT` of that id; --list has them (default the first)")
	f.StringVar(&k.zone, "zone", "", "time `ZONE` of the place whose days count, such as America/New_York (default UTC)")
	f.StringVar(&k.format, "format", "markdown", "output `FORMAT`: "+strings.Join(reportFormats, ", "))
	f.StringVarP(&k.out, "output", "o", "", "write to `FILE` instead of standard output")
	f.BoolVar(&k.saved, "saved", false, "report what is saved of all assets")
	cmd.MarkFlagsMutuallyExclusive("from", "asset", "saved")
	cmd.MarkFlagsMutuallyExclusive("edition", "contract-date")
	cmd.MarkFlagsMutuallyExclusive("follow-up", "stage")
	cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(reportFormats, cobra.ShellCompDirectiveNoFileComp))
}

func (k *reporting) args(cmd *cobra.Command, args []string) error {
	if k.list && len(args) == 0 {
		return nil
	}
	return exactlyOne("FORM", "delist report --list has them")(cmd, args)
}

func completeForms(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, f := range form.Forms() {
		names = append(names, f.ID+"\t"+f.Title)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) listForms() error {
	var rows [][]string
	for _, f := range form.Forms() {
		rows = append(rows, []string{f.ID, "", f.Title})
		for _, e := range f.Editions {
			for _, s := range e.Stages {
				rows = append(rows, []string{"", e.ID, s.ID + ": " + clockText(s.Clock)})
			}
		}
	}
	return writeRows(a.stdout, rows)
}

func clockText(c *form.Clock) string {
	if c == nil {
		return "no deadline"
	}
	unit := strings.ReplaceAll(c.Unit, "-", " ")
	if c.Within != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s after %s", c.Within, unit, c.After)
}

func (a *app) report(cmd *cobra.Command, id string, k *reporting) error {
	f := form.Find(id)
	if f == nil {
		var ids []string
		for _, other := range form.Forms() {
			ids = append(ids, other.ID)
		}
		return hinted{fmt.Errorf("unknown form %q%s", id, didYouMean(id, ids)), "delist report --list"}
	}
	if !slices.Contains(reportFormats, k.format) {
		return fmt.Errorf("unknown format %q: want one of %s", k.format, strings.Join(reportFormats, ", "))
	}
	in, err := k.input(a, cmd)
	if err != nil {
		return err
	}
	made, err := form.Make(*f, *in)
	if err != nil {
		return hinted{err, "delist report --list has the editions; answers are called as the fields of the form"}
	}
	a.tellMissing(made)
	err = a.output(k.out, func(w io.Writer, _ report.Options) error { return writeReport(w, made, k.format) })
	if err != nil {
		return err
	}
	if err := a.recordReport(cmd, made); err != nil {
		fmt.Fprintf(a.stderr, "delist: the report is written, and is not in the ledger: %v\n", err)
		return exit(exitPartial)
	}
	if !made.Complete {
		return exit(exitPartial)
	}
	return nil
}

func writeReport(w io.Writer, r *form.Report, format string) error {
	switch format {
	case "html":
		return r.HTML(w)
	case "json":
		return r.JSON(w)
	}
	return r.Markdown(w)
}

// tellMissing lists on standard error what must still be given, and how. What
// is missing of every article is said once.
func (a *app) tellMissing(r *form.Report) {
	fields := map[string]int{}
	for _, m := range r.Missing {
		fields[m.Field]++
	}
	for _, m := range r.Missing {
		switch n := fields[m.Field]; {
		case n == 0: // said
		case n > 1:
			fields[m.Field] = 0
			fmt.Fprintf(a.stderr, "delist: missing in %d articles: %s (--set %s=…, or %s)\n", n, m.Name, m.Field, m.Flag)
		default:
			fmt.Fprintf(a.stderr, "delist: missing: %s (%s)\n", m.Name, m.Flag)
		}
	}
	if by := r.DueText(); by != "" {
		fmt.Fprintf(a.stderr, "delist: due: %s\n", by)
	}
	if !r.Inquiry.Complete() {
		fmt.Fprintln(a.stderr, "delist: partial: not all that was searched could be read")
	}
}
