package inventory

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/delistdev/delist"
)

// A pom is what is read of a Maven project file.
// Source: Apache Maven, "POM Reference".
type pom struct {
	XMLName xml.Name `xml:"project"`
	coordinates
	Parent struct {
		coordinates
		RelativePath string `xml:"relativePath"`
	} `xml:"parent"`
	URL          string `xml:"url"`
	Organization struct {
		Name string `xml:"name"`
		URL  string `xml:"url"`
	} `xml:"organization"`
	SCM struct {
		URL string `xml:"url"`
	} `xml:"scm"`
	Developers []struct {
		Name         string `xml:"name"`
		Organization string `xml:"organization"`
	} `xml:"developers>developer"`
	Properties struct {
		All []struct {
			XMLName xml.Name
			Value   string `xml:",chardata"`
		} `xml:",any"`
	} `xml:"properties"`
	Dependencies []dependency `xml:"dependencies>dependency"`
	Managed      []dependency `xml:"dependencyManagement>dependencies>dependency"`

	above *pom // the project that it inherits from, if that is known
}

type coordinates struct {
	Group    string `xml:"groupId"`
	Artifact string `xml:"artifactId"`
	Version  string `xml:"version"`
}

// A dependency is one that a project declares.
type dependency struct {
	coordinates
	line int
}

// UnmarshalXML keeps the line that the dependency begins in.
func (d *dependency) UnmarshalXML(decoder *xml.Decoder, start xml.StartElement) error {
	d.line, _ = decoder.InputPos()
	return decoder.DecodeElement(&d.coordinates, &start)
}

// parsePOM parses a project file.
func parsePOM(content []byte) (pom, error) {
	var p pom
	d := xml.NewDecoder(bytes.NewReader(trimBOM(content)))
	d.CharsetReader = latin1
	d.Strict = false
	err := d.Decode(&p)
	return p, err
}

// artifactOf returns the artifact that a project makes.
func (p *pom) artifactOf() artifact {
	return artifact{
		group:    p.resolve(p.Group, p.Parent.Group),
		artifact: p.resolve(p.Artifact),
		version:  p.resolve(p.Version, p.Parent.Version),
		declared: p.declared(),
	}
}

// maxDevelopers is how many persons one project names here; some list hundreds.
const maxDevelopers = 5

// declared returns what the project, or the nearest above it, says of who makes
// it: all of this is inherited.
func (p *pom) declared() []delist.Declaration {
	var organization, home, repository string
	var developers []delist.Declaration
	for at := p; at != nil; at = at.above {
		organization = cmp.Or(organization, at.resolve(at.Organization.Name))
		home = cmp.Or(home, at.resolve(at.URL, at.Organization.URL))
		repository = cmp.Or(repository, at.resolve(at.SCM.URL))
		for _, d := range at.Developers[:min(len(at.Developers), maxDevelopers)] {
			organization = cmp.Or(organization, at.resolve(d.Organization))
			if at == p || len(developers) == 0 {
				developers = append(developers, declare("developer", at.resolve(d.Name))...)
			}
		}
	}
	return append(declare("organization", organization, "homepage", home, "repository", repository), developers...)
}

// resolve returns the first value that is not empty. What stands in the place
// of a value, as "${revision}", is looked up in the properties of the project
// and of those above it; if they do not have it, it is as good as none.
func (p *pom) resolve(values ...string) string {
	for _, v := range values {
		v = strings.TrimSpace(v)
		if name, ok := strings.CutPrefix(v, "${"); ok {
			v = p.property(strings.TrimSuffix(name, "}"))
		}
		if v != "" && !strings.Contains(v, "${") {
			return v
		}
	}
	return ""
}

func (p *pom) property(name string) string {
	switch strings.TrimPrefix(strings.TrimPrefix(name, "project."), "pom.") {
	case "groupId":
		return strings.TrimSpace(cmp.Or(p.Group, p.Parent.Group))
	case "version":
		return strings.TrimSpace(cmp.Or(p.Version, p.Parent.Version))
	case "parent.version":
		return strings.TrimSpace(p.Parent.Version)
	}
	for ; p != nil; p = p.above {
		for _, property := range p.Properties.All {
			if property.XMLName.Local == name {
				return strings.TrimSpace(property.Value)
			}
		}
	}
	return ""
}

// managed returns the version that the project, or one above it, gives for a
// dependency, or nothing.
func (p *pom) managed(group, artifact string) string {
	for at := p; at != nil; at = at.above {
		for _, d := range at.Managed {
			if at.resolve(d.Group) == group && at.resolve(d.Artifact) == artifact {
				return at.resolve(d.Version)
			}
		}
	}
	return ""
}

// latin1 reads XML in one of the other encodings that project files come in.
func latin1(charset string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "iso-8859-1", "iso-8859-15", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii":
	default:
		return nil, errors.New("unknown character set " + charset)
	}
	content, err := io.ReadAll(io.LimitReader(input, metadataBytes))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, c := range content {
		b.WriteRune(rune(c))
	}
	return strings.NewReader(b.String()), nil
}

// parseProperties reads "key=value" lines. Source: java.util.Properties, as far
// as pom.properties uses it.
func parseProperties(content []byte) map[string]string {
	properties := map[string]string{}
	for len(content) > 0 {
		var line []byte
		line, content = cutLine(content)
		key, value, ok := strings.Cut(string(line), "=")
		if ok && !strings.HasPrefix(key, "#") {
			properties[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return properties
}
