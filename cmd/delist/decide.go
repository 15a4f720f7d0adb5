package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/decision"
	"github.com/delistdev/delist/judge"
	"github.com/delistdev/delist/store/tables"
)

// A deciding holds the flags of decide.
type deciding struct {
	as, acts, products, classes, reach, grounds []string
	depth, from, until, review, because, by     string

	list, due bool
	within    int
	on        string
	format    string
}

func (a *app) decideCommand() *cobra.Command {
	var d deciding
	cmd := &cobra.Command{
		Use:   "decide EFFECT PARTY --act ACT --because TEXT",
		Short: "Record a decision of your own: approve, suspend, prohibit or exempt a vendor; list what is to be looked at again",
		Long: `Decide records a measure of your own organisation, in the terms of everybody
else's. It counts at once for whoever asks as self. Nothing is edited: a later
decision about the same party, audience and objects takes the place of an
earlier one for the acts that both are about, and both stay on record.

EFFECT is one of ` + strings.Join(effects(), ", ") + `.
An exemption is a waiver of your own decisions, with an end; it lifts no law.`,
		Example: `  delist decide suspend 'AO Kaspersky Lab' --act sell --review 2027-01-15 --because 'under review'
  delist decide exempt kaspersky --product kesl --act use --until 2027-03-31 --because 'replaced in March'
  delist decide --list --due`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case d.list && len(args) > 0:
				return hinted{errors.New("--list takes no EFFECT and no PARTY"), cmd.CommandPath() + " --list"}
			case !d.list && len(args) != 2 && !cmd.Flags().Changed("due"):
				return hinted{errors.New("decide wants an EFFECT and a PARTY; quote a name of several words"), cmd.CommandPath() + " --help"}
			}
			return d.together(cmd)
		},
		ValidArgsFunction: completeDecision,
		RunE: func(cmd *cobra.Command, args []string) error {
			if d.list {
				return a.listDecisions(cmd, &d)
			}
			return a.decide(cmd, args[0], args[1], &d)
		},
	}
	d.flags(cmd)
	return cmd
}

func (d *deciding) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&d.as, "as", nil, "`AUDIENCE` that it binds: self or a part of it, such as self/stores; repeatable (default self)")
	f.StringSliceVar(&d.acts, "act", nil, "`ACT` that it is about: "+strings.Join(acts(), ", ")+"; repeatable")
	f.StringArrayVar(&d.products, "product", nil, "only this `PRODUCT` of the party; repeatable (default everything)")
	f.StringArrayVar(&d.classes, "class", nil, "only this `CLASS` of products; repeatable")
	f.StringSliceVar(&d.reach, "reach", []string{"named", "successors", "controlled"}, "how far it goes from the party: named, successors, controlled, majority-owned, affiliates")
	f.StringVar(&d.depth, "depth", string(delist.Branded), "how far into products: branded, essential, contains")
	f.StringVar(&d.from, "from", "", "first `DATE` on which it applies (default today)")
	f.StringVar(&d.until, "until", "", "first `DATE` on which it no longer applies (default none)")
	f.StringVar(&d.review, "review", "", "`DATE` on which it is to be looked at again")
	f.StringVar(&d.because, "because", "", "`REASON`, kept for good: name no private person in it")
	f.StringArrayVar(&d.grounds, "ground", nil, "`ID` of a measure, claim or document that it rests on; repeatable")
	f.StringVar(&d.by, "by", "", "`WHO` decides (default you); can be erased later")
	f.BoolVar(&d.list, "list", false, "list the decisions instead")
	f.BoolVar(&d.due, "due", false, "with --list: only what is to be looked at again, or waivers that end")
	f.IntVar(&d.within, "within", 0, "with --due: also what comes due in this many `DAYS`")
	f.StringVar(&d.on, "on", "", "with --list: as of `DATE` (default today)")
	f.StringVar(&d.format, "format", "table", "output `FORMAT`: table, json")
	cmd.RegisterFlagCompletionFunc("act", cobra.FixedCompletions(acts(), cobra.ShellCompDirectiveNoFileComp))
}

// together refuses flags of listing where something is decided, and the other way
// round: what is left out of account must not seem to have counted.
func (d *deciding) together(cmd *cobra.Command) error {
	other, why, hint := []string{"due", "within", "on", "format"}, "says what is listed", " --list --due"
	if d.list {
		other, why, hint = []string{"as", "act", "product", "class", "reach", "depth", "from", "until", "review", "because", "ground", "by"}, "says what is decided, and --list decides nothing", " --help"
	}
	if i := slices.IndexFunc(other, cmd.Flags().Changed); i >= 0 {
		return hinted{fmt.Errorf("--%s %s", other[i], why), cmd.CommandPath() + hint}
	}
	switch {
	case cmd.Flags().Changed("within") && !d.due:
		return hinted{errors.New("--within says how soon something is due"), cmd.CommandPath() + " --list --due"}
	case d.within < 0 || d.within > maxWithin:
		return fmt.Errorf("--within %d: want 0 to %d days", d.within, maxWithin)
	}
	return nil
}

// maxWithin is a hundred years.
const maxWithin = 36525

// ownEffects are those that a decision may have.
var ownEffects = []delist.Effect{delist.Approve, delist.Delist, delist.Warn, delist.Restrict, delist.Suspend, delist.Prohibit, delist.Exempt}

func effects() []string {
	var names []string
	for _, e := range ownEffects {
		names = append(names, string(e))
	}
	return names
}

func completeDecision(cmd *cobra.Command, args []string, text string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return effects(), cobra.ShellCompDirectiveNoFileComp
	}
	return completeNames(cmd, args, text)
}

func (a *app) decide(cmd *cobra.Command, effect, party string, d *deciding) error {
	v, err := a.currentView(cmd)
	if err != nil {
		return err
	}
	made, err := d.decision(v, effect)
	if err != nil {
		return err
	}
	if err := a.subject(v, party, &made); err != nil {
		return err
	}
	if err := a.checkGrounds(cmd, v, made.Grounds); err != nil {
		return err
	}
	a.noteOthers(v, &made)
	var before []delist.Decision
	err = a.recording(cmd, func(s *tables.Store) error {
		if before, err = s.Decisions(cmd.Context()); err != nil {
			return err
		}
		made, err = s.Decide(cmd.Context(), made)
		return err
	})
	if err != nil {
		return err
	}
	a.tellDecision(v, &made, before)
	return nil
}

// decision checks everything that is given by flags.
func (d *deciding) decision(v *view, effect string) (delist.Decision, error) {
	made := delist.Decision{Effect: delist.Effect(effect), Depth: delist.Depth(d.depth), Because: strings.TrimSpace(d.because), Grounds: unique(d.grounds), By: cmp.Or(d.by, userName())}
	made.From = delist.DateOf(clock())
	if err := cmp.Or(
		oneOf("effect", effect, effects()), oneOf("--depth", d.depth, []string{"branded", "essential", "contains"}),
		date("--from", d.from, &made.From), date("--until", d.until, &made.Until), date("--review", d.review, &made.Review),
		each("--act", d.acts, acts(), &made.Acts), each("--reach", d.reach, []string{"named", "successors", "controlled", "majority-owned", "affiliates"}, &made.Reach),
		d.audiences(&made), d.objects(v, &made),
	); err != nil {
		return made, err
	}
	switch {
	case len(made.Acts) == 0:
		return made, hinted{errors.New("a decision says which act it is about"), "--act " + strings.Join(acts(), "|")}
	case made.Because == "":
		return made, hinted{errors.New("a decision wants a reason"), "--because TEXT"}
	case made.Effect == delist.Exempt && made.Until.IsZero():
		return made, hinted{errors.New("a waiver has an end"), "--until DATE"}
	case !made.Until.IsZero() && !made.From.Before(made.Until):
		return made, fmt.Errorf("--until %s is not after --from %s", made.Until, made.From)
	case !made.Review.IsZero() && made.Review.Before(made.From):
		return made, fmt.Errorf("--review %s is before --from %s", made.Review, made.From)
	}
	return made, nil
}

// unique returns what is in a list, each once and in its order.
func unique(list []string) (once []string) {
	for _, s := range list {
		if !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	return once
}

func oneOf(what, value string, of []string) error {
	if slices.Contains(of, value) {
		return nil
	}
	return fmt.Errorf("%s %q: want one of %s%s", what, value, strings.Join(of, ", "), didYouMean(value, of))
}

func each[T ~string](what string, values, of []string, into *[]T) error {
	for _, value := range values {
		if err := oneOf(what, value, of); err != nil {
			return err
		}
		if !slices.Contains(*into, T(value)) {
			*into = append(*into, T(value))
		}
	}
	return nil
}

func date(flag, text string, into *delist.Date) error {
	if text == "" {
		return nil
	}
	day, err := delist.ParseDate(text)
	if err != nil {
		return fmt.Errorf("%s: %w", flag, err)
	}
	*into = day
	return nil
}

// audiences are one's own: nobody else is bound by what one decides.
func (d *deciding) audiences(made *delist.Decision) error {
	for _, name := range d.as {
		if name != string(delist.Self) && !isPartOfSelf(name) {
			return hinted{fmt.Errorf("--as %q: a decision of yours binds your own organisation", name), "--as self, or a part of it: --as self/stores"}
		}
		made.Binds = append(made.Binds, delist.Audience(name))
	}
	if len(made.Binds) == 0 {
		made.Binds = []delist.Audience{delist.Self}
	}
	return nil
}

// isPartOfSelf reports whether an audience is a part of one's own organisation,
// whose names nobody else needs to know.
func isPartOfSelf(name string) bool {
	part, ok := strings.CutPrefix(name, string(delist.Self)+"/")
	return ok && part != "" && len(part) <= 100 && strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789-/") == ""
}

func (d *deciding) objects(v *view, made *delist.Decision) error {
	for _, name := range d.products {
		p := v.reg.FindProduct(name)
		if p == nil {
			return hinted{fmt.Errorf("--product %q: the register has none of that name%s", name, didYouMean(name, v.reg.Names())), "delist register list products"}
		}
		made.Objects.Products = append(made.Objects.Products, p.ID)
	}
	for _, name := range d.classes {
		var names []string
		for _, c := range v.reg.Classes {
			names = append(names, string(c.ID))
		}
		if !slices.Contains(names, name) {
			return hinted{fmt.Errorf("--class %q is unknown%s", name, didYouMean(name, names)), "delist register list classes"}
		}
		made.Objects.Classes = append(made.Objects.Classes, delist.Class(name))
	}
	return nil
}

// subject finds the party that is meant.
func (a *app) subject(v *view, name string, made *delist.Decision) error {
	made.AsNamed = name
	if parties := v.reg.FindParties(name); len(parties) > 0 {
		if made.Party = parties[0].ID; made.Party == decision.Issuer {
			return hinted{fmt.Errorf("%q is your own organisation, which every decision binds", name), "name the vendor that it is about"}
		}
		for _, other := range parties[1:] {
			fmt.Fprintf(a.stderr, "note: %q is also a name of %s (%s), which this is not about\n", name, other.Name, other.ID)
		}
		return nil
	}
	found, others, err := v.find(name)
	switch {
	case err != nil:
		return err
	case found != nil:
		a.tellFound(name, found, others)
		made.Party = found.ID
		return nil
	}
	if p := v.reg.FindProduct(name); p != nil {
		return hinted{fmt.Errorf("%q is a product: decide about its maker, and name it", name), fmt.Sprintf("delist decide %s PARTY --product %s …", made.Effect, p.ID)}
	}
	return hinted{fmt.Errorf("nobody is called %q%s", name, didYouMean(name, v.reg.Names())), "delist match NAME"}
}

// noteOthers says which of the products a decision does not reach, for somebody
// else makes them: it would seem to bind, and find nothing.
func (a *app) noteOthers(v *view, d *delist.Decision) {
	trial := *d
	trial.Effect = delist.Prohibit // an exemption is no ground of its own
	judged := judge.New(v.of(d.Party).reg.With(decision.Parties(), decision.Measures([]delist.Decision{trial})))
	for _, id := range d.Objects.Products {
		standing := judged.Judge(delist.Question{Product: id, As: d.Binds, Act: d.Acts[0], On: d.From})
		reached := append(standing.Grounds, standing.Elsewhere...) // it may be lifted already
		if slices.ContainsFunc(reached, func(g delist.Ground) bool { return g.Measure.ID == decision.ID(trial.Number) }) {
			continue
		}
		var makers []string
		for _, m := range v.Behind(id, d.From) {
			makers = append(makers, fmt.Sprintf("%s (%s)", v.PartyName(m.Party), m.Party))
		}
		fmt.Fprintf(a.stderr, "note: %s is known to be made by %s: as a decision about %s, this one does not reach it\n", id, cmp.Or(strings.Join(makers, ", "), "nobody"), v.PartyName(d.Party))
	}
}

// checkGrounds refuses ids that are nobody's.
func (a *app) checkGrounds(cmd *cobra.Command, v *view, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	known := map[string]bool{}
	for i := range v.reg.Measures {
		known[string(v.reg.Measures[i].ID)] = true
	}
	for i := range v.reg.Claims {
		known[string(v.reg.Claims[i].ID)] = true
	}
	for i := range v.reg.Documents {
		known[string(v.reg.Documents[i].ID)] = true
	}
	shelf, err := a.shelf(cmd)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !known[id] && !shelf.Has(id) {
			return hinted{fmt.Errorf("--ground %q: no measure, claim or document has this id", id), "delist standing PARTY --format json, and delist evidence list, show ids"}
		}
	}
	return nil
}
