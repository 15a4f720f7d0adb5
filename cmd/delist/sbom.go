package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/attribute"
	"github.com/delistdev/delist/inventory"
	"github.com/delistdev/delist/inventory/sbom"
	"github.com/delistdev/delist/judge"
	"github.com/delistdev/delist/materials"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/screening"
)

// The formats of bills of materials.
const (
	cycloneDXFormat = "cyclonedx"
	spdxFormat      = "spdx"
)

func (a *app) sbomCommand() *cobra.Command {
	var r reading
	var format, out string
	cmd := &cobra.Command{
		Use:   "sbom TARGET",
		Short: "Write an SBOM that says who supplied and who made each component, or fill that into one",
		Long: `Sbom writes a software bill of materials of whatever scan can read, as CycloneDX
1.6 or SPDX 2.3 JSON, with the supplier and the maker of each component and how
each is known. A target that is itself an SBOM comes out as it was, byte
for byte, but for the suppliers and makers that it did not name; with --format it
is written anew instead. Nothing is invented: who is not known stays unnamed.`,
		Example: `  delist sbom . -o app.cdx.json
  syft -o cyclonedx-json alpine | delist sbom - -o alpine.cdx.json
  delist sbom kubernetes.spdx.json -o filled.spdx.json`,
		Args: exactlyOne("TARGET", "a directory, a file, or - for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.sbom(cmd, args[0], format, out, &r)
		},
	}
	r.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&format, "format", "", "output `FORMAT`: cyclonedx, spdx (default cyclonedx; an SBOM keeps its own)")
	f.StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{cycloneDXFormat, spdxFormat}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (a *app) sbom(cmd *cobra.Command, target, format, out string, r *reading) error {
	if format != "" && format != cycloneDXFormat && format != spdxFormat {
		return hinted{fmt.Errorf("unknown format %q: want %s or %s", format, cycloneDXFormat, spdxFormat), "delist scan has the others"}
	}
	reg, err := a.ownRegister(cmd)
	if err != nil {
		return err
	}
	created, err := now()
	if err != nil {
		return err
	}
	o := materials.Options{Version: versionText(), Created: created.UTC().Format(time.RFC3339), PartyName: reg.PartyName}
	stdin := bufio.NewReaderSize(a.stdin, sbom.SniffLen)
	document, err := openSBOM(target, stdin, format, r.input)
	if err != nil {
		return err
	}
	if document != nil {
		defer document.Close()
		return a.output(out, func(w io.Writer, _ report.Options) error { return a.fill(w, document, target, reg, o) })
	}
	opts, err := r.options(reg, delist.DateOf(created))
	if err != nil {
		return err
	}
	return a.output(out, func(w io.Writer, _ report.Options) error {
		place, done, err := a.fetched(cmd, target)
		if err != nil {
			return err
		}
		defer done()
		return a.writeSBOM(cmd.Context(), w, target, place, stdin, format, reg, o, opts)
	})
}

// now is the time that documents are given: SOURCE_DATE_EPOCH where it is set
// (https://reproducible-builds.org/specs/source-date-epoch/).
func now() (time.Time, error) {
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return clock(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil || seconds < 0 || seconds > 253402300799 { // the end of the year 9999
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH %q is not a number of seconds", epoch)
	}
	return time.Unix(seconds, 0), nil
}

// openSBOM returns the target if it is an SBOM to be filled in, or nil. It is
// read twice, so that standard input is kept in a file for that long.
func openSBOM(target string, stdin *bufio.Reader, format, input string) (*os.File, error) {
	if format != "" || input != "" && input != "sbom" {
		return nil, nil
	}
	if target == "-" {
		head, err := stdin.Peek(sbom.SniffLen)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if !sbom.Sniff(head) {
			return nil, nil
		}
		return kept(stdin)
	}
	info, err := os.Stat(target)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil //nolint:nilerr // reading it says what is wrong
	}
	f, err := os.Open(target)
	if err != nil {
		return nil, err
	}
	head := make([]byte, sbom.SniffLen)
	n, _ := io.ReadFull(f, head)
	if !sbom.Sniff(head[:n]) {
		return nil, f.Close()
	}
	_, err = f.Seek(0, io.SeekStart)
	return f, err
}

// kept copies a stream into a file that has no name any more.
func kept(r io.Reader) (*os.File, error) {
	f, err := os.CreateTemp("", "delist-*")
	if err != nil {
		return nil, err
	}
	os.Remove(f.Name()) // where that cannot be done to an open file, it stays until it is closed
	if _, err = io.Copy(f, r); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// fill fills the makers into an SBOM.
func (a *app) fill(w io.Writer, document *os.File, target string, reg *register.Register, o materials.Options) error {
	attributer, complete := attribute.New(reg), true
	named := distributionsIn(document)
	if _, err := document.Seek(0, io.SeekStart); err != nil {
		return err
	}
	who := func(raw []byte) ([]delist.Attribution, error) {
		item, err := sbom.Component(json.RawMessage(raw))
		if err != nil && item.Name == "" {
			return nil, err
		}
		named.complete(&item)
		return attributer.Attribute(nil, &item), err
	}
	counts, err := materials.Fill(w, document, who, o, func(line int, err error) {
		complete = false
		fmt.Fprintf(a.stderr, "delist: %s\n", unreadText(&delist.Unread{Path: target, Line: line, Reason: err.Error()}))
	})
	switch {
	case errors.Is(err, materials.ErrForm):
		return hinted{fmt.Errorf("%s: %w", target, err), "delist sbom --format cyclonedx writes it anew"}
	case err != nil:
		return fmt.Errorf("%s: %w", target, err)
	}
	fmt.Fprintf(a.stderr, "%d components; with a supplier %d before, %d now; with a maker %d before, %d now\n",
		counts.Components, counts.SupplierBefore, counts.SupplierAfter, counts.DeveloperBefore, counts.DeveloperAfter)
	if !complete {
		return exit(exitPartial)
	}
	return nil
}

// writeSBOM reads a target and writes what is in it.
func (a *app) writeSBOM(ctx context.Context, w io.Writer, target, place string, stdin io.Reader, format string, reg *register.Register, o materials.Options, opts inventory.Options) error {
	handler := materials.CycloneDX(w, o)
	if format == spdxFormat {
		handler = materials.SPDX(w, o)
	}
	s := &screening.Screening{
		Version: o.Version, Target: target, Whole: true, Attributer: attribute.New(reg), Judge: judge.New(reg), Facts: reg,
		Asked:   delist.Asked{As: []delist.Audience{delist.Everyone}, Act: delist.Use, On: delist.DateOf(clock())},
		Handler: &console{next: handler, stderr: a.stderr, live: term.IsTerminal(int(a.stderr.Fd()))},
	}
	opts.Progress = s.Progress
	items, err := inventory.Read(ctx, place, stdin, opts)
	if err != nil {
		return hinted{err, "delist sbom --help says what can be read"}
	}
	summary, err := s.Run(ctx, items)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%d components, %d with a supplier or maker\n", summary.Items, summary.Attributed)
	if !summary.Complete {
		return exit(exitPartial)
	}
	return nil
}
