package withdraw

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	errItemref = errors.New("it has properties that stand elsewhere in the page (itemref)")
	errTag     = errors.New("its first tag is not where it was read")
)

// A tagging finds the patches of a product in microdata or RDFa.
//
// Sources: HTML, section 5 "Microdata"
// (https://html.spec.whatwg.org/multipage/microdata.html); W3C, "RDFa Lite 1.1"
// (https://www.w3.org/TR/rdfa-lite/).
type tagging struct {
	property, scope string // the names of the attributes
	value           string
	open            []openElement
	out             []patch
	offers          int
}

type openElement struct {
	name   string
	scope  bool // it is an item
	offer  bool // an offer of the product itself
	other  bool // an item that is no offer, or something in one
	behind int  // where its start tag ends
	said   bool // an offer that has an availability
}

// tagged finds the patches of a product, which begins with its first tag.
func tagged(raw []byte, value string) ([]patch, error) {
	t := &tagging{value: value}
	z := html.NewTokenizer(bytes.NewReader(raw))
	for at := 0; ; {
		kind := z.Next()
		tag := z.Raw()
		begin, end := at, at+len(tag)
		at = end
		switch kind {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return nil, err
			}
			return t.finish()
		case html.StartTagToken, html.SelfClosingTagToken:
			if err := t.start(raw[begin:end], begin, kind == html.SelfClosingTagToken); err != nil {
				return nil, err
			}
		case html.EndTagToken:
			t.end(tagName(bytes.TrimPrefix(raw[begin:end], []byte("</"))))
		}
	}
}

// start takes a start tag.
func (t *tagging) start(tag []byte, begin int, closed bool) error {
	name := strings.ToLower(tagName(tag))
	attributes := attributesOf(tag)
	e := openElement{name: name, behind: begin + len(tag)}
	if len(t.open) == 0 {
		if err := t.first(attributes); err != nil {
			return err
		}
		t.open = append(t.open, e)
		return nil
	}
	within := t.open[len(t.open)-1]
	e.offer, e.other = false, within.other
	_, e.scope = attributes[t.scope]
	if e.scope {
		e.offer = !within.other && names(attributes[t.property].value, "offers")
		e.other = !e.offer
	}
	if !e.other && !e.scope && names(attributes[t.property].value, "availability") && t.sayOffer() {
		t.out = append(t.out, t.say(tag, begin, attributes))
	}
	if !closed && !isVoid(name) {
		t.open = append(t.open, e)
	} else if e.offer {
		t.ended(&e)
	}
	return nil
}

// first learns from the first tag in what words the product is written.
func (t *tagging) first(attributes map[string]attribute) error {
	t.property, t.scope = "itemprop", "itemscope"
	if _, ok := attributes["itemscope"]; !ok {
		t.property, t.scope = "property", "typeof"
	}
	if _, ok := attributes[t.scope]; !ok {
		return errTag
	}
	if _, ok := attributes["itemref"]; ok {
		return errItemref
	}
	return nil
}

// sayOffer notes that the innermost offer has an availability, and reports whether
// there is one.
func (t *tagging) sayOffer() bool {
	for i := len(t.open) - 1; i > 0; i-- {
		if t.open[i].offer {
			t.open[i].said = true
			return true
		}
	}
	return false
}

// say makes an element that is an availability say the value.
func (t *tagging) say(tag []byte, begin int, attributes map[string]attribute) patch {
	for _, name := range []string{"content", "href"} {
		if a, ok := attributes[name]; ok && (name == "content" || isLink(tag)) {
			return patch{int64(begin + a.begin), int64(begin + a.end), []byte(name + `="` + t.value + `"`)}
		}
	}
	at := int64(begin + 1 + len(tagName(tag)))
	return patch{at, at, []byte(` content="` + t.value + `"`)}
}

func isLink(tag []byte) bool {
	a := atom.Lookup([]byte(strings.ToLower(tagName(tag))))
	return a == atom.Link || a == atom.A || a == atom.Area
}

// end takes an end tag. One that closes nothing is passed over, and so is the
// product's own: what follows it is no part of it.
func (t *tagging) end(name string) {
	name = strings.ToLower(name)
	for i := len(t.open) - 1; i > 0; i-- {
		if t.open[i].name == name {
			for n := len(t.open) - 1; n >= i; n-- {
				t.pop()
			}
			return
		}
	}
}

func (t *tagging) pop() {
	e := t.open[len(t.open)-1]
	t.open = t.open[:len(t.open)-1]
	if e.offer {
		t.ended(&e)
	}
}

// ended gives an offer that has none an availability.
func (t *tagging) ended(e *openElement) {
	t.offers++
	if !e.said {
		t.out = append(t.out, patch{int64(e.behind), int64(e.behind), []byte(t.link())})
	}
}

func (t *tagging) link() string {
	return `<link ` + t.property + `="availability" href="` + t.value + `">`
}

// finish ends the product; one without any offer gets one.
func (t *tagging) finish() ([]patch, error) {
	if len(t.open) == 0 {
		return nil, errTag
	}
	for len(t.open) > 1 {
		t.pop()
	}
	if t.offers > 0 {
		return t.out, nil
	}
	scope := `itemscope itemtype="https://schema.org/Offer"`
	if t.scope == "typeof" {
		scope = `typeof="Offer"`
	}
	at := int64(t.open[0].behind)
	return []patch{{at, at, []byte(`<span ` + t.property + `="offers" ` + scope + `>` + t.link() + `</span>`)}}, nil
}

// names reports whether an attribute names a property of schema.org.
func names(value, property string) bool {
	for _, name := range strings.Fields(html.UnescapeString(value)) {
		if isTerm(name, property) {
			return true
		}
	}
	return false
}

func isVoid(name string) bool {
	switch atom.Lookup([]byte(name)) {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// An attribute is one attribute of a tag, and where it stands in it.
type attribute struct {
	value      string // as it is written
	begin, end int
}

// attributesOf returns the attributes of a start tag by their names in small
// letters; of several with one name the first counts.
//
// Source: HTML, sections 13.2.5.32 to 13.2.5.39 of tokenization.
func attributesOf(tag []byte) map[string]attribute {
	found := map[string]attribute{}
	at := 1 + len(tagName(tag))
	for at < len(tag) {
		if strings.IndexByte(" \t\r\n\f/>", tag[at]) >= 0 {
			at++
			continue
		}
		begin := at
		for at++; at < len(tag) && strings.IndexByte(" \t\r\n\f/>=", tag[at]) < 0; at++ {
		}
		name := strings.ToLower(string(tag[begin:at]))
		end, value := at, ""
		if next := skipSpace(tag, at); next < len(tag) && tag[next] == '=' {
			value, end = attributeValue(tag, skipSpace(tag, next+1))
			at = end
		}
		if _, ok := found[name]; !ok {
			found[name] = attribute{value, begin, end}
		}
	}
	return found
}

func skipSpace(tag []byte, at int) int {
	for at < len(tag) && strings.IndexByte(" \t\r\n\f", tag[at]) >= 0 {
		at++
	}
	return at
}

// attributeValue returns the value that begins at a place, and where it ends.
func attributeValue(tag []byte, at int) (value string, end int) {
	if at < len(tag) && (tag[at] == '"' || tag[at] == '\'') {
		if i := bytes.IndexByte(tag[at+1:], tag[at]); i >= 0 {
			return string(tag[at+1 : at+1+i]), at + i + 2
		}
		return string(tag[at+1:]), len(tag)
	}
	end = at
	for end < len(tag) && strings.IndexByte(" \t\r\n\f>", tag[end]) < 0 {
		end++
	}
	return string(tag[at:end]), end
}
