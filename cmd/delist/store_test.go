package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

// A data directory that cannot be written is told with the way out; what has been
// told already stays as it is.
func TestExplained(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{&fs.PathError{Op: "mkdir", Path: "/srv/delist/tmp/lock-1", Err: fs.ErrPermission}, "name another directory with --data DIR"},
		{fmt.Errorf("export: %w", hinted{fs.ErrPermission, "the first hint"}), "the first hint"},
	} {
		var h hinted
		if got := explained(test.err); !errors.As(got, &h) || !strings.Contains(h.hint, test.want) {
			t.Errorf("%v: got %q, want %q", test.err, h.hint, test.want)
		}
	}
}
