package catalogue

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"regexp"
	"strconv"

	"github.com/tidwall/gjson"
)

// objects cuts a JSON text into the objects that are its records, by their braces
// alone: what is in them is checked by who reads them.
type objects struct {
	in      *bufio.Reader
	line    int
	most    int
	inArray bool // records are elements of a list, on one line perhaps
	count   int
	started bool
	buf     []byte
	back    []byte // to be read again, before what is in in
	at      int64  // bytes taken
}

func newObjects(r io.Reader, most int) *objects {
	return &objects{in: bufio.NewReaderSize(r, 256<<10), line: 1, most: most}
}

// wrapped is the beginning of an object that holds nothing but a list of
// records.
var wrapped = regexp.MustCompile(`^\s*\{\s*"(?:products|items|data|results|offers|value|entries|records|catalog|catalogue)"\s*:\s*\[`)

var errCut = errors.New("the file ends inside a record")

// next returns the next object, the line on which it begins and, in a list, the
// pointer to it. The bytes are good until the next call.
func (o *objects) next() (raw []byte, line int, pointer string, err error) {
	if !o.started {
		o.begin()
	}
	for {
		c, err := o.readByte()
		if err != nil {
			return nil, o.line, "", err
		}
		switch c {
		case '\n':
			o.line++
		case '[':
			o.inArray = true
		case '{':
			line = o.line
			if o.inArray {
				pointer = "/" + strconv.Itoa(o.count)
			}
			o.count++
			raw, err = o.body()
			return raw, line, pointer, err
		}
	}
}

// begin passes over a byte-order mark, and the beginning of a wrapping object.
func (o *objects) begin() {
	o.started = true
	head, _ := o.in.Peek(4096)
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		o.in.Discard(3)
		o.at = 3
		head = head[3:]
	}
	if n := len(wrapped.Find(head)); n > 0 {
		o.line += bytes.Count(head[:n], []byte("\n"))
		o.in.Discard(n)
		o.at += int64(n)
		o.inArray = true
	}
}

func (o *objects) readByte() (byte, error) {
	if len(o.back) > 0 {
		c := o.back[0]
		o.back = o.back[1:]
		o.at++
		return c, nil
	}
	c, err := o.in.ReadByte()
	if err == nil {
		o.at++
	}
	return c, err
}

// body reads on to the brace that closes the object. One that is too long is
// passed over.
func (o *objects) body() ([]byte, error) {
	o.buf = append(o.buf[:0], '{')
	depth, inside, escaped, tooLong := 1, false, false, false
	for depth > 0 {
		c, err := o.readByte()
		if errors.Is(err, io.EOF) {
			return o.buf, errCut
		}
		if err != nil {
			return nil, err
		}
		if c == '\n' {
			o.line++
		}
		switch {
		case len(o.buf) < o.most:
			o.buf = append(o.buf, c)
		case !tooLong && o.swallowed(o.buf):
			return o.buf, errTooLong
		default:
			tooLong = true
		}
		switch {
		case escaped:
			escaped = false
		case inside:
			escaped = c == '\\'
			inside = c != '"'
		case c == '"':
			inside = true
		case c == '{':
			depth++
		case c == '}':
			depth--
		}
	}
	if tooLong {
		return nil, errTooLong
	}
	return o.buf, nil
}

// swallowed reports whether a broken record holds the beginning of another: only
// where each has a line of its own.
func (o *objects) swallowed(raw []byte) bool { return !o.inArray && bytes.Contains(raw, []byte("\n{")) }

// again reads what follows the first line of a broken record anew, and reports
// whether there is anything.
func (o *objects) again(raw []byte) bool {
	if !o.swallowed(raw) {
		return false
	}
	rest := raw[bytes.Index(raw, []byte("\n{")):]
	o.line -= bytes.Count(rest, []byte("\n"))
	o.at -= int64(len(rest))
	o.back = append(bytes.Clone(rest), o.back...)
	return true
}

// An Object is a record of a JSON text as it stands.
type Object struct {
	Line    int    // where it begins, 1-based
	Pointer string // to it, in a list; "" elsewhere
	// Raw is good until the next is asked for; Begin is where it stands.
	Raw   []byte
	Begin int64
}

// Objects yields the objects that [Read] takes for the records of a JSON text, with
// their bytes. One that cannot be read is passed over, unless what follows it
// cannot be found: an error ends it.
func Objects(r io.Reader, most int) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		o := newObjects(r, most)
		for {
			raw, line, pointer, err := o.next()
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, errTooLong), errors.Is(err, errCut):
				if !o.again(raw) && errors.Is(err, errCut) {
					return
				}
			case err != nil:
				yield(Object{}, err)
				return
			case !gjson.ValidBytes(raw):
				o.again(raw)
			case !yield(Object{line, pointer, raw, o.at - int64(len(raw))}, nil):
				return
			}
		}
	}
}
