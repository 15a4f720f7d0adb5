package inventory

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/delistdev/delist"
)

// deployment is where Flatpak installs: KIND/NAME/ARCH/BRANCH/COMMIT/metadata,
// below a directory that a person may choose.
var deployment = regexp.MustCompile(`(^|/)(app|runtime)/[^/]+/[^/]+/[^/]+/[0-9a-f]{64}/metadata$`)

func isFlatpakDeployment(place string) bool { return deployment.MatchString(place) }

// readDeployment reads what Flatpak itself has written of an application or a
// runtime that says nothing about itself: its name. What does say something is
// read by [readMetainfo].
//
// Source: flatpak-metadata(5).
func readDeployment(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	id := deployedName(content)
	if id == "" {
		return errNoName
	}
	for _, name := range []string{"metainfo/" + id + ".metainfo.xml", "appdata/" + id + ".appdata.xml"} {
		if _, err := f.tree.small(path.Join(path.Dir(f.path), "files/share", name), 1); err == nil {
			return nil
		}
	}
	it := delist.Item{Kind: delist.Application, Name: id, PURL: purl("flatpak", "", id, "")}
	observe(&it, delist.BundleID, id)
	return out.item(it, 0)
}

// deployedName returns the name in the first group of a key file, or nothing.
func deployedName(content []byte) string {
	group := ""
	for line := range bytes.Lines(content) {
		text := strings.TrimSpace(string(line))
		if strings.HasPrefix(text, "[") {
			group = text
		}
		key, value, _ := strings.Cut(text, "=")
		if (group == "[Application]" || group == "[Runtime]") && strings.TrimSpace(key) == "name" {
			return cleanID(strings.TrimSpace(value))
		}
	}
	return ""
}

// cleanID returns a name that leads nowhere when it is part of a path.
func cleanID(name string) string {
	if strings.ContainsAny(name, "/\\") {
		return ""
	}
	return name
}
