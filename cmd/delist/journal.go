package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence/shelf"
	"github.com/delistdev/delist/ledger"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/store/files"
	"github.com/delistdev/delist/store/tables"
)

// Lists, own entries of the register, documents, and what was decided about claims
// and parties lie in files beside the store. Each version of a list, each entry, each
// document and each such decision has a record in the ledger, with the digest of what
// it is about. It is appended when the command
// that wrote the file is done; what a crash has kept from that is appended by the
// next one.

// journalled runs a command that changes files, and then brings the ledger up to
// them.
func (a *app) journalled(cmd *cobra.Command) *cobra.Command {
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		err := run(cmd, args)
		if failed := a.journal(cmd); failed != nil {
			fmt.Fprintf(a.stderr, "delist: not recorded in the ledger yet: %v\n", failed)
			if err == nil {
				err = exit(exitPartial)
			}
		}
		return err
	}
	return cmd
}

func (a *app) journal(cmd *cobra.Command) error {
	dir, err := dataDir(cmd)
	if err != nil {
		return err
	}
	events, err := fileEvents(dir)
	if err != nil || len(events) == 0 {
		return err
	}
	return a.recording(cmd, func(s *tables.Store) error {
		known, err := recordedFiles(cmd.Context(), s)
		if err != nil {
			return err
		}
		var missing []tables.Event
		for _, e := range events {
			if _, ok := known[e.Key]; !ok {
				missing = append(missing, e)
			}
		}
		if len(missing) == 0 {
			return nil
		}
		_, err = s.Append(cmd.Context(), missing...)
		return err
	})
}

// The prefixes of the keys of what lies in files.
var filePrefixes = []string{"list/", "party/", "register/", "document/", "claim/"}

// recordedFiles returns what the ledger has of files, by key.
func recordedFiles(ctx context.Context, s *tables.Store) (map[string]ledger.Record, error) {
	known := map[string]ledger.Record{}
	for _, prefix := range filePrefixes {
		records, err := s.Keyed(ctx, prefix)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			known[r.Key] = r.Record
		}
	}
	return known, nil
}

// fileEvents returns what the ledger should have of the files, oldest first.
func fileEvents(dir *files.Dir) ([]tables.Event, error) {
	all, err := listEvents(dir)
	if err != nil {
		return nil, err
	}
	decisions, err := listed.NewStore(dir, nil).Decisions()
	if err != nil {
		return nil, err
	}
	for i, d := range decisions {
		d.By = "" // a person's name is no part of what is recorded for good
		all = append(all, tables.Event{Kind: "party", Key: fmt.Sprintf("party/%d", i+1), Body: map[string]any{"a": d.A, "b": d.B, "same": d.Same, "on": d.On, "digest": digest(d)}})
	}
	own, err := ownEvents(dir)
	if err != nil {
		return nil, err
	}
	evidence, err := evidenceEvents(dir)
	return slices.Concat(all, own, evidence), err
}

// ownEvents returns what the ledger should have of own entries of the register.
func ownEvents(dir *files.Dir) (all []tables.Event, _ error) {
	for e, err := range ownEntries(dir) {
		if err != nil {
			return nil, err
		}
		all = append(all, tables.Event{Kind: "register", Key: fmt.Sprintf("register/%d", len(all)+1), Body: map[string]any{"file": e.File, "removed": e.Removed, "on": e.On, "digest": digest(e)}})
	}
	return all, nil
}

// evidenceEvents returns what the ledger should have of documents, and of what was
// decided about the claims in them.
func evidenceEvents(dir *files.Dir) ([]tables.Event, error) {
	kept, err := shelf.Open(dir)
	if err != nil {
		return nil, err
	}
	var all []tables.Event
	for i, e := range kept.Documents() {
		all = append(all, tables.Event{Kind: "document", Key: fmt.Sprintf("document/%d", i+1), Body: map[string]any{"document": e.ID, "original": e.Original, "added": e.Added, "digest": digest(e)}})
	}
	n := 0
	for d, err := range shelf.Decisions(dir) {
		if err != nil {
			return nil, err
		}
		n++
		d.By = ""
		all = append(all, tables.Event{Kind: "claim", Key: fmt.Sprintf("claim/%d", n), Body: map[string]any{"claim": d.Claim.ID, "about": d.Claim.About, "accepted": d.Accepted, "on": d.On, "digest": digest(d)}})
	}
	return all, nil
}

// A listVersion is what the ledger has of a version of a list. When it came decides
// what was known on a day, and the mapping how it is read.
type listVersion struct {
	List      string      `json:"list"`
	Version   int         `json:"version"`
	Format    string      `json:"format"`
	Mapping   string      `json:"mapping,omitempty"` // its digest
	Source    string      `json:"source,omitempty"`
	AsOf      delist.Date `json:"as_of"`
	Retrieved time.Time   `json:"retrieved"`
	Entries   int         `json:"entries"`
	Unread    int         `json:"unread"`
	Parts     []listPart  `json:"parts"`
}

type listPart struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

func listEvents(dir *files.Dir) ([]tables.Event, error) {
	names, err := dir.Publications()
	if err != nil {
		return nil, err
	}
	var all []tables.Event
	for _, name := range names {
		versions, err := dir.Versions(name)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			body := listVersion{List: name, Version: v.Number, Format: v.Format, Source: v.Source, AsOf: v.AsOf, Retrieved: v.Retrieved, Entries: v.Entries, Unread: v.Unread}
			if v.Mapping != nil {
				body.Mapping = digest(v.Mapping)
			}
			for _, p := range v.Parts {
				body.Parts = append(body.Parts, listPart{p.Name, p.SHA256, p.Size})
			}
			all = append(all, tables.Event{Kind: "list", Key: fmt.Sprintf("list/%s/%d", name, v.Number), Body: body})
		}
	}
	return all, nil
}

func digest(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "" // of plain values: does not happen
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// checkFiles compares the files with what the ledger has of them.
func checkFiles(ctx context.Context, dir *files.Dir, s *tables.Store, found func(error)) error {
	known, err := recordedFiles(ctx, s)
	if err != nil {
		return err
	}
	events, err := fileEvents(dir)
	if err != nil {
		found(err)
	}
	for i := range events {
		e := &events[i]
		r, ok := known[e.Key]
		delete(known, e.Key)
		switch {
		case !ok:
			found(fmt.Errorf("%s: the ledger has no record of it; the next command that changes lists or claims appends it", e.Key))
		case !e.Is(&r):
			found(fmt.Errorf("%s: it is not what the ledger has recorded", e.Key))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		found(fmt.Errorf("%s: the ledger has it, and the files have not", key))
	}
	return errors.Join(checkParts(dir, found), checkOriginals(dir, found))
}

// checkOriginals reads the bytes that documents came from, which have their digests.
func checkOriginals(dir *files.Dir, found func(error)) error {
	kept, err := shelf.Open(dir)
	if err != nil {
		return nil // told already
	}
	read := map[string]bool{}
	for i, e := range kept.Documents() {
		if read[e.Original] {
			continue
		}
		read[e.Original] = true
		if _, err := kept.Original(&e); err != nil {
			found(fmt.Errorf("document/%d: %w", i+1, err))
		}
	}
	return nil
}

// checkParts reads every version of every list, whose bytes have their digests.
func checkParts(dir *files.Dir, found func(error)) error {
	names, err := dir.Publications()
	if err != nil {
		return err
	}
	for _, name := range names {
		versions, err := dir.Versions(name)
		if err != nil {
			found(err)
			continue
		}
		for _, v := range versions {
			for _, p := range v.Parts {
				if err := readPart(dir, name, p); err != nil {
					found(fmt.Errorf("list/%s/%d: %s: %w", name, v.Number, p.Name, err))
				}
			}
		}
	}
	return nil
}

func readPart(dir *files.Dir, publication string, p files.Part) error {
	in, err := dir.OpenPart(publication, p)
	if err != nil {
		return err
	}
	h := sha256.New()
	n, err := io.Copy(h, in)
	err = errors.Join(err, in.Close())
	if err == nil && (n != p.Size || hex.EncodeToString(h.Sum(nil)) != p.SHA256) {
		err = errors.New("its bytes are not those that came")
	}
	return err
}

// gist says what a record is about.
func gist(r *ledger.Record) string {
	var body map[string]any
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return string(r.Body)
	}
	var words []string
	for _, name := range []string{"key", "effect", "as_named", "level", "name", "version", "asset", "list", "document", "claim", "accepted", "file", "form", "plan", "result", "record", "finding", "because"} {
		if value, ok := body[name]; ok && fmt.Sprint(value) != "" {
			words = append(words, fmt.Sprint(value))
		}
	}
	return strings.Join(words, " ")
}
