package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/inventory"
	"github.com/delistdev/delist/inventory/source"
	"github.com/delistdev/delist/plan"
	"github.com/delistdev/delist/plan/withdraw"
	"github.com/delistdev/delist/report"
)

// applyPlan writes a catalogue again with the offers of a plan withdrawn.
func (a *app) applyPlan(cmd *cobra.Command, target string, p *planning) error {
	if p.out == "" {
		return hinted{errors.New("--apply wants -o: the catalogue that was planned is never written to"), "delist plan --apply PLAN TARGET -o NEW"}
	}
	for _, read := range []string{target, p.apply} {
		if err := notTarget(p.out, read); err != nil {
			return err
		}
	}
	made, _, err := readPlan(p.apply)
	if err != nil {
		return err
	}
	places, err := made.Withdrawals()
	if err != nil {
		return fmt.Errorf("plan %s: %w", p.apply, err)
	}
	if len(made.Inputs) != 1 || !inventory.IsCatalogue(made.Inputs[0].Kind) {
		return hinted{fmt.Errorf("plan %s is about %s, which is no catalogue", p.apply, made.Target), "only the feed of a shop is written again; what else is to be done, the plan says line by line"}
	}
	f, err := os.Open(target)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := a.planned(cmd, made, target, f); err != nil {
		return err
	}
	var result withdraw.Result
	err = a.output(p.out, func(w io.Writer, _ report.Options) error {
		result, err = withdraw.Write(w, f, made.Inputs[0].Size, withdraw.Request{Kind: made.Inputs[0].Kind, Places: places, Set: p.withdraw})
		return err
	})
	if err != nil {
		return hinted{fmt.Errorf("%s: %w", target, err), "nothing was written; docs/plans.md says how each format is withdrawn"}
	}
	fmt.Fprintf(a.stderr, "%s\n", appliedText(&result, made))
	return nil
}

// appliedText says what was done to a catalogue.
func appliedText(r *withdraw.Result, p *plan.Plan) string {
	text := fmt.Sprintf("%s withdrawn", countOf(r.Records, "record"))
	if r.How != "" && r.Records > 0 {
		text += ": " + r.How
	}
	if len(r.Added) > 0 {
		text += "; added to every row: " + strings.Join(r.Added, ", ")
	}
	if r.Whole > 0 {
		text += fmt.Sprintf("; %s with all variants, of which only some were planned", countOf(r.Whole, "product"))
	}
	if n := p.Count(plan.Review); n > 0 {
		text += fmt.Sprintf("; %s still to be reviewed were left alone", countOf(n, "line"))
	}
	return text
}

func countOf(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// planned refuses a catalogue that is not, byte for byte, the one that was
// planned, and says what differs.
func (a *app) planned(cmd *cobra.Command, p *plan.Plan, target string, f *os.File) error {
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("%s: %w", target, err)
	}
	in := &p.Inputs[0]
	if hex.EncodeToString(h.Sum(nil)) == in.SHA256 {
		return nil
	}
	what := fmt.Errorf("%s is not the catalogue that plan %s was made of: it changed since", target, p.ID)
	if filepath.Base(target) != in.Path {
		what = fmt.Errorf("%s is not the catalogue that plan %s was made of, which was called %s", target, p.ID, in.Path)
	}
	items, err := inventory.Read(cmd.Context(), target, a.stdin, inventory.Options{Input: in.Kind, Sale: &source.Sale{}})
	if err != nil {
		return hinted{what, "plan again: delist plan " + target}
	}
	return hinted{fmt.Errorf("%w\n%s", what, differenceText(p.Compare(items), in)), "plan again: delist plan " + target}
}

// differenceText says how a catalogue differs from the one that was planned.
func differenceText(d *plan.Difference, in *plan.Input) string {
	if in.Offers > 0 && len(in.Records) == 0 {
		return fmt.Sprintf("  (%d offers are more than a plan holds digests of, so that what differs is not known)", in.Offers)
	}
	text := fmt.Sprintf("  offers: %d added, %d removed, %d changed, %d in another line, %d the same", d.Added, d.Removed, d.Changed, d.Moved, d.Same)
	if d.Added+d.Removed+d.Changed+d.Moved == 0 {
		return text + "\n  what differs is in fields that say nothing of whose product it is, such as prices"
	}
	for _, one := range d.Told {
		text += "\n  " + report.Clean(one)
	}
	if n := d.Added + d.Removed + d.Changed - len(d.Told); n > 0 {
		text += fmt.Sprintf("\n  … and %d more", n)
	}
	return text
}
