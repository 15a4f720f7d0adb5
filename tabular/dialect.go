package tabular

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode"
)

// A Dialect says how a delimited text is written.
type Dialect struct {
	Comma    byte
	Encoding string // its name in https://encoding.spec.whatwg.org
	// Fallback is how a record is read that is not valid in Encoding; only UTF-8
	// has one.
	Fallback string
	skip     int // bytes before the first record: a byte-order mark, "sep=;"
}

func (d Dialect) String() string {
	return separators[d.Comma] + ", " + d.Encoding
}

var separators = map[byte]string{',': "comma separated", ';': "semicolon separated", '\t': "tab separated", '|': "bar separated"}

// sample is how many records a dialect is recognised by.
const sample = 30

// Sniff says how a text that begins with head is delimited. It is false for what
// is no delimited text: where no separator cuts the first records alike, into two
// columns or more.
func Sniff(head []byte) (Dialect, bool) {
	d := Dialect{}
	d.Encoding, d.skip = encodingOf(head)
	text := head[d.skip:]
	if strings.HasPrefix(d.Encoding, "utf-16") {
		text, _ = decoder(d.Encoding).Bytes(text[:len(text)&^1])
	} else if bytes.IndexByte(text, 0) >= 0 {
		return d, false
	}
	if d.Encoding == "utf-8" {
		d.Fallback = fallbackOf(text)
	}
	if rest, comma := sepLine(text); comma != 0 {
		d.Comma = comma
		if !strings.HasPrefix(d.Encoding, "utf-16") {
			d.skip += len(text) - len(rest)
		}
		return d, true
	}
	best := 0
	for _, comma := range []byte{'\t', ',', ';', '|'} {
		if n := alike(text, comma); n > best {
			best, d.Comma = n, comma
		}
	}
	return d, best > 0
}

// sepLine returns what follows the line with which spreadsheets say what
// separates the columns.
func sepLine(text []byte) (rest []byte, comma byte) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) && separators[line[4]] != "" {
		return rest, line[4]
	}
	return text, 0
}

// alike says how well a separator cuts the first records into columns, two or
// more and as many in most of them; 0 if it does not.
func alike(text []byte, comma byte) int {
	counts, seen, most := map[int]int{}, 0, 0
	for row, err := range Delimited(bytes.NewReader(text), comma) {
		if err != nil || seen == sample {
			break
		}
		seen++
		n := len(row.Fields)
		if counts[n]++; counts[n] > counts[most] || counts[n] == counts[most] && n > most {
			most = n
		}
	}
	if most < 2 || counts[most]*2 < seen {
		return 0
	}
	return most*100 + 100*counts[most]/seen
}

// Rows yields the records of a delimited text that is written so. A record that
// is not valid in its encoding is read in the fallback.
func (d Dialect) Rows(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if _, err := io.CopyN(io.Discard, r, int64(d.skip)); err != nil {
			yield(Row{}, fmt.Errorf("shorter than its beginning: %w", err))
			return
		}
		var fix func([]byte) []byte
		switch d.Encoding {
		case "utf-8":
			fix = mended(d.Fallback)
		default:
			r = decoder(d.Encoding).Reader(r)
		}
		delimited(r, d.Comma, d.firstLine(), fix)(yield)
	}
}

// firstLine is the line of the first record: the second behind one that says what
// separates.
func (d Dialect) firstLine() int {
	if d.skip > 3 {
		return 2
	}
	return 1
}

// Fold writes a heading so that it can be compared: its letters and digits, in
// lower case. "Display Name" is "displayname".
func Fold(heading string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}
