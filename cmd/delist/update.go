package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/delistdev/delist/fetch"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/lists"
	"github.com/delistdev/delist/store/files"
)

func (a *app) listsUpdate() *cobra.Command {
	var accept bool
	var format string
	cmd := &cobra.Command{
		Use:   "update [LIST…]",
		Short: "Fetch lists from where their authorities publish them, if they have changed",
		Long: `Update asks the official address of each LIST, or of every list that is kept
here, for a newer version, and keeps what comes beside the older ones. What does
not look like the list, or has lost more than a tenth of its entries, is refused
and the good copy stays; --accept takes it all the same.`,
		Example: "  delist lists update us-ofac-sdn un-sc\n  delist lists update",
		RunE: func(cmd *cobra.Command, args []string) error {
			if offline, _ := cmd.Flags().GetBool("offline"); offline {
				return hinted{errors.New("lists update uses the network, and --offline refuses it"), "delist lists import FILE"}
			}
			return a.update(cmd, args, accept, format)
		},
	}
	cmd.Flags().BoolVar(&accept, "accept", false, "take in a list that has lost more than a tenth of its entries")
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	return cmd
}

func (a *app) update(cmd *cobra.Command, args []string, accept bool, format string) error {
	store, dir, err := a.lists(cmd)
	if err != nil {
		return err
	}
	catalogue, err := lists.Known()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		if args, err = dir.Publications(); err != nil {
			return err
		}
		if len(args) == 0 {
			return hinted{errors.New("no list is kept here yet: name those to fetch"), "delist lists status shows which there are"}
		}
	}
	u := &updater{store: store, dir: dir, accept: accept, client: &fetch.Client{Version: versionText()}}
	if term.IsTerminal(int(a.stderr.Fd())) {
		u.client.Progress = func(done, total int64) {
			fmt.Fprintf(a.stderr, "\r\x1b[K%s: %.1f MB", u.name, float64(done)/1e6)
		}
		defer fmt.Fprint(a.stderr, "\r\x1b[K")
	}
	var taken []listed.Taken
	var faults []error
	for _, id := range args {
		one, err := u.update(cmd.Context(), catalogue, id)
		taken = append(taken, one...)
		if err != nil {
			faults = append(faults, err)
		}
	}
	return a.tellTaken(taken, errors.Join(faults...), format)
}

type updater struct {
	store  *listed.Store
	dir    *files.Dir
	client *fetch.Client
	accept bool
	name   string // of what is being fetched
}

// update fetches one publication, if it has changed.
func (u *updater) update(ctx context.Context, catalogue *lists.Catalogue, id string) ([]listed.Taken, error) {
	known := catalogue.Publication(id)
	if known == nil {
		var ids []string
		for i := range catalogue.Publications {
			ids = append(ids, catalogue.Publications[i].ID)
		}
		return nil, fmt.Errorf("%s: no official address is known%s", id, didYouMean(id, ids))
	}
	urls := addresses(known)
	if len(urls) == 0 {
		return nil, fmt.Errorf("%s: no address serves this list as a file: %s; import a file of it", id, known.Note)
	}
	versions, err := u.dir.Versions(id)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp("", "delist-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	u.name = id
	var last []files.Part
	if len(versions) > 0 {
		last = versions[len(versions)-1].Parts
	}
	in, tags, changed, err := u.fetch(ctx, temp, urls, last)
	if err == nil && changed && last != nil && len(in) < len(urls) { // the others of the set, too
		in, tags, _, err = u.fetch(ctx, temp, urls, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	if !changed {
		v, err := u.dir.Checked(id, time.Now())
		return []listed.Taken{{Publication: id, Format: v.Format, Version: v.Number, AsOf: listed.AsOf(&v), Entries: v.Entries, Unchanged: true}}, err
	}
	return u.store.Take(in, listed.Take{Publication: id, Accept: u.accept, Source: "fetch", Tags: tags})
}

// addresses are those of the first format that can be fetched and read: the
// main file, or all of a set.
func addresses(known *lists.Publication) []string {
	for _, format := range known.Formats {
		if main := format.URLs["main"]; main != "" {
			return []string{main}
		}
		if format.URLs["prim"] != "" {
			var urls []string
			for _, part := range slices.Sorted(maps.Keys(format.URLs)) {
				urls = append(urls, format.URLs[part])
			}
			return urls
		}
	}
	return nil
}

// fetch gets the files that differ from those of the last version.
func (u *updater) fetch(ctx context.Context, temp string, urls []string, last []files.Part) ([]lists.File, map[string]listed.Tag, bool, error) {
	var in []lists.File
	tags := map[string]listed.Tag{}
	for _, url := range urls {
		req := fetch.Request{URL: url, MaxBytes: 4 << 30}
		for _, p := range last {
			if p.Source == url {
				req.ETag, req.LastModified = p.ETag, p.LastModified
			}
		}
		name := path.Join(temp, path.Base(url))
		f, err := os.Create(name)
		if err != nil {
			return nil, nil, false, err
		}
		result, err := u.client.Get(ctx, req, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, nil, false, err
		}
		if result.NotModified {
			continue
		}
		in = append(in, lists.File{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(name) }})
		tags[name] = listed.Tag{URL: url, ETag: result.ETag, LastModified: result.LastModified}
	}
	return in, tags, len(in) > 0, nil
}
