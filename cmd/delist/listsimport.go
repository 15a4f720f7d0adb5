package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/report"
)

func (a *app) listsImport() *cobra.Command {
	var t listed.Take
	var mapping, asOf, retrieved, format string
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Take lists in from files, whatever they are called; packed ones too",
		Long: `Import sees by their content which lists the files are, and keeps them as the
newest version of each. The files of one list of OFAC are named together. A list
in a layout of your own needs --mapping; see docs/lists-mapping.md. A list that
has lost more than a tenth of its entries wants --accept.`,
		Example: `  delist lists import consolidated.csv
  delist lists import sdn.csv alt.csv add.csv sdn_comments.csv --as-of 2025-12-03
  delist lists import blocked.xlsx --mapping blocked.yaml`,
		Args: atLeastOne("FILE", "a list as an authority publishes it"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if mapping != "" {
				if t.Mapping, err = os.ReadFile(mapping); err != nil {
					return err
				}
			}
			if asOf != "" {
				if t.AsOf, err = delist.ParseDate(asOf); err != nil {
					return fmt.Errorf("--as-of: %w", err)
				}
			}
			if retrieved != "" {
				day, err := delist.ParseDate(retrieved)
				if err != nil {
					return fmt.Errorf("--retrieved: %w", err)
				}
				t.Retrieved = day.Time()
			}
			t.Source = "import"
			return a.importFiles(cmd, args, t, format)
		},
	}
	f := cmd.Flags()
	f.StringVar(&t.Publication, "list", "", "keep it as `LIST`, whatever it looks like")
	f.StringVar(&mapping, "mapping", "", "`FILE` that says what the columns of your own list are")
	f.StringVar(&asOf, "as-of", "", "`DATE` that the list speaks for (default: what it says itself, else today)")
	f.StringVar(&retrieved, "retrieved", "", "`DATE` on which the file came to you, for old copies (default now)")
	f.BoolVar(&t.Accept, "accept", false, "take in a list that has lost more than a tenth of its entries, or breaks off")
	f.StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	return cmd
}

func atLeastOne(name, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return nil
		}
		return hinted{fmt.Errorf("%s wants a %s: %s", cmd.CommandPath(), name, what), cmd.CommandPath() + " --help"}
	}
}

func (a *app) importFiles(cmd *cobra.Command, args []string, t listed.Take, format string) error {
	store, _, err := a.lists(cmd)
	if err != nil {
		return err
	}
	var in []lists.File
	for _, name := range args {
		in = append(in, lists.File{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(name) }})
	}
	taken, err := store.Take(in, t)
	return a.tellTaken(taken, err, format)
}

// tellTaken reports what was taken in, and what was not.
func (a *app) tellTaken(taken []listed.Taken, fault error, format string) error {
	unread := 0
	for _, one := range taken {
		for _, u := range one.Unread {
			unread++
			fmt.Fprintf(a.stderr, "delist: not read: %s\n", report.Clean(u))
		}
	}
	if format == "json" {
		if err := writeJSON(a.stdout, map[string]any{"schema": "delist/taken/1", "taken": orEmpty(taken)}); err != nil {
			return err
		}
	} else if len(taken) > 0 {
		rows := [][]string{{"LIST", "VERSION", "AS OF", "ENTRIES", "UNREAD", "CHANGES"}}
		for _, one := range taken {
			rows = append(rows, []string{one.Publication, strconv.Itoa(one.Version), one.AsOf.String(), strconv.Itoa(one.Entries), strconv.Itoa(len(one.Unread)), changesText(&one)})
		}
		if err := writeRows(a.stdout, rows); err != nil {
			return err
		}
	}
	switch {
	case fault != nil && len(taken) > 0:
		for _, line := range strings.Split(fault.Error(), "\n") {
			fmt.Fprintf(a.stderr, "delist: %s\n", report.Clean(line))
		}
		return exit(exitPartial)
	case fault != nil:
		return hinted{fault, takeHint(fault)}
	case unread > 0:
		return exit(exitPartial)
	}
	return nil
}

func takeHint(fault error) string {
	var shrunk *listed.ShrunkError
	switch {
	case errors.As(fault, &shrunk):
		return "look at the file; if it is right, say --accept"
	case errors.Is(fault, lists.ErrUnknown):
		return "for a list of your own write a mapping: docs/lists-mapping.md, then --mapping FILE"
	}
	return "delist lists import --help"
}

func changesText(t *listed.Taken) string {
	if t.Unchanged {
		return "unchanged"
	}
	var parts []string
	for _, kind := range []lists.ChangeKind{lists.Added, lists.Removed, lists.Renamed, lists.Moved, lists.Altered} {
		if n := t.Changes[kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind))
		}
	}
	if len(parts) == 0 {
		return "first version"
	}
	return strings.Join(parts, ", ")
}
