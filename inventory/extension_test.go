package inventory_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sassoftware/relic/v8/lib/pkcs7"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory"
)

const (
	extensionJSON = `{"manifest_version": 3, "name": "__MSG_title__", "version": "1.2", "default_locale": "en", "author": "Jo Doe",
		"homepage_url": "https://example.org/guard", "browser_specific_settings": {"gecko": {"id": "guard@example.org"}}}`
	messagesJSON = `{"Title": {"message": "Example Guard"}}`
)

// zipped makes an archive of pairs of name and content.
func zipped(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		m, err := w.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// crx packs an archive as Chromium does and returns the identifier of its key.
func crx(t testing.TB, archive []byte) (content []byte, id string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(public)
	put := func(b []byte, n protowire.Number, value []byte) []byte {
		return protowire.AppendBytes(protowire.AppendTag(b, n, protowire.BytesType), value)
	}
	signed := put(nil, 1, sum[:16])
	h := sha256.New()
	h.Write([]byte("CRX3 SignedData\x00"))
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(signed))))
	h.Write(signed)
	h.Write(archive)
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, h.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	header := put(put(nil, 2, put(put(nil, 1, public), 2, signature)), 10000, signed)
	content = append([]byte("Cr24"), binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, 3), uint32(len(header)))...)
	for _, b := range sum[:16] {
		id += string(rune('a'+b>>4)) + string(rune('a'+b&15))
	}
	return append(append(content, header...), archive...), id
}

// xpi signs an extension as the store does.
func xpi(t testing.TB, change string) []byte {
	t.Helper()
	digest := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	manifest := "Manifest-Version: 1.0\n\nName: manifest.json\nSHA256-Digest: " + digest(extensionJSON) +
		"\n\nName: _locales/en/messages.json\nSHA256-Digest: " + digest(messagesJSON) + "\n\n"
	file := "Signature-Version: 1.0\nSHA256-Digest-Manifest: " + digest(manifest) + "\n\n"
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(1577836800, 0), NotAfter: time.Unix(4070908800, 0)}
	template.Subject.CommonName, template.Subject.Organization = "guard@example.org", []string{"Example Store"}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(file))
	builder := pkcs7.NewBuilder(key, []*x509.Certificate{cert}, crypto.SHA256)
	if err := builder.SetDetachedContent(pkcs7.OidData, sum[:]); err != nil {
		t.Fatal(err)
	}
	message, err := builder.Sign()
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := message.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return zipped(t, "manifest.json", extensionJSON+change, "_locales/en/messages.json", messagesJSON,
		"META-INF/manifest.mf", manifest, "META-INF/mozilla.sf", file, "META-INF/mozilla.rsa", string(encoded))
}

func TestExtensions(t *testing.T) {
	packed := zipped(t, "manifest.json", extensionJSON, "_locales/en/messages.json", messagesJSON)
	chromium, id := crx(t, packed)
	changed := bytes.Replace(chromium, []byte("messages.json"), []byte("nessages.json"), 1)
	declared := []delist.Declaration{{Field: "author", Value: "Jo Doe"}, {Field: "homepage", Value: "https://example.org/guard"}}
	gecko := delist.Observed{Kind: delist.ExtensionID, Value: "guard@example.org"}
	proof := delist.Observed{Kind: delist.ExtensionID, Value: id, Signature: delist.GradeIntact, Decided: "signed by the key that it is named for"}
	broken := delist.Observed{Kind: delist.ExtensionID, Value: id, Signature: delist.GradeClaimed, Decided: "what is signed is not what is there"}
	store := func(grade delist.Grade, why string) []delist.Observed {
		return []delist.Observed{gecko, {Kind: delist.Signer, Value: "Example Store", Signature: grade, Decided: why}, {Kind: delist.Signer, Value: "guard@example.org", Signature: grade, Decided: why}}
	}
	guard := func(name string, identifiers ...delist.Observed) delist.Item {
		return delist.Item{Kind: delist.Application, Name: name, Version: "1.2", Declared: declared, Identifiers: identifiers, Reader: "browser-extension"}
	}
	tests := []struct {
		file    string
		content []byte
		want    delist.Item
	}{
		{"a.crx", chromium, guard("Example Guard", proof)},
		{"changed.crx", changed, guard("Example Guard", broken)},
		{"plain.xpi", packed, guard("Example Guard", gecko)},
		{"signed.xpi", xpi(t, ""), guard("Example Guard", store(delist.GradeIntact, "no roots to trust were given")...)},
		{"changed.xpi", xpi(t, " "), guard("Example Guard", store(delist.GradeClaimed, `member "manifest.json" is not what was signed`)...)},
		{"manifest.json", []byte(extensionJSON), guard("__MSG_title__", gecko)},
		{"old.xpi", zipped(t, "install.rdf", `<?xml version="1.0"?><RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:em="http://www.mozilla.org/2004/em-rdf#">
			<Description about="urn:mozilla:install-manifest"><em:id>guard@example.org</em:id><em:name>Example Guard</em:name><em:version>1.2</em:version>
			<em:creator>Jo Doe</em:creator><em:targetApplication><Description><em:id>{x}</em:id></Description></em:targetApplication><em:homepageURL>https://example.org/guard</em:homepageURL></Description></RDF>`),
			guard("Example Guard", gecko)},
		{"a.vsix", zipped(t, "extension.vsixmanifest", `<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011"><Metadata>
			<Identity Language="en-US" Id="guard" Version="1.2" Publisher="example"/><DisplayName>Example Guard</DisplayName></Metadata></PackageManifest>`,
			"extension/package.json", `{"repository": {"url": "https://github.com/example/guard"}}`),
			delist.Item{Kind: delist.Application, Name: "Example Guard", Version: "1.2", PURL: "pkg:vscode-extension/example/guard@1.2", Reader: "vsix",
				Declared: []delist.Declaration{{Field: "publisher", Value: "example"}, {Field: "repository", Value: "https://github.com/example/guard"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, tt.file), tt.content, 0o644); err != nil {
				t.Fatal(err)
			}
			tt.want.Locations = at(tt.file, 0)
			if ext := strings.TrimPrefix(filepath.Ext(tt.file), "."); ext != "json" {
				tt.want.Reader = ext
			}
			if diff := cmp.Diff([]delist.Item{tt.want}, clean(t, dir)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestBrokenExtensions: each says what is wrong, and gives no item.
func TestBrokenExtensions(t *testing.T) {
	chromium, _ := crx(t, zipped(t, "manifest.json", extensionJSON))
	for name, content := range map[string][]byte{
		"short.crx": []byte("Cr24"), "old.crx": append([]byte("Cr24\x02\x00\x00\x00"), make([]byte, 100)...), "cut.crx": chromium[:200],
		"long.crx": append([]byte("Cr24\x03\x00\x00\x00\xff\xff\xff\x7f"), make([]byte, 100)...), "empty.xpi": zipped(t), "text.vsix": []byte("x"),
		"other.vsix": zipped(t, "a", "b"), "bad.xpi": zipped(t, "manifest.json", "{"),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
				t.Fatal(err)
			}
			items, err := inventory.Read(context.Background(), dir, nil, inventory.Options{})
			if err != nil {
				t.Fatal(err)
			}
			faults := 0
			for item, err := range items {
				if err == nil {
					t.Errorf("got %+v", item)
				} else if strings.Contains(err.Error(), "has a fault") {
					t.Error(err)
				} else {
					faults++
				}
			}
			if faults == 0 {
				t.Error("no error")
			}
		})
	}
}

// TestApplications: what package managers for applications say of who made them.
func TestApplications(t *testing.T) {
	deployment := strings.Repeat("0a", 32)
	dir := write(t, map[string]string{
		"var/lib/flatpak/app/org.example.Guard/current/active/files/share/metainfo/org.example.Guard.metainfo.xml": `<?xml version="1.0"?><component type="desktop-application">
			<id>org.example.Guard.desktop</id><name xml:lang="de">Wächter</name><name>Guard</name><developer id="org.example"><name xml:lang="de">Beispiel</name><name>Example Team</name></developer>
			<url type="homepage">https://example.org</url><url type="vcs-browser">https://github.com/example/guard</url><releases><release version="3.1"/><release version="3.0"/></releases></component>`,
		"snap/guard/1/meta/snap.yaml":                                                                                            "name: guard\nversion: '3.1'\nwebsite: https://example.org\nsource-code: https://github.com/example/guard\napps:\n  guard:\n    command: bin/guard\n",
		"snap/links/1/meta/snap.yaml":                                                                                            "name: links\nversion: 3 # at most\ntitle: Links\nlinks:\n  contact:\n  - mailto:a@example.org\n  website:\n  - https://example.org\n  source-code: {a: b}\n",
		"opt/homebrew/Cellar/guard/3.1/INSTALL_RECEIPT.json":                                                                     `{"source": {"tap": "homebrew/core", "path": "x"}}`,
		"opt/homebrew/Cellar/guard/3.1/.brew/guard.rb":                                                                           "class Guard < Formula\n  homepage \"https://example.org\"\n  url \"https://github.com/example/guard/archive/v3.1.tar.gz\"\nend\n",
		"var/lib/flatpak/app/org.example.Bare/x86_64/stable/" + deployment + "/metadata":                                         "[Application]\nname=org.example.Bare\nruntime=org.example.Platform/x86_64/1\n\n[Context]\nname=x\n",
		"var/lib/flatpak/app/org.example.Told/x86_64/stable/" + deployment + "/metadata":                                         "[Application]\nname=org.example.Told\n",
		"var/lib/flatpak/app/org.example.Told/x86_64/stable/" + deployment + "/files/share/appdata/org.example.Told.appdata.xml": "<component><id>org.example.Told</id><name>Told</name></component>",
		"usr/share/metainfo/org.example.Other.metainfo.xml":                                                                      `<component><id>org.example.Other</id><name>Other</name></component>`,
	})
	want := []delist.Item{
		{Kind: delist.Package, Name: "guard", Version: "3.1", PURL: "pkg:brew/guard@3.1", Reader: "brew", Locations: at("opt/homebrew/Cellar/guard/3.1/INSTALL_RECEIPT.json", 0),
			Declared: declared("supplier", "homebrew/core", "homepage", "https://example.org", "repository", "https://github.com/example/guard/archive/v3.1.tar.gz")},
		{Kind: delist.Application, Name: "guard", Version: "3.1", PURL: "pkg:snap/guard@3.1", Reader: "snap", Locations: at("snap/guard/1/meta/snap.yaml", 0),
			Declared: declared("homepage", "https://example.org", "repository", "https://github.com/example/guard")},
		{Kind: delist.Application, Name: "links", Version: "3", PURL: "pkg:snap/links@3", Reader: "snap", Locations: at("snap/links/1/meta/snap.yaml", 0),
			Declared: declared("product-name", "Links", "contact", "mailto:a@example.org", "homepage", "https://example.org")},
		{Kind: delist.Application, Name: "org.example.Bare", PURL: "pkg:flatpak/org.example.Bare", Reader: "flatpak",
			Locations:   at("var/lib/flatpak/app/org.example.Bare/x86_64/stable/"+deployment+"/metadata", 0),
			Identifiers: []delist.Observed{{Kind: delist.BundleID, Value: "org.example.Bare"}}},
		{Kind: delist.Application, Name: "Guard", Version: "3.1", PURL: "pkg:flatpak/org.example.Guard@3.1", Reader: "flatpak",
			Locations:   at("var/lib/flatpak/app/org.example.Guard/current/active/files/share/metainfo/org.example.Guard.metainfo.xml", 0),
			Declared:    declared("developer", "Example Team", "homepage", "https://example.org", "repository", "https://github.com/example/guard"),
			Identifiers: []delist.Observed{{Kind: delist.BundleID, Value: "org.example.Guard"}}},
		{Kind: delist.Application, Name: "Told", PURL: "pkg:flatpak/org.example.Told", Reader: "flatpak",
			Locations:   at("var/lib/flatpak/app/org.example.Told/x86_64/stable/"+deployment+"/files/share/appdata/org.example.Told.appdata.xml", 0),
			Identifiers: []delist.Observed{{Kind: delist.BundleID, Value: "org.example.Told"}}},
	}
	if diff := cmp.Diff(want, clean(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAlpinePackage reads a package file of Alpine: two archives in streams of
// gzip, one behind the other.
func TestAlpinePackage(t *testing.T) {
	stream := func(name, content string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		w := tar.NewWriter(z)
		if err := errors.Join(w.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o644})); err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(content))
		if err := errors.Join(w.Flush(), z.Close()); err != nil { // without the end of an archive, as abuild writes it
			t.Fatal(err)
		}
		return b.Bytes()
	}
	content := append(stream(".SIGN.RSA.key.rsa.pub", "x"), stream(".PKGINFO", "# made\npkgname = guard\npkgver = 3.1-r0\narch = x86_64\nmaintainer = Jo Doe <jo@example.org>\nurl = https://example.org\n")...)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "guard.apk"), content, 0o644); err != nil {
		t.Fatal(err)
	}
	want := []delist.Item{{
		Kind: delist.Package, Name: "guard", Version: "3.1-r0", PURL: "pkg:apk/alpine/guard@3.1-r0?arch=x86_64", Reader: "apk", Locations: at("guard.apk", 0),
		Declared: declared("maintainer", "Jo Doe <jo@example.org>", "homepage", "https://example.org", "signed-by", "key.rsa.pub"),
	}}
	if diff := cmp.Diff(want, clean(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
