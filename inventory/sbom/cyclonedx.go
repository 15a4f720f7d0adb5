package sbom

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

// The fields of CycloneDX that say what a component is and who is behind it.
//
// Source: CycloneDX v1.6 JSON and XML reference,
// https://cyclonedx.org/docs/1.6/json/ and https://cyclonedx.org/docs/1.6/xml/;
// older versions have fewer of them.
type (
	cdxComponent struct {
		Type         string         `json:"type" xml:"type,attr"`
		Group        string         `json:"group" xml:"group"`
		Name         string         `json:"name" xml:"name"`
		Version      string         `json:"version" xml:"version"`
		PURL         string         `json:"purl" xml:"purl"`
		CPE          string         `json:"cpe" xml:"cpe"`
		Author       string         `json:"author" xml:"author"`
		Publisher    string         `json:"publisher" xml:"publisher"`
		Supplier     cdxEntity      `json:"supplier" xml:"supplier"`
		Manufacturer cdxEntity      `json:"manufacturer" xml:"manufacturer"`
		Provider     cdxEntity      `json:"provider" xml:"provider"` // of a service
		Authors      []cdxEntity    `json:"authors" xml:"authors>author"`
		References   []cdxReference `json:"externalReferences" xml:"externalReferences>reference"`
		Properties   []cdxProperty  `json:"properties" xml:"properties>property"`
		// Components are those inside; XML ones are met on the way.
		Components json.RawMessage `json:"components" xml:"-"`
	}
	cdxEntity struct {
		Name  string `json:"name" xml:"name"`
		Email string `json:"email" xml:"email"`
	}
	cdxReference struct {
		Type string `json:"type" xml:"type,attr"`
		URL  string `json:"url" xml:"url"`
	}
	cdxProperty struct {
		Name  string `json:"name" xml:"name,attr"`
		Value string `json:"value" xml:",chardata"`
	}
)

func (e cdxEntity) text() string {
	if e.Email == "" {
		return e.Name
	}
	return strings.TrimSpace(fmt.Sprintf("%s <%s>", e.Name, e.Email))
}

// item turns a component into an item.
func (c *cdxComponent) item() delist.Item {
	item := delist.Item{Kind: delist.Package, Name: c.Name, Version: c.Version, PURL: c.PURL}
	switch c.Type {
	case "application":
		item.Kind = delist.Application
	case "device", "device-driver", "firmware":
		item.Kind = delist.Device
	case "file":
		item.Kind = delist.File
	}
	if c.Group != "" {
		item.Name = c.Group + "/" + c.Name
	}
	observeCPE(&item, c.CPE)
	for _, p := range c.Properties {
		if strings.HasSuffix(p.Name, ":cpe23") { // further CPEs, as some tools write them
			observeCPE(&item, p.Value)
		}
	}
	declare(&item, "supplier", c.Supplier.text())
	declare(&item, "supplier", c.Provider.text())
	declare(&item, "manufacturer", c.Manufacturer.text())
	declare(&item, "publisher", c.Publisher)
	declare(&item, "author", c.Author)
	for _, author := range c.Authors {
		declare(&item, "author", author.text())
	}
	for _, r := range c.References {
		switch r.Type {
		case "website":
			declare(&item, "homepage", r.URL)
		case "vcs":
			declare(&item, "repository", r.URL)
		}
	}
	return item
}

// isSubject reports whether the document's own subject is a thing in which
// somebody's work stands, and not only the place that was looked at.
func (c *cdxComponent) isSubject() bool {
	return c.Type != "file" && c.Type != "container" && (c.PURL != "" || c.CPE != "" || c.Supplier.Name != "" ||
		c.Manufacturer.Name != "" || c.Publisher != "" || c.Author != "" || len(c.Authors) > 0)
}

func readCycloneDXJSON(doc *document, yield func(delist.Item, error) bool) {
	doc.reader = "cyclonedx"
	component := func(raw json.RawMessage, line int) bool { return doc.cdxJSON(raw, line, 0, yield) }
	w := walker{doc: doc, arrays: map[string]func(json.RawMessage, int) bool{
		"components": component, "services": component,
	}, objects: map[string]func(json.RawMessage, int) bool{
		"metadata": func(raw json.RawMessage, line int) bool {
			var metadata struct {
				Component json.RawMessage `json:"component"`
			}
			if err := json.Unmarshal(raw, &metadata); err != nil {
				return yield(delist.Item{}, doc.fault(line, 0, fmt.Errorf("metadata: %w", err)))
			}
			var subject cdxComponent
			if len(metadata.Component) == 0 || json.Unmarshal(metadata.Component, &subject) == nil && !subject.isSubject() {
				return true
			}
			return doc.cdxJSON(metadata.Component, line, 0, yield)
		},
	}}
	w.walk(yield)
}

// cdxJSON yields one component and those inside it.
func (d *document) cdxJSON(raw json.RawMessage, line, depth int, yield func(delist.Item, error) bool) bool {
	if depth > d.limits.Depth {
		return yield(delist.Item{}, d.fault(line, 0, errTooDeep))
	}
	var c cdxComponent
	if err := json.Unmarshal(raw, &c); err != nil {
		var mistyped *json.UnmarshalTypeError
		if !errors.As(err, &mistyped) || c.Name == "" && c.PURL == "" {
			return yield(delist.Item{}, d.fault(line, 0, fmt.Errorf("component: %w", err)))
		}
		if !yield(delist.Item{}, d.fault(line, 0, fmt.Errorf("component %q: field left out: %w", c.Name, err))) {
			return false
		}
	}
	if !yield(d.checked(c.item(), line)) {
		return false
	}
	var inside []json.RawMessage
	if len(c.Components) > 0 {
		if err := json.Unmarshal(c.Components, &inside); err != nil {
			return yield(delist.Item{}, d.fault(line, 0, fmt.Errorf("components of %q: %w", c.Name, err)))
		}
	}
	for _, part := range inside {
		if !d.cdxJSON(part, line, depth+1, yield) {
			return false
		}
	}
	return true
}

func readCycloneDXXML(doc *document, yield func(delist.Item, error) bool) {
	doc.reader = "cyclonedx"
	x := &cdxXML{doc: doc, dec: xml.NewDecoder(doc.in), yield: yield}
	if err := x.read(); err != nil && !errors.Is(err, errStopped) {
		yield(delist.Item{}, doc.fault(x.line(), x.dec.InputOffset(), err))
	}
}

// cdxXML reads components wherever they stand: below metadata, components and
// each other.
type cdxXML struct {
	doc   *document
	dec   *xml.Decoder
	yield func(delist.Item, error) bool
	// subject reports that the component at hand is the document's own.
	subject bool
}

func (x *cdxXML) line() int { return x.doc.in.lineOf(x.dec.InputOffset()) }

// read goes through the elements on which components can stand and skips the
// others. The decoder knows no entities but XML's own five.
func (x *cdxXML) read() error {
	for depth := 0; ; {
		x.doc.in.left = x.doc.limits.Component
		token, err := x.dec.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		} else if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "bom", "components", "services":
				depth++
			case "metadata":
				depth++
				x.subject = true
			case "component", "service":
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
			x.subject = false
		}
	}
}

// component reads one component element field by field, so that those inside it
// are neither lost nor recursed into without bound.
func (x *cdxXML) component(start xml.StartElement, depth int) error {
	if depth > x.doc.limits.Depth {
		if !x.yield(delist.Item{}, x.doc.fault(x.line(), x.dec.InputOffset(), errTooDeep)) {
			return errStopped
		}
		return x.dec.Skip()
	}
	line := x.line()
	var c cdxComponent
	for _, attr := range start.Attr {
		if attr.Name.Local == "type" {
			c.Type = attr.Value
		}
	}
	for {
		token, err := x.dec.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return x.tell(&c, line)
		case xml.StartElement:
			if t.Name.Local == "components" || t.Name.Local == "services" {
				if err := x.tell(&c, line); err != nil {
					return err
				}
				c = cdxComponent{}
				line = 0 // told already
				if err := x.nested(depth + 1); err != nil {
					return err
				}
			} else if err := x.field(&c, t); err != nil {
				return err
			}
		}
	}
}

// tell yields a component, unless that was done before those inside it.
func (x *cdxXML) tell(c *cdxComponent, line int) error {
	if line == 0 || x.subject && !c.isSubject() {
		return nil
	}
	if !x.yield(x.doc.checked(c.item(), line)) {
		return errStopped
	}
	return nil
}

func (x *cdxXML) nested(depth int) error {
	for {
		x.doc.in.left = x.doc.limits.Component
		token, err := x.dec.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := x.component(t, depth); err != nil {
				return err
			}
		}
	}
}

func (x *cdxXML) field(c *cdxComponent, t xml.StartElement) error {
	texts := map[string]*string{"group": &c.Group, "name": &c.Name, "version": &c.Version, "purl": &c.PURL,
		"cpe": &c.CPE, "author": &c.Author, "publisher": &c.Publisher}
	entities := map[string]*cdxEntity{"supplier": &c.Supplier, "manufacturer": &c.Manufacturer, "provider": &c.Provider}
	switch name := t.Name.Local; {
	case texts[name] != nil:
		return x.dec.DecodeElement(texts[name], &t)
	case entities[name] != nil:
		return x.dec.DecodeElement(entities[name], &t)
	case name == "authors":
		var list struct {
			Authors []cdxEntity `xml:"author"`
		}
		err := x.dec.DecodeElement(&list, &t)
		c.Authors = append(c.Authors, list.Authors...)
		return err
	case name == "externalReferences":
		var list struct {
			References []cdxReference `xml:"reference"`
		}
		err := x.dec.DecodeElement(&list, &t)
		c.References = append(c.References, list.References...)
		return err
	case name == "properties":
		var list struct {
			Properties []cdxProperty `xml:"property"`
		}
		err := x.dec.DecodeElement(&list, &t)
		c.Properties = append(c.Properties, list.Properties...)
		return err
	}
	return x.dec.Skip()
}
