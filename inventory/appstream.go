package inventory

import (
	"encoding/xml"
	"errors"
	"path"
	"strings"

	"github.com/delistdev/delist"
)

// isFlatpakMetainfo reports whether a file describes an application that Flatpak
// installed. Packages of distributions have such files, too, and a record of
// their own.
func isFlatpakMetainfo(place string) bool {
	dir := path.Dir(place)
	return strings.Contains(place, "flatpak/") && (strings.HasSuffix(dir, "share/metainfo") || strings.HasSuffix(dir, "share/appdata"))
}

// readMetainfo reads who made an application of Flatpak.
//
// Source: AppStream 1.0, "Upstream Metadata": <developer> with <name>, and the
// older <developer_name>.
func readMetainfo(f *file, out *sink) error {
	if f.size > metadataBytes {
		return errLimit
	}
	content, err := f.whole()
	if err != nil {
		return err
	}
	type local struct {
		Lang string `xml:"lang,attr"`
		Text string `xml:",chardata"`
	}
	var c struct {
		ID        string  `xml:"id"`
		Names     []local `xml:"name"`
		Group     string  `xml:"project_group"`
		Old       []local `xml:"developer_name"`
		Developer []local `xml:"developer>name"`
		URLs      []struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"url"`
		Releases []struct {
			Version string `xml:"version,attr"`
		} `xml:"releases>release"`
	}
	if err := xml.Unmarshal(trimBOM(content), &c); err != nil {
		return err
	}
	plain := func(list []local) string {
		for _, l := range list {
			if l.Lang == "" {
				return strings.TrimSpace(l.Text)
			}
		}
		return ""
	}
	id := strings.TrimSuffix(strings.TrimSpace(c.ID), ".desktop")
	it := delist.Item{Kind: delist.Application, Name: firstOf(plain(c.Names), id)}
	if it.Name == "" {
		return errors.New("an application without a name")
	}
	if len(c.Releases) > 0 {
		it.Version = c.Releases[0].Version
	}
	it.PURL = purl("flatpak", "", id, it.Version)
	it.Declared = declare("developer", firstOf(plain(c.Developer), plain(c.Old)), "organization", strings.TrimSpace(c.Group))
	for _, u := range c.URLs {
		switch u.Type {
		case "homepage":
			it.Declared = append(it.Declared, declare("homepage", strings.TrimSpace(u.Text))...)
		case "vcs-browser":
			it.Declared = append(it.Declared, declare("repository", strings.TrimSpace(u.Text))...)
		}
	}
	observe(&it, delist.BundleID, id)
	return out.item(it, 0)
}
