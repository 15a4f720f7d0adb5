package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/store/tables"
)

func (a *app) ledgerVerify() *cobra.Command {
	var elsewhere []string
	var format string
	cmd := &cobra.Command{
		Use: "verify", Short: "Check every record, hash and signature, and everything that is kept beside them",
		Long: `Verify computes the tree of the ledger anew and compares it with what is stored,
with the signed checkpoint, and with checkpoints that were kept elsewhere; and
everything that is kept beside the ledger with its checksums and with what was
recorded of it. What somebody with the key and the disk has written anew, only a
checkpoint kept elsewhere shows.

Exit status 1: something is not as it was recorded.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.verify(cmd, elsewhere, format)
		},
	}
	cmd.Flags().StringArrayVar(&elsewhere, "checkpoint", nil, "checkpoint that was kept elsewhere, as a `FILE`; repeatable")
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	return cmd
}

// A keptCheckpoint is one that lies outside the store.
type keptCheckpoint struct {
	name string
	text []byte
}

func (a *app) verify(cmd *cobra.Command, elsewhere []string, format string) error {
	if err := oneOf("--format", format, []string{"table", "json"}); err != nil {
		return err
	}
	var kept []keptCheckpoint
	for _, name := range elsewhere {
		data, err := readBounded(name, 1<<16)
		if err != nil {
			return err
		}
		kept = append(kept, keptCheckpoint{name, bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))}) // as a mail may have it
	}
	return a.signed(cmd, func(s *tables.Store, key *ledger.Key) error {
		result, err := a.verified(cmd, s, key, kept)
		if err != nil {
			return err
		}
		if format == "json" {
			err = report.JSON(a.stdout, verificationJSON(result))
		} else {
			err = a.writeVerification(result, len(kept))
		}
		if err == nil && !result.OK() {
			return exit(exitFailOn)
		}
		return err
	})
}

// verified checks the store, what lies in files beside it, and its file.
func (a *app) verified(cmd *cobra.Command, s *tables.Store, key *ledger.Key, kept []keptCheckpoint) (*tables.Report, error) {
	dir, err := dataDir(cmd)
	if err != nil {
		return nil, err
	}
	var faults, notices []ledger.Fault
	last, err := dir.ReadFile(checkpointName)
	switch {
	case err == nil:
		kept = append(kept, keptCheckpoint{checkpointName, last})
	case errors.Is(err, fs.ErrNotExist):
		notices = append(notices, ledger.Fault{Kind: ledger.CheckpointWrong, Record: -1, Text: checkpointName + ": missing beside the store: whether this is an older copy, only a checkpoint kept elsewhere shows"})
	default:
		return nil, err
	}
	var sound [][]byte
	for _, c := range kept {
		if _, err := ledger.ParseCheckpoint(c.text, key.Verifier); err != nil {
			faults = append(faults, ledger.Fault{Kind: ledger.CheckpointWrong, Record: -1, Text: fmt.Sprintf("%s: %v", c.name, err)})
			continue
		}
		sound = append(sound, c.text)
	}
	result, err := s.Verify(cmd.Context(), key.Verifier, sound)
	if err != nil {
		return nil, err
	}
	result.Faults, result.Notices = append(result.Faults, faults...), append(result.Notices, notices...)
	found := func(err error) { result.Tables = append(result.Tables, err) }
	if err := intact(cmd, s, storeURL(cmd), found); err != nil {
		return nil, err
	}
	return result, checkFiles(cmd.Context(), dir, s, found)
}

func readBounded(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s: larger than %d bytes", name, most)
	}
	return data, err
}

func (a *app) writeVerification(r *tables.Report, elsewhere int) error {
	fmt.Fprintf(a.stdout, "%d records, signed by %s\n", r.Size, r.Checkpoint.Origin)
	remedies := map[string]bool{}
	for _, f := range r.Faults {
		fmt.Fprintf(a.stdout, "FAULT %s\n", report.Clean(f.Text))
		remedies[f.Kind.Remedy()] = true
	}
	for _, err := range r.Tables {
		fmt.Fprintf(a.stdout, "FAULT %s\n", report.Clean(err.Error()))
		remedies["keep this copy, and restore the newest backup that verifies (delist restore)"] = true
	}
	if r.MoreFaults > 0 {
		fmt.Fprintf(a.stdout, "FAULT and %d more\n", r.MoreFaults)
	}
	for _, f := range r.Notices {
		fmt.Fprintf(a.stdout, "note  %s\n", report.Clean(f.Text))
	}
	if r.OK() {
		fmt.Fprintf(a.stdout, "everything is as it was recorded\n")
		if elsewhere == 0 {
			fmt.Fprintln(a.stderr, "hint: only a checkpoint that was kept elsewhere shows a history that was written anew: --checkpoint FILE")
		}
	}
	for remedy := range remedies {
		if remedy != "" {
			fmt.Fprintf(a.stderr, "hint: %s\n", remedy)
		}
	}
	return nil
}

func verificationJSON(r *tables.Report) map[string]any {
	var kept []string
	for _, err := range r.Tables {
		kept = append(kept, err.Error())
	}
	return map[string]any{"schema": "delist/ledger-verification/1", "ok": r.OK(), "ledger": r.Report, "store": orEmpty(kept)}
}
