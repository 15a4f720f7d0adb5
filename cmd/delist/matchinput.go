package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/delistdev/delist/names"
)

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
