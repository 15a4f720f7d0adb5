package stories

import (
	"encoding/json"
	"fmt"
	"io"
)

// WriteTo writes the documents as JSON Lines, one [Document] a line: the fields of
// an evidence.Document, and "label" with the truth. It returns the bytes written.
func (c *Corpus) WriteTo(w io.Writer) (int64, error) {
	return writeLines(w, c.Documents)
}

// WriteStories writes the stories as JSON Lines, one [Story] a line: what labels
// refer to by "origin" and "sentences".
func (c *Corpus) WriteStories(w io.Writer) (int64, error) {
	return writeLines(w, c.Stories)
}

func writeLines[T any](w io.Writer, all []*T) (int64, error) {
	counted := &counter{w: w}
	e := json.NewEncoder(counted)
	e.SetEscapeHTML(false)
	for i, one := range all {
		if err := e.Encode(one); err != nil {
			return counted.n, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return counted.n, nil
}

// A counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
