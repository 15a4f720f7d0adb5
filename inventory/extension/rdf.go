package extension

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	rdfName   = "install.rdf"
	rdfSpace  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	itemSpace = "http://www.mozilla.org/2004/em-rdf#"
	rdfItem   = "urn:mozilla:install-manifest"

	maxDepth = 64
)

// readRDF reads the manifest that extensions had before 2017: what stands
// directly in the description of the extension. Those of the programs that it is
// for stand deeper, and have identifiers, too.
//
// Source: Mozilla, "Install Manifests" (MDN, archived).
func readRDF(content []byte) (*Extension, error) {
	e := &Extension{}
	err := eachValue(content, e.setRDF)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", rdfName, err)
	}
	if e.ID == "" {
		return nil, fmt.Errorf("%s: no identifier", rdfName)
	}
	return e, nil
}

func (e *Extension) setRDF(name, value string) {
	for _, f := range []struct {
		name  string
		field *string
	}{
		{"id", &e.ID}, {"name", &e.Name}, {"version", &e.Version}, {"creator", &e.Author},
		{"developer", &e.Developer}, {"homepageURL", &e.Homepage}, {"updateURL", &e.Update},
	} {
		if f.name == name && *f.field == "" {
			*f.field = strings.TrimSpace(value)
		}
	}
}

// eachValue calls set with the properties of the extension, which stand in
// attributes of the description or in elements of their own.
func eachValue(content []byte, set func(name, value string)) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.Strict = false
	d.CharsetReader = latin1
	depth, inside, property := 0, false, ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("more than %d elements inside each other", maxDepth)
			}
			if depth == 2 {
				inside = describesItem(t, set)
			}
			if property = ""; depth == 3 && inside && t.Name.Space == itemSpace {
				property = t.Name.Local
			}
		case xml.CharData:
			if property != "" {
				set(property, string(t))
			}
		case xml.EndElement:
			depth, property = depth-1, ""
		}
	}
}

// describesItem reports whether an element is the description of the extension,
// and passes on what stands in its attributes.
func describesItem(t xml.StartElement, set func(name, value string)) bool {
	about := false
	for _, a := range t.Attr {
		about = about || a.Name.Local == "about" && a.Value == rdfItem && (a.Name.Space == "" || a.Name.Space == rdfSpace)
	}
	if t.Name.Local != "Description" || !about {
		return false
	}
	for _, a := range t.Attr {
		if a.Name.Space == itemSpace {
			set(a.Name.Local, a.Value)
		}
	}
	return true
}

// latin1 reads one byte as one character, whatever else the document calls its
// character set: addresses and most names are the same in all of them.
func latin1(_ string, input io.Reader) (io.Reader, error) {
	content, err := io.ReadAll(io.LimitReader(input, maxMetadata))
	characters := make([]rune, len(content))
	for i, c := range content {
		characters[i] = rune(c)
	}
	return strings.NewReader(string(characters)), err
}
