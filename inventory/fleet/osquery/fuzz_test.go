package osquery_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/delistdev/delist/inventory/fleet/osquery"
	"github.com/delistdev/delist/inventory/source"
)

// FuzzRead checks that no input makes the reader panic; that every item has a
// name, one place and texts in UTF-8; that it is all the same in however small
// pieces the input comes; and that whatever comes before it, a good row on a line
// of its own at the end is an item, or something is reported: never dropped in
// silence.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"[\n  " + oneOh + ",\n  " + other + "\n]\n", event("h", "programs", "1", "0", "added", oneOh) + event("h", "programs", "2", "1", "removed", oneOh),
		`{"snapshot":[` + oneOh + `],"action":"snapshot","name":"x","hostIdentifier":"h","unixTime":"1"}`, `{"diffResults":{"removed":"","added":[` + oneOh + `]},"name":"x"}`,
		"name|version|identifying_number\nA|1|x\n", `{"host":{"hostname":"h"},"rows":[{"address":"1","mac":"28:57:be:1:2:3"}]}`,
		`{"name":"a","version":"1","description":"","license":"","author":"","directory":""}`, "[1,{\"a\":\"b},{}]\n", `{"data":[{"columns":{},"name":"x"}]}`,
		`[{"path":"\"C:\\a.exe\" -x","authority":"Developer ID Application: A (2Y8XE5CQ94)","signed":"1"}]`, `[{"id":"1","tags":"a/b:c@d,e","size_bytes":"1"}]`, hosts,
		`{"software_titles":[{"name":"a","source":"apps","versions":[{"version":"1"}]}]}`, "\xff\xfe[\x00{\x00",
	} {
		f.Add([]byte(s), false)
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, fleet bool) {
		kind := "osquery"
		if fleet {
			kind = "fleet"
		}
		if len(text) > 1<<16 {
			return
		}
		whole := gather(t, kind, &source.Input{Reader: bytes.NewReader(text), Name: "x"})
		pieces := gather(t, kind, &source.Input{Reader: iotest.HalfReader(bytes.NewReader(text)), At: bytes.NewReader(text), Size: int64(len(text)), Name: "x"})
		if !slices.Equal(whole, pieces) {
			t.Errorf("in pieces\n%s\nwhole\n%s", strings.Join(pieces, "\n"), strings.Join(whole, "\n"))
		}
		if fleet {
			return
		}
		last := gather(t, kind, &source.Input{Reader: strings.NewReader(string(text) + "\n" + `{"identifying_number":"","name":"The last","version":"1"}` + "\n"), Name: "x"})
		for _, line := range last {
			if strings.HasPrefix(line, "!") || strings.Contains(line, "The last") {
				return
			}
		}
		if !utf16le16(text) {
			t.Errorf("nothing is said of the last row: %q", last)
		}
	})
}

// utf16le16 reports whether a text says that it is in UTF-16, in which the row
// that is appended is none.
func utf16le16(text []byte) bool {
	return bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff"))
}

func gather(t *testing.T, kind string, in *source.Input) []string {
	items, lines := collect(t, kind, in)
	for _, it := range items {
		if s := written(it); !utf8.ValidString(it.Name) || !utf8.ValidString(it.Version) || !utf8.ValidString(it.PURL) {
			t.Errorf("not UTF-8: %q", s)
		}
		for _, d := range it.Declared {
			if !utf8.ValidString(d.Value) || d.Value == "" {
				t.Errorf("%s: %q", d.Field, d.Value)
			}
		}
	}
	return lines
}

// FuzzSniff checks that no beginning of a file makes it panic, and that what it
// names can be read.
func FuzzSniff(f *testing.F) {
	f.Add([]byte(hosts))
	f.Add([]byte("[" + oneOh))
	f.Add([]byte("name|version|maintainer\n"))
	f.Fuzz(func(t *testing.T, head []byte) {
		if kind := osquery.Sniff(head); kind != "" && !slices.Contains(osquery.Kinds, kind) {
			t.Errorf("%q", kind)
		}
	})
}
