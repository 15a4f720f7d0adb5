package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/lists"
)

// A listStatus is one line of "lists status".
type listStatus struct {
	Publication string      `json:"publication"`
	Title       string      `json:"title"`
	Versions    int         `json:"versions"`
	AsOf        delist.Date `json:"as_of,omitzero"`
	Retrieved   time.Time   `json:"retrieved,omitzero"`
	Checked     time.Time   `json:"checked,omitzero"`
	Entries     int         `json:"entries"`
	Unread      int         `json:"unread"`
	Health      string      `json:"health"`
}

func (a *app) listsStatus() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "status", Short: "Show which lists are kept, how old they are, and what is wrong with them",
		Example: "  delist lists status\n  delist lists status --format json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			status, err := a.listStatus(cmd)
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.stdout, map[string]any{"schema": "delist/lists-status/1", "lists": status})
			}
			rows := [][]string{{"LIST", "AS OF", "RETRIEVED", "VERSIONS", "ENTRIES", "HEALTH"}}
			for _, s := range status {
				row := []string{s.Publication, s.AsOf.String(), "", "", "", s.Health}
				if s.Versions > 0 {
					row = []string{s.Publication, s.AsOf.String(), s.Retrieved.Format(time.DateOnly), strconv.Itoa(s.Versions), strconv.Itoa(s.Entries), s.Health}
				}
				rows = append(rows, row)
			}
			return writeRows(a.stdout, rows)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	return cmd
}

func (a *app) listStatus(cmd *cobra.Command) ([]listStatus, error) {
	_, dir, err := a.lists(cmd)
	if err != nil {
		return nil, err
	}
	catalogue, err := lists.Known()
	if err != nil {
		return nil, err
	}
	publications, err := dir.Publications()
	if err != nil {
		return nil, err
	}
	for i := range catalogue.Publications {
		if id := catalogue.Publications[i].ID; !slices.Contains(publications, id) {
			publications = append(publications, id)
		}
	}
	slices.Sort(publications)
	var all []listStatus
	for _, id := range publications {
		versions, err := dir.Versions(id)
		if err != nil {
			all = append(all, listStatus{Publication: id, Health: err.Error()})
			continue
		}
		s := listStatus{Publication: id, Versions: len(versions), Health: "not kept here"}
		known := catalogue.Publication(id)
		if known != nil {
			s.Title = known.Title
		}
		if n := len(versions); n > 0 {
			v := &versions[n-1]
			s.AsOf, s.Retrieved, s.Checked, s.Entries, s.Unread = listed.AsOf(v), v.Retrieved, v.Checked, v.Entries, v.Unread
			s.Health = health(&s, known, time.Now())
		}
		all = append(all, s)
	}
	return all, nil
}

// stale is after how long a list wants another look, by how often it changes.
var stale = map[string]time.Duration{"daily": 3 * 24 * time.Hour, "weekly": 14 * 24 * time.Hour, "": 31 * 24 * time.Hour}

func health(s *listStatus, known *lists.Publication, now time.Time) string {
	last := s.Retrieved
	if s.Checked.After(last) {
		last = s.Checked
	}
	most := stale[""]
	if known != nil && stale[known.Updates] > 0 {
		most = stale[known.Updates]
	}
	var wrong []string
	if age := now.Sub(last); age > most {
		wrong = append(wrong, fmt.Sprintf("not looked at for %d days", int(age.Hours()/24)))
	}
	if s.Unread > 0 {
		wrong = append(wrong, fmt.Sprintf("%d records not read", s.Unread))
	}
	if known != nil && s.Entries < known.MinEntries {
		wrong = append(wrong, fmt.Sprintf("fewer than the %d entries that are plausible", known.MinEntries))
	}
	if len(wrong) == 0 {
		return "good"
	}
	return strings.Join(wrong, "; ")
}
