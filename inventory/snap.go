package inventory

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/delistdev/delist"
)

func isSnap(place string) bool { return strings.HasSuffix("/"+place, "/meta/snap.yaml") }

// A snap is what is read of a snap's own metadata. What may be a list stands
// under links since Snapcraft 7, and at the top before.
type snap struct {
	Name      string
	Version   string
	Title     string
	snapLinks `yaml:",inline"`
	Links     snapLinks
}

type snapLinks struct {
	Contact    oneOrMore
	Website    oneOrMore
	SourceCode oneOrMore `yaml:"source-code"`
}

// oneOrMore is a text or a list of them; anything else is none.
type oneOrMore []string

func (o *oneOrMore) UnmarshalYAML(n *yaml.Node) error {
	values := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		values = n.Content
	}
	for _, v := range values {
		if v.Kind == yaml.ScalarNode && v.Tag == "!!str" {
			*o = append(*o, v.Value)
		}
	}
	return nil
}

// snapBytes is the most of a snap's metadata that is read.
const snapBytes = 1 << 20

// readSnap reads what a snap says of itself. Who published it stands in the
// store's assertion and not in the snap.
//
// Source: Snapcraft, "The snap format", meta/snap.yaml; "Snapcraft metadata
// links", https://forum.snapcraft.io/t/snapcraft-metadata-links/25425
func readSnap(f *file, out *sink) error {
	if f.size > snapBytes {
		return fmt.Errorf("%w: %d bytes, at most %d are read", errLimit, f.size, snapBytes)
	}
	content, err := f.whole()
	if err != nil {
		return err
	}
	var s snap
	if err := yaml.Unmarshal(content, &s); err != nil {
		return err
	}
	it := delist.Item{
		Kind: delist.Application, Name: s.Name, Version: s.Version, PURL: purl("snap", "", s.Name, s.Version),
		Declared: declare("product-name", s.Title),
	}
	for _, links := range []snapLinks{s.snapLinks, s.Links} {
		it.Declared = append(it.Declared, declareAll("contact", links.Contact)...)
		it.Declared = append(it.Declared, declareAll("homepage", links.Website)...)
		it.Declared = append(it.Declared, declareAll("repository", links.SourceCode)...)
	}
	return out.item(it, 0)
}

func declareAll(field string, values []string) (all []delist.Declaration) {
	for _, v := range values {
		all = append(all, declare(field, v)...)
	}
	return all
}
