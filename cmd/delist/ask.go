package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/register"
)

// An ask holds the flags that make a question.
type ask struct {
	as     []string
	act    string
	on     string
	given  []string
	format string
	out    string
	failOn string
	config string
	known  string
}

// flags adds the question's flags to a command; they mean the same everywhere.
func (k *ask) flags(cmd *cobra.Command, formats string) {
	f := cmd.Flags()
	f.StringArrayVar(&k.as, "as", nil, "`AUDIENCE` that asks, such as us/contractor; repeatable (default everyone)")
	f.StringVar(&k.act, "act", "", "`ACT` that is asked about: "+strings.Join(acts(), ", ")+" (default use; sell for a catalogue)")
	f.StringVar(&k.on, "on", "", "`DATE` that is judged, YYYY-MM-DD (default today)")
	f.StringArrayVar(&k.given, "given", nil, "answer to a condition, `KEY=VALUE`; repeatable")
	f.StringVar(&k.format, "format", "table", "output `FORMAT`: "+formats)
	f.StringVarP(&k.out, "output", "o", "", "write to `FILE` instead of standard output")
	f.StringVar(&k.failOn, "fail-on", "", "exit with status 1 if anything stands at `LEVEL` or graver")
	f.StringVar(&k.config, "config", "", "use this `FILE` and no .delist.yaml that lies about")
	f.StringVar(&k.known, "known", "", "what was known at the end of this `DATE`: versions of lists that came later do not count")
	cmd.RegisterFlagCompletionFunc("act", cobra.FixedCompletions(acts(), cobra.ShellCompDirectiveNoFileComp))
	cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(strings.Split(formats, ", "), cobra.ShellCompDirectiveNoFileComp))
	cmd.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions(levels(), cobra.ShellCompDirectiveNoFileComp))
	cmd.RegisterFlagCompletionFunc("as", completeAudience)
}

func acts() []string {
	var names []string
	for _, act := range delist.Acts {
		names = append(names, string(act))
	}
	return names
}

func levels() []string {
	var names []string
	for l := delist.Delisted; l <= delist.Prohibited; l++ {
		names = append(names, l.String())
	}
	return names
}

func completeAudience(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	reg, err := register.Load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	names := []string{string(delist.Everyone), string(delist.Self)}
	for _, audience := range reg.Audiences {
		names = append(names, string(audience.ID)+"\t"+audience.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// A request is a checked question with what configuration adds to it.
type request struct {
	asked  delist.Asked
	failOn delist.Level // Clear: never
	// actGiven reports that somebody chose the act; otherwise it is sell for a
	// catalogue.
	actGiven   bool
	exemptions []delist.Exemption
}

// request checks the flags against the register; what they leave out comes from
// the settings in force.
func (k *ask) request(reg *register.Register, s settings) (*request, error) {
	r := &request{
		asked:      delist.Asked{Act: delist.Use, On: delist.DateOf(clock()), As: []delist.Audience{delist.Everyone}},
		exemptions: s.Exemptions,
	}
	if len(k.as) == 0 {
		k.as = s.As
	}
	k.act, k.failOn = cmp.Or(k.act, s.Act), cmp.Or(k.failOn, s.FailOn)
	given := map[string]string{}
	maps.Copy(given, s.Given)
	if err := k.audiences(reg, s.Self, &r.asked); err != nil {
		return nil, err
	}
	if k.act != "" {
		r.asked.Act, r.actGiven = delist.Act(k.act), true
		if !slices.Contains(acts(), k.act) {
			return nil, fmt.Errorf("unknown act %q: want one of %s", k.act, strings.Join(acts(), ", "))
		}
	}
	var err error
	if k.on != "" {
		if r.asked.On, err = delist.ParseDate(k.on); err != nil {
			return nil, fmt.Errorf("--on: %w", err)
		}
	}
	if k.failOn != "" {
		if r.failOn, err = delist.ParseLevel(k.failOn); err != nil || r.failOn < delist.Approved {
			return nil, fmt.Errorf("--fail-on: %q is not a level that can fail: want one of %s", k.failOn, strings.Join(levels(), ", "))
		}
	}
	for _, pair := range k.given {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return nil, fmt.Errorf("--given %q: want KEY=VALUE", pair)
		}
		given[key] = value
	}
	if len(given) > 0 {
		r.asked.Given = given
	}
	return r, nil
}

func (k *ask) audiences(reg *register.Register, self delist.Audience, asked *delist.Asked) error {
	if len(k.as) == 0 {
		return nil
	}
	asked.As = nil
	all := slices.Clone(k.as)
	if self != "" && slices.Contains(all, string(delist.Self)) {
		all = append(all, string(self)) // the register knows this organisation by it
	}
	for _, name := range all {
		if !reg.HasAudience(delist.Audience(name)) && !isPartOfSelf(name) {
			var names []string
			for _, a := range reg.Audiences {
				names = append(names, string(a.ID))
			}
			return hinted{fmt.Errorf("unknown audience %q%s", name, didYouMean(name, names)), "delist register list audiences"}
		}
		asked.As = append(asked.As, delist.Audience(name))
	}
	return nil
}

// didYouMean returns "; did you mean …?" with the names nearest to s, or "".
func didYouMean(s string, names []string) string {
	nearest := register.Nearest(s, names, 3)
	if len(nearest) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(nearest, ", ") + "?"
}

func dirOf(name string) string { return filepath.Dir(name) }

func asExit(err error, code *exit) bool { return errors.As(err, code) }

// placed moves a finished temporary file to its name and returns err.
func placed(f *os.File, name string, err error) error {
	f.Close()
	if renamed := os.Rename(f.Name(), name); renamed != nil {
		return renamed
	}
	if moded := os.Chmod(name, 0o644); moded != nil {
		return moded
	}
	return err
}
