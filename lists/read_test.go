package lists

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// realFiles are all the real lists, packed as they lie there.
func realFiles(t testing.TB, globs ...string) []File {
	t.Helper()
	var files []File
	for _, glob := range globs {
		names, _ := filepath.Glob(filepath.Join("../../shared/data/lists", glob))
		if len(names) == 0 {
			t.Skip("the real lists are not here")
		}
		for _, name := range names {
			files = append(files, File{Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) }})
		}
	}
	return files
}

func TestRecogniseReal(t *testing.T) {
	start := time.Now()
	found, err := Recognise(realFiles(t, "*.gz"))
	if err != nil {
		t.Error(err)
	}
	for _, p := range found {
		s := time.Now()
		entries, unread := 0, 0
		for _, err := range p.Read() {
			if err == nil {
				entries++
			} else if unread++; !isRowError(err) {
				t.Errorf("%s: %v", p.Publication, err)
			}
		}
		var names []string
		for _, f := range p.Files {
			names = append(names, strings.TrimSuffix(f.Name, ".gz"))
		}
		slices.Sort(names)
		t.Logf("%-22s %-18s %v %6d entries %3d unread %v %s", p.Publication, p.Format, p.AsOf, entries, unread, time.Since(s).Round(time.Millisecond), names)
	}
	t.Logf("all in %v", time.Since(start))
}
