// Package sbom reads software bills of materials: CycloneDX 1.2 to 1.7 as JSON
// or XML, and SPDX 2.1 to 2.3 as JSON or tag-value. What a document is is
// recognised by its content.
//
// Documents are streamed, and every component comes out as an item, also one
// with neither package URL nor CPE, with whatever it says of supplier,
// manufacturer, publisher and authors. What cannot be read comes out as an error
// with its line, and the rest is read on. The forms are decoded here, and not by
// the formats' libraries, because those read a whole document into memory,
// refuse it for one bad field, and lose the place.
package sbom

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/delistdev/delist"
)

// Limits bound what one document may make the reader do. A zero field means the
// default.
type Limits struct {
	Depth     int   // of components in components; default 64
	Component int64 // bytes of one top-level component; default 64 MiB
	Line      int   // bytes of one line of tag-value; default 4 MiB
}

func (l Limits) withDefaults() Limits {
	if l.Depth == 0 {
		l.Depth = 64
	}
	if l.Component == 0 {
		l.Component = 64 << 20
	}
	if l.Line == 0 {
		l.Line = 4 << 20
	}
	return l
}

// SniffLen is how many bytes of a file [Sniff] wants to see.
const SniffLen = 64 << 10

// Sniff reports whether a file that begins with head is an SBOM.
func Sniff(head []byte) bool { return kindOf(head) != nil }

type reader func(doc *document, yield func(delist.Item, error) bool)

// kindOf recognises a document by its beginning.
func kindOf(head []byte) reader {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	has := func(s string) bool { return bytes.Contains(head, []byte(s)) }
	switch {
	case bytes.HasPrefix(head, []byte("{")):
		if has(`"bomFormat"`) || has(`"CycloneDX"`) || has("cyclonedx.org/schema") {
			return readCycloneDXJSON
		}
		if has(`"spdxVersion"`) || has(`"SPDXID"`) {
			return readSPDXJSON
		}
		if has("spdx.org/rdf/3") {
			return readSPDX3
		}
	case bytes.HasPrefix(head, []byte("<")):
		if has("cyclonedx.org/schema/bom") {
			return readCycloneDXXML
		}
	case bytes.HasPrefix(head, []byte("SPDXVersion:")), has("\nSPDXVersion:"):
		return readTagValue
	}
	return nil
}

// Read yields the components of an SBOM in the order of the document. Errors are
// [delist.ReadError] with name as the path.
func Read(r io.Reader, name string, limits Limits) iter.Seq2[delist.Item, error] {
	return func(yield func(delist.Item, error) bool) {
		doc := &document{name: name, limits: limits.withDefaults()}
		buffered := bufio.NewReaderSize(r, SniffLen)
		head, err := buffered.Peek(SniffLen)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
			yield(delist.Item{}, doc.fault(0, 0, err))
			return
		}
		read := kindOf(head)
		if read == nil {
			yield(delist.Item{}, doc.fault(0, 0, errors.New("neither CycloneDX nor SPDX")))
			return
		}
		if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
			buffered.Discard(3)
		}
		doc.in = &counter{r: buffered, left: doc.limits.Component}
		read(doc, yield)
	}
}

func readSPDX3(doc *document, yield func(delist.Item, error) bool) {
	yield(delist.Item{}, doc.fault(1, 0, errors.New("SPDX 3 is not read yet: write SPDX 2.3 or CycloneDX")))
}

// A document is one SBOM while it is being read.
type document struct {
	name   string
	reader string
	limits Limits
	in     *counter
}

func (d *document) fault(line int, offset int64, err error) *delist.ReadError {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = errors.New("the document ends in the middle: what came before was read")
	}
	return &delist.ReadError{Reader: d.reader, Path: d.name, Line: line, Offset: offset, Err: err,
		Undecided: errors.Is(err, errTooLarge) || errors.Is(err, errTooDeep)}
}

var (
	errTooLarge = errors.New("one component is larger than the limit")
	errTooDeep  = errors.New("components are nested deeper than the limit")
)

// A counter reads on behalf of a decoder that looks ahead. It bounds what is
// read for one value, and knows on which line an offset lies.
type counter struct {
	r    io.Reader
	left int64 // bytes that may still be read for the value at hand

	offset   int64
	line     int     // newlines before the last offset asked for
	newlines []int64 // offsets of those that follow
	next     int     // the first of them not yet counted
}

func (c *counter) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTooLarge
	}
	n, err := c.r.Read(p)
	c.left -= int64(n)
	if c.next == len(c.newlines) {
		c.newlines, c.next = c.newlines[:0], 0
	}
	for i := 0; i < n; {
		k := bytes.IndexByte(p[i:n], '\n')
		if k < 0 {
			break
		}
		c.newlines = append(c.newlines, c.offset+int64(i+k))
		i += k + 1
	}
	c.offset += int64(n)
	return n, err
}

// lineOf returns the 1-based line of an offset; offsets must not go back.
func (c *counter) lineOf(offset int64) int {
	for c.next < len(c.newlines) && c.newlines[c.next] < offset {
		c.next++
		c.line++
	}
	return c.line + 1
}

// cpeVendor returns the vendor attribute of a CPE name, unquoted.
//
// Source: NISTIR 7695, sections 6.1 (URI binding) and 6.2 (formatted string).
func cpeVendor(cpe string) string {
	rest, ok := strings.CutPrefix(cpe, "cpe:2.3:")
	if !ok {
		if rest, ok = strings.CutPrefix(cpe, "cpe:/"); !ok {
			return ""
		}
	}
	_, rest, ok = strings.Cut(rest, ":")
	if !ok {
		return ""
	}
	var vendor strings.Builder
	for i := 0; i < len(rest) && rest[i] != ':'; i++ {
		if rest[i] == '\\' && i+1 < len(rest) {
			i++
		}
		vendor.WriteByte(rest[i])
	}
	if v := vendor.String(); v != "*" && v != "-" {
		return v
	}
	return ""
}

// observeCPE adds a CPE's vendor to the item, each vendor once.
func observeCPE(item *delist.Item, cpe string) {
	vendor := cpeVendor(cpe)
	if vendor == "" {
		return
	}
	for _, o := range item.Identifiers {
		if o.Kind == delist.CPEVendor && o.Value == vendor {
			return
		}
	}
	item.Identifiers = append(item.Identifiers, delist.Observed{Kind: delist.CPEVendor, Value: vendor})
}

// declare adds what the metadata says, where it says anything.
func declare(item *delist.Item, field, value string) {
	if value = strings.TrimSpace(value); value != "" {
		item.Declared = append(item.Declared, delist.Declaration{Field: field, Value: value})
	}
}

// checked returns the item, or an error for a record that names nothing.
func (d *document) checked(item delist.Item, line int) (delist.Item, error) {
	if item.Name == "" && item.PURL == "" && len(item.Identifiers) == 0 {
		return delist.Item{}, d.fault(line, 0, fmt.Errorf("a component without a name"))
	}
	item.Reader = d.reader
	item.Locations = []delist.Location{{Path: d.name, Line: line}}
	return item, nil
}
