package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/store/files"
)

// dataDir opens the data directory that --data names, or the platform's; beside a
// database that --data names, there are files as well.
func dataDir(cmd *cobra.Command) (*files.Dir, error) {
	path, err := cmd.Flags().GetString("data")
	if err != nil {
		return nil, err
	}
	if path == "" || strings.Contains(path, "://") {
		if path, err = files.Default(); err != nil {
			return nil, hinted{err, "name one with --data DIR"}
		}
	}
	return files.Open(path)
}

// lists opens the lists of the data directory beside the register.
func (a *app) lists(cmd *cobra.Command) (*listed.Store, *files.Dir, error) {
	reg, err := register.Load()
	if err != nil {
		return nil, nil, err
	}
	dir, err := dataDir(cmd)
	if err != nil {
		return nil, nil, err
	}
	return listed.NewStore(dir, reg), dir, nil
}

// known returns everything that was known on a day; the empty text is today.
func (a *app) known(cmd *cobra.Command, day string) (*listed.Set, error) {
	store, _, err := a.lists(cmd)
	if err != nil {
		return nil, err
	}
	on, err := knownDay(day)
	if err != nil {
		return nil, err
	}
	set, err := store.Known(on)
	if err != nil {
		return nil, hinted{err, "delist lists status"}
	}
	return set, nil
}

// knownDay reads the value of --known; the empty text is the zero date, today.
func knownDay(text string) (delist.Date, error) {
	if text == "" {
		return delist.Date{}, nil
	}
	day, err := delist.ParseDate(text)
	if err != nil {
		return day, fmt.Errorf("--known: %w", err)
	}
	return day, nil
}
