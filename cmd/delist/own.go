package main

import (
	"encoding/json"
	"fmt"
	"iter"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/store/files"
)

// ownLog is where one's own entries of the register are kept: a log, in which the
// last record of a file counts.
const ownLog = "register/entries.jsonl"

// An ownEntry is a file of facts as it was added, or taken out again.
type ownEntry struct {
	File    string      `json:"file"`
	Text    string      `json:"text,omitempty"`
	Removed bool        `json:"removed,omitempty"`
	On      delist.Date `json:"on"`
}

// ownEntries yields every entry, oldest first. An error ends it.
func ownEntries(dir *files.Dir) iter.Seq2[ownEntry, error] {
	return func(yield func(ownEntry, error) bool) {
		n := 0
		for record, err := range dir.Records(ownLog) {
			var e ownEntry
			if n++; err == nil {
				err = json.Unmarshal(record, &e)
			}
			if err != nil {
				err = fmt.Errorf("%s, record %d: %w", ownLog, n, err)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// ownFiles returns the files that count at the end of a day, by name; the zero date
// is today.
func ownFiles(dir *files.Dir, known delist.Date) ([]register.File, error) {
	var list []register.File
	for e, err := range ownEntries(dir) {
		if err != nil {
			return nil, err
		}
		if !known.IsZero() && known.Before(e.On) {
			continue
		}
		list = slices.DeleteFunc(list, func(f register.File) bool { return f.Name == e.File })
		if !e.Removed {
			list = append(list, register.File{Name: e.File, Text: []byte(e.Text)})
		}
	}
	return list, nil
}

// withOwn puts one's own entries beside the facts of the register.
func withOwn(reg *register.Register, own []register.File) (*register.Register, error) {
	if len(own) == 0 {
		return reg, nil
	}
	more, problems := reg.Extend(own)
	if len(problems) > 0 {
		return nil, hinted{fmt.Errorf("own entries: %w", problems[0]), "this version of the register has something else of that name: delist register remove FILE, and add it again"}
	}
	return more, nil
}

// ownRegister returns the register with one's own entries of today.
func (a *app) ownRegister(cmd *cobra.Command) (*register.Register, error) {
	reg, err := register.Load()
	if err != nil {
		return nil, err
	}
	dir, err := dataDir(cmd)
	if err != nil {
		return reg, nil // no place for data: no own entries
	}
	own, err := ownFiles(dir, delist.Date{})
	if err != nil {
		return nil, err
	}
	return withOwn(reg, own)
}

func (a *app) registerAdd() *cobra.Command {
	return &cobra.Command{
		Use:   "add FILE…",
		Short: "Add entries of your own: vendors, products, identifiers and measures that the register does not have",
		Long: `Add keeps files in the form of docs/register.md beside the register: parties with
their products and identifiers, and measures. They need sources as every fact
does. A file that was added before is replaced, and stays on record. Nothing that
the register has can be changed so.`,
		Example: "  delist register add our-suppliers.yaml",
		Args:    atLeastOne("FILE", "a YAML file of parties or measures"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := dataDir(cmd)
			if err != nil {
				return err
			}
			var added []ownEntry
			for _, name := range args {
				text, err := readBounded(name, 4<<20)
				if err != nil {
					return err
				}
				added = append(added, ownEntry{File: filepath.Base(name), Text: string(text), On: delist.DateOf(clock())})
			}
			reg, err := a.addOwn(dir, added)
			if err != nil {
				return err
			}
			own, err := ownFiles(dir, delist.Date{})
			if err != nil {
				return err
			}
			base, err := register.Load()
			if err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "%d files of your own: %d parties, %d products, %d identifiers, %d measures\n", len(own),
				len(reg.Parties)-len(base.Parties), len(reg.Products)-len(base.Products), len(reg.Identifiers)-len(base.Identifiers), len(reg.Measures)-len(base.Measures))
			return nil
		},
	}
}

// addOwn checks entries together with those that are there, and keeps them.
func (a *app) addOwn(dir *files.Dir, added []ownEntry) (*register.Register, error) {
	reg, err := register.Load()
	if err != nil {
		return nil, err
	}
	own, err := ownFiles(dir, delist.Date{})
	if err != nil {
		return nil, err
	}
	var records [][]byte
	for _, e := range added {
		own = slices.DeleteFunc(own, func(f register.File) bool { return f.Name == e.File })
		if !e.Removed {
			own = append(own, register.File{Name: e.File, Text: []byte(e.Text)})
		}
		record, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	more, problems := reg.Extend(own)
	for _, p := range problems {
		fmt.Fprintf(a.stderr, "%v\n", p)
	}
	if len(problems) > 0 {
		return nil, hinted{fmt.Errorf("%d faults: nothing was added", len(problems)), "docs/register.md describes every field"}
	}
	return more, dir.Append(ownLog, records)
}

func (a *app) registerRemove() *cobra.Command {
	return &cobra.Command{
		Use:   "remove FILE",
		Short: "Take a file of your own entries out again; it stays on record",
		Args:  exactlyOne("FILE", "the name of a file that was added"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := dataDir(cmd)
			if err != nil {
				return err
			}
			own, err := ownFiles(dir, delist.Date{})
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(own, func(f register.File) bool { return f.Name == args[0] }) {
				var names []string
				for _, f := range own {
					names = append(names, f.Name)
				}
				return hinted{fmt.Errorf("no file %q was added%s", args[0], didYouMean(args[0], names)), "delist register list parties"}
			}
			_, err = a.addOwn(dir, []ownEntry{{File: args[0], Removed: true, On: delist.DateOf(clock())}})
			return err
		},
	}
}

// ownText returns the file and the text of an own entry.
func (a *app) ownText(cmd *cobra.Command, id string) (file, text string, ok bool) {
	dir, err := dataDir(cmd)
	if err != nil {
		return "", "", false
	}
	own, err := ownFiles(dir, delist.Date{})
	if err != nil {
		return "", "", false
	}
	for _, f := range own {
		if text, ok := register.TextIn(f.Text, id); ok {
			return f.Name, text, true
		}
	}
	return "", "", false
}
