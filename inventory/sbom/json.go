package sbom

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/delistdev/delist"
)

// A walker goes through the top level of a JSON document and hands the elements
// of the arrays that matter on, one by one.
type walker struct {
	doc *document
	dec *json.Decoder
	// arrays are read element by element; objects as a whole. Each returns
	// false when nobody wants more.
	arrays  map[string]func(raw json.RawMessage, line int) bool
	objects map[string]func(raw json.RawMessage, line int) bool
}

// walk reads the document and reports what ends it early.
func (w *walker) walk(yield func(delist.Item, error) bool) {
	w.dec = json.NewDecoder(w.doc.in)
	if err := w.top(); err != nil && !errors.Is(err, errStopped) {
		offset := w.dec.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) && syntax.Offset > offset {
			offset = syntax.Offset
		}
		yield(delist.Item{}, w.doc.fault(w.doc.in.lineOf(offset), offset, err))
	}
}

var errStopped = errors.New("stopped")

func (w *walker) top() error {
	if err := w.delim('{'); err != nil {
		return err
	}
	for w.dec.More() {
		key, err := w.dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if err := w.value(name); err != nil {
			return err
		}
	}
	if err := w.delim('}'); err != nil {
		return err
	}
	if _, err := w.dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the end of the document")
	}
	return nil
}

func (w *walker) value(name string) error {
	each, isArray := w.arrays[name]
	whole, isObject := w.objects[name]
	w.doc.in.left = w.doc.limits.Component
	switch {
	case isArray:
		return w.elements(each)
	case isObject:
		return w.element(whole)
	}
	return w.skip()
}

func (w *walker) delim(want json.Delim) error {
	token, err := w.dec.Token()
	if err != nil {
		return err
	}
	if token != want {
		return fmt.Errorf("found %v where %v belongs", token, want)
	}
	return nil
}

// elements hands on each element of an array; null is an empty one.
func (w *walker) elements(each func(json.RawMessage, int) bool) error {
	token, err := w.dec.Token()
	if err != nil || token == nil {
		return err
	}
	if token != json.Delim('[') {
		return fmt.Errorf("found %v where a list belongs", token)
	}
	for w.dec.More() {
		w.doc.in.left = w.doc.limits.Component
		if err := w.element(each); err != nil {
			return err
		}
	}
	return w.delim(']')
}

func (w *walker) element(each func(json.RawMessage, int) bool) error {
	var raw json.RawMessage
	if err := w.dec.Decode(&raw); err != nil {
		return err
	}
	line := w.doc.in.lineOf(w.dec.InputOffset() - int64(len(raw)))
	if !each(raw, line) {
		return errStopped
	}
	return nil
}

// skip reads over a value of any size without keeping it: arrays and objects
// member by member.
func (w *walker) skip() error {
	for depth := 0; ; {
		w.doc.in.left = w.doc.limits.Component
		token, err := w.dec.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}
