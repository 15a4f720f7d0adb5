package ledger_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"

	"github.com/delistdev/delist/ledger"
)

const someHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func TestLeaf(t *testing.T) {
	at := time.Date(2017, 9, 13, 12, 0, 0, 7_999_999, time.FixedZone("", 2*3600))
	tests := []struct {
		name   string
		record ledger.Record
		want   string
	}{
		{"names are sorted, and the time is UTC in milliseconds",
			ledger.Record{Kind: "decision", At: at, Body: json.RawMessage(`{"b": 1.0, "a": "x"}`)},
			`{"at":"2017-09-13T10:00:00.007Z","body":{"a":"x","b":1},"kind":"decision"}`},
		{"personal fields are sorted",
			ledger.Record{Kind: "a.b_c-1", At: at, Personal: map[string]string{"by": someHash, "asked-by": someHash}},
			`{"at":"2017-09-13T10:00:00.007Z","body":null,"kind":"a.b_c-1","personal":{"asked-by":"` + someHash + `","by":"` + someHash + `"}}`},
		{"the example of RFC 8785, 3.2.2, within what a record may hold",
			ledger.Record{Kind: "x", At: at, Body: json.RawMessage(`{"numbers":[4.50,2e-3,0.000000000000000000000000001,-0,1E0],` +
				`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`)},
			`{"at":"2017-09-13T10:00:00.007Z","body":{"literals":[null,true,false],"numbers":[4.5,0.002,1e-27,0,1],` +
				`"string":"€$\u000f\nA'B\"\\\\\"/"},"kind":"x"}`},
		{"names in the order of UTF-16 (RFC 8785, 3.2.3)",
			ledger.Record{Kind: "x", At: at, Body: json.RawMessage(`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`)},
			`{"at":"2017-09-13T10:00:00.007Z","body":{"\r":2,"1":4,"` + "\u0080" + `":6,"ö":7,"€":1,"😀":5,"` + "\ufb33" + `":3},"kind":"x"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			leaf, err := tt.record.Leaf()
			if err != nil {
				t.Fatal(err)
			}
			if string(leaf) != tt.want {
				t.Fatalf("got  %s\nwant %s", leaf, tt.want)
			}
			r, err := ledger.ParseLeaf(leaf)
			if err != nil {
				t.Fatal(err)
			}
			again, err := r.Leaf()
			if err != nil || !bytes.Equal(again, leaf) {
				t.Errorf("read and written again: %s, %v", again, err)
			}
			if want := tt.record.At.UTC().Truncate(time.Millisecond); !r.At.Equal(want) {
				t.Errorf("at %v, want %v", r.At, want)
			}
			if diff := cmp.Diff(tt.record.Personal, r.Personal); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLeafRefuses(t *testing.T) {
	tests := []struct {
		name   string
		record ledger.Record
		want   string
	}{
		{"no kind", ledger.Record{}, "kind"},
		{"a kind with a space", ledger.Record{Kind: "a b"}, "kind"},
		{"a year that has five digits", ledger.Record{Kind: "x", At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, "year 10000"},
		{"what is not JSON", ledger.Record{Kind: "x", Body: json.RawMessage(`{`)}, "body"},
		{"a name twice", ledger.Record{Kind: "x", Body: json.RawMessage(`{"a":1,"a":2}`)}, "Duplicate"},
		{"an integer that a double does not hold", ledger.Record{Kind: "x", Body: json.RawMessage(`[9007199254740993]`)}, "2⁵³"},
		{"the same, negative and nested", ledger.Record{Kind: "x", Body: json.RawMessage(`{"a":[-1e16]}`)}, "2⁵³"},
		{"arrays without end", ledger.Record{Kind: "x", Body: json.RawMessage(strings.Repeat("[", 101) + strings.Repeat("]", 101))}, "deep"},
		{"a hash that is none", ledger.Record{Kind: "x", Personal: map[string]string{"by": "somebody"}}, "personal"},
		{"a hash in upper case", ledger.Record{Kind: "x", Personal: map[string]string{"by": strings.ToUpper(someHash)}}, "personal"},
		{"a field with a quote", ledger.Record{Kind: "x", Personal: map[string]string{`"`: someHash}}, "personal"},
		{"more than a bundle can hold", ledger.Record{Kind: "x", Body: json.RawMessage(`"` + strings.Repeat("a", ledger.MaxLeaf) + `"`)}, "at most 65535"},
		{"far more", ledger.Record{Kind: "x", Body: json.RawMessage(`"` + strings.Repeat("a", 2<<20) + `"`)}, "bytes"},
	}
	for _, tt := range tests {
		if tt.record.At.IsZero() {
			tt.record.At = start
		}
		if leaf, err := tt.record.Leaf(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %.80s, error %v, want one with %q", tt.name, leaf, err, tt.want)
		}
	}
}

func TestLongestLeaf(t *testing.T) {
	r := ledger.Record{Kind: "x", At: start}
	empty, err := r.Leaf()
	if err != nil {
		t.Fatal(err)
	}
	r.Body = json.RawMessage(`"` + strings.Repeat("a", ledger.MaxLeaf-len(empty)+len("null")-2) + `"`)
	leaf, err := r.Leaf()
	if err != nil || len(leaf) != ledger.MaxLeaf {
		t.Fatalf("%d bytes, %v", len(leaf), err)
	}
	if _, err := ledger.ParseLeaf(leaf); err != nil {
		t.Error(err)
	}
	if _, err := ledger.ParseLeaf(append(leaf, ' ')); err == nil {
		t.Error("a leaf that is too long is read")
	}
}

func TestParseLeafRefuses(t *testing.T) {
	const good = `{"at":"2017-09-13T10:00:00.007Z","body":{"a":1,"b":"ö"},"kind":"x","personal":{"by":"` + someHash + `"}}`
	if _, err := ledger.ParseLeaf([]byte(good)); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, old, new string }{
		{"white space", `"b":`, `"b": `},
		{"white space at the end", `"}}`, "\"}}\n"},
		{"names out of order", `"a":1,"b":"ö"`, `"b":"ö","a":1`},
		{"a name twice", `"b":"ö"`, `"a":1`},
		{"a name twice, written differently", `"b":"ö"`, `"\u0061":1`},
		{"another member", `,"kind"`, `,"extra":1,"kind"`},
		{"a number written differently", `"a":1`, `"a":1.0`},
		{"minus zero", `"a":1`, `"a":-0`},
		{"a leading zero", `"a":1`, `"a":01`},
		{"a plus sign", `"a":1`, `"a":+1`},
		{"infinity", `"a":1`, `"a":1e999`},
		{"no number", `"a":1`, `"a":`},
		{"a minus sign alone", `"a":1`, `"a":-`},
		{"a number that a double does not hold", `"a":1`, `"a":9007199254740992`},
		{"an escape that is not needed", `ö`, `\u00f6`},
		{"an escaped slash", `ö`, `\/`},
		{"a long escape where a short one is", `ö`, `\u000a`},
		{"an escape in upper case", `ö`, `\u000F`},
		{"a bare control character", `ö`, "\n"},
		{"half a character", `ö`, "\xc3"},
		{"a surrogate", `ö`, "\xed\xa0\x80"},
		{"a literal cut off", `"a":1`, `"a":tru`},
		{"a time with a comma", `.007Z`, `,007Z`},
		{"a time in a zone", `.007Z`, `.007+00:00`},
		{"a day that is none", `09-13`, `02-30`},
		{"a short hash", someHash, someHash[2:]},
		{"no personal fields", `,"personal":{"by":"` + someHash + `"}`, `,"personal":{}`},
		{"a personal field twice", `{"by":"` + someHash + `"}`, `{"by":"` + someHash + `","by":"` + someHash + `"}`},
		{"cut off", `"}}`, `"}`},
		{"nothing", good, ``},
	}
	for _, tt := range tests {
		leaf := strings.Replace(good, tt.old, tt.new, 1)
		if r, err := ledger.ParseLeaf([]byte(leaf)); err == nil {
			t.Errorf("%s: %s is read as %v", tt.name, leaf, r)
		}
	}
}

func TestCommit(t *testing.T) {
	p, hash := ledger.Commit("by", "somebody")
	if hash != p.Hash() || p.Field != "by" || p.Value != "somebody" {
		t.Errorf("committed to %v, %s", p, hash)
	}
	if _, other := ledger.Commit("by", "somebody"); other == hash {
		t.Error("two commitments to one value are the same: the salt is not random")
	}
	// Of 32 zero bytes and "abc", by sha256sum.
	const want = "365aa7d8f7f9402c4b9434502b4cc89ddb09fe50d7cd95b493b834c62d5a5370"
	if got := (ledger.Personal{Value: "abc"}).Hash(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzParseLeaf checks that no input makes the reader panic, and that what it
// reads is written again byte for byte: a record has one leaf.
func FuzzParseLeaf(f *testing.F) {
	f.Add([]byte(`{"at":"2017-09-13T10:00:00.007Z","body":{"a":[1,0.5,-1e-7,"x\n\u0001"]},"kind":"x"}`))
	f.Add(leafOf(f, 0))
	f.Fuzz(func(t *testing.T, leaf []byte) {
		r, err := ledger.ParseLeaf(leaf)
		if err != nil {
			return
		}
		again, err := r.Leaf()
		if err != nil || !bytes.Equal(again, leaf) {
			t.Errorf("%q is read, and written as %q, %v", leaf, again, err)
		}
	})
}

// FuzzCanonical checks that our reader of canonical JSON takes what the
// library writes, and nothing else, but for numbers and depths that a record
// must not have.
func FuzzCanonical(f *testing.F) {
	for _, body := range []string{`{"a":1,"b":[true,null,{}]}`, `"\u001f\n€"`, `1e-7`, `{"ö":1,"😀":2,"ﬀ":3}`, `[[],[1,2.5]]`, `{"\n":"","\u0001":1}`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		canonical, err := jcs.Transform(body)
		leaf := append(append([]byte(`{"at":"2017-09-13T10:00:00.007Z","body":`), canonical...), `,"kind":"x"}`...)
		if err == nil {
			if _, err := ledger.ParseLeaf(leaf); err != nil && !allowed(err) {
				t.Errorf("canonical %q is refused: %v", canonical, err)
			}
		}
		if err != nil || !bytes.Equal(canonical, body) {
			leaf = append(append([]byte(`{"at":"2017-09-13T10:00:00.007Z","body":`), body...), `,"kind":"x"}`...)
			if r, err := ledger.ParseLeaf(leaf); err == nil && bytes.Equal(r.Body, body) {
				t.Errorf("%q is taken, and canonical is %q", body, canonical)
			}
		}
	})
}

func allowed(err error) bool {
	for _, rule := range []string{"2⁵³", "deep", "at most"} {
		if strings.Contains(err.Error(), rule) {
			return true
		}
	}
	return false
}
