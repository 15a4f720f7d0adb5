package lists

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
)

// A textLine is one line of a text, without its end.
type textLine struct {
	line int
	at   int64 // where it begins, in bytes
	text []byte
	cut  bool // the text ends before the line does
}

// textLines yields the lines of a text that are not blank. The text of a line
// is good until the next. One of more than maxRecord bytes is a *RowError.
func textLines(name string, r io.Reader) iter.Seq2[textLine, error] {
	return func(yield func(textLine, error) bool) {
		in := bufio.NewReaderSize(r, 256<<10)
		var at int64
		var buf []byte
		for line := 1; ; line++ {
			buf = buf[:0]
			size, err := readLine(in, &buf)
			if err != nil && !errors.Is(err, io.EOF) {
				yield(textLine{line: line}, fmt.Errorf("%s:%d: %w", name, line, err))
				return
			}
			l := textLine{line, at, bytes.TrimSpace(buf), err != nil}
			at += int64(size)
			var fault error
			if size > maxRecord {
				fault = &RowError{name, line, errLong}
			}
			if (fault != nil || len(l.text) > 0) && !yield(l, fault) {
				return
			}
			if err != nil {
				return
			}
		}
	}
}

// readLine appends a line to buf and returns its size; of a line that is too
// long, it keeps the beginning.
func readLine(in *bufio.Reader, buf *[]byte) (size int, err error) {
	for {
		part, err := in.ReadSlice('\n')
		size += len(part)
		if size <= maxRecord {
			*buf = append(*buf, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return size, err
		}
	}
}

// jsonFault reports a line that is not what it should be. One at which the
// text breaks off ends the reading.
func jsonFault(name string, l textLine, err error) error {
	var syntax *json.SyntaxError
	if l.cut && errors.As(err, &syntax) && int(syntax.Offset) >= len(l.text) {
		return fmt.Errorf("%s:%d: the file ends inside a record", name, l.line)
	}
	return &RowError{name, l.line, err}
}

// once knows which records have been read, by a hash of their id: 32 bytes for
// each.
type once struct {
	seed maphash.Seed
	seen map[uint64]sighting
}

// A sighting is the line of a record, and a hash of all that it says.
type sighting struct {
	sum  uint64
	line int
}

// again reports whether the id has been seen on an earlier line, and whether
// that record said the same.
func (o *once) again(id string, line int, text []byte) (first int, same, twice bool) {
	if o.seen == nil {
		o.seen = make(map[uint64]sighting)
	}
	key, sum := maphash.String(o.seed, id), maphash.Bytes(o.seed, text)
	earlier, twice := o.seen[key]
	if !twice {
		o.seen[key] = sighting{sum, line}
	}
	return earlier.line, twice && earlier.sum == sum, twice
}

func errTwice(id string, first int) error {
	return fmt.Errorf("number %s stands twice (first on line %d)", id, first)
}
