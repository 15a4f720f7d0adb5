package markup

import (
	"bytes"
	"strings"
)

// start opens an element.
func (f *feed) start(t *token) error {
	if len(t.attributes) > 0 && bytes.Contains(t.attributes, []byte("xmlns")) {
		f.words.declare(t.attributes)
	}
	element := f.words.of(t.name)
	if element.record && f.record >= 0 {
		// Its end is missing; what begins here is a record of its own.
		missing := faultf("<%s> is not closed before the next begins", f.open[f.record].written)
		f.open = f.open[:f.record]
		f.record = -1
		if !f.report(f.current.Line, f.current.Object, missing) {
			return errDone
		}
		f.lost = true
	}
	if len(f.open) >= mostDepth {
		return limitf("elements nest deeper than %d", mostDepth)
	}
	if len(t.name) > mostName || len(f.path)+len(t.name) > mostPath {
		return limitf("the names of elements have more than %d bytes, or together %d", mostName, mostPath)
	}
	f.push(t, element)
	if t.closed {
		return f.pop()
	}
	return nil
}

func (f *feed) push(t *token, element *elementName) {
	// Levels keep their memory.
	if n := len(f.open); n < cap(f.open) {
		f.open = f.open[:n+1]
	} else {
		f.open = append(f.open, level{})
	}
	top := &f.open[len(f.open)-1]
	top.written = append(top.written[:0], t.name...)
	top.text, top.line, top.path = top.text[:0], t.line, len(f.path)
	switch {
	case f.record >= 0:
		if len(f.path) > 0 {
			f.path = append(f.path, '.')
		}
		f.path = append(f.path, element.name...)
		if element.link && len(t.attributes) > 0 {
			f.link(t.attributes)
		}
	case element.record:
		f.begin(element.name, t)
		top.path = 0
	}
}

// end closes an element.
func (f *feed) end(t *token) error {
	n := len(f.open)
	if n > 0 && bytes.Equal(f.open[n-1].written, t.name) {
		return f.pop()
	}
	if f.record >= 0 || !f.lost {
		if n == 0 {
			return faultf("</%s> closes nothing", clip(t.name))
		}
		return faultf("</%s> closes <%s> of line %d", clip(t.name), clip(f.open[n-1].written), f.open[n-1].line)
	}
	for i := n - 1; i >= 0; i-- {
		if bytes.Equal(f.open[i].written, t.name) {
			f.open = f.open[:i]
			break
		}
	}
	return nil
}

// pop closes the innermost element.
func (f *feed) pop() error {
	n := len(f.open) - 1
	top := &f.open[n]
	f.open = f.open[:n]
	switch {
	case f.record == n:
		return f.finish()
	case f.record >= 0:
		f.add(f.path, top.text)
		f.path = f.path[:top.path]
	}
	return nil
}

// add adds a field to the record; path and text are copied.
func (f *feed) add(path, text []byte) {
	if len(text) == 0 {
		return
	}
	var bad int
	f.value, bad = appendCollapsed(f.value[:0], text)
	if bad > 0 {
		f.note(faultf("%s holds bytes or characters that XML does not allow", clip(path)))
	}
	if len(f.value) > 0 {
		f.fields = append(f.fields, Field{f.words.path(path), string(f.value)})
	}
}

// note notes a fault among the characters of the record.
func (f *feed) note(err error) {
	if f.faults++; f.fault == nil {
		f.fault = err
	}
}

// text adds to the text of the innermost element.
func (f *feed) text(t *token) error {
	if len(f.open) == 0 && !f.lost && len(bytes.TrimSpace(t.body)) > 0 {
		return faultf("%q stands outside of every element", clip(bytes.TrimSpace(t.body)))
	}
	if f.record < 0 || f.record == len(f.open)-1 {
		return nil
	}
	top := &f.open[len(f.open)-1]
	if t.kind == tokenCDATA {
		// One that was not closed takes all up to the end of the next.
		if count := bytes.Count(t.body, f.closing); count > 0 {
			f.note(faultf("a CDATA section holds %d times %s: products that were not read", count, f.closing))
		}
		top.text = append(top.text, t.body...)
		return nil
	}
	var err error
	if top.text, err = appendDecoded(top.text, t.body); err != nil {
		f.note(err)
	}
	return nil
}

// link adds the address of a link of Atom (RFC 4287, section 4.2.7).
func (f *feed) link(attributes []byte) {
	var address, relation []byte
	for len(attributes) > 0 {
		name, value, rest, err := attribute(attributes)
		if err != nil {
			return
		}
		switch string(name) {
		case "href":
			address = value
		case "rel":
			relation = value
		}
		attributes = rest
	}
	decoded, err := appendDecoded(nil, address)
	if err != nil {
		f.note(err)
	}
	path := f.path
	if len(relation) > 0 && string(relation) != "alternate" {
		path = append(append(bytes.Clone(path), '.'), relation...)
	}
	f.add(path, decoded)
}

// instruction looks at the declaration of a document that follows another.
func (f *feed) instruction(t *token) error {
	name := declaredEncoding(t.body)
	if name == "" || name == f.encoding || name == "utf-8" && f.encoding == "" {
		return nil
	}
	before := f.encoding
	if f.encoding = name; before == "" && t.line == 1 && f.scan.taken == int64(len("<?"+"?>")+len(t.body)) {
		return nil
	}
	if !f.report(t.line, "", faultf("encoding %s is declared in the middle of the file, which is read as before", name)) {
		return errDone
	}
	return nil
}

// directive passes a document type, and refuses entities: they are not expanded.
func (f *feed) directive(t *token) error {
	if !strings.Contains(string(t.body), "<!ENTITY") {
		return nil
	}
	if !f.report(t.line, "", faultf("the document type declares entities, which are not expanded")) {
		return errDone
	}
	return nil
}
