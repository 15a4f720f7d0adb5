package lists

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/delistdev/delist"
)

// party is a line of a delta with an invented company.
func party(op, id, name string) string {
	return fmt.Sprintf(`{"op":%q,"entity":{"id":%q,"schema":"Company","properties":{"name":[%q]}}}`+"\n", op, id, name)
}

func TestDelta(t *testing.T) {
	in := party("ADD", "new", "Example New") + party("MOD", "two", "Example Second") +
		`{"op":"ADD","entity":{"id":"s","schema":"Sanction","properties":{"entity":["new"],"listingDate":["2026-01-02"]}}}` + "\n" +
		`{"op":"DEL","entity":{"id":"one"}}` + "\n" + `{"op":"DEL","entity":{"id":"nobody"}}` + "\n" +
		party("MOD", "unheard", "Example Unheard") + party("ADD", "three", "Example Third") +
		`{"op":"MOD","entity":{"id":"four","schema":"Company","target":false,"properties":{"name":["Example Fourth"]}}}` + "\n" +
		`{"op":"MOD","entity":{"id":"five","schema":"Company","target":false,"properties":{"name":["Example Fifth"]}}}` + "\n" +
		party("PUT", "x", "X") + "{}\n" + `{"op":"DEL","entity":{}}` + "\n{broken\n"
	old := []delist.Entry{
		{ID: "one", Names: []delist.ListedName{{Name: "One"}}},
		{ID: "two", Names: []delist.ListedName{{Name: "Two"}}, Programmes: []string{"P"}, Period: delist.Period{From: dayOf("2020-01-01")}},
		{ID: "three", Names: []delist.ListedName{{Name: "Three"}}},
		{ID: "four", Names: []delist.ListedName{{Name: "Four"}}},
	}
	next, faults := applyDelta(old, readDelta("f", strings.NewReader(in)))
	var got []string
	for _, e := range next {
		got = append(got, fmt.Sprintf("%s %s %s %v", e.ID, e.Names[0].Name, e.From, e.Programmes))
	}
	want := []string{"two Example Second 2020-01-01 [P]", "three Example Third  []", "new Example New 2026-01-02 []", "unheard Example Unheard  []"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	var reported []string
	for _, fault := range faults {
		reported = append(reported, fault.Error())
	}
	wantFaults := []string{
		`line 5: DEL of "nobody", which is not there`,
		`line 6: MOD of "unheard", which is not there`,
		`line 7: ADD of "three", which is there already`,
		`f:10: no operation "PUT": want ADD, MOD or DEL`,
		`f:11: no operation "": want ADD, MOD or DEL`,
		`f:12: a deletion without id`,
		`f:13: invalid character 'b' looking for beginning of object key string`,
	}
	if diff := cmp.Diff(wantFaults, reported); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if old[1].Names[0].Name != "Two" || len(old) != 4 {
		t.Error("the old edition has changed")
	}
}

func TestDeltaTruncated(t *testing.T) {
	in := party("ADD", "new", "Example New")
	next, faults := applyDelta(nil, readDelta("f", strings.NewReader(in+in[:40])))
	if len(next) != 1 || len(faults) != 1 || faults[0].Error() != "f:2: the file ends inside a record" {
		t.Errorf("%v, %q", next, faults)
	}
}

func TestDeltaIsNoList(t *testing.T) {
	in := party("ADD", "new", "Example New")
	if !formatDelta.sniff([]byte(in)) || formatFTM.sniff([]byte(in)) {
		t.Error("sniffed wrongly")
	}
	if _, _, err := allOf(formatDelta.read("f", strings.NewReader(in))); err == nil {
		t.Error("read as a list without an error")
	}
}

// FuzzDelta checks that no input makes the reader panic, that every change has
// an operation and an id, and that a final good line is read.
func FuzzDelta(f *testing.F) {
	f.Add(party("ADD", "new", "Example New"))
	f.Add(`{"op":"DEL","entity":null}`)
	f.Add(`{"op":"MOD","entity":[]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > maxRecord {
			t.Skip()
		}
		found := false
		for c, err := range readDelta("f", strings.NewReader(text+"\n"+party("ADD", "last", "Example Last"))) {
			if err == nil && (c.op == "" || c.entry.ID == "") {
				t.Errorf("a change without operation or id: %+v", c)
			}
			found = found || c.entry.ID == "last"
		}
		if !found {
			t.Error("the last good line is not read")
		}
	})
}
