package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/evidence"
	"github.com/delistdev/delist/evidence/document"
	"github.com/delistdev/delist/evidence/shelf"
	"github.com/delistdev/delist/fetch"
	"github.com/delistdev/delist/report"
)

func (a *app) evidenceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evidence",
		Short: "Keep documents, count their independent origins, and what is claimed in them",
		Long: `Evidence keeps what is written about vendors: articles, statements, mails. It
finds those that print one text or name another as their source, shows what two
prints changed, and proposes who claims what. What a person accepts of that stands
beside standings, with its origins. It changes no level.`,
		Example: `  delist evidence add articles/
  delist evidence origins
  delist evidence diff 1 2
  delist evidence claims`,
		Args: knownVerb,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.journalled(a.evidenceAdd()), a.evidenceList(), a.evidenceShow(), a.evidenceOrigins(), a.evidenceDiff(),
		a.evidenceClaims(), a.journalled(a.evidenceAccept()), a.journalled(a.evidenceReject()), a.evidenceExport(), a.journalled(a.evidenceImport()))
	return cmd
}

// shelf opens the documents of the data directory.
func (a *app) shelf(cmd *cobra.Command) (*shelf.Shelf, error) {
	dir, err := dataDir(cmd)
	if err != nil {
		return nil, err
	}
	return shelf.Open(dir)
}

// maxOriginal is the largest file that is taken in.
const maxOriginal = 128 << 20

func (a *app) evidenceAdd() *cobra.Command {
	return &cobra.Command{
		Use: "add FILE|DIR|URL…", Short: "Take in documents: text, HTML, PDF, mail, WARC, JSON lines",
		Long: `Add reads each FILE, every file of each DIR, or what lies at each URL, and keeps the
original bytes, the main text, and what the document says of itself: publisher,
date line, agency, author, days. What is kept already is not taken in again. What
cannot be read is said, and the rest goes on (exit status 3).`,
		Example: "  delist evidence add article.html statement.pdf\n  delist evidence add https://example.com/article",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.shelf(cmd)
			if err != nil {
				return err
			}
			t := &taking{app: a, cmd: cmd, shelf: s, today: delist.DateOf(clock())}
			for _, arg := range args {
				if err := t.take(arg); err != nil {
					return err
				}
			}
			fmt.Fprintf(a.stdout, "%s taken in, %d kept already\n", counted(t.added, "document"), t.known)
			if t.added > 0 {
				fmt.Fprintln(a.stderr, "next: delist evidence origins, delist evidence claims")
			}
			if t.failed {
				return exit(exitPartial)
			}
			return nil
		},
	}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// A taking is one run of "evidence add".
type taking struct {
	*app
	cmd          *cobra.Command
	shelf        *shelf.Shelf
	today        delist.Date
	added, known int
	failed       bool
}

// take takes in a file, a directory or an address.
func (t *taking) take(arg string) error {
	if strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://") {
		return t.fetched(arg)
	}
	info, err := os.Stat(arg)
	if err != nil {
		return hinted{fmt.Errorf("%s: %w", arg, plainError(err)), "name a file, a directory, or an address that begins with https://"}
	}
	if !info.IsDir() {
		return t.file(arg)
	}
	return filepath.WalkDir(arg, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			t.fault(fmt.Errorf("%s: %w", name, plainError(err)))
			return nil
		case entry.Type().IsRegular():
			return t.file(name)
		}
		return nil
	})
}

func plainError(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

func (t *taking) fault(err error) {
	t.failed = true
	fmt.Fprintf(t.stderr, "delist: %v\n", err)
}

func (t *taking) file(name string) error {
	f, err := os.Open(name)
	if err != nil {
		t.fault(fmt.Errorf("%s: %w", name, plainError(err)))
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxOriginal+1))
	switch {
	case err != nil:
		t.fault(fmt.Errorf("%s: %w", name, plainError(err)))
		return nil
	case len(data) > maxOriginal:
		t.fault(fmt.Errorf("%s: larger than %d MiB, and not read: cut it into its documents", name, maxOriginal>>20))
		return nil
	}
	return t.keep(name, data, nil)
}

// fetched takes in what lies at an address.
func (t *taking) fetched(address string) error {
	if offline, _ := t.cmd.Flags().GetBool("offline"); offline {
		return hinted{fmt.Errorf("%s uses the network, and --offline refuses it", address), "delist evidence add FILE"}
	}
	var data bytes.Buffer
	client := &fetch.Client{}
	result, err := client.Get(t.cmd.Context(), fetch.Request{URL: address, MaxBytes: maxOriginal}, &data)
	if err != nil {
		t.fault(err)
		return nil
	}
	return t.keep(address, data.Bytes(), func(d *evidence.Document) {
		if d.URL == "" {
			d.URL = result.URL
		}
		d.Retrieved = t.today
	})
}

// keep reads the documents of a file and keeps them.
func (t *taking) keep(name string, data []byte, change func(*evidence.Document)) error {
	var list []evidence.Document
	for d, err := range document.Read(bytes.NewReader(data), name, document.Limits{}) {
		if err != nil {
			if errors.Is(err, document.ErrPassed) {
				fmt.Fprintf(t.stderr, "note: %v\n", err)
			} else {
				t.fault(err)
			}
		}
		if d.ID == "" {
			continue
		}
		if change != nil {
			change(&d)
		}
		list = append(list, d)
	}
	n, err := t.shelf.Add(data, list, t.today)
	if err != nil {
		return err
	}
	t.added += n
	t.known += len(list) - n
	return nil
}

func (a *app) evidenceList() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "list", Short: "Show which documents are kept", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.shelf(cmd)
			if err != nil {
				return err
			}
			if format == "json" {
				return report.JSON(a.stdout, map[string]any{"schema": "delist/evidence-documents/1", "documents": s.Documents()})
			}
			rows := [][]string{{"", "ID", "PRINTED", "PUBLISHER", "AGENCY", "TITLE"}}
			for i, e := range s.Documents() {
				rows = append(rows, []string{strconv.Itoa(i + 1), e.ID[:min(12, len(e.ID))], dayOf(&e.Document), report.Clean(e.Publisher), report.Clean(e.Agency), report.Clean(headline(&e.Document))})
			}
			return writeRows(a.stdout, rows)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "output `FORMAT`: table, json")
	return cmd
}

// headline is a document's title, or its first words.
func headline(d *evidence.Document) string {
	if d.Title != "" {
		return d.Title
	}
	words := strings.Fields(d.Text[:min(len(d.Text), 400)])
	return strings.ToValidUTF8(strings.Join(words[:min(len(words), 9)], " ")+" …", "")
}

func dayOf(d *evidence.Document) string {
	day := d.Printed.String()
	switch {
	case day == "":
		return ""
	case d.Precision == "month":
		return day[:7]
	case d.Precision == "year":
		return day[:4]
	}
	return day
}

func (a *app) evidenceShow() *cobra.Command {
	var original bool
	cmd := &cobra.Command{
		Use: "show DOCUMENT", Short: "Show a document: what it says of itself, and its text",
		Args: exactlyOne("DOCUMENT", "its number, its id or its file, as \"delist evidence list\" shows them"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.shelf(cmd)
			if err != nil {
				return err
			}
			e, err := s.Find(args[0])
			if err != nil {
				return hinted{err, "delist evidence list"}
			}
			if original {
				data, err := s.Original(e)
				if err == nil {
					_, err = a.stdout.Write(data)
				}
				return err
			}
			a.describeDocument(e)
			return nil
		},
	}
	cmd.Flags().BoolVar(&original, "original", false, "write the bytes that it was read from")
	return cmd
}

func (a *app) describeDocument(e *shelf.Entry) {
	for _, field := range [][2]string{
		{"id", e.ID}, {"file", e.File}, {"part", e.Part}, {"title", e.Title}, {"publisher", e.Publisher}, {"agency", e.Agency},
		{"author", e.Author}, {"place", e.Place}, {"printed", dayOf(&e.Document)}, {"retrieved", e.Retrieved.String()},
		{"address", e.URL}, {"language", e.Language}, {"added", e.Added.String()},
	} {
		if field[1] != "" {
			fmt.Fprintf(a.stdout, "%-10s %s\n", field[0], report.Clean(field[1]))
		}
	}
	for _, note := range e.Notes {
		fmt.Fprintf(a.stdout, "%-10s %s\n", "note", report.Clean(note))
	}
	for paragraph := range strings.SplitSeq(e.Text, "\n\n") {
		fmt.Fprintf(a.stdout, "\n%s\n", report.Clean(paragraph))
	}
}

// chosen returns the documents of these names, or all.
func chosen(s *shelf.Shelf, names []string) ([]*shelf.Entry, error) {
	var list []*shelf.Entry
	for _, name := range names {
		e, err := s.Find(name)
		if err != nil {
			return nil, hinted{err, "delist evidence list"}
		}
		if !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	if len(names) == 0 {
		for i := range s.Documents() {
			list = append(list, &s.Documents()[i])
		}
	}
	if len(list) == 0 {
		return nil, hinted{errors.New("no document is kept here yet"), "delist evidence add FILE|DIR|URL…"}
	}
	return list, nil
}

func textsOf(list []*shelf.Entry) []*evidence.Document {
	docs := make([]*evidence.Document, len(list))
	for i := range list {
		docs[i] = &list[i].Document
	}
	return docs
}
