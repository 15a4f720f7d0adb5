package main

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	var config bool
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Print the version, and with --config the settings in force and where they come from",
		Example: "  delist version\n  delist version --config",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.stdout, "delist %s %s %s/%s\n", versionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			if config {
				return a.showConfig()
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&config, "config", false, "show the settings in force and the file of each")
	return cmd
}

// showConfig prints each setting with the file that it comes from.
func (a *app) showConfig() error {
	files, err := configFor("", "", a.stderr)
	if err != nil {
		return err
	}
	from := func(has func(settings) bool) string {
		for _, s := range files {
			if has(s) {
				return s.file
			}
		}
		return "default"
	}
	all := inForce(files)
	rows := [][]string{
		{"as", or(strings.Join(all.As, ", "), "everyone"), from(func(s settings) bool { return len(s.As) > 0 })},
		{"act", or(all.Act, "use"), from(func(s settings) bool { return s.Act != "" })},
		{"fail-on", or(all.FailOn, "never"), from(func(s settings) bool { return s.FailOn != "" })},
	}
	for _, s := range files {
		for key, value := range s.Given {
			rows = append(rows, []string{"given", key + "=" + value, s.file})
		}
		for _, e := range s.Exemptions {
			what := strings.Join(strings.Fields(e.Party+" "+e.Product+" "+e.PURL), " ")
			rows = append(rows, []string{"exemption", fmt.Sprintf("%s until %s by %s: %s", what, e.Until, e.By, e.Reason), s.file})
		}
	}
	return writeRows(a.stdout, rows)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
