// Bench measures delist beside its peers, whole processes in turn on the same
// trees, and prints the figures as markdown. "make bench" runs it.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	dir := flag.String("dir", ".bench", "the directory that scripts/bench-trees.sh filled")
	delist := flag.String("delist", "bin/delist", "the program to measure")
	only := flag.Bool("exports", false, "measure catalogues and exports, and nothing else")
	runs := flag.Int("runs", 5, "counted runs of each; syft, which is slow, gets 3")
	flag.Parse()
	out, err := os.MkdirTemp("", "bench")
	if err == nil {
		defer os.RemoveAll(out)
		b := &bench{dir: *dir, delist: *delist, out: out, runs: *runs, only: *only}
		err = b.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A bench holds where everything lies, and which targets were met.
type bench struct {
	dir, delist, out string
	runs             int
	only             bool // exports
	targets          []target
}

type target struct {
	what, want, got string
	met             bool
}

func (b *bench) run() error {
	describe()
	if b.only {
		if err := b.inventories(); err != nil {
			return err
		}
		if err := b.plans(); err != nil {
			return err
		}
		b.met()
		return nil
	}
	fmt.Println("\n### Scans, whole processes in turn")
	fmt.Println("\nWall, CPU (user and system) and peak memory are medians; the ratio is the peer's median wall time to delist's.")
	fmt.Println("\n| tree | program | wall s | CPU s | peak MB | ratio | packages |\n| --- | --- | --- | --- | --- | --- | --- |")
	for _, tree := range []string{"debian", "kroot", "node", "kubernetes", "usr-debian", "usr"} {
		if _, err := os.Stat(filepath.Join(b.dir, tree)); err != nil {
			continue
		}
		if err := b.tree(tree); err != nil {
			return err
		}
	}
	b.missing()
	if err := b.starts(); err != nil {
		return err
	}
	if err := b.million(); err != nil {
		return err
	}
	if err := b.makers(); err != nil {
		return err
	}
	if err := b.programs(); err != nil {
		return err
	}
	if err := b.inventories(); err != nil {
		return err
	}
	if err := b.plans(); err != nil {
		return err
	}
	b.size()
	b.met()
	return nil
}

// met tells which targets were met.
func (b *bench) met() {
	fmt.Println("\n### Targets\n\n| what | target | measured | met |\n| --- | --- | --- | --- |")
	for _, t := range b.targets {
		met := "yes"
		if !t.met {
			met = "**no**"
		}
		fmt.Printf("| %s | %s | %s | %s |\n", t.what, t.want, t.got, met)
	}
}

func (b *bench) want(what, want, got string, met bool) {
	b.targets = append(b.targets, target{what, want, got, met})
}

// A program is one command to measure.
type program struct {
	name string
	args []string
	env  []string
	runs int
	sbom string // where it writes what it found, for counting
}

// A sample is what one run cost.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

func (p program) once() (sample, error) {
	cmd := exec.Command(p.args[0], p.args[1:]...)
	cmd.Env = append(os.Environ(), p.env...)
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start)}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return s, fmt.Errorf("%s: %w", p.name, err)
	}
	if exit != nil && exit.ExitCode() != 1 && exit.ExitCode() != 3 { // done in part is a result, too
		return s, fmt.Errorf("%s: %w", p.name, err)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	s.peak = usage.Maxrss * 1024
	return s, nil
}

// measure runs the programs in turn, a warm-up first.
func measure(programs []program) ([][]sample, error) {
	samples := make([][]sample, len(programs))
	for round := 0; ; round++ {
		done := true
		for i, p := range programs {
			if round > p.runs {
				continue
			}
			done = false
			s, err := p.once()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				samples[i] = append(samples[i], s)
			}
		}
		if done {
			return samples, nil
		}
	}
}

func median[T cmp.Ordered](samples []sample, of func(sample) T) T {
	list := make([]T, len(samples))
	for i, s := range samples {
		list[i] = of(s)
	}
	slices.Sort(list)
	return list[len(list)/2]
}

func wall(s sample) time.Duration { return s.wall }
func cpu(s sample) time.Duration  { return s.cpu }
func peak(s sample) int64         { return s.peak }

func (b *bench) tree(tree string) error {
	root := filepath.Join(b.dir, tree)
	file := func(name string) string { return filepath.Join(b.out, tree+"-"+name) }
	quiet := []string{"SYFT_CHECK_FOR_APP_UPDATE=false", "SYFT_GOLANG_USE_PACKAGES_LIB=false", "GOPROXY=off", "GOFLAGS=-mod=mod"}
	programs := []program{
		{"delist", []string{b.delist, "scan", root, "--format", "jsonl", "-o", file("delist.jsonl")}, nil, b.runs, file("delist.jsonl")},
		{"osv-scalibr 0.5.3", []string{filepath.Join(b.dir, "bin/scalibr"), "--offline", "--root", root, "-o", "cdx-json=" + file("scalibr.cdx.json")}, nil, b.runs, file("scalibr.cdx.json")},
		{"syft 1.52.0", []string{filepath.Join(b.dir, "bin/syft"), "scan", "dir:" + root, "-q", "-o", "cyclonedx-json=" + file("syft.cdx.json")}, quiet, min(b.runs, 3), file("syft.cdx.json")},
	}
	samples, err := measure(programs)
	if err != nil {
		return err
	}
	found := make([]map[string]bool, len(programs))
	for i, p := range programs {
		if found[i], err = packages(p.sbom); err != nil {
			return err
		}
		ratio := float64(median(samples[i], wall)) / float64(median(samples[0], wall))
		fmt.Printf("| %s | %s | %.3f | %.3f | %.0f | %.1f | %d |\n", tree, p.name, median(samples[i], wall).Seconds(),
			median(samples[i], cpu).Seconds(), float64(median(samples[i], peak))/1e6, ratio, len(found[i]))
	}
	b.judge(tree, samples, found)
	return nil
}

func (b *bench) judge(tree string, samples [][]sample, found []map[string]bool) {
	ours := median(samples[0], wall)
	scalibr := float64(median(samples[1], wall)) / float64(ours)
	syft := float64(median(samples[2], wall)) / float64(ours)
	b.want("scan of "+tree+" beside osv-scalibr", "no slower", fmt.Sprintf("%.1f times faster", scalibr), scalibr >= 1)
	b.want("scan of "+tree+" beside syft", "10 times faster", fmt.Sprintf("%.1f times faster", syft), syft >= 10)
	better := max(len(found[1]), len(found[2]))
	b.want("packages in "+tree, fmt.Sprintf("no fewer than %d", better), fmt.Sprint(len(found[0])), len(found[0]) >= better)
	var most int64
	for _, s := range samples[0] {
		most = max(most, s.peak)
	}
	b.want("peak memory on "+tree, "under 80 MB", fmt.Sprintf("%.0f MB", float64(most)/1e6), most < 80e6)
	for i, name := range []string{"osv-scalibr", "syft"} {
		lost[tree+", "+name] = difference(found[i+1], found[0])
	}
}

// starts measures the commands that only start and answer.
func (b *bench) starts() error {
	fmt.Println("\n### Start to finish\n\n| command | median ms | slowest ms |\n| --- | --- | --- |")
	for _, c := range []struct {
		args  []string
		limit time.Duration
	}{{[]string{"version"}, 40 * time.Millisecond}, {[]string{"standing", "kaspersky"}, 80 * time.Millisecond}} {
		samples, err := measure([]program{{name: c.args[0], args: append([]string{b.delist}, c.args...), runs: 20}})
		if err != nil {
			return err
		}
		mid, slowest := median(samples[0], wall), slices.MaxFunc(samples[0], func(x, y sample) int { return cmp.Compare(x.wall, y.wall) }).wall
		fmt.Printf("| delist %s | %.1f | %.1f |\n", strings.Join(c.args, " "), mid.Seconds()*1e3, slowest.Seconds()*1e3)
		b.want("delist "+strings.Join(c.args, " "), fmt.Sprintf("under %v", c.limit), fmt.Sprintf("%.1f ms", mid.Seconds()*1e3), mid < c.limit)
	}
	return nil
}

func (b *bench) size() {
	if info, err := os.Stat(b.delist); err == nil {
		b.want("the binary", "under 40 MB", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), info.Size() < 40e6)
	}
}

// describe says what machine this is.
func describe() {
	model, memory := "", ""
	for _, line := range lines("/proc/cpuinfo") {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
		}
	}
	for _, line := range lines("/proc/meminfo") {
		if value, ok := strings.CutPrefix(line, "MemTotal:"); ok {
			memory = strings.TrimSpace(value)
		}
	}
	fmt.Printf("Measured on %s: %d cores, %s, %s of memory, %s/%s, %s.\n",
		time.Now().Format(time.DateOnly), runtime.NumCPU(), model, memory, runtime.GOOS, runtime.GOARCH, runtime.Version())
}

func lines(file string) []string {
	data, _ := os.ReadFile(file) // what is not there is not described
	return strings.Split(string(data), "\n")
}
