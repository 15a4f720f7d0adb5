package tabular_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/delistdev/delist/tabular"
)

// FuzzRawRows checks that the rows with their bytes are the whole text, that they
// have the lines and fields that the rows without have, and that the fields as
// they stand are as many where the bytes are letters.
func FuzzRawRows(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "\ufeffa;b\r\n\"1;\n2\";3\r\n\r\n4;5", "sep=;\na;b\n1;2\n", "a\tb\n\"lost\tquote\n1\t2\n", "a,b\n\xe4,\xf6\n\"x\"y,z\"\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, ok := tabular.Sniff(text)
		if !ok || strings.HasPrefix(d.Encoding, "utf-16") {
			return
		}
		var want []tabular.Row
		for row, err := range d.Rows(bytes.NewReader(text)) {
			if err == nil {
				want = append(want, tabular.Row{Line: row.Line, Fields: slices.Clone(row.Fields)})
			}
		}
		var got []tabular.Row
		var joined []byte
		for row, err := range d.RawRows(bytes.NewReader(text)) {
			if err != nil {
				return // a line beyond the limit, or an encoding that is refused
			}
			if joined == nil {
				joined = bytes.Clone(text[:row.Offset])
			}
			joined = append(joined, row.Raw...)
			if len(row.Fields) == 0 {
				continue
			}
			got = append(got, tabular.Row{Line: row.Line, Fields: slices.Clone(row.Fields)})
			if n := len(tabular.RawFields(row.Raw, d.Comma)); n != len(row.Fields) && utf8.Valid(row.Raw) {
				t.Errorf("line %d: %d fields as they stand, %d as they are read", row.Line, n, len(row.Fields))
			}
		}
		if joined != nil && !bytes.Equal(joined, text) {
			t.Errorf("the rows are not the text: %q of %q", joined, text)
		}
		if d.Encoding == "utf-8" && !slices.EqualFunc(got, want, func(a, b tabular.Row) bool { return a.Line == b.Line && slices.Equal(a.Fields, b.Fields) }) {
			t.Errorf("rows with bytes %v, without %v", got, want)
		}
	})
}

// A field is written so that it is read as it was meant.
func TestField(t *testing.T) {
	for _, test := range []struct {
		comma  byte
		coded  string
		value  string
		quoted bool
		want   string
	}{
		{',', "utf-8", "out_of_stock", false, "out_of_stock"},
		{',', "utf-8", "a,b", false, `"a,b"`},
		{'\t', "utf-8", "a,b", false, "a,b"},
		{';', "utf-8", `say "no"`, false, `"say ""no"""`},
		{';', "windows-1252", "früh", true, "\"fr\xfch\""},
		{';', "windows-1252", "нет", false, ""},
	} {
		got, err := tabular.Dialect{Comma: test.comma, Encoding: test.coded}.Field(test.value, test.quoted)
		if string(got) != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%q in %s: got %q, %v; want %q", test.value, test.coded, got, err, test.want)
		}
	}
}
