package osquery_test

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/delistdev/delist/inventory/fleet/osquery"
)

func deep(s []byte) bool {
	depth := 0
	for _, c := range s {
		if c == '[' || c == '{' {
			depth++
		}
	}
	return depth > osquery.MaxDepth
}

// FuzzParse checks that a text is JSON here exactly where it is for
// encoding/json, with the same values: names, texts with their escapes and their
// repaired UTF-8, numbers as written; and that any beginning of a good text is
// told to be short, never wrong, so that reading on helps.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"name":"a","version":"1.0"}`, `[]`, `{}`, `[{"a":[1,-2.5e+3,true,false,null]},{}]`, `"\ud83d\ude00 \ud83d x \u00e9 \/ \b\f\n\r\t"`,
		"\"caf\xc3\xa9 \xff\xfe\"", `{"a":1,}`, `[1,]`, `01`, `-`, `1.`, `"a` + "\n" + `"`, `{"a"}`, `{"a":}`, "\"0123456789abcdef\\u12\"", `nul`, `tru`, `  [ 1 , 2 ]  `,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if deep(raw) {
			return
		}
		valid := json.Valid(raw)
		got, n, err := osquery.Parse(raw, true)
		good := err == nil && strings.Trim(string(raw[n:]), " \t\r\n") == ""
		if good != valid {
			t.Fatalf("%q: %v at %d, encoding/json says valid: %v", raw, err, n, valid)
		}
		if !valid {
			return
		}
		var want any
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.UseNumber()
		if err := decoder.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %v, want %v", raw, got, want)
		}
		for cut := range min(n, 200) {
			if _, _, err := osquery.Parse(raw[:cut], false); err != io.ErrUnexpectedEOF {
				t.Fatalf("%q cut at %d: %v", raw, cut, err)
			}
		}
	})
}
