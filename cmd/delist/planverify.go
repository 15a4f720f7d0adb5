package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/inventory"
	"github.com/delistdev/delist/plan"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/screening"
	"github.com/delistdev/delist/store/tables"
)

// verifyPlan scans again and says what has become of each line of a plan.
func (a *app) verifyPlan(cmd *cobra.Command, target string, p *planning) error {
	for _, read := range []string{target, p.verify} {
		if err := notTarget(p.out, read); err != nil {
			return err
		}
	}
	made, digest, err := readPlan(p.verify)
	if err != nil {
		return err
	}
	earlier, err := earlierProofs(p.since, made)
	if err != nil {
		return err
	}
	recorded, err := a.recordedProofs(cmd, made.ID)
	if err != nil {
		return err
	}
	earlier = append(recorded, earlier...)
	in, err := a.planInput(target)
	if err != nil {
		return err
	}
	p.act = string(made.Asked.Act) // so that no act is chosen by what is read
	run, err := a.scanning(cmd, target, &p.reading, &p.ask, func(s *screening.Screening, opts *inventory.Options) {
		in.adjust(p.withdraw)(s, opts)
		s.Asked = made.Asked
	})
	if err != nil {
		return err
	}
	defer run.done()
	if err := sameKind(made, in, target); err != nil {
		return err
	}
	run.failOn = 0
	run.items = in.recorder.Items(run.items)
	v := &plan.Verifier{Plan: made, PlanSHA256: digest, Made: clock(), Earlier: earlier}
	status := a.screen(cmd.Context(), run, v)
	var code exit
	if status != nil && !errors.As(status, &code) {
		return status
	}
	if v.Inputs, err = in.inputs(target); err != nil {
		return err
	}
	if made.Unlike(in.recorder.Digests()) {
		return hinted{fmt.Errorf("%s has none of the offers that plan %s was made among: that they are gone from it proves nothing", target, made.ID), "give the catalogue that took the place of " + made.Target}
	}
	proof := v.Verification()
	if err := a.output(p.out, func(w io.Writer, opts report.Options) error {
		if p.format == "json" {
			return report.JSON(w, proof)
		}
		return verificationTable(w, proof, opts)
	}); err != nil {
		return err
	}
	if err := a.recordVerification(cmd, proof); err != nil {
		return err
	}
	switch {
	case status != nil:
		return status
	case !proof.AllGone():
		return exit(exitFailOn)
	}
	return nil
}

func planKey(id string) string { return "plan/" + id + "/" }

// recordedProofs returns the verifications of a plan that are on record here.
func (a *app) recordedProofs(cmd *cobra.Command, id string) (list []*plan.Verification, _ error) {
	err := a.stored(cmd, func(s *tables.Store) error {
		records, err := s.Keyed(cmd.Context(), planKey(id))
		for _, r := range records {
			kept, err := s.Personal(cmd.Context(), r.Number)
			if err != nil {
				return err
			}
			if kept["verification"].Value == "" {
				continue // it was erased
			}
			v, err := plan.ReadVerification(strings.NewReader(kept["verification"].Value))
			if err != nil {
				return fmt.Errorf("ledger record %d: %w", r.Number, err)
			}
			list = append(list, v)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return list, err
}

// A planVerified is what the ledger has of a verification.
type planVerified struct {
	Plan   string             `json:"plan"`
	SHA256 string             `json:"sha256"` // of the verification, as it is kept beside the record
	Target string             `json:"target"`
	Result string             `json:"result"`
	Counts map[plan.State]int `json:"counts"`
}

// recordVerification puts a verification into the ledger. The proof itself stands
// beside the record: assets in it may have the names of people.
func (a *app) recordVerification(cmd *cobra.Command, v *plan.Verification) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	body := planVerified{Plan: v.Plan, SHA256: v.Sum(), Target: v.Target, Result: "not all gone", Counts: v.Counts}
	if v.AllGone() {
		body.Result = "all gone"
	}
	return a.recording(cmd, func(s *tables.Store) error {
		n, err := s.Append(cmd.Context(), tables.Event{Kind: "plan-verified", Key: planKey(v.Plan) + strconv.FormatInt(clock().UnixNano(), 36), Body: body, Personal: map[string]string{"by": userName(), "verification": string(text)}})
		if err == nil {
			fmt.Fprintf(a.stderr, "ledger record %d: plan %s, %s\n", n, v.Plan, body.Result)
		}
		return err
	})
}

// sameKind refuses a target of another kind than the plan's: what was on a machine
// is always gone from a catalogue.
func sameKind(p *plan.Plan, in *planInput, target string) error {
	was, is := "", in.input.Kind
	if len(p.Inputs) > 0 {
		was = p.Inputs[0].Kind
	}
	if was == is || inventory.IsCatalogue(was) && inventory.IsCatalogue(is) {
		return nil
	}
	kind := func(name string) string {
		if name == "" {
			return "no list of offers, programs or devices"
		}
		return name
	}
	return hinted{fmt.Errorf("%s is %s, and the plan is of %s (%s)", target, kind(is), kind(was), p.Target), "verify a plan with what took the place of its target"}
}

// earlierProofs reads verifications of the same plan.
func earlierProofs(names []string, p *plan.Plan) (list []*plan.Verification, _ error) {
	for _, name := range names {
		v, err := earlierProof(name)
		if err != nil {
			return nil, hinted{fmt.Errorf("--since %s: %w", name, err), "want a file that delist plan --verify -o wrote"}
		}
		if v.Plan != p.ID {
			return nil, fmt.Errorf("--since %s is of plan %s, and this is plan %s", name, v.Plan, p.ID)
		}
		list = append(list, v)
	}
	return list, nil
}

func earlierProof(name string) (*plan.Verification, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return plan.ReadVerification(f)
}
