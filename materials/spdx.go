package materials

import (
	"fmt"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

// The parts of SPDX 2.3 that are written.
//
// Source: SPDX 2.3, clauses 6 to 12, and its JSON schema.
type (
	spdxPackage struct {
		ID           string            `json:"SPDXID"`
		Name         string            `json:"name"`
		Version      string            `json:"versionInfo,omitempty"`
		Purpose      string            `json:"primaryPackagePurpose,omitempty"`
		Supplier     string            `json:"supplier"`
		Originator   string            `json:"originator,omitempty"`
		Download     string            `json:"downloadLocation"`
		Analyzed     bool              `json:"filesAnalyzed"`
		HomePage     string            `json:"homepage,omitempty"`
		SourceInfo   string            `json:"sourceInfo,omitempty"`
		ExternalRefs []spdxExternalRef `json:"externalRefs,omitempty"`
		Annotations  []spdxAnnotation  `json:"annotations,omitempty"`
	}
	spdxExternalRef struct {
		Category string `json:"referenceCategory"`
		Type     string `json:"referenceType"`
		Locator  string `json:"referenceLocator"`
	}
	spdxAnnotation struct {
		Date      string `json:"annotationDate"`
		Type      string `json:"annotationType"`
		Annotator string `json:"annotator"`
		Comment   string `json:"comment"`
	}
)

// agent returns a maker in the form of clause 7.5.3. Whoever maintains a package
// and has an address is taken for a person only where nothing says otherwise,
// and here nothing does: the form has no third kind.
func agent(m *maker) string {
	if m == nil {
		return "NOASSERTION"
	}
	if m.email != "" && m.email != m.name {
		return fmt.Sprintf("Organization: %s (%s)", m.name, m.email)
	}
	return "Organization: " + m.name
}

// SPDX returns the handler that writes a run as SPDX 2.3 JSON: packages as they
// come. The same run gives the same bytes.
func SPDX(w io.Writer, o Options) delist.Handler { return &spdx{out: newStream(w), o: o} }

type spdx struct {
	out    *stream
	o      Options
	target string
	unread []string
}

func (s *spdx) Handle(m delist.Message) error {
	switch {
	case m.Start != nil:
		s.target = m.Start.Target
		s.out.raw(`{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":`)
		s.out.value(s.target)
		s.out.raw(`,"creationInfo":`)
		s.out.value(map[string]any{"created": s.o.Created, "creators": []string{s.o.tool()}})
		s.out.raw(",\n\"packages\":[")
	case m.Item != nil:
		s.out.element(s.pkg(m.Item))
	case m.Unread != nil:
		if len(s.unread) < maxUnread {
			s.unread = append(s.unread, m.Unread.Path+": "+m.Unread.Reason)
		}
	case m.Summary != nil:
		s.finish(m.Summary)
		return s.out.close()
	}
	return s.out.err
}

func (o Options) tool() string { return "Tool: delist-" + o.Version }

// finish writes what can only be written when all packages are known.
func (s *spdx) finish(summary *delist.Summary) {
	s.out.raw("\n]")
	if !summary.Complete {
		s.out.raw(",\n\"comment\":")
		s.out.value("Incomplete: this could not be read or decided.\n" + strings.Join(s.unread, "\n"))
	}
	s.out.raw(",\n\"relationships\":[")
	packages := s.out.n
	s.out.n = 0
	for n := range packages {
		s.out.element(map[string]string{
			"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": spdxID(n + 1),
		})
	}
	s.out.raw(fmt.Sprintf("\n],\n\"documentNamespace\":\"https://spdx.org/spdxdocs/delist-%s\"}\n", s.out.uuid()))
}

func spdxID(n int) string { return fmt.Sprintf("SPDXRef-Package-%d", n) }

func (s *spdx) pkg(found *delist.ItemFound) *spdxPackage {
	it := &found.Item
	m := s.o.makersOf(found.Attributions)
	p := &spdxPackage{
		ID: spdxID(s.out.n + 1), Name: it.Name, Version: it.Version, Purpose: purpose(it.Kind), Download: "NOASSERTION",
		Supplier: agent(m.supplier), SourceInfo: places(it.Locations), Annotations: s.o.annotations(m),
	}
	if m.developer != nil {
		p.Originator = agent(m.developer)
	}
	if it.PURL != "" {
		p.ExternalRefs = []spdxExternalRef{{"PACKAGE-MANAGER", "purl", it.PURL}}
	}
	for _, d := range it.Declared {
		if d.Field == "homepage" && p.HomePage == "" && isURI(d.Value) {
			p.HomePage = d.Value
		}
	}
	return p
}

// annotations says how each maker is known.
func (o Options) annotations(m makers) (list []spdxAnnotation) {
	add := func(comment string) {
		list = append(list, spdxAnnotation{o.Created, "OTHER", o.tool(), comment})
	}
	if m.supplier != nil {
		add(m.supplier.text("supplier"))
	}
	if m.developer != nil && m.developer != m.supplier {
		add(m.developer.text("originator"))
	}
	return list
}

func places(locations []delist.Location) string {
	var list []string
	for _, at := range locations {
		text := at.String()
		if at.Layer != "" {
			text += " in layer " + at.Layer
		}
		list = append(list, text)
	}
	if len(list) == 0 {
		return ""
	}
	return "found at: " + strings.Join(list, ", ")
}

func purpose(kind delist.ItemKind) string {
	switch kind {
	case delist.Application, delist.Binary:
		return "APPLICATION"
	case delist.Device, delist.Offer:
		return "DEVICE"
	case delist.File:
		return "FILE"
	case delist.Container:
		return "CONTAINER"
	}
	return "LIBRARY"
}
