package document

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// fields are those of a header by their names in small letters.
type fields map[string]string

func (f fields) get(name string) string { return f[name] }

// maxHeader bounds the header of a record, in bytes.
const maxHeader = 256 << 10

// header looks for the next record and reads its header; at is where it begins.
// Lines before it that are not blank are told.
func (w *warc) header() (at int64, header fields, err error) {
	junk := int64(0)
	for {
		at = w.at
		line, err := w.headerLine()
		switch {
		case bytes.HasPrefix(line, []byte("WARC/")):
			if junk > 0 && !w.fault(fmt.Sprintf("record %d at byte %d", w.n+1, at), fmt.Errorf("%d bytes before it belong to no record", junk)) {
				return at, nil, io.EOF
			}
			header = fields{"": string(line)}
			if err == nil {
				err = w.fields(header)
			}
			return at, header, err
		case err != nil:
			if errors.Is(err, io.EOF) && junk > 0 {
				w.fault("", fmt.Errorf("the last %d bytes belong to no record", junk))
			}
			return at, nil, err
		case len(line) > 0:
			junk += int64(len(line))
		}
	}
}

// fields reads the lines of a header up to the blank one. A line that begins with a
// space goes on with the one before (section 4).
func (w *warc) fields(header fields) error {
	last, size := "", 0
	for {
		line, err := w.headerLine()
		if err != nil {
			return err
		}
		if len(line) == 0 {
			return nil
		}
		if size += len(line); size > maxHeader {
			return fmt.Errorf("%w: a header of more than %d bytes", ErrLimit, maxHeader)
		}
		if (line[0] == ' ' || line[0] == '\t') && last != "" {
			header[last] += " " + string(bytes.TrimSpace(line))
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		last = strings.ToLower(string(bytes.TrimSpace(name)))
		if _, ok := header[last]; !ok {
			header[last] = string(bytes.TrimSpace(value))
		}
	}
}

// headerLine reads a line without its end; of one that is longer than the buffer,
// a piece.
func (w *warc) headerLine() ([]byte, error) {
	line, err := w.in.ReadSlice('\n')
	w.at += int64(len(line))
	if err == bufio.ErrBufferFull {
		err = nil
	}
	if err != nil && len(line) > 0 && errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return bytes.TrimRight(line, "\r\n"), err
}
