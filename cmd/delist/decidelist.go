package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/decision"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/store/tables"
)

func (a *app) listDecisions(cmd *cobra.Command, d *deciding) error {
	on := delist.DateOf(clock())
	if err := cmp.Or(date("--on", d.on, &on), oneOf("--format", d.format, []string{"table", "json"})); err != nil {
		return err
	}
	v, err := a.currentView(cmd)
	if err != nil {
		return err
	}
	var list []delist.Decision
	err = a.stored(cmd, func(s *tables.Store) error {
		list, err = s.Decisions(cmd.Context())
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	standing := decision.Standing(list, on)
	if d.due {
		list = decision.Due(list, on, d.within)
	}
	if d.format == "json" {
		return report.JSON(a.stdout, map[string]any{"schema": "delist/decisions/1", "on": on, "decisions": orEmpty(list)})
	}
	if len(list) == 0 {
		fmt.Fprintln(a.stderr, "no decision"+map[bool]string{true: " is due"}[d.due])
		return nil
	}
	rows := [][]string{{"", "MADE", "", "DECISION", "BECAUSE", "BY"}}
	for i := range list {
		state := "over"
		if slices.ContainsFunc(standing, func(s delist.Decision) bool { return s.Number == list[i].Number }) {
			state = "stands"
			if on.Before(list[i].From) {
				state = "to come"
			}
		}
		rows = append(rows, []string{fmt.Sprint(list[i].Number), delist.DateOf(list[i].At).String(), state, decisionText(v, &list[i]), report.Clean(list[i].Because), report.Clean(list[i].By)})
	}
	return writeRows(a.stdout, rows)
}

// tellDecision says what was recorded and what it takes the place of.
func (a *app) tellDecision(v *view, d *delist.Decision, before []delist.Decision) {
	fmt.Fprintf(a.stdout, "decision %d: %s\n", d.Number, decisionText(v, d))
	fmt.Fprintf(a.stdout, "ledger record %d\n", d.Record)
	all := append(slices.Clone(before), *d)
	for _, earlier := range decision.Superseded(all, d.Number) {
		fmt.Fprintf(a.stdout, "takes the place of decision %d (%s, from %s)\n", earlier.Number, earlier.Effect, earlier.From)
	}
	if elsewhere := len(d.Grounds); elsewhere == 0 {
		fmt.Fprintln(a.stderr, "note: it names no grounds (--ground ID)")
	}
}

// decisionText is a decision in one line.
func decisionText(v *view, d *delist.Decision) string {
	text := fmt.Sprintf("%s %s (%s)", d.Effect, v.PartyName(d.Party), d.Party)
	if len(d.Objects.Products) > 0 {
		text += fmt.Sprintf(" %s", join(d.Objects.Products))
	}
	if len(d.Objects.Classes) > 0 {
		text += fmt.Sprintf(" %s", join(d.Objects.Classes))
	}
	text += fmt.Sprintf(" for %s: %s, from %s", join(d.Binds), join(d.Acts), d.From)
	if !d.Until.IsZero() {
		text += fmt.Sprintf(" until %s", d.Until)
	}
	if !d.Review.IsZero() {
		text += fmt.Sprintf(", review %s", d.Review)
	}
	return text
}

func join[T ~string](list []T) string {
	var words []string
	for _, w := range list {
		words = append(words, string(w))
	}
	return strings.Join(words, ", ")
}
