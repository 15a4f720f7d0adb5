package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/package-url/packageurl-go"
	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/store/tables"
)

func (a *app) findCommand() *cobra.Command {
	var on, format, out string
	cmd := &cobra.Command{
		Use:   "find VENDOR|PRODUCT|PURL",
		Short: "Say on which saved assets something is, now or on any day",
		Long: `Find looks through every inventory that was saved (delist scan --save) for what a
vendor stands behind, for a product, or for a package URL; without a version it is
any version. A name that is neither is looked for among the names of items.`,
		Example: `  delist find kaspersky
  delist find pkg:npm/fast-glob --on 2026-10-01
  delist find kesl --format json`,
		Args:              exactlyOne("VENDOR, PRODUCT or PURL", "a name, an id or a package URL; quote a name of several words"),
		ValidArgsFunction: completeNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			var day delist.Date
			if err := errors.Join(date("--on", on, &day), oneOf("--format", format, []string{"table", "json"})); err != nil {
				return err
			}
			return a.find(cmd, args[0], day, format, out)
		},
	}
	f := cmd.Flags()
	f.StringVar(&on, "on", "", "what was there at the end of this `DATE` (UTC; default now)")
	f.StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	f.StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}

func (a *app) find(cmd *cobra.Command, what string, on delist.Date, format, out string) error {
	if strings.TrimSpace(what) == "" {
		return hinted{errors.New("nothing is named that could be found"), cmd.CommandPath() + " --help"}
	}
	if _, err := packageurl.FromString(what); isPURL(what) && err != nil {
		return hinted{fmt.Errorf("%q is no package URL: %w", what, err), "pkg:TYPE/NAMESPACE/NAME@VERSION, such as pkg:npm/fast-glob"}
	}
	v, err := a.currentView(cmd)
	if err != nil {
		return err
	}
	query, meant := v.query(what)
	query.On = on
	if err := a.reattribute(cmd, v); err != nil {
		return err
	}
	var found *tables.Found
	err = a.stored(cmd, func(s *tables.Store) error {
		found, err = s.Find(cmd.Context(), query)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return hinted{errors.New("no inventory was saved here yet"), "delist scan TARGET --save --asset NAME"}
	}
	if err != nil {
		return err
	}
	return a.output(out, func(w io.Writer, _ report.Options) error {
		if format == "json" {
			return report.JSON(w, foundRecord(what, meant, on, found))
		}
		return writeFound(w, meant, on, found)
	})
}

// isPURL reports whether a package URL is meant.
func isPURL(what string) bool { return len(what) >= 4 && strings.EqualFold(what[:4], "pkg:") }

// query says what is meant by a name: a package URL, a party with all that it is
// called, a product, or else an item of that name.
func (v *view) query(what string) (q tables.Query, meant string) {
	if isPURL(what) {
		return tables.Query{PURL: what}, what
	}
	if parties := v.reg.FindParties(what); len(parties) > 0 {
		p := parties[0]
		q.Parties = []string{string(p.ID)}
		for _, name := range append([]string{p.Name}, p.Names...) {
			if key := tables.Nameless(name); !slices.Contains(q.Parties, key) {
				q.Parties = append(q.Parties, key)
			}
		}
		return q, fmt.Sprintf("%s (%s)", p.Name, p.ID)
	}
	if p := v.reg.FindProduct(what); p != nil {
		return tables.Query{Product: p.ID}, fmt.Sprintf("%s (%s)", p.Name, p.ID)
	}
	return tables.Query{Parties: []string{tables.Nameless(what)}, Name: what}, fmt.Sprintf("whatever is called, or made by, %q", what)
}

// A findRecord is the answer of find as JSON.
type findRecord struct {
	Schema string        `json:"schema"`
	Asked  string        `json:"asked"`
	Meant  string        `json:"meant"`
	On     delist.Date   `json:"on"`
	Assets int           `json:"assets"` // that were looked through
	Found  []holdingJSON `json:"found"`
}

type holdingJSON struct {
	delist.Asset
	Found []delist.Item `json:"found"`
	// More is how many items it has beyond those.
	More int `json:"more,omitempty"`
}

func foundRecord(what, meant string, on delist.Date, found *tables.Found) findRecord {
	r := findRecord{Schema: "delist/find/1", Asked: what, Meant: meant, On: on, Assets: found.Assets, Found: []holdingJSON{}}
	for _, h := range found.Holdings {
		held := holdingJSON{Asset: h.Asset, Found: shownOf(h, found, len(h.Items))}
		held.More = len(h.Items) - len(held.Found)
		r.Found = append(r.Found, held)
	}
	return r
}

// shownOf returns the first items of a holding that were read back.
func shownOf(h tables.Holding, found *tables.Found, most int) []delist.Item {
	shown := []delist.Item{}
	for _, n := range h.Items {
		if it, ok := found.Items[n]; ok && len(shown) < most {
			shown = append(shown, it)
		}
	}
	return shown
}

// writeFound writes a line for each asset.
func writeFound(w io.Writer, meant string, on delist.Date, found *tables.Found) error {
	day := ""
	if !on.IsZero() {
		day = fmt.Sprintf(" at the end of %s", on)
	}
	if _, err := fmt.Fprintf(w, "%s: on %d of %d assets%s\n", report.Clean(meant), len(found.Holdings), found.Assets, day); err != nil || len(found.Holdings) == 0 {
		return err
	}
	rows := [][]string{{"ASSET", "OWNER", "LAST SAVED", "ITEMS"}}
	for _, h := range found.Holdings {
		var names []string
		for _, it := range shownOf(h, found, 5) {
			names = append(names, strings.TrimSpace(report.Clean(it.Name)+" "+report.Clean(it.Version)))
		}
		if more := len(h.Items) - len(names); more > 0 {
			names = append(names, fmt.Sprintf("and %d more", more))
		}
		last := h.Asset.Last.Format("2006-01-02 15:04")
		if !h.Asset.Complete {
			last += " (in part)"
		}
		rows = append(rows, []string{report.Clean(h.Asset.Name), report.Clean(h.Asset.Owner), last, strings.Join(names, ", ")})
	}
	return writeRows(w, rows)
}

// reattribute works out anew who stands behind the kept items, where that was done
// by other facts than those of today. Where nothing can be written, find answers
// from what is there, and says so.
func (a *app) reattribute(cmd *cobra.Command, v *view) error {
	facts := v.facts()
	var by string
	err := a.stored(cmd, func(s *tables.Store) (err error) {
		by, err = s.Attributed(cmd.Context())
		return err
	})
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && by == facts:
		return nil
	case err != nil:
		return err
	}
	var changed int
	err = a.recording(cmd, func(s *tables.Store) (err error) {
		changed, err = attributeAnew(cmd.Context(), s, facts, v.attributer())
		return err
	})
	switch {
	case err != nil:
		fmt.Fprintf(a.stderr, "note: who made what is as it was known when it was saved: %v\n", err)
	case changed > 0:
		fmt.Fprintf(a.stderr, "note: of %d items it is known now who else made them\n", changed)
	}
	return nil
}
