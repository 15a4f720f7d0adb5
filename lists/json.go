package lists

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// An element is one element of a JSON array, as written.
type element struct {
	line int // where it ends, 1-based
	json json.RawMessage
}

// elements yields the elements of a JSON array one by one: of the top-level
// array, or of the array under a key of the top-level object. A text that ends
// too early gives everything up to there and then an error.
func elements(name string, r io.Reader, key string) iter.Seq2[element, error] {
	return func(yield func(element, error) bool) {
		counted := &lineEnds{r: r}
		dec := json.NewDecoder(counted)
		if err := intoArray(dec, key); err != nil {
			yield(element{}, fmt.Errorf("%s:%d: %w", name, counted.at(dec.InputOffset()), broken(err)))
			return
		}
		for dec.More() {
			var raw json.RawMessage
			err := dec.Decode(&raw)
			line := counted.at(dec.InputOffset())
			switch {
			case err != nil:
				yield(element{}, fmt.Errorf("%s:%d: %w", name, line, broken(err)))
				return
			case len(raw) > maxRecord:
				if !yield(element{}, &RowError{name, line, errLong}) {
					return
				}
			case !yield(element{line, raw}, nil):
				return
			}
		}
		if _, err := dec.Token(); err != nil {
			yield(element{}, fmt.Errorf("%s:%d: %w", name, counted.at(dec.InputOffset()), broken(err)))
		}
	}
}

// broken says in words that a text was cut off.
func broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends before the list does")
	}
	return err
}

// intoArray moves a decoder behind the "[" of the array under key.
func intoArray(dec *json.Decoder, key string) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	if key == "" || token == json.Delim('[') {
		if token != json.Delim('[') {
			return fmt.Errorf("want a list, got %v", token)
		}
		return nil
	}
	if token != json.Delim('{') {
		return fmt.Errorf("want an object with %q", key)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		if name == key {
			token, err = dec.Token()
			if err == nil && token != json.Delim('[') {
				err = fmt.Errorf("%q is not a list", key)
			}
			return err
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return err
		}
	}
	return fmt.Errorf("no list %q", key)
}

// A lineEnds tells on which line an offset lies that a decoder has reached;
// it remembers the ends of lines that lie ahead of the last one asked about.
type lineEnds struct {
	r      io.Reader
	offset int64
	ends   []int64
	line   int
}

func (c *lineEnds) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for at := 0; ; {
		i := bytes.IndexByte(p[at:n], '\n')
		if i < 0 {
			break
		}
		c.ends = append(c.ends, c.offset+int64(at+i))
		at += i + 1
	}
	c.offset += int64(n)
	return n, err
}

// at returns the line of an offset; offsets are asked for in rising order.
func (c *lineEnds) at(offset int64) int {
	n := 0
	for n < len(c.ends) && c.ends[n] < offset {
		n++
	}
	c.ends = c.ends[n:]
	c.line += n
	return c.line + 1
}
