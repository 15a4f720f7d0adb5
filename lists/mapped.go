package lists

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/delistdev/delist"
)

// mappedFormats are the file formats that a mapping may name.
var mappedFormats = map[string]func(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error]{
	"csv":    csvRows,
	"xlsx":   sheetRows,
	"json":   jsonRows,
	"ndjson": jsonLineRows,
	"yaml":   yamlRows,
}

// A mappedRow is one record of a list in a layout of its own.
type mappedRow struct {
	line int
	// get returns what stands in a column, or at the path of a field.
	get func(column string) []string
	// text is all of the record, to tell it from others.
	text func() []byte
	// epoch is from which day a workbook counts; zero for other formats.
	epoch delist.Date
}

// readMapped yields the entries of a list in whatever layout m describes. A row
// is an entry: what belongs to one party in several rows has to be joined before.
// The day in the column of until is the last one on the list, so that the entry
// ends on the day after.
func readMapped(name string, r io.Reader, m *Mapping) entries {
	return func(yield func(delist.Entry, error) bool) {
		read, ok := mappedFormats[m.Format]
		if !ok {
			yield(delist.Entry{}, noSuch("format", m.Format, slices.Sorted(maps.Keys(mappedFormats))))
			return
		}
		b, count := newMapper(m), 0
		for row, err := range read(name, r, m) {
			if err != nil && (!yield(delist.Entry{}, err) || !isRowError(err)) {
				return
			}
			if row.get == nil {
				continue
			}
			entry, faults := b.build(row)
			if entry.ID != "" {
				count++
			}
			if !yieldBoth(yield, name, entry, faults) {
				return
			}
		}
		if count == 0 {
			yield(delist.Entry{}, fmt.Errorf("%s: %w", name, errNoEntries))
		}
	}
}

// A mapper makes entries after a mapping.
type mapper struct {
	*Mapping
	kinds  []delist.NumberKind // of Numbers, in the order of numberKinds
	seen   once
	row    mappedRow
	faults []error
}

func newMapper(m *Mapping) *mapper {
	kinds := slices.DeleteFunc(slices.Clone(numberKinds), func(k delist.NumberKind) bool { return !m.Numbers[k].given() })
	return &mapper{Mapping: m, kinds: kinds, seen: once{seed: maphash.MakeSeed()}}
}

func (b *mapper) fault(format string, args ...any) {
	b.faults = append(b.faults, fmt.Errorf(format, args...))
}

// build makes the entry of one row.
func (b *mapper) build(row mappedRow) (delist.Entry, []error) {
	b.row, b.faults = row, nil
	e := delist.Entry{List: b.List, ID: b.one(b.ID), Kind: delist.LegalEntity, Line: row.line}
	main := b.one(b.Name)
	if main == "" {
		return delist.Entry{Line: row.line}, []error{errors.New("no name in " + b.Name.Column)}
	}
	if e.ID == "" {
		if e.ID = main; b.Mapping.ID.given() {
			b.fault("no id in %s: the name stands for it", b.Mapping.ID.Column)
		}
	}
	first, same, twice := b.seen.again(e.ID, row.line, row.text())
	switch {
	case same:
		return delist.Entry{}, nil
	case twice:
		b.faults = append(b.faults, errTwice(e.ID, first))
	}
	e.Names = []delist.ListedName{{Kind: delist.MainName, Name: main}}
	for _, alias := range b.all(b.Aliases) {
		e.Names = appendName(e.Names, delist.AlsoKnown, alias)
	}
	b.kind(&e)
	b.details(&e)
	return e, b.faults
}

// kind reads what sort of party it is.
func (b *mapper) kind(e *delist.Entry) {
	switch kind := delist.PartyKind(b.one(b.Kind)); {
	case kind == "":
	case slices.Contains(partyKinds, kind):
		e.Kind = kind
	default:
		b.fault("kind: %w", noSuch("kind", string(kind), texts(partyKinds)))
	}
}

// details reads everything but id, names and kind.
func (b *mapper) details(e *delist.Entry) {
	for _, name := range b.all(b.Country) {
		e.Countries = appendNew(e.Countries, country(name))
	}
	for _, text := range b.all(b.Address) {
		addAddress(e, delist.Address{Text: text})
	}
	for _, kind := range b.kinds {
		for _, value := range b.all(b.Numbers[kind]) {
			addNumber(e, kind, value, "")
		}
	}
	e.Programmes, e.Products = b.all(b.Programme), b.all(b.Product)
	e.Scope, e.Remarks, e.URL = b.one(b.Scope), b.one(b.Remarks), b.one(b.URL)
	e.From = b.date("from", b.Mapping.From)
	if last := b.date("until", b.Mapping.Until); !last.IsZero() {
		e.Until = last.AddDays(1)
	}
	if !e.Until.IsZero() && !e.From.Before(e.Until) {
		b.fault("until %s is before from %s: until is left out", e.Until.AddDays(-1), e.From)
		e.Until = delist.Date{}
	}
}

// all returns the values of a column, none of them blank.
func (b *mapper) all(c Column) (values []string) {
	if !c.given() {
		return nil
	}
	if c.Column != "" {
		for _, cell := range b.row.get(c.Column) {
			parts := []string{cell}
			if c.Separator != "" {
				parts = strings.Split(cell, c.Separator)
			}
			for _, part := range parts {
				part = strings.TrimSpace(part)
				if to, ok := c.Values[part]; ok {
					part = to
				}
				values = appendNew(values, part)
			}
		}
	}
	if len(values) == 0 && c.Fixed != "" {
		values = []string{c.Fixed}
	}
	return values
}

// one returns the values of a column as one text.
func (b *mapper) one(c Column) string { return strings.Join(b.all(c), "; ") }

// date reads a day; of one that cannot be read it says so and returns none.
func (b *mapper) date(part string, c Column) delist.Date {
	text := b.one(c)
	if text == "" {
		return delist.Date{}
	}
	for _, layout := range c.Layouts {
		in, err := goLayout(layout)
		if day, bad := parseDate(text, in); err == nil && bad == nil {
			return day
		}
	}
	workbook := !b.row.epoch.IsZero()
	if day, ok := serialDay(b.row.epoch, text); ok && workbook {
		return day
	}
	if day, err := parseISO(text); err == nil && (len(c.Layouts) == 0 || workbook) {
		return day
	}
	layouts := c.Layouts
	if len(layouts) == 0 {
		layouts = []string{"YYYY-MM-DD"}
	}
	b.fault("%s: %q is not a day written as %s", part, text, strings.Join(layouts, " or "))
	return delist.Date{}
}

// serialDay returns the day that a workbook counts from an epoch. Days before
// 1927 are not taken for days: a year, or a number that stands in the wrong
// column, would be one.
func serialDay(epoch delist.Date, text string) (delist.Date, bool) {
	days, err := strconv.ParseFloat(text, 64)
	if err != nil || !(days >= 10000 && days < 2958466) { // 9999-12-31 is the last
		return delist.Date{}, false
	}
	return epoch.AddDays(int(days)), true
}

// csvRows yields the records of a delimited text.
func csvRows(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error] {
	comma := byte(',')
	switch {
	case m.Separator == "tab":
		comma = '\t'
	case m.Separator != "":
		comma = m.Separator[0]
	}
	return headed(name, rows(name, r, comma), m)
}

// headed yields the rows below the header, once it has all columns of m.
func headed(name string, all iter.Seq2[row, error], m *Mapping) iter.Seq2[mappedRow, error] {
	return func(yield func(mappedRow, error) bool) {
		var columns map[string]int
		for row, err := range all {
			switch {
			case err != nil:
				if !yield(mappedRow{}, err) || !isRowError(err) {
					return
				}
				continue
			case columns == nil && row.line >= m.Header:
				if columns, err = m.header(row.fields); err != nil {
					yield(mappedRow{}, fmt.Errorf("%s:%d: %w", name, row.line, err))
					return
				}
				continue
			}
			if columns == nil || strings.Join(row.fields, "") == "" {
				continue
			}
			if !yield(tableRow(row, columns), overfull(name, row, columns)) {
				return
			}
		}
		if columns == nil {
			yield(mappedRow{}, fmt.Errorf("%s: no header", name))
		}
	}
}

// overfull reports values that stand under no heading.
func overfull(name string, row row, columns map[string]int) error {
	if len(row.fields) > len(columns) && strings.Join(row.fields[len(columns):], "") != "" {
		return &RowError{name, row.line, fmt.Errorf("%d values under %d columns", len(row.fields), len(columns))}
	}
	return nil
}

func tableRow(row row, columns map[string]int) mappedRow {
	return mappedRow{
		line: row.line,
		get: func(column string) []string {
			i, ok := columns[strings.ToLower(column)]
			if !ok || i >= len(row.fields) {
				return nil
			}
			return row.fields[i : i+1]
		},
		text: func() []byte { return []byte(strings.Join(row.fields, "\x00")) },
	}
}

// header reads the headings; it is an error if a column of m is missing.
func (m *Mapping) header(fields []string) (map[string]int, error) {
	columns, err := header(fields, nil)
	if err != nil {
		return nil, err
	}
	var there []string
	for _, field := range fields {
		there = appendNew(there, field)
	}
	has := func(column string) bool { _, ok := columns[strings.ToLower(column)]; return ok }
	return columns, m.missing(has, there)
}

// missing reports the columns of m that a file does not have, given those that
// it has.
func (m *Mapping) missing(has func(column string) bool, there []string) error {
	var faults []error
	for part, c := range m.columns() {
		if c.Column != "" && !has(c.Column) {
			faults = append(faults, fmt.Errorf("%s: %w", part, noSuch("column", c.Column, there)))
		}
	}
	return errors.Join(faults...)
}

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

// maxYAML is the greatest YAML file: it is held whole.
const maxYAML = 64 << 20

// yamlRows yields the objects of a sequence, which may stand under a path, in
// each document of a YAML text. An alias anywhere refuses the whole: a few
// kilobytes of them can mean gigabytes.
func yamlRows(name string, r io.Reader, m *Mapping) iter.Seq2[mappedRow, error] {
	return func(yield func(mappedRow, error) bool) {
		limited := &io.LimitedReader{R: r, N: maxYAML + 1}
		t, in := newTree(m), yaml.NewDecoder(limited)
		for {
			var doc yaml.Node
			err := in.Decode(&doc)
			if errors.Is(err, io.EOF) && limited.N > 0 {
				break
			}
			if limited.N <= 0 {
				err = fmt.Errorf("more than %d bytes", maxYAML)
			}
			var records *yaml.Node
			if err == nil {
				records, err = recordsNode(&doc, m.Records)
			}
			if err != nil {
				yield(mappedRow{}, fmt.Errorf("%s: %w", name, err))
				return
			}
			for _, node := range records.Content {
				row, err := mappedRow{}, error(&RowError{name, node.Line, errors.New("a record that is no mapping")})
				if object, ok := plain(node).(map[string]any); ok {
					row, err = t.row(node.Line, object), nil
				}
				if !yield(row, err) {
					return
				}
			}
		}
		t.finish(name, yield)
	}
}

// recordsNode returns the sequence of records under a path.
func recordsNode(doc *yaml.Node, path string) (*yaml.Node, error) {
	if line := aliasLine(doc); line > 0 {
		return nil, fmt.Errorf("line %d: aliases are refused", line)
	}
	node := doc.Content[0]
	for path != "" {
		var keys []string
		found := false
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content) && !found; i += 2 {
			keys = append(keys, node.Content[i].Value)
			if rest, ok := under(path, node.Content[i].Value); ok {
				path, node, found = rest, node.Content[i+1], true
			}
		}
		if !found {
			return nil, fmt.Errorf("line %d: records: %w", node.Line, noSuch("field", path, keys))
		}
	}
	if node.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("line %d: records: not a sequence", node.Line)
	}
	return node, nil
}

// aliasLine returns the line of the first alias under node, or 0.
func aliasLine(node *yaml.Node) int {
	if node.Kind == yaml.AliasNode {
		return node.Line
	}
	for _, under := range node.Content {
		if line := aliasLine(under); line > 0 {
			return line
		}
	}
	return 0
}

// plain returns a node as encoding/json would give it, with all scalars as they
// are written: 007 stays what it is.
func plain(node *yaml.Node) any {
	switch {
	case node.Kind == yaml.MappingNode:
		object := make(map[string]any, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			object[node.Content[i].Value] = plain(node.Content[i+1])
		}
		return object
	case node.Kind == yaml.SequenceNode:
		list := make([]any, len(node.Content))
		for i, under := range node.Content {
			list[i] = plain(under)
		}
		return list
	case node.Tag == "!!null":
		return nil
	}
	return node.Value
}
