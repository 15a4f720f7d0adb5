package osquery_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/fleet/osquery"
	"github.com/delistdev/delist/inventory/source"
)

func TestFaults(t *testing.T) {
	good, more := `application "A" "1.0" @x`, `application "B" "1.0" @x`
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", []string{"! x: nothing in it"}},
		{"an empty array", "[\n]\n", nil},
		{"stops in the middle of a row", "[\n" + oneOh + ",\n{\"name\":\"B", []string{good + ":2", "! x:3: the file stops in the middle: unexpected EOF"}},
		{"stops between rows", "[\n" + oneOh + ",\n", []string{good + ":2", "! x:3: the file stops in the middle: unexpected EOF"}},
		{"stops in the middle of a line of a log", oneOh + "\n{\"name\":\"B\"", []string{good + ":1", "! x:2: the file stops in the middle: unexpected EOF"}},
		{"a broken row in an array of lines", "[\n  " + oneOh + ",\n  {\"name\":\"x\"\",},\n  " + other + "\n]\n",
			[]string{good + ":2", "! x:3: not JSON: a comma or an end is missing", more + ":4"}},
		{"a broken row on one line", "[" + oneOh + `,{"name":"x,"version":"1"},` + other + "]",
			[]string{good + "#/0", "! x#/1: not JSON: a comma or an end is missing", more + "#/2"}},
		{"a string that does not end", "[\n" + oneOh + ",\n{\"name\":\"x},\n" + other + "\n]",
			[]string{good + ":2", "! x:3: not JSON: a string does not end on its line", more + ":4"}},
		{"a broken line of a log", oneOh + "\n{\"snapshot\":[{\"name\":\"x\"},{]}\n" + other, []string{good + ":1", "! x:2: not JSON: a name is missing", more + ":3"}},
		{"a line that was cut", oneOh + "\n{\"name\":\"x\",\"columns\":{\"a\":\"b\"\n" + other, []string{good + ":1", "! x:3: not JSON: a comma or an end is missing", more + ":3"}},
		{"words between lines", oneOh + "\nW1120 12:00:00 osquery starts\nand more\n" + other, []string{good + ":1", "! x:2: not JSON: no object begins here", more + ":4"}},
		{"rows that are no objects", "[1,\"a\",\n" + oneOh + ",\n" + other + "]",
			[]string{"! x:1: not JSON: no object begins here", good + ":2", more + ":3"}},
		{"a row without a name", `[{"identifying_number":"1","name":" ","version":"1"}]`,
			[]string{`! x: rows with the columns ["identifying_number" "name" "version"]: a row without a name (1)`}},
		{"a row in a snapshot that is no object", `{"snapshot":[1,` + other + `],"name":"programs","hostIdentifier":"h","unixTime":1,"action":"snapshot"}`,
			[]string{"! x:1: a row that is no object", more + ":1 (h)"}},
		{"nested too deep", "[\n" + strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40) + ",\n" + other + "]",
			[]string{"! x:2: limit met: nested deeper than 32", more + ":3"}},
		{"other tables", "[\n{\"days\":\"1\",\"hours\":\"2\"},\n{\"days\":\"1\",\"hours\":\"3\"}]",
			[]string{`! x: rows with the columns ["days" "hours"]: rows that say of no software or device (2)`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, lines := read(t, "osquery", test.text)
			same(t, lines, test.want...)
			in := once("")
			in.Reader = iotest.OneByteReader(strings.NewReader(test.text))
			_, lines = collect(t, "osquery", in)
			same(t, lines, test.want...)
		})
	}
}

// What is larger than its limit is undecided, and hides nothing behind it.
func TestLimits(t *testing.T) {
	large := `{"identifying_number":"","name":"` + strings.Repeat("x", 3000) + `","version":"\""}`
	for _, text := range []string{"[\n" + large + ",\n" + other + "\n]", "[" + large + "," + other + "]", large + "\n" + other} {
		for _, limits := range []source.Limits{{Record: 1000}, {Whole: 1000}} {
			in := once(text)
			in.Limits = limits
			var undecided, items int
			for it, err := range osquery.Read("osquery", in) {
				var fault *delist.ReadError
				if errors.As(err, &fault) && fault.Undecided {
					undecided++
				} else if err != nil {
					t.Error(err)
				} else if it.Name == "B" {
					items++
				}
			}
			if undecided != 1 || items != 1 {
				t.Errorf("%.20q, %+v: %d undecided, %d items", text, limits, undecided, items)
			}
		}
	}
}

// A reader that fails is not a file that ends.
func TestReadError(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, text := range []string{"[\n" + oneOh + ",\n", oneOh + "\n", event("h1", "programs", "10", "1", "added", oneOh), "name|version|identifying_number\nA|1.0|\n"} {
		in := once("")
		in.Reader = io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))
		found := false
		items := 0
		for _, err := range osquery.Read("osquery", in) {
			found = found || errors.Is(err, broken)
			if err == nil {
				items++
			}
		}
		if !found {
			t.Errorf("%q: not told, %d items", text, items)
		}
	}
}

// Whoever has seen enough is not asked again.
func TestStops(t *testing.T) {
	text := event("h1", "programs", "10", "1", "added", oneOh) + "{broken\n" + event("h1", "uptime", "10", "1", "added", `{"a":"b"}`)
	for want := 1; want <= 3; want++ {
		n := 0
		for range osquery.Read("osquery", once(text)) {
			if n++; n == want {
				break
			}
		}
	}
}
