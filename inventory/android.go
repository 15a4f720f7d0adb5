package inventory

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/android"
)

// readAPK reads a package file of that ending: of Android, or of Alpine.
func readAPK(f *file, out *sink) error {
	head := make([]byte, 4)
	if _, err := f.ReadAt(head, 0); err != nil {
		return errors.New("too short for a package")
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK")):
		out.reader = "android"
		return readAndroid(f, out)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		out.reader = "apk"
		return readAlpine(f, out)
	}
	return errors.New("neither a package of Android nor of Alpine")
}

// readAndroid reads an app. Who signs an app is known by the key alone: its
// certificate is its own root, so that its name is a claim that nobody checked;
// but only who has the key can publish another version.
//
// Source: Android Developers, "Sign your app".
func readAndroid(f *file, out *sink) error {
	app, err := android.Read(f, f.size, f.tree.signatures())
	if app == nil {
		return err
	}
	it := delist.Item{Kind: delist.Application, Name: firstOf(app.Label, app.Package, path.Base(f.path)), Version: app.VersionName}
	if app.Package != "" {
		it.PURL = purl("android", "", app.Package, app.VersionName)
	}
	observe(&it, delist.BundleID, app.Package)
	observeSigners(&it, app.Signatures)
	return errors.Join(out.item(it, 0), err)
}

// maxAlpineHead is how much of an Alpine package is unpacked to find .PKGINFO.
const maxAlpineHead = 4 << 20

// readAlpine reads a package file of Alpine: streams of gzip one behind the
// other, of which the first holds the signature and the second .PKGINFO.
//
// Source: Alpine wiki, "Apk spec", "Binary format v2".
func readAlpine(f *file, out *sink) error {
	unpacked, err := gzip.NewReader(io.NewSectionReader(f, 0, f.size))
	if err != nil {
		return err
	}
	defer unpacked.Close()
	archive := tar.NewReader(io.LimitReader(unpacked, maxAlpineHead))
	key := ""
	for {
		m, err := archive.Next()
		if err != nil {
			return fmt.Errorf("no .PKGINFO: %w", unexpectedEnd(err))
		}
		if name, ok := signingKey(m.Name); ok && key == "" {
			key = name
		}
		if m.Name != ".PKGINFO" {
			continue
		}
		content, err := io.ReadAll(io.LimitReader(archive, metadataBytes))
		if err != nil {
			return err
		}
		it := alpineItem(content)
		it.Declared = append(it.Declared, declare("signed-by", key)...)
		return out.item(it, 0)
	}
}

// signingKey returns the name of the key in that of a member that signs, such as
// ".SIGN.RSA256.name@example.org-6165ee59.rsa.pub". The signature is not checked:
// the keys are those of whoever installs.
func signingKey(member string) (key string, ok bool) {
	rest, ok := strings.CutPrefix(member, ".SIGN.")
	if !ok {
		return "", false
	}
	_, key, ok = strings.Cut(rest, ".")
	return key, ok
}

// alpineItem reads "key = value" lines.
func alpineItem(content []byte) delist.Item {
	fields := map[string]string{}
	for len(content) > 0 {
		var line []byte
		line, content = cutLine(content)
		key, value, ok := strings.Cut(string(line), " = ")
		if ok && !strings.HasPrefix(key, "#") && fields[key] == "" {
			fields[key] = strings.TrimSpace(value)
		}
	}
	return delist.Item{
		Name: fields["pkgname"], Version: fields["pkgver"],
		PURL:     purl("apk", "alpine", fields["pkgname"], fields["pkgver"], "arch", fields["arch"]),
		Declared: declare("maintainer", fields["maintainer"], "packager", fields["packager"], "homepage", fields["url"]),
	}
}
