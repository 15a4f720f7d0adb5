package lists

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of an XML text; the lists that there are stay far below.
const (
	maxElements  = 64
	maxTextBytes = 1 << 20 // bytes between two tags
)

// An xmlReader reads a list element by element. Declarations that define
// entities are refused: no list needs them, and they can grow without end.
type xmlReader struct {
	name string
	dec  *xml.Decoder
	path []string // of open elements, without name spaces
}

func newXML(name string, r io.Reader) *xmlReader {
	dec := xml.NewDecoder(r)
	dec.Strict = true
	dec.Entity = map[string]string{}
	// The text is UTF-8 already, whatever its declaration says.
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &xmlReader{name: name, dec: dec}
}

func (x *xmlReader) line() int {
	line, _ := x.dec.InputPos()
	return line
}

// fault names the place that the reader has come to.
func (x *xmlReader) fault(err error) error {
	var syntax *xml.SyntaxError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && syntax.Msg == "unexpected EOF" {
		err = errors.New("the file ends before the list does")
	}
	return fmt.Errorf("%s:%d: %w", x.name, x.line(), err)
}

// next returns the next start, end or text within limits. At the end of a whole
// text the error is [io.EOF].
func (x *xmlReader) next() (xml.Token, error) {
	token, err := x.dec.Token()
	if err != nil {
		if errors.Is(err, io.EOF) && len(x.path) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	switch t := token.(type) {
	case xml.StartElement:
		if len(x.path) == maxElements {
			return nil, fmt.Errorf("more than %d elements inside each other", maxElements)
		}
		x.path = append(x.path, t.Name.Local)
	case xml.EndElement:
		x.path = x.path[:len(x.path)-1]
	case xml.CharData:
		if len(t) > maxTextBytes {
			return nil, fmt.Errorf("a text of more than %d bytes", maxTextBytes)
		}
	case xml.Directive:
		if strings.Contains(string(t), "ENTITY") {
			return nil, errors.New("a document type with entities is refused")
		}
	}
	return token, nil
}

// A node is one element with everything in it.
type node struct {
	name  string
	line  int
	attrs map[string]string
	text  string // its own, trimmed
	nodes []*node
}

// element reads the rest of an element that has just begun.
func (x *xmlReader) element(start xml.StartElement) (*node, error) {
	n := &node{name: start.Name.Local, line: x.line()}
	if len(start.Attr) > 0 {
		n.attrs = make(map[string]string, len(start.Attr))
		for _, a := range start.Attr {
			n.attrs[a.Name.Local] = a.Value
		}
	}
	var text strings.Builder
	for {
		token, err := x.next()
		if err != nil {
			return n, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			inner, err := x.element(t)
			n.nodes = append(n.nodes, inner)
			if err != nil {
				return n, err
			}
		case xml.EndElement:
			n.text = strings.TrimSpace(text.String())
			return n, nil
		case xml.CharData:
			if text.Len()+len(t) > maxTextBytes {
				return n, fmt.Errorf("a text of more than %d bytes", maxTextBytes)
			}
			text.Write(t)
		}
	}
}

// get returns the text of the first element of that name inside n.
func (n *node) get(name string) string {
	for _, inner := range n.nodes {
		if inner.name == name {
			return inner.text
		}
	}
	return ""
}

// all returns the elements of that name directly inside n.
func (n *node) all(name string) []*node {
	var found []*node
	for _, inner := range n.nodes {
		if inner.name == name {
			found = append(found, inner)
		}
	}
	return found
}

// at follows a path of names from n, returning every element at its end.
func (n *node) at(path ...string) []*node {
	nodes := []*node{n}
	for _, name := range path {
		var next []*node
		for _, one := range nodes {
			next = append(next, one.all(name)...)
		}
		nodes = next
	}
	return nodes
}

// elementsNamed yields every element of one of the names, wherever it stands
// outside of another such, with everything in it.
func (x *xmlReader) elementsNamed(names ...string) func(yield func(*node, error) bool) {
	return func(yield func(*node, error) bool) {
		for {
			token, err := x.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(nil, x.fault(err))
				return
			}
			start, ok := token.(xml.StartElement)
			if !ok || !contains(names, start.Name.Local) {
				continue
			}
			n, err := x.element(start)
			if err != nil {
				yield(nil, x.fault(err))
				return
			}
			if !yield(n, nil) {
				return
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}
