package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/exchange"
	"github.com/delistdev/delist/evidence/grounds"
	"github.com/delistdev/delist/evidence/shelf"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/report"
)

func (a *app) evidenceExport() *cobra.Command {
	var format, out, publisher, address string
	cmd := &cobra.Command{
		Use: "export", Short: "Write the claims on record as ClaimReview or STIX 2.1", Args: cobra.NoArgs,
		Example: "  delist evidence export --format stix -o claims.json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.shelf(cmd)
			if err != nil {
				return err
			}
			reg, err := a.ownRegister(cmd)
			if err != nil {
				return err
			}
			set := setOf(s, reg)
			set.Publisher = exchange.Publisher{Name: publisher, URL: address}
			return a.output(out, func(w io.Writer, _ report.Options) error {
				switch format {
				case "stix":
					return exchange.WriteSTIX(w, set)
				case "claimreview":
					return exchange.WriteClaimReview(w, set)
				}
				return fmt.Errorf("unknown format %q: want stix or claimreview", format)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&format, "format", "stix", "output `FORMAT`: stix, claimreview")
	f.StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	f.StringVar(&publisher, "publisher", "", "`WHO` publishes the claims")
	f.StringVar(&address, "address", "", "`URL` of the page on which they are shown")
	return cmd
}

// setOf gathers the claims on record with what they rest on.
func setOf(s *shelf.Shelf, reg *register.Register) exchange.Set {
	var set exchange.Set
	claims, origins, documents := onRecord(s, reg)
	set.Claims, set.Origins, set.Documents = claims, origins, documents
	for _, c := range claims {
		for _, id := range c.About {
			if p := reg.Party(id); p != nil && !slices.ContainsFunc(set.Parties, func(have delist.Party) bool { return have.ID == id }) {
				set.Parties = append(set.Parties, *p)
			}
		}
	}
	return set
}

// onRecord returns the accepted claims, with the origins and documents that they
// rest on as the texts that are kept now show them. A text that the register has,
// too, by its address, is of the register's origin.
func onRecord(s *shelf.Shelf, reg *register.Register) (claims []delist.Claim, origins []delist.Origin, documents []delist.Document) {
	accepted := s.Accepted()
	if len(accepted) == 0 {
		return nil, nil, nil
	}
	of := map[string]delist.OriginID{}
	entries := make([]*evidence.Document, len(s.Documents()))
	for i := range s.Documents() {
		entries[i] = &s.Documents()[i].Document
	}
	used := map[delist.OriginID]bool{}
	found := grounds.Of(entries)
	known := knownOrigins(s, reg)
	for i := range found {
		for _, p := range found[i].Documents {
			if id, ok := known[p.ID]; ok {
				found[i].ID = id
			}
		}
		for _, p := range found[i].Documents {
			of[p.ID] = found[i].ID
		}
	}
	for _, d := range accepted {
		c := d.Claim
		if origin, ok := of[d.Document]; ok {
			c.Origins = []delist.OriginID{origin}
		}
		for _, id := range c.Origins {
			used[id] = true
		}
		claims = append(claims, c)
	}
	for i := range found {
		o := &found[i]
		if !used[o.ID] || reg.Origin(o.ID) != nil {
			continue
		}
		origins = append(origins, originRecord(o))
		for _, p := range o.Documents {
			documents = append(documents, delist.Document{
				ID: delist.DocumentID("doc-" + p.ID[:min(12, len(p.ID))]), Title: p.Title, Publisher: p.Publisher, Printed: p.Printed,
				Origins: []delist.OriginID{o.ID}, Source: delist.Source{URL: p.File, Title: p.Title, Confirmed: true},
			})
		}
	}
	return claims, origins, documents
}

// knownOrigins returns the origins of documents that the register has by their
// addresses.
func knownOrigins(s *shelf.Shelf, reg *register.Register) map[string]delist.OriginID {
	at := map[string]delist.OriginID{}
	for i := range reg.Documents {
		if d := &reg.Documents[i]; len(d.Origins) == 1 && d.Source.URL != "" {
			at[d.Source.URL] = d.Origins[0]
		}
	}
	known := map[string]delist.OriginID{}
	for i := range s.Documents() {
		e := &s.Documents()[i]
		if id, ok := at[e.URL]; ok {
			known[e.ID] = id
		}
	}
	return known
}

func originRecord(o *grounds.Origin) delist.Origin {
	r := delist.Origin{ID: o.ID, Name: o.Name, Channel: "text", Date: o.Documents[0].Printed}
	for _, c := range o.Cites {
		if c.Origin != "" {
			r.Cites = append(r.Cites, c.Origin)
		}
	}
	return r
}

func (a *app) evidenceImport() *cobra.Command {
	var format, by string
	var about []string
	cmd := &cobra.Command{
		Use: "import FILE…", Short: "Put the claims of ClaimReview or STIX 2.1 files on record",
		Example: "  delist evidence import --format stix claims.json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.shelf(cmd)
			if err != nil {
				return err
			}
			reg, err := a.ownRegister(cmd)
			if err != nil {
				return err
			}
			failed, total := false, 0
			for _, name := range args {
				list, ok, err := a.imported(name, format, by, about, reg)
				if err != nil {
					return err
				}
				if err := s.Decide(list...); err != nil {
					return err
				}
				failed, total = failed || !ok, total+len(list)
			}
			fmt.Fprintf(a.stdout, "%s put on record\n", counted(total, "claim"))
			if failed {
				return exit(exitPartial)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&format, "format", "stix", "input `FORMAT`: stix, claimreview")
	f.StringVar(&by, "by", "", "`WHO` takes them in (default: the user of this computer)")
	f.StringSliceVar(&about, "about", nil, "`PARTY` of the register that claims without one are about; repeatable")
	return cmd
}

// imported reads the claims of a file. Those that could not stand beside a
// standing are reported and left out.
func (a *app) imported(name, format, by string, about []string, reg *register.Register) (list []shelf.Decision, ok bool, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", name, plainError(err))
	}
	defer f.Close()
	read := exchange.ReadSTIX
	switch format {
	case "stix":
	case "claimreview":
		read = exchange.ReadClaimReview
	default:
		return nil, false, fmt.Errorf("unknown format %q: want stix or claimreview", format)
	}
	if by == "" {
		by = userName()
	}
	ok = true
	for r, err := range read(f, name) {
		if err != nil {
			var fault *delist.ReadError
			if !errors.As(err, &fault) || !fault.Mended {
				ok = false
			}
			fmt.Fprintf(a.stderr, "delist: %v\n", err)
			continue
		}
		if r.Claim == nil {
			continue
		}
		c := *r.Claim
		for _, id := range about {
			if len(c.About) == 0 || slices.Contains(about, string(c.About[0])) {
				c.About = append(c.About, delist.PartyID(id))
			}
		}
		if err := checkClaim(reg, &c); err != nil {
			ok = false
			fmt.Fprintf(a.stderr, "delist: %s: %v\n", name, err)
			continue
		}
		list = append(list, shelf.Decision{Claim: c, Accepted: true, By: by, On: delist.DateOf(clock()), Because: "imported from " + name})
	}
	return list, ok, nil
}
