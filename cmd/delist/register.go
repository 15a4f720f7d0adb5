package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/report"
)

func (a *app) registerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "register",
		Short: "Browse and check the facts that this binary carries, and add your own",
		Example: `  delist register list measures
  delist register show us-2017-bod-17-01
  delist register check register/data`,
		Args: knownVerb,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.registerCheck(), a.registerList(), a.registerShow(), a.journalled(a.registerAdd()), a.journalled(a.registerRemove()))
	return cmd
}

func (a *app) registerCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check [DIR]",
		Short: "Validate the register: form, sources, dates, references, cycles, duplicates",
		Long: `Check validates the YAML files under DIR, or those that the binary carries, and
names every fault with its file and line. Exit status 2 if there is one.`,
		Example: `  delist register check
  delist register check register/data`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			fsys, prefix := register.Data(), ""
			if len(args) == 1 {
				if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
					return hinted{fmt.Errorf("%s is not a directory that can be read", args[0]), "give the directory that holds parties/ and measures/"}
				}
				fsys, prefix = os.DirFS(args[0]), strings.TrimSuffix(args[0], "/")+"/"
			}
			reg, problems := register.Check(fsys)
			for _, p := range problems {
				fmt.Fprintf(a.stderr, "%s%v\n", prefix, p)
			}
			if len(problems) > 0 {
				return hinted{fmt.Errorf("%d faults in the register", len(problems)), "docs/register.md describes every field"}
			}
			fmt.Fprintf(a.stdout, "%d parties, %d products, %d identifiers, %d measures with %d terms, %d claims: no faults\n",
				len(reg.Parties), len(reg.Products), len(reg.Identifiers), len(reg.Measures), terms(reg), len(reg.Claims))
			return nil
		},
	}
}

func terms(reg *register.Register) int {
	n := 0
	for i := range reg.Measures {
		n += len(reg.Measures[i].Terms)
	}
	return n
}

// registerKinds are what "register list" can list.
var registerKinds = []string{"parties", "products", "identifiers", "measures", "claims", "audiences", "classes"}

func (a *app) registerList() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:       "list [" + strings.Join(registerKinds, "|") + "]",
		Short:     "List what the register has",
		Example:   "  delist register list measures\n  delist register list audiences",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: registerKinds,
		RunE: func(cmd *cobra.Command, args []string) error {
			reg, err := a.ownRegister(cmd)
			if err != nil {
				return err
			}
			kind := "parties"
			if len(args) == 1 {
				kind = args[0]
			}
			switch format {
			case "json":
				return report.JSON(a.stdout, map[string]any{"schema": delist.RegisterSchema, kind: listOf(reg, kind)})
			case "table":
				return writeRows(a.stdout, rowsOf(reg, kind))
			}
			return fmt.Errorf("unknown format %q: want table or json", format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	return cmd
}

func listOf(reg *register.Register, kind string) any {
	switch kind {
	case "products":
		return reg.Products
	case "identifiers":
		return reg.Identifiers
	case "measures":
		return reg.Measures
	case "claims":
		return reg.Claims
	case "audiences":
		return reg.Audiences
	case "classes":
		return reg.Classes
	}
	return reg.Parties
}

func rowsOf(reg *register.Register, kind string) [][]string {
	rows := [][]string{}
	switch kind {
	case "parties":
		for _, p := range reg.Parties {
			rows = append(rows, []string{string(p.ID), string(p.Kind), p.Country, p.Name})
		}
	case "products":
		for _, p := range reg.Products {
			rows = append(rows, []string{string(p.ID), string(p.Makers[0].Party), p.Name})
		}
	case "identifiers":
		for _, id := range reg.Identifiers {
			rows = append(rows, []string{string(id.Kind), id.Value, string(id.Match), string(id.Role), string(id.Party), string(id.Product)})
		}
	case "measures":
		for _, m := range reg.Measures {
			rows = append(rows, []string{string(m.ID), m.Announced.String(), string(m.Force), string(m.Status), m.Title})
		}
	case "claims":
		for _, c := range reg.Claims {
			rows = append(rows, []string{string(c.ID), c.Date.String(), string(c.Kind), c.Speaker})
		}
	case "audiences":
		for _, x := range reg.Audiences {
			rows = append(rows, []string{string(x.ID), x.Name})
		}
	case "classes":
		for _, x := range reg.Classes {
			rows = append(rows, []string{string(x.ID), string(x.Broader), x.Name})
		}
	}
	return rows
}

func writeRows(w io.Writer, rows [][]string) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(tw, strings.Join(row, "\t"))
	}
	return tw.Flush()
}

func (a *app) registerShow() *cobra.Command {
	return &cobra.Command{
		Use:     "show ID",
		Short:   "Show one fact as it stands in the register, with its sources",
		Example: "  delist register show us-2017-bod-17-01\n  delist register show ao-kaspersky-lab",
		Args:    exactlyOne("ID", "of a party, product, measure or claim"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if file, text, ok := a.ownText(cmd, args[0]); ok {
				_, err := fmt.Fprintf(a.stdout, "# your own: %s\n%s\n", file, strings.TrimSpace(text))
				return err
			}
			file, text, ok := register.Text(register.Data(), args[0])
			if !ok {
				reg, err := a.ownRegister(cmd)
				if err != nil {
					return err
				}
				return hinted{fmt.Errorf("the register has no fact with the id %q%s", args[0], didYouMean(args[0], ids(reg))), "delist register list"}
			}
			_, err := fmt.Fprintf(a.stdout, "# register/data/%s\n%s\n", file, strings.TrimSpace(text))
			return err
		},
	}
}

func ids(reg *register.Register) []string {
	list := []string{}
	for i := range reg.Parties {
		list = append(list, string(reg.Parties[i].ID))
	}
	for i := range reg.Products {
		list = append(list, string(reg.Products[i].ID))
	}
	for i := range reg.Measures {
		list = append(list, string(reg.Measures[i].ID))
	}
	for i := range reg.Claims {
		list = append(list, string(reg.Claims[i].ID))
	}
	return list
}
