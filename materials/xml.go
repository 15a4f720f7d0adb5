package materials

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxXML is the largest document of XML that is filled in: it is held as a
// whole, because what is missing stands before what says so.
const maxXML = 512 << 20

// beforeProperties are the children of a component that stand before its
// properties, in the order of the schema.
//
// Source: CycloneDX 1.6 XML schema, type "component", a sequence.
var beforeProperties = []string{
	"supplier", "manufacturer", "authors", "author", "publisher", "group", "name", "version", "description", "scope", "hashes", "licenses",
	"copyright", "cpe", "purl", "omniborId", "swhid", "swid", "modified", "pedigree", "externalReferences",
}

// An xmlFiller fills makers into CycloneDX as XML.
type xmlFiller struct {
	*filler
	content []byte
	dec     *xml.Decoder
	changes []change
}

// An xmlComponent is a component that is open.
type xmlComponent struct {
	Type, Name, Version, PURL, Group, Publisher, Author string
	Supplier, Manufacturer                              string

	authors     bool
	prefix      string // of the names of elements
	first       int    // behind the start tag
	made        int    // behind the supplier, where there is one
	properties  int    // behind the last of the properties; 0 for none, -1 for an empty element
	afterFields int    // behind the last child that stands before the properties
	line        int
}

func (x *xmlFiller) document() error {
	content, err := io.ReadAll(io.LimitReader(x.r, maxXML+1))
	if err != nil {
		return err
	}
	if len(content) > maxXML {
		return fmt.Errorf("%w: a document of more than %d bytes", errTooLarge, maxXML)
	}
	x.content, x.dec = content, xml.NewDecoder(bytes.NewReader(content))
	if err := x.elements(); err != nil {
		x.line, _ = x.dec.InputPos()
		return err
	}
	slices.SortStableFunc(x.changes, func(a, b change) int { return a.from - b.from })
	at := 0
	for _, c := range x.changes {
		x.w.Write(content[at:c.from])
		x.w.Write(c.text)
		at = c.to
	}
	x.w.Write(content[at:])
	return x.w.Flush()
}

// elements goes through what can hold components.
func (x *xmlFiller) elements() error {
	for depth := 0; ; {
		token, err := x.dec.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch {
			case t.Name.Local == "bom" && depth == 0, t.Name.Local == "components" && depth == 1:
				depth++
			case t.Name.Local == "component" && depth == 2:
				if err := x.component(t, 0); err != nil {
					return err
				}
			default:
				if err := x.dec.Skip(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			depth--
		}
	}
}

func (x *xmlFiller) at() int { return int(x.dec.InputOffset()) }

// component reads one component and those inside it, and notes what is missing.
func (x *xmlFiller) component(start xml.StartElement, depth int) error {
	c := &xmlComponent{first: x.at(), prefix: x.prefix()}
	c.made, c.afterFields = c.first, c.first
	c.line, _ = x.dec.InputPos()
	for _, a := range start.Attr {
		if a.Name.Local == "type" {
			c.Type = a.Value
		}
	}
	for {
		token, err := x.dec.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			x.finish(c)
			return nil
		case xml.StartElement:
			if err := x.child(c, t, depth); err != nil {
				return err
			}
		}
	}
}

// prefix returns that of the element whose start tag was just read.
func (x *xmlFiller) prefix() string {
	tag := x.content[bytes.LastIndexByte(x.content[:x.at()], '<')+1 : x.at()]
	name := string(tag[:bytes.IndexAny(tag, " \t\r\n/>")])
	prefix, _, ok := strings.Cut(name, ":")
	if !ok {
		return ""
	}
	return prefix + ":"
}

func (x *xmlFiller) child(c *xmlComponent, t xml.StartElement, depth int) error {
	texts := map[string]*string{"name": &c.Name, "version": &c.Version, "purl": &c.PURL, "group": &c.Group, "publisher": &c.Publisher, "author": &c.Author}
	entities := map[string]*string{"supplier": &c.Supplier, "manufacturer": &c.Manufacturer}
	var err error
	switch name := t.Name.Local; {
	case texts[name] != nil:
		err = x.dec.DecodeElement(texts[name], &t)
	case entities[name] != nil:
		var e struct {
			Name string `xml:"name"`
		}
		if err = x.dec.DecodeElement(&e, &t); err == nil {
			*entities[name] = strings.TrimSpace(e.Name)
			if name == "supplier" {
				c.made = x.at()
			}
		}
	case name == "components":
		return x.inside(depth)
	case name == "properties":
		begin := x.at()
		if err = x.dec.Skip(); err != nil {
			return err
		}
		c.properties = -1
		if end := bytes.LastIndex(x.content[begin:x.at()], []byte("</")); end >= 0 {
			c.properties = len(bytes.TrimRight(x.content[:begin+end], " \t\r\n"))
		}
		return nil
	default:
		c.authors = c.authors || name == "authors"
		err = x.dec.Skip()
	}
	if slices.Contains(beforeProperties, t.Name.Local) {
		c.afterFields = x.at()
	}
	return err
}

// inside reads the components of a component.
func (x *xmlFiller) inside(depth int) error {
	for {
		token, err := x.dec.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if t.Name.Local != "component" || depth >= maxNesting {
				if err := x.dec.Skip(); err != nil {
					return err
				}
				continue
			}
			if err := x.component(t, depth+1); err != nil {
				return err
			}
		}
	}
}

// finish fills in a component that has ended.
func (x *xmlFiller) finish(c *xmlComponent) {
	type entity struct {
		Name string `json:"name,omitempty"`
	}
	raw, err := json.Marshal(map[string]any{
		"type": c.Type, "name": c.Name, "version": c.Version, "purl": c.PURL, "group": c.Group, "publisher": c.Publisher, "author": c.Author,
		"supplier": entity{c.Supplier}, "manufacturer": entity{c.Manufacturer},
	})
	if err != nil {
		x.unread(c.line, err)
		return
	}
	found, err := x.who(raw)
	if err != nil {
		x.unread(c.line, err)
	}
	m := x.o.makersOf(found)
	hasSupplier, hasDeveloper := c.Supplier != "", c.Manufacturer != "" || c.Author != "" || c.authors
	x.count(c.Type != "file", hasSupplier, hasDeveloper, m)
	indent := x.space(c.first)
	var how []property
	if m.supplier != nil && !hasSupplier && c.made == c.first {
		x.insert(c.first, indent+x.entity(c.prefix, "supplier", m.supplier, indent))
		how = m.supplier.how("delist:supplier")
	}
	if m.developer != nil && !hasDeveloper {
		if x.minor < 6 {
			x.insert(c.made, indent+element(c.prefix, "author", m.developer.name))
		} else {
			x.insert(c.made, indent+x.entity(c.prefix, "manufacturer", m.developer, indent))
		}
		if m.developer != m.supplier || hasSupplier {
			how = append(how, m.developer.how("delist:manufacturer")...)
		}
	}
	if x.minor >= 3 && len(how) > 0 {
		x.properties(c, indent, how)
	}
}

// space returns the white space behind an offset: how children are set off.
func (x *xmlFiller) space(at int) string {
	rest := x.content[at:]
	return string(rest[:len(rest)-len(bytes.TrimLeft(rest, " \t\r\n"))])
}

func (x *xmlFiller) insert(at int, text string) {
	x.changes = append(x.changes, change{at, at, []byte(text)})
}

// unit is one step of indentation where lines are broken, else nothing.
func unit(indent string) string {
	if !strings.Contains(indent, "\n") {
		return ""
	}
	if strings.HasSuffix(indent, "\t") {
		return "\t"
	}
	return "  "
}

func (x *xmlFiller) entity(prefix, name string, m *maker, indent string) string {
	inner := indent + unit(indent)
	text := inner + element(prefix, "name", m.name)
	if m.email != "" {
		deep := inner + unit(indent)
		text += inner + "<" + prefix + "contact>" + deep + element(prefix, "name", m.name) + deep + element(prefix, "email", m.email) + inner + "</" + prefix + "contact>"
	}
	return "<" + prefix + name + ">" + text + indent + "</" + prefix + name + ">"
}

func element(prefix, name, value string) string {
	return "<" + prefix + name + ">" + escaped(value) + "</" + prefix + name + ">"
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}

// properties adds how each maker is known: to the properties that there are, or
// in their place in the sequence.
func (x *xmlFiller) properties(c *xmlComponent, indent string, how []property) {
	inner := indent + unit(indent)
	var text string
	for _, p := range how {
		text += inner + "<" + c.prefix + `property name="` + escaped(p.Name) + `">` + escaped(p.Value) + "</" + c.prefix + "property>"
	}
	switch {
	case c.properties > 0:
		x.insert(c.properties, text)
		return
	case c.properties < 0: // there is no inside to put them in
		return
	}
	x.insert(c.afterFields, indent+"<"+c.prefix+"properties>"+text+indent+"</"+c.prefix+"properties>")
}
