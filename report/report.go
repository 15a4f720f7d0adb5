// Package report writes what a run tells: tables for people, JSON, JSON lines
// and SARIF for programs. Each format is a handler of the one stream of
// messages; a new one touches nothing else. It knows the messages and nothing of
// where they come from, so that a saved stream can be replayed through any of
// them.
package report

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist"
)

// Formats are the names of the formats of a scan, in the order in which they
// are shown.
var Formats = []string{"table", "json", "jsonl", "sarif"}

// Options say how a table is drawn.
type Options struct {
	Width int  // columns; 0 does not cut lines
	Color bool // escape sequences of ECMA-48 for colour
}

// New returns the handler that writes a scan to w in a format of [Formats].
func New(format string, w io.Writer, opts Options) (delist.Handler, error) {
	switch format {
	case "table":
		return &table{canvas: canvas{w: w, opts: opts}}, nil
	case "json":
		return &document{out: newWriter(w)}, nil
	case "jsonl":
		out := bufio.NewWriterSize(w, 64<<10)
		return &lines{out: out, enc: json.NewEncoder(out)}, nil
	case "sarif":
		return &sarif{out: newWriter(w)}, nil
	}
	return nil, fmt.Errorf("unknown format %q: want one of %v", format, Formats)
}

// lines writes every message but progress as one line of JSON.
type lines struct {
	out *bufio.Writer
	enc *json.Encoder
}

func (l *lines) Handle(m delist.Message) error {
	if m.Progress != nil {
		return nil
	}
	if err := l.enc.Encode(m); err != nil || m.Summary == nil {
		return err
	}
	return l.out.Flush()
}

// Replay reads a stream that format "jsonl" wrote and hands it to a handler. A
// line that is no message ends it with an error that names the line.
func Replay(r io.Reader, h delist.Handler) error {
	dec := json.NewDecoder(bufio.NewReader(r))
	for n := 1; ; n++ {
		var m delist.Message
		if err := dec.Decode(&m); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("message %d: %w", n, err)
		}
		if err := h.Handle(m); err != nil {
			return err
		}
	}
}

// JSON writes a value as indented JSON with a final newline.
func JSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}
