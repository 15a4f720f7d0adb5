package osquery_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/fleet/osquery"
	"github.com/delistdev/delist/inventory/source"
)

// read reads a text as a file, and writes items and faults down in a line each.
func read(t *testing.T, kind, text string) (items []delist.Item, lines []string) {
	t.Helper()
	at := bytes.NewReader([]byte(text))
	return collect(t, kind, &source.Input{Reader: strings.NewReader(text), At: at, Size: at.Size(), Name: "x"})
}

func collect(t *testing.T, kind string, in *source.Input) (items []delist.Item, lines []string) {
	t.Helper()
	for it, err := range osquery.Read(kind, in) {
		if err != nil {
			var fault *delist.ReadError
			if !errors.As(err, &fault) || it.Name != "" {
				t.Fatalf("%v with %v", err, it)
			}
			lines = append(lines, "! "+err.Error())
			continue
		}
		if len(it.Locations) != 1 || it.Reader != kind || it.Name == "" {
			t.Fatalf("incomplete: %+v", it)
		}
		items = append(items, it)
		lines = append(lines, written(it))
	}
	return items, lines
}

// written is an item in one line.
func written(it delist.Item) string {
	s := fmt.Sprintf("%s %q %q", it.Kind, it.Name, it.Version)
	if it.PURL != "" {
		s += " " + it.PURL
	}
	for _, d := range it.Declared {
		s += fmt.Sprintf(" %s=%q", d.Field, d.Value)
	}
	for _, o := range it.Identifiers {
		s += fmt.Sprintf(" %s:%q", o.Kind, o.Value)
		if o.Signature != "" {
			s += fmt.Sprintf("(%s: %s)", o.Signature, o.Decided)
		}
	}
	return s + " @" + it.Locations[0].String()
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

// once is a reader without a way back.
func once(text string) *source.Input {
	return &source.Input{Reader: strings.NewReader(text), Name: "x"}
}
