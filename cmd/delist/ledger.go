package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/store/files"
	"github.com/delistdev/delist/store/tables"
)

func (a *app) ledgerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ledger",
		Short: "The record of what was decided, found and done, which nobody can alter unseen",
		Long: `Ledger is the record of every decision, every change of lists and claims, every
finding first seen and gone, every plan verified and every report made. Records
are only ever appended, to a tree of hashes whose head is signed (docs/ledger.md).`,
		Example: `  delist ledger init --origin example.com/delist
  delist ledger verify --checkpoint /media/usb/checkpoint
  delist ledger prove 12 -o decision.tlog-proof`,
		Args: knownVerb,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.ledgerInit(), a.ledgerList(), a.ledgerVerify(), a.ledgerProve(), a.ledgerCheck(), a.ledgerExport(), a.ledgerCheckpoint(), a.ledgerErase())
	return cmd
}

func (a *app) ledgerInit() *cobra.Command {
	var origin string
	cmd := &cobra.Command{
		Use: "init", Short: "Make the key that signs the ledger, and sign what is recorded already", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := dataDir(cmd)
			if err != nil {
				return err
			}
			if origin == "" {
				origin = defaultOrigin()
			}
			key, err := ledger.NewKey(origin)
			if err != nil {
				return hinted{err, "--origin example.com/delist"}
			}
			if err := os.MkdirAll(dir.Path(), 0o700); err != nil {
				return explained(err)
			}
			if err := a.unsigned(cmd, dir); err != nil {
				return err
			}
			path := filepath.Join(dir.Path(), keyName)
			if err := key.Write(path); errors.Is(err, fs.ErrExist) {
				return hinted{fmt.Errorf("%s: there is a key already, and what it signed could not be checked with another", path), "delist ledger checkpoint shows its public part"}
			} else if err != nil {
				return err
			}
			if err := a.recording(cmd, func(s *tables.Store) error { return s.Seal(cmd.Context()) }); err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "key       %s (keep a copy in a safe place: whoever has it can sign)\npublic    %s\n", path, key.Public)
			fmt.Fprintf(a.stderr, "hint: give the public line to whoever is to check, and keep checkpoints elsewhere: delist ledger checkpoint\n")
			return nil
		},
	}
	cmd.Flags().StringVar(&origin, "origin", "", "`NAME` of the ledger in every checkpoint, such as example.com/delist (default this computer's name)")
	return cmd
}

// unsigned refuses a ledger that has a checkpoint and no key: another key could not
// check what is signed, and its history would seem to be forged.
func (a *app) unsigned(cmd *cobra.Command, dir *files.Dir) error {
	if exists(filepath.Join(dir.Path(), keyName)) {
		return nil // said better where it is written
	}
	signed := exists(filepath.Join(dir.Path(), checkpointName))
	err := a.stored(cmd, func(s *tables.Store) error {
		last, err := checkpointOf(cmd.Context(), s)
		signed = signed || last != nil
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if signed {
		return hinted{fmt.Errorf("%s: the ledger was signed by a key that is not here", dir.Path()), "put " + keyName + " back from where a copy of it is kept; where there is none, begin a new ledger in a new data directory"}
	}
	return nil
}

func defaultOrigin() string {
	host, err := os.Hostname()
	if err != nil || host == "" || strings.ContainsAny(host, " +\n") {
		host = "localhost"
	}
	return host + "/delist"
}

// signed gives the store and the key of the ledger for reading.
func (a *app) signed(cmd *cobra.Command, do func(*tables.Store, *ledger.Key) error) error {
	dir, err := dataDir(cmd)
	if err != nil {
		return err
	}
	key, err := ledgerKey(dir)
	if err != nil {
		return err
	}
	if key == nil {
		return hinted{fmt.Errorf("%s: the ledger has no key, so that nothing of it is signed", dir.Path()), "delist ledger init"}
	}
	err = a.stored(cmd, func(s *tables.Store) error { return do(s, key) })
	if errors.Is(err, fs.ErrNotExist) {
		return hinted{fmt.Errorf("%s: there is a key, and the store that it signed is gone", dir.Path()), "delist restore BACKUP"}
	}
	return err
}

func recordNumber(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, hinted{fmt.Errorf("%q is not the number of a record", text), "delist ledger list"}
	}
	return n, nil
}

func (a *app) ledgerCheckpoint() *cobra.Command {
	return &cobra.Command{
		Use: "checkpoint", Short: "Print the signed checkpoint, to be kept elsewhere", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.signed(cmd, func(s *tables.Store, key *ledger.Key) error {
				fmt.Fprintf(a.stderr, "public key %s\n", key.Public)
				signed, err := checkpointOf(cmd.Context(), s)
				if err != nil {
					return err
				}
				_, err = a.stdout.Write(signed)
				return err
			})
		},
	}
}

func checkpointOf(ctx context.Context, s *tables.Store) (signed []byte, err error) {
	err = s.Log(ctx, func(l ledger.Log) (err error) {
		signed, err = l.Checkpoint(ctx)
		return err
	})
	return signed, err
}

func (a *app) ledgerErase() *cobra.Command {
	var because string
	cmd := &cobra.Command{
		Use: "erase N --because TEXT", Short: "Remove for good what a record has of a person; the record stays, and its proof",
		Args: exactlyOne("N", "the number of a record, from 0"),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := recordNumber(args[0])
			if err != nil {
				return err
			}
			if because == "" {
				return hinted{errors.New("erasing wants a reason"), "--because TEXT"}
			}
			return a.recording(cmd, func(s *tables.Store) error {
				fields, err := s.Erase(cmd.Context(), n, because, userName())
				if err == nil && fields == 0 {
					err = hinted{fmt.Errorf("record %d has nothing that could be erased", n), "delist ledger list"}
				}
				if err == nil {
					fmt.Fprintf(a.stdout, "record %d: %d fields removed; backups still have them\n", n, fields)
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&because, "because", "", "`REASON`, kept for good: name no private person in it")
	return cmd
}

func (a *app) ledgerList() *cobra.Command {
	var last int64
	var leaf bool
	cmd := &cobra.Command{
		Use: "list [N]", Short: "Show the records, or one as it is hashed",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := a.stored(cmd, func(s *tables.Store) error {
				if len(args) == 1 {
					return a.showRecord(cmd.Context(), s, args[0], leaf)
				}
				return s.Log(cmd.Context(), func(l ledger.Log) error { return a.listRecords(cmd.Context(), l, last) })
			})
			if errors.Is(err, fs.ErrNotExist) {
				return hinted{errors.New("nothing was recorded here yet"), "delist decide, or delist scan --save"}
			}
			return err
		},
	}
	cmd.Flags().Int64Var(&last, "last", 50, "how many, from the end; 0 for all")
	cmd.Flags().BoolVar(&leaf, "leaf", false, "with N: only the bytes that are hashed")
	return cmd
}

func (a *app) showRecord(ctx context.Context, s *tables.Store, number string, only bool) error {
	n, err := recordNumber(number)
	if err != nil {
		return err
	}
	var leaf []byte
	err = s.Log(ctx, func(l ledger.Log) (err error) {
		leaf, err = l.Leaf(ctx, n)
		return err
	})
	if err != nil {
		return hinted{err, "delist ledger list"}
	}
	fmt.Fprintf(a.stdout, "%s\n", leaf)
	if only {
		return nil
	}
	kept, err := s.Personal(ctx, n)
	for _, field := range slices.Sorted(maps.Keys(kept)) {
		fmt.Fprintf(a.stdout, "%s: %s\n", field, report.Clean(kept[field].Value))
	}
	return err
}

func (a *app) listRecords(ctx context.Context, l ledger.Log, last int64) error {
	size, err := l.Size(ctx)
	if err != nil {
		return err
	}
	from := int64(0)
	if last > 0 {
		from = max(0, size-last)
	}
	rows := [][]string{{"", "AT", "WHAT", ""}}
	for stored, err := range l.Records(ctx, from, size) {
		if err != nil {
			return err
		}
		r, err := ledger.ParseLeaf(stored.Leaf)
		if err != nil {
			return fmt.Errorf("record %d: %w", stored.Number, err)
		}
		rows = append(rows, []string{fmt.Sprint(stored.Number), r.At.Format("2006-01-02 15:04:05"), r.Kind, report.Clean(recordText(&r))})
	}
	return writeRows(a.stdout, rows)
}

// recordText is the gist of a record in one line.
func recordText(r *ledger.Record) string {
	const most = 110
	text := gist(r)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
