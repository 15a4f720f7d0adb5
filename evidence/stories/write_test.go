package stories_test

import (
	"bufio"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/delistdev/delist/evidence/stories"
)

var (
	writeTo = flag.String("write", "", "write a collection to this directory")
	seed    = flag.Uint64("seed", 1, "the seed of the collection that -write writes")
	noise   = flag.Float64("noise", 0, "its share of misread characters, 0 to 1")
)

// TestWrite writes stories.jsonl and origins.jsonl where -write says.
func TestWrite(t *testing.T) {
	if *writeTo == "" {
		t.Skip("no -write")
	}
	c := stories.Collection(*seed, *noise)
	for name, write := range map[string]func(io.Writer) (int64, error){
		"stories.jsonl": c.WriteTo, "origins.jsonl": c.WriteStories,
	} {
		f, err := os.Create(filepath.Join(*writeTo, name))
		if err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriter(f)
		n, err := write(w)
		if err == nil {
			err = w.Flush()
		}
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", f.Name(), n)
	}
}
