package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/lists"
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
	cmd.AddCommand(a.journalled(a.listsUpdate()), a.journalled(a.listsImport()), a.listsStatus(), a.listsDiff(), a.listsShow(),
		a.journalled(a.listsDecide("join", true)), a.journalled(a.listsDecide("split", false)))
	return cmd
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
			d.A, d.B, d.Same, d.On = args[0], args[1], same, delist.DateOf(clock())
			return store.Decide(d)
		},
	}
	cmd.Flags().StringVar(&d.Reason, "because", "", "`REASON` for the decision")
	cmd.Flags().StringVar(&d.By, "by", "", "`WHO` decides")
	return cmd
}
