package fleet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/delistdev/delist/inventory/source"
)

// A budget bounds what is read for one record by whoever reads ahead.
type budget struct {
	in   io.Reader
	left int
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("%w: the record is larger", source.ErrLimit)
	}
	n, err := b.in.Read(p)
	b.left -= n
	return n, err
}

// Elements are those that stand open around a token, and the text of the last.
type elements struct {
	*reader
	decoder *xml.Decoder
	budget  *budget
	path    []string
	text    []byte
}

var errEntities = errors.New("the document declares entities: it is not read")

// eachElement calls ended at the end of each element, with the path that leads to
// it still in place. Elements that hold records call [elements.fresh]. It is true
// if the document was read to its end.
func (r *reader) eachElement(in io.Reader, began, ended func(e *elements, name string)) bool {
	b := &budget{in: in, left: r.limits.Record}
	e := &elements{reader: r, decoder: xml.NewDecoder(b), budget: b}
	e.decoder.CharsetReader = charset
	for !r.done {
		token, err := e.decoder.RawToken()
		if err == nil {
			err = e.take(token, began, ended)
		}
		if err == nil {
			continue
		}
		if errors.Is(err, io.EOF) {
			if len(e.path) > 0 {
				r.fault(e.line(), "", errCut)
				return false
			}
			return true
		}
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF") {
			err = errCut
		}
		r.fault(e.line(), "", err)
		return false
	}
	return false
}

func (e *elements) line() int {
	line, _ := e.decoder.InputPos()
	return line
}

// fresh gives the next record the whole limit again.
func (e *elements) fresh() { e.budget.left = e.limits.Record }

func (e *elements) take(token xml.Token, began, ended func(*elements, string)) error {
	switch t := token.(type) {
	case xml.StartElement:
		if len(e.path) == maxDepth {
			return errDeep
		}
		e.path = append(e.path, t.Name.Local)
		e.text = e.text[:0]
		began(e, t.Name.Local)
	case xml.CharData:
		e.text = append(e.text, t...)
		if len(e.text) > e.limits.Record {
			return fmt.Errorf("%w: a text of more than %d bytes", source.ErrLimit, e.limits.Record)
		}
	case xml.EndElement:
		if len(e.path) == 0 || e.path[len(e.path)-1] != t.Name.Local {
			return fmt.Errorf("the element %q ends, which is not the last that began", t.Name.Local)
		}
		ended(e, t.Name.Local)
		e.path, e.text = e.path[:len(e.path)-1], e.text[:0]
	case xml.Directive:
		if bytes.Contains(t, []byte("<!ENTITY")) || bytes.Contains(t, []byte("<!entity")) {
			return errEntities
		}
	}
	return nil
}

// value is the text of the element that ends.
func (e *elements) value() string { return strings.TrimSpace(string(e.text)) }

// parent is the name of an element around the one at hand; 1 is the next.
func (e *elements) parent(up int) string {
	if i := len(e.path) - 1 - up; i >= 0 {
		return e.path[i]
	}
	return ""
}

// charset reads what was decoded by its byte-order mark, and Latin-1.
func charset(name string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii":
		return in, nil
	case "iso-8859-1", "windows-1252":
		return charmap.Windows1252.NewDecoder().Reader(in), nil
	}
	return nil, fmt.Errorf("the encoding %q is not read", name)
}
