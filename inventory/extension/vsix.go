package extension

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

const (
	vsixName    = "extension.vsixmanifest"
	packageName = "extension/package.json"
)

// ReadVSIX reads a packed extension of an editor or of a development environment:
// its own manifest, and that of the package in it, if there is one. What it is
// signed with is not checked, but told as a claim.
//
// The error wraps [ErrNot] if there is no manifest in it.
//
// Source: Microsoft, "VSIX extension schema 2.0 reference",
// https://learn.microsoft.com/en-us/visualstudio/extensibility/vsix-extension-schema-2-0-reference;
// Visual Studio Code, "Extension Manifest",
// https://code.visualstudio.com/api/references/extension-manifest
func ReadVSIX(z *zip.Reader) (*Extension, error) {
	m, err := membersOf(z)
	if err != nil {
		return nil, err
	}
	content, err := m.metadata(m.fold(vsixName))
	if errors.Is(err, errMissing) {
		return nil, fmt.Errorf("%w: no %s", ErrNot, vsixName)
	}
	if err != nil {
		return nil, err
	}
	e, err := readVSIXManifest(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", vsixName, err)
	}
	e.Signatures = m.claimed()
	return e, m.addPackage(e)
}

// addPackage adds what the manifest of the package says, whose publisher and name
// are those by which editors know the extension.
func (m members) addPackage(e *Extension) error {
	content, err := m.metadata(packageName)
	if errors.Is(err, errMissing) {
		return nil // the other environment's extensions have none
	}
	if err != nil {
		return err
	}
	o, err := parseObject(content)
	if err != nil {
		return fmt.Errorf("%s: %w", packageName, err)
	}
	e.Publisher, e.Version = cmp.Or(o.text("publisher"), e.Publisher), cmp.Or(o.text("version"), e.Version)
	if e.ID = cmp.Or(o.text("name"), e.ID); e.Publisher != "" {
		e.ID = e.Publisher + "." + e.ID
	}
	e.Author, e.Homepage = cmp.Or(o.person("author"), e.Author), cmp.Or(o.text("homepage"), e.Homepage)
	e.Repository = cmp.Or(o.address("repository"), e.Repository)
	return nil
}

// A vsixManifest is what is read of either of the two forms of a manifest.
type vsixManifest struct {
	XMLName  xml.Name
	Identity struct {
		ID        string `xml:"Id,attr"`
		Version   string `xml:",attr"`
		Publisher string `xml:",attr"`
	} `xml:"Metadata>Identity"`
	DisplayName string     `xml:"Metadata>DisplayName"`
	MoreInfo    string     `xml:"Metadata>MoreInfo"`
	Properties  []property `xml:"Metadata>Properties>Property"`
	Old         struct {
		ID      string `xml:"Id,attr"`
		Name    string
		Author  string
		Version string
		Page    string `xml:"MoreInfoUrl"`
	} `xml:"Identifier"`
}

type property struct {
	ID    string `xml:"Id,attr"`
	Value string `xml:",attr"`
}

func readVSIXManifest(content []byte) (*Extension, error) {
	var v vsixManifest
	d := xml.NewDecoder(bytes.NewReader(content))
	d.CharsetReader = latin1
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	e := v.extension()
	if e.ID == "" {
		return nil, fmt.Errorf("%w: no identifier", ErrNot)
	}
	return e, nil
}

func (v *vsixManifest) extension() *Extension {
	if v.XMLName.Local == "Vsix" {
		return &Extension{
			ID: v.Old.ID, Name: strings.TrimSpace(v.Old.Name), Version: strings.TrimSpace(v.Old.Version),
			Author: strings.TrimSpace(v.Old.Author), Homepage: strings.TrimSpace(v.Old.Page),
		}
	}
	return &Extension{
		ID: v.Identity.ID, Name: strings.TrimSpace(v.DisplayName), Version: v.Identity.Version, Publisher: v.Identity.Publisher,
		Homepage:   cmp.Or(strings.TrimSpace(v.MoreInfo), v.property("Microsoft.VisualStudio.Services.Links.Learn")),
		Repository: v.property("Microsoft.VisualStudio.Services.Links.Source"),
	}
}

func (v *vsixManifest) property(id string) string {
	for _, p := range v.Properties {
		if p.ID == id {
			return p.Value
		}
	}
	return ""
}
