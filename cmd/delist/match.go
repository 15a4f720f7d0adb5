package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/listed"
	"github.com/delistdev/delist/names"
	"github.com/delistdev/delist/report"
)

// A matchAsk holds the flags of one "delist match".
type matchAsk struct {
	pairs     string
	input     string
	threshold float64
	limit     int
	kind      string
	countries []string
	numbers   []string
	on        string
	known     string
	save      string
	format    string
	out       string
}

func (a *app) matchCommand() *cobra.Command {
	var k matchAsk
	cmd := &cobra.Command{
		Use:   "match NAME… | -",
		Short: "Find vendors by name, in any spelling and script, in the register and the lists",
		Long: `Match looks for each NAME in the register and in the lists of the data directory
("delist lists import" and "update" put them there), and writes one JSON object
a name: the parties whose names score at or over the threshold, best first, each
with the reasons for its score. With "-" names come from standard input, one a
line, or as CSV with a column "name", or as objects with a "name", one a line;
both may also have country, kind and numbers. Answers come in the order of the
names, as they come in.`,
		Example: `  delist match 'Hik Vision' 'Лаборатория Касперского'
  delist match - < vendors.txt
  delist match - --save vendors < vendors.csv
  delist match --pairs pairs.csv`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.match(cmd, args, &k) },
	}
	f := cmd.Flags()
	f.StringVar(&k.pairs, "pairs", "", "score the two names in each row of a CSV `FILE`, - for standard input")
	f.StringVar(&k.input, "input", "", "read standard input as `KIND`: lines, csv or ndjson (default: as it looks)")
	f.Float64Var(&k.threshold, "threshold", names.Threshold, "least `SCORE` of a match, above 0 and at most 1")
	f.IntVar(&k.limit, "limit", 0, "at most `N` matches a name, the best (default all)")
	f.StringVar(&k.kind, "kind", "", "what the names are of: company, person, … ")
	f.StringSliceVar(&k.countries, "country", nil, "`CODE` of the country that the names are from (ISO 3166-1 alpha-2); repeatable")
	f.StringSliceVar(&k.numbers, "number", nil, "`NUMBER` that identifies whoever is looked for: LEI, registration number, domain; repeatable")
	f.StringVar(&k.on, "on", "", "who stood on the lists on this `DATE` (default: whom their newest versions have)")
	f.StringVar(&k.known, "known", "", "what was known at the end of this `DATE`: versions of lists that came later do not count")
	f.StringVar(&k.save, "save", "", "keep the names as the portfolio `NAME`, for \"delist lists diff --portfolio\"")
	f.StringVar(&k.format, "format", "json", "output `FORMAT`: json (an object a line) or table")
	f.StringVarP(&k.out, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}

func (k *matchAsk) check(args []string) error {
	switch {
	case k.threshold <= 0 || k.threshold > 1:
		return fmt.Errorf("--threshold %v: want a score above 0 and at most 1", k.threshold)
	case k.limit < 0:
		return fmt.Errorf("--limit %d: want 1 or more", k.limit)
	case !slices.Contains([]string{"json", "table"}, k.format):
		return fmt.Errorf("unknown format %q: want json or table", k.format)
	case !slices.Contains([]string{"", "lines", "csv", "ndjson"}, k.input):
		return fmt.Errorf("unknown input %q: want lines, csv or ndjson", k.input)
	case k.pairs == "" && len(args) == 0:
		return errors.New("want a NAME, - for names on standard input, or --pairs FILE")
	case k.pairs != "" && len(args) > 0:
		return errors.New("--pairs takes no names")
	}
	return nil
}

func (a *app) match(cmd *cobra.Command, args []string, k *matchAsk) error {
	if err := k.check(args); err != nil {
		return hinted{err, "delist match --help"}
	}
	if k.pairs != "" {
		return a.matchPairs(cmd.Context(), k)
	}
	var on delist.Date // the newest versions
	if k.on != "" {
		var err error
		if on, err = delist.ParseDate(k.on); err != nil {
			return fmt.Errorf("--on: %w", err)
		}
	}
	set, err := a.known(cmd, k.known)
	if err != nil {
		return err
	}
	queries := k.fromArgs(args)
	if len(args) == 1 && args[0] == "-" {
		queries = readQueries(a.stdin, k.input)
	}
	var saved []names.Query
	err = a.output(k.out, func(w io.Writer, opts report.Options) error {
		write := writeMatchJSON
		if k.format == "table" {
			write = func(w *bufio.Writer, m matched) error { return writeMatchTable(w, m, opts) }
		}
		return inOrder(cmd.Context(), w, queries, func(q asked) matched { return k.answer(set, q, on) }, func(w *bufio.Writer, m matched) error {
			if k.save != "" && m.err == nil {
				saved = append(saved, m.query)
			}
			if m.err != nil {
				fmt.Fprintf(a.stderr, "delist: %v\n", m.err)
			}
			return write(w, m)
		})
	})
	var code exit
	if err != nil && !asExit(err, &code) || k.save == "" {
		return err
	}
	store, _, saveErr := a.lists(cmd)
	if saveErr == nil {
		saveErr = store.SavePortfolio(k.save, listed.NewPortfolio(saved, k.threshold))
	}
	if saveErr == nil {
		fmt.Fprintf(a.stderr, "kept %d names as portfolio %s\n", len(saved), k.save)
	}
	return errors.Join(saveErr, err)
}

// An asked is one name of the input, or what was wrong with its place there.
type asked struct {
	query names.Query
	err   error
}

// A matched is the answer to one name.
type matched struct {
	query   names.Query
	matches []names.Match
	err     error
}

func (k *matchAsk) fromArgs(args []string) func(yield func(asked) bool) {
	return func(yield func(asked) bool) {
		for _, arg := range args {
			if !yield(asked{query: names.Query{Name: arg}}) {
				return
			}
		}
	}
}

// answer looks for one name; what the flags say of all holds where the name's
// own row does not.
func (k *matchAsk) answer(set *listed.Set, in asked, on delist.Date) matched {
	q := in.query
	if in.err != nil {
		return matched{query: q, err: in.err}
	}
	q.Threshold = k.threshold
	if q.Kind == "" {
		q.Kind = k.kind
	}
	if len(q.Countries) == 0 {
		q.Countries = k.countries
	}
	q.Numbers = append(q.Numbers, k.numbers...)
	found, err := set.Match(q, on)
	if k.limit > 0 && len(found) > k.limit {
		found = found[:k.limit]
	}
	return matched{q, found, err}
}

// inOrder answers queries on all processors and writes the answers in the order
// of the queries, each as soon as it and those before it are there.
func inOrder(ctx context.Context, out io.Writer, queries func(yield func(asked) bool), answer func(asked) matched, write func(*bufio.Writer, matched) error) error {
	type job struct {
		in   asked
		done chan matched
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	todo, order := make(chan job, 256), make(chan job, 256)
	go func() {
		defer close(todo)
		defer close(order)
		for in := range queries {
			j := job{in, make(chan matched, 1)}
			select {
			case order <- j:
				todo <- j
			case <-ctx.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for j := range todo {
				j.done <- answer(j.in)
			}
		})
	}
	w := bufio.NewWriterSize(out, 64<<10)
	partial := false
	for j := range order {
		m := <-j.done
		partial = partial || m.err != nil
		if err := write(w, m); err != nil {
			return err
		}
		if len(order) == 0 { // nobody waits: let it be seen
			if err := w.Flush(); err != nil {
				return err
			}
		}
	}
	workers.Wait()
	if err := errors.Join(w.Flush(), ctx.Err()); err != nil {
		return err
	}
	if partial {
		return exit(exitPartial)
	}
	return nil
}

func writeMatchJSON(w *bufio.Writer, m matched) error {
	out := struct {
		Query   string        `json:"query"`
		Matches []names.Match `json:"matches"`
		Error   string        `json:"error,omitempty"`
	}{Query: m.query.Name, Matches: m.matches}
	if out.Matches == nil {
		out.Matches = []names.Match{}
	}
	if m.err != nil {
		out.Error = m.err.Error()
	}
	return lineEncoder(w).Encode(out)
}

// lineEncoder writes an object a line, with "&" as it is.
func lineEncoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

func writeMatchTable(w *bufio.Writer, m matched, opts report.Options) error {
	fmt.Fprintf(w, "%s\n", report.Clean(m.query.Name))
	if len(m.matches) == 0 {
		fmt.Fprintln(w, "  nobody")
	}
	for _, x := range m.matches {
		line := fmt.Sprintf("  %.2f  %-40s  %s", x.Score, report.Clean(x.Matched), x.ID)
		if x.Name != x.Matched {
			line += "  (" + report.Clean(x.Name) + ")"
		}
		fmt.Fprintln(w, line)
		for _, y := range x.Why {
			if y.Price > 0 {
				fmt.Fprintf(w, "        -%.2f  %s: %s\n", y.Price, y.How, strings.Join(strings.Fields(y.Query+" | "+y.Name), " "))
			}
		}
	}
	return nil
}
