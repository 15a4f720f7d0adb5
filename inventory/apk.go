package inventory

import (
	"bytes"
	"strings"

	"github.com/delistdev/delist"
)

const (
	apkInstalled    = "lib/apk/db/installed"
	apkInstalledUsr = "usr/lib/apk/db/installed" // since apk-tools 3
)

func isApkInstalled(path string) bool { return below(path, apkInstalled) }

func sniffApk(head []byte) bool {
	return bytes.HasPrefix(head, []byte("C:Q1")) && bytes.Contains(head, []byte("\nP:"))
}

func wantedByApk(key []byte) bool {
	return len(key) == 1 && strings.IndexByte("PVAUm", key[0]) >= 0
}

// readApk reads the database of packages that Alpine has installed.
// Source: Alpine wiki, "Apk spec", installed database V2.
func readApk(f *file, out *sink) error {
	content, err := f.whole()
	if err != nil {
		return err
	}
	place := apkInstalled
	if below(f.path, apkInstalledUsr) {
		place = apkInstalledUsr
	}
	system := f.release(place)
	for p := range paragraphs(content, wantedByApk, nil) {
		name, version := p.get("P"), p.get("V")
		err := out.item(delist.Item{
			Name: name, Version: version,
			PURL:     purl("apk", system.namespace("alpine"), name, version, "arch", p.get("A"), "distro", system.distro()),
			Declared: declare("maintainer", p.get("m"), "homepage", p.get("U")),
		}, p.line)
		if err != nil {
			return err
		}
	}
	return nil
}
