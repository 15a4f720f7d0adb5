package inventory_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/delistdev/delist"
)

// TestPackagesOfOtherSystems reads packages that the tools of other systems made,
// and a bundle, as they lie about in a directory.
func TestPackagesOfOtherSystems(t *testing.T) {
	dir := write(t, map[string]string{
		"Guard.app/Contents/Info.plist": `<?xml version="1.0"?><plist version="1.0"><dict><key>CFBundleIdentifier</key><string>com.example.guard</string>
			<key>CFBundleName</key><string>Guard</string><key>CFBundleShortVersionString</key><string>3.1</string><key>CFBundleExecutable</key><string>../../etc/passwd</string>
			<key>NSHumanReadableCopyright</key><string>Copyright © 2020-2024 Example Software GmbH. All rights reserved.</string></dict></plist>`,
		"conf/Info.plist": `<plist version="1.0"><dict><key>CFBundleName</key><string>no bundle</string></dict></plist>`,
	})
	for _, name := range []string{"msi/testdata/signed.msi", "android/testdata/v23.apk"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := []delist.Item{
		{Kind: delist.Application, Name: "Guard", Version: "3.1", Reader: "macos-app", Locations: at("Guard.app/Contents/Info.plist", 0),
			Declared:    declared("product-name", "Guard", "copyright", "Example Software GmbH"),
			Identifiers: []delist.Observed{{Kind: delist.BundleID, Value: "com.example.guard"}}},
		{Kind: delist.Application, Name: "Sea Chart", Version: "4.2.1", Reader: "msi", Locations: at("signed.msi", 0),
			Declared: declared("manufacturer", "Example Charts Ltd", "homepage", "https://charts.example/"),
			Identifiers: []delist.Observed{{Kind: delist.FileName, Value: "signed.msi"},
				{Kind: delist.Signer, Value: "Example Charts Ltd", Signature: delist.GradeIntact, Decided: "no roots to trust were given"}}},
		{Kind: delist.Application, Name: "Морская карта", Version: "4.2.1", Reader: "android", Locations: at("v23.apk", 0)},
	}
	got := clean(t, dir)
	last := &got[len(got)-1] // its names are those of a test of package android
	if len(last.Identifiers) < 2 || last.Identifiers[0].Kind != delist.BundleID || last.Identifiers[1].Signature != delist.GradeIntact {
		t.Errorf("got %+v", last.Identifiers)
	}
	last.Identifiers, last.PURL = nil, ""
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
