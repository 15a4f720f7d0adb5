package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/report/form"
	"github.com/delistdev/delist/store/tables"
)

// input gathers what the report is made of.
func (k *reporting) input(a *app, cmd *cobra.Command) (*form.Input, error) {
	made, err := now()
	if err != nil {
		return nil, err
	}
	in := &form.Input{Version: versionText(), Made: made, Edition: k.edition, Stage: k.stage}
	if k.followUp {
		in.Stage = followUpStage
	}
	if err := k.times(in); err != nil {
		return nil, err
	}
	if in.Values, err = k.answers(); err != nil {
		return nil, err
	}
	if in.Plan, err = planned(k.plan); err != nil {
		return nil, err
	}
	switch {
	case k.asset != "", k.saved:
		err = a.fromStore(cmd, k.asset, in)
	case k.from != "":
		err = a.fromScan(k.from, in)
	default:
		err = hinted{errors.New("nothing to report on: want --asset, --saved or --from"), "delist scan TARGET --as us/contractor --save --asset NAME, then --asset NAME"}
	}
	return in, err
}

// planned is what a plan has to be done, by finding; nothing without a plan.
func planned(name string) (list []form.Planned, _ error) {
	if name == "" {
		return nil, nil
	}
	p, _, err := readPlan(name)
	if err != nil {
		return nil, err
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		one := form.Planned{Finding: l.Finding, What: strings.TrimSpace(fmt.Sprintf("%s: %s %s", l.Do, l.Item.Name, l.Item.Version))}
		for _, at := range l.Locations[:min(len(l.Locations), 1)] {
			one.Where = at.String()
		}
		for _, a := range l.Assets[:min(len(l.Assets), 1)] {
			one.Owner = a.Owner
		}
		list = append(list, one)
	}
	return list, nil
}

// times reads the flags that are times; they are those of the zone.
func (k *reporting) times(in *form.Input) error {
	var err error
	if k.zone != "" {
		if in.Zone, err = form.ParseZone(k.zone); err != nil {
			return fmt.Errorf("--zone: %w", err)
		}
	}
	if k.contractDate != "" {
		if in.ContractDate, err = delist.ParseDate(k.contractDate); err != nil {
			return fmt.Errorf("--contract-date: %w", err)
		}
	}
	if k.discovered != "" {
		if in.Discovered, err = form.ParseMoment(k.discovered, in.Zone); err != nil {
			return fmt.Errorf("--discovered: %w", err)
		}
	}
	if k.submitted != "" {
		if in.Submitted, err = form.ParseMoment(k.submitted, in.Zone); err != nil {
			return fmt.Errorf("--submitted: %w", err)
		}
	}
	return nil
}

// answers are those of --values and --set.
func (k *reporting) answers() (map[string]string, error) {
	values := map[string]string{}
	if k.values != "" {
		f, err := os.Open(k.values)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		read, err := form.ReadValues(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.values, err)
		}
		maps.Copy(values, read)
	}
	for _, pair := range k.set {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return nil, fmt.Errorf("--set %q: want FIELD=TEXT", pair)
		}
		if err := form.CheckValue(value); err != nil {
			return nil, fmt.Errorf("--set %s: %w", key, err)
		}
		values[key] = value
	}
	return values, nil
}

// fromScan takes the findings of a saved scan. When they were discovered it
// does not know: that is in the ledger alone.
func (a *app) fromScan(name string, in *form.Input) error {
	input := a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		input = f
	}
	scan, err := report.ReadScan(input)
	if err != nil {
		return hinted{fmt.Errorf("%s: %w", name, err), "delist scan TARGET --format json writes what --from reads"}
	}
	for _, f := range scan.Findings {
		in.Sightings = append(in.Sightings, delist.Sighting{Asset: scan.Target, Asked: scan.Asked, Finding: f})
	}
	in.Inquiry = form.Inquiry{
		Searched: []form.Searched{{Name: scan.Target, Asked: scan.Asked, Items: scan.Items, Complete: scan.Complete}},
		Versions: []string{"delist " + scan.Version + " with the register that it carries; versions of lists are not in the scan"},
		Unread:   scan.Errors,
	}
	return nil
}

// fromStore takes what is saved of an asset, or of all where its name is empty.
func (a *app) fromStore(cmd *cobra.Command, asset string, in *form.Input) error {
	hint := "delist scan TARGET --as us/contractor --save --asset NAME"
	err := a.stored(cmd, func(s *tables.Store) error {
		screenings, err := s.Screenings(cmd.Context(), asset)
		if err != nil {
			return err
		}
		if len(screenings) == 0 {
			return hinted{fmt.Errorf("asset %q: nothing of that name was saved", asset), hint}
		}
		for _, c := range screenings {
			in.Inquiry.Searched = append(in.Inquiry.Searched, form.Searched{Name: c.Asset, Asked: c.Asked, Items: c.Items, Last: c.Last, Complete: c.Complete})
		}
		in.Sightings, err = s.Sightings(cmd.Context(), asset, false)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return hinted{errors.New("nothing was saved here yet"), hint}
	}
	if err != nil {
		return err
	}
	in.Inquiry.Versions, err = a.versions(cmd)
	return err
}

// versions says by which facts assets are judged.
func (a *app) versions(cmd *cobra.Command) ([]string, error) {
	versions := []string{"delist " + versionText() + " with the register that it carries"}
	dir, err := dataDir(cmd)
	if err != nil {
		return nil, err
	}
	names, err := dir.Publications()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		kept, err := dir.Versions(name)
		if err != nil {
			return nil, err
		}
		if len(kept) > 0 {
			last := &kept[len(kept)-1]
			versions = append(versions, fmt.Sprintf("%s, version %d, as of %s", name, last.Number, listed.AsOf(last)))
		}
	}
	return versions, nil
}

// A reported is what the ledger has of a report.
type reported struct {
	Form     string   `json:"form"`
	Edition  string   `json:"edition"`
	Stage    string   `json:"stage"`
	Complete bool     `json:"complete"`
	Findings []string `json:"findings,omitempty"`
}

// maxReported bounds how many findings a record names.
const maxReported = 1000

// recordReport puts a report on record. Its text may name people: it stands
// outside the record and can be erased.
func (a *app) recordReport(cmd *cobra.Command, r *form.Report) error {
	var text bytes.Buffer
	if err := r.JSON(&text); err != nil {
		return err
	}
	body := reported{Form: r.Form, Edition: r.Edition.ID, Stage: r.Stage.ID, Complete: r.Complete}
	for i := range r.Articles {
		if len(body.Findings) < maxReported {
			body.Findings = append(body.Findings, r.Articles[i].Finding)
		}
	}
	return a.recording(cmd, func(s *tables.Store) error {
		_, err := s.Append(cmd.Context(), tables.Event{Kind: "report", Body: body, Personal: map[string]string{"by": userName(), "report": text.String()}})
		return err
	})
}
