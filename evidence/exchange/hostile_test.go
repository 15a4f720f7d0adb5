package exchange_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/delistdev/delist/evidence/exchange"
)

// good are records that must be read whatever stands before them.
var good = map[bool]string{
	true: `{"type":"note","id":"note--99999999-8ff7-4a4d-aa9d-feb398cd0061","created":"2024-01-01T00:00:00.000Z","modified":"2024-01-01T00:00:00.000Z",` +
		`"content":"good","authors":["S"],"object_refs":["identity--99999999-8ff7-4a4d-aa9d-feb398cd0061"]}`,
	false: `{"@type":"ClaimReview","claimReviewed":"good","itemReviewed":{"@type":"Claim","author":"S"}}`,
}

// One bad record is reported with its place and hides nothing after it.
func TestBadRecords(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100)
	tests := []struct{ name, record, want string }{
		{"no JSON", `{"type":"note" "id":1}`, "invalid character"},
		{"a string without its end", "{\"type\":\"note\n}", "invalid character"},
		{"too large", `{"type":"` + strings.Repeat("x", 5000) + `"}`, "larger than the limit"},
		{"too deep", deep, "nested deeper than the limit"},
		{"nothing", ``, "nothing stands where a value belongs"},
		{"a word", `nulx`, "invalid character"},
		{"brackets crossed", `{"a":[}]`, "invalid character"},
	}
	for _, test := range tests {
		for _, stix := range []bool{true, false} {
			list := "objects"
			if !stix {
				list = "@graph"
			}
			for name, text := range map[string]string{
				"in an object": fmt.Sprintf("{%q:[\n%s,\n%s]}", list, test.record, good[stix]), "in a list": "[\n" + test.record + ",\n" + good[stix] + "]"} {
				set, faults, _ := collect(t, exchange.ReadWithin(stix, strings.NewReader(text), "f", 2000, 64, 100, 1<<20))
				if len(set.Claims) != 1 || set.Claims[0].Text != "good" {
					t.Errorf("%s %s, stix %v: claims %v", test.name, name, stix, set.Claims)
				}
				if len(faults) == 0 || !strings.HasPrefix(faults[0], "f:2: ") || !strings.Contains(faults[0], test.want) {
					t.Errorf("%s %s, stix %v: %q, want %q", test.name, name, stix, faults, test.want)
				}
			}
		}
	}
}

// Records that are JSON and yet no claims.
func TestNoClaims(t *testing.T) {
	tests := []struct {
		stix         bool
		record, want string
	}{
		{true, `{"type":"note","id":"note--1","content":"T"}`, `"note--1" is no identifier of a note`},
		{true, `{"type":"note","id":"report--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061","content":"T"}`, "is no identifier of a note"},
		{true, `{"type":"note","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"}`, "has no text"},
		{true, `{"id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"}`, "it has no type"},
		{true, `[1,2]`, "cannot unmarshal array"},
		{true, `{"type":"note","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061","content":"T","authors":"S"}`, "cannot unmarshal string"},
		{true, `{"type":"note","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061","content":"T","confidence":700}`, "a confidence of 700"},
		{true, `{"type":"note","id":"note--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061","content":"T","labels":["admiralty-scale:source-reliability=\"g\""]}`, "a grade that the Admiralty code does not have"},
		{false, `{"@type":"ClaimReview","itemReviewed":[1,"x",{"@type":"Claim"}]}`, "a review that says of no claim what it is"},
		{false, `{"@type":"ClaimReview","claimReviewed":"T","itemReviewed":{"delist:record":{"@type":"@json","@value":{"claim":{"date":"2024-02-30"}}}}}`, "is not a day of the calendar"},
		{false, `{"@type":"ClaimReview","claimReviewed":"T","itemReviewed":{"delist:record":{"@type":"@json","@value":{"claim":{"id":"c","kind":"guess"}}}}}`, `"guess" is no kind of claim`},
		{false, `{"@type":"ClaimReview","claimReviewed":"T","itemReviewed":{"delist:record":{"@type":"@json","@value":{"claim":{"kind":"denial"}}}}}`, "a claim without an id"},
		{false, `{"delist:record":{"@type":"@json","@value":{"claim":{"id":"c"}}}}`, "a claim outside a review"},
	}
	for _, test := range tests {
		_, faults, _ := collect(t, exchange.ReadWithin(test.stix, strings.NewReader("["+test.record+","+good[test.stix]+"]"), "f", 2000, 64, 100, 1<<20))
		if len(faults) == 0 || !strings.Contains(strings.Join(faults, "\n"), test.want) {
			t.Errorf("%s: %q, want %q", test.record, faults, test.want)
		}
	}
}

// Of a file that stops in the middle what was read counts, and the file is said to
// be cut, wherever that is.
func TestCut(t *testing.T) {
	for _, f := range formats {
		whole := write(t, f, made())
		for n := 0; n < len(whole)-2; n++ { // the last two are "}" and a newline
			if n < len(whole)-200 {
				n += 11
			}
			set, faults, _ := collect(t, f.read(bytes.NewReader(whole[:n]), "f"))
			if len(faults) == 0 {
				t.Fatalf("%s cut at %d: no fault", f.name, n)
			}
			if n > len(whole)-60 && len(set.Claims) != 3 {
				t.Fatalf("%s cut at %d: %d claims", f.name, n, len(set.Claims))
			}
		}
	}
}

func TestNoFile(t *testing.T) {
	for _, f := range formats {
		for _, text := range []string{"", " \n", "<html>", "\x00\x01", "\"text\"", "{", "[", `{"a"`, `{"a":1,,}`, `{1:2}`} {
			if _, faults, _ := collect(t, f.read(strings.NewReader(text), "f")); len(faults) == 0 {
				t.Errorf("%s: %q is read without a word", f.name, text)
			}
		}
	}
}

// What is kept until the end of a file is bounded, and what is over is counted.
func TestTooMany(t *testing.T) {
	var text strings.Builder
	for i := range 10 {
		fmt.Fprintf(&text, `{"type":"note","id":"note--%08d-8ff7-4a4d-aa9d-feb398cd0061","content":"T","authors":["S"]}`, i)
	}
	for _, l := range []struct {
		kept  int
		bytes int64
		want  int
	}{{4, 1 << 20, 4}, {100, 200, 2}} {
		set, faults, _ := collect(t, exchange.ReadWithin(true, strings.NewReader(text.String()), "f", 1000, 64, l.kept, l.bytes))
		want := fmt.Sprintf("%d: more objects than the limit", 10-l.want)
		if len(set.Claims) != l.want || !strings.Contains(strings.Join(faults, "\n"), want) {
			t.Errorf("%+v: %d claims, %q", l, len(set.Claims), faults)
		}
	}
}

// Reading ends when nobody wants more.
func TestStop(t *testing.T) {
	for _, f := range formats {
		n := 0
		for range f.read(bytes.NewReader(write(t, f, made())), "f") {
			if n++; n == 2 {
				break
			}
		}
	}
}

// In a file of one line the place is told by a JSON pointer.
func TestPlace(t *testing.T) {
	text := `{"type":"bundle","objects":[` + good[true] + `,{"type":"note","id":"x"}]}`
	_, faults, _ := collect(t, exchange.ReadSTIX(strings.NewReader(text), "f"))
	if len(faults) == 0 || !strings.HasPrefix(faults[0], "f#/objects/1: ") {
		t.Errorf("%q", faults)
	}
}
