package lists

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/delistdev/delist"
)

//go:embed data/lists.yaml
var catalogueYAML []byte

// A Publication is what an authority publishes as one file or set of files.
type Publication struct {
	ID        string          `yaml:"id"`
	Title     string          `yaml:"title"`
	Publisher delist.PartyID  `yaml:"publisher"`
	Lists     []delist.ListID `yaml:"lists"`
	Formats   []Address       `yaml:"formats"`
	// MinEntries is the least that is plausible: fewer want a look.
	MinEntries int             `yaml:"min-entries"`
	Updates    string          `yaml:"updates"`
	Licence    string          `yaml:"licence"`
	Note       string          `yaml:"note"`
	Sources    []delist.Source `yaml:"sources"`
}

// An Address is where a publication is fetched in one format, preferred first.
// URLs are by part, such as "main"; none means that no address serves it.
type Address struct {
	ID   string            `yaml:"id"`
	URLs map[string]string `yaml:"urls"`
}

// A List is a list of an authority: what it is, and what standing on it means.
// As a measure it has the list's id.
type List struct {
	ID           delist.ListID   `yaml:"id"`
	Title        string          `yaml:"title"`
	Issuer       delist.PartyID  `yaml:"issuer"`
	Jurisdiction string          `yaml:"jurisdiction"`
	Instrument   string          `yaml:"instrument"`
	Citation     string          `yaml:"citation"`
	Force        delist.Force    `yaml:"force"`
	Adverse      bool            `yaml:"adverse"`
	Terms        []delist.Term   `yaml:"terms"`
	Note         string          `yaml:"note"`
	Sources      []delist.Source `yaml:"sources"`
}

// A Catalogue describes the lists that are known.
type Catalogue struct {
	Publications []Publication `yaml:"publications"`
	Lists        []List        `yaml:"lists"`
}

// Known returns the catalogue that is part of the binary.
var Known = sync.OnceValues(func() (*Catalogue, error) {
	c := new(Catalogue)
	dec := yaml.NewDecoder(bytes.NewReader(catalogueYAML))
	dec.KnownFields(true)
	if err := dec.Decode(c); err != nil {
		return nil, fmt.Errorf("lists/data/lists.yaml: %w", err)
	}
	for i := range c.Lists {
		for k := range c.Lists[i].Terms {
			// A term without sources of its own has those of its list.
			if term := &c.Lists[i].Terms[k]; len(term.Sources) == 0 {
				term.Sources = c.Lists[i].Sources
			}
		}
	}
	return c, nil
})

// Publication returns the publication with that id, or nil.
func (c *Catalogue) Publication(id string) *Publication {
	for i := range c.Publications {
		if c.Publications[i].ID == id {
			return &c.Publications[i]
		}
	}
	return nil
}

// List returns the list with that id, or nil.
func (c *Catalogue) List(id delist.ListID) *List {
	for i := range c.Lists {
		if c.Lists[i].ID == id {
			return &c.Lists[i]
		}
	}
	return nil
}

// Measure is the list as a measure with the given subjects. A list that nobody
// has described is one that is on record and bars nothing.
func (c *Catalogue) Measure(id delist.ListID, subjects []delist.Subject) delist.Measure {
	l := c.List(id)
	if l == nil {
		return delist.Measure{
			ID: delist.MeasureID(id), Title: string(id), Force: delist.Private, Status: delist.InForce, Subjects: subjects,
			Note: "a list of your own, which bars nothing by itself",
		}
	}
	return delist.Measure{
		ID: delist.MeasureID(id), Title: l.Title, Issuer: l.Issuer, Jurisdiction: l.Jurisdiction, Instrument: l.Instrument,
		Citation: l.Citation, Force: l.Force, Status: delist.InForce, Subjects: subjects, Terms: l.Terms, Note: l.Note, Sources: l.Sources,
	}
}
