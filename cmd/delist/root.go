package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/delistdev/delist/report"
)

// An app is one invocation: where it reads and writes.
type app struct {
	stdin          io.Reader
	stdout, stderr *os.File
}

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr *os.File) int {
	a := &app{stdin, stdout, stderr}
	root := a.command()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return status(root.ExecuteContext(ctx), stderr)
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "delist",
		Short: "Who made this, where do they stand, and on what grounds",
		Long: `Delist says who made the technology that you have, where its makers stand with
every authority and with you, and on what grounds. It makes no network
connection that a command did not ask for.

Exit status: 0 done; 1 --fail-on is met; 2 wrong usage or unreadable input;
3 done in part (what could not be read is on standard error).`,
		Example: `  delist scan .
  delist standing kaspersky --as us/federal --on 2018-10-01`,
		SilenceUsage: true, SilenceErrors: true,
		Args: knownVerb,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().Bool("offline", false, "refuse any network use (only \"lists update\", \"evidence add URL\" and registry:NAME ever use it)")
	root.PersistentFlags().String("data", "", "keep everything in this `DIR`, or the store in the database at postgres://… (default $DELIST_DATA, else the platform's place)")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return hinted{err, cmd.CommandPath() + " --help"}
	})
	root.AddCommand(a.scanCommand(), a.planCommand(), a.sbomCommand(), a.standingCommand(), a.matchCommand(), a.listsCommand(), a.evidenceCommand(), a.decideCommand(), a.findCommand(), a.reportCommand(), a.ledgerCommand(), a.backupCommand(), a.restoreCommand(), a.registerCommand(), a.versionCommand())
	return root
}

// knownVerb refuses a verb that there is not, and names the nearest ones.
func knownVerb(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var verbs []string
	for _, c := range cmd.Commands() {
		verbs = append(verbs, c.Name())
	}
	return hinted{fmt.Errorf("unknown command %q%s", args[0], didYouMean(args[0], verbs)), cmd.CommandPath() + " --help"}
}

// version is set by release builds; others say what they were built from.
var version = ""

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// drawing returns how tables are drawn on a file: to the width of a terminal, in
// colour if it is one and NO_COLOR (https://no-color.org) is not set.
func drawing(f *os.File) report.Options {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return report.Options{}
	}
	return report.Options{Width: width, Color: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

// output runs write with standard output, or with the file named by -o, which
// is complete or absent. A device or pipe is written to and never replaced, and
// a link stays one.
func (a *app) output(name string, write func(w io.Writer, opts report.Options) error) error {
	if name == "" || name == "-" {
		return write(a.stdout, drawing(a.stdout))
	}
	if resolved, err := filepath.EvalSymlinks(name); err == nil {
		name = resolved
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return a.outputTo(name, write)
	}
	f, err := os.CreateTemp(dirOf(name), ".delist-*")
	if err != nil {
		return fmt.Errorf("output %s: %w", name, err)
	}
	defer os.Remove(f.Name())
	if err := write(f, report.Options{}); err != nil {
		f.Close()
		var code exit
		if !asExit(err, &code) {
			return err
		}
		return placed(f, name, err)
	}
	return placed(f, name, f.Close())
}

// outputTo writes to what is there already and is no regular file.
func (a *app) outputTo(name string, write func(w io.Writer, opts report.Options) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("output: %w", err)
	}
	if err := write(f, report.Options{}); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
