package markup

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// A pageTag is a start tag with the attributes that matter. They are valid until
// the next token.
type pageTag struct {
	atom   atom.Atom
	name   []byte
	closed bool // written <name/>
	line   int

	kind, id                []byte // type, id
	scope                   bool   // itemscope, or typeof
	rdfa                    bool   // typeof or property, not microdata
	types, properties, refs []byte // itemtype, itemprop, itemref

	content, href, src, alt, value, datetime []byte
}

// set notes an attribute.
func (t *pageTag) set(key, value []byte) {
	switch string(key) {
	case "type":
		t.kind = value
	case "id":
		t.id = value
	case "itemscope":
		t.scope = true
	case "itemtype":
		t.types = value
	case "itemprop":
		t.properties, t.rdfa = value, false
	case "itemref":
		t.refs = value
	case "content":
		t.content = value
		if value == nil {
			t.content = []byte{}
		}
	case "href":
		t.href = value
	case "src", "data":
		t.src = value
	case "alt":
		t.alt = value
	case "value":
		t.value = value
	case "datetime":
		t.datetime = value
	// RDFa Lite. Where an element has microdata as well, that is what counts.
	case "typeof":
		if !t.scope {
			t.scope, t.rdfa, t.types = true, true, value
		}
	case "property":
		if t.properties == nil {
			t.rdfa, t.properties = true, value
		}
	}
}

// named are the properties whose value is a name. A link or a picture that has one
// of them gives its text, which the specification would not have, and its address
// as a field of its own.
var named = map[string]bool{
	"name": true, "brand": true, "manufacturer": true, "model": true, "category": true, "sku": true, "mpn": true,
	"gtin": true, "gtin8": true, "gtin12": true, "gtin13": true, "gtin14": true, "isbn": true, "productID": true,
}

// attributeValue returns the value that the element has by an attribute; ok is
// false where it is that of its text.
//
// Source: HTML, section 5.2.4 "Values"
// (https://html.spec.whatwg.org/multipage/microdata.html#values). Beyond it, an
// attribute "content" counts on every element, as it does for search engines.
func (t *pageTag) attributeValue() (value []byte, ok bool) {
	switch {
	case t.content != nil || t.atom == atom.Meta:
		return t.content, true
	case t.isLink():
		return t.href, true
	case t.isMedia():
		return t.src, true
	case t.atom == atom.Data || t.atom == atom.Meter:
		return t.value, t.value != nil
	case t.atom == atom.Time:
		return t.datetime, t.datetime != nil
	}
	return nil, false
}

func (t *pageTag) isLink() bool {
	return t.atom == atom.A || t.atom == atom.Area || t.atom == atom.Link
}

func (t *pageTag) isMedia() bool {
	switch t.atom {
	case atom.Audio, atom.Embed, atom.Iframe, atom.Img, atom.Source, atom.Track, atom.Video, atom.Object:
		return true
	}
	return false
}

// schemaNames returns the types or properties in an attribute.
func schemaNames(attribute []byte) []string {
	names := strings.Fields(string(attribute))
	for i, name := range names {
		names[i] = schemaName(name)
	}
	return names
}
