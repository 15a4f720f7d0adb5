package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/delistdev/delist/names"
	"github.com/delistdev/delist/report"
)

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
	enc := lineEncoder(out)
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
