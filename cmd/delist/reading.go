package main

import (
	"crypto/x509"
	"embed"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/fetch/registry"
	"github.com/delistdev/delist/inventory"
	"github.com/delistdev/delist/inventory/signature"
	"github.com/delistdev/delist/register"
)

// A reading holds the flags that say how a target is read.
type reading struct {
	input  string
	roots  string
	limits map[string]string
}

func (r *reading) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&r.input, "input", "", "read the target as this `KIND` instead of recognising it: "+strings.Join(inventory.Inputs(), ", "))
	cmd.RegisterFlagCompletionFunc("input", cobra.FixedCompletions(inventory.Inputs(), cobra.ShellCompDirectiveNoFileComp))
	f.StringVar(&r.roots, "roots", "", "trust code signers whose chain ends in a certificate of this `FILE` (PEM), instead of the system's")
	f.StringToStringVar(&r.limits, "limit", nil, "raise a limit, `NAME=SIZE`; repeatable: "+strings.Join(limitNames(), ", "))
}

// options turns the flags into how the inventory is read. Certificates are
// judged at the end of the day that is asked about.
func (r *reading) options(reg *register.Register, on delist.Date) (inventory.Options, error) {
	opts := inventory.Options{Input: r.input, Exports: exportedNames(reg)}
	for name, value := range r.limits {
		if err := setLimit(&opts.Limits, name, value); err != nil {
			return opts, err
		}
	}
	at, err := time.Parse(time.DateOnly, on.String())
	if err != nil {
		return opts, err
	}
	policy := signature.Policy{On: at.Add(24*time.Hour - time.Second)}
	if r.roots != "" {
		if policy.Roots, err = rootsOf(r.roots); err != nil {
			return opts, err
		}
		opts.Signatures = func() signature.Policy { return policy }
		return opts, nil
	}
	opts.Signatures = sync.OnceValue(func() signature.Policy {
		policy.Roots = systemRoots()
		return policy
	})
	return opts, nil
}

func rootsOf(file string) (signature.Roots, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return signature.Roots{}, fmt.Errorf("--roots: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		return signature.Roots{}, hinted{fmt.Errorf("--roots %s: no certificate in it", file), "want certificates as PEM: -----BEGIN CERTIFICATE-----"}
	}
	return signature.Roots{Name: "the roots in " + file, Pool: pool}, nil
}

// systemRoots are those of the machine that scans. On Linux and its like they
// are there for servers on the web; nobody checked them for signing code.
func systemRoots() signature.Roots {
	pool, err := x509.SystemCertPool()
	if err != nil {
		return signature.Roots{} // trusts nobody
	}
	name := "the system's roots"
	if runtime.GOOS != "windows" && runtime.GOOS != "darwin" {
		name += ", which are for TLS and not for code"
		pool = pool.Clone()
	}
	if runtime.GOOS != "darwin" && addRoots(pool) {
		name += ", and those of platforms"
	}
	return signature.Roots{Name: name, Pool: pool}
}

// roots holds roots of platforms that sign code and are in no pool for TLS; the
// README beside them has their sources.
//
//go:embed roots/*.pem
var roots embed.FS

func addRoots(pool *x509.CertPool) bool {
	entries, err := roots.ReadDir("roots")
	for _, e := range entries {
		if content, err := roots.ReadFile("roots/" + e.Name()); err == nil {
			pool.AppendCertsFromPEM(content)
		}
	}
	return err == nil
}

// exportedNames returns which exported names the register knows.
func exportedNames(reg *register.Register) func(string) bool {
	known := map[string]bool{}
	for i := range reg.Identifiers {
		if reg.Identifiers[i].Kind == delist.ExportedName {
			known[strings.ToLower(reg.Identifiers[i].Value)] = true
		}
	}
	if len(known) == 0 {
		return nil
	}
	return func(name string) bool { return known[strings.ToLower(name)] }
}

// registryPrefix marks a target that lies in a registry of container images.
// Without it nothing that is typed ever leads to a connection.
const registryPrefix = "registry:"

// fetched returns where a target lies: itself, or the directory to which it was
// fetched, which done removes.
func (a *app) fetched(cmd *cobra.Command, target string) (path string, done func(), err error) {
	reference, ok := strings.CutPrefix(target, registryPrefix)
	if !ok {
		return target, func() {}, nil
	}
	if offline, _ := cmd.Flags().GetBool("offline"); offline {
		return "", nil, hinted{fmt.Errorf("%s uses the network, and --offline refuses it", target), "scan what docker save or skopeo copy wrote"}
	}
	dir, err := os.MkdirTemp("", "delist-*")
	if err != nil {
		return "", nil, err
	}
	done = func() { os.RemoveAll(dir) }
	fmt.Fprintf(a.stderr, "fetching %s\n", reference)
	if err := registry.Pull(cmd.Context(), reference, dir); err != nil {
		done()
		return "", nil, hinted{fmt.Errorf("%s: %w", target, err), "credentials are those of docker login"}
	}
	return dir, done, nil
}

// limits are the limits that a user can raise, by name.
var limits = map[string]func(*inventory.Limits) any{
	"file-bytes":        func(l *inventory.Limits) any { return &l.FileBytes },
	"items":             func(l *inventory.Limits) any { return &l.Items },
	"depth":             func(l *inventory.Limits) any { return &l.Depth },
	"archive-depth":     func(l *inventory.Limits) any { return &l.ArchiveDepth },
	"archive-bytes":     func(l *inventory.Limits) any { return &l.ArchiveBytes },
	"archive-member":    func(l *inventory.Limits) any { return &l.ArchiveMember },
	"archive-ratio":     func(l *inventory.Limits) any { return &l.ArchiveRatio },
	"archive-directory": func(l *inventory.Limits) any { return &l.ArchiveDirectory },
}

func limitNames() []string { return slices.Sorted(maps.Keys(limits)) }

func setLimit(l *inventory.Limits, name, value string) error {
	field := limits[name]
	if field == nil {
		return hinted{fmt.Errorf("unknown limit %q%s", name, didYouMean(name, limitNames())), "limits are " + strings.Join(limitNames(), ", ")}
	}
	n, err := parseSize(value)
	if err != nil {
		return fmt.Errorf("limit %s: %w", name, err)
	}
	switch p := field(l).(type) {
	case *int64:
		*p = n
	case *int:
		*p = int(n)
	}
	return nil
}

// parseSize reads a positive number, with a unit of IEC 80000-13 or without.
func parseSize(s string) (int64, error) {
	number, factor := s, int64(1)
	for i, unit := range []string{"KiB", "MiB", "GiB"} {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			number, factor = rest, 1<<(10*(i+1))
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || n > (1<<50)/factor {
		return 0, fmt.Errorf("%q is not a size: want a number such as 128MiB or 5000", s)
	}
	return n * factor, nil
}
