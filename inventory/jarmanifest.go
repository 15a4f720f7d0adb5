package inventory

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/scan"
)

// A jarManifest is the main section of META-INF/MANIFEST.MF, by lower-case key.
type jarManifest map[string]string

// parseManifest reads the main section: "Key: value" lines of at most 72 bytes,
// continued after a space, up to the first empty line.
func parseManifest(content []byte) jarManifest {
	m := jarManifest{}
	last := ""
	for content = bytes.TrimLeft(trimBOM(content), "\r\n"); len(content) > 0; {
		var line []byte
		line, content = cutLine(content)
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' {
			m[last] += string(line[1:])
			continue
		}
		key, value, _ := strings.Cut(string(line), ":")
		last = strings.ToLower(strings.TrimSpace(key))
		m[last] = strings.TrimSpace(value)
	}
	return m
}

// declared returns what the manifest says of the parties behind the archive.
// Specification-Vendor is left out: it made the interface, not the archive.
func (m jarManifest) declared() []delist.Declaration {
	declared := declare("vendor", m["implementation-vendor"])
	if bundle := m["bundle-vendor"]; bundle != m["implementation-vendor"] {
		declared = append(declared, declare("vendor", bundle)...)
	}
	return append(declared, declare("homepage", m["implementation-url"], "homepage", m["bundle-docurl"])...)
}

// artifact guesses what an archive is that Maven left nothing in. The name of
// the file counts more than the manifest, which has no place for a group: some
// of its fields hold something that looks like one.
func (m jarManifest) artifact(place string) artifact {
	name := base(place)
	name = strings.TrimSuffix(name, path.Ext(name))
	a := artifact{}
	a.artifact, a.version = splitVersion(name)
	group := m.group()
	if a.version == "" {
		id, version := m.name(), m.version()
		if group == "" || id == "" || version == "" {
			return artifact{artifact: name, version: version}
		}
		return artifact{group: group, artifact: id, version: version}
	}
	if known := scan.MavenGroup(a.artifact); known != "" {
		group = known
	}
	switch {
	case group != "":
		a.group = group
	case strings.Contains(a.artifact, "."): // org.apache.felix.framework
		a.group = a.artifact[:strings.LastIndexByte(a.artifact, '.')]
	default: // as before the custom of reverse domains: junit:junit
		a.group = a.artifact
	}
	return a
}

var versionStart = regexp.MustCompile(`^(?:build)?[0-9]|^rc?[0-9]+(?:[^a-zA-Z]|$)`)

// splitVersion splits "guava-31.1-jre" into name and version.
func splitVersion(name string) (string, string) {
	for i := range len(name) {
		if name[i] == '-' && versionStart.MatchString(name[i+1:]) {
			return name[:i], name[i+1:]
		}
	}
	for _, separator := range []string{"_", "."} {
		if before, after, ok := strings.Cut(name, separator); ok && versionStart.MatchString(after) {
			return before, after
		}
	}
	return name, ""
}

var dotted = regexp.MustCompile(`[a-zA-Z0-9-_.]+`)

// group returns the first field that can be the group of an artifact.
func (m jarManifest) group() string {
	if known := scan.MavenGroup(m.name()); known != "" {
		return known
	}
	for _, key := range []string{
		"bundle-symbolicname", "extension-name", "implementation-vendor-id",
		"implementation-title", "bundle-activator", "automatic-module-name", "main-class", "package",
	} {
		value := m[key]
		if key == "implementation-title" {
			value = dotted.FindString(value) // org.elasticsearch#server;8.14.3
		}
		if value != "" && !strings.Contains(value, " ") {
			value, _, _ = strings.Cut(value, ";")
			return strings.ToLower(value)
		}
	}
	return ""
}

// name returns the first field that can be the name of an artifact.
func (m jarManifest) name() string {
	if m["created-by"] == "Apache Maven Bundle Plugin" {
		symbolic := m["bundle-symbolicname"]
		if last := symbolic[strings.LastIndexByte(symbolic, '.')+1:]; isArtifactName(last) {
			return last
		}
	}
	for _, key := range []string{"name", "implementation-title", "specification-title", "bundle-name", "short-name", "extension-name"} {
		if isArtifactName(m[key]) {
			return m[key]
		}
	}
	return ""
}

// isArtifactName refuses titles, and what a build tool should have replaced.
func isArtifactName(name string) bool {
	return name != "" && !strings.ContainsAny(name, " ") && name[0] != '$' && name[0] != '%'
}

func (m jarManifest) version() string {
	for _, key := range []string{"implementation-version", "specification-version", "plugin-version", "bundle-version"} {
		if m[key] != "" {
			version, _, _ := strings.Cut(m[key], " ")
			return version
		}
	}
	return ""
}
