package main

import (
	"cmp"
	"io"
	"strings"

	"github.com/package-url/packageurl-go"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/sbom"
)

// Distributions are those that an SBOM names for some of its packages, by what
// the others are called. Some tools list the package files in a system's cache a
// second time, and say there of which distribution they are not.
type distributions map[string]string

// distributionsIn reads an SBOM once for them.
func distributionsIn(r io.Reader) distributions {
	d := distributions{}
	for item, err := range sbom.Read(r, "", sbom.Limits{}) {
		if err != nil || !ofDistribution(item.PURL) {
			continue // it is told when the document is filled in
		}
		if u, err := packageurl.FromString(item.PURL); err == nil {
			distro, _, _ := strings.Cut(u.Qualifiers.Map()["distro"], "-")
			if vendor := cmp.Or(u.Namespace, distro); vendor != "" {
				d[u.Type+"/"+u.Name+"@"+u.Version] = vendor
			}
		}
	}
	return d
}

// complete gives a package the distribution that its twin names.
func (d distributions) complete(item *delist.Item) {
	if len(d) == 0 || !ofDistribution(item.PURL) {
		return
	}
	u, err := packageurl.FromString(item.PURL)
	if err != nil || u.Namespace != "" || u.Qualifiers.Map()["distro"] != "" {
		return
	}
	if vendor := d[u.Type+"/"+u.Name+"@"+u.Version]; vendor != "" {
		u.Namespace = vendor
		item.PURL = u.ToString()
	}
}

func ofDistribution(purl string) bool {
	return strings.HasPrefix(purl, "pkg:deb/") || strings.HasPrefix(purl, "pkg:rpm/") || strings.HasPrefix(purl, "pkg:apk/") || strings.HasPrefix(purl, "pkg:alpm/")
}
