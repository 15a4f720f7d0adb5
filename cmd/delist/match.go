package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
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

// readQueries reads names in the form that input names, or that they look like:
// an object a line, a table with a column "name", or a name a line.
func readQueries(r io.Reader, input string) func(yield func(asked) bool) {
	return func(yield func(asked) bool) {
		in := bufio.NewReaderSize(r, 1<<20)
		if mark, err := in.Peek(3); err == nil && string(mark) == "\ufeff" {
			in.Discard(3)
		}
		if input == "" {
			input = looksLike(in)
		}
		switch input {
		case "csv":
			csvQueries(in, yield)
		case "ndjson":
			lineQueries(in, yield, jsonQuery)
		default:
			lineQueries(in, yield, func(line []byte) (names.Query, error) { return names.Query{Name: string(line)}, nil })
		}
	}
}

// looksLike tells the form of names by their first line.
func looksLike(in *bufio.Reader) string {
	if first, err := in.Peek(1); err == nil && first[0] == '{' {
		return "ndjson"
	}
	line, _ := in.Peek(4 << 10)
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	columns := strings.Split(strings.ToLower(strings.TrimSpace(string(line))), ",")
	if len(columns) > 1 && slices.Contains(columns, "name") {
		return "csv"
	}
	return "lines"
}

// maxLine is the most bytes of a line of names; the rest of a longer one is
// passed over, as it is of a long name.
const maxLine = 1 << 20

func lineQueries(in *bufio.Reader, yield func(asked) bool, parse func([]byte) (names.Query, error)) {
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		text := bytes.Clone(line[:min(len(line), maxLine)])
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		if err != nil && !errors.Is(err, io.EOF) {
			yield(asked{err: fmt.Errorf("standard input:%d: %w", n, err)})
			return
		}
		if len(line) > 0 {
			q, fault := parse(bytes.TrimRight(text, "\r\n"))
			if fault != nil {
				fault = fmt.Errorf("standard input:%d: %w", n, fault)
			}
			if !yield(asked{q, fault}) {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func jsonQuery(line []byte) (names.Query, error) {
	var q struct {
		Name      string   `json:"name"`
		Kind      string   `json:"kind"`
		Country   string   `json:"country"`
		Countries []string `json:"countries"`
		Numbers   []string `json:"numbers"`
	}
	if err := json.Unmarshal(line, &q); err != nil {
		return names.Query{}, err
	}
	if q.Country != "" {
		q.Countries = append(q.Countries, q.Country)
	}
	return names.Query{Name: q.Name, Kind: q.Kind, Countries: q.Countries, Numbers: q.Numbers}, nil
}

func csvQueries(in io.Reader, yield func(asked) bool) {
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	var columns map[string]int
	get := func(row []string, column string) string {
		if i, ok := columns[column]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			var parse *csv.ParseError
			if !yield(asked{err: fmt.Errorf("standard input: %w", err)}) || !errors.As(err, &parse) {
				return
			}
			continue
		}
		if columns == nil {
			columns = map[string]int{}
			for i, name := range row {
				columns[strings.ToLower(strings.TrimSpace(name))] = i
			}
			if _, ok := columns["name"]; !ok {
				yield(asked{err: fmt.Errorf("standard input:1: the header has no column \"name\", but %s", strings.Join(row, ", "))})
				return
			}
			continue
		}
		q := names.Query{Name: get(row, "name"), Kind: get(row, "kind")}
		if c := get(row, "country"); c != "" {
			q.Countries = []string{c}
		}
		q.Numbers = strings.FieldsFunc(get(row, "numbers")+";"+get(row, "number"), func(r rune) bool { return r == ';' })
		if !yield(asked{query: q}) {
			return
		}
	}
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
	return json.NewEncoder(w).Encode(out)
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

// matchPairs scores the names in two columns of each row.
func (a *app) matchPairs(ctx context.Context, k *matchAsk) error {
	in := a.stdin
	if k.pairs != "-" {
		f, err := os.Open(k.pairs)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	return a.output(k.out, func(w io.Writer, _ report.Options) error {
		out := bufio.NewWriterSize(w, 64<<10)
		err := scorePairs(ctx, in, k.pairs, out, a.stderr)
		return errors.Join(out.Flush(), err)
	})
}

func scorePairs(ctx context.Context, in io.Reader, file string, out io.Writer, stderr io.Writer) error {
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.ReuseRecord, r.LazyQuotes = -1, true, true
	enc := json.NewEncoder(out)
	left, right := -1, -1
	partial := false
	for ctx.Err() == nil {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && left < 0 {
			header := false
			if left, right, header = pairColumns(row); header {
				continue
			}
		}
		if err == nil && max(left, right) >= len(row) {
			line, _ := r.FieldPos(0)
			err = fmt.Errorf("record on line %d: %d columns, want a name in columns %d and %d", line, len(row), left+1, right+1)
		}
		if err != nil {
			partial = true
			fmt.Fprintf(stderr, "delist: %s: %v\n", file, err)
			if err := enc.Encode(map[string]any{"score": 0, "why": []names.Why{}, "error": err.Error()}); err != nil {
				return err
			}
			continue
		}
		if err := enc.Encode(names.Compare(row[left], row[right])); err != nil {
			return err
		}
	}
	if partial && ctx.Err() == nil {
		return exit(exitPartial)
	}
	return ctx.Err()
}

// pairColumns says which columns hold the names: those that a header calls
// name1 and name2, or query and name, or left and right; else the first two.
func pairColumns(row []string) (left, right int, header bool) {
	at := func(name string) int {
		return slices.IndexFunc(row, func(s string) bool {
			return strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(s, "\ufeff")), name)
		})
	}
	for _, pair := range [][2]string{{"name1", "name2"}, {"query", "name"}, {"left", "right"}, {"a", "b"}} {
		if l, r := at(pair[0]), at(pair[1]); l >= 0 && r >= 0 {
			return l, r, true
		}
	}
	return 0, 1, false
}
