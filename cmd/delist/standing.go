package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/screening"
)

func (a *app) standingCommand() *cobra.Command {
	var k ask
	cmd := &cobra.Command{
		Use:   "standing VENDOR|PRODUCT",
		Short: "Say where a vendor or product stands: for whom, for what act, on what date, under which text",
		Example: `  delist standing kaspersky
  delist standing 'AO Kaspersky Lab' --as us/contractor --on 2018-09-30
  delist standing kaspersky --as us --act sell --on 2024-09-29`,
		Args:              exactlyOne("VENDOR or PRODUCT", "a name or an id; quote a name of several words"),
		ValidArgsFunction: completeNames,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.standing(cmd, args[0], &k) },
	}
	k.flags(cmd, "table, json")
	return cmd
}

func (a *app) standing(cmd *cobra.Command, name string, k *ask) error {
	reg, err := register.Load()
	if err != nil {
		return err
	}
	files, err := configFor("", k.config, a.stderr)
	if err != nil {
		return err
	}
	req, err := k.request(reg, inForce(files))
	if err != nil {
		return err
	}
	v, err := a.view(cmd, reg, k.known)
	if err != nil {
		return err
	}
	record, err := a.record(v, name, req.asked)
	if err != nil {
		return err
	}
	return a.output(k.out, func(w io.Writer, opts report.Options) error {
		switch k.format {
		case "table":
			err = report.Standing(w, record, opts)
		case "json":
			err = report.JSON(w, record)
		default:
			err = fmt.Errorf("unknown format %q: want table or json", k.format)
		}
		if err == nil && req.failOn > delist.Clear && record.Level >= req.failOn {
			return exit(exitFailOn)
		}
		return err
	})
}

// record judges the party of that name, or else the product, or else whoever the
// lists have under a name like it.
func (a *app) record(v *view, name string, asked delist.Asked) (*delist.StandingRecord, error) {
	if parties := v.reg.FindParties(name); len(parties) > 0 {
		for _, other := range parties[1:] {
			fmt.Fprintf(a.stderr, "note: %q is also a name of %s (%s)\n", name, other.Name, other.ID)
		}
		return partyRecord(v, delist.PartyRef{ID: parties[0].ID, Name: parties[0].Name}, asked), nil
	}
	if product := v.reg.FindProduct(name); product != nil {
		return productRecord(v, product, asked), nil
	}
	found, others, err := v.find(name)
	switch {
	case err != nil:
		return nil, err
	case found != nil:
		a.tellFound(name, found, others)
		return partyRecord(v, *found, asked), nil
	case len(others) > 0:
		return nil, hinted{fmt.Errorf("nobody is called %q; %s is nearest, with a score of %.2f", name, others[0].Matched, others[0].Score), fmt.Sprintf("delist match %q", name)}
	}
	return nil, hinted{fmt.Errorf("the register has no party or product called %q%s", name, didYouMean(name, v.reg.Names())), "delist register list parties"}
}

func question(asked delist.Asked) delist.Question {
	return delist.Question{As: asked.As, Act: asked.Act, On: asked.On, Given: asked.Given}
}

func partyRecord(v *view, party delist.PartyRef, asked delist.Asked) *delist.StandingRecord {
	q := question(asked)
	q.Party = party.ID
	standing := v.Judge(q)
	record := screening.Record(v.of(party.ID).reg, asked, &standing)
	record.Party = &party
	return &record
}

func productRecord(v *view, product *delist.Product, asked delist.Asked) *delist.StandingRecord {
	q := question(asked)
	q.Product = product.ID
	standing := v.Judge(q)
	record := screening.Record(v.reg, asked, &standing)
	record.Product = &delist.PartyRef{ID: delist.PartyID(product.ID), Name: product.Name}
	for _, maker := range v.Behind(product.ID, asked.On) {
		record.Behind = append(record.Behind, delist.PartyRef{ID: maker.Party, Name: v.PartyName(maker.Party)})
	}
	record.Remedies, record.NotKnown = product.Remedies, product.NotKnown
	return &record
}

func completeNames(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	reg, err := register.Load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for i := range reg.Parties {
		names = append(names, string(reg.Parties[i].ID)+"\t"+reg.Parties[i].Name)
	}
	for i := range reg.Products {
		names = append(names, string(reg.Products[i].ID)+"\t"+reg.Products[i].Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
