package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// A RawRow is a record with the bytes that it stands in.
type RawRow struct {
	// Row has no fields for a blank line, and for a record that cannot be read.
	Row
	// Offset is where the record begins in the text.
	Offset int64
	// Raw is the record with the end of its line, as it stands. It is good until
	// the next row is asked for.
	Raw []byte
}

var (
	errWide = errors.New("a text in UTF-16 has to be turned into UTF-8 first")
	errBar  = errors.New("bars separate the columns, and are parts of letters in this encoding")
)

// RawRows yields what [Dialect.Rows] yields, with its bytes; blank lines and
// records that cannot be read come as well, so that the rows behind what a text
// begins with (a byte-order mark, "sep=;") are the whole of it. An error ends it.
func (d Dialect) RawRows(r io.Reader) iter.Seq2[RawRow, error] {
	return func(yield func(RawRow, error) bool) {
		fix, err := d.fix()
		if err == nil {
			_, err = io.CopyN(io.Discard, r, int64(d.skip))
		}
		if err != nil {
			yield(RawRow{}, err)
			return
		}
		s := &splitter{in: newReader(r), comma: d.Comma, line: d.firstLine() - 1, fix: fix}
		row := RawRow{Offset: int64(d.skip)}
		for {
			row.Line = s.line + 1
			row.Fields, err = s.record()
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil && (!isRowFault(err) || len(s.raw) == 0):
				yield(RawRow{}, &RowError{row.Line, err})
				return
			}
			row.Raw = s.raw
			if !yield(row, nil) {
				return
			}
			row.Offset += int64(len(s.raw))
		}
	}
}

// fix returns what turns a record into UTF-8, whose separators are ASCII's.
func (d Dialect) fix() (func([]byte) []byte, error) {
	switch {
	case d.Encoding == "utf-8":
		return mended(d.Fallback), nil
	case strings.HasPrefix(d.Encoding, "utf-16"):
		return nil, errWide
	case d.Comma == '|' && (d.Encoding == "shift_jis" || d.Encoding == "gb18030"):
		return nil, errBar
	}
	decode := decoder(d.Encoding)
	return func(raw []byte) []byte {
		text, err := decode.Bytes(raw)
		if err != nil {
			return bytes.ToValidUTF8(raw, []byte("\ufffd"))
		}
		return text
	}, nil
}

// RawFields cuts a record into its fields as they stand, with their quotes and
// without the end of the line. They are parts of raw. Where bytes are no letters of
// the text's encoding they can be others than those of the row.
func RawFields(raw []byte, comma byte) (fields [][]byte) {
	raw = bytes.TrimRight(raw, "\r\n")
	for {
		n := rawField(raw, comma)
		fields = append(fields, raw[:n:n])
		if n == len(raw) {
			return fields
		}
		raw = raw[n+1:]
	}
}

// rawField returns how long the first field is.
func rawField(raw []byte, comma byte) int {
	i := 0
	if len(raw) > 0 && raw[0] == '"' {
		for i = 1; i < len(raw); i++ {
			if raw[i] != '"' {
				continue
			}
			if i+1 == len(raw) || raw[i+1] != '"' {
				break
			}
			i++
		}
	}
	if i = min(i, len(raw)); i == len(raw) {
		return i
	}
	if n := bytes.IndexByte(raw[i:], comma); n >= 0 {
		return i + n
	}
	return len(raw)
}

// Field writes a value as a field: in quotes if it needs them, or if they are
// asked for. An error says that the encoding of the text has no such letter.
func (d Dialect) Field(value string, quoted bool) ([]byte, error) {
	if quoted || strings.ContainsAny(value, "\"\r\n"+string(rune(d.Comma))) {
		value = `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
	}
	if d.Encoding == "utf-8" {
		return []byte(value), nil
	}
	text, err := encodings[d.Encoding].NewEncoder().Bytes([]byte(value))
	if err != nil {
		return nil, fmt.Errorf("%q cannot be written in %s", value, d.Encoding)
	}
	return text, nil
}
