package fleet_test

import (
	"errors"
	"strings"
	"testing"

	packageurl "github.com/package-url/packageurl-go"

	"github.com/delistdev/delist"
	"github.com/delistdev/delist/inventory/fleet"
	"github.com/delistdev/delist/inventory/source"
)

// lawful reads content and checks what holds for every reader: each item has a
// name, a kind, its reader and one place in the file, each error its place, and
// there are no more than two of them a byte.
func lawful(t *testing.T, kind, content string) (items []delist.Item, faults int) {
	in := &source.Input{Reader: strings.NewReader(content), Name: "in", Limits: source.Limits{Record: 2048}}
	for it, err := range fleet.Read(kind, in) {
		var fault *delist.ReadError
		switch {
		case errors.As(err, &fault):
			if faults++; fault.Path != "in" || fault.Reader != kind {
				t.Fatalf("%s: an error without a place: %v", kind, err)
			}
		case err != nil:
			t.Fatalf("%s: %v is no ReadError", kind, err)
		case it.Name == "" || it.Kind == "" || it.Reader != kind || len(it.Locations) != 1 || it.Locations[0].Path != "in":
			t.Fatalf("%s: item %+v", kind, it)
		default:
			canonical(t, it.PURL)
			items = append(items, it)
		}
	}
	if len(items)+faults > 2*len(content)+2 {
		t.Fatalf("%s: %d items and %d errors of %d bytes", kind, len(items), faults, len(content))
	}
	return items, faults
}

// canonical checks that a package URL is as the library would write it.
func canonical(t *testing.T, text string) {
	if text == "" {
		return
	}
	purl, err := packageurl.FromString(text)
	if err == nil {
		err = purl.Normalize()
	}
	if err != nil || purl.ToString() != text {
		t.Fatalf("package URL %q: %v, the library has %q", text, err, purl.ToString())
	}
}

// mustShow checks that the last, good record is an item, or that something is
// reported.
func mustShow(t *testing.T, kind, content, name string) {
	items, faults := lawful(t, kind, content)
	if faults > 0 {
		return
	}
	for _, it := range items {
		if it.Name == name {
			return
		}
	}
	t.Fatalf("%s: %q was dropped in silence in %q", kind, name, content)
}

// FuzzTable checks that no table makes its reader panic, that items and errors
// have their places, and that whatever stands between the headings and a good row,
// the row is read or something is reported.
func FuzzTable(f *testing.F) {
	f.Add("Guard,Example,1,2\n")
	f.Add("\"Guard,Example,1,2\n")
	f.Add("Application name;Publisher;Version\na;b;c\n")
	f.Add("\xff\xfea\x00,\x00b\x00")
	f.Fuzz(func(t *testing.T, middle string) {
		for _, kind := range []string{fleet.Intune, fleet.ConfigurationManager, fleet.Jamf} {
			lawful(t, kind, middle)
		}
		if strings.ContainsAny(middle, "\"\x00\r") || strings.IndexByte(middle, 0xff) >= 0 || strings.IndexByte(middle, 0xfe) >= 0 || hasHeadings(middle) {
			return // a quote may take in the row, other headings may mean something else
		}
		mustShow(t, fleet.Intune, "ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceCount\n"+middle+"\nLast good one,Example,1,1\n", "Last good one")
	})
}

// hasHeadings reports whether a line could be taken for headings.
func hasHeadings(text string) bool {
	text = strings.ToLower(text)
	for _, word := range []string{"name", "app", "アプリ", "geräte"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// FuzzJSON checks that no text makes a reader of JSON panic, that items and errors
// have their places, and that whatever stands in an array before a good record,
// the record is read or something is reported.
func FuzzJSON(f *testing.F) {
	f.Add(`{"displayName":"A"},{"_name":"B","signed_by":["x: y (ABCDE12345)"]}`)
	f.Add(`{"applications":[{"name":"a"}],"general":{"name":1},"Packages":[{"PackageIdentifier":"a.b"}]}`)
	f.Add("[[[{]}}")
	f.Add("{\"a\":\"\n\\")
	f.Fuzz(func(t *testing.T, middle string) {
		for _, kind := range []string{fleet.Intune, fleet.Jamf, fleet.Winget, fleet.SystemProfiler} {
			lawful(t, kind, "{"+middle)
			lawful(t, kind, `{"value":[`+middle+`],"results":[`+middle+`],"Sources":[`+middle+`],"SPApplicationsDataType":[`+middle)
		}
		if strings.Contains(middle, "]") {
			return // it may end the array, and the record stands in something else
		}
		mustShow(t, fleet.SystemProfiler, `{"SPApplicationsDataType":[`+middle+`,{"_name":"Last"}]}`, "Last")
	})
}

// FuzzXML checks that no document makes a reader of XML panic, that items and
// errors have their places, and that whatever stands before a good record, the
// record is read or something is reported.
func FuzzXML(f *testing.F) {
	f.Add("<application><name>A</name></application>")
	f.Add("<dict><key>_name</key><string>A</string></dict>")
	f.Add("</applications></software><!-- <![CDATA[")
	f.Fuzz(func(t *testing.T, middle string) {
		lawful(t, fleet.Jamf, "<"+middle)
		lawful(t, fleet.SystemProfiler, `<plist><array><dict><key>_items</key><array>`+middle)
		if strings.ContainsAny(middle, "<") {
			return // a comment may take in the record
		}
		mustShow(t, fleet.Jamf, "<computer><general><name>"+middle+"</name></general><software><applications><application><name>Last</name></application></applications></software></computer>", "Last")
	})
}

// FuzzText checks that no text makes a reader of lists panic, that items and
// errors have their places, and that whatever stands before a good line, the line
// is read or something is reported.
func FuzzText(f *testing.F) {
	f.Add(dpkgHead + "ii  bash 1 amd64 x\n")
	f.Add("bash/stable,now 1 amd64 [installed]")
	f.Add("bash\t1\tx86_64\t(none)")
	f.Add("Name        : a\nVersion     : 1\nDescription :\nName        : b\n")
	f.Add("bash-1-2.x86_64\n-.-\n")
	f.Add(wingetList)
	f.Add("Applications:\n\n    A:\n\n      Signed by: a: b (), c\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range []string{fleet.DpkgList, fleet.RPMList, fleet.Winget, fleet.SystemProfiler} {
			lawful(t, kind, text)
		}
		if kind := fleet.Sniff([]byte(text)); kind != "" {
			lawful(t, kind, text)
		}
		if strings.IndexByte(text, 0xff) >= 0 || strings.IndexByte(text, 0xfe) >= 0 {
			return
		}
		mustShow(t, fleet.DpkgList, dpkgHead+text+"\nii  last-one       1            amd64        x\n", "last-one")
		mustShow(t, fleet.RPMList, "Name        : a\nVersion     : 1\n"+text+"\nName        : last-one\nVersion     : 1\nRelease     : 1\n", "last-one")
	})
}
