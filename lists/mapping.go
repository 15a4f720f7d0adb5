package lists

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/delistdev/delist"
)

// A Mapping says how a list in a layout of its own is read: which file format,
// and which column or field holds what. It is written by hand as YAML; see
// docs/lists-mapping.md. What a listing means is not said here: that is a
// measure's part.
type Mapping struct {
	// List is the list that the entries belong to, such as "acme-blocked".
	List delist.ListID `yaml:"list"`
	// Title is what people call the list.
	Title string `yaml:"title"`
	// Format is "csv", "xlsx", "json" (an array of objects), "ndjson" (an
	// object on each line) or "yaml".
	Format string `yaml:"format"`
	// Separator stands between the columns of a CSV file; "" is a comma, and
	// "tab" may be written for a tab.
	Separator string `yaml:"separator"`
	// Sheet is the sheet of a workbook; "" is the first that is not hidden.
	Sheet string `yaml:"sheet"`
	// Header is the row of a CSV file or sheet that names the columns, counted
	// from 1; 0 is the first row that is not blank.
	Header int `yaml:"header"`
	// Records is the path to the array of records in a JSON or YAML file, with
	// dots, such as "data.suppliers"; "" is the whole document.
	Records string `yaml:"records"`

	// ID is the record's own number. Without one, the name serves.
	ID Column `yaml:"id"`
	// Name is the main name. A record without one is reported.
	Name    Column `yaml:"name"`
	Aliases Column `yaml:"aliases"`
	// Kind gives "company", "person", "public-body", "vessel", "airplane",
	// "project" or "legal-entity"; without it, everybody is a legal entity.
	Kind      Column                       `yaml:"kind"`
	Country   Column                       `yaml:"country"`
	Address   Column                       `yaml:"address"`
	Numbers   map[delist.NumberKind]Column `yaml:"numbers"`
	Programme Column                       `yaml:"programme"`
	Product   Column                       `yaml:"product"`
	Scope     Column                       `yaml:"scope"`
	Remarks   Column                       `yaml:"remarks"`
	URL       Column                       `yaml:"url"`
	// From is the first day on the list.
	From Column `yaml:"from"`
	// Until is the last day on the list, so that the entry ends a day later.
	Until Column `yaml:"until"`
}

// A Column says where one part of an entry comes from. In YAML it is a name
// alone, or a mapping of the parts below.
type Column struct {
	// Column is the heading of the column, in any case, or the path of the
	// field, with dots.
	Column string `yaml:"column"`
	// Separator cuts one cell into several values, such as ";".
	Separator string `yaml:"separator"`
	// Fixed is the value for every record, instead of a column, or where the
	// column is blank.
	Fixed string `yaml:"fixed"`
	// Values replaces what stands in the column. What is not among its keys
	// stays as it is.
	Values map[string]string `yaml:"values"`
	// Layouts are how days are written, tried in order, in the letters YYYY,
	// YY, MMMM (January), MMM (Jan), MM, M, DD and D. Without any it is
	// YYYY-MM-DD. Dates of a workbook need none.
	Layouts []string `yaml:"layouts"`
}

// maxMapping is the size that no mapping file needs.
const maxMapping = 1 << 20

// ReadMapping reads a mapping file. Whatever it does not know is an error that
// names the line: a misspelt field must not silently map nothing.
func ReadMapping(name string, r io.Reader) (*Mapping, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxMapping+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > maxMapping {
		return nil, fmt.Errorf("%s: more than %d bytes", name, maxMapping)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if doc.IsZero() {
		return nil, fmt.Errorf("%s: empty", name)
	}
	m := new(Mapping)
	if err := errors.Join(unknownFields(name, &doc, reflect.TypeFor[Mapping]())...); err != nil {
		return nil, err
	}
	if err := doc.Decode(m); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := m.check(name); err != nil {
		return nil, err
	}
	return m, nil
}

// unknownFields reports the keys under node that t, a struct, a map of structs
// or anything else, has no field for.
func unknownFields(name string, node *yaml.Node, t reflect.Type) (faults []error) {
	switch {
	case node.Kind == yaml.DocumentNode:
		return unknownFields(name, node.Content[0], t)
	case node.Kind == yaml.AliasNode:
		return []error{fmt.Errorf("%s:%d: aliases are refused", name, node.Line)}
	case node.Kind != yaml.MappingNode:
		return nil
	}
	fields := make(map[string]reflect.Type)
	if t.Kind() == reflect.Struct {
		for i := range t.NumField() {
			fields[t.Field(i).Tag.Get("yaml")] = t.Field(i).Type
		}
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		under, known := fields[key.Value]
		switch {
		case t.Kind() == reflect.Map:
			faults = append(faults, unknownFields(name, value, t.Elem())...)
		case !known && t.Kind() == reflect.Struct:
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, key.Line, noSuch("field", key.Value, slices.Sorted(maps.Keys(fields)))))
		case known:
			faults = append(faults, unknownFields(name, value, under)...)
		}
	}
	return faults
}

// UnmarshalYAML reads a column that is a name alone, or a mapping.
func (c *Column) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		c.Column = node.Value
		return nil
	}
	type parts Column // without this method
	return node.Decode((*parts)(c))
}

// given reports whether the mapping says anything about c.
func (c Column) given() bool { return c.Column != "" || c.Fixed != "" }

var partyKinds = []delist.PartyKind{
	delist.Company, delist.Person, delist.PublicBody, delist.Project,
	delist.LegalEntity, delist.Vessel, delist.Airplane,
}

var numberKinds = []delist.NumberKind{
	delist.LEI, delist.RegistrationNumber, delist.TaxNumber, delist.UEI, delist.CAGE, delist.IMO,
	delist.SwiftBIC, delist.Passport, delist.NationalID, delist.Website, delist.OtherNumber,
}

// check reports what a mapping lacks or says twice.
func (m *Mapping) check(name string) error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: %w", name, fmt.Errorf(format, args...)))
	}
	if m.List == "" {
		fault("list: missing: the id of the list, such as acme-blocked")
	}
	if m.Name.Column == "" {
		fault("name: missing: the column that holds the main name")
	}
	if _, ok := mappedFormats[m.Format]; !ok {
		fault("%w", noSuch("format", m.Format, slices.Sorted(maps.Keys(mappedFormats))))
	}
	if m.Separator != "tab" && len(m.Separator) > 1 || strings.ContainsAny(m.Separator, "\"\r\n") {
		fault("separator: %q: want one letter or sign of ASCII, or tab", m.Separator)
	}
	if m.Header < 0 {
		fault("header: %d: rows are counted from 1", m.Header)
	}
	for kind := range m.Numbers {
		if !slices.Contains(numberKinds, kind) {
			fault("numbers: %w", noSuch("kind", string(kind), texts(numberKinds)))
		}
	}
	for _, to := range append(slices.Sorted(maps.Values(m.Kind.Values)), m.Kind.Fixed) {
		if to != "" && !slices.Contains(partyKinds, delist.PartyKind(to)) {
			fault("kind: %w", noSuch("kind", to, texts(partyKinds)))
		}
	}
	for part, c := range m.columns() {
		if err := c.check(); err != nil {
			fault("%s: %w", part, err)
		}
	}
	return errors.Join(faults...)
}

// check reports a column of nothing, or a layout that cannot be.
func (c Column) check() error {
	if !c.given() {
		return errors.New("neither column nor fixed")
	}
	for _, layout := range c.Layouts {
		if _, err := goLayout(layout); err != nil {
			return err
		}
	}
	return nil
}

// columns yields the columns that the mapping speaks of, each with its name.
func (m *Mapping) columns() func(yield func(string, Column) bool) {
	return func(yield func(string, Column) bool) {
		v := reflect.ValueOf(*m)
		for i := range v.NumField() {
			c, ok := v.Field(i).Interface().(Column)
			if ok && !reflect.ValueOf(c).IsZero() && !yield(v.Type().Field(i).Tag.Get("yaml"), c) {
				return
			}
		}
		for _, kind := range slices.Sorted(maps.Keys(m.Numbers)) {
			if !yield("numbers."+string(kind), m.Numbers[kind]) {
				return
			}
		}
	}
}

var layoutLetters = regexp.MustCompile(`Y+|M+|D+`)

var goLetters = map[string]string{
	"YYYY": "2006", "YY": "06", "MMMM": "January", "MMM": "Jan", "MM": "01", "M": "1", "DD": "02", "D": "2",
}

// goLayout turns a layout such as DD.MM.YYYY into that of package time.
func goLayout(layout string) (string, error) {
	seen := make(map[byte]int)
	var unknown string
	out := layoutLetters.ReplaceAllStringFunc(layout, func(letters string) string {
		seen[letters[0]]++
		if goLetters[letters] == "" {
			unknown = letters
		}
		return goLetters[letters]
	})
	switch {
	case unknown != "":
		return "", fmt.Errorf("layout %q: no letters %q", layout, unknown)
	case seen['Y'] != 1 || seen['M'] != 1 || seen['D'] != 1:
		return "", fmt.Errorf("layout %q: want one year, month and day, such as DD.MM.YYYY", layout)
	}
	return out, nil
}

// noSuch says that there is no such thing, what comes nearest, and what there is.
func noSuch(what, got string, there []string) error {
	near := ""
	if best := nearest(got, there); best != "" {
		near = fmt.Sprintf("; did you mean %q?", best)
	}
	if len(there) > 40 {
		there = append(slices.Clone(there[:40]), "...")
	}
	return fmt.Errorf("no %s %q%s (there are: %s)", what, got, near, strings.Join(there, ", "))
}

// nearest returns the text that is spelt most like s, or "" if none is like it.
func nearest(s string, texts []string) (best string) {
	limit := len(s)/2 + 1
	for _, text := range texts {
		if n := edits(strings.ToLower(s), strings.ToLower(text)); n < limit {
			best, limit = text, n
		}
	}
	return best
}

// edits counts the letters to insert, delete or replace to make b of a.
func edits(a, b string) int {
	if len(a) > 100 || len(b) > 100 {
		return 100
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0]++
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
