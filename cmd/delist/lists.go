package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/report"
)

func (a *app) listsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lists",
		Short: "Keep official lists: fetch, import, compare, and see how old they are",
		Long: `Lists keeps the published lists of authorities in the data directory, every
version as it came. Only "lists update" uses the network.`,
		Example: `  delist lists update us-ofac-sdn un-sc
  delist lists import sdn.csv alt.csv add.csv sdn_comments.csv
  delist lists status
  delist lists diff us-ofac-sdn`,
		Args: knownVerb,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.listsUpdate(), a.listsImport(), a.listsStatus(), a.listsDiff(), a.listsShow(),
		a.listsDecide("join", true), a.listsDecide("split", false))
	return cmd
}

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

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// A listStatus is one line of "lists status".
type listStatus struct {
	Publication string      `json:"publication"`
	Title       string      `json:"title"`
	Versions    int         `json:"versions"`
	AsOf        delist.Date `json:"as_of,omitzero"`
	Retrieved   time.Time   `json:"retrieved,omitzero"`
	Checked     time.Time   `json:"checked,omitzero"`
	Entries     int         `json:"entries"`
	Unread      int         `json:"unread"`
	Health      string      `json:"health"`
}

func (a *app) listsStatus() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "status", Short: "Show which lists are kept, how old they are, and what is wrong with them",
		Example: "  delist lists status\n  delist lists status --format json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			status, err := a.listStatus(cmd)
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.stdout, map[string]any{"schema": "delist/lists-status/1", "lists": status})
			}
			rows := [][]string{{"LIST", "AS OF", "RETRIEVED", "VERSIONS", "ENTRIES", "HEALTH"}}
			for _, s := range status {
				row := []string{s.Publication, s.AsOf.String(), "", "", "", s.Health}
				if s.Versions > 0 {
					row = []string{s.Publication, s.AsOf.String(), s.Retrieved.Format(time.DateOnly), strconv.Itoa(s.Versions), strconv.Itoa(s.Entries), s.Health}
				}
				rows = append(rows, row)
			}
			return writeRows(a.stdout, rows)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	return cmd
}

func (a *app) listStatus(cmd *cobra.Command) ([]listStatus, error) {
	_, dir, err := a.lists(cmd)
	if err != nil {
		return nil, err
	}
	catalogue, err := lists.Known()
	if err != nil {
		return nil, err
	}
	publications, err := dir.Publications()
	if err != nil {
		return nil, err
	}
	for i := range catalogue.Publications {
		if id := catalogue.Publications[i].ID; !slices.Contains(publications, id) {
			publications = append(publications, id)
		}
	}
	slices.Sort(publications)
	var all []listStatus
	for _, id := range publications {
		versions, err := dir.Versions(id)
		if err != nil {
			all = append(all, listStatus{Publication: id, Health: err.Error()})
			continue
		}
		s := listStatus{Publication: id, Versions: len(versions), Health: "not kept here"}
		known := catalogue.Publication(id)
		if known != nil {
			s.Title = known.Title
		}
		if n := len(versions); n > 0 {
			v := &versions[n-1]
			s.AsOf, s.Retrieved, s.Checked, s.Entries, s.Unread = listed.AsOf(v), v.Retrieved, v.Checked, v.Entries, v.Unread
			s.Health = health(&s, known, time.Now())
		}
		all = append(all, s)
	}
	return all, nil
}

// stale is after how long a list wants another look, by how often it changes.
var stale = map[string]time.Duration{"daily": 3 * 24 * time.Hour, "weekly": 14 * 24 * time.Hour, "": 31 * 24 * time.Hour}

func health(s *listStatus, known *lists.Publication, now time.Time) string {
	last := s.Retrieved
	if s.Checked.After(last) {
		last = s.Checked
	}
	most := stale[""]
	if known != nil && stale[known.Updates] > 0 {
		most = stale[known.Updates]
	}
	var wrong []string
	if age := now.Sub(last); age > most {
		wrong = append(wrong, fmt.Sprintf("not looked at for %d days", int(age.Hours()/24)))
	}
	if s.Unread > 0 {
		wrong = append(wrong, fmt.Sprintf("%d records not read", s.Unread))
	}
	if known != nil && s.Entries < known.MinEntries {
		wrong = append(wrong, fmt.Sprintf("fewer than the %d entries that are plausible", known.MinEntries))
	}
	if len(wrong) == 0 {
		return "good"
	}
	return strings.Join(wrong, "; ")
}

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

func (a *app) listsShow() *cobra.Command {
	var known string
	cmd := &cobra.Command{
		Use:     "show PARTY|LIST/NUMBER",
		Short:   "Show a party as the lists have it, and what makes its entries one party",
		Example: "  delist lists show us-ofac-sdn/36\n  delist lists show ao-kaspersky-lab",
		Args:    exactlyOne("PARTY", "an id that match gives, or LIST/NUMBER of an entry"),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := a.known(cmd, known)
			if err != nil {
				return err
			}
			p, err := set.Find(args[0])
			if err == nil && p == nil {
				err = hinted{fmt.Errorf("nobody has the id %q", args[0]), "delist match NAME"}
			}
			if err != nil {
				return err
			}
			return writeJSON(a.stdout, p)
		},
	}
	cmd.Flags().StringVar(&known, "known", "", "what was known at the end of this `DATE`")
	return cmd
}

func (a *app) listsDecide(verb string, same bool) *cobra.Command {
	var d lists.Decision
	short := "Say for good that two entries are one party"
	if !same {
		short = "Say for good that two entries are not one party"
	}
	cmd := &cobra.Command{
		Use: verb + " A B", Short: short,
		Example: "  delist lists " + verb + " us-ofac-sdn/9639 eu-fsf/13 --because 'same register number'",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return hinted{fmt.Errorf("%s wants two ids: of a party of the register, or LIST/NUMBER", cmd.CommandPath()), cmd.CommandPath() + " --help"}
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if d.Reason == "" {
				return hinted{errors.New("a decision wants a reason"), "--because TEXT"}
			}
			set, err := a.known(cmd, "")
			if err != nil {
				return err
			}
			for _, id := range args {
				if p, err := set.Find(id); err != nil || p == nil {
					return errors.Join(err, hinted{fmt.Errorf("nobody has the id %q", id), "delist match NAME"})
				}
			}
			store, _, err := a.lists(cmd)
			if err != nil {
				return err
			}
			d.A, d.B, d.Same, d.On = args[0], args[1], same, delist.DateOf(time.Now())
			return store.Decide(d)
		},
	}
	cmd.Flags().StringVar(&d.Reason, "because", "", "`REASON` for the decision")
	cmd.Flags().StringVar(&d.By, "by", "", "`WHO` decides")
	return cmd
}
