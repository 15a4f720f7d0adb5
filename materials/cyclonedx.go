package materials

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/package-url/packageurl-go"

	"github.com/delistdev/delist"
)

// The parts of CycloneDX 1.6 that are written.
//
// Source: https://cyclonedx.org/docs/1.6/json/.
type (
	cdxComponent struct {
		Type         string         `json:"type"`
		Ref          string         `json:"bom-ref"`
		Supplier     *cdxEntity     `json:"supplier,omitempty"`
		Manufacturer *cdxEntity     `json:"manufacturer,omitempty"`
		Authors      []cdxContact   `json:"authors,omitempty"`
		Publisher    string         `json:"publisher,omitempty"`
		Group        string         `json:"group,omitempty"`
		Name         string         `json:"name"`
		Version      string         `json:"version,omitempty"`
		PURL         string         `json:"purl,omitempty"`
		References   []cdxReference `json:"externalReferences,omitempty"`
		Evidence     *cdxEvidence   `json:"evidence,omitempty"`
		Properties   []property     `json:"properties,omitempty"`
	}
	cdxEntity struct {
		Name    string       `json:"name"`
		Contact []cdxContact `json:"contact,omitempty"`
	}
	cdxContact struct {
		Name  string `json:"name,omitempty"`
		Email string `json:"email,omitempty"`
	}
	cdxReference struct {
		Type string `json:"type"`
		URL  string `json:"url"`
	}
	cdxEvidence struct {
		Occurrences []cdxOccurrence `json:"occurrences"`
	}
	cdxOccurrence struct {
		Location string `json:"location"`
		Line     int    `json:"line,omitempty"`
	}
)

func entity(m *maker) *cdxEntity {
	if m == nil {
		return nil
	}
	e := &cdxEntity{Name: m.name}
	if m.email != "" {
		e.Contact = []cdxContact{{Name: m.name, Email: m.email}}
	}
	return e
}

// CycloneDX returns the handler that writes a run as CycloneDX 1.6 JSON:
// components as they come. The same run gives the same bytes.
func CycloneDX(w io.Writer, o Options) delist.Handler {
	return &cycloneDX{out: newStream(w), o: o}
}

type cycloneDX struct {
	out    *stream
	o      Options
	target string
	unread []property
}

func (c *cycloneDX) Handle(m delist.Message) error {
	switch {
	case m.Start != nil:
		c.target = m.Start.Target
		c.out.raw(`{"$schema":"http://cyclonedx.org/schema/bom-1.6.schema.json","bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":`)
		c.out.value(c.metadata())
		c.out.raw(",\n\"components\":[")
	case m.Item != nil:
		c.out.element(c.component(m.Item))
	case m.Unread != nil:
		if len(c.unread) < maxUnread {
			c.unread = append(c.unread, property{"delist:unread", m.Unread.Path + ": " + m.Unread.Reason})
		}
	case m.Summary != nil:
		c.out.raw("\n]")
		if !m.Summary.Complete {
			c.out.raw(",\n\"compositions\":[{\"aggregate\":\"incomplete\"}],\"properties\":")
			c.out.value(c.unread)
		}
		c.out.raw(fmt.Sprintf(",\n\"serialNumber\":\"urn:uuid:%s\"}\n", c.out.uuid()))
		return c.out.close()
	}
	return c.out.err
}

// maxUnread is how many things that could not be read are told in the document.
const maxUnread = 1000

func (c *cycloneDX) metadata() any {
	tool := map[string]any{"type": "application", "name": "delist", "version": c.o.Version}
	return map[string]any{
		"timestamp": c.o.Created,
		"tools":     map[string]any{"components": []any{tool}},
		"component": map[string]any{"type": "file", "bom-ref": "target", "name": c.target},
	}
}

func (c *cycloneDX) component(found *delist.ItemFound) *cdxComponent {
	it := &found.Item
	m := c.o.makersOf(found.Attributions)
	out := &cdxComponent{
		Type: cdxType(it.Kind), Ref: c.out.reference(it.PURL), Name: it.Name, Version: it.Version, PURL: it.PURL,
		Supplier: entity(m.supplier), Manufacturer: entity(m.developer), Properties: m.properties(),
	}
	if it.PURL != "" {
		if u, err := packageurl.FromString(it.PURL); err == nil && (u.Type == "maven" || u.Type == "npm") {
			out.Group, out.Name = u.Namespace, u.Name
		}
	}
	for _, d := range it.Declared {
		out.declared(d)
	}
	for _, at := range it.Locations {
		if out.Evidence == nil {
			out.Evidence = &cdxEvidence{}
		}
		out.Evidence.Occurrences = append(out.Evidence.Occurrences, cdxOccurrence{at.Path, at.Line})
		if at.Layer != "" {
			out.Properties = append(out.Properties, property{"delist:layer", at.Layer + " " + at.Path})
		}
	}
	return out
}

// properties says how each maker is known.
func (m makers) properties() (list []property) {
	if m.supplier != nil {
		list = m.supplier.how("delist:supplier")
	}
	if m.developer != nil && m.developer != m.supplier {
		list = append(list, m.developer.how("delist:manufacturer")...)
	}
	return list
}

// declared carries over what the format has a place for.
func (c *cdxComponent) declared(d delist.Declaration) {
	switch d.Field {
	case "author":
		name, email := person(d.Value)
		c.Authors = append(c.Authors, cdxContact{name, email})
	case "publisher":
		c.Publisher = d.Value
	case "homepage":
		c.refer("website", d.Value)
	case "repository":
		c.refer("vcs", d.Value)
	}
}

// refer adds a reference, if it is the address that the format wants.
func (c *cdxComponent) refer(kind, address string) {
	if strings.HasPrefix(address, "http") && isURI(address) {
		c.References = append(c.References, cdxReference{kind, address})
	}
}

func cdxType(kind delist.ItemKind) string {
	switch kind {
	case delist.Application, delist.Binary:
		return "application"
	case delist.Device, delist.Offer:
		return "device"
	case delist.File:
		return "file"
	case delist.Container:
		return "container"
	}
	return "library"
}

// compact encodes a value on one line, without escaping what only HTML needs.
func compact(value any) ([]byte, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return []byte(strings.TrimSuffix(b.String(), "\n")), err
}
