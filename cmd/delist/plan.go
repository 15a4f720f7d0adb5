package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/plan"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/store/tables"
)

// A planning holds the flags of delist plan.
type planning struct {
	ask
	reading
	asset       string
	pullList    string
	remedy      string
	remedyUntil string
	apply       string
	verify      string
	since       []string
	withdraw    map[string]string
}

var planFormats = []string{"table", "json", "csv"}

func (a *app) planCommand() *cobra.Command {
	var p planning
	cmd := &cobra.Command{
		Use:   "plan TARGET",
		Short: "Say what has to be done about the findings, do it to a catalogue, and prove that it was done",
		Long: `Plan scans a target as "delist scan" does and writes what has to be done: which
offers to withdraw, which packages and programs to remove, by which command, and
what a person has to decide. The plan is a file to be reviewed, and changed: it
changes nothing by itself.

  --apply PLAN   writes the catalogue that was planned again, with the offers of
                 the plan withdrawn in its format's own way, and everything else
                 byte for byte as it was
  --verify PLAN  scans again with the plan's question and says for each line gone,
                 withdrawn, still there or back

Exit status of --verify: 0 all gone; 1 something is still there; 3 not all could
be read.`,
		Example: `  delist plan feed.csv --as us -o plan.json --pull-list pull.csv
  delist plan --apply plan.json feed.csv -o new.csv
  delist plan --verify plan.json new.csv -o proof.json
  delist plan / --as us/contractor`,
		Args: exactlyOne("TARGET", "a directory, a file, or - for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.plan(cmd, args[0], &p) },
	}
	p.ask.flags(cmd, strings.Join(planFormats, ", "))
	p.reading.flags(cmd)
	f := cmd.Flags()
	f.Lookup("format").Usage = "output `FORMAT`: " + strings.Join(planFormats, ", ") + " (default table, and json with -o)"
	f.StringVar(&p.apply, "apply", "", "write TARGET again to -o, with the offers of this `PLAN` withdrawn")
	f.StringVar(&p.verify, "verify", "", "say what has become of the lines of this `PLAN`")
	f.StringArrayVar(&p.since, "since", nil, "with --verify: an earlier `PROOF` that it wrote; what was gone then and is there now is back; repeatable")
	f.StringVar(&p.asset, "asset", "", "the `NAME` under which the target was saved: the plan says who owns it")
	f.StringVar(&p.pullList, "pull-list", "", "also write to this `FILE` what is to be taken off the shelves, as CSV")
	f.StringVar(&p.remedy, "remedy", "", "`TEXT` of what customers are offered who bought what is withdrawn")
	f.StringVar(&p.remedyUntil, "remedy-until", "", "last `DATE` on which they are offered it, YYYY-MM-DD")
	f.StringToStringVar(&p.withdraw, "withdraw", nil, "`COLUMN=VALUE` that withdraws an offer of a table without a way of its own; repeatable (default: its row is left out)")
	return cmd
}

// plan does what the flags ask for: make, apply or verify.
func (a *app) plan(cmd *cobra.Command, target string, p *planning) error {
	if err := p.check(cmd); err != nil {
		return hinted{err, "delist plan --help"}
	}
	switch {
	case p.apply != "":
		return a.applyPlan(cmd, target, p)
	case p.verify != "":
		return a.verifyPlan(cmd, target, p)
	}
	return a.makePlan(cmd, target, p)
}

// check refuses flags that do not go together.
func (p *planning) check(cmd *cobra.Command) error {
	if !cmd.Flags().Changed("format") && p.out != "" && p.out != "-" {
		p.format = "json"
	}
	mode, not := "", []string{"since", "withdraw"}
	switch {
	case p.apply != "" && p.verify != "":
		return errors.New("--apply and --verify are two steps: give one at a time")
	case p.apply != "":
		mode, not = "--apply", []string{"as", "act", "on", "given", "fail-on", "format", "since", "asset", "pull-list", "remedy", "remedy-until", "input", "known"}
	case p.verify != "":
		mode, not = "--verify", []string{"as", "act", "on", "given", "fail-on", "asset", "pull-list", "remedy", "remedy-until"}
	}
	for _, name := range not {
		switch {
		case !cmd.Flags().Changed(name):
		case mode == "":
			return fmt.Errorf("--%s goes with --apply or --verify", name)
		default:
			return fmt.Errorf("--%s does not go with %s: the plan says it", name, mode)
		}
	}
	if !slices.Contains(planFormats, p.format) || p.verify != "" && p.format == "csv" {
		return fmt.Errorf("unknown format %q: want one of %s", p.format, strings.Join(planFormats, ", "))
	}
	return nil
}

// makePlan scans a target and writes a plan.
func (a *app) makePlan(cmd *cobra.Command, target string, p *planning) error {
	customers := plan.Customers{Remedy: p.remedy}
	if p.remedyUntil != "" {
		day, err := delist.ParseDate(p.remedyUntil)
		if err != nil {
			return fmt.Errorf("--remedy-until: %w", err)
		}
		customers.Until = day
	}
	for _, name := range []string{p.out, p.pullList} {
		if err := notTarget(name, target); err != nil {
			return err
		}
	}
	owners, err := a.assetOwners(cmd)
	if err != nil {
		return err
	}
	if _, saved := owners[p.asset]; p.asset != "" && !saved {
		return hinted{fmt.Errorf("--asset %q: nothing of that name was saved", p.asset), "delist scan " + target + " --save --asset " + p.asset + " --owner WHO"}
	}
	in, err := a.planInput(target)
	if err != nil {
		return err
	}
	run, err := a.scanning(cmd, target, &p.reading, &p.ask, in.adjust(nil))
	if err != nil {
		return err
	}
	defer run.done()
	run.items = in.recorder.Items(run.items)
	b := &plan.Builder{Made: clock(), Customers: customers, Asset: p.asset, Owners: owners}
	status := a.screen(cmd.Context(), run, b)
	var code exit
	if status != nil && !errors.As(status, &code) {
		return status
	}
	if b.Inputs, err = in.inputs(target); err != nil {
		return err
	}
	made := b.Plan()
	if p.pullList != "" {
		err = a.output(p.pullList, func(w io.Writer, _ report.Options) error { return made.PullList(w) })
	}
	if err == nil {
		err = a.output(p.out, func(w io.Writer, opts report.Options) error { return writePlan(w, made, p.format, opts) })
	}
	if err != nil {
		return err
	}
	if p.out != "" && p.format == "json" {
		fmt.Fprintf(a.stderr, "plan %s: %s; review it, then delist plan --apply or --verify\n", made.ID, countsText(made))
	}
	return status
}

func writePlan(w io.Writer, p *plan.Plan, format string, opts report.Options) error {
	switch format {
	case "json":
		return report.JSON(w, p)
	case "csv":
		return p.CSV(w)
	}
	return planTable(w, p, opts)
}

// assetOwners returns whose each asset is, by its name, where that is kept.
func (a *app) assetOwners(cmd *cobra.Command) (owners map[string]string, _ error) {
	err := a.stored(cmd, func(s *tables.Store) error {
		assets, err := s.Assets(cmd.Context())
		owners = make(map[string]string, len(assets))
		for i := range assets {
			owners[assets[i].Name] = assets[i].Owner
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return owners, err
}

// notTarget refuses to write over what is scanned.
func notTarget(name, target string) error {
	if name == "" || name == "-" || target == "-" {
		return nil
	}
	out, err := os.Stat(name)
	if err != nil {
		return nil // it is not there yet
	}
	in, err := os.Stat(target)
	if err != nil || !os.SameFile(out, in) {
		return nil
	}
	return hinted{fmt.Errorf("%s is what is read, and is never written to", name), "give another name to -o, and replace the file when you have looked at the new one"}
}

// numbered writes how many there are of each, in an order, leaving out none.
func numbered[T ~string](counts map[T]int, order []T, word func(T) string) string {
	var parts []string
	for _, what := range order {
		if n := counts[what]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word(what)))
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

func countsText(p *plan.Plan) string {
	counts := map[plan.Action]int{}
	for _, do := range plan.Actions {
		counts[do] = p.Count(do)
	}
	return numbered(counts, plan.Actions, func(do plan.Action) string { return "to " + string(do) })
}
