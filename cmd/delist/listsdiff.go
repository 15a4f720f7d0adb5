package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/lists"
)

func (a *app) listsDiff() *cobra.Command {
	var from, to int
	var portfolio, format string
	cmd := &cobra.Command{
		Use:   "diff LIST",
		Short: "Show what changed between two versions of a list: added, removed, renamed, dates moved",
		Long: `Diff compares the last two versions of a list, or those that --from and --to
name. With --portfolio it shows which of the names that were kept by
"delist match --save" a change concerns: these are to be screened anew.`,
		Example: `  delist lists diff us-ofac-sdn
  delist lists diff us-ofac-sdn --from 1 --to 4 --format json
  delist lists diff us-ofac-sdn --portfolio vendors`,
		Args: exactlyOne("LIST", "see delist lists status"),
		RunE: func(cmd *cobra.Command, args []string) error {
			store, _, err := a.lists(cmd)
			if err != nil {
				return err
			}
			older, newer, err := store.Versions(args[0], from, to)
			if err != nil {
				return hinted{err, "delist lists status"}
			}
			changes, err := store.Diff(older, newer)
			if err != nil {
				return err
			}
			if portfolio != "" {
				p, err := store.LoadPortfolio(portfolio)
				if err != nil {
					return hinted{err, "delist match - --save " + portfolio + " < names"}
				}
				return a.tellEvents(p.Concerned(changes), format)
			}
			return a.tellChanges(args[0], older.Number, newer.Number, changes, format)
		},
	}
	f := cmd.Flags()
	f.IntVar(&from, "from", -1, "older version: its number, or 0 for the newest, -1 for the one before")
	f.IntVar(&to, "to", 0, "newer version, in the same way")
	f.StringVar(&portfolio, "portfolio", "", "show which names of the portfolio `NAME` are concerned")
	f.StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	return cmd
}

func (a *app) tellChanges(list string, from, to int, changes []lists.Change, format string) error {
	if format == "json" {
		return writeJSON(a.stdout, map[string]any{"schema": "delist/lists-diff/1", "list": list, "from": from, "to": to, "changes": orEmpty(changes)})
	}
	if len(changes) == 0 {
		fmt.Fprintf(a.stdout, "%s: nothing differs between versions %d and %d\n", list, from, to)
		return nil
	}
	rows := [][]string{{"CHANGE", "LIST", "NUMBER", "NAME", "WHAT"}}
	for _, c := range changes {
		rows = append(rows, []string{string(c.Kind), string(c.List), c.ID, c.Name, strings.Join(c.Details, "; ")})
	}
	return writeRows(a.stdout, rows)
}

func (a *app) tellEvents(events []listed.Event, format string) error {
	if format == "json" {
		return writeJSON(a.stdout, map[string]any{"schema": "delist/events/1", "events": orEmpty(events)})
	}
	if len(events) == 0 {
		fmt.Fprintln(a.stdout, "no name is concerned")
		return nil
	}
	rows := [][]string{{"NAME", "CHANGE", "LIST", "NUMBER", "LISTED NAME", "SCORE", "BEFORE"}}
	for _, e := range events {
		rows = append(rows, []string{e.Query, string(e.Change), string(e.List), e.ID, e.Matched, scoreText(e.Score), scoreText(e.Before)})
	}
	return writeRows(a.stdout, rows)
}

func scoreText(score float64) string {
	if score == 0 {
		return "-"
	}
	return strconv.FormatFloat(score, 'f', 2, 64)
}
