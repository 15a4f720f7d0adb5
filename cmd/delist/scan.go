package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
	"github.com/delistdev/delist/register"
	"github.com/delistdev/delist/report"
	"github.com/delistdev/delist/screening"
)

func (a *app) scanCommand() *cobra.Command {
	var k ask
	var r reading
	var save saving
	cmd := &cobra.Command{
		Use:   "scan TARGET",
		Short: "Find who made what is in a directory, image, SBOM, fleet, network or catalogue, and where they stand",
		Long: `Scan reads

  - a directory, a root file system, a mounted disk of Windows or macOS
  - a container image (an archive of docker save or OCI, an OCI layout, or
    registry:NAME, which is fetched)
  - an SBOM (CycloneDX JSON or XML, SPDX JSON or tag-value)
  - an export of a fleet (osquery, Fleet, Intune, Jamf, Configuration Manager,
    winget, dpkg -l, rpm -qa), a registry hive
  - devices on a network (nmap, DHCP leases, ARP and LLDP tables, ONVIF)
  - the catalogue of a shop (any table, Google Merchant Center, Shopify,
    WooCommerce, product pages), which is asked about for the act "sell"
  - a single package file or program

and "-" for standard input. What it is is recognised by its content, and said on
standard error; --input names it instead. Nothing that is scanned is run or
written to.`,
		Example: `  delist scan .
  delist scan / --as us/contractor --fail-on prohibited
  docker save example/app | delist scan -
  delist scan feed.csv --as us
  osqueryi --json 'SELECT * FROM programs' | delist scan -
  nmap -oX - -sV 192.0.2.0/24 | delist scan - --as us/contractor
  syft -o cyclonedx-json alpine | delist scan - --format sarif -o delist.sarif`,
		Args: exactlyOne("TARGET", "a directory, a file, or - for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.scan(cmd, args[0], &r, &k, &save) },
	}
	k.flags(cmd, strings.Join(report.Formats, ", "))
	r.flags(cmd)
	save.flags(cmd)
	return cmd
}

// gcPercent keeps the peak of a scan down: most of what it allocates is gone
// with the file that it was for.
const gcPercent = 75

// memoryGoal is from where on a scan would rather collect garbage more often
// than grow: what it holds of a catalogue of ten million lines fits below it. It
// is a goal and no bound.
const memoryGoal = 224 << 20

// scan runs one target through screening and turns the summary into a status.
func (a *app) scan(cmd *cobra.Command, target string, r *reading, k *ask, save *saving) error {
	if err := save.check(target, k); err != nil {
		return err
	}
	run, err := a.scanning(cmd, target, r, k, nil)
	if err != nil {
		return err
	}
	defer run.done()
	defer save.spool.close()
	save.attributer, run.items = run.screening.Attributer, save.watch(run.items)
	status := a.output(k.out, func(w io.Writer, opts report.Options) error {
		handler, err := report.New(k.format, w, opts)
		if err != nil {
			return err
		}
		return a.screen(cmd.Context(), run, save.handler(handler))
	})
	var code exit
	if status == nil || errors.As(status, &code) {
		if err := save.keep(a, cmd, run.screening.Asked, run.facts); err != nil {
			return err
		}
	}
	return status
}

// A scanning is a target that is about to be scanned.
type scanning struct {
	screening *screening.Screening
	items     iter.Seq2[delist.Item, error]
	failOn    delist.Level
	facts     string // by which items are attributed
	done      func() // to be called when it is over
}

// scanning opens a target, with how it is to be read changed by adjust if that is
// not nil.
func (a *app) scanning(cmd *cobra.Command, target string, r *reading, k *ask, adjust func(*screening.Screening, *inventory.Options)) (*scanning, error) {
	reg, err := register.Load()
	if err != nil {
		return nil, err
	}
	files, err := configFor(target, k.config, a.stderr)
	if err != nil {
		return nil, err
	}
	req, err := k.request(reg, inForce(files))
	if err != nil {
		return nil, err
	}
	v, err := a.view(cmd, reg, k.known)
	if err != nil {
		return nil, err
	}
	s := &screening.Screening{
		Version: versionText(), Target: target, Asked: req.asked, Exemptions: req.exemptions,
		Attributer: v.attributer(), Judge: v, Facts: v,
	}
	opts, err := r.options(reg, req.asked.On)
	if err != nil {
		return nil, err
	}
	opts.Progress, opts.Told = s.Progress, s.Input
	opts.Recognised = func(kind string) {
		if inventory.IsCatalogue(kind) && !req.actGiven {
			s.Asked.Act = delist.Sell
		}
	}
	if adjust != nil {
		adjust(s, &opts)
	}
	boundMemory()
	place, done, err := a.fetched(cmd, target)
	if err != nil {
		return nil, err
	}
	items, err := inventory.Read(cmd.Context(), place, a.stdin, opts)
	if err != nil {
		done()
		return nil, hinted{err, "delist scan --help says what can be read"}
	}
	return &scanning{s, items, req.failOn, v.facts(), done}, nil
}

func boundMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
}

// screen runs a scanning, and turns its summary into a status.
func (a *app) screen(ctx context.Context, run *scanning, handler delist.Handler) error {
	run.screening.Handler = &console{next: handler, stderr: a.stderr, live: term.IsTerminal(int(a.stderr.Fd()))}
	summary, err := run.screening.Run(ctx, run.items)
	switch {
	case err != nil:
		return err
	case run.failOn > delist.Clear && summary.Worst >= run.failOn:
		return exit(exitFailOn)
	case !summary.Complete:
		return exit(exitPartial)
	}
	return nil
}

// A console tells standard error what could not be read and, on a terminal, how
// far the run has come; everything else goes on to the next handler.
type console struct {
	next   delist.Handler
	stderr *os.File
	live   bool
	drawn  bool
}

func (c *console) Handle(m delist.Message) error {
	switch {
	case m.Progress != nil:
		c.draw(m.Progress)
		return nil
	case m.Input != nil:
		c.erase()
		fmt.Fprintf(c.stderr, "delist: %s\n", inputText(m.Input))
	case m.Unread != nil:
		c.erase()
		fmt.Fprintf(c.stderr, "delist: %s\n", unreadText(m.Unread))
	case m.Finding != nil, m.Notice != nil, m.Summary != nil:
		c.erase()
	}
	return c.next.Handle(m)
}

func (c *console) draw(p *delist.Progress) {
	if c.live {
		c.drawn = true
		fmt.Fprintf(c.stderr, "\r\x1b[Kreading: %d files, %d items", p.Files, p.Items)
	}
}

func (c *console) erase() {
	if c.drawn {
		c.drawn = false
		fmt.Fprint(c.stderr, "\r\x1b[K")
	}
}

// inputText says what a file was recognised as, and what its columns were taken
// for.
func inputText(in *delist.Input) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q: read as %s", in.Path, in.Reader)
	if in.Form != "" {
		fmt.Fprintf(&b, " (%s)", in.Form)
	}
	var unused []string
	sep := ": "
	for _, c := range in.Columns {
		if c.As == "" {
			unused = append(unused, strconv.Quote(c.Name))
			continue
		}
		fmt.Fprintf(&b, "%s%s from %q", sep, c.As, c.Name)
		sep = ", "
	}
	const shown = 12
	switch n := len(unused); {
	case n > shown:
		fmt.Fprintf(&b, "; not used: %s and %d more", strings.Join(unused[:shown], ", "), n-shown)
	case n > 0:
		fmt.Fprintf(&b, "; not used: %s", strings.Join(unused, ", "))
	}
	return b.String()
}

func unreadText(u *delist.Unread) string {
	at := u.Path
	switch {
	case u.Line > 0:
		at = fmt.Sprintf("%s:%d", at, u.Line)
	case u.Offset > 0:
		at = fmt.Sprintf("%s@%d", at, u.Offset)
	case u.Object != "":
		at += "#" + u.Object
	}
	verdict := "not read"
	switch {
	case u.Mended:
		verdict = "mended"
	case u.Undecided:
		verdict = "undecided"
	}
	return fmt.Sprintf("%q: %s: %s", at, verdict, u.Reason)
}

// exactlyOne asks for one argument and says what it is when it is missing.
func exactlyOne(name, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return hinted{fmt.Errorf("%s wants one %s: %s", cmd.CommandPath(), name, what), cmd.CommandPath() + " --help"}
	}
}
