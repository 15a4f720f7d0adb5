package network

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist/inventory/source"
)

var (
	errEnd  = io.EOF
	errLine = fmt.Errorf("a line: %w", source.ErrLimit)

	bufferFull = bufio.ErrBufferFull
)

// lines calls each with the lines of the text, without their ends and good until
// the next, and with their numbers. What comes before a line that is too long, or
// a fault of the input, counts.
func (d *document) lines(each func(line []byte, number int)) {
	for number := 1; !d.stopped; number++ {
		line, err := d.line()
		if err == errLine {
			d.fault(number, "", err)
			continue
		}
		if len(line) > 0 || err == nil {
			each(line, number)
		}
		if err != nil {
			if err != errEnd {
				d.fault(number, "", err)
			}
			return
		}
	}
}

// line reads one line.
func (d *document) line() ([]byte, error) {
	line, err := d.text.ReadSlice('\n')
	if err == nil || !errors.Is(err, bufferFull) {
		return bytes.TrimRight(line, "\r\n"), err
	}
	d.long = append(d.long[:0], line...)
	for errors.Is(err, bufferFull) {
		line, err = d.text.ReadSlice('\n')
		if len(d.long) <= d.limits.Record {
			d.long = append(d.long, line...)
		}
	}
	if len(d.long) > d.limits.Record && (err == nil || err == errEnd) {
		return nil, errLine
	}
	return bytes.TrimRight(d.long, "\r\n"), err
}
