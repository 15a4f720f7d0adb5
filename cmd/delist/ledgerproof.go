package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/store/tables"
)

func (a *app) ledgerProve() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "prove N", Short: "Prove to somebody else that a record is in the ledger",
		Long: `Prove writes a proof of inclusion (c2sp.org/tlog-proof) that any program for such
ledgers can check with the public key and the record as it is hashed, which
delist ledger list N --leaf prints.`,
		Args: exactlyOne("N", "the number of a record, from 0"),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := recordNumber(args[0])
			if err != nil {
				return err
			}
			var proof ledger.Proof
			err = a.signed(cmd, func(s *tables.Store, key *ledger.Key) error {
				err := s.Log(cmd.Context(), func(l ledger.Log) (err error) {
					proof, err = ledger.Prove(cmd.Context(), l, n, key.Verifier)
					return err
				})
				if err != nil {
					err = hinted{err, "delist ledger list"}
				}
				return err
			})
			if err != nil {
				return err
			}
			return a.output(out, func(w io.Writer, _ report.Options) error {
				_, err := w.Write(proof.Text())
				return err
			})
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}

func (a *app) ledgerCheck() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use: "check PROOF LEAF --key PUBLIC", Short: "Check a proof that somebody gave you; needs no ledger of your own",
		Example: "  delist ledger check decision.tlog-proof decision.json --key 'example.com/delist+c0ffee00+AZ…'",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return hinted{errors.New("check wants a PROOF and the LEAF that it is about"), cmd.CommandPath() + " --help"}
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := readBounded(args[0], 1<<20)
			if err != nil {
				return err
			}
			leaf, err := readBounded(args[1], ledger.MaxLeaf+1)
			if err != nil {
				return err
			}
			verifier, err := note.NewVerifier(strings.TrimSpace(key))
			if err != nil {
				return hinted{fmt.Errorf("--key: %w", err), "the public line that delist ledger init printed"}
			}
			proof, err := ledger.ParseProof(text)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			checkpoint, err := proof.Check(trimLine(leaf), verifier)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			fmt.Fprintf(a.stdout, "%s is record %d of %s, which had %d records\n", args[1], proof.Number, checkpoint.Origin, checkpoint.Size)
			return nil
		},
	}
	cmd.Flags().StringVar(&key, "key", "", "public `KEY` of the ledger")
	return cmd
}

// trimLine takes one line's end away, which an editor may have put there.
func trimLine(leaf []byte) []byte {
	return []byte(strings.TrimSuffix(strings.TrimSuffix(string(leaf), "\n"), "\r"))
}

func (a *app) ledgerExport() *cobra.Command {
	return &cobra.Command{
		Use: "export DIR", Short: "Write the ledger as files that monitors and witnesses can follow (c2sp.org/tlog-tiles)",
		Args: exactlyOne("DIR", "a directory; what it has of this ledger already stays"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.signed(cmd, func(s *tables.Store, key *ledger.Key) error {
				var checkpoint ledger.Checkpoint
				err := s.Log(cmd.Context(), func(l ledger.Log) (err error) {
					checkpoint, err = ledger.Export(cmd.Context(), l, args[0], key.Verifier)
					return err
				})
				if err != nil {
					return hinted{err, "delist ledger verify"}
				}
				fmt.Fprintf(a.stderr, "%s: %d records; personal parts are not among them\n", args[0], checkpoint.Size)
				return nil
			})
		},
	}
}
