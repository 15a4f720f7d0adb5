package lists

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

// mapping reads a mapping from the text of its file.
func mapping(t testing.TB, text string) *Mapping {
	t.Helper()
	m, err := ReadMapping("m", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// fixture opens a file of testdata/mapped.
func fixture(t testing.TB, name string) io.Reader {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "mapped", name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReader(string(text))
}

// brief writes an entry on one line.
func brief(e delist.Entry) string {
	var names []string
	for _, n := range e.Names {
		names = append(names, n.Name)
	}
	parts := []string{fmt.Sprintf("%d %s %s %s", e.Line, e.ID, e.Kind, strings.Join(names, "|"))}
	for _, part := range []string{strings.Join(e.Countries, "|"), e.From.String(), e.Until.String(),
		strings.Join(e.Programmes, "|"), strings.Join(e.Products, "|")} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	for _, n := range e.Numbers {
		parts = append(parts, string(n.Kind)+" "+n.Value)
	}
	for _, a := range e.Addresses {
		parts = append(parts, a.Text)
	}
	return strings.Join(parts, ", ")
}

func TestMappedFixtures(t *testing.T) {
	tests := []struct {
		format string
		want   []string
		faults []string
	}{
		{"csv", []string{
			"3 7 company Example Trading GmbH|Extra|Example Handel, de, 2021-05-03, 2027-01-01, Blocked by purchasing, tax DE123456789, website example.de",
			"4 8 person Example Person, Blocked by purchasing",
			"5 9 legal-entity Example\nShipping, pa, Blocked by purchasing",
			"7 Example Nobody legal-entity Example Nobody, Blocked by purchasing",
			"10 7 company Example Trading Ltd, gb, Blocked by purchasing",
		}, []string{
			`f:5: kind: no kind "X" (there are: company, person, public-body, project, legal-entity, vessel, airplane)`,
			`f:5: from: "31.02.2020" is not a day written as DD.MM.YYYY`,
			"f:7: no id in No: the name stands for it",
			"f:8: no name in Supplier",
			"f:10: number 7 stands twice (first on line 3)",
		}},
		{"json", []string{
			"2 7 legal-entity Example Trading GmbH|Extra|Example Handel, de, 2021-05-03, Berlin",
			"4 8 legal-entity Example Person",
		}, nil},
		{"ndjson", []string{"1 7 legal-entity Example Trading GmbH", "3 9 legal-entity Example Shipping"},
			[]string{"f:2: unexpected end of JSON input"}},
		{"yaml", []string{
			"3 007 legal-entity Example Trading GmbH, 2021-05-03, routers|cameras",
			"7 Example Shipping legal-entity Example Shipping, 2021-05-03",
		}, []string{"f:7: no id in id: the name stands for it", "f:9: a record that is no mapping"}},
	}
	for _, test := range tests {
		m, err := ReadMapping("m", fixture(t, "blocked-"+test.format+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		list, faults, _ := allOf(readMapped("f", fixture(t, "blocked."+test.format), m))
		var got []string
		for _, e := range list {
			got = append(got, brief(e))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.format, diff)
		}
		if diff := cmp.Diff(test.faults, faults); diff != "" {
			t.Errorf("%s: faults (-want +got):\n%s", test.format, diff)
		}
	}
}

func TestMappedBadInput(t *testing.T) {
	csv, json, yaml := "list: x\nformat: csv\nname: Name\n", "list: x\nformat: json\nname: name\n", "list: x\nformat: yaml\nname: name\n"
	tests := []struct {
		name, mapping, in string
		entries           int
		fault             string
	}{
		{"a missing column and the nearest", csv + "country: Contry", "Name,Country\nX,DE\n", 0,
			`f:1: country: no column "Contry"; did you mean "Country"? (there are: Name, Country)`},
		{"headings in any case", csv, "NAME\nX\n", 1, ""},
		{"a header and no more", csv, "Name\n", 0, "f: no entries"},
		{"empty", csv, "", 0, "f: no header"},
		{"a tab", csv + "separator: tab", "Id\tName\n1\tX\n", 1, ""},
		{"more values than headings", csv, "Name\nX,Y\n", 1, "f:2: 2 values under 1 columns"},
		{"a quote that does not end", csv, "Name\n\"X\nY\n", 1, "f:2: a quoted field does not end"},
		{"an end before the start", csv + "from: A\nuntil: B", "Name,A,B\nX,2020-01-01,2019-01-01\n", 1,
			"f:2: until 2019-01-01 is before from 2020-01-01: until is left out"},
		{"the year 20017", csv + "from: A", "Name,A\nX,20017-01-01\n", 1,
			`f:2: from: "20017-01-01" is not a day written as YYYY-MM-DD`},
		{"a field that no record has", json + "scope: reson", `[{"name":"X","reason":"Y"}]`, 1,
			`f: scope: no column "reson"; did you mean "reason"? (there are: name, reason)`},
		{"a path that is not there", json + "records: data.itms", `{"data":{"items":[]}}`, 0,
			`f:1: records: no field "itms"; did you mean "items"? (there are: items)`},
		{"an object and no array", json, `{"name":"X"}`, 0,
			"f:1: one object, and not an array: name the path of its records, or the format ndjson"},
		{"truncated", json, `[{"name":"X"},{"na`, 1,
			"f:1: the file ends inside a record or before the end of the array"},
		{"truncated between records", json, `[{"name":"X"}`, 1,
			"f:1: the file ends inside a record or before the end of the array"},
		{"no records", json, `[]`, 0, "f: no entries"},
		{"a number among objects", json, `[1,{"name":"X"}]`, 1, "f:1: a record that is no object"},
		{"a record that is too long", json, `[{"name":"` + strings.Repeat("x", 3*maxRecord) + `"}]`, 0,
			"f:1: a record of more than 4194304 bytes"},
		{"an alias", yaml, "- name: &a X\n- name: *a\n", 0, "f: line 2: aliases are refused"},
		{"two documents", yaml, "- name: X\n---\n- name: Y\n", 2, ""},
		{"no sequence", yaml, "name: X\n", 0, "f: line 1: records: not a sequence"},
		{"a document without end", yaml, "- name: [X\n", 0, "f: yaml: line 1: did not find expected ',' or ']'"},
	}
	for _, test := range tests {
		list, faults, _ := allOf(readMapped("f", strings.NewReader(test.in), mapping(t, test.mapping)))
		if len(list) != test.entries || strings.Join(faults, "\n") != test.fault {
			t.Errorf("%s: %d entries, %q; want %d, %q", test.name, len(list), faults, test.entries, test.fault)
		}
	}
}

// A comparison of all documents' mappings with the reader: an example that does
// not work is worse than none.
func TestMappingDocument(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "lists-mapping.md"))
	if err != nil {
		t.Fatal(err)
	}
	var formats []string
	for _, block := range strings.Split(string(text), "```yaml\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		if strings.HasPrefix(block, "list:") {
			formats = append(formats, mapping(t, block).Format)
		}
	}
	slices.Sort(formats)
	if want := []string{"csv", "json", "xlsx", "yaml"}; !slices.Equal(formats, want) {
		t.Errorf("examples for %q; want %q", formats, want)
	}
}

func TestReadMappingErrors(t *testing.T) {
	const good = "list: x\nformat: csv\nname: Name\n"
	tests := []struct{ name, in, want string }{
		{"unknown field", good + "contry: C", `m:4: no field "contry"; did you mean "country"?`},
		{"unknown field of a column", good + "from: {colum: C}", `m:4: no field "colum"; did you mean "column"?`},
		{"unknown field of a number", good + "numbers:\n  tax: {col: C}", `m:5: no field "col"`},
		{"unknown kind of number", good + "numbers: {vat: C}", `m: numbers: no kind "vat"`},
		{"unknown kind", good + "kind: {column: K, values: {a: firm}}", `m: kind: no kind "firm"`},
		{"unknown format", "list: x\nformat: xls\nname: N", `m: no format "xls"; did you mean "xlsx"?`},
		{"no list", "format: csv\nname: N", "m: list: missing"},
		{"no name", "list: x\nformat: csv", "m: name: missing"},
		{"twice", good + "name: Other", `already defined at line 3`},
		{"an alias", "list: &a x\nformat: csv\nname: *a", "m:3: aliases are refused"},
		{"a layout without a year", good + "from: {column: F, layouts: [DD.MM]}", `m: from: layout "DD.MM": want one year, month and day`},
		{"a layout with strange letters", good + "from: {column: F, layouts: [YYYYY-MM-DD]}", `no letters "YYYYY"`},
		{"a separator of two letters", good + "separator: ';;'", "m: separator"},
		{"a column of nothing", good + "from: {layouts: [YYYY-MM-DD]}", "m: from: neither column nor fixed"},
		{"a header row of less than nothing", good + "header: -1", "m: header: -1"},
		{"not a mapping", "- x", "cannot unmarshal"},
		{"empty", "", "m: empty"},
		{"endless", strings.Repeat("#", maxMapping+1), "m: more than 1048576 bytes"},
	}
	for _, test := range tests {
		_, err := ReadMapping("m", strings.NewReader(test.in))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v; want %q", test.name, err, test.want)
		}
	}
}

// FuzzMapped checks that no input makes a reader panic, that every entry has an
// id and a name, and that, of the formats of lines, a final good row is read or
// reported.
func FuzzMapped(f *testing.F) {
	maps := make(map[string]*Mapping)
	for _, format := range []string{"csv", "json", "ndjson", "yaml", "xlsx"} {
		maps[format] = mapping(f, "list: x\nname: name\nid: id\nfrom: from\nformat: "+format)
		f.Add(format, "id,name,from\n1,X,2020-01-01")
		f.Add(format, `[{"id":1,"name":["X"],"from":"2020"}]`)
		f.Add(format, "- {id: 1, name: X, from: 2020-01-01}\n")
	}
	f.Fuzz(func(t *testing.T, format, text string) {
		m := maps[format]
		if m == nil || len(text) > maxRecord {
			t.Skip()
		}
		switch format {
		case "csv":
			text += "\nlast,Last,\n"
		case "ndjson":
			text += "\n" + `{"id":"last","name":"Last"}`
		}
		lines := format == "csv" || format == "ndjson"
		told := false
		for e, err := range readMapped("f", strings.NewReader(text), m) {
			if err == nil && (e.ID == "" || len(e.Names) == 0) {
				t.Errorf("an entry without id or name: %+v", e)
			}
			told = told || err != nil || !lines || strings.Contains(e.ID, "last")
		}
		if !told {
			t.Error("nothing was read, and nothing reported")
		}
	})
}

// FuzzReadMapping checks that no mapping file makes the reader panic, and that
// one that is accepted can be read with.
func FuzzReadMapping(f *testing.F) {
	f.Add("list: x\nformat: csv\nname: {column: N}\nnumbers: {tax: T}\n")
	f.Add("? [a]\n: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ReadMapping("m", strings.NewReader(text))
		if err == nil {
			allOf(readMapped("f", strings.NewReader("N,T\na,b\n"), m))
		}
	})
}

// BenchmarkMappedCSV reads 18 MB of CSV, made for it.
func BenchmarkMappedCSV(b *testing.B) {
	var text strings.Builder
	text.WriteString("No,Name,Country,Since,Address\n")
	for i := 0; text.Len() < 18<<20; i++ {
		fmt.Fprintf(&text, "%d,Example Trading %d Ltd,Germany,2021-05-03,\"Example Street %d, 10115 Berlin\"\n", i, i, i)
	}
	m := mapping(b, "list: x\nformat: csv\nid: \"No\"\nname: Name\ncountry: Country\nfrom: Since\naddress: Address")
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		for _, err := range readMapped("f", strings.NewReader(text.String()), m) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
