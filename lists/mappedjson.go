package lists

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A tree reads records that are objects, and remembers which fields they have.
type tree struct {
	*Mapping
	found map[string]bool // columns of the mapping that some record has
	there map[string]bool // fields at the top of records
}

func newTree(m *Mapping) *tree { return &tree{m, make(map[string]bool), make(map[string]bool)} }

// row makes a row of an object.
func (t *tree) row(line int, object map[string]any) mappedRow {
	for key := range object {
		if len(t.there) < 1000 {
			t.there[key] = true
		}
	}
	for _, c := range t.columns() {
		if !t.found[c.Column] {
			_, t.found[c.Column] = lookUp(object, c.Column)
		}
	}
	return mappedRow{
		line: line,
		get: func(column string) []string {
			values, _ := lookUp(object, column)
			return values
		},
		text: func() []byte { text, _ := json.Marshal(object); return text },
	}
}

// finish reports a field that no record has.
func (t *tree) finish(name string, yield func(mappedRow, error) bool) {
	if len(t.there) == 0 {
		return // no records: reported as such
	}
	has := func(column string) bool { return t.found[column] }
	if err := t.missing(has, slices.Sorted(maps.Keys(t.there))); err != nil {
		yield(mappedRow{}, fmt.Errorf("%s: %w", name, err))
	}
}

// lookUp returns the texts at a path, and whether it is there. A name with dots
// that is there as it is goes before a path; a list gives all that is in it.
func lookUp(v any, path string) (values []string, ok bool) {
	switch v := v.(type) {
	case map[string]any:
		if under, ok := v[path]; ok {
			return leaves(under), true
		}
		for i := range len(path) {
			if path[i] == '.' {
				if under, ok := v[path[:i]]; ok {
					return lookUp(under, path[i+1:])
				}
			}
		}
	case []any:
		for _, element := range v {
			found, there := lookUp(element, path)
			values, ok = append(values, found...), ok || there
		}
	}
	return values, ok
}

// leaves returns the texts in a value that is no object.
func leaves(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case json.Number:
		return []string{v.String()}
	case bool:
		return []string{strconv.FormatBool(v)}
	case []any:
		var values []string
		for _, element := range v {
			values = append(values, leaves(element)...)
		}
		return values
	}
	return nil
}

// jsonLineRows yields the objects of a text with one on each line.
func jsonLineRows(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error] {
	return func(yield func(mappedRow, error) bool) {
		t := newTree(m)
		for l, err := range textLines(name, r) {
			var row mappedRow
			if err == nil {
				if row, err = t.parse(l.text, l.line); err != nil {
					err = jsonFault(name, l, err)
				}
			}
			if !yield(row, err) || err != nil && !isRowError(err) {
				return
			}
		}
		t.finish(name, yield)
	}
}

// parse makes a row of one JSON object.
func (t *tree) parse(text []byte, line int) (mappedRow, error) {
	var raw json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return mappedRow{}, err
	}
	if !bytes.HasPrefix(text, []byte("{")) {
		return mappedRow{}, errors.New("a record that is no object")
	}
	var object map[string]any
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	if err := in.Decode(&object); err != nil {
		return mappedRow{}, err
	}
	return t.row(line, object), nil
}

// jsonRows yields the objects of an array, which may stand under a path.
func jsonRows(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error] {
	return func(yield func(mappedRow, error) bool) {
		in := newJSONArray(r)
		t := newTree(m)
		fail := func(err error) {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = errors.New("the file ends inside a record or before the end of the array")
			}
			yield(mappedRow{}, fmt.Errorf("%s:%d: %w", name, in.line(), err))
		}
		if err := in.enter(m.Records); err != nil {
			fail(err)
			return
		}
		for in.More() {
			var element json.RawMessage
			in.allow()
			if err := in.Decode(&element); err != nil {
				fail(err)
				return
			}
			line := in.line() - bytes.Count(element, []byte("\n"))
			row, err := t.parse(element, line)
			if err != nil {
				err = &RowError{name, line, err}
			}
			if !yield(row, err) {
				return
			}
		}
		if _, err := in.Token(); err != nil {
			fail(err)
			return
		}
		t.finish(name, yield)
	}
}

// A jsonArray is a decoder that knows lines and bounds a record.
type jsonArray struct {
	*json.Decoder
	ends *lineEnds
	cap  *recordCap
}

func newJSONArray(r io.Reader) *jsonArray {
	a := &jsonArray{cap: &recordCap{in: r}}
	a.ends = &lineEnds{r: a.cap}
	a.Decoder = json.NewDecoder(a.ends)
	a.allow()
	return a
}

// allow lets the decoder read one more record of the greatest size.
func (a *jsonArray) allow() { a.cap.limit = a.InputOffset() + 2*maxRecord }

// line returns where the decoder is.
func (a *jsonArray) line() int { return a.ends.at(a.InputOffset()) }

// enter reads up to the first element of the array at a path.
func (a *jsonArray) enter(path string) error {
	open, err := a.Token()
	if err != nil {
		return err
	}
	switch {
	case path == "" && open == json.Delim('['):
		return nil
	case path == "" && open == json.Delim('{'):
		return errors.New("one object, and not an array: name the path of its records, or the format ndjson")
	case open != json.Delim('{'):
		return fmt.Errorf("records: nothing is under %q", path)
	}
	var keys []string
	for a.More() {
		a.allow()
		token, err := a.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		keys = append(keys[:min(len(keys), 40)], key)
		if rest, ok := under(path, key); ok {
			return a.enter(rest)
		}
		if err := a.skip(); err != nil {
			return err
		}
	}
	if _, err := a.Token(); err != nil {
		return err
	}
	return fmt.Errorf("records: %w", noSuch("field", path, keys))
}

// under returns what is left of a path below a key.
func under(path, key string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, key)
	if !ok || rest == "" {
		return "", ok
	}
	return strings.CutPrefix(rest, ".")
}

// skip passes over one value without holding it.
func (a *jsonArray) skip() error {
	for depth := 0; ; {
		a.allow()
		token, err := a.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// A recordCap stops reading at a limit that moves along with the records.
type recordCap struct {
	in    io.Reader
	read  int64
	limit int64
}

func (c *recordCap) Read(p []byte) (int, error) {
	if c.read >= c.limit {
		return 0, errLong
	}
	n, err := c.in.Read(p[:min(int64(len(p)), c.limit-c.read)])
	c.read += int64(n)
	return n, err
}
